#!/bin/sh
# examples.sh BUILD: both examples from what was installed into BUILD/prefix, copied out of the tree: green as they are, red
# with a bug planted in the DUT, and at most 40 lines of glue.
set -u
build=$(cd "$1" && pwd)
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$build/examples
PKG_CONFIG_PATH=$build/prefix/lib/pkgconfig
OBJCACHE=$(command -v ccache)
export PKG_CONFIG_PATH OBJCACHE
passed=0
failed=0

report() { # name, 0 if good, what
  if [ "$2" = 0 ]; then
    passed=$((passed + 1))
    echo "  ok   $1: $3"
  else
    failed=$((failed + 1))
    echo "  FAIL $1: $3"
    tail -5 "$work/$1.log"
  fi
}

example() { # name dut edit pattern
  name=$1
  dut=$2
  lines=$(wc -l < "$work/$name/glue.sv")
  [ "$lines" -le 40 ]
  report "$name" $? "$lines lines of glue"
  (cd "$work/$name" && make run OUT="$work/$name/obj") > "$work/$name.log" 2>&1
  status=$?
  [ $status = 0 ] && grep -q 'answers compared\|beats compared' "$work/$name.log"
  report "$name" $? "$(grep -o '[0-9]* \(answers\|beats\) compared.*' "$work/$name.log" | tail -1)"
  sed -e "$3" "$work/$name/$dut.sv" > "$work/$name/broken.sv"
  cmp -s "$work/$name/$dut.sv" "$work/$name/broken.sv" && report "$name" 1 "'$3' changes nothing"
  (cd "$work/$name" && make run OUT="$work/$name/broken" DUT=broken.sv) > "$work/$name.log" 2>&1
  status=$?
  [ $status != 0 ] && grep -q "$4" "$work/$name.log"
  report "$name" $? "broken DUT: exit $status, $(grep -m1 "$4" "$work/$name.log")"
}

rm -rf "$work"
mkdir -p "$work"
cp -r "$here/tb/examples/." "$work"
example lockstep acme_cim 's/part_last ? -sum : sum/part_last ? sum : sum/' 'first wrong stage: port rs_acc_o'
example foreign zeta_mvm "s/fresh ? 12'sd0 : total/fresh \&\& !bp[7] ? 12'sd0 : total/" 'of channel rs: rs_acc'
echo "examples: $passed passed, $failed failed"
[ "$failed" = 0 ] && [ "$passed" -gt 0 ]
