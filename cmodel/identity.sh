#!/bin/sh
# identity.sh: print one line {"unit", "sha256"}, per card. The identity of a unit is the SHA-256 over the names and hashes of
# its card and of every source its meaning is made of: its own .c files, the headers they include, the .c beside each of
# those headers, and so on. Fast kernels are left out: they never change a result. Run from the project's root.
set -eu
CC=${CC:-gcc}

headers() { # project headers and cards that the given sources include
  "$CC" -std=c17 -MM -MG -Icmodel -Icmodel/include "$@" 2>/dev/null | tr ' \\' '\n\n' |
    grep -E '^cmodel/.*\.(h|def)$' | grep -v '^cmodel/fast/' | sort -u
}

closure() { # sources -> sources and headers, until nothing new comes
  sources=$(printf '%s\n' "$@" | sort -u)
  while :; do
    # shellcheck disable=SC2086
    included=$(headers $sources)
    more=$(for h in $included; do
      [ -e "${h%.h}.c" ] && [ "${h%.h}" != "$h" ] && echo "${h%.h}.c"
      case $h in (cmodel/net/*.h) ls "${h%.h}"_*.c 2>/dev/null || true ;; esac
    done; true)
    next=$(printf '%s\n' $sources $more | sort -u)
    [ "$next" = "$sources" ] && break
    sources=$next
  done
  printf '%s\n' $sources $included | sort -u
}

for card in cmodel/unit/*.def; do
  unit=$(basename "$card" .def)
  files=$(closure cmodel/unit/"$unit".c $(ls cmodel/unit/"$unit"_*.c 2>/dev/null || true))
  # shellcheck disable=SC2086
  hash=$(sha256sum $(printf '%s\n' $files "$card" | sort -u) | sha256sum | cut -d' ' -f1)
  echo "{\"$unit\", \"$hash\"},"
done
