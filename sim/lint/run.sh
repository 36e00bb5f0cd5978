#!/bin/sh
# run.sh [RULE...]: every lint rule (one script each in this folder), two at a time; findings of
# the rules that fail.
# Last line: "lint: N rules passed", with exit status 1 and the number that failed if one did.
set -u
export BUILD="${BUILD:-build}" PYTHONDONTWRITEBYTECODE=1
here=$(dirname "$0")
logs=$BUILD/lint
mkdir -p "$logs"

one() { # run the rule in file $1; its output and exit status stay in $logs
  rule=$(basename "$1" | sed 's/\.[a-z]*$//')
  start=$(date +%s)
  case $1 in
    */pyslang_parse.py) set -- "$BUILD/venv/bin/python" "$1" ;;
    *.py) set -- python3 "$1" ;;
    *) set -- sh "$1" ;;
  esac
  "$@" > "$logs/$rule.log" 2>&1 < /dev/null
  status=$?
  echo "$status" > "$logs/$rule.status"
  seconds=$(($(date +%s) - start))
  if [ $status = 0 ]; then
    printf 'ok   %-14s %3d s  %s\n' "$rule" $seconds "$(tail -n 1 "$logs/$rule.log")"
  else
    printf 'FAIL %-14s %3d s\n' "$rule" $seconds
  fi
}

if [ "${1:-}" = --one ]; then
  one "$2"
  exit 0
fi

rules=""
for file in "$here"/*.py "$here"/*.sh; do
  name=$(basename "$file" | sed 's/\.[a-z]*$//')
  case $name in run | common | rtl_tools) continue ;; esac
  case " ${*:-$name} " in *" $name "*) rules="$rules $file" ;; esac
done
[ -n "$rules" ] || { echo "lint: no rule '$*'; there are: $(ls "$here")"; exit 2; }
rm -f "$logs"/*.status
# shellcheck disable=SC2086
printf '%s\n' $rules | xargs -P "${JOBS:-2}" -n 1 "$0" --one

passed=0 failed=0
for file in $rules; do
  name=$(basename "$file" | sed 's/\.[a-z]*$//')
  if [ "$(cat "$logs/$name.status" 2>/dev/null)" = 0 ]; then
    passed=$((passed + 1))
  else
    failed=$((failed + 1))
    echo "---- $name: repeat with sim/lint/run.sh $name"
    cat "$logs/$name.log"
  fi
done
if [ $failed != 0 ]; then
  echo "lint: $passed rules passed, $failed failed"
  exit 1
fi
echo "lint: $passed rules passed"
