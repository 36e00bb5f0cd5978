#!/usr/bin/env python3
"""Who may read whom (the table in design: card -> cmodel -> dpi -> tb -> sim, cmodel -> vectors
-> sim, rtl -> tb)."""

import re
from pathlib import Path

from common import card_sets, code, finding, line_of, tree, verdict

LIBC = {
    'assert.h',
    'ctype.h',
    'errno.h',
    'inttypes.h',
    'limits.h',
    'setjmp.h',
    'signal.h',
    'stdarg.h',
    'stdbool.h',
    'stddef.h',
    'stdint.h',
    'stdio.h',
    'stdlib.h',
    'string.h',
    'time.h',
    'math.h',
    'stdatomic.h',
    'immintrin.h',
}
PUBLIC = {f.name for f in Path('cmodel/include').glob('*.h')}
INSIDE = {'core', 'num', 'part', 'unit', 'net', 'fast'}
# folder -> (folders whose headers count as its own, what it may include in words)
MAY = {
    'cmodel': (('cmodel',), 'its own headers and libc'),
    'dpi': (('dpi',), 'the public headers (cmodel/include), svdpi.h and its own'),
    'tb': (
        ('tb',),
        'the public headers, gcim_dpi*.h, generated pins.h, Verilated models and its own',
    ),
    'vectors': (('vectors',), 'the public headers and its own'),
    'sim': (('sim', 'dpi', 'vectors'), 'the public headers and those of dpi, vectors and its own'),
}
READS = (
    r'\b(fopen|freopen|open|openat|opendir|popen|system|getenv|secure_getenv|fscanf|fgets|fread)'
    r'\s*\('
)


def includes(file):
    text = code(file, keep_strings=True)
    for m in re.finditer(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)[>"]', text, re.M):
        yield line_of(text, m.start()), m.group(1) == '<', m.group(2)


def is_own(folders, file, name):
    here = (
        [file.parent / name]
        + [Path(f) / name for f in folders]
        + [Path(f) / inner / name for f in folders for inner in ('archive', 'cmd', 'export', 'metric')]
    )
    return any(path.is_file() for path in here)


def check_header(file, line, system, name):
    folder = file.parts[0]
    own, allowed = MAY[folder]
    test = 'test' in file.parts
    if system:
        if folder == 'cmodel' and not test and name not in LIBC:
            finding(file, line, f'<{name}>: cmodel may use libc only')
        if re.match(r'(svdpi|verilated|systemc)', name) and folder in ('cmodel', 'vectors', 'sim'):
            finding(file, line, f'<{name}>: {folder} may read {allowed}')
        return
    if Path(name).parts[0] in INSIDE and folder != 'cmodel' and not test:
        finding(file, line, f'"{name}" is inside the model; {folder} may read {allowed}')
        return
    generated = {'cmodel': {'units.inc', 'identity.inc'}, 'tb': {'pins.h'}, 'dpi': {'svdpi.h'}}.get(
        folder, set()
    )
    generated = generated | (
        {'svdpi.h', *(f.name for f in Path('dpi').glob('gcim_dpi*.h'))} if folder == 'tb' else set()
    )
    verilated = folder == 'tb' and re.match(r'(verilated|V\w+\.h|gcim_\w+_sc\.h)', name)
    if name in PUBLIC or name in generated or verilated or is_own(own, file, name):
        return
    if test and is_own(('cmodel', 'dpi', 'vectors', 'sim'), file, name):
        return
    if (
        test
        and folder == 'dpi'
        and (name in ('svdpi.h', 'pins.h', 'units.h') or re.match(r'verilated|V\w+\.h', name))
    ):
        return  # a bench of the checkers
    finding(file, line, f'"{name}": {folder} may read {allowed}')


def check_c(file):
    for line, system, name in includes(file):
        check_header(file, line, system, name)
    if file.parts[0] == 'cmodel' and 'test' not in file.parts:
        text = code(file)
        for m in re.finditer(READS, text):
            finding(
                file,
                line_of(text, m.start()),
                f'{m.group(1)}(): cmodel reads no files and no environment outside test/',
            )
    if file.parts[0] == 'dpi' and file.name == 'gcim_dpi.c':
        text = code(file)
        for m in re.finditer(r'\b(float|double)\b', text):
            finding(file, line_of(text, m.start()), f'{m.group(1)}: the boundary computes nothing')


def check_rtl(file):
    text = code(file, keep_strings=True)
    for m in re.finditer(
        r'`include|\$readmem[hb]|\$fopen|\$fscanf|\$fgets|\$fread|\$system|'
        r'\$value\$plusargs|\$test\$plusargs|'
        r'import\s+"DPI|\bgcim_dpi\w*',
        text,
    ):
        finding(file, line_of(text, m.start()), f'{m.group(0)}: rtl reads nothing but itself')


def check_units(file, names):
    """sim holds no list of units: the cards tell."""
    text = code(file, keep_strings=True)
    for m in re.finditer(r'\b(?:' + '|'.join(names) + r')\b', text):
        finding(
            file,
            line_of(text, m.start()),
            f'{m.group(0)}: a tool names no unit; gcim_unit_list() or cards.json tell them',
        )


units = sorted({row[0] for row in card_sets('config')})
files = [f for folder in MAY for f in tree('.c', '.h', '.cpp', under=folder)]
for file in files:
    check_c(file)
hardware = tree('.sv', '.v', '.vlt', under='rtl')
for file in hardware:
    check_rtl(file)
tools = [
    f
    for f in tree('.c', '.h', '.sh', '.py', under='sim')
    if f.parts[1] not in ('faults', 'plans', 'test')
]
for file in tools:
    check_units(file, units)
verdict(f'{len(files)} C and C++ files, {len(hardware)} Verilog files, {len(tools)} tools')
