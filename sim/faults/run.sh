#!/bin/sh
# run.sh [GROUP...]: planted faults. Every case (cases/*.sh) must end red and say why; a case that
# ends green, or that is red without its message, fails this run. Ends with a table and
# "faults: N passed, N failed".
set -u
cd "$(dirname "$0")/../.." || exit 1
unset MAKEFLAGS MFLAGS MAKEOVERRIDES UNIT CONFIG SEED FIRST COUNT
. sim/faults/lib.sh
mkdir -p "$work"
: > "$rows"
for file in sim/faults/cases/*.sh; do
  group=$(basename "$file" .sh)
  case " ${*:-$group} " in
    *" $group "*)
      echo "$group:"
      . "$file"
      ;;
  esac
done
echo
awk -F'\t' '
  BEGIN { printf "%-7s %-30s %-8s %-5s %s\n", "verdict", "fault", "expected", "got", "text" }
  { printf "%-7s %-30s %-8s %-5s %.70s\n", $1, $2, $3, $4, $5 }' "$rows"
[ $failed = 0 ] || echo "repeat one group with: sim/faults/run.sh <group>; outputs are in $work"
echo "faults: $passed passed, $failed failed"
[ $failed = 0 ]
