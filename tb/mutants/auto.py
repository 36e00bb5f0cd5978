"""Automatic mutants: yosys puts COUNT mutations of the flattened unit into one netlist; the
environment variable MUTSEL selects one (0: none). What survives the campaign is held against the
original by equal.py."""
import re
import time
from pathlib import Path

import common
import equal

COUNT, SEED, SELECT_BITS = 200, 7, 8
# Configurations with as little constant hardware as the card offers: a mutant of a net that never
# changes says nothing.
CONFIGS = {
    'add_tree': ['odd'],
    'apx_add2': ['corrected_ones', 'chain_user', 'gear'],
    'apx_dual_tree': ['tiny', 'two'],
    'apx_gear_fix': ['tiny', 'cut'],
    'apx_mul4': ['gated'],
    'apx_pattern_replay': ['odd', 'whole'],
    'apx_pattern_tree': ['odd', 'learned'],
    'apx_popcount': ['odd', 'double_odd'],
    'apx_tree': ['tiny', 'saver', 'wallace_signed'],
    'dcim_macro': ['odd'],
    'fp_align': ['narrow'],
    'fp_align_serial': ['bits'],
    'fp_convert': ['e4m3_to_bf16', 'bf16_to_e3m2'],
    'fp_decode': ['e4m3'],
    'fp_dot': ['finite'],
    'fp_emax': ['steps'],
    'fp_mac': ['odd'],
    'fp_macro': ['finite'],
    'fp_n2c_mac': ['bits'],
    'fp_norm': ['e4m3'],
    'fp_pdot': ['finite'],
    'fp_post_align': ['folded'],
    'mx_acc': ['narrow'],
    'mx_dot': ['one'],
    'mx_macro': ['one'],
    'mx_quant': ['one'],
    'mx_scale': ['low_bias'],
}
FROM_ENVIRONMENT = r'$c("(std::getenv(\"MUTSEL\") ? std::atoi(std::getenv(\"MUTSEL\")) : 0)")'
TITLES = ['survivors', 'undecided survivors', 'proved equivalent',
          'killed by illegal stimulus only', 'killed']


def configs_of(unit):
    """All configurations of a unit that is not in the table."""
    text = Path(f'cmodel/unit/{unit}.def').read_text()
    return CONFIGS.get(unit) or re.findall(r'^CONFIG\s*\((\w+)', text, re.M)


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
    ports = equal.ports_of(text)
    ends = ',\n'.join(f'  {p.side} wire [{p.width - 1}:0] {p.name}'
                      for p in ports if p.name != 'mutsel')
    joins = ',\n'.join(f'    .\\{b} ({p.name}[{i}])' for p in ports for i, b in enumerate(p.bits))
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
    mine = [Path(__file__), Path(equal.__file__), folder / f'tb/{unit}/pins.h']
    if not common.newer(target, [*sources, *mine]):
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


def group(smoke, illegal, verdict):
    """Which list of the report a mutant belongs to."""
    if smoke[0] != 'green':
        return 'killed'
    if illegal[0] != 'green':
        return 'killed by illegal stimulus only'
    return {'equal': 'proved equivalent', 'differs': 'survivors',
            'unknown': 'undecided survivors'}[verdict]


def report(name, lists):
    file = common.BUILD / 'mutants' / f'{name}.auto.txt'
    file.write_text(''.join(f'{name}: {title}: {len(lines)}\n' + '\n'.join(lines) + '\n\n'
                            for title, lines in lists.items()))
    return file


def judge(unit, folder, program, names):
    """Outcomes of all mutants, with legal and illegal stimulus, and the proofs about the rest."""
    smoke = campaign(program, range(1, len(names) + 1), [])
    illegal = campaign(program, [k for k in smoke if smoke[k][0] == 'green'], ['--illegal'])
    left = [k for k in illegal if illegal[k][0] == 'green']
    blif = equal.prepare(unit, folder) if left else ''
    proofs = common.in_parallel(lambda k: equal.verdict(blif, folder, k), left)
    return smoke, illegal, dict(zip(left, proofs))


def run_config(unit, config):
    begin = time.monotonic()
    name, folder = f'{unit}.{config}', common.BUILD / 'mutants' / f'{unit}.{config}.auto'
    sets, flags = [f'auto:config={config}'], ['--suffix', '--bare']
    common.generate(unit, folder, sets, flags)
    program, _ = common.build_bench(unit, folder, sets, [netlist(unit, folder)], flags)
    for options in ([], ['--illegal']):
        outcome, text, _ = campaign(program, [0], options)[0]
        if outcome != 'green':
            print(f'FAIL   {name}: the unmutated netlist is {outcome}: {text}')
            return 1
    names = mutations(folder)
    smoke, illegal, proofs = judge(unit, folder, program, names)
    lists = {title: [] for title in TITLES}
    for k, text in enumerate(names, 1):
        title = group(smoke[k], illegal.get(k), proofs.get(k))
        why = {'killed': smoke, 'killed by illegal stimulus only': illegal}.get(title, {}).get(k)
        lists[title].append(f'{k:4} {text}' + (f'  {why[0]}: {why[1]}' if why else ''))
    for line in lists['survivors']:
        print(f'       {name}: survives: {line}')
    counts = ', '.join(f'{len(lines)} {title}' for title, lines in lists.items())
    print(f'{name}: {len(names)} automatic mutants: {counts} ({report(name, lists)}; '
          f'{time.monotonic() - begin:.0f} s)')
    return 0


def run(unit):
    return sum(run_config(unit, config) for config in configs_of(unit))
