#!/bin/sh
# trees.sh BUILD: the digits network through macros with every tree of vectors/digits/trees.txt (bench: trees_main.cpp, built
# before), beside the error metrics of one column tree, for uniform operands and for those of the network: what the trees add up
# for every 16th image is kept in BUILD/trees/NAME.npy. One table; last line: N passed, N failed.
set -u
build=$1
dir=$build/trees
list=vectors/digits/trees.txt
every=16
"$dir/bench" vectors/digits "$dir" $every > "$dir/results.new" || { echo "trees: 0 passed, 1 failed"; exit 1; }
mv "$dir/results.new" "$dir/results"
# An exact run, and one whose later layers see errors.
python3 tb/tree_inputs_check.py "$dir/exact.npy" $every 4 exact &&
  python3 tb/tree_inputs_check.py "$dir/loa2.npy" $every 4 'loa(2)' || { echo "trees: 0 passed, 1 failed"; exit 1; }
python3 tb/trees_table.py "$build/gcim" "$list" "$dir"
