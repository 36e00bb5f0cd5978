#!/usr/bin/env python3
"""Constants of rtl/gcim_pkg.sv have the numbers that C has: GCIM_<NAME> in the public headers, or
the member <NAME> of an enumeration in a card. Both sides are elaborated, not read: iverilog
prints the package, a C program the headers."""

import re
from pathlib import Path

from common import BUILD, card_sets, code, finding, line_of, run, verdict

PACKAGE = Path('rtl/gcim_pkg.sv')
HEADERS = sorted(Path('cmodel/include').glob('*.h'))
TWINS = ('RND_', 'FIT_', 'CELL_')  # C enumerations whose every member the package must have


def verilog_values(names):
    top = BUILD / 'lint/package.sv'
    top.write_text(
        'module package_values;\n  initial begin\n'
        + ''.join(f'    $display("{n} %0d", gcim_pkg::{n});\n' for n in names)
        + '  end\nendmodule\n'
    )
    out = BUILD / 'lint/package.vvp'
    status, text = run(
        ['iverilog', '-g2012', '-s', 'package_values', '-o', str(out), str(PACKAGE), str(top)]
    )
    if status == 0:
        status, text = run(['vvp', '-n', str(out)])
    if status != 0:
        finding(PACKAGE, 0, f'cannot be elaborated: {text.strip()[:300]}')
        return {}
    return {n: int(v) for n, v in (line.split() for line in text.splitlines())}


def c_values(names):
    program = BUILD / 'lint/package.c'
    program.write_text(
        '#include <stdio.h>\n'
        + ''.join(f'#include "{h.name}"\n' for h in HEADERS)
        + 'int main(void) {\n'
        + ''.join(f'  printf("{n} %d\\n", (int)GCIM_{n});\n' for n in names)
        + '  return 0;\n}\n'
    )
    out = BUILD / 'lint/package_c'
    status, text = run(['gcc', '-Icmodel/include', str(program), '-o', str(out)])
    if status == 0:
        status, text = run([str(out)])
    if status != 0:
        finding(HEADERS[0], 0, f'values cannot be printed: {text.strip()[:300]}')
        return {}
    return {n: int(v) for n, v in (line.split() for line in text.splitlines())}


text = code(PACKAGE)
names = {
    m.group(1): line_of(text, m.start())
    for m in re.finditer(r'\b(?:localparam|parameter)\b[^;=]*?\b([A-Z]\w*)\s*=', text)
}
in_c = {}
for header in HEADERS:
    body = code(header)
    for m in re.finditer(r'\bGCIM_([A-Z][A-Z0-9_]*)\b\s*=', body):
        in_c[m.group(1)] = (header, line_of(body, m.start()))
hardware, golden = verilog_values(names), c_values(in_c)
members = {(name, int(number)) for _, name, number in card_sets('member')}
for name, line in names.items():
    if name in golden:
        if golden[name] != hardware.get(name):
            finding(
                PACKAGE,
                line,
                f'{name} is {hardware.get(name)}, GCIM_{name} is {golden[name]}; both must have one'
                ' number',
            )
    elif not any(name == n for n, _ in members):
        finding(
            PACKAGE,
            line,
            f'{name} has no twin: neither GCIM_{name} in cmodel/include nor a member in a card',
        )
for name, number in sorted(members):
    if name in names and hardware.get(name) != number:
        finding(
            PACKAGE, names[name], f'{name} is {hardware.get(name)}, a card counts it as {number}'
        )
    if name in golden and golden[name] != number:
        finding(
            in_c[name][0],
            in_c[name][1],
            f'GCIM_{name} is {golden[name]}, a card counts it as {number}',
        )
for name, (header, line) in in_c.items():
    if name.startswith(TWINS) and name not in names:
        finding(header, line, f'GCIM_{name} has no twin {name} in {PACKAGE}')
verdict(f'{len(names)} constants have the same number in Verilog, C and cards')
