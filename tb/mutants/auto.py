"""Automatic mutants: yosys puts COUNT mutations of the flattened unit into one netlist that +mutsel=N selects (0: none)."""
import re
import time
from collections import Counter

import common
import hand

COUNT, SEED = 200, 7
CONFIG = {'add_tree': 'odd', 'dcim_macro': 'odd'}  # other units: their second configuration
SELECT_BITS = 8


def parameters(unit, config):
    """All parameters of a named configuration, from the unit's generated bench."""
    text = (common.BUILD / f'mutants/{unit}.auto/tb/{unit}/pins.h').read_text()
    return re.search(r'\{"auto", "([^"]*)"', text)[1].split()


def netlist(unit, config, folder):
    """The mutated netlist as module gcim_<unit>_auto; mutsel is a register set by +mutsel=N."""
    files, modules = common.module_files(), common.hierarchy(unit)
    sources = [common.PACKAGE, *(files[m] for m in modules)]
    target, listing = folder / 'netlist.v', folder / 'mutations.ys'
    top = f'gcim_{unit}'
    script = [f'read_verilog -sv {" ".join(str(s) for s in sources)}',
              f'hierarchy -check -top {top} ' + ' '.join(f'-chparam {p.replace("=", " ")}' for p in parameters(unit, config)),
              'proc', 'flatten', 'opt_clean', f'rename -top {top}_auto',
              f'mutate -list {COUNT} -seed {SEED} -ctrl mutsel {SELECT_BITS} 1 -o {listing}', f'script {listing}',
              'opt_clean', f'write_verilog -noattr {folder}/ported.v']
    if common.newer(target, [*sources, folder / f'tb/{unit}/pins.h']):
        common.write(folder / 'mutate.ys', '\n'.join(script) + '\n')
        common.shell(['yosys', '-q', '-s', folder / 'mutate.ys'])
        text = (folder / 'ported.v').read_text()
        text, ports = re.subn(r'\(([^;]*), mutsel\);', r'(\1);', text, count=1)
        text, inputs = re.subn(r'  input \[\d+:0\] mutsel;\n  wire (\[\d+:0\]) mutsel;', r'''  reg \1 mutsel;
  initial if (!$value$plusargs("mutsel=%d", mutsel)) mutsel = 0;''', text)
        if ports != 1 or inputs != 1:
            common.stop(f'{folder}/ported.v: the input mutsel is not where yosys used to put it')
        common.write(target, text)
    return target, listing


def mutations(listing):
    """Per mutation what it does and where, readable."""
    found = []
    for line in listing.read_text().split('\n'):
        if not line.startswith('mutate '):
            continue
        option = {k: v for k, v in re.findall(r'-(mode|cell|port|portbit|ctrlbit|wire|wirebit) (\S+)', line)}
        cell = re.search(r'\$(\w+)\$[^$ ]*?([\w.]+:\d+)\$\d+$', option['cell'])
        place = re.findall(r'-src (\S+)', line)
        where = cell[2] if cell else (place[-1].split('/')[-1] if place else '?')
        wire = f', wire {option["wire"]}[{option["wirebit"]}]' if 'wire' in option else ''
        what = cell[1] if cell else option['cell'].split('$')[-2] if '$' in option['cell'] else option['cell']
        found.append(f'{where}: {option["mode"]} at {what} port {option["port"]}[{option["portbit"]}]{wire}')
    return found


def default_config(unit):
    text = open(f'cmodel/unit/{unit}.def', encoding='utf-8').read()
    names = re.findall(r'^CONFIG\s*\((\w+)', text, re.M)
    return CONFIG.get(unit, names[min(1, len(names) - 1)])


def run(unit):
    begin = time.monotonic()
    config, folder = default_config(unit), common.BUILD / 'mutants' / f'{unit}.auto'
    folder.mkdir(parents=True, exist_ok=True)
    sets = [f'auto:config={config}']
    common.shell([common.BUILD / 'gcim', 'gen', '--dir', folder, '--unit', unit, '--sets', sets[0], '--suffix', '--bare'])
    target, listing = netlist(unit, config, folder)
    program, _ = common.build_bench(unit, folder, sets, [target], ['--suffix', '--bare'])
    built = time.monotonic() - begin
    arguments = ['--config', 'auto']
    outcome, text, seconds = common.run_bench(program, [*arguments, '+mutsel=0'])
    if outcome != 'green':
        print(f'FAIL   {unit}: the unmutated netlist ({config}) is {outcome}: {text}')
        return 1
    names = mutations(listing)
    results = common.in_parallel(lambda k: common.run_bench(program, [*arguments, f'+mutsel={k + 1}']), range(len(names)))
    lines = [f'{k + 1:4} {r[0]:7} {names[k]}{"" if r[0] == "green" else "  by " + r[1]}' for k, r in enumerate(results)]
    survivors = [line for line, r in zip(lines, results) if r[0] == 'green']
    killed = [line for line, r in zip(lines, results) if r[0] != 'green']
    report = common.BUILD / 'mutants' / f'{unit}.auto.txt'
    report.write_text('\n'.join([f'{unit}.{config}: survivors', *survivors, '', 'killed', *killed]) + '\n')
    kinds = ', '.join(f'{n} {k}' for k, n in sorted(Counter(r[0] for r in results).items()) if k not in ('caught', 'green'))
    print(f'{unit}: {len(names)} automatic mutants ({config}), {len(killed)} killed{" (" + kinds + ")" if kinds else ""}, '
          f'{len(survivors)} survived (listed in {report}); {built:.0f} s build, {time.monotonic() - begin - built:.0f} s run')
    return 0
