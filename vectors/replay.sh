#!/bin/sh
# replay.sh SIMULATOR NAME LOG COMMAND...: run a vector bench and judge it by its own last line: planned = executed = compared,
# more than none, no mismatch. An exit status alone proves nothing.
simulator=$1
name=$2
log=$3
shift 3
"$@" > "$log" 2>&1
line=$(grep '^vec ' "$log" | tail -1)
if echo "$line" | awk '{ for (i = 1; i < NF; i++) v[$i] = $(i + 1) }
  END { exit !(v["planned"] > 0 && v["planned"] == v["executed"] && v["executed"] == v["compared"] && v["mismatches"] == "0") }'; then
  echo "ok   $simulator: $line"
else
  tail -20 "$log"
  echo "FAIL $simulator $name: repeat with $*"
  exit 1
fi
