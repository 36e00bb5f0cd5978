"""judging.py: what the comparisons with gfloat and ml_dtypes share: formats, roundings, verdicts."""

from dataclasses import dataclass

import gfloat
import gfloat.formats
import ml_dtypes
import numpy

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
RAND_BITS = 8
WITHOUT_NAN = ('e2m3', 'e3m2', 'e2m1')

# Numbers of gcim_fp.h.
RNE, RNA, RTZ, FLOOR, CEIL, STOCH = 0, 1, 2, 3, 4, 6
OVF_IEEE, OVF_SAT, OVF_INF = 0, 1, 2
NAN_CANON, NAN_SIGN, NAN_ZERO = 0, 2, 4

GFLOAT_ROUNDINGS = {
    RNE: gfloat.RoundMode.TiesToEven,
    RNA: gfloat.RoundMode.TiesToAway,
    RTZ: gfloat.RoundMode.TowardZero,
    FLOOR: gfloat.RoundMode.TowardNegative,
    CEIL: gfloat.RoundMode.TowardPositive,
    STOCH: gfloat.RoundMode.StochasticFastest,  # up if the dropped part + random / 2^bits >= 1
}


def operands_of(source, codes):
    return codes.astype(numpy.uint16).view(FORMATS[source][1])


# ---- judges ----


def refuses_nan(info):
    try:
        gfloat.encode_ndarray(info, numpy.array([numpy.nan]))
    except (AssertionError, ValueError):
        return True
    return False


def gfloat_codes(info, values, rnd, saturates, random, rand_bits):
    refused = numpy.isnan(values) & refuses_nan(info)
    rounded = gfloat.round_ndarray(
        info,
        numpy.where(refused, 0.0, values),
        GFLOAT_ROUNDINGS[rnd],
        saturates,
        random.astype(numpy.int64) if rnd == STOCH else None,
        rand_bits if rnd == STOCH else 0,
    )
    codes = gfloat.encode_ndarray(info, rounded).astype(numpy.int64)
    return numpy.where(refused, NO_ANSWER, codes)


def ml_dtypes_codes(kind, operands):
    with numpy.errstate(all='ignore'):
        cast = operands.astype(kind)
    return cast.view(numpy.dtype(f'uint{8 * cast.itemsize}')).astype(numpy.int64)


# ---- cases ----


@dataclass
class Case:
    """Every code of a source to a format, by a judge and by the library."""

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
    def unexplained(self):
        return self.ours != self.theirs

    def show(self, i):
        return f'ours {self.ours[i]:#x}, theirs {self.theirs[i]:#x}'


def cases_of(target):
    """Judges, roundings and overflows for a format: without an infinity or a NaN gfloat cannot but
    saturate."""
    for rnd in GFLOAT_ROUNDINGS:
        for ovf in (OVF_SAT, OVF_IEEE) if has_nan(target) else (OVF_SAT,):
            yield 'gfloat', rnd, ovf
    if target in FORMATS:
        yield 'ml_dtypes', RNE, OVF_IEEE


def has_nan(target):
    return target in FORMATS and target not in WITHOUT_NAN


def run_case(ours, info, judge, source, target, rnd, ovf):
    """ours: codes, random numbers and the policy of NaNs -> the library's codes. info: gfloat's
    format."""
    codes = numpy.arange(1 << 16, dtype=numpy.uint32)
    random = (codes * numpy.uint32(2654435761) >> 16) & ((1 << RAND_BITS) - 1)
    operands = operands_of(source, codes)
    with numpy.errstate(all='ignore'):
        case = Case(judge, source, target, rnd, ovf, operands.astype(numpy.float64))
    nan = NAN_CANON if judge == 'gfloat' else NAN_SIGN
    case.ours = ours(codes, random, nan if has_nan(target) else NAN_ZERO)
    if judge == 'gfloat':
        case.theirs = gfloat_codes(info, case.values, rnd, ovf == OVF_SAT, random, RAND_BITS)
    else:
        case.theirs = ml_dtypes_codes(FORMATS[target][1], operands)
    return case


# ---- differences that are known ----


def gfloat_nan(target, ours, theirs):
    """Both say NaN: ours positive, as NAN_CANON has it, theirs with all bits set."""
    mine = {'fp16': 0x7E00, 'bf16': 0x7FC0, 'e4m3': 0x7F, 'e5m2': 0x7E}.get(target)
    return (ours == mine) & (theirs == (1 << FORMATS[target][0].k) - 1)


def other_zero(target, values, ours, theirs):
    """Ours is a zero of the operand's sign, theirs of the other one."""
    minus = 1 << (FORMATS[target][0].k - 1)
    sign = numpy.signbit(values)
    return (ours == numpy.where(sign, minus, 0)) & (theirs == numpy.where(sign, 0, minus))


# Overflows of E4M3 in the six roundings, as gcim_fp.h counts them, with infinities.
E4M3_OVERFLOWS = {
    'fp16': 14720 + 14722 + 2 + 7425 + 7425 + 14720,
    'bf16': 30512 + 30514 + 2 + 15265 + 15265 + 30514,
}
NANS = {'fp16': 2046, 'bf16': 254}


class Score:
    def __init__(self):
        self.passed = self.failed = 0

    def tell(self, good, what, why=''):
        self.passed += bool(good)
        self.failed += not good
        print(f'{"ok  " if good else "FAIL"} {what}{": " + why if why else ""}')

    def end(self, name):
        print(f'{name}: {self.passed} passed, {self.failed} failed')
        return 1 if self.failed else 0
