# sim.mk: the gcim program and what it generates from the cards.
SIM_SRC := sim/gcim.c $(sort $(wildcard sim/cmd/*.c) $(wildcard sim/metric/*.c) $(wildcard dpi/gen_*.c) $(wildcard vectors/*.c) $(wildcard vectors/archive/*.c))
SIM_OBJ := $(SIM_SRC:%.c=$(BUILD)/obj/%.o)
SIM_INC := -Icmodel/include -Idpi -Ivectors -Ivectors/archive -Isim/cmd -Isim/metric -D_POSIX_C_SOURCE=200809L

$(BUILD)/obj/sim/%.o $(BUILD)/obj/dpi/%.o $(BUILD)/obj/vectors/%.o: SIM_FLAG = $(C_STRICT) $(SIM_OPT) -g $(SIM_INC)
SIM_OPT := -O2
$(BUILD)/obj/sim/metric/%.o: SIM_OPT := -O3
$(BUILD)/obj/sim/%.o: sim/%.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CCACHE) $(CC) $(SIM_FLAG) -MMD -MP -c $< -o $@
$(BUILD)/obj/dpi/%.o: dpi/%.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CCACHE) $(CC) $(SIM_FLAG) -MMD -MP -c $< -o $@
$(BUILD)/obj/vectors/%.o: vectors/%.c
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CCACHE) $(CC) $(SIM_FLAG) -MMD -MP -c $< -o $@
$(BUILD)/gcim: $(SIM_OBJ) $(BUILD)/lib/libgcim.a
	@$(CC) $^ -lcjson -lcrypto -lgmp -lzstd -lz -lm -lpthread -o $@

# `gcim gen` rewrites a file only when its bytes change; make looks at the files again afterwards.
$(BUILD)/gen/.stamp: $(BUILD)/gcim
	@$(BUILD)/gcim gen --dir $(BUILD)/gen
	@touch $@
TB_FILES := $(foreach u,$(UNITS),$(BUILD)/gen/tb/$u/tb_$u.sv $(BUILD)/gen/tb/$u/pins.h)
$(TB_FILES): $(BUILD)/gen/.stamp
	@:

# Figures of `gcim align` and `gcim mx` against computations of their own, in fractions; archives
# read by a program of its own, and killed while they are made.
FIGURES := $(patsubst %,$(BUILD)/test/sim/test/%.ok,test_align test_archive test_mx_cmd)
$(FIGURES): $(BUILD)/test/sim/test/%.ok: sim/test/%.py sim/test/by_fractions.py $(BUILD)/gcim
	@mkdir -p $(@D)
	@if python3 -B $< $(BUILD)/gcim > $(@:.ok=.log) 2>&1; then tail -1 $(@:.ok=.log); touch $@; \
	 else cat $(@:.ok=.log); echo "FAIL $*: repeat with python3 -B $< $(BUILD)/gcim"; exit 1; fi
do-check: $(FIGURES)

programs: $(BUILD)/gcim $(BUILD)/gen/.stamp ## (internal)
-include $(SIM_OBJ:.o=.d)

# Lint: one script per rule in sim/lint; parameter sets come from the library.
$(BUILD)/lint/card_sets: sim/lint/card_sets.c $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CC) $(C_STRICT) -O1 -Icmodel/include $^ -o $@
$(BUILD)/lint/cards.tsv: $(BUILD)/lint/card_sets
	@$< > $@
.PHONY: do-lint do-faults
do-lint: $(BUILD)/lint/cards.tsv $(BUILD)/gen/.stamp
	@sim/lint/run.sh

# Planted faults: each must end red, with a message that says what is wrong.
do-faults: $(BUILD)/gcim $(BUILD)/bench/plain/add_tree $(BUILD)/bench/plain/dcim_macro $(BUILD)/lint/cards.tsv
	@sim/faults/run.sh

# Conversions judged by two other implementations, and the Python module (sim/requirements-test.txt).
JUDGES := $(patsubst %,$(BUILD)/test/sim/test/%.ok,test_fp_judges test_mx_judges test_python)
SHARED := $(BUILD)/lib/libgcim.so.$(VERSION)
$(JUDGES): $(BUILD)/test/sim/test/%.ok: sim/test/%.py sim/test/judging.py sim/requirements-test.txt cmodel/python/gcim.py $(SHARED)
	@mkdir -p $(@D)
	@if PYTHONDONTWRITEBYTECODE=1 $(BUILD)/venv/bin/python $< $(PROGRAM) $(SHARED) > $(@:.ok=.log) 2>&1; \
	 then tail -1 $(@:.ok=.log); touch $@; \
	 else grep -v '^ok' $(@:.ok=.log); echo "FAIL $*: repeat with make -f Makefile do-judges"; exit 1; fi
$(BUILD)/test/sim/test/test_python.ok: PROGRAM := $(BUILD)/gcim
$(BUILD)/test/sim/test/test_python.ok: $(BUILD)/gcim cmodel/README.md dpi/install.sh
.PHONY: do-judges
do-judges: $(JUDGES)
