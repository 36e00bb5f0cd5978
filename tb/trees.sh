#!/bin/sh
# trees.sh BUILD: the digits network through macros with every tree of vectors/digits/trees.txt (bench: trees_main.cpp, built
# before), beside the error metrics of one column tree. One table; last line: N passed, N failed.
set -u
build=$1
dir=$build/trees
list=vectors/digits/trees.txt
"$dir/bench" vectors/digits > "$dir/results.new" || { echo "trees: 0 passed, 1 failed"; exit 1; }
mv "$dir/results.new" "$dir/results"
python3 tb/trees_table.py "$build/gcim" "$list" "$dir/results"
