"""by_fractions.py: what the tests that repeat figures of gcim in fractions share: numbers, .npy
files, interruptions and how the tests run."""

import ast
import math
import signal
import struct
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path

GCIM = sys.argv[1]


def run_gcim(*args, env=None):
    run = subprocess.run([GCIM, *map(str, args)], capture_output=True, text=True, env=env)
    assert run.returncode == 0, f'{args}: {run.returncode}: {run.stderr}'
    return run


# ---- numbers


def power(n):
    return Fraction(2) ** n


def exponent(value):
    """e with 2^e <= |value| < 2^(e+1)."""
    n = abs(value)
    e = n.numerator.bit_length() - n.denominator.bit_length()
    return e if n >= power(e) else e - 1


def to_integer(value, mode):
    low = math.floor(value)
    rest = value - low
    if rest == 0:
        return low
    if mode == 'floor':
        return low
    if mode == 'ceil':
        return low + 1
    if mode == 'rtz':
        return low + (value < 0)
    if mode == 'jam':
        return low | 1
    half = Fraction(1, 2)
    if rest != half:
        return low + (rest > half)
    return low + (low % 2 if mode == 'rne' else value > 0)


def decibel(share):
    return 10 * (math.log10(share.numerator) - math.log10(share.denominator))


# ---- files


def save_npy(path, kind, shape, data):
    head = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117) + '\n'
    path.write_bytes(b'\x93NUMPY\x01\x00' + struct.pack('<H', len(head)) + head.encode() + data)
    return path


def load_npy(path):
    """Element type, shape and bytes."""
    data = path.read_bytes()
    assert data[:8] == b'\x93NUMPY\x01\x00'
    size = struct.unpack('<H', data[8:10])[0]
    assert (10 + size) % 64 == 0 and data[9 + size] == 10
    head = ast.literal_eval(data[10 : 10 + size].decode())
    body = data[10 + size :]
    assert head['fortran_order'] is False
    assert len(body) == math.prod(head['shape']) * int(head['descr'][2])
    return head['descr'], head['shape'], body


# ---- tests


def interrupt(folder, files, *args):
    """Run, wait until the folder holds `files` files, interrupt."""
    with subprocess.Popen(
        [GCIM, *map(str, args)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as run:
        until = time.monotonic() + 60
        while len(list(folder.iterdir())) < files and time.monotonic() < until:
            time.sleep(0.02)
        assert len(list(folder.iterdir())) == files
        run.send_signal(signal.SIGINT)
        assert run.wait(60) == 130


def run_all(program, names):
    """All functions test_..., each with a fresh folder."""
    tests = [(name, test) for name, test in list(names.items()) if name.startswith('test_')]
    for name, test in tests:
        with tempfile.TemporaryDirectory() as scratch:
            told = test(Path(scratch))
        print(f'ok   {name}' + (f': {told}' if told else ''))
    print(f'{program}: {len(tests)} passed, 0 failed')
