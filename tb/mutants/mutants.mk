# mutants.mk: mutation tests (README.md). do-mutants: mutants written by hand, of the RTL, the C model
# and the checker: all must be caught. do-mutate: 200 automatic ones per configuration; what survives
# is proved to be the same function or listed.
MUTANT_RUN  = BUILD="$(BUILD)" JOBS="$${JOBS:-2}" CC="$(CC)" CXX="$(CXX)" CCACHE="$(CCACHE)" \
  VERILATOR="$(VERILATOR)" TB_SRC="$(TB_SRC)" PYTHONDONTWRITEBYTECODE=1 python3 tb/mutants/run.py
MUTANT_DEPS := $(BUILD)/gcim $(BUILD)/lib/libgcim.a $(PRINTED)
NET_TESTS   := $(patsubst %.c,$(BUILD)/shipped/%,$(wildcard cmodel/test/test_net_*.c))

# Units beside each other, as Verilator reads one at a time; the largest first. What one says is shown when it is done.
MUTANT_UNITS := $(filter dcim_macro,$(UNITS)) $(filter apx_tree,$(UNITS)) $(filter-out dcim_macro apx_tree,$(UNITS))
.PHONY: do-mutants do-mutate mutants-net $(UNITS:%=mutants-%)
do-mutants: $(MUTANT_UNITS:%=mutants-%) mutants-net
mutants-net: $(MUTANT_DEPS) $(NET_TESTS)
	@$(MUTANT_RUN) library net
$(UNITS:%=mutants-%): mutants-%: $(MUTANT_DEPS)
	@mkdir -p $(BUILD)/mutants
	@bad=0; { $(MUTANT_RUN) hand $* || bad=1; $(MUTANT_RUN) model $* || bad=1; } > $(BUILD)/mutants/$*.log 2>&1; \
	 cat $(BUILD)/mutants/$*.log; exit $$bad
do-mutate: $(MUTANT_DEPS)
	@$(MUTANT_RUN) auto $(UNITS)
