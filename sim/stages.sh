#!/bin/sh
# stages.sh [STAGE...]: what `make test` runs, after set-up. Every stage runs even if an earlier one
# failed; its output goes to build/log/<stage>.log. Ends with a table (seconds against the budget in
# minutes) and "N passed, N failed".
set -u
export BUILD="${BUILD:-build}"
make=${MAKE:-make}
units=$(for card in cmodel/unit/*.def; do basename "$card" .def; done)
logs=$BUILD/log
table=$logs/table
mkdir -p "$logs" "$BUILD/out"
: > "$table"
case "${MAKEFLAGS:-}" in # of the make that called us: variables stay, options and job server do not
  *' -- '*) export MAKEFLAGS="-- ${MAKEFLAGS#* -- }" ;;
  *) unset MAKEFLAGS ;;
esac
unset MFLAGS
trap 'echo; echo "interrupted in stage ${stage:-?}; outputs are in $logs"; exit 130' INT TERM

run_make() { # a target of the Makefile, in parallel; make prints what failed
  "$make" --no-print-directory -j"${JOBS:-2}" -k -f Makefile "$@"
}

# What each stage runs.
stage_setup() { sim/setup.sh cosim test pip-test pip-bench && run_make programs; }
stage_check() { run_make do-check do-judges; }
stage_lint() { run_make do-lint; }
stage_cosim() {
  # shellcheck disable=SC2046
  run_make $(for unit in $units; do echo "$BUILD/bench/plain/$unit"; done) "$BUILD/bench/digits"
  bad=0
  for unit in $units; do
    "$make" -f Makefile do-cosim UNIT="$unit" COUNT= CONFIG=all || {
      bad=1
      echo "repeat with: make cosim UNIT=$unit"
    }
  done
  "$make" -f Makefile do-prims || bad=1
  "$make" -f Makefile do-fpdigits || { bad=1; echo "repeat with: make fpdigits"; }
  "$make" -f Makefile do-mxdigits || { bad=1; echo "repeat with: make mxdigits"; }
  "$make" -f Makefile do-claims || { bad=1; echo "repeat with: make claims"; }
  "$make" -f Makefile do-exhaust || { bad=1; echo "repeat with: make -f Makefile do-exhaust"; }
  for unit in $units; do # rules broken on purpose: reported as such, and still the same in C and RTL
    "$make" -f Makefile do-cosim UNIT="$unit" COUNT=500 CONFIG=all ILLEGAL=1 || bad=1
  done
  "$make" -f Makefile do-cosim UNIT= || { bad=1; echo "repeat with: make cosim"; }
  return $bad
}
stage_checkers() { run_make do-checkers; }
stage_current() { run_make do-checkers-current; }
stage_examples() { run_make do-examples; }
stage_mutants() { run_make do-mutants; }
stage_vectors() { run_make do-vectors; }
stage_variants() { run_make do-variants; }
stage_proofs() { run_make do-prove; }
stage_faults() { run_make do-faults; }

# Individual checks a log tells of: "passed failed", nothing if it tells none.
count_checks() { # stage log
  case $1 in
    check) # cmocka's own counts and the judges', also of programs that were up to date
      for test in */test/test_*.c */test/test_*.py; do
        cat "$BUILD/test/${test%.*}.log" 2>/dev/null
      done | awk '
        /^\[  PASSED  \] [0-9]+ test/ { good += $4 }
        /^\[  FAILED  \] [0-9]+ test/ { bad += $4 }
        /^[a-z_]+: [0-9]+ passed, [0-9]+ failed$/ { good += $2; bad += $4 }
        END { if (good + bad) print good + 0, bad + 0 }' ;;
    cosim) # one line per configuration, and the main job
      awk '/^ok   [a-z]/ || /^main job: 0 mismatches/ { good++ } /^FAIL / { bad++ }
        END { if (good + bad) print good + 0, bad + 0 }' "$2" ;;
    mutants) # one line per mutant and per deliberate fault
      awk '/^ok +[a-z]/ { good++ } /^FAIL/ { bad++ } END { if (good + bad) print good + 0, bad + 0 }' "$2" ;;
    *) # "N ... passed, N failed" or "N ... passed", the last such line of each kind
      awk 'match($0, /^[a-z_ -]+: /) && / passed/ { kind = substr($0, 1, RLENGTH); line[kind] = $0 }
        END {
          for (kind in line) {
            words = split(line[kind], w, " ")
            for (i = 2; i <= words; i++) {
              if (w[i] ~ /^[0-9]+$/) number = w[i]
              if (w[i] ~ /^passed/) good += number
              if (w[i] ~ /^failed/) bad += number
            }
          }
          if (good + bad) print good + 0, bad + 0
        }' "$2" ;;
  esac
}

passed=0 failed=0
run_stage() { # name, budget in minutes, target it needs ("" for none)
  stage=$1
  case " $wanted " in *" $1 "* | "  ") ;; *) return ;; esac
  log=$logs/$1.log
  if [ -n "$3" ] && ! grep -q "^$3:" Makefile ./*/*.mk ./*/*/*.mk; then
    printf '%-10s %8s %8s  %-8s %s\n' "$1" - "$2" absent "(no target $3)" >> "$table"
    failed=$((failed + 1))
    return
  fi
  printf '%s ...\n' "$1"
  start=$(date +%s)
  (trap - INT TERM; "stage_$1") > "$log" 2>&1 < /dev/null
  status=$?
  seconds=$(($(date +%s) - start))
  set -- "$1" "$2" $(count_checks "$1" "$log")
  good=${3:-0} bad=${4:-0}
  if [ $# -lt 3 ]; then # the log tells no counts: the stage is the check
    [ $status = 0 ] && good=1 || bad=1
  elif [ $status != 0 ] && [ "$bad" = 0 ]; then
    bad=1 # something outside the counted checks
  elif [ $status = 0 ] && [ "$bad" != 0 ]; then
    echo "stage $1 ended with 0 although its log tells of $bad failures" >> "$log"
    status=1
  fi
  passed=$((passed + good)) failed=$((failed + bad))
  verdict=passed
  if [ $status = 0 ]; then
    tail -n 3 "$log" | sed 's/^/  /'
  else
    verdict=FAILED
    grep -E '^(FAIL|----|.*: error:|make.*\*\*\*)' "$log" | head -n 20 | sed 's/^/  | /'
    tail -n 40 "$log" | sed 's/^/  /'
    echo "  FAILED $1: repeat with sim/stages.sh $1; its whole output is $log"
  fi
  [ $seconds -le $(($2 * 60)) ] || verdict="$verdict, over budget"
  printf '%-10s %8d %8d  %-8s %s\n' "$1" $seconds "$2" "$verdict" "$good passed, $bad failed" \
    >> "$table"
}

wanted="$*"
all="setup check lint cosim checkers current examples mutants vectors variants proofs faults"
for name in $wanted; do
  case " $all " in
    *" $name "*) ;;
    *) echo "no stage '$name'; there are: $all"; exit 2 ;;
  esac
done
run_stage setup 3 ""
run_stage check 3 do-check
run_stage lint 3 do-lint
run_stage cosim 8 do-cosim
run_stage checkers 4 do-checkers
run_stage current 3 do-checkers-current
run_stage examples 2 do-examples
run_stage mutants 6 do-mutants
run_stage vectors 4 do-vectors
run_stage variants 4 do-variants
run_stage proofs 5 do-prove
run_stage faults 4 do-faults
echo
printf '%-10s %8s %8s  %-8s %s\n' stage seconds 'budget/m' verdict checks
cat "$table"
echo "$passed passed, $failed failed"
[ $failed = 0 ]
