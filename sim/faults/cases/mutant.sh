# A wrong operator in a copy of the RTL, and one in a copy of the C model: the same campaign must
# find both, say which stage differs first and how to repeat it, also when the simulator's own error
# limit is raised.
# Generated files stay as they are: the edit changes no card.
bench=build/bench/plain/add_tree
build_in="make -s -f Makefile BUILD=build -o build/gcim -o build/gen/.stamp $bench -C"
run="--config default --seed 3 --count 50 --out $work --quiet"
parts='gcim gen lib obj vl/plain/rt vl/plain/add_tree'
# shellcheck disable=SC2086
{
copy=$(plant rtl-mutant rtl/prim/gcim_tree.sv 's/\(node\[2\*n\].word\) + gen/\1 | gen/' $parts)
control rtl-mutant-builds $build_in "$copy"
text='mismatch
first wrong stage: tap .*half_sums
make cosim UNIT=add_tree CONFIG=default SEED=3 FIRST=[0-9]+ COUNT=1 TRACE=1
FAIL add_tree.default'
fault rtl-mutant 1 "$text" "$copy/$bench" $run
fault rtl-mutant-error-limit 1 "$text" "$copy/$bench" $run +verilator+error+limit+100

copy=$(plant model-mutant cmodel/part/tree.c 's/int i = first;/int i = first + 1;/' $parts)
control model-mutant-builds $build_in "$copy"
fault model-mutant 1 'first wrong stage
FAIL add_tree.default' "$copy/$bench" $run
}
