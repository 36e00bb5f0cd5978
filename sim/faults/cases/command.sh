# Command lines that cannot be meant: what is wrong, what is allowed, and no run.
bench=$build/bench/plain/add_tree
cosim="make -s cosim DEPS=skip"
# shellcheck disable=SC2086
{
  fault unknown-unit red "no unit 'ad_tree'; did you mean 'add_tree'" $cosim UNIT=ad_tree
  fault unknown-configuration red "wid.*(wide|configurations)" $cosim UNIT=add_tree CONFIG=wid
  fault seed-no-number red "SEED='abc' is not a whole number" $cosim UNIT=add_tree SEED=abc
  fault seed-negative red "SEED='-1' is not a whole number" $cosim UNIT=add_tree SEED=-1
  fault seed-too-large red "SEED=.99999999999999999999" $cosim UNIT=add_tree SEED=99999999999999999999
  fault count-zero red "COUNT='0'" $cosim UNIT=add_tree COUNT=0
  fault first-no-number red "FIRST='x'" $cosim UNIT=add_tree FIRST=x COUNT=1
  fault budget-unknown red 'there are smoke, nightly' $cosim UNIT=add_tree BUDGET=weekly
  fault prove-unknown-unit red 'no claim about ad_tree' make -s prove DEPS=skip UNIT=ad_tree
  fault replay-no-file red 'none.*No such file' $cosim UNIT=add_tree CONFIG=tiny REPLAY=$work/none
}
fault unknown-option 2 'usage: bench' "$bench" --sede 1
fault operand 2 "'tiny' is not an option" "$bench" tiny
fault break-unknown 2 'there are compare, episode' "$bench" --break all
fault out-missing 2 'No such file or directory; name an existing folder' "$bench" --out "$work/none"
fault gcim-no-command 2 'no command' "$build/gcim"
fault gcim-unknown-command 2 "no command 'card'; did you mean 'cards'" "$build/gcim" card
fault gcim-unknown-option 2 "did you mean '--json'" "$build/gcim" cards --jsn
