"""Check the mlp_*.txt: format, ranges and accuracy.

Plain Python 3, no numpy, no part of any make run.  The inference is written
again here from README.md, with Python's unbounded integers, and shares no code
with train.py.  Run it with  python3 check.py ; it takes some seconds and
ends with status 1 when something does not hold.
"""
import gzip
import os
import struct
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
HELD_OUT = 360


def need(ok, what):
    if not ok:
        sys.exit("check.py: " + what)


def read(path):
    """Header fields (dict) and layers (x_bits, mult, shift, bias, rows)."""
    need(os.path.getsize(path) < 100000, "file too large")
    with open(path, encoding="ascii") as f:
        lines = iter([s.split() for s in f if not s.startswith("#")])
    need(next(lines) == ["gcim-mlp", "1"], "first line")
    head = {}
    for name in ("weight_bits", "float_correct_all", "float_correct_held_out",
                 "int_correct_all", "int_correct_held_out", "layers"):
        key, value = next(lines)
        need(key == name, "expected " + name)
        head[name] = int(value)
    top = (1 << (head["weight_bits"] - 1)) - 1
    layers = []
    for l in range(head["layers"]):
        key, *numbers = next(lines)
        need(key == "layer" and len(numbers) == 5, "layer line")
        inputs, outputs, x_bits, mult, shift = map(int, numbers)
        need(l == 0 or inputs == len(layers[-1][3]), "layer sizes")
        if l + 1 < head["layers"]:
            need(0 < mult < 1 << 16 and 1 <= shift <= 40, "mult or shift")
        else:
            need(mult == 0 and shift == 0, "last mult or shift")
        key, *bias = next(lines)
        bias = [int(s) for s in bias]
        need(key == "bias" and len(bias) == outputs, "bias line")
        need(all(-1 << 31 <= b < 1 << 31 for b in bias), "bias range")
        rows = [[int(s) for s in next(lines, [])]
                for _ in range(inputs)]
        need(all(len(r) == outputs for r in rows), "row length")
        need(all(abs(w) <= top for r in rows for w in r), "weight range")
        layers.append((x_bits, mult, shift, bias, rows))
    need(next(lines, None) is None, "text after the last layer")
    return head, layers


def classify(x, layers, reach):
    """Class of one image; reach[l] collects the largest |acc| of layer l."""
    for l, (x_bits, mult, shift, bias, rows) in enumerate(layers):
        need(all(0 <= v < 1 << x_bits for v in x), "input range")
        acc = list(bias)
        for v, row in zip(x, rows):
            if v:
                acc = [a + v * w for a, w in zip(acc, row)]
        reach[l] = max(reach[l], max(acc), -min(acc))
        if mult:
            half = 1 << (shift - 1)
            x = [min(max((a * mult + half) >> shift, 0), 255) for a in acc]
    return acc.index(max(acc))


def read_float(path):
    """Header numbers and layers (bias, rows) of the FP16 file, as floats."""
    with open(path, encoding="ascii") as f:
        lines = iter([s.split() for s in f if not s.startswith("#")])
    need(next(lines) == ["gcim-mlp-fp16", "1"], "first line")
    head = {}
    for name in ("correct_all", "correct_held_out", "layers"):
        key, value = next(lines)
        need(key == name, "expected " + name)
        head[name] = int(value)

    def values(words, count):
        need(len(words) == count and all(len(w) == 4 for w in words), "codes")
        return [struct.unpack(">e", bytes.fromhex(w))[0] for w in words]

    layers = []
    for _ in range(head["layers"]):
        key, inputs, outputs = next(lines)
        need(key == "layer", "layer line")
        key, *bias = next(lines)
        need(key == "bias", "bias line")
        rows = [values(next(lines), int(outputs)) for _ in range(int(inputs))]
        layers.append((values(bias, int(outputs)), rows))
    need(next(lines, None) is None, "text after the last layer")
    return head, layers


def classify_float(x, layers):
    for l, (bias, rows) in enumerate(layers):
        y = list(bias)
        for v, row in zip(x, rows):
            if v:
                y = [a + v * w for a, w in zip(y, row)]
        x = [max(a, 0.0) for a in y] if l + 1 < len(layers) else y
    return x.index(max(x))


def main():
    with gzip.open(os.path.join(HERE, "digits.csv.gz"), "rt") as f:
        images = [[int(s) for s in line.split(",")] for line in f]
    need(len(images) == 1797, "number of images")
    head, layers = read_float(os.path.join(HERE, "mlp_fp16.txt"))
    right = [classify_float([p / 16 for p in im[:64]], layers) == im[64]
             for im in images]
    print("mlp_fp16.txt all", sum(right), "held out", sum(right[-HELD_OUT:]))
    need(sum(right) == head["correct_all"], "correct_all")
    need(sum(right[-HELD_OUT:]) == head["correct_held_out"], "correct_held_out")
    for bits in (8, 4):
        name = "mlp_w%d.txt" % bits
        head, layers = read(os.path.join(HERE, name))
        need(head["weight_bits"] == bits, "weight_bits")
        reach = [0] * len(layers)
        right = [classify(im[:64], layers, reach) == im[64] for im in images]
        total, held_out = sum(right), sum(right[-HELD_OUT:])
        print(name, "all", total, "held out", held_out, "largest |acc|", reach)
        need(total == head["int_correct_all"], "int_correct_all")
        need(held_out == head["int_correct_held_out"], "int_correct_held_out")


if __name__ == "__main__":
    main()
