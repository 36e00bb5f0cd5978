# Microscaling conversion of given tensors: what is wrong with a file or an option, and nothing half-written.
gcim=$build/gcim
files=$(npy_files mx 32)
head -c 127 /dev/zero > "$files/odd.raw"
head -c 128 /dev/zero > "$files/good.raw"
: > "$files/empty.raw"

# $1 file, $2 text: all three commands refuse it
mx_file() {
  fault "mx-$1-convert" 2 "$1.npy: $2" "$gcim" mx convert "$files/$1.npy" -o "$files/out/w" \
    --preset ocp --elem e4m3
  fault "mx-$1-error" 2 "$1.npy: $2" "$gcim" mx error "$files/good.npy" "$files/$1.npy" \
    --elem e4m3 --json "$files/out/a.json" --svg "$files/out/a.svg"
  fault "mx-$1-diff" 2 "$1.npy: $2" "$gcim" mx diff "$files/$1.npy" --elem e4m3 --a ocp --b gfloat \
    --svg "$files/out/d.svg"
}
npy_faults mx_file 'float32 or float16'
mx_file text 'is no .npy file; a file without a header needs --raw'
mx_file cut 'ends after 48 of 64 values .it was cut off.; save it again'
mx_file longer 'goes on after its 64 values'
mx_file double "elements are '<f8'.*rounded twice. If that is meant, save x.astype\('<f4'\)"
mx_file brain "elements are '<V2'.*use --raw bf16"
mx_file scalar 'does not have 1..8 dimensions; reshape it'
mx_file deep 'does not have 1..8 dimensions; reshape it'
mx_file empty 'has the shape \(2, 0\); 1 .. 2\^60 values are read'
mx_file endless 'has the shape .*; 1 .. 2\^60 values are read'
mx_file wider 'rows of 33 values are no whole number of blocks of 32; --pad zero'

# $1 name, $2 text, then the conversion
mx_convert() {
  name=$1 says=$2
  shift 2
  fault "mx-$name" 2 "$says" "$gcim" mx convert -o "$files/out/w" "$@"
}
good=$files/good.npy
mx_convert raw-cut '127 bytes are no whole number of fp32 values of 4 bytes' "$files/odd.raw" \
  --raw fp32 --preset ocp --elem e4m3
mx_convert raw-empty '0 bytes are no whole number' "$files/empty.raw" --raw fp32 --preset ocp \
  --elem e4m3
mx_convert raw-rows '64 values are no whole number of rows of 48' "$files/good.raw" --raw bf16 \
  --row 48 --preset ocp --elem e4m3
mx_convert raw-folder 'is no regular file; --raw needs its size' "$files/out" --raw bf16 \
  --preset ocp --elem e4m3
mx_convert raw-format "'bf61' is unknown; did you mean 'bf16'" "$files/good.raw" --raw bf61 \
  --preset ocp --elem e4m3
mx_convert row-alone '--row is for --raw' "$good" --row 32 --preset ocp --elem e4m3
mx_convert preset "no Microscaling preset 'torchao.rcei'; did you mean 'torchao.rceil'" "$good" \
  --preset torchao.rcei --elem e4m3
mx_convert preset-elem "'torchao.floor' has no element format int8; 'gcim mx presets'" "$good" \
  --preset torchao.floor --elem int8
mx_convert elem "no element format 'e4m4'; did you mean" "$good" --preset ocp --elem e4m4
mx_convert no-elem '--elem is missing; element formats are int8' "$good" --preset ocp
mx_convert no-preset '--preset NAME is missing' "$good" --elem e4m3
mx_convert no-file 'name one file' --preset ocp --elem e4m3
mx_convert block '--block 257 is outside 1..256' "$good" --preset ocp --elem e4m3 --block 257
mx_convert block-zero '--block 0 is outside 1..256' "$good" --preset ocp --elem e4m3 --block 0
mx_convert pad "--pad 'one' is unknown" "$good" --preset ocp --elem e4m3 --pad one
mx_convert rule "--rule 'flor' is unknown; did you mean 'floor'" "$good" --preset ocp --elem e4m3 \
  --rule flor
mx_convert special "--special 'passs' is unknown; did you mean 'pass'" "$good" --preset ocp \
  --elem e4m3 --special passs
mx_convert zero-sign "'drop' is unknown" "$good" --preset ocp --elem e4m3 --zero-sign drop
mx_convert policy 'element format e2m1 has no NaN.*use --nan zero' "$good" --preset ocp --elem e2m1 \
  --special pass --nan sign
mx_convert full '--full and --no-full are of int8: e4m3 has no -128' "$good" --preset ocp \
  --elem e4m3 --full
mx_convert seed '--seed and --rand-bits are of --rnd stoch' "$good" --preset ocp --elem e4m3 --seed 3
mx_convert rand-bits '33 is outside 1..32' "$good" --preset ocp --elem e4m3 --rnd stoch --rand-bits 33
mx_convert option "did you mean '--preset'" "$good" --preste ocp --elem e4m3
fault mx-no-out 2 '-o OUT is missing' "$gcim" mx convert "$good" --preset ocp --elem e4m3
fault mx-no-folder 2 'the directory must exist' "$gcim" mx convert "$good" --preset ocp --elem e4m3 \
  -o "$files/none/w"
cp "$good" "$files/x.elem"
fault mx-own-input 2 'would replace .*x.elem., which is read' "$gcim" mx convert "$files/x.elem" \
  --preset ocp --elem e4m3 -o "$files/x"
fault mx-presets-name 2 "did you mean 'gfloat'" "$gcim" mx presets gflot
fault mx-error-twice 2 "names 'ocp' twice" "$gcim" mx error "$good" --elem e4m3 --presets ocp,ocp
fault mx-error-preset 2 "did you mean 'ocp'" "$gcim" mx error "$good" --elem e4m3 --presets ocpp
fault mx-error-same-file 2 'name the same file' "$gcim" mx error "$good" --elem e4m3 \
  --json "$files/out/a" --svg "$files/out/a"
fault mx-error-none 2 'name the files' "$gcim" mx error --elem e4m3
fault mx-diff-side 2 '--b PRESET is missing' "$gcim" mx diff "$good" --elem e4m3 --a ocp
fault mx-command 2 "no command 'covert'; did you mean 'convert'" "$gcim" mx covert
[ -z "$(ls -A "$files/out")" ] || touch "$files/out/written.part"
unchanged mx-nothing-written "$files/out"

# Scales that fit and elements that do not: neither file is replaced.
python3 -c "print('old')" | tee "$files/out/w.scale" > "$files/out/w.elem"
mkdir "$files/out/v.elem"
fault mx-second-file 2 'v.elem: is a directory' "$gcim" mx convert "$good" --preset ocp --elem e4m3 \
  -o "$files/out/v"
[ ! -e "$files/out/v.scale" ] || touch "$files/out/v.part"
convert="$gcim mx convert $good --preset ocp --elem e4m3 -o $files/out/w"
# shellcheck disable=SC2086
no_room mx-size-limit "$files/out/w.elem" $convert
unchanged mx-neither-replaced "$files/out"
# shellcheck disable=SC2086
control mx-convert $convert
