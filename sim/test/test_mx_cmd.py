#!/usr/bin/env python3
"""test_mx_cmd.py GCIM: `gcim mx` against a plain conversion in fractions, written from the cards
mx_scale, mx_quant, fp_norm; reasons, pictures, sizes, interruptions. Standard library only."""

import json
import math
import os
import random
import re
import struct
import subprocess
import xml.etree.ElementTree as ElementTree
from fractions import Fraction

from by_fractions import (
    GCIM,
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

SOURCES = {'fp32': (8, 23, 127), 'fp16': (5, 10, 15), 'bf16': (8, 7, 127)}
ELEMS = {  # exponent bits, fraction bits, bias, kind, emax
    'e4m3': (4, 3, 7, 'fn', 8),
    'e5m2': (5, 2, 15, 'ieee', 15),
    'e3m2': (3, 2, 3, 'finite', 4),
    'e2m3': (2, 3, 1, 'finite', 2),
    'e2m1': (2, 1, 1, 'finite', 2),
}
BITS = {'int8': 8, 'e4m3': 8, 'e5m2': 8, 'e3m2': 6, 'e2m3': 6, 'e2m1': 4}
VALUES = {
    'rule': ['floor', 'ceil', 'even', 'rceil', 'nearest'],
    'rnd': ['rne', 'rna', 'rtz', 'floor', 'ceil', 'jam'],
    'ovf': ['ieee', 'sat', 'inf', 'nan'],
    'full': ['symmetric', 'full'],
    'special': ['block-nan', 'pass', 'sat', 'ignore', 'inf-top'],
    'nan': ['canon', 'ones', 'sign', 'payload', 'zero', 'max'],
    'scale-ovf': ['clamp', 'nan'],
    'zero': ['min', 'one', 'low'],
    'zero-sign': ['keep', 'drop-input', 'drop-all'],
    'daz': ['no', 'yes'],
}
WORDS = {
    'rule': 'scale rule',
    'rnd': 'rounding (ties)',
    'ovf': 'saturation',
    'full': '-128 of int8',
    'special': 'infinities and NaNs',
    'nan': 'code of NaN elements',
    'scale-ovf': 'scale above 2^127',
    'zero': 'scale of a zero block',
    'zero-sign': 'sign of zero',
    'daz': 'subnormal values as zeros',
}
STANDARD = {name: values[0] for name, values in VALUES.items()} | {'ovf': 'sat'}
# What the publications do, where it is not the standard.
PRESETS = {
    'ocp': {},
    'microxcaling': {'rnd': 'rna', 'scale-ovf': 'nan', 'zero': 'low', 'zero-sign': 'drop-input'},
    'microxcaling.even': {'scale-ovf': 'nan', 'zero': 'low', 'zero-sign': 'drop-input'},
    'microxcaling.cuda': {'rnd': 'rna', 'scale-ovf': 'nan', 'zero': 'low', 'zero-sign': 'drop-all'},
    'torchao.ceil': {'rule': 'ceil', 'scale-ovf': 'nan'},
    'torchao.even': {'rule': 'even', 'scale-ovf': 'nan'},
    'torchao.rceil': {'rule': 'rceil', 'scale-ovf': 'nan'},
    'cudnn.rceil': {'rule': 'rceil', 'special': 'inf-top'},
    'quark': {'special': 'pass', 'nan': 'sign'},
    'gfloat': {'special': 'inf-top', 'full': 'full'},
    'ml_dtypes': {'rule': 'nearest', 'scale-ovf': 'nan', 'ovf': 'inf', 'nan': 'sign'},
}
NOT_INT8 = ('torchao.ceil', 'torchao.even', 'torchao.rceil', 'cudnn.rceil', 'ml_dtypes')


def gcim(*args, env=None):
    return run_gcim('mx', *args, env=env)


def choices_of(preset, elem):
    choices = STANDARD | PRESETS[preset]
    has_nan = elem in ('e4m3', 'e5m2')
    return choices if has_nan else choices | {'nan': 'zero'}


# ---- numbers


def decode(code, source, specials=True):
    """(kind, negative, value, fraction bits): a number, 'inf' or 'nan'."""
    exp_bits, man, bias = SOURCES[source]
    negative = code >> (exp_bits + man) & 1
    field = code >> man & ((1 << exp_bits) - 1)
    t = code & ((1 << man) - 1)
    if specials and field == (1 << exp_bits) - 1:
        return ('nan' if t else 'inf'), negative, None, Fraction(t, 1 << man)
    value = (t + (field > 0) * (1 << man)) * power(max(field, 1) - bias - man)
    return 'number', negative, -value if negative else value, field == 0 and t > 0


def largest_source(source):
    exp_bits, man, bias = SOURCES[source]
    return (2 - power(-man)) * power((1 << exp_bits) - 2 - bias)


def largest_elem(elem):
    if elem == 'int8':
        return Fraction(127, 64)
    exp_bits, man, bias, kind, emax = ELEMS[elem]
    return (2 - power(-man) * (2 if kind == 'fn' else 1)) * power(emax)


def lanes_of(codes, source, c):
    """What card mx_scale, 5 and 6, reads."""
    lanes = []
    for code in codes:
        kind, negative, value, rest = decode(code, source, c['special'] != 'ignore')
        if kind == 'number' and rest and c['daz'] == 'yes':
            value = Fraction(0)
        if kind == 'inf' and c['special'] == 'sat':
            value = largest_source(source) * (-1 if negative else 1)
            kind = 'number'
        if kind == 'nan' and c['special'] == 'sat':
            kind, value = 'number', Fraction(0)
        lanes.append((kind, negative, value, rest))
    return lanes


def scale_of(lanes, elem, c):
    kinds = {lane[0] for lane in lanes}
    if c['special'] == 'block-nan' and kinds & {'inf', 'nan'}:
        return 255
    if c['special'] == 'inf-top' and 'nan' in kinds:
        return 255
    if c['special'] == 'inf-top' and 'inf' in kinds:
        return 254
    a = max((abs(v) for kind, _, v, _ in lanes if kind == 'number'), default=Fraction(0))
    emax = 0 if elem == 'int8' else ELEMS[elem][4]
    man = 6 if elem == 'int8' else ELEMS[elem][1]
    if a == 0:
        return {'min': 0, 'one': 127, 'low': max(0, 1 - emax)}[c['zero']]
    e = exponent(a)
    f, top = a / power(e), largest_elem(elem) / power(emax)
    t = e - emax + {
        'floor': False,
        'ceil': f > 1,
        'even': f >= 2 - power(-(man + 1)),
        'rceil': f > top,
        'nearest': (f >= top * Fraction(3, 4)) - 1,
    }[c['rule']]
    if t > 127:
        return 254 if c['scale-ovf'] == 'clamp' else 255
    return max(t, -127) + 127


def nan_code(elem, c, negative, rest):
    exp_bits, man, _, kind, _ = ELEMS[elem]
    sign = 1 << (exp_bits + man)
    mode = c['nan'] if kind != 'finite' or c['nan'] == 'max' else 'zero'
    ones = sign - 1
    if mode == 'zero':
        return sign if negative and c['zero-sign'] != 'drop-all' else 0
    if mode == 'max':
        return encode(largest_elem(elem), elem) | (sign if negative else 0)
    if kind == 'fn' or mode == 'ones':
        code = ones
    else:
        field = ones >> man << man
        quiet = 1 << (man - 1)
        code = field | quiet | (math.floor(rest * (1 << man)) if mode == 'payload' else 0)
    return code | (sign if negative and mode in ('sign', 'payload') else 0)


def inf_code(elem, c, negative):
    exp_bits, man, _, kind, _ = ELEMS[elem]
    sign = (1 << (exp_bits + man)) if negative else 0
    if kind == 'fn':
        return nan_code(elem, c, negative, Fraction(0))
    if kind == 'finite':
        return encode(largest_elem(elem), elem) | sign
    return ((1 << exp_bits) - 1) << man | sign


def encode(value, elem):
    """A positive number of the format."""
    if value == 0:
        return 0
    _, man, bias, _, _ = ELEMS[elem]
    e = max(exponent(value), 1 - bias)
    n = int(value / power(e - man))
    return n if e == 1 - bias else (e + bias) << man | (n - (1 << man))


def overflow(elem, c, negative):
    sign = 1 << (BITS[elem] - 1)
    saturated = encode(largest_elem(elem), elem) | (sign if negative else 0)
    if c['ovf'] == 'sat':
        return saturated
    if c['ovf'] == 'nan':
        return nan_code(elem, c, negative, Fraction(0))
    directed = {'rtz': True, 'jam': True, 'floor': not negative, 'ceil': negative}
    if c['ovf'] == 'ieee' and directed.get(c['rnd'], False):
        return saturated
    return inf_code(elem, c, negative)


def element(lane, scale, elem, c):
    kind, negative, v, rest = lane
    limit = 127
    if elem == 'int8':
        low = -128 if c['full'] == 'full' else -127
        if kind == 'nan':
            n = 0 if c['nan'] != 'max' else low if negative else limit
        elif kind == 'inf':
            n = low if negative else limit
        else:
            n = to_integer(64 * v / power(scale - 127), c['rnd'])
        return max(low, min(limit, n)) & 255
    sign = 1 << (BITS[elem] - 1)
    if kind == 'nan':
        return nan_code(elem, c, negative, rest)
    if kind == 'inf':
        if c['ovf'] == 'sat':
            return encode(largest_elem(elem), elem) | (sign if negative else 0)
        if c['ovf'] == 'nan':
            return nan_code(elem, c, negative, Fraction(0))
        return inf_code(elem, c, negative)
    _, man, bias, _, _ = ELEMS[elem]
    if v == 0:
        return sign if negative and c['zero-sign'] == 'keep' else 0
    u = v / power(scale - 127)
    unit = power(max(exponent(u), 1 - bias) - man)
    rounded = to_integer(u / unit, c['rnd']) * unit
    if abs(rounded) > largest_elem(elem):
        return overflow(elem, c, negative)
    code = encode(abs(rounded), elem)
    return code | (sign if negative and (code or c['zero-sign'] != 'drop-all') else 0)


def convert_block(codes, source, elem, c):
    lanes = lanes_of(codes, source, c)
    scale = scale_of(lanes, elem, c)
    if scale == 255:
        return 255, [0] * len(codes)
    if c['zero-sign'] == 'drop-input':
        lanes = [(k, 0 if k == 'number' and v == 0 else s, v, r) for k, s, v, r in lanes]
    # a zero that daz made keeps its sign, and drop-all takes that of every zero
    return scale, [element(lane, scale, elem, c) for lane in lanes]


def blocks_of(rows, block):
    return [row[i : i + block] for row in rows for i in range(0, len(row), block)]


def number_of(code, scale, elem):
    """None: infinite or NaN."""
    if scale == 255:
        return None
    if elem == 'int8':
        return Fraction(code - 256 * (code > 127), 64) * power(scale - 127)
    exp_bits, man, bias, kind, _ = ELEMS[elem]
    field = code >> man & ((1 << exp_bits) - 1)
    t = code & ((1 << man) - 1)
    ones = field == (1 << exp_bits) - 1
    if ones and (kind == 'ieee' or (kind == 'fn' and t == (1 << man) - 1)):
        return None
    value = (t + (field > 0) * (1 << man)) * power(max(field, 1) - bias - man + scale - 127)
    return -value if code >> (exp_bits + man) else value


# ---- files


def bytes_of(rows, source):
    size = 4 if source == 'fp32' else 2
    return b''.join(code.to_bytes(size, 'little') for row in rows for code in row)


def save(path, rows, source, shape=None):
    kind = '<f4' if source == 'fp32' else '<f2'
    return save_npy(path, kind, shape or (len(rows), len(rows[0])), bytes_of(rows, source))


def save_raw(path, rows, source):
    path.write_bytes(bytes_of(rows, source))
    return path


def load(path):
    kind, shape, body = load_npy(path)
    assert kind == '|u1'
    return shape, body


def pack(codes, bits):
    whole = sum(code << (bits * i) for i, code in enumerate(codes))
    return whole.to_bytes((bits * len(codes) + 7) // 8, 'little')


def some_rows(rng, source, rows, terms, specials=True):
    """Values around an exponent per few lanes, with zeros of both signs, ties, the ends of the
    range, and infinities and NaNs now and then."""
    exp_bits, man, _ = SOURCES[source]
    sign, top = 1 << (exp_bits + man), (1 << exp_bits) - 1
    out = []
    for _ in range(rows):
        middle = rng.choice([0, 1, top - 1, rng.randrange(1, top), top // 2])
        row = []
        for _ in range(terms):
            field = max(0, min(top - 1, middle + round(rng.gauss(0, 2))))
            few = rng.getrandbits(5) << (man - 5)
            t = rng.choice([0, (1 << man) - 1, rng.getrandbits(man), few])
            row.append(rng.choice([0, sign]) | field << man | t)
            if rng.random() < 0.15:
                row[-1] = rng.choice([0, sign])
        if specials and rng.random() < 0.3:
            t = rng.choice([0, 0, 1 << (man - 1), rng.getrandbits(man)])
            row[rng.randrange(terms)] = rng.choice([0, sign]) | top << man | t
        if rng.random() < 0.1:
            row = [rng.choice([0, sign]) for _ in row]
        out.append(row)
    return out


# ---- tests: each gets a fresh folder


def random_choices(rng, preset, elem):
    """Some choices other than the preset's, as options and as a table."""
    c, options = choices_of(preset, elem), []
    for name, values in VALUES.items():
        if rng.random() < 0.5 or (name == 'full' and elem != 'int8'):
            continue
        value = rng.choice(values)
        if name == 'nan' and elem not in ('e4m3', 'e5m2'):
            value = rng.choice(['zero', 'max'])
        if name == 'full':
            options.append('--full' if value == 'full' else '--no-full')
        elif name == 'daz':
            options += ['--daz'] if value == 'yes' else []
        else:
            options += [f'--{name}', value]
        c = c | {name: value}
    return c, options


def convert_case(folder, number):
    rng = random.Random(number)
    elem = list(BITS)[number % 6]
    preset = rng.choice([p for p in PRESETS if elem != 'int8' or p not in NOT_INT8])
    source = ('fp32', 'fp16', 'bf16')[number // 6 % 3]
    c, options = random_choices(rng, preset, elem)
    block = rng.choice([32, 32, 1, 5, 8])
    terms = block * rng.randint(1, 3)
    if rng.random() < 0.4:
        terms += rng.randrange(block)
        options += ['--pad', 'zero']
    rows = some_rows(rng, source, 6, terms)
    is_packed = rng.random() < 0.5
    options += ['--packed'] if is_packed else []
    is_raw = source == 'bf16' or rng.random() < 0.3
    if is_raw:
        path = save_raw(folder / 'in', rows, source)
        options += ['--raw', source, '--row', terms]
    else:
        path = save(folder / 'in.npy', rows, source, (2, 3, terms))
    gcim(
        *('convert', path, '-o', folder / 'w', '--preset', preset, '--elem', elem),
        *('--block', block, *options),
    )
    scales, elems = [], b''
    for row in rows:
        done = [convert_block(b, source, elem, c) for b in blocks_of([row], block)]
        scales += [s for s, _ in done]
        codes = [code for _, block_codes in done for code in block_codes]
        elems += pack(codes, BITS[elem]) if is_packed else bytes(codes)
    if is_raw:
        told = (folder / 'w.scale').read_bytes(), (folder / 'w.elem').read_bytes()
    else:
        scale_shape, scale = load(folder / 'w.scale')
        elem_shape, codes = load(folder / 'w.elem')
        assert scale_shape == (2, 3, len(scales) // 6) and elem_shape == (2, 3, len(elems) // 6)
        told = scale, codes
    what = f'case {number}: {preset} {elem} {source} {options} block {block}'
    assert told[0] == bytes(scales), f'{what}: scales {list(told[0])}, by fractions {scales}'
    assert told[1] == elems, f'{what}: codes {told[1].hex()}, by fractions {elems.hex()}'
    return len(scales)


def test_convert(folder):
    """Scales and codes under choices drawn at random, in all formats, packed or not."""
    blocks = sum(convert_case(folder, number) for number in range(360))
    return f'{blocks} blocks'


def test_by_hand(folder):
    """Largest 5 = 1.25 * 4 in E2M1 (emax 2): scale 2^0. 5 is a tie of 4 and 6, 4 is even; 7 is
    beyond 6; -0.25 a tie of 0 and -0.5."""
    values = [7.0, 5.0, -0.25, 0.75] + [0.0] * 28
    rows = [[struct.unpack('<I', struct.pack('<f', v))[0] for v in values]]
    path = save(folder / 'x.npy', rows, 'fp32')
    gcim('convert', path, '-o', folder / 'w', '--preset', 'ocp', '--elem', 'e2m1', '--packed')
    assert load(folder / 'w.scale')[1] == bytes([127])
    # 7 -> 6 (7), 5 -> 4 (6), -0.25 -> -0 (8), 0.75 -> 1 (2)
    assert load(folder / 'w.elem')[1] == bytes([0x67, 0x28]) + bytes(14)
    told = json.loads(
        gcim('error', path, '--elem', 'e2m1', '--presets', 'ocp', '--json', '-').stdout
    )['results'][0]
    # signal 49 + 25 + 1/16 + 9/16, noise 1 + 1 + 1/16 + 1/16
    assert abs(told['sqnr_db'] - 10 * math.log10(74.625 / 2.125)) < 1e-9
    assert told['max_error'] == 1 and told['max_error_of_block'] == 1 / 7
    assert (told['saturated'], told['zeroed'], told['bytes']) == (0, 1, 17), told  # 7: half a step


def test_stochastic(folder):
    """One of the two neighbours, both seen; the same seed again the same, whatever the pieces."""
    rng = random.Random(2)
    rows = some_rows(rng, 'fp16', 4, 64, False)
    path = save(folder / 'x.npy', rows, 'fp16')
    seen = {}
    for seed in 1, 1, 2:
        gcim(
            *('convert', path, '-o', folder / 'w', '--preset', 'ocp', '--elem', 'e4m3'),
            *('--rnd', 'stoch', '--seed', seed, '--rand-bits', 8),
        )
        codes = load(folder / 'w.elem')[1]
        assert seen.setdefault(seed, codes) == codes
    assert seen[1] != seen[2]
    at = ups = downs = 0
    for b in blocks_of(rows, 32):
        c = choices_of('ocp', 'e4m3')
        scale, low = convert_block(b, 'fp16', 'e4m3', c | {'rnd': 'floor'})
        high = convert_block(b, 'fp16', 'e4m3', c | {'rnd': 'ceil'})[1]
        for i in range(32):
            code = seen[1][at + i]
            assert code in (low[i], high[i]), (scale, low[i], high[i], code)
            downs += low[i] != high[i] and code == low[i]
            ups += low[i] != high[i] and code == high[i]
        at += 32
    assert ups > 20 and downs > 20, (ups, downs)


def losses(rows, source, elem, block, preset):
    c = choices_of(preset, elem)
    signal = noise = worst = share = Fraction(0)
    lost = saturated = zeroed = nan_blocks = 0
    top = largest_elem(elem)
    step = Fraction(1, 64) if elem == 'int8' else power(exponent(top) - ELEMS[elem][1])
    for codes in blocks_of(rows, block):
        scale, done = convert_block(codes, source, elem, c)
        nan_blocks += scale == 255
        errors, sizes = [Fraction(0)], []
        for code, told in zip(codes, done):
            kind, _, x, _ = decode(code, source)
            if kind != 'number':
                continue
            sizes.append(abs(x))
            y = number_of(told, scale, elem)
            if y is None:
                lost += 1
                continue
            u = abs(y) / power(scale - 127)
            saturated += u >= top and abs(x) / power(scale - 127) > u + step / 2
            zeroed += x != 0 and y == 0
            errors.append(abs(y - x))
            signal += x * x
            noise += (y - x) ** 2
        worst = max(worst, max(errors))
        share = max(share, max(errors) / max(sizes)) if sizes and max(sizes) else share
    return {
        'values': sum(map(len, rows)),
        'sqnr_db': None if noise == 0 or signal == 0 else decibel(signal / noise),
        'max_error': float(worst),
        'max_error_of_block': float(share),
        'saturated': saturated,
        'zeroed': zeroed,
        'lost': lost,
        'nan_blocks': nan_blocks,
        'blocks': len(blocks_of(rows, block)),
        'bytes': sum(
            -(-len(row) // block) + (len(row) * BITS[elem] + 7) // 8 for row in rows
        ),
    }


def test_error(folder):
    """Every figure of every preset above, with and without specials, rows that end in a block."""
    figures = 0
    for number, elem in enumerate(BITS):
        rng = random.Random(number)
        source = ('fp32', 'fp16')[number % 2]
        terms, block = ((64, 32), (37, 16), (32, 8))[number % 3]
        tensors = {}
        for name, specials in ('plain', False), ('special', True):
            rows = some_rows(rng, source, 12, terms, specials)
            tensors[str(save(folder / f'{name}.npy', rows, source))] = rows
        presets = [p for p in PRESETS if elem != 'int8' or p not in NOT_INT8]
        run = gcim(
            *('error', *tensors, '--elem', elem, '--block', block, '--pad', 'zero'),
            *('--presets', ','.join(presets), '--json', '-'),
        )
        results = json.loads(run.stdout)
        assert (results['elem'], results['block']) == (elem, block)
        told = {(r['tensor'], r['preset']): r for r in results['results']}
        assert len(told) == 2 * len(presets)
        for (tensor, preset), row in told.items():
            for key, expected in losses(tensors[tensor], source, elem, block, preset).items():
                what = f'{elem} {tensor} {preset} {key}: gcim {row[key]}, by fractions {expected}'
                same = row[key] == expected
                if isinstance(expected, float) and row[key] is not None:
                    same = abs(row[key] - expected) <= 1e-12 + 1e-9 * abs(expected)
                assert same, what
                figures += 1
    return f'{figures} figures'


def test_error_table(folder):
    """The table has the figures of --json; a picture has a bar and a name for each preset."""
    rows = some_rows(random.Random(9), 'fp32', 8, 64, False)
    path = save(folder / 'a<b&c.npy', rows, 'fp32')
    args = ('error', path, '--elem', 'e2m1', '--json', folder / 'a.json', '--svg', folder / 'a.svg')
    table = gcim(*args).stdout
    results = json.loads((folder / 'a.json').read_text())['results']
    for row in results:
        line = next(t for t in table.splitlines() if t.split()[:1] == [row['preset']])
        words = line.replace('%', '').split()
        assert abs(float(words[1]) - row['sqnr_db']) <= 0.00501, line
        assert abs(float(words[4]) - 100 * row['saturated'] / 512) <= 1e-4, line
        assert [int(w) for w in words[6:]] == [row['lost'], row['nan_blocks'], row['bytes']], line
    root = ElementTree.parse(folder / 'a.svg').getroot()
    space = '{http://www.w3.org/2000/svg}'
    texts = [t.text for t in root.findall(f'{space}text')]
    assert {r['preset'] for r in results} < set(texts)
    assert any('a<b&c.npy' in t for t in texts) and 'SQNR, dB' in texts
    bars = root.findall(f'{space}rect')[1:]
    assert len(bars) == len(results)
    widths = [float(bar.get('width')) / r['sqnr_db'] for bar, r in zip(bars, results)]
    assert max(widths) - min(widths) < 0.01 * max(widths), widths
    high = float(root.get('height'))
    assert all(0 < float(bar.get('y')) < high for bar in bars)


def reason_of(codes, source, elem, a, b):
    """The first choice, or pair of choices, of b that makes a's block b's."""
    want = convert_block(codes, source, elem, b)
    apart = [name for name in VALUES if a[name] != b[name]]
    groups = [(n,) for n in apart] + [
        (n, m) for i, n in enumerate(apart) for m in apart[i + 1 :]
    ]
    for names in groups:
        if convert_block(codes, source, elem, a | {n: b[n] for n in names}) == want:
            return ' + '.join(WORDS[n] for n in names)
    return 'more than two choices'


def diff_of(text):
    head = re.search(r'(\d+) of (\d+) blocks differ', text)
    counts = {why: int(count) for count, why in re.findall(r'^ +(\d+)  (.+)$', text, re.M)}
    return int(head[1]), int(head[2]), counts


def test_diff(folder):
    """Counts and reasons of pairs of presets, and the blocks that are shown."""
    pairs = [
        ('e4m3', 'ocp', 'torchao.rceil'),
        ('e4m3', 'microxcaling', 'microxcaling.even'),
        ('e2m1', 'ocp', 'ml_dtypes'),
        ('e5m2', 'ml_dtypes', 'microxcaling.cuda'),
        ('int8', 'ocp', 'gfloat'),
        ('int8', 'gfloat', 'microxcaling'),
        ('e3m2', 'cudnn.rceil', 'microxcaling'),
        ('e4m3', 'quark', 'gfloat'),
        ('e2m3', 'torchao.even', 'torchao.ceil'),
    ]
    seen = {}
    for number, (elem, a, b) in enumerate(pairs):
        rng = random.Random(100 + number)
        source = ('fp32', 'fp16')[number % 2]
        rows = some_rows(rng, source, 60, 40)
        path = save(folder / 'x.npy', rows, source)
        run = gcim(
            *('diff', path, '--a', a, '--b', b, '--elem', elem, '--pad', 'zero', '--list', 10000),
        )
        counts, shown = {}, []
        for index, codes in enumerate(blocks_of(rows, 32)):
            left, right = (convert_block(codes, source, elem, choices_of(p, elem)) for p in (a, b))
            if left != right:
                reason = reason_of(codes, source, elem, choices_of(a, elem), choices_of(b, elem))
                counts[reason] = counts.get(reason, 0) + 1
                shown.append((index, reason, left, right))
        told = diff_of(run.stdout)
        assert told == (len(shown), 120, counts), f'{elem} {a} {b}: {told}, by fractions {counts}'
        listed = re.findall(
            r'^block (\d+) .*: (.+)\n.*\n +\S+ +scale +(\d+)  codes ([0-9a-f ]+)\n'
            r' +\S+ +scale +(\d+)  codes ([0-9a-f ]+)$',
            run.stdout,
            re.M,
        )
        assert [
            (int(i), why, (int(s), list(bytes.fromhex(x))), (int(t), list(bytes.fromhex(y))))
            for i, why, s, x, t, y in listed
        ] == shown
        for reason, count in counts.items():
            seen[reason] = seen.get(reason, 0) + count
    for reason in list(WORDS.values())[:5] + ['scale of a zero block', 'sign of zero']:
        assert seen.get(reason, 0) > 0, f'{reason} is in no pair: {seen}'
    return f'{sum(seen.values())} blocks, {len(seen)} reasons'


def test_diff_input(folder):
    """Index, row, lanes and largest input of the first different block."""
    one = struct.unpack('<I', struct.pack('<f', 1.0))[0]
    rows = [[one] * 64, [one] * 64]
    rows[1][40] = struct.unpack('<I', struct.pack('<f', -1.99))[0]
    path = save(folder / 'x.npy', rows, 'fp32')
    text = gcim(
        *('diff', path, '--a', 'ocp', '--b', 'gfloat', '--elem', 'int8'),
        *('--svg', folder / 'a.svg'),
    ).stdout
    # -1.99 * 64 = -127.36: -127 for both; -1.999 * 64 = -127.94: -128 where there is one
    assert '0 of 4 blocks differ' in text
    rows[1][40] = struct.unpack('<I', struct.pack('<f', -1.999))[0]
    save(folder / 'x.npy', rows, 'fp32')
    text = gcim(
        *('diff', path, '--a', 'ocp', '--b', 'gfloat', '--elem', 'int8'),
        *('--svg', folder / 'a.svg'),
    ).stdout
    assert '1 of 4 blocks differ' in text
    assert 'block 3 (row 1, values 32..63): largest |x| 1.99899995: -128 of int8' in text
    assert 'first different element 8, input bfffdf3b' in text, text
    root = ElementTree.parse(folder / 'a.svg').getroot()
    texts = [t.text for t in root.iter('{http://www.w3.org/2000/svg}text')]
    assert '-128 of int8' in texts and '1' in texts


def test_presets(folder):
    """The choices of every preset above, per format; every known deviation has both results."""
    text = gcim('presets').stdout
    parts = {p.split('\n')[0]: p for p in re.split(r'\n(?=\S)', text)}
    for preset in PRESETS:
        part = parts[preset]
        base = re.search(r'choices +(.+)', part)[1]
        told = dict(w.split(' ') for w in base.split(', '))
        elem = 'int8' if preset not in NOT_INT8 else 'e4m3'
        expected = choices_of(preset, elem)
        told.setdefault('full', expected['full'])
        assert told == expected, f'{preset}: {told}'
        assert gcim('presets', preset).stdout.strip() == part.strip()
    told = [text.count(part) for part in ('theirs: scale', 'theirs: an error', 'here: scale')]
    assert told == [22, 1, 23], told


def test_preset_vectors(folder):
    """Vectors of the unit with the modes that are told for a preset: what the preset makes."""
    blocks, lanes = 0, 8
    for preset in PRESETS:
        elem = 'int8' if preset not in NOT_INT8 else 'e4m3'
        modes = re.search(r'^  modes +(.+)$', gcim('presets', preset).stdout, re.M)[1]
        params = f'Lanes={lanes} XManBits=23 Elem={list(BITS).index(elem)}'
        run = [GCIM, 'vec', 'gen', 'mx_quant', '--params', params, '--modes', modes, '--count', '60']
        text = subprocess.run(run, capture_output=True, text=True, check=True).stdout
        for line in text.splitlines():
            if line.startswith('//'):
                continue
            x, _, _, scale, elems = (int(word, 16) for word in line.split()[0].split('_')[11:16])
            codes = [x >> 32 * i & 0xFFFFFFFF for i in range(lanes)]
            told = scale, [elems >> 8 * i & 0xFF for i in range(lanes)]
            want = convert_block(codes, 'fp32', elem, choices_of(preset, elem))
            assert told == want, f'{preset} {elem} {line}: {want}'
            blocks += 1
    assert blocks == 60 * len(PRESETS)
    return f'{blocks} blocks'


def test_pieces(folder):
    """A file of several pieces, whose rows end inside them: as its rows one by one."""
    rng = random.Random(4)
    terms = 70001  # more than a piece
    rows = [[rng.getrandbits(16) for _ in range(terms)] for _ in range(3)]
    args = ('--preset', 'ocp', '--elem', 'e3m2', '--pad', 'zero', '--packed', '--raw', 'bf16')
    path = save_raw(folder / 'all', rows, 'bf16')
    gcim('convert', path, '-o', folder / 'w', *args, '--row', terms)
    scales = elems = b''
    for row in rows:
        gcim('convert', save_raw(folder / 'one', [row], 'bf16'), '-o', folder / 'v', *args)
        scales += (folder / 'v.scale').read_bytes()
        elems += (folder / 'v.elem').read_bytes()
    assert (folder / 'w.scale').read_bytes() == scales and len(scales) == 3 * 2188
    assert (folder / 'w.elem').read_bytes() == elems and len(elems) == 3 * 52501
    c = choices_of('ocp', 'e3m2')
    for index in 2047, 2048, 2187:  # at the end of a piece, behind it, the short one
        codes = rows[1][32 * index : 32 * index + 32]
        assert scales[2188 + index] == convert_block(codes, 'bf16', 'e3m2', c)[0]


def test_memory(folder):
    """64 MB of values converted in 40 MB of address space."""
    with open(folder / 'big', 'wb') as file:
        file.truncate(1 << 26)
    limited = ['sh', '-c', 'ulimit -v 40000 && exec "$@"', 'sh', GCIM, 'mx']
    args = ['convert', folder / 'big', '-o', folder / 'w', '--preset', 'ocp', '--elem', 'e2m1']
    subprocess.run([*limited, *args, '--packed', '--raw', 'bf16'], check=True, capture_output=True)
    assert (folder / 'w.elem').stat().st_size == 1 << 24
    subprocess.run(
        [*limited, 'error', folder / 'big', '--raw', 'bf16', '--elem', 'e2m1', '--presets', 'ocp'],
        check=True,
        capture_output=True,
    )


def test_interrupted(folder):
    """An interrupt leaves nothing behind, and old files as they were."""
    with open(folder / 'big', 'wb') as file:
        file.truncate(1 << 33)
    (folder / 'w.elem').write_text('old')
    interrupt(
        *(folder, 4, 'mx', 'convert', folder / 'big', '-o', folder / 'w', '--raw', 'fp32'),
        *('--preset', 'ocp', '--elem', 'e4m3'),
    )
    assert sorted(p.name for p in folder.iterdir()) == ['big', 'w.elem']
    assert (folder / 'w.elem').read_text() == 'old'


def test_same_bytes(folder):
    """Twice the same, and with every kernel."""
    rows = some_rows(random.Random(6), 'fp32', 40, 64)
    path = save(folder / 'x.npy', rows, 'fp32')
    seen = set()
    for kernel in 'portable', 'golden', 'portable':
        for args in (
            ('error', path, '--elem', 'e4m3', '--json', '-'),
            ('diff', path, '--elem', 'e4m3', '--a', 'ocp', '--b', 'ml_dtypes', '--svg', '-'),
        ):
            run = gcim(*args, env=os.environ | {'GCIM_FAST': kernel})
            seen.add(run.stdout)
    assert len(seen) == 2


run_all('test_mx_cmd', globals())
