"""Command lines of the three tools that read the RTL, for a top module and parameter overrides."""

from pathlib import Path

from common import BUILD

PACKAGE = 'rtl/gcim_pkg.sv'
SOURCES = [PACKAGE] + sorted(str(f) for f in Path('rtl').glob('**/*.sv') if str(f) != PACKAGE)
PRINTED = sorted(str(f) for f in (BUILD / 'gen/rtl').glob('*.sv'))
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


def yosys_script(top, params=()):
    sets = ' '.join(f'-chparam {n} {v}' for n, v in params)
    return f'read_verilog -sv {" ".join(SOURCES + PRINTED)}; hierarchy -check -top {top} {sets}; proc'


def yosys(top, _files, params=()):
    return ['yosys', '-q', '-p', yosys_script(top, params) + '; check -assert']


TOOLS = (verilator, iverilog, yosys)
