# lib.sh: what the fault cases share. Sourced by run.sh, in the top folder.
#   fault NAME EXIT TEXT COMMAND...    COMMAND must end with status EXIT ("red" is any but 0) and
#                                      print every line of TEXT
#   control NAME COMMAND...            the same command without its fault must end with 0
#   unchanged NAME FOLDER              nothing half-written may lie in FOLDER
#   npy_files GROUP TERMS              tensors of npy.py and an empty folder out; prints their folder
#   npy_faults CHECK KINDS             CHECK FILE TEXT for the files that no command reads; KINDS are
#                                      the element types that it does read
#   no_room NAME FILE COMMAND...       no file may grow: COMMAND must say so, and FILE stay "old"
#   plant NAME FILE SED PART...        a copy of the tree with one edit of one file and these parts
#                                      of build/; prints its folder
build=${BUILD:-build}
work=$build/faults
rows=$work/table
passed=0 failed=0
limit=300 # seconds a case may take
# For sh -c: a command under a limit of one block per file; what it prints is not limited.
limited='exec 4>&1
status=$({ { (trap "" XFSZ; ulimit -f 1; "$@" 2>&1); echo $? >&3; } | cat >&4; } 3>&1)
exit $status'

record() { # verdict name expected got what
  printf '%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$(echo "$5" | tr '\n\t' '; ')" >> "$rows"
  printf '  %-4s %s\n' "$1" "$2"
  if [ "$1" = ok ]; then passed=$((passed + 1)); else failed=$((failed + 1)); fi
}

missing_text() { # first line of $1 that file $2 does not hold
  echo "$1" | while read -r line; do
    grep -q -E -e "$line" "$2" || { echo "$line"; break; }
  done
}

fault() {
  name=$1 want=$2 text=$3
  shift 3
  log=$work/$name.log
  timeout -k 5 "$limit" "$@" > "$log" 2>&1 < /dev/null
  got=$?
  missing=$(missing_text "$text" "$log")
  if ! as_wanted "$want" $got; then
    complain "$name" "$want" "$got" "ended with $got, must end $want" "$*"
  elif [ -n "$missing" ]; then
    complain "$name" "$want" "$got" "does not say '$missing'" "$*"
  else
    record ok "$name" "$want" "$got" "$text"
  fi
}

as_wanted() { # wanted, got; timed out or never started is never wanted
  case $2 in 124 | 126 | 127) return 1 ;; esac
  if [ "$1" = red ]; then [ "$2" != 0 ]; else [ "$2" = "$1" ]; fi
}

control() {
  name=$1
  shift
  log=$work/$name.log
  timeout -k 5 "$limit" "$@" > "$log" 2>&1 < /dev/null
  got=$?
  if [ $got = 0 ]; then
    record ok "$name" 0 0 "(without a fault)"
  else
    complain "$name" 0 $got "ended with $got without a fault" "$*"
  fi
}

complain() { # name expected got what command
  record FAIL "$1" "$2" "$3" "$4"
  echo "       $4"
  echo "       command: $5"
  sed 's/^/       | /' "$work/$1.log" | tail -n 12
}

unchanged() {
  left=$(find "$2" \( -name '*.tmp*' -o -name '*.part' -o -size 0 \) -type f | head -n 3)
  : > "$work/$1.log"
  if [ -z "$left" ]; then
    record ok "$1" - - "nothing half-written"
  else
    complain "$1" - - "left behind: $(echo $left)" "find $2"
  fi
}

npy_files() { # group terms
  rm -rf "${work:?}/$1"
  mkdir -p "$work/$1/out"
  python3 sim/faults/npy.py "$work/$1" "$2"
  echo "$work/$1"
}

npy_faults() { # check kinds
  $1 none 'cannot read .No such file'
  $1 head 'ends in its header'
  $1 nothing 'elements are'
  $1 big "elements are '>f4', not little-endian; save x.astype\\('<f4'\\)"
  $1 object "elements are '.O'; $2 are read"
  $1 integer "elements are '<i4'; $2 are read"
  $1 record "elements are '\\[..\\]'; $2 are read"
  $1 fortran 'is in Fortran order; save numpy.ascontiguousarray'
}

no_room() { # name file command...
  name=$1 file=$2
  shift 2
  # shellcheck disable=SC2016
  fault "$name" 1 'File too large' sh -c '(trap "" XFSZ; ulimit -f 0; exec "$@") 2>&1 | cat
    [ "$(cat "$0")" != old ] || exit 1' "$file" "$@"
}

# Parts of build/ keep their times, so that only what follows from the edit is built again.
plant() {
  copy=$work/$1 file=$2 edit=$3
  shift 3
  rm -rf "$copy"
  mkdir -p "$copy/build"
  git -c safe.directory='*' ls-files -z --cached --others --exclude-standard |
    xargs -0 ls -d 2>/dev/null | tar cf - -T - | tar xf - -C "$copy"
  for part; do
    [ ! -e "$build/$part" ] || (cd "$build" && tar cf - "$part") | tar xf - -C "$copy/build"
  done
  sed -i "$edit" "$copy/$file"
  if cmp -s "$copy/$file" "$file"; then
    echo "plant: '$edit' changes nothing in $file" >&2
    rm -rf "$copy"
  fi
  echo "$copy"
}
