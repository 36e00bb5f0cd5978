"""Check what tree_inputs.h has written: the digits network again in plain Python, from
vectors/digits/README.md and dcim_macro.def (14..16, 21, 22), for a handful of images.
Usage: tree_inputs_check.py FILE.npy EVERY COLS ADDER; EVERY and COLS are the run's, ADDER is
exact or loa(K), the column trees'. The macro has 64 rows, gated by 32; weights have 8 bits."""
import ast
import gzip
import sys

ROWS, GATE, GROUP, WEIGHT_BITS, CHECKED = 64, 32, 4, 8, 4
DIGITS = WEIGHT_BITS // GROUP


def load_npy(path):
    """Rows of a two-dimensional array of bytes."""
    with open(path, 'rb') as file:
        data = file.read()
    if data[:8] != b'\x93NUMPY\x01\x00':
        sys.exit(f'FAIL {path}: no .npy file of format 1.0')
    start = 10 + data[8] + 256 * data[9]
    head = ast.literal_eval(data[10:start].decode('ascii'))
    count, lanes = head['shape']
    if (head['descr'], head['fortran_order']) != ('|u1', False) or start % 64 != 0 \
            or len(data) != start + count * lanes:
        sys.exit(f'FAIL {path}: header {head} does not fit its {len(data)} bytes')
    return [data[start + i * lanes:start + (i + 1) * lanes] for i in range(count)]


def load_network(path):
    """Layers: x_bits, mult, shift, bias[j], weights[i][j]."""
    with open(path, encoding='ascii') as file:
        lines = [line.split() for line in file if not line.startswith('#')]
    layers = []
    for at, words in enumerate(lines):
        if words[0] == 'layer':
            inputs, _, x_bits, mult, shift = map(int, words[1:])
            bias = list(map(int, lines[at + 1][1:]))
            weights = [list(map(int, line)) for line in lines[at + 2:at + 2 + inputs]]
            layers.append((x_bits, mult, shift, bias, weights))
    return layers


def tree_sum(lanes, k):
    """Binary tree; lower-part OR adders: low k bits ORed, carry from the top one of them."""
    while len(lanes) > 1:
        pairs = zip(lanes[::2], lanes[1::2])
        lanes = [((a >> k) + (b >> k) + ((a & b) >> (k - 1) & 1) << k) | (a | b) % (1 << k)
                 if k else a + b for a, b in pairs]
    return lanes[0]


def column(x, weights, x_bits, k):
    """Lanes of one output of one row tile, digit by digit and bit by bit; the macro's result."""
    on = -(-len(x) // GATE) * GATE
    cases, result = [], 0
    for digit in range(DIGITS):
        invert = 1 << (GROUP - 1) if digit == DIGITS - 1 else 0
        nibbles = [(w >> (GROUP * digit)) % (1 << GROUP) for w in weights]
        for bit in range(x_bits):
            lanes = [(v >> bit) % 2 * n ^ invert for v, n in zip(x, nibbles)]
            lanes += [invert] * (on - len(x)) + [0] * (ROWS - on)
            cases.append(bytes(lanes))
            result += tree_sum(lanes, k) - on * invert << (GROUP * digit + bit)
    return cases, result


def run_image(x, layers, cols, k):
    """Cases of each column tile of each layer, in the order of the run."""
    tiles = []
    for x_bits, mult, shift, bias, weights in layers:
        acc = list(bias)
        for first in range(0, len(bias), cols):
            cases = []
            for row in range(0, len(x), ROWS):
                for j in range(first, min(first + cols, len(bias))):
                    part, result = column(x[row:row + ROWS], [w[j] for w in weights[row:row + ROWS]],
                                          x_bits, k)
                    cases += part
                    acc[j] += result
            tiles.append(cases)
        x = [min(max((a * mult + (1 << shift >> 1)) >> shift, 0), 255) for a in acc]
    return tiles


def main():
    path, every, cols, adder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    k = 0 if adder == 'exact' else int(adder[4:-1])
    layers = load_network('vectors/digits/mlp_w8.txt')
    with gzip.open('vectors/digits/digits.csv.gz', 'rt') as file:
        images = [[int(word) for word in line.split(',')][:64] for line in file][::every]
    found = load_npy(path)
    picked = range(0, len(images), -(-len(images) // CHECKED))
    at = compared = wrong = 0
    expected = {i: run_image(images[i], layers, cols, k) for i in picked}
    for tile in range(len(expected[0])):
        count = len(expected[0][tile])
        for i in picked:
            start = at + i * count
            compared += count
            wrong += sum(a != b for a, b in zip(expected[i][tile], found[start:start + count]))
        at += count * len(images)
    if at != len(found):
        sys.exit(f'FAIL {path}: {len(found)} cases; every {every}th image and {cols} columns give {at}')
    if wrong:
        sys.exit(f'FAIL {path}: {wrong} of {compared} cases of {len(picked)} images differ from the '
                 f'plain network with {adder} trees')
    print(f'ok   tree inputs {path}: {compared} cases of {len(picked)} of {len(images)} images are '
          'those of a plain network')


main()
