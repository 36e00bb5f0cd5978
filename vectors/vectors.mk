# vectors.mk: the frozen sets: fresh, right by the golden, and replayed without DPI in Icarus and Verilator.
FROZEN   := $(sort $(wildcard vectors/signoff/*.vec))
VEC      := $(BUILD)/vec
VEC_NAME := $(FROZEN:vectors/signoff/%.vec=%)

# $* is <unit>.<config>
$(VEC)/%.sv: vectors/signoff/%.vec $(BUILD)/gcim
	@mkdir -p $(@D)
	@$(BUILD)/gcim vecbench $(basename $*) --config $(subst .,,$(suffix $*)) -o $@
$(VEC)/%.icarus.ok: $(VEC)/%.sv vectors/signoff/%.vec tb/tb_vec.sv $(RTL)
	@iverilog -g2012 -o $(VEC)/$*.vvp -s tb_vec -y rtl -y rtl/prim -y $(BUILD)/gen/rtl -Y .sv rtl/gcim_pkg.sv $< tb/tb_vec.sv
	@sh vectors/replay.sh icarus $* $(VEC)/$*.icarus.log vvp -n $(VEC)/$*.vvp +vec=vectors/signoff/$*.vec
	@touch $@
$(VEC)/%.verilator.ok: $(VEC)/%.sv vectors/signoff/%.vec tb/tb_vec.sv $(RTL)
	@mkdir -p $(VEC)/$*
	@$(VERILATOR) --binary --timing --timescale 1ns/1ps -Wno-fatal -Wno-WIDTH $(V_READ) $< tb/tb_vec.sv --top-module tb_vec \
	  --Mdir $(VEC)/$* --x-assign unique --x-initial unique -MAKEFLAGS "OBJCACHE=$(CCACHE) OPT_FAST=-O1 OPT_SLOW=-O0" \
	  > $(VEC)/$*.build 2>&1 || { cat $(VEC)/$*.build; exit 1; }
	@sh vectors/replay.sh verilator $* $(VEC)/$*.verilator.log $(VEC)/$*/Vtb_vec +vec=vectors/signoff/$*.vec
	@touch $@

.PHONY: do-vectors do-frozen do-regen
do-frozen: $(BUILD)/gcim
	@$(BUILD)/gcim vec regen --dir vectors/signoff --check
	@cd vectors/signoff && sha256sum --quiet -c MANIFEST
	@$(BUILD)/gcim vec check $(FROZEN)
	@python3 sim/printed_parts.py $(BUILD)/gcim --check
do-vectors: do-frozen $(VEC_NAME:%=$(VEC)/%.icarus.ok) $(VEC_NAME:%=$(VEC)/%.verilator.ok)
	@echo "vectors: $$(($(words $(VEC_NAME)) * 3)) passed, 0 failed (each frozen file by the golden, in Icarus and in Verilator)"
do-regen: $(BUILD)/gcim
	@sh vectors/regen.sh $(BUILD)/gcim
	@python3 sim/printed_parts.py $(BUILD)/gcim
