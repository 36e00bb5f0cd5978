"""Automatic mutants: yosys puts COUNT mutations of the flattened unit into one netlist; the
environment variable MUTSEL selects one (0: none)."""
import re
import time
from collections import Counter
from pathlib import Path

import common

COUNT, SEED, SELECT_BITS = 200, 7, 8
CONFIG = {'add_tree': 'odd', 'dcim_macro': 'odd'}  # other units: their second configuration
FROM_ENVIRONMENT = r'$c("(std::getenv(\"MUTSEL\") ? std::atoi(std::getenv(\"MUTSEL\")) : 0)")'


def config_of(unit):
    text = Path(f'cmodel/unit/{unit}.def').read_text()
    names = re.findall(r'^CONFIG\s*\((\w+)', text, re.M)
    return CONFIG.get(unit, names[min(1, len(names) - 1)])


def parameters(folder, unit):
    """All parameters of the configuration, from the unit's generated bench."""
    pins = (folder / f'tb/{unit}/pins.h').read_text()
    return re.search(r'\{"auto", "([^"]*)"', pins)[1].replace('=', ' ').split(' ')


def yosys_script(unit, sources, folder):
    values = parameters(folder, unit)
    sets = ' '.join(f'-chparam {n} {v}' for n, v in zip(values[::2], values[1::2]))
    return f'''read_verilog -sv {" ".join(str(s) for s in sources)}
hierarchy -check -top gcim_{unit} {sets}
proc; flatten; opt_expr; opt_clean
rename -top gcim_{unit}_bits
mutate -list {COUNT} -seed {SEED} -ctrl mutsel {SELECT_BITS} 1 -o {folder}/mutations.ys
script {folder}/mutations.ys
opt_clean
splitnets -ports
write_verilog -noattr {folder}/bits.v
'''


def wrapper(unit, text):
    """Module gcim_<unit>_auto with the unit's ports around the netlist of single bits; the selection
    is a register that the environment sets, so that the bench stays as it is."""
    ports = re.findall(r'^  (input|output) \\?([^ ;]+) ?;', text, re.M)
    width = Counter(name.split('[')[0] for _, name in ports)
    sides = {name.split('[')[0]: side for side, name in ports}
    if width.get('mutsel') != SELECT_BITS:
        common.stop(f'gcim_{unit}_bits has no input mutsel of {SELECT_BITS} bits')
    ends = ',\n'.join(f'  {sides[n]} wire [{w - 1}:0] {n}' for n, w in width.items() if n != 'mutsel')
    joins = ',\n'.join(f'    .\\{n} ({n})' for _, n in ports)
    return f'''
module gcim_{unit}_auto (
{ends}
);
  reg [{SELECT_BITS - 1}:0] mutsel;
  initial mutsel = {FROM_ENVIRONMENT};
  gcim_{unit}_bits u_bits (
{joins}
  );
endmodule
'''


def netlist(unit, folder):
    """The mutated netlist. Its nets are single bits: a mutation lets a bit of a vector depend on
    another bit of it, which Verilator takes for a loop (UNOPTFLAT), and 5.006 computes such logic
    wrongly (README.md)."""
    files = common.module_files()
    sources = [common.PACKAGE, *(files[m] for m in common.hierarchy(unit))]
    target = folder / 'netlist.v'
    if not common.newer(target, [*sources, folder / f'tb/{unit}/pins.h', Path(__file__)]):
        return target
    common.write(folder / 'mutate.ys', yosys_script(unit, sources, folder))
    common.shell(['yosys', '-q', '-s', folder / 'mutate.ys'])
    text = (folder / 'bits.v').read_text()
    common.write(target, text + wrapper(unit, text))
    return target


def describe(line):
    """A mutation: source line, what was done to which bit of which cell, and the wire there."""
    option = dict(re.findall(r'-(mode|cell|port|portbit|ctrlbit|wire|wirebit) (\S+)', line))
    cell = re.search(r'\$(\w+)\$[^$ ]*?([\w.]+:\d+)\$\d+$', option['cell'])
    kind = cell[1] if cell else re.findall(r'\$([a-z]\w*)', option['cell'])[-1]
    places = [p.split('/')[-1] for p in re.findall(r'-src (\S+)', line)]
    where = cell[2] if cell else min(places or ['?'], key=lambda p: p.startswith('gcim_dcim_array'))
    text = f'{where}: {option["mode"]} at {kind} port {option["port"]}[{option["portbit"]}]'
    if 'ctrlbit' in option:
        text += f' by bit {option["ctrlbit"]}'
    return text + (f', wire {option["wire"]}[{option["wirebit"]}]' if 'wire' in option else '')


def mutations(folder):
    lines = (folder / 'mutations.ys').read_text().split('\n')
    return [describe(line) for line in lines if line.startswith('mutate ')]


def campaign(program, numbers, options):
    """Outcome of every mutant of `numbers`."""
    run = [program, ['--config', 'auto', *options]]
    return dict(zip(numbers, common.in_parallel(
        lambda k: common.run_bench(*run, MUTSEL=str(k)), numbers)))


def report(unit, config, names, smoke, illegal):
    """Survivors first, then those that only illegal stimulus kills, then the rest."""
    groups = {'survivors': [], 'killed by illegal stimulus only': [], 'killed': []}
    for k, name in enumerate(names, 1):
        if smoke[k][0] != 'green':
            groups['killed'].append(f'{k:4} {name}  {smoke[k][0]}: {smoke[k][1]}')
        elif illegal[k][0] != 'green':
            groups['killed by illegal stimulus only'].append(f'{k:4} {name}  {illegal[k][1]}')
        else:
            groups['survivors'].append(f'{k:4} {name}')
    file = common.BUILD / 'mutants' / f'{unit}.auto.txt'
    file.write_text(''.join(f'{unit}.{config}: {title}: {len(lines)}\n' + '\n'.join(lines) + '\n\n'
                            for title, lines in groups.items()))
    return file, *(len(lines) for lines in groups.values())


def run(unit):
    begin = time.monotonic()
    config, folder = config_of(unit), common.BUILD / 'mutants' / f'{unit}.auto'
    sets, flags = [f'auto:config={config}'], ['--suffix', '--bare']
    common.generate(unit, folder, sets, flags)
    program, _ = common.build_bench(unit, folder, sets, [netlist(unit, folder)], flags)
    built = time.monotonic() - begin
    for options in ([], ['--illegal']):
        outcome, text, _ = campaign(program, [0], options)[0]
        if outcome != 'green':
            print(f'FAIL   {unit}: the unmutated netlist ({config}) is {outcome}: {text}')
            return 1
    names = mutations(folder)
    smoke = campaign(program, range(1, len(names) + 1), [])
    illegal = campaign(program, [k for k in smoke if smoke[k][0] == 'green'], ['--illegal'])
    file, survived, by_illegal, killed = report(unit, config, names, smoke, illegal)
    odd = Counter(r[0] for r in smoke.values() if r[0] not in ('caught', 'green'))
    kinds = ''.join(f', {n} by {k}' for k, n in sorted(odd.items()))
    print(f'{unit}: {len(names)} automatic mutants, {killed + by_illegal} killed ({by_illegal} by '
          f'illegal stimulus only{kinds}), {survived} survived (listed in {file}); '
          f'built in {built:.0f} s, run in {time.monotonic() - begin - built:.0f} s')
    return 0
