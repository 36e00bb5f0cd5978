# Vector archives: wrong plans and directories, no room, no right, damage.
store=$work/archive
rm -rf "$store"
mkdir -p "$store/closed" "$store/other"
touch "$store/other/notes.txt"
gcim=$build/gcim
control archive-plan "$gcim" vec plan add_tree.tiny -o "$store/plan.json"
control archive-gen "$gcim" vec gen --plan "$store/plan.json" -o "$store/good"
control archive-check "$gcim" vec check "$store/good"

fault archive-unit 1 "no unit 'ad_tree'; did you mean 'add_tree'" "$gcim" vec plan ad_tree -o "$store/x"
fault archive-config 1 "no configuration 'tinny'|did you mean 'tiny'" "$gcim" vec plan add_tree.tinny -o "$store/x"
fault archive-params-two 2 '--params and --name are for one UNIT' "$gcim" vec plan add_tree apx_mul4 --params Lanes=3
fault archive-holes 1 'open: [a-z_]+[. ]
no plan was written; raise --limit, or --holes' \
  "$gcim" vec plan dcim_macro.odd --limit 2 --least 1 -o "$store/x"
control archive-holes-kept "$gcim" vec plan dcim_macro.odd --limit 2 --least 1 --holes -o "$store/holes.json"
fault archive-level 2 '--level 20 is outside 1\.\.19' "$gcim" vec plan add_tree --level 20
fault archive-no-plan 1 "none.json: cannot open the plan; 'gcim vec plan' writes one" \
  "$gcim" vec gen --plan "$store/none.json" -o "$store/x"
fault archive-no-output 2 'an archive is a directory; name it with -o' "$gcim" vec gen --plan "$store/plan.json"
fault archive-and-file 2 '--plan says what to make: leave out' \
  "$gcim" vec gen --plan "$store/plan.json" --seed 3 -o "$store/x"
sed 's/"seed"/"sede"/' "$store/plan.json" > "$store/sede.json"
fault archive-plan-member 1 'sede.json: sets\[0\]: "seed" is missing' \
  "$gcim" vec gen --plan "$store/sede.json" -o "$store/x"
sed 's/Lanes=3/Lanes=0/' "$store/plan.json" > "$store/lanes.json"
fault archive-plan-params 1 'Lanes' "$gcim" vec gen --plan "$store/lanes.json" -o "$store/x"
head -c 300 "$store/plan.json" > "$store/half.json"
fault archive-plan-half 1 'half.json:[0-9]+: no JSON from here on' "$gcim" vec gen --plan "$store/half.json" -o "$store/x"
fault archive-mixed 1 'holds "notes.txt", which is not of this plan' \
  "$gcim" vec gen --plan "$store/plan.json" -o "$store/other"
fault archive-none 1 'none: (cannot open|No such file)' "$gcim" vec check "$store/none"
fault archive-empty 1 'manifest.json: cannot open it' "$gcim" vec check "$store/closed"

# Damage that a person makes: an edited number, a shard of another run, a deleted one.
cp -r "$store/good" "$store/edited"
sed -i 's/"lines":	22/"lines":	23/' "$store/edited/manifest.json"
fault archive-edited 1 'manifest.json: its SHA-256 is
corner.00000.gcv: has 22 lines, the manifest says 23' "$gcim" vec check "$store/edited"
control archive-plan-other "$gcim" vec plan add_tree.tiny --seed 2 -o "$store/other.json"
control archive-gen-other "$gcim" vec gen --plan "$store/other.json" -o "$store/swapped"
cp "$store/good/add_tree.tiny/random.00000.gcv" "$store/swapped/add_tree.tiny/random.00000.gcv"
fault archive-swapped 1 'random.00000.gcv: its SHA-256 is
belongs to another set' "$gcim" vec check "$store/swapped"
cp -r "$store/good" "$store/lost"
rm "$store/lost/add_tree.tiny/random.00000.gcv"
fault archive-lost 1 'random.00000.gcv: cannot open it' "$gcim" vec check "$store/lost"

# No room: the shards that are there stay whole, and the same command ends the work.
fault archive-size-limit 1 'File too large|file size limit' sh -c "$limited" sh \
  "$gcim" vec gen --plan "$store/plan.json" -o "$store/small"
unchanged archive-size-limit-clean "$store/small"
control archive-size-resumed "$gcim" vec gen --plan "$store/plan.json" -o "$store/small"
control archive-size-same diff -r "$store/good" "$store/small"
fault archive-plan-full-device 1 'No space left' sh -c "\"$gcim\" vec plan add_tree.tiny > /dev/full"
if unshare -rm true 2> /dev/null; then
  full='mount -t tmpfs -o size=16k none "$1" || exit 127
    "$2" vec gen --plan "$3" -o "$1/archive"
    status=$?
    [ -z "$(find "$1" -name "*.tmp*")" ] || exit 99
    exit $status'
  fault archive-full-disk 1 'No space left' unshare -rm sh -c "$full" sh "$store/closed" "$gcim" "$store/plan.json"
else
  echo "  -    archive-full-disk: no name spaces here; archive-size-limit stands for it"
fi
chmod 555 "$store/closed"
if [ "$(id -u)" = 0 ]; then
  outside=$(mktemp -d) # the checkout may be closed to others
  chmod 755 "$outside"
  cp "$gcim" "$store/plan.json" "$outside"
  mkdir -m 555 "$outside/closed"
  fault archive-read-only 1 'closed/archive: cannot make the directory \(Permission denied\)' \
    setpriv --reuid=65534 --regid=65534 --clear-groups \
    "$outside/gcim" vec gen --plan "$outside/plan.json" -o "$outside/closed/archive"
  rm -rf "$outside"
else
  fault archive-read-only 1 'closed/archive: cannot make the directory \(Permission denied\)' \
    "$gcim" vec gen --plan "$store/plan.json" -o "$store/closed/archive"
fi
