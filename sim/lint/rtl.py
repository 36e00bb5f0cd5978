#!/usr/bin/env python3
"""Every RTL unit in every configuration, and every part as its own top, is read without a
complaint by all three tools: verilator --lint-only -Wall (waivers with reasons: rtl/lint.vlt),
iverilog -g2012, and yosys (hierarchy -check, proc, check -assert)."""

from pathlib import Path

from common import BUILD, card_sets, finding, in_parallel, run, values, verdict
from rtl_tools import TOOLS, iverilog, verilator, yosys


NOT_PRINTED = 'network_not_printed'


def jobs():
    """(what, file to blame, command) of everything that is read."""
    for part in sorted(Path('rtl/prim').glob('*.sv')):
        for tool in TOOLS:
            yield f'{tool.__name__} {part.stem}', part, tool(part.stem, [str(part)])
    for unit in dict.fromkeys(row[0] for row in card_sets('config')):
        file = Path(f'rtl/gcim_{unit}.sv')
        bench = [str(file), f'{BUILD}/gen/tb/{unit}/tb_{unit}.sv']
        yield f'verilator {unit}, all configurations', file, verilator(f'tb_{unit}', bench)
        yield f'iverilog {unit}, all configurations', file, iverilog(f'tb_{unit}', bench)
    for unit, name, text in card_sets('config'):
        file = Path(f'rtl/gcim_{unit}.sv')
        yield f'yosys {unit}.{name}', file, yosys(f'gcim_{unit}', [], values(text))
    for unit, name, text in card_sets('edge'):
        file = Path(f'rtl/gcim_{unit}.sv')
        yield (
            f'verilator {unit} with {name}',
            file,
            verilator(f'gcim_{unit}', [str(file)], values(text)),
        )


def judge(job):
    what, file, command = job
    status, text = run(command)
    if status == 0 and text.strip() == '':
        return None
    if NOT_PRINTED in text:
        return None  # only the named configurations' networks are printed; the rest is refused by name
    return file, f'{what}: exit {status}\n    ' + '\n    '.join(
        text.split('\n')[:6]
    ) + '\n    repeat with: ' + ' '.join(f"'{w}'" if ' ' in w else w for w in command)


work = list(jobs())
for wrong in in_parallel(judge, work):
    if wrong:
        finding(wrong[0], 0, wrong[1])
for file in Path('rtl').glob('gcim_*.sv'):
    if file.stem != 'gcim_pkg' and file.stem[5:] not in {row[0] for row in card_sets('config')}:
        finding(file, 0, f'belongs to no unit; a unit has a card cmodel/unit/{file.stem[5:]}.def')
verdict(f'{len(work)} readings by verilator, iverilog and yosys')
