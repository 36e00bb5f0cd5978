#!/usr/bin/env python3
"""Every unit has its companions; every symbol of the library is gcim_..., every public function
gcim_<noun>_<verb>."""

import re
from pathlib import Path

from common import BUILD, code, finding, line_of, run, verdict

COMPANIONS = (
    'cmodel/unit/{0}.c',
    'rtl/gcim_{0}.sv',
    'cmodel/test/test_{0}.c',
    'tb/mutants/{0}.list',
)

cards = sorted(Path('cmodel/unit').glob('*.def'))
for card in cards:
    for pattern in COMPANIONS:
        path = Path(pattern.format(card.stem))
        if not path.is_file():
            finding(card, 0, f'has no {path}; every unit needs one')
    if not list(Path('vectors/signoff').glob(f'{card.stem}.*.vec')):
        finding(
            card, 0, f'has no vectors/signoff/{card.stem}.<configuration>.vec; every unit needs one'
        )
    if not card.stem.islower() or not re.search(
        rf'^UNIT\s*\(\s*{card.stem}\b', card.read_text(), re.M
    ):
        finding(
            card,
            1,
            f'does not describe a unit {card.stem}; a card has the name of its unit, in lower case',
        )
units = {c.stem for c in cards}
shared = {'model.list', 'checker.list', 'net.list'}  # C model, checker, networks: no unit's own
for suffix, folder in (('.list', 'tb/mutants'), ('.vec', 'vectors/signoff')):
    for file in sorted(Path(folder).glob('*' + suffix)):
        if file.name.split('.')[0] not in units and file.name not in shared:
            finding(
                file,
                0,
                f'belongs to no unit; there is no cmodel/unit/{file.name.split(".")[0]}.def',
            )

declarations = 0
for header in sorted(Path('cmodel/include').glob('*.h')) + [Path('dpi/gcim_dpi.h')]:
    text = code(header)
    for m in re.finditer(
        r'^(?!\s*(?:#|typedef|static|\}|enum))[\w \t*]+?\b(\w+)\s*\([^;{]*\)[^;{]*;', text, re.M
    ):
        declarations += 1
        if not re.fullmatch(r'gcim(_[a-z0-9]+)+', m.group(1)):
            finding(
                header,
                line_of(text, m.start(1)),
                f'{m.group(1)}: public functions are gcim_<noun>_<verb>, lower case',
            )
status, symbols = run(['nm', '-g', '--defined-only', str(BUILD / 'lib/libgcim.a')])
if status != 0:
    finding(BUILD / 'lib/libgcim.a', 0, symbols.strip())
for name in sorted({line.split()[2] for line in symbols.splitlines() if len(line.split()) == 3}):
    if not name.startswith('gcim_'):
        finding(
            BUILD / 'lib/libgcim.a',
            0,
            f'global symbol {name}; all are gcim_..., the rest is static',
        )
verdict(f'{len(cards)} cards with their companions, {declarations} public functions')
