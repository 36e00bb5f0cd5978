#!/usr/bin/env python3
"""The two sides of the boundary agree: every import of dpi/gcim_dpi_pkg.sv has a prototype in
dpi/gcim_dpi.h with the same types in the same order, and the other way round. The same for the
generated packages and their C wrappers."""

import re
from pathlib import Path

from common import BUILD, code, finding, line_of, verdict

RESULTS = {'int': 'int', 'void': 'void', 'chandle': 'void *', 'string': 'const char *'}


def c_type(direction, kind, width):
    if width:
        return ('const ' if direction == 'input' else '') + 'svBitVecVal *'
    plain = {
        'int': 'int',
        'chandle': 'void *',
        'string': 'const char *',
        'byte': 'char',
        'longint': 'long long',
    }.get(kind)
    return plain + ' *' if plain and direction == 'output' else plain


def imports(file):
    """name -> (line, result, argument types), all in C's words."""
    text, found = code(file, keep_strings=True), {}
    for m in re.finditer(
        r'import\s+"DPI-C"\s+(?:context\s+|pure\s+)?function\s+(\w+)\s+'
        r'(?:(\w+)\s*=\s*)?(\w+)\s*\(([^)]*)\)\s*;',
        text,
    ):
        arguments = []
        for item in filter(None, (a.strip() for a in m.group(4).split(','))):
            a = re.fullmatch(r'(input|output)\s+(\w+)\s*(\[[^\]]+\])?\s*(\w+)', item)
            arguments.append(c_type(a.group(1), a.group(2), a.group(3)) if a else f'? ({item})')
            if a and a.group(3) and a.group(2) != 'bit':
                finding(
                    file,
                    line_of(text, m.start()),
                    f'{m.group(3)}: {item}: vectors are packed bit, nothing else',
                )
        found[m.group(3)] = (
            line_of(text, m.start()),
            RESULTS.get(m.group(1), f'? ({m.group(1)})'),
            arguments,
        )
    return found


def argument_type(text):
    text = re.sub(r'\s+', ' ', text.strip())
    m = re.fullmatch(r'((?:const )?(?:unsigned )?\w+(?: long)?) ?(\**) ?\w+(\[\w*\])?', text)
    stars = m.group(2) + ('*' if m.group(3) else '')
    return m.group(1) + (' ' + stars if stars else '')


def prototypes(file, end=';'):
    text, found = code(file), {}
    for m in re.finditer(
        r'^((?:const )?\w+(?: \*)?) ?\*?(gcim_dpi_\w+)\(([^)]*)\)\s*' + end, text, re.M
    ):
        result = m.group(1) + (
            ' *' if '*' in text[m.start() : m.start(2)] and '*' not in m.group(1) else ''
        )
        arguments = (
            []
            if m.group(3).strip() in ('void', '')
            else [argument_type(a) for a in m.group(3).split(',')]
        )
        found[m.group(2)] = (line_of(text, m.start()), result, arguments)
    return found


def compare(package, header, end=';'):
    verilog, c = imports(package), prototypes(header, end)
    if not verilog:
        finding(package, 0, 'holds no import "DPI-C" line')
    for name, (line, result, arguments) in verilog.items():
        if name not in c:
            finding(package, line, f'{name} has no prototype in {header}')
        elif (result, arguments) != c[name][1:]:
            finding(
                package,
                line,
                f'{name} is {result} ({", ".join(arguments)}) here, '
                f'{c[name][1]} ({", ".join(c[name][2])}) in {header}:{c[name][0]}',
            )
    for name in c.keys() - verilog.keys():
        finding(header, c[name][0], f'{name} has no import in {package}')
    return len(verilog)


count = compare(Path('dpi/gcim_dpi_pkg.sv'), Path('dpi/gcim_dpi.h'))
for package in sorted((BUILD / 'gen/sv').glob('*_pkg.sv')):
    wrapper = BUILD / 'gen/c' / ('gcim_dpi_' + package.stem[len('gcim_') : -len('_pkg')] + '.c')
    count += compare(package, wrapper, r'\{') if wrapper.is_file() else 0
    if not wrapper.is_file():
        finding(package, 0, f'has no {wrapper}')
verdict(f'{count} imports agree with C, symbol by symbol and type by type')
