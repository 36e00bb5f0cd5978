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
import numpy
from judging import (
    E4M3_OVERFLOWS,
    FORMATS,
    NAN_CANON,
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
    other_zero,
    run_case,
)


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


# ---- known differences ----


@dataclass
class Known:
    name: str
    reason: str
    judge: str
    count: dict  # source: how many codes it explains, over all cases of the judge
    explains: Callable  # case -> mask of codes
    seen: dict = field(default_factory=lambda: dict.fromkeys(SOURCES, 0))


# FP16 has 2 * 1023 NaNs, BF16 2 * 127. gfloat runs in 6 roundings, to formats with a NaN in 2
# overflow policies.
KNOWN = [
    Known(
        'gfloat: NaN of a NaN',
        'gfloat knows one NaN per format, all bits set, for operands of both signs',
        'gfloat',
        {source: 3 * 12 * count for source, count in NANS.items()},
        lambda case: case.is_nan & gfloat_nan(case.target, case.ours, case.theirs),
    ),
    Known(
        'gfloat: NaN of an overflow in E4M3',
        'the same code for overflows and infinities; above 464 to nearest, above 448 or at infinity '
        'only in directed roundings, in between by the random word',
        'gfloat',
        E4M3_OVERFLOWS,
        lambda case: ~case.is_nan
        & (case.target == 'e4m3')
        & gfloat_nan(case.target, case.ours, case.theirs),
    ),
    Known(
        'gfloat: NaN to a format without one',
        'gfloat raises; ours is NAN_ZERO here',
        'gfloat',
        {source: 3 * 6 * count for source, count in NANS.items()},
        lambda case: case.is_nan & (case.theirs == NO_ANSWER),
    ),
    Known(
        'ml_dtypes: NaN to a format without one',
        'ml_dtypes gives a zero of the other sign, ours (NAN_ZERO) of the operand',
        'ml_dtypes',
        {source: 3 * count for source, count in NANS.items()},
        lambda case: case.is_nan
        & (case.target in WITHOUT_NAN)
        & other_zero(case.target, case.values, case.ours, case.theirs),
    ),
]


# ---- cases of both judges ----


def all_cases(library):
    for source in SOURCES:
        for target in FORMATS:
            if target == source:
                continue
            for judge, rnd, ovf in cases_of(target):

                def ours(codes, random, nan):
                    return library.convert(source, target, rnd, ovf, nan, codes, random)

                yield run_case(ours, FORMATS[target][0], judge, source, target, rnd, ovf)


# ---- verdicts ----


def judge_case(score, case):
    unexplained = case.unexplained
    for known in KNOWN:
        if known.judge == case.judge:
            explained = unexplained & known.explains(case)
            known.seen[case.source] += int(explained.sum())
            unexplained &= ~explained
    first = numpy.flatnonzero(unexplained)[:1]
    why = ''.join(
        f'{unexplained.sum()} codes differ, first {i:#x}: {case.show(i)}' for i in first
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
    for case in all_cases(library):
        judge_case(score, case)
    for known in KNOWN:
        print(f'     {known.name}: {known.reason}')
        for source, count in known.count.items():
            seen = known.seen[source]
            why = '' if seen == count else f'explains {seen} codes, not {count}'
            score.tell(seen == count, f'{known.name}, from {source}, {count} codes', why)
    return score.end('fp_judges')


sys.exit(main())
