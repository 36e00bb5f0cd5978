# Alignment of given tensors: what is wrong with a file or an option, and nothing half-written.
gcim=$build/gcim
files=$(npy_files align 3)

# $1 file, $2 text: both commands refuse it
bad_file() {
  fault "align-$1-x" 1 "$1.npy: $2" "$gcim" align sweep --x "$files/$1.npy" --w "$files/good.npy" \
    --csv "$files/out/a.csv" --svg "$files/out/a.svg"
  fault "align-$1-weights" 1 "$1.npy: $2" "$gcim" align weights "$files/$1.npy" --format bf16 \
    --bits 9 --scope kernel -o "$files/out/w"
}
npy_faults bad_file 'float16, float32 or float64'
bad_file text 'is no .npy file'
bad_file cut 'ends after 4 of 6 values'
bad_file longer 'goes on after its 6 values'
bad_file cube 'has no one or two dimensions; reshape it'
bad_file scalar 'has no one or two dimensions; reshape it'
bad_file empty 'holds 2 x 0 values'
bad_file nan 'value \[1\]\[2\] is a NaN'
bad_file inf 'value \[1\]\[0\] is infinite'

pair="--x $files/good.npy --w $files/good.npy --csv $files/out/a.csv"
# $1 name, $2 text, then options
bad_option() {
  name=$1 says=$2
  shift 2
  # shellcheck disable=SC2086
  fault "align-$name" 2 "$says" "$gcim" align sweep $pair "$@"
}
fault align-different-n 1 'rows of 3 terms, .*wider.npy of 4; both need the same N' "$gcim" \
  align sweep --x "$files/good.npy" --w "$files/wider.npy" --csv "$files/out/a.csv"
bad_option width-one '1:8 is outside 2..64; an aligned operand has a sign and 1 bit' --widths 1:8
bad_option width-65 '65 is outside 2..64' --widths 65
bad_option width-negative 'outside 2..64' --widths -3:4
bad_option width-down '9:7 goes down; write 7:9' --widths 9:7
bad_option width-word "'six' is no width; write 9, or 6:16" --widths six
bad_option width-below-product 'scheme post; it needs 9' --widths 6:8 --schemes post
bad_option format "no floating-point format 'bf61'; did you mean 'bf16'" --format bf61
bad_option format-own "exp_bits=9 is outside 1..8" --format e9m2b15ieee
bad_option format-part "is no format; name all of it" --format e5m10b15
bad_option format-kind "a format ends in ieee, fn or finite" --format e5m10b15inf
bad_option scheme "'prodct' is unknown; did you mean 'product'" --schemes input,prodct
bad_option scheme-none 'is unknown; there are product, post, input' --schemes input,
bad_option quant "'round' is unknown" --quant round
bad_option lanes '--lanes 257 is outside 1..256' --lanes 257
bad_option acc "did you mean 'float'" --acc floats
bad_option twice '--quant is given twice' --quant rtz --quant rne
bad_option two-sources 'operands come from one place' --dist normal
bad_option seed-of-files '--seed contradicts --x: only --dist draws' --seed 3
bad_option rows-of-files '--rows contradicts --x' --rows 3
bad_option operand "'7' is one operand too many" 7
bad_option same-file 'name the same file' --svg "$files/out/a.csv"
fault align-no-operands 2 'no operands; give --x' "$gcim" align sweep
fault align-no-w 2 '--w is missing' "$gcim" align sweep --x "$files/good.npy"
fault align-dist 2 "'noraml' is unknown; did you mean 'normal'" "$gcim" align sweep --dist noraml
fault align-sigma 2 'which has no spread of exponents' "$gcim" align sweep --dist relu --sigma 2
fault align-sigma-word 2 'is no number 0..64' "$gcim" align sweep --dist spread --sigma x
fault align-terms-zero 2 'terms 0 is outside 1' "$gcim" align sweep --dist normal --terms 0
fault align-layer-none 2 'needs a LAYER after it' "$gcim" align sweep --digits vectors/digits
fault align-layer 2 'layer 4 is outside 1..3' "$gcim" align sweep --digits vectors/digits 4
fault align-no-digits 1 'none/mlp_fp16.txt cannot be read' "$gcim" align sweep --digits "$files/none" 1
fault align-command 2 "no command 'weigths'; did you mean 'weights'" "$gcim" align weigths
weights="$gcim align weights $files/good.npy -o $files/out/w"
# shellcheck disable=SC2086
{
  fault align-no-bits 2 '--bits is missing' $weights --format bf16 --scope kernel
  fault align-bits-twice 2 '--bits is given twice' $weights --format bf16 --scope kernel --bits 9 \
    --bits 8
  fault align-prefix-twice 2 '--output is given twice' $weights --format bf16 --scope kernel \
    --bits 9 -o "$files/out/v"
  fault align-bits 2 '1 is outside 2..64' $weights --format bf16 --scope kernel --bits 1
  fault align-bits-range 2 'is a range' $weights --format bf16 --scope kernel --bits 6:8
  fault align-scope 2 "did you mean 'kernel'" $weights --format bf16 --bits 9 --scope kernels
  fault align-group 2 'is outside 1..3' $weights --format bf16 --bits 9 --scope group:4
  fault align-group-word 2 'is not a whole number' $weights --format bf16 --bits 9 --scope group:x
}
weights="$gcim align weights $files/good.npy --format bf16 --bits 9 --scope kernel"
# shellcheck disable=SC2086
{
  fault align-no-prefix 2 '-o PREFIX is missing' $weights
  fault align-no-folder 1 'the directory must exist' $weights -o "$files/none/w"
}
fault align-csv-no-folder 1 'the directory must exist' "$gcim" align sweep --dist normal \
  --csv "$files/out/a.csv" --svg "$files/none/a.svg"
[ -z "$(ls -A "$files/out")" ] || touch "$files/out/written.part"
unchanged align-nothing-written "$files/out"

# Codes that fit and exponents that do not: neither file is replaced.
python3 -c "print('old')" | tee "$files/out/w.codes.npy" > "$files/out/w.exp.npy"
mkdir "$files/out/v.exp.npy"
# shellcheck disable=SC2086
fault align-second-file 1 'v.exp.npy: is a directory' $weights -o "$files/out/v"
[ ! -e "$files/out/v.codes.npy" ] || touch "$files/out/v.part"
# shellcheck disable=SC2086
no_room align-size-limit "$files/out/w.codes.npy" $weights -o "$files/out/w"
unchanged align-neither-replaced "$files/out"
# shellcheck disable=SC2086
control align-weights $weights -o "$files/out/w"
