"""Hand-written mutants of the RTL: renamed copies of the whole hierarchy in one Verilated model per unit."""
import re
import time
from collections import namedtuple
from pathlib import Path

import common

Mutant = namedtuple('Mutant', 'name sentence config options file text what line')


def read_list(unit):
    """The mutants of tb/mutants/<unit>.list as m1, m2, ... in the order of the lines."""
    file, paths, mutants = common.HERE / f'{unit}.list', common.module_files(), []
    known = common.hierarchy(unit)
    for number, (sentence, config, name, expression, what) in common.fields(file, 5):
        module, (config, *options) = Path(name).stem, config.split('+')
        if module not in known:
            common.stop(f'{file}:{number}: {name} is not a module under gcim_{unit}; there are {" ".join(sorted(known))}')
        if set(options) - {'illegal', 'hangs'}:
            common.stop(f'{file}:{number}: +{"+".join(options)}: there are +illegal, +hangs')
        text = common.sed(expression, paths[module], f'{file}:{number}')
        mutants.append(Mutant(f'm{len(mutants) + 1}', int(sentence), config, options, module, text, what, number))
    return mutants


def sentences(unit):
    """Numbers of the sentences in the card's cycle table and algorithm."""
    card = Path(f'cmodel/unit/{unit}.def').read_text()
    return [int(n) for n in re.findall(r'^ \*\s+(\d+)\. ', card, re.M)]


def uncovered(unit, mutants):
    """Sentences without a mutant and without a reason, and mutants of sentences that do not exist."""
    text = (common.HERE / f'{unit}.list').read_text()
    excused = {int(n) for n in re.findall(r'^# sentence (\d+): \S', text, re.M)}
    named = {m.sentence for m in mutants}
    every = set(sentences(unit))
    return [f'sentence {n} has no mutant and no line "# sentence {n}: reason"' for n in sorted(every - named - excused)] + \
           [f'sentence {n} is not in the card' for n in sorted((named | excused) - every)]


def copy(unit, name, changed):
    """The hierarchy's text with every module renamed; `changed` replaces the text of some modules."""
    files, modules = common.module_files(), common.hierarchy(unit)
    text = '\n'.join(changed.get(m, None) or files[m].read_text() for m in modules)
    return re.sub(r'\b(' + '|'.join(modules) + r')\b', rf'\1_{name}', text)


def build(unit, mutants):
    """One model that holds the unmutated copy of every configuration in use and every mutant."""
    folder = common.BUILD / 'mutants' / unit
    configs = sorted({m.config for m in mutants})
    copies = [(f'm0_{c}', c, {}) for c in configs] + [(m.name, m.config, {m.file: m.text}) for m in mutants]
    sources = []
    for name, _, changed in copies:
        sources.append(folder / 'rtl' / f'{name}.sv')
        common.write(sources[-1], copy(unit, name, changed))
    sets = [f'{name}:config={config}' for name, config, _ in copies]
    program, objects = common.build_bench(unit, folder, sets, sources, ['--suffix'])
    return program, objects, configs


def arguments(mutant):
    return ['--config', mutant.name] + (['--illegal'] if 'illegal' in mutant.options else [])


def judge(mutant, outcome):
    """True if the mutant counts as caught."""
    return outcome == ('hang' if 'hangs' in mutant.options else 'caught')


def table(unit, mutants, results):
    print(f'{"":6} {"mutant":7} {"sentence":9} {"file":20} {"what":64} caught by')
    for m, (outcome, text, _) in zip(mutants, results):
        good = judge(m, outcome)
        verdict = text if outcome in ('caught', 'hang') else f'{outcome} {text}'
        print(f'{"ok" if good else "FAIL":6} {m.name:7} {m.sentence:<9} {m.file:20} {m.what[:64]:64} {verdict}')
        if not good:
            print(f'       not caught: {common.HERE}/{unit}.list:{m.line} in configuration {"+".join([m.config] + m.options)}')


def run(unit, program, mutants, configs):
    """Originals, then every mutant; returns the number of findings."""
    begin = time.monotonic()
    originals = [[f'm0_{c}', *i] for c in configs for i in ([], ['--illegal'])]
    bad = 0
    for name, (outcome, text, seconds) in zip(originals, common.in_parallel(
            lambda a: common.run_bench(program, ['--config', *a]), originals)):
        print(f'{"ok" if outcome == "green" else "FAIL":6} {unit} unmutated copy {" ".join(name)}: {outcome} {text} ({seconds:.1f} s)')
        bad += outcome != 'green'
    results = common.in_parallel(lambda m: common.run_bench(program, arguments(m)), mutants)
    table(unit, mutants, results)
    caught = sum(judge(m, r[0]) for m, r in zip(mutants, results))
    holes = uncovered(unit, mutants)
    for hole in holes:
        print(f'FAIL   {unit}: {hole}')
    print(f'{unit}: {len(mutants)} hand mutants of {len({m.sentence for m in mutants})} sentences, {caught} caught, '
          f'{len(mutants) - caught} not ({time.monotonic() - begin:.0f} s)')
    return bad + len(mutants) - caught + len(holes)
