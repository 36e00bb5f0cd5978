# prove.mk: proofs about the RTL and their certificates, build/prove/<unit>.<config>.<property>.json.
PROVE_TOOLS := $(BUILD)/prove/net_blif $(BUILD)/prove/replay
$(PROVE_TOOLS): $(BUILD)/prove/%: sim/prove/%.c $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CCACHE) $(CC) $(C_STRICT) -O2 -g -Icmodel/include -c $< -o $@.o
	@$(CC) $@.o $(BUILD)/lib/libgcim.a -o $@
.PHONY: do-prove
do-prove: $(BUILD)/gcim $(PROVE_TOOLS) $(PRINTED)
	@PYTHONDONTWRITEBYTECODE=1 python3 sim/prove/prove.py --unit "$(UNIT)" --config "$(CONFIG)"
