#!/bin/sh
# regen.sh GCIM: rewrite the frozen sets. Old sets are first checked against today's golden (under today's identity): if a value
# differs, results have changed, which needs a higher REV in the card and a "Changed results" heading in CHANGELOG.md.
set -eu
gcim=$1
dir=vectors/signoff
mkdir -p "$dir"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for file in "$dir"/*.vec; do
  [ -e "$file" ] || continue
  unit=$(basename "$file" | cut -d. -f1)
  identity=$("$gcim" spec "$unit" | sed -n 's/^| identity | `\(........\).*/\1/p')
  sed "s/card: [0-9a-f]*/card: $identity/" "$file" > "$work/old.vec"
  "$gcim" vec check "$work/old.vec" > "$work/log" 2>&1 && continue
  if ! grep -q '^## Changed results\|^### Changed results' CHANGELOG.md; then
    cat "$work/log"
    echo "$file: today's golden gives other results. Raise REV in cmodel/unit/$unit.def and say why under 'Changed results' in CHANGELOG.md"
    exit 1
  fi
done
"$gcim" vec regen --dir "$dir"
