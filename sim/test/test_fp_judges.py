"""Conversions of the library against gfloat and ml_dtypes: every FP16 and BF16 code to every small
format and to each other, in all roundings the judge has; and the values of all small formats.

    test_fp_judges.py LIBRARY        (libgcim.so)

Where a judge is known to differ an entry of KNOWN says so, why, and for how many codes; a
difference that no entry explains fails, and so does an entry whose count is another one. Flags,
jamming and the policies that no judge has are compared with exact rationals in
cmodel/test/test_fp_convert_exact.c.
"""

import ctypes
import sys
from dataclasses import dataclass, field
from typing import Callable

import gfloat
import gfloat.formats
import ml_dtypes
import numpy

RAND_BITS = 8
NO_ANSWER = -1  # in a judge's codes: it refuses this input

# name: (gfloat's format, ml_dtypes' type)
FORMATS = {
    'fp16': (gfloat.formats.format_info_binary16, numpy.float16),
    'bf16': (gfloat.formats.format_info_bfloat16, ml_dtypes.bfloat16),
    'e4m3': (gfloat.formats.format_info_ocp_e4m3, ml_dtypes.float8_e4m3fn),
    'e5m2': (gfloat.formats.format_info_ocp_e5m2, ml_dtypes.float8_e5m2),
    'e2m3': (gfloat.formats.format_info_ocp_e2m3, ml_dtypes.float6_e2m3fn),
    'e3m2': (gfloat.formats.format_info_ocp_e3m2, ml_dtypes.float6_e3m2fn),
    'e2m1': (gfloat.formats.format_info_ocp_e2m1, ml_dtypes.float4_e2m1fn),
}
SOURCES = ('fp16', 'bf16')
WITHOUT_NAN = ('e2m3', 'e3m2', 'e2m1')

# Numbers of gcim_fp.h.
RNE, RNA, RTZ, FLOOR, CEIL, STOCH = 0, 1, 2, 3, 4, 6
OVF_IEEE, OVF_SAT = 0, 1
NAN_CANON, NAN_SIGN, NAN_ZERO = 0, 2, 4

GFLOAT_ROUNDINGS = {
    RNE: gfloat.RoundMode.TiesToEven,
    RNA: gfloat.RoundMode.TiesToAway,
    RTZ: gfloat.RoundMode.TowardZero,
    FLOOR: gfloat.RoundMode.TowardNegative,
    CEIL: gfloat.RoundMode.TowardPositive,
    STOCH: gfloat.RoundMode.StochasticFastest,  # up if the dropped part + random / 2^bits >= 1
}


# ---- the library ----


class Float(ctypes.Structure):
    _fields_ = [(name, ctypes.c_int) for name in ('exp_bits', 'man_bits', 'bias', 'kind')]


class Policy(ctypes.Structure):
    _fields_ = [
        (name, ctypes.c_int)
        for name in ('rnd', 'ovf', 'nan', 'neg_zero', 'ftz', 'tiny_before', 'rand_bits')
    ]


class Library:
    def __init__(self, path):
        self.lib = ctypes.CDLL(path)
        self.lib.gcim_float_find.restype = ctypes.POINTER(Float)
        self.lib.gcim_float_find.argtypes = [ctypes.c_char_p]
        self.lib.gcim_error_text.restype = ctypes.c_char_p
        self.lib.gcim_fp_convert.argtypes = [
            ctypes.POINTER(Float),
            ctypes.POINTER(Float),
            ctypes.c_int,
            ctypes.c_int,
            ctypes.POINTER(Policy),
            ctypes.c_void_p,
            ctypes.c_void_p,
            ctypes.c_size_t,
            ctypes.c_void_p,
            ctypes.c_void_p,
        ]

    def find(self, name):
        found = self.lib.gcim_float_find(name.encode())
        if not found:
            raise SystemExit(self.lib.gcim_error_text().decode())
        return found

    def convert(self, source, target, rnd, ovf, nan, codes, random):
        policy = Policy(rnd=rnd, ovf=ovf, nan=nan, rand_bits=RAND_BITS)
        out = numpy.empty_like(codes)
        status = self.lib.gcim_fp_convert(
            self.find(target),
            self.find(source),
            0,
            0,
            ctypes.byref(policy),
            codes.ctypes.data,
            random.ctypes.data,
            len(codes),
            out.ctypes.data,
            None,
        )
        if status != 0:
            raise SystemExit(self.lib.gcim_error_text().decode())
        return out.astype(numpy.int64)


# ---- cases ----


@dataclass
class Case:
    """One conversion of all codes by both sides."""

    judge: str
    source: str
    target: str
    rnd: int
    ovf: int
    values: numpy.ndarray  # of the operands
    ours: numpy.ndarray = None
    theirs: numpy.ndarray = None

    def __str__(self):
        return f'{self.judge} {self.source} to {self.target}, rnd {self.rnd}, ovf {self.ovf}'

    @property
    def is_nan(self):
        return numpy.isnan(self.values)

    @property
    def bits(self):
        return FORMATS[self.target][0].k


# ---- known differences ----


@dataclass
class Known:
    name: str
    reason: str
    judge: str
    count: dict  # source: how many codes it explains, over all cases of the judge
    explains: Callable  # case -> mask of codes
    seen: dict = field(default_factory=lambda: dict.fromkeys(SOURCES, 0))


def gfloat_nan(case):
    """Both say NaN: ours positive, as NAN_CANON has it, theirs with all bits set."""
    mine = {'fp16': 0x7E00, 'bf16': 0x7FC0, 'e4m3': 0x7F, 'e5m2': 0x7E}.get(case.target)
    return (case.ours == mine) & (case.theirs == (1 << case.bits) - 1)


def other_zero(case):
    """Ours is a zero of the operand's sign, theirs of the other one."""
    minus = 1 << (case.bits - 1)
    sign = numpy.signbit(case.values)
    return (case.ours == numpy.where(sign, minus, 0)) & (
        case.theirs == numpy.where(sign, 0, minus)
    )


# FP16 has 2 * 1023 NaNs, BF16 2 * 127. gfloat runs in 6 roundings, to formats with a NaN in 2
# overflow policies.
KNOWN = [
    Known(
        'gfloat: NaN of a NaN',
        'gfloat knows one NaN per format, all bits set, for operands of both signs',
        'gfloat',
        {'fp16': 3 * 12 * 2046, 'bf16': 3 * 12 * 254},
        lambda case: case.is_nan & gfloat_nan(case),
    ),
    Known(
        'gfloat: NaN of an overflow in E4M3',
        'the same code for overflows and infinities; above 464 to nearest, above 448 or at infinity '
        'only in directed roundings, in between by the random word',
        'gfloat',
        {
            'fp16': 14720 + 14722 + 2 + 7425 + 7425 + 14720,
            'bf16': 30512 + 30514 + 2 + 15265 + 15265 + 30514,
        },
        lambda case: ~case.is_nan & (case.target == 'e4m3') & gfloat_nan(case),
    ),
    Known(
        'gfloat: NaN to a format without one',
        'gfloat raises; ours is NAN_ZERO here',
        'gfloat',
        {'fp16': 3 * 6 * 2046, 'bf16': 3 * 6 * 254},
        lambda case: case.is_nan & (case.theirs == NO_ANSWER),
    ),
    Known(
        'ml_dtypes: NaN to a format without one',
        'ml_dtypes gives a zero of the other sign, ours (NAN_ZERO) of the operand',
        'ml_dtypes',
        {'fp16': 3 * 2046, 'bf16': 3 * 254},
        lambda case: case.is_nan & (case.target in WITHOUT_NAN) & other_zero(case),
    ),
]


# ---- judges ----


def refuses_nan(info):
    try:
        gfloat.encode_ndarray(info, numpy.array([numpy.nan]))
    except AssertionError:
        return True
    return False


def gfloat_codes(case, random):
    info = FORMATS[case.target][0]
    values = case.values
    refused = case.is_nan & refuses_nan(info)
    rounded = gfloat.round_ndarray(
        info,
        numpy.where(refused, 0.0, values),
        GFLOAT_ROUNDINGS[case.rnd],
        case.ovf == OVF_SAT,
        random.astype(numpy.int64) if case.rnd == STOCH else None,
        RAND_BITS if case.rnd == STOCH else 0,
    )
    codes = gfloat.encode_ndarray(info, rounded).astype(numpy.int64)
    return numpy.where(refused, NO_ANSWER, codes)


def ml_dtypes_codes(case, operands):
    with numpy.errstate(all='ignore'):
        cast = operands.astype(FORMATS[case.target][1])
    return cast.view(numpy.uint16 if case.bits == 16 else numpy.uint8).astype(numpy.int64)


def cases():
    for source in SOURCES:
        for target in FORMATS:
            if target == source:
                continue
            for rnd in GFLOAT_ROUNDINGS:
                # where there is neither an infinity nor a NaN gfloat cannot but saturate
                for ovf in (OVF_SAT,) if target in WITHOUT_NAN else (OVF_SAT, OVF_IEEE):
                    yield 'gfloat', source, target, rnd, ovf
            yield 'ml_dtypes', source, target, RNE, OVF_IEEE


def run_case(library, judge, source, target, rnd, ovf):
    codes = numpy.arange(1 << 16, dtype=numpy.uint32)
    random = (codes * numpy.uint32(2654435761) >> 16) & ((1 << RAND_BITS) - 1)
    operands = codes.astype(numpy.uint16).view(FORMATS[source][1])
    with numpy.errstate(all='ignore'):
        case = Case(judge, source, target, rnd, ovf, operands.astype(numpy.float64))
    nan = NAN_ZERO if target in WITHOUT_NAN else NAN_CANON if judge == 'gfloat' else NAN_SIGN
    case.ours = library.convert(source, target, rnd, ovf, nan, codes, random)
    if judge == 'gfloat':
        case.theirs = gfloat_codes(case, random)
    else:
        case.theirs = ml_dtypes_codes(case, operands)
    return case


# ---- verdicts ----


class Score:
    def __init__(self):
        self.passed = self.failed = 0

    def tell(self, good, what, why=''):
        self.passed += good
        self.failed += not good
        print(f'{"ok  " if good else "FAIL"} {what}{": " + why if why else ""}')


def judge_case(score, case):
    unexplained = case.ours != case.theirs
    for known in KNOWN:
        if known.judge == case.judge:
            explained = unexplained & known.explains(case)
            known.seen[case.source] += int(explained.sum())
            unexplained &= ~explained
    first = numpy.flatnonzero(unexplained)[:1]
    why = ''.join(
        f'{unexplained.sum()} codes differ, first {i:#x}: ours {case.ours[i]:#x}, '
        f'theirs {case.theirs[i]:#x}'
        for i in first
    )
    score.tell(len(first) == 0, str(case), why)


def judge_values(score, library, name):
    """All codes of a format, widened to FP32, against both judges' values."""
    info, dtype = FORMATS[name]
    codes = numpy.arange(1 << info.k, dtype=numpy.uint32)
    ours = library.convert(name, 'fp32', RNE, OVF_IEEE, NAN_CANON, codes, codes)
    ours = ours.astype(numpy.uint32).view(numpy.float32)
    theirs = gfloat.decode_ndarray(info, codes.astype(numpy.uint64))
    others = codes.astype(numpy.uint16 if info.k == 16 else numpy.uint8).view(dtype)
    with numpy.errstate(all='ignore'):
        values = {'gfloat': theirs, 'ml_dtypes': others.astype(numpy.float32)}
    for judge, value in values.items():
        nan = numpy.isnan(value)
        same = numpy.where(
            nan, numpy.isnan(ours), (ours == value) & (numpy.signbit(ours) == numpy.signbit(value))
        )
        wrong = ', '.join(hex(i) for i in numpy.flatnonzero(~same)[:4])
        score.tell(not wrong, f'{judge} values of {name}', wrong)


def main():
    if len(sys.argv) != 2:
        raise SystemExit('usage: test_fp_judges.py LIBRARY')
    library = Library(sys.argv[1])
    score = Score()
    for name in FORMATS:
        judge_values(score, library, name)
    for what in cases():
        judge_case(score, run_case(library, *what))
    for known in KNOWN:
        print(f'     {known.name}: {known.reason}')
        for source, count in known.count.items():
            seen = known.seen[source]
            why = '' if seen == count else f'explains {seen} codes, not {count}'
            score.tell(seen == count, f'{known.name}, from {source}, {count} codes', why)
    print(f'fp_judges: {score.passed} passed, {score.failed} failed')
    return 1 if score.failed else 0


sys.exit(main())
