#!/usr/bin/env python3
"""A second IEEE 1800 front end reads everything: all RTL, the boundary's package and every
generated SystemVerilog file are parsed and elaborated by pyslang. Errors fail, warnings are
listed."""

import sys
from pathlib import Path

import pyslang
from pyslang import ast, syntax

from common import BUILD, card_sets, verdict

HAND = [Path('rtl/gcim_pkg.sv'), Path('dpi/gcim_dpi_pkg.sv')]
DPI = [f for f in sorted(Path('dpi').glob('*.sv')) if f not in HAND]
RTL = [f for f in sorted(Path('rtl').glob('**/*.sv')) if f not in HAND]
RTL += sorted((BUILD / 'gen/rtl').glob('*.sv'))


def elaborate(name, files, tops):
    """Errors and warnings of one compilation, as text."""
    options = pyslang.Bag()
    compiling = ast.CompilationOptions()
    compiling.topModules = set(tops)
    compiling.languageVersion = pyslang.LanguageVersion.v1800_2017
    options.compilationOptions = compiling
    compilation = ast.Compilation(options)
    for file in files:
        compilation.addSyntaxTree(syntax.SyntaxTree.fromFile(str(file)))
    diagnostics = list(compilation.getAllDiagnostics())
    return [(d.isError(), name, text(d, compilation.sourceManager)) for d in diagnostics]


def text(diagnostic, manager):
    engine = pyslang.DiagnosticEngine(manager)
    where = (
        f'{manager.getFileName(diagnostic.location)}:{manager.getLineNumber(diagnostic.location)}'
    )
    return f'{where}: {engine.formatMessage(diagnostic)}'


def main():
    units = sorted({row[0] for row in card_sets('config')})
    generated = sorted((BUILD / 'gen/sv').glob('*.sv'))
    rtl = HAND + RTL + sorted((BUILD / 'gen/rtl').glob('*.sv'))
    packages = [f for f in generated if f.stem.endswith('_pkg')]
    jobs = [('rtl', rtl, [f'gcim_{u}' for u in units]), ('packages', HAND + packages, [])]
    jobs += [('dpi', HAND + DPI, [])] if DPI else []
    jobs += [(f.stem, HAND + DPI + [f], [f.stem]) for f in generated if f not in packages]
    jobs += [
        (f'tb_{u}', rtl + [BUILD / f'gen/tb/{u}/tb_{u}.sv'], [f'tb_{u}']) for u in units
    ]
    seen, errors, warnings = set(), 0, 0
    for job in jobs:
        for is_error, name, what in elaborate(*job):
            if what not in seen:
                print(f'{what}{"" if is_error else " (warning)"} [{name}]')
                seen.add(what)
                errors, warnings = errors + is_error, warnings + (not is_error)
    if errors:
        print(f'{errors} findings')
        return 1
    verdict(
        f'{len(HAND + DPI + RTL + generated) + len(units)} files in {len(jobs)} elaborations, {warnings}'
        ' warnings'
    )
    return 0


if __name__ == '__main__':
    sys.exit(main())
