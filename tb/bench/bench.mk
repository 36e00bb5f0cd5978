# bench.mk: measurements, as ratios within one run. They gate nothing.
PERF     := $(BUILD)/perf
PERF_OPT := -O3 -march=native
PERF_SET := bench:Cols=16

$(PERF)/gen/tb/dcim_macro/tb_dcim_macro.sv: $(BUILD)/gcim
	@mkdir -p $(PERF)
	@$(BUILD)/gcim gen --dir $(PERF)/gen --unit dcim_macro --sets "$(PERF_SET)"
	@touch $@
$(PERF)/obj/Vtb_dcim_macro__ALL.a: $(PERF)/gen/tb/dcim_macro/tb_dcim_macro.sv $(RTL)
	@echo "  verilate dcim_macro 64 x 16 ($(PERF_OPT))"
	@$(VERILATOR) --cc --timescale 1ns/1ps -Wall --x-assign fast --x-initial fast $(V_READ) $< --top-module tb_dcim_macro \
	  --prefix Vtb_dcim_macro --Mdir $(@D)
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vtb_dcim_macro.mk OPT_FAST="$(PERF_OPT)" OPT_GLOBAL="$(PERF_OPT)" > /dev/null
	@touch $@
$(PERF)/cosim_bench: $(PERF)/obj/Vtb_dcim_macro__ALL.a tb/bench/cosim_bench.cpp $(TB_HDR) $(BUILD)/lib/libgcim.a \
    $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Itb -Icmodel/include -I$(PERF)/gen/tb/dcim_macro \
	  tb/bench/cosim_bench.cpp $< $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a -lpthread -o $@
$(PERF)/model_bench: tb/bench/model_bench.c $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CC) -std=c17 $(C_OPT) -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -Icmodel/include $^ -o $@

$(PERF)/apx_bench: tb/bench/apx_bench.c tb/bench/apx_baseline.c tb/bench/apx_baseline.h $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CC) -std=c17 -O2 -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -Icmodel/include $(filter-out %.h,$^) -o $@

$(PERF)/fp_bench: tb/bench/fp_bench.c $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CC) -std=c17 -O2 -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -Icmodel/include $^ -lpthread -o $@

$(PERF)/mx_bench: tb/bench/mx_bench.c $(BUILD)/lib/libgcim.a
	@mkdir -p $(@D)
	@$(CC) -std=c17 -O3 -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -Icmodel/include $^ -lpthread -o $@

# What checking every output of fp_dot costs: the bench of campaigns, bare and with the golden model beside it.
FP_SET := bench:Lanes=64
$(PERF)/fp/obj/Vtb_fp_dot__ALL.a: $(BUILD)/gcim $(RTL)
	@mkdir -p $(PERF)/fp
	@$(BUILD)/gcim gen --dir $(PERF)/fp/gen --unit fp_dot --sets "$(FP_SET)"
	@echo "  verilate fp_dot, 64 lanes ($(PERF_OPT))"
	@$(VERILATOR) --cc --timescale 1ns/1ps -Wall --x-assign fast --x-initial fast $(V_READ) $(PERF)/fp/gen/tb/fp_dot/tb_fp_dot.sv \
	  --top-module tb_fp_dot --prefix Vtb_fp_dot --Mdir $(@D)
	@OBJCACHE="$(CCACHE)" $(MAKE) -s -C $(@D) -f Vtb_fp_dot.mk OPT_FAST="$(PERF_OPT)" OPT_GLOBAL="$(PERF_OPT)" > /dev/null
	@touch $@
$(PERF)/fp_cosim_bench: $(PERF)/fp/obj/Vtb_fp_dot__ALL.a tb/bench/fp_cosim_bench.cpp $(TB_HDR) $(BUILD)/lib/libgcim.a \
    $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o)
	@$(TB_CXX) $(V_DEF_plain) -isystem $(V_INC) -isystem $(dir $<) -Itb -Icmodel/include -I$(PERF)/fp/gen/tb/fp_dot \
	  tb/bench/fp_cosim_bench.cpp $< $(V_RT_plain:%=$(BUILD)/vl/plain/rt/%.o) $(BUILD)/lib/libgcim.a -lpthread -o $@

.PHONY: do-bench
do-bench: $(PERF)/cosim_bench $(PERF)/model_bench $(PERF)/apx_bench $(PERF)/fp_bench $(PERF)/mx_bench \
    $(PERF)/fp_cosim_bench
	@sh tb/bench/run.sh $(BUILD)
