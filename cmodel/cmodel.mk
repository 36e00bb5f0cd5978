# cmodel.mk: the library, static and shared, and its tests.
CARDS    := $(sort $(wildcard cmodel/unit/*.def))
UNITS    := $(patsubst cmodel/unit/%.def,%,$(CARDS))
LIB_SRC  := $(sort $(wildcard cmodel/core/*.c cmodel/num/*.c cmodel/part/*.c cmodel/unit/*.c cmodel/fast/*.c cmodel/net/*.c))
LIB_HDR  := $(sort $(wildcard cmodel/*/*.h cmodel/include/*.h))
LIB_OBJ  := $(LIB_SRC:%.c=$(BUILD)/obj/%.o)
C_STRICT := -std=c17 -Wall -Wextra -Wconversion -Wshadow -Werror
C_OPT    ?= -O2
LIB_INC  := -Icmodel -Icmodel/include -I$(BUILD)/gen
LIB_FLAG  = $(C_STRICT) $(C_OPT) -g -fPIC -fvisibility=default -DGCIM_VERSION='"$(VERSION)"' $(LIB_INC)
SO_MAJOR := 0

# Generated includes change only when their bytes do.
$(BUILD)/gen/units.inc: $(CARDS) cmodel/cmodel.mk
	@mkdir -p $(@D)
	@for f in $(notdir $(CARDS)); do echo "#include \"unit/$$f\""; done > $@
$(BUILD)/gen/.identity: $(CARDS) $(LIB_SRC) $(LIB_HDR) cmodel/identity.sh
	@mkdir -p $(@D)
	@sh cmodel/identity.sh > $@.new
	@cmp -s $@.new $(BUILD)/gen/identity.inc || cp $@.new $(BUILD)/gen/identity.inc
	@mv $@.new $@
$(BUILD)/gen/identity.inc: $(BUILD)/gen/.identity
	@:

$(BUILD)/obj/cmodel/%.o: cmodel/%.c | $(BUILD)/gen/units.inc $(BUILD)/gen/identity.inc
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CCACHE) $(CC) $(LIB_FLAG) -MMD -MP -c $< -o $@
$(BUILD)/obj/cmodel/fast/%.o: C_OPT := -O3
$(BUILD)/obj/cmodel/core/unit.o: $(BUILD)/gen/units.inc $(BUILD)/gen/identity.inc

$(BUILD)/lib/libgcim.a: $(LIB_OBJ)
	@mkdir -p $(@D)
	@rm -f $@
	@ar rcsD $@ $^
$(BUILD)/lib/libgcim.so.$(VERSION): $(LIB_OBJ)
	@mkdir -p $(@D)
	@$(CC) -shared -Wl,-soname,libgcim.so.$(SO_MAJOR) $^ -o $@

# Tests: one program per file; twice, plain and under ASan + UBSan.
TEST_SRC := $(sort $(wildcard cmodel/test/test_*.c vectors/test/test_*.c dpi/test/test_*.c sim/test/test_*.c))
TESTS    := $(TEST_SRC:%.c=$(BUILD)/test/%)
SAN      := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
SAN_OBJ  := $(LIB_SRC:%.c=$(BUILD)/san/%.o)
TOOL_SRC := $(sort $(wildcard vectors/*.c vectors/archive/*.c sim/metric/*.c))
TEST_LIB := -lcmocka -lgmp -lcjson -lcrypto -lzstd -lz -lpthread -lm
TEST_INC := $(LIB_INC) -Ivectors -Ivectors/archive -Isim/metric -Icmodel/test -D_POSIX_C_SOURCE=200809L

$(BUILD)/san/%.o: %.c | $(BUILD)/gen/units.inc $(BUILD)/gen/identity.inc
	@mkdir -p $(@D)
	@$(CCACHE) $(CC) $(LIB_FLAG) -O1 $(SAN) $(TEST_INC) -MMD -MP -c $< -o $@
$(BUILD)/san/lib.a: $(SAN_OBJ)
	@rm -f $@
	@ar rcsD $@ $^
$(BUILD)/test/%: %.c $(BUILD)/san/lib.a $(TOOL_SRC:%.c=$(BUILD)/san/%.o)
	@mkdir -p $(@D)
	@echo "  cc $<"
	@$(CCACHE) $(CC) $(C_STRICT) -O1 -g $(SAN) $(TEST_INC) -MMD -MP -MT $@ -c $< -o $@.o
	@$(CC) $(SAN) $@.o $(TOOL_SRC:%.c=$(BUILD)/san/%.o) $(BUILD)/san/lib.a $(TEST_LIB) -o $@
# The same tests on the library as it is shipped: other optimisation, other code.
$(BUILD)/shipped/%: %.c $(BUILD)/lib/libgcim.a $(TOOL_SRC:%.c=$(BUILD)/obj/%.o)
	@mkdir -p $(@D)
	@$(CCACHE) $(CC) $(C_STRICT) -O2 -g $(TEST_INC) -c $< -o $@.o
	@$(CC) $@.o $(TOOL_SRC:%.c=$(BUILD)/obj/%.o) $(BUILD)/lib/libgcim.a $(TEST_LIB) -o $@
$(BUILD)/%.ok: $(BUILD)/%
	@if $< > $<.log 2>&1; then tail -1 $<.log | sed 's|^|$(notdir $*): |'; touch $@; \
	 else cat $<.log; echo "FAIL $*: repeat with $<"; exit 1; fi

.PHONY: do-check
do-check: $(TESTS:%=%.ok) $(TEST_SRC:%.c=$(BUILD)/shipped/%.ok)
	@echo "check: $(words $(TESTS)) test programs passed, each under ASan and UBSan and on the library as shipped"

-include $(LIB_OBJ:.o=.d) $(SAN_OBJ:.o=.d) $(TOOL_SRC:%.c=$(BUILD)/san/%.d) $(TESTS:%=%.d)
