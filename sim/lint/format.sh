#!/bin/sh
# C and C++ are formatted as .clang-format says (cards and generated files are not); no line is
# longer than 100 columns.
set -u
list() {
  git -c safe.directory='*' ls-files --cached --others --exclude-standard -- "$@" | sort -u |
    while read -r f; do [ -e "$f" ] && echo "$f"; done
}
# shellcheck disable=SC2046
clang-format --dry-run -Werror $(list '*.c' '*.h' '*.cpp') 2>&1 | awk -F: '
  / error: code should be clang-formatted/ { if (!($1 in line)) line[$1] = $2; n[$1]++ }
  END {
    for (f in n)
      printf "%s:%s: %d places not formatted; clang-format -i %s\n", f, line[f], n[f], f | "sort"
    for (f in n) exit 1
  }'
formatted=$?
# shellcheck disable=SC2046
awk '
  length($0) > 100 { printf "%s:%d: %d columns; at most 100\n", FILENAME, FNR, length($0); bad = 1 }
  END { exit bad }' $(list '*.c' '*.h' '*.cpp' '*.sv')
short=$?
[ $formatted = 0 ] && [ $short = 0 ] || exit 1
echo "all C and C++ as .clang-format says, no line above 100 columns"
