#!/usr/bin/env python3
"""test_align.py GCIM: `gcim align` against a plain computation in fractions, written from the cards
fp_align, fp_dot, fp_pdot; pictures, files, repeatability. Standard library only."""

import gzip
import math
import random
import struct
import xml.etree.ElementTree as ElementTree
from fractions import Fraction
from pathlib import Path

from by_fractions import (
    decibel,
    exponent,
    interrupt,
    load_npy,
    power,
    run_all,
    run_gcim,
    save_npy,
    to_integer,
)

FORMATS = {  # exponent bits, fraction bits, bias, kind
    'fp32': (8, 23, 127, 'ieee'),
    'fp16': (5, 10, 15, 'ieee'),
    'bf16': (8, 7, 127, 'ieee'),
    'e4m3': (4, 3, 7, 'fn'),
    'e5m2': (5, 2, 15, 'ieee'),
    'e3m4b2finite': (3, 4, 2, 'finite'),
}
SCHEMES = ['product', 'post', 'input', 'vector', 'input+kernel', 'input+layer']


def gcim(*args):
    return run_gcim('align', *args)


# ---- numbers


def largest(fmt):
    exp_bits, man, bias, kind = FORMATS[fmt]
    top = (1 << exp_bits) - (2 if kind == 'ieee' else 1) - bias
    return (2 - power(-man) * (2 if kind == 'fn' else 1)) * power(top)


def own_exponent(value, fmt):
    """Of a number of the format: its exponent field, 1 for subnormals."""
    bias = FORMATS[fmt][2]
    return max(exponent(value) + bias, 1)


def nearest(value, fmt):
    """The value rounded once; beyond the largest number: that number."""
    if value == 0:
        return Fraction(0)
    _, man, bias, _ = FORMATS[fmt]
    unit = power(max(exponent(value), 1 - bias) - man)
    rounded = to_integer(value / unit, 'rne') * unit
    return max(-largest(fmt), min(largest(fmt), rounded))


# ---- schemes


def reference(values, fmt):
    return max((own_exponent(v, fmt) for v in values if v != 0), default=0)


def align(values, fmt, ref, width, quant):
    unit = power(ref - FORMATS[fmt][2] - (width - 2))
    limit = 2 ** (width - 1) - 1
    return [max(-limit, min(limit, to_integer(v / unit, quant))) for v in values], unit


def groups_of(values, lanes):
    return [values[i : i + lanes] for i in range(0, len(values), lanes)]


def add_up(parts, setup):
    """parts: an integer and its unit for each group."""
    y = setup['out']
    if setup['acc'] == 'exact':
        return nearest(sum(q * unit for q, unit in parts), y)
    if setup['acc'] == 'float':
        total = nearest(parts[0][0] * parts[0][1], y)
        for q, unit in parts[1:]:
            total = nearest(total + nearest(q * unit, y), y)
        return total
    top = max((unit for q, unit in parts if q != 0), default=Fraction(1))
    whole = sum(to_integer(q * unit / top, setup['quant']) for q, unit in parts)
    return nearest(whole * top, y)


def operands(scheme, width, x, kernel, weights, setup):
    fx, fw, quant, lanes = setup['x'], setup['w'], setup['quant'], setup['lanes']
    parts = []
    for gx, gw in zip(groups_of(x, lanes), groups_of(kernel, lanes)):
        whole_row = scheme != 'vector' and setup['scope'] == 'row'
        a, x_unit = align(gx, fx, reference(x if whole_row else gx, fx), width, quant)
        if scheme == 'input':
            w_unit = power(-400)
            b = [int(w / w_unit) for w in gw]
        else:
            shared = {'vector': gw, 'input+kernel': kernel, 'input+layer': sum(weights, [])}
            b, w_unit = align(gw, fw, reference(shared[scheme], fw), width, quant)
        half = x_unit * w_unit / 2  # acc of fp_mac.def holds twice the sum
        parts.append((2 * sum(p * q for p, q in zip(a, b)), half))
    return add_up(parts, setup)


def products(fold, width, x, kernel, setup):
    fx, fw, fy = setup['x'], setup['w'], setup['out']
    bias_x, bias_w, bias_y = (FORMATS[f][2] for f in (fx, fw, fy))
    step = 2**fold
    frac = width - 1 - 2 * step
    total = Fraction(0)
    for gx, gw in zip(groups_of(x, setup['lanes']), groups_of(kernel, setup['lanes'])):
        terms = []
        for a, b in zip(gx, gw):
            if a * b != 0:
                high = own_exponent(a, fx) // step + own_exponent(b, fw) // step
                terms.append((a * b, step * high - bias_x - bias_w))
        if total != 0:
            terms.append((total, own_exponent(total, fy) - bias_y))
        if terms:
            unit = power(max(e for _, e in terms) - frac)
            total = nearest(sum(to_integer(t / unit, setup['quant']) for t, _ in terms) * unit, fy)
        else:
            total = Fraction(0)
    return total


def result(scheme, width, x, kernel, weights, setup):
    if scheme in ('product', 'post'):
        return products(2 if scheme == 'post' else 0, width, x, kernel, setup)
    return operands(scheme, width, x, kernel, weights, setup)


def figures(scheme, width, xs, weights, setup):
    signal = noise = bias = Fraction(0)
    worst = right = count = 0
    for x in xs:
        for kernel in weights:
            exact = sum((a * b for a, b in zip(x, kernel)), Fraction(0))
            y = result(scheme, width, x, kernel, weights, setup)
            signal += exact**2
            noise += (y - exact) ** 2
            bias += y - exact
            if y != exact:
                worst = max(worst, abs(y - exact) / max(abs(a * b) for a, b in zip(x, kernel)))
            right += y == nearest(exact, setup['out'])
            count += 1
    log = -math.inf
    if worst > 0:
        log = math.log2(worst.numerator) - math.log2(worst.denominator)
    sqnr = decibel(signal / noise) if noise != 0 else math.inf
    return sqnr, log, float(bias / count), right / count


# ---- files


def save(path, rows, kind='<f4', shape=None):
    letter = {'4': 'f', '8': 'd'}[kind[-1]]
    data = b''.join(struct.pack('<' + letter, float(v)) for row in rows for v in row)
    return save_npy(path, kind, shape or (len(rows), len(rows[0])), data)


def load(path):
    kind, shape, body = load_npy(path)
    bytes_each = int(kind[2])
    assert kind == ('|i1' if bytes_each == 1 else f'<i{bytes_each}')
    values = [
        int.from_bytes(body[i : i + bytes_each], 'little', signed=True)
        for i in range(0, len(body), bytes_each)
    ]
    return shape, values, bytes_each


def some_rows(rng, fmt, rows, terms):
    """Values of the format's range, some zero, some subnormal in it, some between two codes."""
    _, man, bias, _ = FORMATS[fmt]
    low, high = max(1 - bias - man, -30), min(exponent(largest(fmt)) - 1, 12)
    rows_of = []
    for _ in range(rows):
        middle = rng.randint(low, high)
        row = []
        for _ in range(terms):
            e = max(low, min(high, middle + round(rng.gauss(0, 3))))
            value = struct.unpack('<f', struct.pack('<f', rng.uniform(1, 2) * 2.0**e))[0]
            row.append(rng.choice([0.0, value, -value, value, -value]))
        rows_of.append(row)
    return rows_of


def convert(rows, fmt):
    return [[nearest(Fraction(v), fmt) for v in row] for row in rows]


def csv_of(text):
    lines = text.splitlines()
    assert lines[0] == 'scheme,width,results,sqnr_db,max_error_log2,bias,right'
    return {tuple(r[:2]): r[2:] for r in (line.split(',') for line in lines[1:])}


def near(told, expected, what):
    told = float(told)
    same = told == expected or abs(told - expected) <= 2e-6 + 2e-9 * abs(expected)
    assert same, f'{what}: gcim {told}, by fractions {expected}'


def compare(table, low, high, xs, weights, setup):
    points = 0
    for scheme in SCHEMES:
        least = {'product': 3, 'post': 9}.get(scheme, 2)
        for width in range(max(low, least), high + 1):
            expected = figures(scheme, width, xs, weights, setup)
            told = table.pop((scheme, str(width)))
            assert int(told[0]) == len(xs) * len(weights)
            what = f'{setup} {scheme} {width}'
            near(told[1], expected[0], f'{what} SQNR')
            near(told[2], expected[1], f'{what} max error')
            scale = max(abs(expected[2]), 1e-300)
            near(float(told[3]) / scale, expected[2] / scale, f'{what} bias')
            near(told[4], expected[3], f'{what} right')
            points += 1
    assert not table, f'more points than expected: {list(table)}'
    return points


# ---- tests: each gets a fresh folder


def sweep_case(folder, number, quant, x, w, out, lanes, acc, scope):
    rng = random.Random(number)
    terms = rng.choice([1, 3, 10, 11])
    xs, ws = some_rows(rng, x, 3, terms), some_rows(rng, w, 2, terms)
    setup = dict(quant=quant, x=x, w=w, out=out, lanes=lanes, acc=acc, scope=scope)
    kind = rng.choice(['<f4', '<f8'])
    low = rng.choice([2, 3, 8])
    run = gcim(
        *('sweep', '--x', save(folder / 'x.npy', xs, kind)),
        *('--w', save(folder / 'w.npy', ws, kind)),
        *('--format', x, '--w-format', w, '--out', out, '--quant', quant, '--lanes', lanes),
        *('--acc', acc, '--x-scope', scope, '--widths', f'{low}:{low + 9}', '--csv', '-'),
    )
    return compare(csv_of(run.stdout), low, low + 9, convert(xs, x), convert(ws, w), setup)


def test_figures(folder):
    """Every rounding, accumulation and scope; formats of all kinds."""
    points = 0
    number = 0
    for quant in ('rne', 'rna', 'rtz', 'floor', 'ceil', 'jam'):
        for x, w, out in (
            ('fp16', 'fp16', 'fp32'),
            ('bf16', 'bf16', 'fp32'),
            ('e4m3', 'e5m2', 'fp32'),
            ('e3m4b2finite', 'e4m3', 'bf16'),
        ):
            acc = ('exact', 'float', 'aligned')[number % 3]
            scope = ('row', 'group')[number % 2]
            lanes = (4, 11, 1, 7)[number % 4]
            points += sweep_case(folder, number, quant, x, w, out, lanes, acc, scope)
            number += 1
    return f'{points} points'


def test_by_hand(folder):
    """x = 1, 2^-4 aligned to 4 bits: 4 and 0 units of 2^-2, so w = 1, 1 gives 1 for 1 + 2^-4."""
    save(folder / 'x.npy', [[1, 2**-4]])
    save(folder / 'w.npy', [[1, 1]])
    args = ('sweep', '--x', folder / 'x.npy', '--w', folder / 'w.npy', '--widths', 4, '--csv', '-')
    told = csv_of(gcim(*args, '--schemes', 'layer').stdout)[('input+layer', '4')]
    near(told[1], 20 * math.log10(17), 'SQNR')  # signal 17/16, error 1/16
    near(told[2], -4, 'max error')  # the largest product is 1
    near(told[3], -1 / 16, 'bias')
    near(told[4], 0, 'right')
    # to odd: 2^-4 becomes one unit of 2^-2; w = 1 stays: error 3/16
    told = csv_of(gcim(*args, '--schemes', 'layer', '--quant', 'jam').stdout)
    near(told[('input+layer', '4')][3], 3 / 16, 'bias to odd')


def test_lossless(folder):
    """At the lossless width nothing is lost but the rounding of the result: all right."""
    run = gcim(
        *('sweep', '--dist', 'spread', '--rows', 4, '--kernels', 3, '--widths', 41),
        *('--schemes', 'input,kernel,layer,vector', '--csv', '-'),
    )
    for point, told in csv_of(run.stdout).items():
        near(told[4], 1, f'{point} right')


def test_order(folder):
    """Spread between kernels: the layer's exponent loses most; without it, both are the same."""
    base = ('sweep', '--widths', '8:12', '--rows', 8, '--terms', 64, '--csv', '-')
    told = csv_of(gcim(*base, '--dist', 'kernels', '--sigma', 3).stdout)
    for width in '8', '9', '10', '11', '12':
        sqnr = [float(told[(s, width)][1]) for s in SCHEMES[2:]]
        assert sqnr[0] > sqnr[2] > sqnr[3] + 3, sqnr
    save(folder / 'x.npy', [[1.5, -0.3, 0.07, 0.9]])
    save(folder / 'w.npy', [[1.9, 0.3, -0.2, 0.01], [0.02, -1.1, 0.6, 0.8]])
    told = csv_of(
        gcim('sweep', '--x', folder / 'x.npy', '--w', folder / 'w.npy', '--csv', '-').stdout
    )
    for width in range(6, 17):
        layer, kernel = told[('input+layer', str(width))], told[('input+kernel', str(width))]
        assert layer == kernel


def digits(layer, rows):
    """What enters a layer, and its weights, from the files, in double."""
    words = [
        line.split()
        for line in Path('vectors/digits/mlp_fp16.txt').read_text(encoding='ascii').splitlines()
        if not line.startswith('#')
    ]
    at = next(i for i, w in enumerate(words) if w[0] == 'layers') + 1
    with gzip.open('vectors/digits/digits.csv.gz', 'rt') as file:
        x = [[int(v) / 16 for v in file.readline().split(',')[:64]] for _ in range(rows)]

    def values(codes):
        return [struct.unpack('<e', struct.pack('<H', int(c, 16)))[0] for c in codes]

    for number in range(1, 4):
        inputs = int(words[at][1])
        bias = values(words[at + 1][1:])
        w = [values(row) for row in words[at + 2 : at + 2 + inputs]]
        at += 2 + inputs
        if number == layer:
            return x, [list(column) for column in zip(*w)]
        following = []
        for row in x:
            out = list(bias)
            for i, v in enumerate(row):
                for j, weight in enumerate(w[i]):
                    out[j] += v * weight
            following.append([max(v, 0.0) for v in out])
        x = following


def test_digits(folder):
    """Layer 3 of the digits network, whose inputs went through two layers."""
    xs, ws = digits(3, 2)
    setup = dict(x='fp16', w='fp16', out='fp32', quant='rtz', lanes=48, acc='exact', scope='row')
    run = gcim(
        'sweep', '--digits', 'vectors/digits', 3, '--rows', 2, '--widths', '9:10', '--csv', '-'
    )
    to_single = [[struct.unpack('<f', struct.pack('<f', v))[0] for v in row] for row in xs]
    points = compare(
        csv_of(run.stdout), 9, 10, convert(to_single, 'fp16'), convert(ws, 'fp16'), setup
    )
    return f'{points} points'


def test_weights(folder):
    """Codes and exponents of every scope, as shapes, integers and what is printed of the loss."""
    rng = random.Random(5)
    for number, (fmt, bits, scope, quant) in enumerate(
        [
            ('bf16', 9, 'kernel', 'rtz'),
            ('bf16', 8, 'layer', 'rne'),
            ('fp16', 12, 'group:4', 'floor'),
            ('fp16', 41, 'layer', 'rtz'),
            ('e4m3', 4, 'group:11', 'rna'),
            ('e5m2', 2, 'group:3', 'jam'),
            ('fp32', 64, 'kernel', 'ceil'),
            ('fp16', 17, 'kernel', 'rne'),
        ]
    ):
        rows = some_rows(rng, fmt, 1 if number == 7 else 3, 11)
        if number != 7:
            rows[1] = [0.0] * 11
        shape = (11,) if number == 7 else None
        source = save(folder / 'in.npy', rows, '<f4', shape)
        run = gcim(
            *('weights', source, '--format', fmt, '--bits', bits, '--scope', scope),
            *('--quant', quant, '-o', folder / 'w'),
        )
        weights = convert(rows, fmt)
        size = {'kernel': 11, 'layer': 99}.get(scope) or int(scope.split(':')[1])
        codes_shape, codes, bytes_each = load(folder / 'w.codes.npy')
        exps_shape, exps, exp_bytes = load(folder / 'w.exp.npy')
        assert codes_shape == (shape or (3, 11)) and exp_bytes == 4
        assert bytes_each == (1 if bits <= 8 else 2 if bits <= 16 else 4 if bits <= 32 else 8)
        groups = [sum(weights, [])] if scope == 'layer' else sum(
            (groups_of(row, size) for row in weights), []
        )
        assert exps_shape == (
            (len(groups),) if size >= 11 else (3, len(groups) // 3)
        ), (scope, exps_shape)
        wanted, units = [], []
        for group in groups:
            q, unit = align(group, fmt, reference(group, fmt), bits, quant)
            wanted += q
            units.append(unit)
        assert codes == wanted, f'{fmt} {bits} {scope} {quant}'
        assert [power(e) for e in exps] == units
        told = [q * u for g, u in zip(groups, units) for q, u in ((wanted.pop(0), u) for _ in g)]
        flat = sum(weights, [])
        lost = sum(a != b for a, b in zip(told, flat))
        gone = sum(a == 0 != b for a, b in zip(told, flat))
        noise = sum((a - b) ** 2 for a, b in zip(told, flat))
        sqnr = decibel(sum(v * v for v in flat) / noise) if noise != 0 else math.inf
        text = (
            f'{lost} of {len(flat)} weights lost bits (NXA), {gone} of them became 0; '
            f'SQNR {sqnr:.2f} dB'
        )
        assert text in run.stdout, f'{run.stdout} is not {text}'


def test_picture(folder):
    """Well-formed; a line, a legend and a dot per point of every scheme; nothing outside."""
    path = folder / 'a.svg'
    gcim('sweep', '--dist', 'normal', '--rows', 3, '--kernels', 2, '--widths', '8:12', '--svg', path)
    root = ElementTree.parse(path).getroot()
    space = '{http://www.w3.org/2000/svg}'
    lines = root.findall(f'{space}polyline')
    assert [len(line.get('points').split()) for line in lines] == [5, 4, 5, 5, 5, 5]
    assert len(root.findall(f'{space}circle')) == 29
    texts = [t.text for t in root.findall(f'{space}text')]
    for word in (*SCHEMES, 'SQNR, dB', 'width of an aligned operand or product, bits', '12'):
        assert word in texts, word
    for circle in root.findall(f'{space}circle'):
        assert 80 <= float(circle.get('cx')) <= 736 and 48 <= float(circle.get('cy')) <= 356
    # no loss at all is drawn at the upper edge; the name of a file is text, not XML
    save(folder / 'a<b&c.npy', [[1, 2]])
    x = folder / 'a<b&c.npy'
    gcim('sweep', '--x', x, '--w', x, '--widths', '8:9', '--schemes', 'layer', '--svg', path)
    root = ElementTree.parse(path).getroot()
    assert {c.get('cy') for c in root.findall(f'{space}circle')} == {'48.0'}
    assert any('a<b&c.npy' in (t.text or '') for t in root.findall(f'{space}text'))


def test_endless(folder):
    """A result beyond the largest number: no SQNR, and right if the exact sum is beyond it too."""
    save(folder / 'x.npy', [[448, 448], [1, 1]])
    save(folder / 'w.npy', [[1, 1]])
    args = ('--x', folder / 'x.npy', '--w', folder / 'w.npy', '--format', 'e4m3', '--out', 'e4m3')
    run = gcim('sweep', *args, '--widths', 8, '--schemes', 'kernel', '--csv', '-')
    told = csv_of(run.stdout)[('input+kernel', '8')]
    assert told[1:3] == ['-inf', 'inf'] and float(told[4]) == 1, told
    # a format without infinities has its largest number: 6 for 4 + 4, error 2
    save(folder / 'x.npy', [[4, 4]])
    args = ('--x', folder / 'x.npy', '--w', folder / 'w.npy', '--format', 'e2m1', '--out', 'e2m1')
    run = gcim('sweep', *args, '--widths', 5, '--schemes', 'kernel', '--csv', '-')
    told = csv_of(run.stdout)[('input+kernel', '5')]
    near(told[1], 20 * math.log10(4), 'SQNR')
    near(told[4], 1, 'right')


def test_interrupted(folder):
    """An interrupt leaves no file behind."""
    interrupt(
        *(folder, 2, 'align', 'sweep', '--dist', 'normal', '--rows', 100000),
        *('--svg', folder / 'a.svg', '--csv', folder / 'a.csv'),
    )
    assert not list(folder.iterdir())


def test_same_bytes(folder):
    """Twice the same; another seed is another result."""
    seen = []
    for seed in 1, 1, 2:
        for name in 'normal', 'uniform', 'spread', 'kernels', 'relu':
            small = ('--rows', 3, '--kernels', 2, '--terms', 20, '--widths', '8:9')
            run = gcim(
                *('sweep', '--dist', name, '--seed', seed, *small),
                *('--csv', folder / 'a.csv', '--svg', folder / 'a.svg'),
            )
            csv, svg = (folder / 'a.csv').read_bytes(), (folder / 'a.svg').read_bytes()
            seen.append((run.stdout, csv, svg))
    assert seen[0:5] == seen[5:10]
    for a, b in zip(seen[0:5], seen[10:15]):
        assert a[1] != b[1]
    assert len({csv for _, csv, _ in seen}) == 10


def test_notes(folder):
    """What does not fit the format is said; the run goes on."""
    save(folder / 'x.npy', [[1e6, 1.0, 1e-30]])
    save(folder / 'w.npy', [[1, 1, 1]])
    run = gcim('sweep', '--x', folder / 'x.npy', '--w', folder / 'w.npy', '--widths', 8)
    assert '1 of 3 values are beyond the largest fp16 number' in run.stderr
    assert '1 of 3 values are too small for fp16' in run.stderr
    assert 'operands of fewer than 12 bits' in run.stderr
    assert 'post starts at 9 bits' in run.stderr


run_all('test_align', globals())
