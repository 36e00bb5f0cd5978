# tb.mk: Verilated models and benches. One Verilated model per unit holds every named configuration. Variants differ in how
# they are built: plain (tests), trace (FST), cover (line and toggle coverage), asan (everything under ASan and UBSan).
VERILATOR ?= verilator
V_ROOT    := $(shell $(VERILATOR) --getenv VERILATOR_ROOT 2>/dev/null)
V_INC     := $(V_ROOT)/include
PRINTED   := $(BUILD)/gen/rtl/gcim_apx_net.sv
$(PRINTED): $(BUILD)/gen/.stamp
	@:
RTL       := $(sort $(wildcard rtl/*.sv rtl/prim/*.sv rtl/lint.vlt)) $(PRINTED)
V_READ    := rtl/lint.vlt -y rtl -y rtl/prim -y $(BUILD)/gen/rtl rtl/gcim_pkg.sv
V_COMMON  := --cc --timescale 1ns/1ps -Wall --x-assign unique --x-initial unique -O3

V_FLAG_plain :=
V_FLAG_trace := --trace-fst --trace-structs
V_FLAG_cover := --coverage-line --coverage-toggle --coverage-max-width 64
V_FLAG_asan  :=
V_OPT_plain  := -O1
V_OPT_trace  := -O1
V_OPT_cover  := -O1
V_OPT_asan   := -O1 $(SAN)
V_DEF_plain  := -DVM_TRACE=0 -DVM_COVERAGE=0
V_DEF_trace  := -DVM_TRACE=1 -DVM_TRACE_FST=1 -DVM_COVERAGE=0
V_DEF_cover  := -DVM_TRACE=0 -DVM_COVERAGE=1
V_DEF_asan   := -DVM_TRACE=0 -DVM_COVERAGE=0
V_RT_plain   := verilated verilated_threads
V_RT_trace   := verilated verilated_threads verilated_fst_c
V_RT_cover   := verilated verilated_threads verilated_cov
V_RT_asan    := verilated verilated_threads
V_LIB_trace  := -lz
V_LIB_asan   := $(SAN)
V_GOLDEN_asan := $(BUILD)/san/lib.a
V_CXX_asan   := $(SAN)
VARIANTS     := plain trace cover asan

TB_CXX  := $(CCACHE) $(CXX) -std=c++17 -O2 -g -Wall -Wextra
TB_SRC  := tb/tb_main.cpp tb/options.cpp tb/report.cpp tb/recording.cpp tb/shrink.cpp
TB_HDR  := $(wildcard tb/*.h)

# Verilator's run-time library, once per variant.
define variant_rules
$(BUILD)/vl/$1/rt/%.o: $(V_INC)/%.cpp
	@mkdir -p $$(@D)
	@$$(CCACHE) $$(CXX) -std=gnu++17 -O2 -w -I$(V_INC) -I$(V_INC)/vltstd -DVM_SC=0 -DVM_TRACE_VCD=0 $(V_DEF_$1) $(V_CXX_$1) -c $$< -o $$@
endef
$(foreach v,$(VARIANTS),$(eval $(call variant_rules,$v)))

# $1 variant, $2 unit
define model_rules
$(BUILD)/vl/$1/$2/Vtb_$2__ALL.a: $(BUILD)/gen/tb/$2/tb_$2.sv $(RTL)
	@mkdir -p $$(@D)
	@echo "  verilate $2 ($1)"
	@$(VERILATOR) $(V_COMMON) $(V_FLAG_$1) $(V_READ) $$< --top-module tb_$2 --prefix Vtb_$2 --Mdir $$(@D)
	@OBJCACHE="$(CCACHE)" $$(MAKE) -s -C $$(@D) -f Vtb_$2.mk OPT_FAST="$(V_OPT_$1)" OPT_GLOBAL="$(V_OPT_$1)" OPT_SLOW=-O0 > /dev/null
	@touch $$@
$(BUILD)/bench/$1/$2: $(BUILD)/vl/$1/$2/Vtb_$2__ALL.a $(BUILD)/gen/tb/$2/pins.h $(TB_SRC) $(TB_HDR) \
    $(or $(V_GOLDEN_$1),$(BUILD)/lib/libgcim.a) $(V_RT_$1:%=$(BUILD)/vl/$1/rt/%.o)
	@mkdir -p $$(@D)
	@echo "  bench $2 ($1)"
	@$(TB_CXX) $(V_DEF_$1) -isystem $(V_INC) -isystem $$(dir $$<) -Itb -Icmodel/include -I$(BUILD)/gen/tb/$2 $(TB_SRC) \
	  $$< $(V_RT_$1:%=$(BUILD)/vl/$1/rt/%.o) $(or $(V_GOLDEN_$1),$(BUILD)/lib/libgcim.a) -lpthread $(V_LIB_$1) -o $$@
endef
$(foreach v,$(VARIANTS),$(foreach u,$(UNITS),$(eval $(call model_rules,$v,$u))))

# The main job.
$(BUILD)/bench/digits: $(BUILD)/vl/plain/dcim_macro/Vtb_dcim_macro__ALL.a $(BUILD)/gen/tb/dcim_macro/pins.h \
    tb/digits_main.cpp tb/network.cpp $(TB_HDR) $(BUILD)/lib/libgcim.a $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@mkdir -p $(@D)
	@echo "  main job"
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Itb -Icmodel/include -I$(BUILD)/gen/tb/dcim_macro \
	  tb/digits_main.cpp tb/network.cpp $< $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a -lpthread -lz -o $@

# The same network through macros with approximate column trees: one Verilated model holds all of them.
TREES     := $(BUILD)/trees
TREE_LIST := vectors/digits/trees.txt
$(TREES)/gen/.stamp: $(BUILD)/gcim $(TREE_LIST)
	@mkdir -p $(TREES)
	@$(BUILD)/gcim gen --dir $(TREES)/gen --unit dcim_macro --sets "$$(sed -n 's/^\([a-z0-9]*\) *| *\([^ |]*\) *|.*/\1:config=digits,Cols=4,SpareRows=0,\2/p' $(TREE_LIST) | tr '\n' ';')"
	@touch $@
$(TREES)/obj/Vtb_dcim_macro__ALL.a: $(TREES)/gen/.stamp $(RTL)
	@echo "  verilate the macro with $$(grep -c '|.*|' $(TREE_LIST)) column trees"
	@$(VERILATOR) $(V_COMMON) rtl/lint.vlt -y rtl -y rtl/prim -y $(TREES)/gen/rtl rtl/gcim_pkg.sv \
	  $(TREES)/gen/tb/dcim_macro/tb_dcim_macro.sv --top-module tb_dcim_macro --prefix Vtb_dcim_macro --Mdir $(@D) --output-split 20000
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vtb_dcim_macro.mk OPT_FAST=-O1 OPT_GLOBAL=-O1 OPT_SLOW=-O0 > /dev/null
	@touch $@
$(TREES)/bench: $(TREES)/obj/Vtb_dcim_macro__ALL.a tb/trees_main.cpp tb/network.cpp $(TB_HDR) $(BUILD)/lib/libgcim.a \
    $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Itb -Icmodel/include -I$(TREES)/gen/tb/dcim_macro \
	  tb/trees_main.cpp tb/network.cpp $< $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a -lpthread -lz -o $@
.PHONY: do-trees
do-trees: $(TREES)/bench
	@sh tb/trees.sh $(BUILD)

# One campaign, or the main job.
VARIANT := $(if $(filter 1,$(TRACE)),trace,$(if $(filter 1,$(COVERAGE)),cover,plain))
BENCH_ARGS := --config $(CONFIG) --seed $(SEED) --first $(FIRST) --out $(BUILD)/out \
  $(if $(COUNT),--count $(COUNT)) $(if $(BUDGET),--budget $(BUDGET)) $(if $(REPLAY),--replay $(REPLAY)) \
  $(if $(filter 1,$(ILLEGAL)),--illegal) --cover $(BUILD)/out/$(UNIT).cover
.PHONY: do-cosim
ifeq ($(UNIT),)
do-cosim: $(BUILD)/bench/digits
	@mkdir -p $(BUILD)/out
	@$(BUILD)/bench/digits vectors/digits $(BUILD)/out/digits_w8.npy 450
	@python3 tb/tree_inputs_check.py $(BUILD)/out/digits_w8.npy 450 16 exact
else ifeq ($(filter $(UNIT),$(UNITS)),)
do-cosim: $(BUILD)/gcim
	@$(BUILD)/gcim spec $(UNIT)
else ifeq ($(CONFIG),pairwise)
do-cosim: $(BUILD)/gcim $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@sh tb/pairwise.sh $(BUILD) $(UNIT) $(or $(COUNT),200)
else
do-cosim: $(BUILD)/bench/$(VARIANT)/$(UNIT)
	@mkdir -p $(BUILD)/out
	@$(BUILD)/bench/$(VARIANT)/$(UNIT) $(BENCH_ARGS)
endif

# The same bench built in other ways: waveforms, coverage of the RTL, sanitizers over bench, model and Verilated code.
# One unit of each kind: these builds are the slowest of all. make variants VARIANT_UNITS="..." takes others.
VARIANT_UNITS ?= add_tree dcim_macro
.PHONY: do-variants
do-variants: $(foreach v,trace cover asan,$(VARIANT_UNITS:%=$(BUILD)/bench/$v/%))
	@sh tb/variants.sh $(BUILD) $(VARIANT_UNITS)

# The numeric parts of rtl/prim against cmodel.
$(BUILD)/vl/prims/Vprims_top__ALL.a: tb/prims_top.sv $(RTL)
	@mkdir -p $(@D)
	@$(VERILATOR) $(V_COMMON) $(V_READ) $< --top-module prims_top --Mdir $(@D)
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vprims_top.mk OPT_FAST=-O1 > /dev/null
	@touch $@
$(BUILD)/bench/prims: $(BUILD)/vl/prims/Vprims_top__ALL.a tb/prims_main.cpp $(BUILD)/lib/libgcim.a \
    $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@mkdir -p $(@D)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Icmodel/include tb/prims_main.cpp $< \
	  $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a -lpthread -o $@
.PHONY: do-prims
do-prims: $(BUILD)/bench/prims
	@$(BUILD)/bench/prims

# Published claims about floating-point alignment, counted from the running RTL.
CLAIMS := $(sort $(wildcard tb/claims/*.cpp))
$(BUILD)/vl/claims/Vclaims_top__ALL.a: tb/claims/claims_top.sv $(RTL)
	@mkdir -p $(@D)
	@echo "  verilate the units of the claims"
	@$(VERILATOR) $(V_COMMON) $(V_READ) $< --top-module claims_top --Mdir $(@D)
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vclaims_top.mk OPT_FAST=-O1 > /dev/null
	@touch $@
$(BUILD)/bench/claims: $(BUILD)/vl/claims/Vclaims_top__ALL.a $(CLAIMS) tb/claims/claims.h $(BUILD)/lib/libgcim.a \
    $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@mkdir -p $(@D)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Itb/claims -Icmodel/include $(CLAIMS) $< \
	  $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a -lpthread -o $@
.PHONY: do-claims
do-claims: $(BUILD)/bench/claims
	@$(BUILD)/bench/claims $(CLAIM)

# The digits network in floating point through aligner and macro.
FP_DIGITS := $(BUILD)/fp_digits
$(FP_DIGITS)/gen/.stamp: $(BUILD)/gcim
	@mkdir -p $(FP_DIGITS)
	@$(BUILD)/gcim gen --dir $(FP_DIGITS)/gen --unit fp_macro \
	  --sets "fp16:Rows=96,Cols=16;bf16:XExpBits=8,XManBits=7,XBias=127,Rows=96,Cols=16,XBits=9,WBits=9"
	@touch $@
$(FP_DIGITS)/obj/Vtb_fp_macro__ALL.a: $(FP_DIGITS)/gen/.stamp $(RTL)
	@echo "  verilate fp_macro 96 x 16"
	@$(VERILATOR) $(V_COMMON) $(V_READ) $(FP_DIGITS)/gen/tb/fp_macro/tb_fp_macro.sv --top-module tb_fp_macro --prefix Vtb_fp_macro \
	  --Mdir $(@D) --output-split 20000
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vtb_fp_macro.mk OPT_FAST=-O1 OPT_GLOBAL=-O1 OPT_SLOW=-O0 > /dev/null
	@touch $@
$(FP_DIGITS)/bench: $(FP_DIGITS)/obj/Vtb_fp_macro__ALL.a tb/fp_digits_main.cpp tb/fp_network.cpp tb/fp_network.h tb/network.cpp $(TB_HDR) \
    $(BUILD)/lib/libgcim.a $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Itb -Icmodel/include -I$(FP_DIGITS)/gen/tb/fp_macro \
	  tb/fp_digits_main.cpp tb/fp_network.cpp tb/network.cpp $< $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a \
	  -lpthread -lz -o $@
.PHONY: do-fpdigits
do-fpdigits: $(FP_DIGITS)/bench
	@$(FP_DIGITS)/bench vectors/digits

# The digits network in Microscaling formats: mx_macro for elements of at most 16 fixed-point bits, mx_dot for the 8-bit floats.
MX_DIGITS := $(BUILD)/mx_digits
MX_MACRO   = $1:Elem=MX_$2,Acc=MX_ACC_$3,Lanes=32,Blocks=3,Cols=4,XBits=$4,WBits=$4
MX_DOT     = $1:Lanes=32,AElem=MX_$2,BElem=MX_$2
MX_SETS_mx_macro = $(call MX_MACRO,int8max,INT8,MAXFIRST,8);$(call MX_MACRO,int8,INT8,FLOAT,8);$(MX_FP6);$(MX_FP4)
MX_FP6     = $(call MX_MACRO,e3m2max,E3M2,MAXFIRST,10);$(call MX_MACRO,e2m3,E2M3,FLOAT,7)
MX_FP4     = $(call MX_MACRO,e2m1max,E2M1,MAXFIRST,5);$(call MX_MACRO,e2m1,E2M1,FLOAT,5)
MX_SETS_mx_dot   = $(call MX_DOT,e4m3,E4M3);$(call MX_DOT,e5m2,E5M2)
# $1 its file, $2 the unit
define mx_digits_rules
$(MX_DIGITS)/$2/gen/.stamp: $(BUILD)/gcim tb/tb.mk
	@mkdir -p $$(@D)
	@$(BUILD)/gcim gen --dir $$(@D) --unit $2 --sets "$$(MX_SETS_$2)"
	@touch $$@
$(MX_DIGITS)/$2/obj/Vtb_$2__ALL.a: $(MX_DIGITS)/$2/gen/.stamp $(RTL)
	@echo "  verilate $2, blocks of 32"
	@$(VERILATOR) $(V_COMMON) $(V_READ) $(MX_DIGITS)/$2/gen/tb/$2/tb_$2.sv --top-module tb_$2 --prefix Vtb_$2 --Mdir $$(@D) \
	  --output-split 20000
	@OBJCACHE="$(CCACHE)" $$(MAKE) -s -C $$(@D) -f Vtb_$2.mk OPT_FAST=-O1 OPT_GLOBAL=-O1 OPT_SLOW=-O0 > /dev/null
	@touch $$@
$(MX_DIGITS)/$1.o: tb/mx_digits_$1.cpp tb/mx_digits.h $(TB_HDR) $(MX_DIGITS)/$2/obj/Vtb_$2__ALL.a
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(MX_DIGITS)/$2/obj -Itb -Icmodel/include -I$(MX_DIGITS)/$2/gen/tb/$2 -c $$< -o $$@
$(MX_DIGITS)/bench: $(MX_DIGITS)/$1.o $(MX_DIGITS)/$2/obj/Vtb_$2__ALL.a
endef
$(eval $(call mx_digits_rules,macro,mx_macro))
$(eval $(call mx_digits_rules,dot,mx_dot))
$(MX_DIGITS)/bench: tb/mx_digits_main.cpp tb/fp_network.cpp tb/network.cpp $(TB_HDR) $(BUILD)/lib/libgcim.a \
    $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -Itb -Icmodel/include $(filter-out %.h %/libgcim.a,$^) $(BUILD)/lib/libgcim.a -lpthread -lz -o $@
.PHONY: do-mxdigits
do-mxdigits: $(MX_DIGITS)/bench
	@$(MX_DIGITS)/bench vectors/digits

# Every code of small floating-point formats: the campaigns' models of fp_decode and fp_convert, and pairs of 8-bit codes through one lane of
# fp_pdot that keeps every bit.
EXHAUST := $(BUILD)/exhaust
E4M3     = $1ExpBits=4,$1ManBits=3,$1Bias=7,$1Kind=FLOAT_FN
E5M2     = $1ExpBits=5,$1ManBits=2,$1Bias=15
$(EXHAUST)/gen/.stamp: $(BUILD)/gcim tb/tb.mk
	@mkdir -p $(EXHAUST)
	@$(BUILD)/gcim gen --dir $(EXHAUST)/gen --unit fp_pdot --sets "e4m3_e4m3:Lanes=1,Frac=6,$(call E4M3,X),$(call E4M3,W);\
	e5m2_e5m2:Lanes=1,Frac=4,$(call E5M2,X),$(call E5M2,W);e4m3_e5m2:Lanes=1,Frac=5,$(call E4M3,X),$(call E5M2,W)"
	@touch $@
$(EXHAUST)/obj/Vtb_fp_pdot__ALL.a: $(EXHAUST)/gen/.stamp $(RTL)
	@echo "  verilate one lane of fp_pdot"
	@$(VERILATOR) $(V_COMMON) $(V_READ) $(EXHAUST)/gen/tb/fp_pdot/tb_fp_pdot.sv --top-module tb_fp_pdot --prefix Vtb_fp_pdot --Mdir $(@D)
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vtb_fp_pdot.mk OPT_FAST=-O1 OPT_GLOBAL=-O1 OPT_SLOW=-O0 > /dev/null
	@touch $@
# $1 sweep, $2 its unit, $3 folder of the unit's model, $4 of its generated pins
define exhaust_rules
$(EXHAUST)/$1.o: tb/fp_exhaust_$1.cpp tb/fp_exhaust.h tb/bench.h $3/Vtb_$2__ALL.a
	@mkdir -p $$(@D)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $3 -Itb -Icmodel/include -I$4/tb/$2 -c $$< -o $$@
$(EXHAUST)/bench: $(EXHAUST)/$1.o $3/Vtb_$2__ALL.a
endef
$(eval $(call exhaust_rules,decode,fp_decode,$(BUILD)/vl/plain/fp_decode,$(BUILD)/gen))
$(eval $(call exhaust_rules,convert,fp_convert,$(BUILD)/vl/plain/fp_convert,$(BUILD)/gen))
$(eval $(call exhaust_rules,products,fp_pdot,$(EXHAUST)/obj,$(EXHAUST)/gen))
$(EXHAUST)/bench: tb/fp_exhaust_main.cpp tb/fp_exhaust.h tb/bench.h $(BUILD)/lib/libgcim.a $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -Itb -Icmodel/include $(filter-out %.h %/libgcim.a,$^) $(BUILD)/lib/libgcim.a \
	  -lpthread -o $@
.PHONY: do-exhaust
do-exhaust: $(EXHAUST)/bench
	@$(EXHAUST)/bench
