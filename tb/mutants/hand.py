"""Hand-written mutants of the RTL: renamed copies of the whole hierarchy, in one Verilated model per
unit beside the unmutated copy of every configuration in use."""
import re
import time
from collections import namedtuple
from pathlib import Path

import common

Mutant = namedtuple('Mutant', 'name sentence config options file text what line')
OPTIONS = {'illegal', 'hangs'}


def read_list(unit):
    """The mutants of tb/mutants/<unit>.list as m1, m2, ... in the order of the lines."""
    file, files, mutants = common.HERE / f'{unit}.list', common.module_files(), []
    known = common.hierarchy(unit)
    for number, (sentence, config, name, expression, what) in common.fields(file, 5):
        module, (config, *options) = Path(name).stem, config.split('+')
        if module not in known:
            common.stop(f'{file}:{number}: {name} is not under gcim_{unit}; there are '
                        f'{" ".join(sorted(known))}')
        if not OPTIONS.issuperset(options):
            common.stop(f'{file}:{number}: +{"+".join(options)}: there are +illegal and +hangs')
        text = common.sed(expression, files[module], f'{file}:{number}')
        mutants.append(Mutant(f'm{len(mutants) + 1}', int(sentence), config, options, module, text,
                              what, number))
    return mutants


def uncovered(unit, mutants):
    """Sentences without a mutant and without a reason, and mutants of sentences that do not exist."""
    card = Path(f'cmodel/unit/{unit}.def').read_text()
    text = (common.HERE / f'{unit}.list').read_text()
    every = {int(n) for n in re.findall(r'^ \*\s+(\d+)\. ', card, re.M)}
    excused = {int(n) for n in re.findall(r'^# sentence (\d+): \S', text, re.M)}
    named = {m.sentence for m in mutants}
    return [f'sentence {n} has no mutant and no line "# sentence {n}: reason"'
            for n in sorted(every - named - excused)] + \
           [f'sentence {n} is not in the card' for n in sorted((named | excused) - every)]


def copy(unit, name, changed):
    """The hierarchy's text with every module renamed; `changed` replaces the text of some."""
    files = common.module_files()
    modules = [m for m in common.hierarchy(unit) if m in changed or not common.is_printed(files[m])]
    text = '\n'.join(changed.get(m) or files[m].read_text() for m in modules)
    defined = re.findall(r'^module (\w+)', text, re.M)
    return re.sub(r'\b(' + '|'.join(defined) + r')\b', rf'\1_{name}', text)


def shared(unit):
    """Printed files that the copies share, and what they instantiate."""
    files = common.module_files()
    printed = [m for m in common.hierarchy(unit) if common.is_printed(files[m])]
    return [files[m] for m in sorted({m for p in printed for m in common.below(p)})]


def build(unit, mutants):
    """(program, what it was linked from, configurations in use)."""
    folder = common.BUILD / 'mutants' / unit
    configs = sorted({m.config for m in mutants})
    copies = [(f'm0_{c}', c, {}) for c in configs]
    copies += [(m.name, m.config, {m.file: m.text}) for m in mutants]
    sources = shared(unit)
    for name, _, changed in copies:
        sources.append(folder / 'rtl' / f'{name}.sv')
        common.write(sources[-1], copy(unit, name, changed))
    sets = [f'{name}:config={config}' for name, config, _ in copies]
    return *common.build_bench(unit, folder, sets, sources, ['--suffix']), configs


def arguments(mutant):
    return ['--config', mutant.name] + ['--illegal'] * ('illegal' in mutant.options)


def is_caught(mutant, outcome):
    return outcome == ('hang' if 'hangs' in mutant.options else 'caught')


def table(unit, mutants, results):
    print(f'{"":6} {"mutant":7} {"sentence":9} {"file":19} {"what":72} caught by')
    for m, (outcome, text, _) in zip(mutants, results):
        good = is_caught(m, outcome)
        print(f'{"ok" if good else "FAIL":6} {m.name:7} {m.sentence:<9} {m.file:19} '
              f'{m.what[:72]:72} {text if good else outcome + " " + text}')
        if not good:
            print(f'       not caught: {common.HERE}/{unit}.list:{m.line} in configuration '
                  f'{"+".join([m.config] + m.options)}')


def run_originals(unit, program, configs, count):
    """The unmutated copies over the episodes that the mutants took, with legal and with illegal
    stimulus; the number of bad ones. (Longer runs of them: co-simulation of the RTL itself.)"""
    runs = [[f'm0_{c}', '--count', str(count), *more]
            for c in configs for more in ([], ['--illegal'])]
    results = common.in_parallel(lambda r: common.run_bench(program, ['--config', *r]), runs)
    for name, (outcome, text, seconds) in zip(runs, results):
        print(f'{"ok" if outcome == "green" else "FAIL":6} {unit} unmutated {" ".join(name)}: '
              f'{outcome} {text} ({seconds:.1f} s)')
    return sum(r[0] != 'green' for r in results)


def run(unit):
    """Originals, then every mutant; returns the number of findings."""
    begin = time.monotonic()
    mutants = read_list(unit)
    program, _, configs = build(unit, mutants)
    built = time.monotonic() - begin
    results = common.in_parallel(lambda m: common.run_bench(program, arguments(m)), mutants)
    latest = max((int(n) for r in results for n in re.findall(r'episode (\d+)', r[1])), default=0)
    bad = run_originals(unit, program, configs, max(common.FEW, latest + 1))
    table(unit, mutants, results)
    caught = sum(is_caught(m, r[0]) for m, r in zip(mutants, results))
    holes = uncovered(unit, mutants)
    for hole in holes:
        print(f'FAIL   {unit}: {hole}')
    print(f'{unit}: {len(mutants)} hand mutants of {len({m.sentence for m in mutants})} sentences, '
          f'{caught} caught (the last in episode {latest}), {len(mutants) - caught} not; built in '
          f'{built:.0f} s, run in {time.monotonic() - begin - built:.0f} s')
    return bad + len(mutants) - caught + len(holes)
