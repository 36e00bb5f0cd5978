"""Microscaling (OCP MX) conversion of NumPy arrays by the gcim library; gcim_mx.h says what each
function and choice means.

    scale, codes = gcim.quantize(x, 'torchao.rceil', 'e4m3')
    y = gcim.dequantize(scale, codes, 'e4m3')

Blocks go along the last axis. Choices other than a preset's are keywords, named as on the command
line of `gcim mx convert`: rule='ceil', zero_sign='keep', full=True. The library is, in this order:
the file that GCIM_LIB names, lib/libgcim.so of the installation that this file is part of, the one
that was built in the source tree that this file is part of.
"""

import ctypes
import os
from pathlib import Path

import numpy

ELEMS = ('int8', 'e4m3', 'e5m2', 'e3m2', 'e2m3', 'e2m1')
SOURCES = {'fp32': numpy.uint32, 'fp16': numpy.uint16, 'bf16': numpy.uint16}
_ROUNDINGS = ('rne', 'rna', 'rtz', 'floor', 'ceil', 'jam', 'stoch')
_NANS = ('canon', 'ones', 'sign', 'payload', 'zero', 'max')
_OVERFLOWS = ('ieee', 'sat', 'inf', 'nan')
_CHOICES = {
    'rule': ('floor', 'ceil', 'even', 'rceil', 'nearest'),
    'special': ('block-nan', 'pass', 'sat', 'ignore', 'inf-top'),
    'zero': ('min', 'one', 'low'),
    'scale_ovf': ('clamp', 'nan'),
    'zero_sign': ('keep', 'drop-input', 'drop-all'),
    'rnd': _ROUNDINGS,
    'ovf': _OVERFLOWS,
    'nan': _NANS,
    'acc': ('maxfirst', 'running', 'float', 'exact'),
    'cut': _ROUNDINGS[:6],
    'quant': _ROUNDINGS[:6],
}

_REFUSED = -1000  # GCIM_MX_REFUSED


class GcimError(ValueError):
    """What the library or this module says: what is wrong, what is allowed."""


def _ints(*names):
    return [(name, ctypes.c_int) for name in names]


class _Float(ctypes.Structure):  # gcim_float_t
    _fields_ = _ints('exp_bits', 'man_bits', 'bias', 'kind')


class _Policy(ctypes.Structure):  # gcim_fp_policy_t
    _fields_ = _ints('rnd', 'ovf', 'nan', 'neg_zero', 'ftz', 'tiny_before', 'rand_bits')


class Config(ctypes.Structure):
    """gcim_mx_t."""

    _fields_ = _ints(
        *('elem', 'block', 'rule', 'special', 'zero', 'scale_ovf', 'zero_sign'),
        *('daz', 'full', 'pad', 'rnd', 'ovf', 'nan', 'rand_bits'),
    )


class _Dot(ctypes.Structure):  # gcim_mx_dot_t
    _fields_ = [
        *_ints('a', 'b', 'block', 'acc', 'aligned', 'frac', 'cut', 'acc_bits', 'quant'),
        *_ints('cutoff', 'sat'),
        ('policy', _Policy),
    ]


class _Preset(ctypes.Structure):  # gcim_mx_preset_t
    _fields_ = [(name, ctypes.c_char_p) for name in ('name', 'basis', 'deviations')] + [
        ('elems', ctypes.c_uint)
    ]


class _Deviation(ctypes.Structure):  # gcim_mx_deviation_t
    _fields_ = [
        ('preset', ctypes.c_char_p),
        ('elem', ctypes.c_int),
        ('what', ctypes.c_char_p),
        ('lanes', ctypes.c_uint32 * 4),
        ('scale', ctypes.c_int),
        ('codes', ctypes.c_uint8 * 4),
    ]


# ---- the library ----


def _candidates():
    if 'GCIM_LIB' in os.environ:
        return [Path(os.environ['GCIM_LIB'])]
    here = Path(__file__).resolve().parent
    if here.parts[-3:] == ('share', 'gcim', 'python'):
        return [here.parents[2] / 'lib' / 'libgcim.so']
    return sorted((here.parents[1] / 'build' / 'lib').glob('libgcim.so*'))


def _load():
    paths = _candidates()
    if not paths:
        raise GcimError('no libgcim.so: build it with make, install it, or let GCIM_LIB name it')
    try:
        lib = ctypes.CDLL(str(paths[0]))
    except OSError as error:
        raise GcimError(f'{paths[0]}: cannot be loaded ({error}); GCIM_LIB names another') from None
    lib.gcim_error_text.restype = ctypes.c_char_p
    lib.gcim_float_find.restype = ctypes.POINTER(_Float)
    lib.gcim_mx_packed_bytes.restype = ctypes.c_size_t
    lib.gcim_mx_packed_bytes.argtypes = [ctypes.c_int, ctypes.c_size_t]
    lib.gcim_mx_preset_list.restype = ctypes.POINTER(_Preset)
    lib.gcim_mx_deviation_list.restype = ctypes.POINTER(_Deviation)
    pointer, size = ctypes.c_void_p, ctypes.c_size_t
    lib.gcim_mx_quant.argtypes = [pointer] * 4 + [size] + [pointer] * 3
    lib.gcim_mx_dequant.argtypes = [pointer] * 4 + [size, pointer, size, pointer, pointer]
    lib.gcim_mx_pack.argtypes = lib.gcim_mx_unpack.argtypes = [ctypes.c_int, pointer, size, pointer]
    lib.gcim_mx_dot.argtypes = [pointer] * 5 + [size, pointer, pointer]
    return lib


_lib = _load()


def _check(status):
    if status != 0:
        raise GcimError(_lib.gcim_error_text().decode())


def _elem(name):
    number = ctypes.c_int()
    _check(_lib.gcim_mx_elem_find(str(name).encode(), ctypes.byref(number)))
    return number.value


def _float(name):
    found = _lib.gcim_float_find(name.encode())
    if not found:
        raise GcimError(_lib.gcim_error_text().decode())
    return found


# ---- arguments ----


def _contiguous(array, what):
    if not isinstance(array, numpy.ndarray) or array.ndim == 0:
        raise GcimError(f'{what} is no array of one or more dimensions; pass numpy.array([..])')
    if not array.dtype.isnative:
        raise GcimError(f"{what} is not in native byte order; pass {what}.astype('=f4'), or '=f2'")
    if not array.flags.c_contiguous:
        raise GcimError(f'{what} is not contiguous; pass numpy.ascontiguousarray({what})')
    return array


def _bytes(array, what):
    if _contiguous(array, what).dtype != numpy.uint8:
        raise GcimError(f'{what} has elements of type {array.dtype}; uint8 is taken')
    return array


def _codes(x, name):
    """An array's format and its codes in words of 32 bits."""
    kinds = {'float32': 'fp32', 'float16': 'fp16', 'bfloat16': 'bf16'}
    found = kinds.get(_contiguous(x, 'x').dtype.name)
    if found is None and name is None:
        raise GcimError(
            f'x has elements of type {x.dtype}; float32, float16 and bfloat16 (ml_dtypes) are '
            "taken, and codes in uint16 or uint32 with format='bf16'; a float64 would be rounded "
            'twice: pass x.astype(numpy.float32) if that is meant'
        )
    if name is None:
        return found, x.view(SOURCES[found]).astype(numpy.uint32, copy=False)
    if name not in SOURCES:
        raise GcimError(f"format '{name}' is unknown; there are {', '.join(SOURCES)}")
    if x.dtype != SOURCES[name]:
        raise GcimError(
            f'x has elements of type {x.dtype}; codes of {name} are {numpy.dtype(SOURCES[name])}, '
            'floating-point arrays go without format'
        )
    return name, x.astype(numpy.uint32, copy=False)


def _choose(struct, choices):
    fields = {name for name, _ in struct._fields_} - {'elem', 'block', 'a', 'b', 'policy'}
    for name, value in choices.items():
        if name not in fields:
            raise GcimError(f"no choice '{name}'; there are {', '.join(sorted(fields))}")
        words = _CHOICES.get(name)
        if words is not None and value not in words:
            raise GcimError(f"{name} '{value}' is unknown; there are {', '.join(words)}")
        setattr(struct, name, words.index(value) if words is not None else int(value))


def config(preset='ocp', elem='e4m3', block=32, **choices):
    """The conversion of a preset with other choices: what quantize takes instead of a name."""
    made = Config()
    _check(_lib.gcim_mx_preset(str(preset).encode(), _elem(elem), ctypes.byref(made)))
    made.block = block
    _choose(made, choices)
    _check(_lib.gcim_mx_check(ctypes.byref(made)))
    return made


# ---- conversion ----


def quantize(x, preset='ocp', elem='e4m3', block=32, *, format=None, random=None, **choices):
    """Scale bytes and element codes of x.

    x: float32, float16 or bfloat16; or codes in uint32 or uint16 and `format` ('fp32', 'fp16',
    'bf16'). random, rand_bits: words for rnd='stoch', uint32, as many as x has. pad=True: rows
    need not be whole blocks. Returns uint8 arrays: x.shape[:-1] + (blocks,), and x.shape.
    """
    made = preset if isinstance(preset, Config) else config(preset, elem, block, **choices)
    if made is preset and choices:
        raise GcimError('choices go into config(..), not beside one')
    name, codes = _codes(x, format)
    if random is not None and (
        _contiguous(random, 'random').dtype != numpy.uint32 or random.shape != x.shape
    ):
        raise GcimError(f'random is {random.dtype} {random.shape}; it needs to be uint32 {x.shape}')
    row = x.shape[-1]
    blocks = -(-row // made.block)
    scale = numpy.empty(x.shape[:-1] + (blocks,), numpy.uint8)
    out = numpy.empty(x.shape, numpy.uint8)
    whole = row % made.block == 0  # then the end of a row needs no care
    step = codes.size if whole else row
    for at in range(0, codes.size, step or 1):
        _check(
            _lib.gcim_mx_quant(
                *(ctypes.byref(made), _float(name), codes.ctypes.data + 4 * at),
                *(None if random is None else random.ctypes.data + 4 * at, step),
                *(scale.ctypes.data + at // (row or 1) * blocks, out.ctypes.data + at, None),
            )
        )
    return scale, out


def dequantize(scale, codes, elem='e4m3', block=32, *, to='fp32'):
    """The numbers, rounded to nearest even where `to` needs it: float32 ('fp32'), float16
    ('fp16'), or codes of bfloat16 in uint16 ('bf16')."""
    if to not in SOURCES:
        raise GcimError(f"to '{to}' is unknown; there are {', '.join(SOURCES)}")
    _bytes(scale, 'scale')
    shape = _bytes(codes, 'codes').shape
    made = Config(elem=_elem(elem), block=block, nan=_NANS.index('zero'), pad=1)
    _check(_lib.gcim_mx_check(ctypes.byref(made)))
    row, blocks = shape[-1], -(-shape[-1] // block)
    if scale.shape != shape[:-1] + (blocks,):
        raise GcimError(
            f'scale has the shape {scale.shape}; codes of {shape} in blocks of {block} need '
            f'{shape[:-1] + (blocks,)}'
        )
    out = numpy.empty(shape, numpy.uint32)
    whole = row % block == 0
    step, scales = (codes.size, scale.size) if whole else (row, blocks)
    for at in range(0, codes.size, step or 1):
        _check(
            _lib.gcim_mx_dequant(
                *(ctypes.byref(made), _float(to), ctypes.byref(_Policy())),
                *(scale.ctypes.data + at // (row or 1) * blocks, scales),
                *(codes.ctypes.data + at, step, out.ctypes.data + 4 * at, None),
            )
        )
    if to == 'fp32':
        return out.view(numpy.float32)
    short = out.astype(numpy.uint16)
    return short.view(numpy.float16) if to == 'fp16' else short


def _packed(elem, count):
    return _lib.gcim_mx_packed_bytes(elem, count)


def pack(codes, elem):
    """Codes one behind the other, from bit 0 of byte 0 on; every row ends with a byte."""
    number, row = _elem(elem), _bytes(codes, 'codes').shape[-1]
    out = numpy.empty(codes.shape[:-1] + (_packed(number, row),), numpy.uint8)
    for i in range(codes.size // (row or 1)):
        _check(
            _lib.gcim_mx_pack(
                *(number, codes.ctypes.data + i * row, row),
                out.ctypes.data + i * out.shape[-1],
            )
        )
    return out


def unpack(packed, elem, count):
    """The reverse: `count` codes of each row."""
    number, row = _elem(elem), _bytes(packed, 'packed').shape[-1]
    if row != _packed(number, count):
        raise GcimError(
            f'packed has rows of {row} bytes; {count} codes of {elem} have {_packed(number, count)}'
        )
    out = numpy.empty(packed.shape[:-1] + (count,), numpy.uint8)
    for i in range(packed.size // (row or 1)):
        _check(
            _lib.gcim_mx_unpack(
                *(number, packed.ctypes.data + i * row, count), out.ctypes.data + i * count
            )
        )
    return out


def dot(a_scale, a, b_scale, b, a_elem='e4m3', b_elem=None, block=32, *, acc='exact', **choices):
    """Dot products along the last axis, float32: of arrays of the same shape, one per row. Choices
    are the fields of gcim_mx_dot_t."""
    made = _Dot(a=_elem(a_elem), b=_elem(b_elem or a_elem), block=block)
    _choose(made, {'acc': acc, **choices})
    _check(_lib.gcim_mx_dot_check(ctypes.byref(made)))
    for what, array in ('a_scale', a_scale), ('a', a), ('b_scale', b_scale), ('b', b):
        _bytes(array, what)
    row = a.shape[-1]
    blocks = row // block
    scales = a.shape[:-1] + (blocks,)
    if b.shape != a.shape or row % block or a_scale.shape != scales or b_scale.shape != scales:
        raise GcimError(
            f'a, b, a_scale, b_scale have the shapes {a.shape}, {b.shape}, {a_scale.shape}, '
            f'{b_scale.shape}; a and b need the same, whole blocks of {block}, scales {scales}'
        )
    out = numpy.empty(a.shape[:-1], numpy.uint32)
    for i in range(out.size):
        _check(
            _lib.gcim_mx_dot(
                *(ctypes.byref(made), a_scale.ctypes.data + i * blocks, a.ctypes.data + i * row),
                *(b_scale.ctypes.data + i * blocks, b.ctypes.data + i * row, blocks),
                *(out.ctypes.data + 4 * i, None),
            )
        )
    return out.view(numpy.float32)[()]


# ---- presets ----


def _listed(find):
    index = 0
    while found := find(index):
        yield found.contents
        index += 1


def presets():
    """Published implementations by name: basis, deviations of the implementation from itself,
    element formats."""
    return {
        p.name.decode(): {
            'basis': p.basis.decode(),
            'deviations': p.deviations.decode(),
            'elems': [e for i, e in enumerate(ELEMS) if p.elems >> i & 1],
        }
        for p in _listed(_lib.gcim_mx_preset_list)
    }


def deviations():
    """Blocks that an implementation converts otherwise than its preset here: preset, elem, what,
    lanes (the first four, codes of fp32; the last goes on), scale and codes of the
    implementation; scale None: it refuses the block."""
    return [
        {
            'preset': d.preset.decode(),
            'elem': ELEMS[d.elem],
            'what': d.what.decode(),
            'lanes': list(d.lanes),
            'scale': None if d.scale == _REFUSED else d.scale,
            'codes': list(d.codes),
        }
        for d in _listed(_lib.gcim_mx_deviation_list)
    ]
