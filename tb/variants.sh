#!/bin/sh
# variants.sh BUILD UNIT...: the campaign bench of every unit with waveforms, with RTL coverage, and under ASan and UBSan.
# Writes build/out/coverage.info (lcov) of all units and says what was not covered. Last line: N passed, N failed.
set -u
build=$1
shift
out=$build/out
mkdir -p "$out"
passed=0
failed=0

try() { # name, command...
  name=$1
  shift
  if "$@" > "$out/$name.log" 2>&1; then
    passed=$((passed + 1))
    echo "ok   $name: $(tail -1 "$out/$name.log")"
  else
    failed=$((failed + 1))
    tail -20 "$out/$name.log"
    echo "FAIL $name: repeat with $*"
  fi
}

for unit in "$@"; do
  try "$unit.trace" "$build/bench/trace/$unit" --count 20 --out "$out"
  try "$unit.asan" "$build/bench/asan/$unit" --count 40 --out "$out"
  try "$unit.cover" "$build/bench/cover/$unit" --count 300 --out "$out"
done

rm -f "$out/coverage.info"
if verilator_coverage --write-info "$out/coverage.info" "$out"/*.coverage.dat > "$out/coverage.log" 2>&1 &&
  [ -s "$out/coverage.info" ]; then
  passed=$((passed + 1))
  echo "RTL coverage, lines and toggles of all configurations added up (vectors above 64 bits have no toggle points):"
  python3 tb/coverage_summary.py "$out/coverage.info"
else
  failed=$((failed + 1))
  cat "$out/coverage.log"
  echo "FAIL coverage: no $out/coverage.info"
fi
echo "variants: $passed passed, $failed failed"
[ "$failed" = 0 ]
