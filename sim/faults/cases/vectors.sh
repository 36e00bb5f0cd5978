# A vector file that is damaged must be refused, with the line or the case.
vec=$work/whole.vec
control vec-gen "$build/gcim" vec gen add_tree --config tiny --seed 5 --count 20 -o "$vec"
control vec-whole "$build/gcim" vec check "$vec"
[ -s "$vec" ] || return 0
fault vec-gen-mode 1 "no mode 'rul'; its modes: rule" "$build/gcim" vec gen mx_quant --modes rul=0 -o "$work/m.vec"
fault vec-gen-mode-range 1 'rule=9 is outside 0..4' "$build/gcim" vec gen mx_quant --modes rule=9 -o "$work/m.vec"
fault vec-gen-mode-illegal 1 'modes nan=0: .*needs NAN_ZERO' "$build/gcim" vec gen mx_quant --config e2m1 \
  --modes nan=0 -o "$work/m.vec"
damaged() { # name expected text sed-or-command
  name=$1 want=$2 text=$3
  sed "$4" "$vec" > "$work/$name.vec"
  fault "$name" "$want" "$text" "$build/gcim" vec check "$work/$name.vec"
}
case=$(awk '!/^\/\// { n = NR } END { print n }' "$vec") # the last line that is a case
flip='s/^\([0-9a-f_]*\)[0-7]\( \|$\)/\18\2/;t;s/^\([0-9a-f_]*\)[89a-f]\( \|$\)/\10\2/'
damaged vec-end-missing 1 'no .// end. line: truncated' '$d'
damaged vec-case-missing 1 'vec:[0-9]+: .*lines are missing' "${case}d"
damaged vec-digit-flipped 1 "vec:$case: .*sum" "$case{$flip}"
damaged vec-digit-missing 1 "vec:$case: " "${case}s/^.//"
damaged vec-digit-added 1 "vec:$case: " "${case}s/^/0/"
damaged vec-unknown-unit 1 "did you mean 'add_tree'" '1,9s/add_tree/ad_tree/'
damaged vec-unknown-config 1 'tini' '1,9s/tiny/tini/'
damaged vec-other-identity 1 'identity|card' '1,9s/card: *[0-9a-f]*/card: 00000000/'
damaged vec-carriage-returns 1 'carriage|CR|line end' 's/$/\r/'
: > "$work/vec-empty.vec"
fault vec-empty 1 'empty|header' "$build/gcim" vec check "$work/vec-empty.vec"
head -c $(($(wc -c < "$vec") - 9)) "$vec" > "$work/vec-cut.vec"
fault vec-cut-inside-a-line 1 'vec:[0-9]+' "$build/gcim" vec check "$work/vec-cut.vec"
fault vec-no-file 1 'No such file' "$build/gcim" vec check "$work/there-is-none.vec"
fault vec-folder 1 'directory|folder' "$build/gcim" vec check "$work"
