# No room, no right, no folder: a clear error, exit not 0, nothing half-written.
bench=$build/bench/plain/add_tree
macro=$build/bench/plain/dcim_macro
room=$work/room
rm -rf "$room"
mkdir -p "$room/small" "$room/closed"

fault gen-no-parent red "none.*No such file" "$build/gcim" gen --dir "$room/none/gen"
fault gen-size-limit 1 'File too large' sh -c "$limited" sh "$build/gcim" gen --dir "$room/small"
unchanged gen-size-limit-clean "$room/small"
fault cards-full-device 1 'No space left' sh -c "\"$build/gcim\" cards --json > /dev/full"
fault cover-no-folder 1 'none/cover.*No such file' \
  "$macro" --config tiny --count 5 --out "$work" --quiet --cover "$room/none/cover"
fault cover-size-limit 1 'File too large' sh -c "$limited" sh \
  "$macro" --config tiny --count 5 --out "$work" --quiet --cover "$room/cover"
unchanged cover-clean "$room"

# A file system of 64 kB, in a name space of its own so that nothing stays mounted.
if unshare -rm true 2>/dev/null; then
  full='mount -t tmpfs -o size=64k none "$1" || exit 127
    "$2" gen --dir "$1"
    status=$?
    [ -z "$(find "$1" -name "*.tmp*")" ] || exit 99
    exit $status'
  fault gen-full-disk 1 'No space left' unshare -rm sh -c "$full" sh "$room/small" "$build/gcim"
else
  echo "  -    gen-full-disk: no name spaces here; gen-size-limit stands for it"
fi

# A folder without the right to write, as somebody who is not root.
chmod 555 "$room/closed"
if [ "$(id -u)" = 0 ]; then
  outside=$(mktemp -d) # the checkout may be closed to others
  chmod 755 "$outside"
  cp "$bench" "$build/gcim" "$outside"
  mkdir -m 555 "$outside/closed"
  as="setpriv --reuid=65534 --regid=65534 --clear-groups"
  # shellcheck disable=SC2086
  {
    fault out-read-only 2 'Permission denied' $as "$outside/add_tree" --out "$outside/closed"
    fault gen-read-only red 'Permission denied' $as "$outside/gcim" gen --dir "$outside/closed/gen"
  }
  rm -rf "$outside"
else
  fault out-read-only 2 'Permission denied' "$bench" --config tiny --count 5 --out "$room/closed"
  fault gen-read-only red 'Permission denied' "$build/gcim" gen --dir "$room/closed/gen"
fi
