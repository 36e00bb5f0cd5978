"""test_python.py GCIM LIBRARY: cmodel/python/gcim.py: the example of cmodel/README.md, every choice
against `gcim mx convert`, shapes, dot products in double, where the library is found, errors."""

import doctest
import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import ml_dtypes
import numpy

PROGRAM, LIBRARY = sys.argv[1:3]
MODULE = Path('cmodel/python/gcim.py')
os.environ['GCIM_LIB'] = str(Path(LIBRARY).resolve())
spec = importlib.util.spec_from_file_location('gcim', MODULE)
gcim = importlib.util.module_from_spec(spec)
sys.modules['gcim'] = gcim
spec.loader.exec_module(gcim)

CHOICES = {  # as on the command line
    'rule': ['floor', 'ceil', 'even', 'rceil', 'nearest'],
    'special': ['block-nan', 'pass', 'sat', 'ignore', 'inf-top'],
    'zero': ['min', 'one', 'low'],
    'scale_ovf': ['clamp', 'nan'],
    'zero_sign': ['keep', 'drop-input', 'drop-all'],
    'rnd': ['rne', 'rna', 'rtz', 'floor', 'ceil', 'jam'],
    'ovf': ['ieee', 'sat', 'inf', 'nan'],
    'nan': ['canon', 'ones', 'sign', 'payload', 'zero', 'max'],
}


def some_values(rng, shape):
    x = rng.standard_normal(shape) * 2.0 ** rng.integers(-60, 60, shape[:-1] + (1,))
    rows = x.reshape(-1, shape[-1])
    rows[0, 0], rows[1, 1], rows[2, 2], rows[3] = numpy.nan, numpy.inf, -0.0, 0.0
    rows[4, :3] = 2.0**-149, -(2.0**-140), 2.0**-126
    with numpy.errstate(all='ignore'):
        return x.astype(numpy.float32)


def by_program(folder, x, preset, elem, *options):
    numpy.save(folder / 'x.npy', x)
    subprocess.run(
        [PROGRAM, 'mx', 'convert', folder / 'x.npy', '-o', folder / 'w', '--preset', preset]
        + ['--elem', elem, *options],
        check=True,
        capture_output=True,
    )
    return numpy.load(folder / 'w.scale'), numpy.load(folder / 'w.elem')


def same(a, b, what):
    for mine, theirs in zip(a, b):
        assert mine.shape == theirs.shape and (mine == theirs).all(), what


def refused(text, call, *args, **named):
    try:
        call(*args, **named)
    except gcim.GcimError as error:
        assert text in str(error), f"'{error}' does not say '{text}'"
        return
    raise AssertionError(f'not refused: {text}')


def test_readme(_):
    text = Path('cmodel/README.md').read_text(encoding='utf-8')
    example = text.split('```python\n')[1].split('```')[0]
    test = doctest.DocTestParser().get_doctest(example, {}, 'README', 'cmodel/README.md', 0)
    result = doctest.DocTestRunner().run(test)
    assert result.failed == 0 and result.attempted >= 6, result


def test_choices(folder):
    """Each choice alone gives what the program gives with it; those of all presets too."""
    x = some_values(numpy.random.default_rng(1), (24, 64))
    count = 0
    for name, values in CHOICES.items():
        for value in values:
            for preset, elem in ('ocp', 'e4m3'), ('quark', 'e5m2'), ('gfloat', 'int8'):
                if elem == 'int8' and name == 'nan':
                    continue
                options = (f'--{name.replace("_", "-")}', value)
                want = by_program(folder, x, preset, elem, *options)
                same(gcim.quantize(x, preset, elem, **{name: value}), want, (preset, name, value))
                count += 1
    for flag, choice in ('--full', {'full': 1}), ('--no-full', {'full': 0}), ('--daz', {'daz': 1}):
        want = by_program(folder, x, 'gfloat', 'int8', flag)
        same(gcim.quantize(x, 'gfloat', 'int8', **choice), want, flag)
    for preset, about in gcim.presets().items():
        for elem in about['elems']:
            want = by_program(folder, x, preset, elem)
            same(gcim.quantize(x, preset, elem), want, (preset, elem))
            same(gcim.quantize(x, gcim.config(preset, elem)), want, (preset, elem))
            count += 1
    return f'{count} conversions'


def test_sources(folder):
    """float16, bfloat16 and codes are the values that they are; shapes and short rows."""
    x = some_values(numpy.random.default_rng(2), (6, 3, 32))
    with numpy.errstate(all='ignore'):
        half, brain = x.astype(numpy.float16), x.astype(ml_dtypes.bfloat16)
    for y, codes, name in (
        (half, numpy.uint16, 'fp16'),
        (brain, numpy.uint16, 'bf16'),
        (x, numpy.uint32, 'fp32'),
    ):
        made = gcim.quantize(y)
        same(made, gcim.quantize(y.view(codes), format=name), name)
        same(made, gcim.quantize(y.astype(numpy.float32)), name)
        assert made[0].shape == (6, 3, 1) and made[1].shape == (6, 3, 32)
    short = numpy.ascontiguousarray(x[:, :, :21])
    want = by_program(folder, short, 'ocp', 'e3m2', '--pad', 'zero', '--block', '8')
    made = gcim.quantize(short, 'ocp', 'e3m2', 8, pad=True)
    same(made, want, 'rows of 21')
    packed = gcim.pack(made[1], 'e3m2')
    numpy.save(folder / 'x.npy', short)
    by_program(folder, short, 'ocp', 'e3m2', '--pad', 'zero', '--block', '8', '--packed')
    assert (numpy.load(folder / 'w.elem') == packed).all() and packed.shape == (6, 3, 16)
    assert (gcim.unpack(packed, 'e3m2', 21) == made[1]).all()


def test_random(_):
    """rnd='stoch': the words 0 and all ones are the neighbours below and above in magnitude."""
    x = numpy.full((1, 32), 1 + 1 / 64, numpy.float32)  # E4M3 at scale 2^-8: 1 and 1.125
    for word, code in (0, 0x78), (255, 0x79):
        words = numpy.full((1, 32), word, numpy.uint32)
        made = gcim.quantize(x, rnd='stoch', rand_bits=8, random=words)
        assert made[0] == 119 and (made[1] == code).all(), made
    refused('random is', gcim.quantize, x, rnd='stoch', rand_bits=8, random=words[0])


def test_dequantize(_):
    """Against the values of ml_dtypes' types, for all codes and scales, exact in double."""
    types = {
        'e4m3': ml_dtypes.float8_e4m3fn,
        'e5m2': ml_dtypes.float8_e5m2,
        'e3m2': ml_dtypes.float6_e3m2fn,
        'e2m3': ml_dtypes.float6_e2m3fn,
        'e2m1': ml_dtypes.float4_e2m1fn,
    }
    for elem, kind in types.items():
        bits = {'e4m3': 8, 'e5m2': 8, 'e3m2': 6, 'e2m3': 6, 'e2m1': 4}[elem]
        row = numpy.arange(1 << bits, dtype=numpy.uint8)
        codes = numpy.ascontiguousarray(numpy.broadcast_to(row, (256, 1 << bits)))
        scale = numpy.arange(256, dtype=numpy.uint8).reshape(256, 1)
        scales = numpy.repeat(scale, -(-(1 << bits) // 256), axis=1)
        told = gcim.dequantize(scales, codes, elem, 256)
        with numpy.errstate(all='ignore'):
            factor = scale.view(ml_dtypes.float8_e8m0fnu).astype(numpy.float64)
            want = (factor * row.view(kind).astype(numpy.float64)).astype(numpy.float32)
        nan = numpy.isnan(want)
        assert (numpy.isnan(told) == nan).all() and (told[~nan] == want[~nan]).all(), elem
    # 2^0 * 0x7f / 64 of int8 in fp16 and as code of bf16: 1.984375
    scale, codes = numpy.full(1, 127, numpy.uint8), numpy.full(1, 127, numpy.uint8)
    assert gcim.dequantize(scale, codes, 'int8', 1, to='fp16')[0] == 127 / 64
    assert gcim.dequantize(scale, codes, 'int8', 1, to='bf16')[0] == 0x3FFE


def test_dot(_):
    """Exact sums fit a double where the scales are near each other; rounded once by numpy."""
    rng = numpy.random.default_rng(3)
    for elem in 'int8', 'e4m3', 'e2m1':
        a, b = (
            gcim.quantize(rng.standard_normal((5, 4, 64)).astype(numpy.float32), 'ocp', elem)
            for _ in range(2)
        )
        told = gcim.dot(*a, *b, elem)
        values = [gcim.dequantize(*side, elem).astype(numpy.float64) for side in (a, b)]
        want = (values[0] * values[1]).sum(axis=-1).astype(numpy.float32)
        assert told.shape == (5, 4) and (told == want).all(), elem
    one = gcim.dot(a[0][0, 0], a[1][0, 0], b[0][0, 0], b[1][0, 0], elem, acc='float')
    assert isinstance(one, numpy.float32)


def test_found(folder):
    """The library of an installation, of a source tree; a clear error if there is none."""
    code = 'import gcim; print(gcim._lib._name, len(gcim.presets()))'
    env = {name: value for name, value in os.environ.items() if name != 'GCIM_LIB'}

    def run(where, **more):
        return subprocess.run(
            [sys.executable, '-B', '-c', code],
            capture_output=True,
            text=True,
            env=env | {'PYTHONPATH': str(where)} | more,
        )

    for module, library in (
        ('prefix/share/gcim/python', 'prefix/lib/libgcim.so'),
        ('tree/cmodel/python', 'tree/build/lib/libgcim.so.0'),
    ):
        (folder / module).mkdir(parents=True)
        (folder / library).parent.mkdir(parents=True)
        shutil.copy(MODULE, folder / module)
        shutil.copy(LIBRARY, folder / library)
        told = run(folder / module)
        assert told.returncode == 0, told.stderr
        assert told.stdout.split() == [str((folder / library).resolve()), str(len(gcim.presets()))]
    (folder / library).unlink()
    assert 'no libgcim.so: build it with make' in run(folder / module).stderr
    told = run(folder / module, GCIM_LIB=str(MODULE.resolve()))
    assert 'cannot be loaded' in told.stderr and 'GCIM_LIB names another' in told.stderr
    assert 'put "$home/python" cmodel/python/gcim.py' in Path('dpi/install.sh').read_text()


def test_refused(_):
    x = numpy.ones((4, 32), numpy.float32)
    u = numpy.ones((4, 32), numpy.uint8)
    s = numpy.ones((4, 1), numpy.uint8)
    refused('rounded twice', gcim.quantize, x.astype(numpy.float64))
    refused('not contiguous; pass numpy.ascontiguousarray(x)', gcim.quantize, x.T)
    refused('native byte order', gcim.quantize, x.astype('>f4'))
    refused('no array', gcim.quantize, [1.0])
    refused('no array', gcim.quantize, numpy.array(1.0, numpy.float32))
    refused('codes of bf16 are uint16', gcim.quantize, x, format='bf16')
    refused("format 'fp8' is unknown", gcim.quantize, x, format='fp8')
    refused("did you mean 'torchao.rceil'", gcim.quantize, x, 'torchao.rcei')
    refused('has no element format int8', gcim.quantize, x, 'torchao.rceil', 'int8')
    refused('did you mean', gcim.quantize, x, 'ocp', 'e4m4')
    refused('5 elements are no whole number of blocks of 32', gcim.quantize, x[:1, :5].copy())
    refused('block=257 is outside 1..256', gcim.quantize, x, block=257)
    refused('element format e2m1 has no NaN', gcim.quantize, x, 'quark', 'e2m1', nan='sign')
    refused("rule 'best' is unknown; there are floor", gcim.quantize, x, rule='best')
    refused("no choice 'round'", gcim.quantize, x, round='rne')
    refused('choices go into config', gcim.quantize, x, gcim.config(), rule='ceil')
    refused('random is NULL', gcim.quantize, x, rnd='stoch', rand_bits=8)
    refused('uint8 is taken', gcim.dequantize, s, u.astype(numpy.int32))
    refused('need (4, 1)', gcim.dequantize, s[:3], u)
    refused('codes[0]=16 has more than the 4 bits', gcim.pack, u * 16, 'e2m1')
    refused('32 codes of e2m1 have 16', gcim.unpack, u, 'e2m1', 32)
    refused('behind the last', gcim.unpack, numpy.array([0xF0], numpy.uint8), 'e2m1', 1)
    refused('scales (4, 1)', gcim.dot, s, u, s[:2], u)
    refused("acc 'sum' is unknown", gcim.dot, s, u, s, u, acc='sum')


tests = [(name, test) for name, test in list(globals().items()) if name.startswith('test_')]
for name, test in tests:
    with tempfile.TemporaryDirectory() as scratch:
        told = test(Path(scratch))
    print(f'ok   {name}' + (f': {told}' if told else ''))
print(f'test_python: {len(tests)} passed, 0 failed')
