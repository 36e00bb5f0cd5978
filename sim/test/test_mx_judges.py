"""Microscaling conversion against gfloat and ml_dtypes: whole blocks with the presets of these
names; every FP16 and BF16 code as an element at scale 127, in all roundings that a judge has in
common with the library; and the deviations that the library lists of both.

    test_mx_judges.py LIBRARY        (libgcim.so)

Where a judge is known to differ an entry of KNOWN says so, why, and for how many blocks or codes,
counted from the inputs; a difference that no entry explains fails, and so does an entry whose count
is another one. gfloat's other stochastic roundings (Stochastic, StochasticOdd, StochasticFast) have
no counterpart in the library; presets of implementations that are not installed are compared with
hand-made blocks in cmodel/test.
"""

import ctypes
import importlib.util
import os
import sys
from dataclasses import dataclass, field
from pathlib import Path
from typing import Callable

import gfloat
import gfloat.formats
import ml_dtypes
import numpy
from judging import (
    E4M3_OVERFLOWS,
    FORMATS,
    NANS,
    NO_ANSWER,
    OVF_IEEE,
    RAND_BITS,
    RNE,
    SOURCES,
    WITHOUT_NAN,
    Score,
    cases_of,
    gfloat_nan,
    has_nan,
    ml_dtypes_codes,
    other_zero,
    run_case,
)

BLOCK = 32
BLOCKS = 2500  # of a format
ELEMS = ('int8', 'e4m3', 'e5m2', 'e3m2', 'e2m3', 'e2m1')
BITS = {'int8': 8, 'e4m3': 8, 'e5m2': 8, 'e3m2': 6, 'e2m3': 6, 'e2m1': 4}
LARGEST = {'int8': 127 / 64, 'e4m3': 448, 'e5m2': 57344, 'e3m2': 28, 'e2m3': 7.5, 'e2m1': 6}
GFLOAT_BLOCKS = {
    'int8': gfloat.formats.format_info_mxint8,
    'e4m3': gfloat.formats.format_info_mxfp8_e4m3,
    'e5m2': gfloat.formats.format_info_mxfp8_e5m2,
    'e3m2': gfloat.formats.format_info_mxfp6_e3m2,
    'e2m3': gfloat.formats.format_info_mxfp6_e2m3,
    'e2m1': gfloat.formats.format_info_mxfp4_e2m1,
}
GFLOAT_ELEMS = {elem: block.etype for elem, block in GFLOAT_BLOCKS.items()}


def load_module(library):
    os.environ['GCIM_LIB'] = str(Path(library).resolve())
    spec = importlib.util.spec_from_file_location('gcim', 'cmodel/python/gcim.py')
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# ---- blocks of both judges ----


def gfloat_block(values, elem):
    """Scale byte and codes of one block; NO_ANSWER everywhere if gfloat refuses it."""
    info = GFLOAT_BLOCKS[elem]
    wide = values.astype(numpy.float64)
    with numpy.errstate(all='ignore'):
        scale = gfloat.compute_scale_amax(info.etype.emax, wide)
        scaled = wide / scale
    try:
        codes = list(gfloat.encode_block(info, scale, scaled))
    except (AssertionError, ValueError):
        return NO_ANSWER, numpy.full(len(values), NO_ANSWER)
    return int(codes[0]), numpy.array(codes[1:], numpy.int64)


def ml_dtypes_block(values, elem):
    """The largest magnitude over the largest element as E8M0; values over that, cast. All in
    double, which holds values and quotients by powers of two exactly."""
    wide = values.astype(numpy.float64)
    with numpy.errstate(all='ignore'):
        scale = (numpy.max(numpy.abs(wide)) / LARGEST[elem]).astype(ml_dtypes.float8_e8m0fnu)
        scaled = wide / scale.astype(numpy.float64)
    return int(scale.view(numpy.uint8)), ml_dtypes_codes(FORMATS[elem][1], scaled)


JUDGES = {
    'gfloat': (gfloat_block, ELEMS),
    'ml_dtypes': (ml_dtypes_block, [elem for elem in ELEMS if elem != 'int8']),
}


def random_blocks(rng, count):
    """A largest exponent per block over all of FP32's range, others some binades below."""
    exponents = rng.integers(-149, 128, (count, 1)) - rng.integers(0, 9, (count, BLOCK))
    x = rng.uniform(1, 2, (count, BLOCK)) * rng.choice([-1.0, 1.0], (count, BLOCK))
    return x * numpy.exp2(exponents.astype(numpy.float64))


def boundary_blocks(rng, count, elem):
    """Half steps of the element format, which are ties, and their FP32 neighbours; the largest
    value at or beside a place where a scale rule changes its mind."""
    step = LARGEST[elem] / 127 if elem == 'int8' else 2.0 ** -rng.integers(1, 8, (count, 1))
    x = rng.integers(-64, 65, (count, BLOCK)) * step / 2
    top = rng.choice([1, 1.5, LARGEST[elem], LARGEST[elem] * 1.5, LARGEST[elem] * 1.0625], count)
    x[:, 0] = numpy.where(rng.integers(0, 2, count) == 1, top, x[:, 0])
    single = (x * numpy.exp2(rng.integers(-100, 100, (count, 1)).astype(float))).astype('f4')
    toward = rng.choice([-numpy.inf, numpy.inf], (count, BLOCK)).astype('f4')
    beside = rng.integers(0, 3, (count, BLOCK)) == 0
    return numpy.where(beside, numpy.nextafter(single, toward), single)


def subnormal_blocks(rng, count):
    """FP32's subnormal numbers and the normal ones above them."""
    bits = rng.integers(1, 25, (count, 1))
    return rng.integers(-(2**bits), 2**bits, (count, BLOCK)) * 2.0**-149


def end_blocks(rng, count, elem):
    """Scales at both ends of E8M0: the largest magnitude near 2^-127 and near 2^127 times the
    largest element, as far as FP32 goes."""
    ends = numpy.where(rng.integers(0, 2, (count, 1)) == 0, -128.0, 127.0)
    x = rng.uniform(-4, 4, (count, BLOCK)) * rng.uniform(0.1, 1, (count, 1))
    x = x * numpy.exp2(ends) * LARGEST[elem]
    return numpy.clip(x, -3.4e38, 3.4e38)


def special_blocks(rng, count):
    """Zeros of both signs, and infinities and NaNs in most blocks."""
    x = random_blocks(rng, count)
    x[rng.random((count, BLOCK)) < 0.3] = 0.0
    x[rng.random((count, BLOCK)) < 0.2] = -0.0
    x[: count // 4] = numpy.where(rng.integers(0, 2, (count // 4, BLOCK)) == 0, 0.0, -0.0)
    chosen = rng.integers(count // 4, count, count)
    x[chosen, rng.integers(0, BLOCK, count)] = rng.choice([numpy.inf, -numpy.inf], count)
    chosen = rng.integers(count // 4, count, count // 2)
    x[chosen, rng.integers(0, BLOCK, count // 2)] = rng.choice([numpy.nan, -numpy.nan], count // 2)
    return x


def all_blocks(elem):
    rng = numpy.random.default_rng(ELEMS.index(elem))
    part = BLOCKS // 5
    parts = [
        random_blocks(rng, part),
        boundary_blocks(rng, part, elem),
        subnormal_blocks(rng, part),
        end_blocks(rng, part, elem),
        special_blocks(rng, part),
    ]
    with numpy.errstate(all='ignore'):
        return numpy.concatenate([p.astype(numpy.float32) for p in parts])


# ---- known differences ----


@dataclass
class Known:
    name: str
    reason: str
    judge: str
    expected: Callable  # case -> how many, from the inputs alone
    explains: Callable  # case -> mask
    count: int = 0
    seen: int = 0


@dataclass
class Blocks:
    """All blocks of a format by a judge and by its preset."""

    judge: str
    elem: str
    values: numpy.ndarray
    ours: tuple = None
    theirs: tuple = field(default_factory=tuple)

    def __str__(self):
        return f'{self.judge} {len(self.values)} blocks of {self.elem}'

    @property
    def has_nan(self):
        return numpy.isnan(self.values).any(axis=1)

    @property
    def has_special(self):
        return ~numpy.isfinite(self.values).all(axis=1)

    @property
    def quotient(self):
        """The largest magnitude over the largest element in FP32, from which ml_dtypes casts."""
        with numpy.errstate(all='ignore'):
            amax = numpy.max(numpy.abs(self.values.astype(numpy.float64)), axis=1)
            return (amax / LARGEST[self.elem]).astype(numpy.float32)

    @property
    def vanishes(self):
        return (self.quotient == 0) & ~self.is_zero

    @property
    def is_low(self):
        return (self.quotient > 2.0**-127) & (self.quotient < 1.5 * 2.0**-127)

    @property
    def is_zero(self):
        return (self.values == 0).all(axis=1)

    @property
    def unexplained(self):
        return (self.ours[0] != self.theirs[0]) | (self.ours[1] != self.theirs[1]).any(axis=1)

    def theirs_nan(self):
        """Every element a NaN, or where there is none a zero."""
        codes = self.theirs[1]
        if self.elem in WITHOUT_NAN:
            return ((codes & (1 << (BITS[self.elem] - 1)) - 1) == 0).all(axis=1)
        values = codes.astype(numpy.uint8).view(FORMATS[self.elem][1]).astype(numpy.float64)
        return numpy.isnan(values).all(axis=1)

    def show(self, i):
        ours, theirs = (f'{side[0][i]} {side[1][i]}' for side in (self.ours, self.theirs))
        return f'ours {ours}, theirs {theirs}, of {self.values[i]}'

    def ours_zero(self, scale):
        return (self.ours[0] == scale) & (self.ours[1] == 0).all(axis=1)


def plain_zeros(case):
    """Ours: scale 0, zeros of the values' signs."""
    signs = numpy.signbit(case.values) * (1 << (BITS[case.elem] - 1))
    return (case.ours[0] == 0) & (case.ours[1] == signs).all(axis=1)


KNOWN_BLOCKS = [
    Known(
        'gfloat: elements of a NaN block',
        'gfloat encodes them as NaN, all bits set; here they are 0, which the standard leaves open',
        'gfloat',
        lambda case: case.has_nan.sum() * has_nan(case.elem),
        lambda case: case.has_nan & case.ours_zero(255) & (case.theirs[0] == 255)
        & (case.theirs[1] == 0xFF).all(axis=1),
    ),
    Known(
        'gfloat: a NaN in a block of a format without NaN',
        'gfloat raises; here the block is a NaN',
        'gfloat',
        lambda case: case.has_nan.sum() * (not has_nan(case.elem)),
        lambda case: case.has_nan & case.ours_zero(255) & (case.theirs[0] == NO_ANSWER),
    ),
    Known(
        'ml_dtypes: elements of a NaN block',
        'values over a NaN, cast: NaNs, or in formats without NaN zeros of the other sign; here 0',
        'ml_dtypes',
        lambda case: case.has_special.sum(),
        lambda case: case.has_special
        & case.ours_zero(255)
        & (case.theirs[0] == 255)
        & case.theirs_nan(),
    ),
    Known(
        'ml_dtypes: a block of zeros',
        'E8M0 has no zero: the cast makes 255, and 0 / NaN a NaN; here scale 0 and zeros',
        'ml_dtypes',
        lambda case: case.is_zero.sum(),
        lambda case: case.is_zero & plain_zeros(case) & (case.theirs[0] == 255) & case.theirs_nan(),
    ),
    Known(
        'ml_dtypes: a quotient that is zero in FP32',
        'the cast goes through FP32: below 2^-149 / 2 a zero, whose scale is 255; here 0',
        'ml_dtypes',
        lambda case: case.vanishes.sum(),
        lambda case: case.vanishes
        & (case.ours[0] == 0)
        & (case.theirs[0] == 255)
        & case.theirs_nan(),
    ),
    Known(
        'ml_dtypes: quotients between 2^-127 and 1.5 * 2^-127',
        'the cast of an FP32 subnormal rounds up whatever is above 2^-127; here to nearest',
        'ml_dtypes',
        lambda case: case.is_low.sum(),
        lambda case: case.is_low & (case.ours[0] == 0) & (case.theirs[0] == 1),
    ),
]


def judge_blocks(score, gcim, judge, elem):
    block_of, _ = JUDGES[judge]
    case = Blocks(judge, elem, all_blocks(elem))
    scale, codes = gcim.quantize(case.values, judge, elem)
    case.ours = scale[:, 0].astype(numpy.int64), codes.astype(numpy.int64)
    rows = [block_of(row, elem) for row in case.values]
    case.theirs = numpy.array([s for s, _ in rows]), numpy.array([c for _, c in rows])
    settle(score, case, KNOWN_BLOCKS)


def settle(score, case, known_list):
    """Take off what is known, fail for the rest."""
    left = case.unexplained
    for known in known_list:
        if known.judge == case.judge:
            explained = left & known.explains(case)
            known.count += int(known.expected(case))
            known.seen += int(explained.sum())
            left = left & ~explained
    first = numpy.flatnonzero(left)[:1]
    why = ''.join(f'{left.sum()} differ, first {i}: {case.show(i)}' for i in first)
    score.tell(not why, str(case), why)


# ---- elements at scale 127 ----


class Quantizer:
    """The unit mx_quant with a given scale: 256 codes at a time."""

    LANES = 256
    ORDER = ('rule', 'special', 'zero', 'scale_ovf', 'daz', 'given', 'rnd', 'ovf', 'nan')
    ORDER += ('zero_sign', 'full', 'x', 'host', 'random')

    def __init__(self, library, source, elem):
        self.lib, self.elem = ctypes.CDLL(library), elem
        self.lib.gcim_unit_find.restype = ctypes.c_void_p
        self.lib.gcim_error_text.restype = ctypes.c_char_p
        pointers = ctypes.POINTER(ctypes.c_void_p)
        self.lib.gcim_model_eval.argtypes = [ctypes.c_void_p, pointers, pointers]
        info = FORMATS[source][0]
        params = (
            f'Lanes={self.LANES} XExpBits={info.expBits} XManBits={info.precision - 1} '
            f'XBias={info.bias} Elem={ELEMS.index(elem)} RandBits={RAND_BITS}'
        )
        self.model = ctypes.c_void_p()
        self.check(
            self.lib.gcim_model_new(
                ctypes.c_void_p(self.lib.gcim_unit_find(b'mx_quant')),
                params.encode(),
                ctypes.byref(self.model),
            )
        )

    def check(self, status):
        if status != 0:
            raise SystemExit(self.lib.gcim_error_text().decode())

    def run(self, codes, random, modes):
        bits = BITS[self.elem]
        out = numpy.empty(len(codes), numpy.int64)
        for at in range(0, len(codes), self.LANES):
            part = slice(at, at + self.LANES)
            ports = {name: numpy.array([modes.get(name, 0)], numpy.uint32) for name in self.ORDER}
            ports['x'] = codes[part].astype(numpy.uint16)
            ports['random'] = random[part].astype(numpy.uint8)
            results = [numpy.zeros(n, numpy.uint8) for n in (4, self.LANES, 4)]
            self.check(
                self.lib.gcim_model_eval(
                    self.model,
                    (ctypes.c_void_p * len(ports))(*(p.ctypes.data for p in ports.values())),
                    (ctypes.c_void_p * 3)(*(r.ctypes.data for r in results)),
                )
            )
            flat = numpy.unpackbits(results[1], bitorder='little')[: self.LANES * bits]
            weights = 1 << numpy.arange(bits)
            out[part] = flat.reshape(self.LANES, bits).astype(numpy.int64) @ weights
        return out


def nans(case):
    return NANS[case.source]


def e4m3_overflows(case):
    """The count is that of six roundings together."""
    counted = case.target == 'e4m3' and case.ovf == OVF_IEEE and case.rnd == RNE
    return E4M3_OVERFLOWS[case.source] * counted


KNOWN_CODES = [
    Known(
        'gfloat: NaN of a NaN',
        'gfloat knows one NaN per format, all bits set, for operands of both signs',
        'gfloat',
        lambda case: nans(case) * has_nan(case.target),
        lambda case: case.is_nan & gfloat_nan(case.target, case.ours, case.theirs)
        if has_nan(case.target)
        else numpy.zeros(len(case.values), bool),
    ),
    Known(
        'gfloat: NaN of an overflow in E4M3',
        'the same code for overflows and infinities; ours is positive',
        'gfloat',
        e4m3_overflows,
        lambda case: ~case.is_nan
        & (case.target == 'e4m3')
        & (case.ours == 0x7F)
        & (case.theirs == 0xFF),
    ),
    Known(
        'gfloat: NaN to a format without one',
        'gfloat raises; ours is NAN_ZERO here',
        'gfloat',
        lambda case: nans(case) * (not has_nan(case.target)),
        lambda case: case.is_nan & (case.theirs == NO_ANSWER),
    ),
    Known(
        'ml_dtypes: NaN to a format without one',
        'ml_dtypes gives a zero of the other sign, ours (NAN_ZERO) of the operand',
        'ml_dtypes',
        lambda case: nans(case) * (case.target in WITHOUT_NAN),
        lambda case: case.is_nan
        & (case.target in WITHOUT_NAN)
        & other_zero(case.target, case.values, case.ours, case.theirs),
    ),
]


def judge_elements(score, library):
    for source in SOURCES:
        for elem in ELEMS:
            quantizer = Quantizer(library, source, elem)
            for judge, rnd, ovf in cases_of(elem):
                modes = {'given': 1, 'host': 127, 'rnd': rnd, 'ovf': ovf, 'full': 1, 'special': 1}

                def ours(codes, random, nan):
                    return quantizer.run(codes, random, modes | {'nan': nan})

                case = run_case(ours, GFLOAT_ELEMS[elem], judge, source, elem, rnd, ovf)
                settle(score, case, KNOWN_CODES)


# ---- listed deviations ----


def judge_deviations(score, gcim):
    """The implementation gives what is listed, and the preset something else."""
    elsewhere = set()
    for d in gcim.deviations():
        if d['preset'] not in JUDGES:
            elsewhere.add(d['preset'])
            continue
        lanes = numpy.array(d['lanes'] + d['lanes'][3:] * (BLOCK - 4), numpy.uint32)
        values = lanes.view(numpy.float32)
        want = d['scale'], d['codes'] + d['codes'][3:] * (BLOCK - 4)  # equal lanes, equal codes
        if d['scale'] is None:
            want = NO_ANSWER, [NO_ANSWER] * BLOCK
        scale, codes = JUDGES[d['preset']][0](values, d['elem'])
        ours = gcim.quantize(values, d['preset'], d['elem'])
        what = f'{d["preset"]} {d["elem"]} deviates: {d["what"]}'
        why = '' if (scale, codes.tolist()) == want else f'it gives {scale} {codes[:4]}'
        if (int(ours[0][0]), ours[1].tolist()) == want:
            why = 'ours is the same'
        score.tell(not why, what, why)
    print(f'     not installed, their deviations are not shown: {", ".join(sorted(elsewhere))}')


def main():
    if len(sys.argv) != 2:
        raise SystemExit('usage: test_mx_judges.py LIBRARY')
    library = sys.argv[1]
    gcim = load_module(library)
    score = Score()
    for judge, (_, elems) in JUDGES.items():
        for elem in elems:
            judge_blocks(score, gcim, judge, elem)
    judge_elements(score, library)
    for known in KNOWN_BLOCKS + KNOWN_CODES:
        print(f'     {known.name}: {known.reason}')
        good = known.seen == known.count and known.seen > 0
        why = '' if good else f'explains {known.seen}, not {known.count}'
        score.tell(good, f'{known.name}, {known.count}', why)
    judge_deviations(score, gcim)
    return score.end('mx_judges')


sys.exit(main())
