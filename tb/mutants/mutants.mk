# mutants.mk: mutation tests (README.md). do-mutants: mutants written by hand, of the RTL, the C model
# and the checker: all must be caught. do-mutate: 200 automatic ones per unit, survivors are listed.
MUTANT_RUN  = BUILD="$(BUILD)" JOBS="$${JOBS:-2}" CC="$(CC)" CXX="$(CXX)" CCACHE="$(CCACHE)" \
  VERILATOR="$(VERILATOR)" TB_SRC="$(TB_SRC)" PYTHONDONTWRITEBYTECODE=1 python3 tb/mutants/run.py
MUTANT_DEPS := $(BUILD)/gcim $(BUILD)/lib/libgcim.a $(PRINTED)

.PHONY: do-mutants do-mutate
do-mutants: $(MUTANT_DEPS)
	@bad=0; \
	 for u in $(UNITS); do $(MUTANT_RUN) hand $$u || bad=1; $(MUTANT_RUN) model $$u || bad=1; done; \
	 exit $$bad
do-mutate: $(MUTANT_DEPS)
	@$(MUTANT_RUN) auto $(UNITS)
