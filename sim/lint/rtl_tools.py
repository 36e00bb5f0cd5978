"""Command lines of the three tools that read the RTL, for a top module and parameter overrides."""

import functools
import re
from pathlib import Path

from common import BUILD

PACKAGE = 'rtl/gcim_pkg.sv'
SOURCES = {f.stem: f for d in (Path('rtl'), BUILD / 'gen/rtl') for f in d.glob('**/*.sv')}
FOLDERS = ['-y', 'rtl', '-y', 'rtl/prim', '-y', str(BUILD / 'gen/rtl')]


def verilator(top, files, params=()):
    sets = [f'-G{n}={v}' for n, v in params]
    return [
        'verilator',
        '--lint-only',
        '-Wall',
        'rtl/lint.vlt',
        *FOLDERS,
        PACKAGE,
        *files,
        '--top-module',
        top,
        *sets,
    ]


def iverilog(top, files, params=()):
    sets = [f'-P{top}.{n}={v}' for n, v in params]
    return [
        'iverilog',
        '-g2012',
        '-t',
        'null',
        '-s',
        top,
        *FOLDERS,
        '-Y',
        '.sv',
        *sets,
        PACKAGE,
        *files,
    ]


@functools.cache
def below(top):
    """Files of a module and of all it names, and the package."""
    found, waiting = {PACKAGE: None}, [top]
    while waiting:
        file = SOURCES[waiting.pop()]
        if str(file) not in found:
            found[str(file)] = None
            words = set(re.findall(r'\bgcim_\w+', file.read_text()))
            waiting += sorted(words & SOURCES.keys())
    return list(found)


def yosys_script(top, params=()):
    sets = ' '.join(f'-chparam {n} {v}' for n, v in params)
    return f'read_verilog -sv {" ".join(below(top))}; hierarchy -check -top {top} {sets}; proc'


def yosys(top, _files, params=()):
    return ['yosys', '-q', '-p', yosys_script(top, params) + '; check -assert']


TOOLS = (verilator, iverilog, yosys)
