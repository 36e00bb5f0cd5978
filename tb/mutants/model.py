"""Mutants of the C model, of the checker and of the bench's verdict: one object rebuilt, linked over the models of hand.py."""
import re
import subprocess
import time
from collections import namedtuple
from pathlib import Path

import common
import hand

Mutant = namedtuple('Mutant', 'name config options file text what where')
FEW = ['--count', '200']  # episodes for the search of an RTL mutant that gets through
LOADS = ('no-load', ['--no-load', *FEW])
BROKEN = [('break compare', ['--break', 'compare', *FEW]), ('break episode', ['--break', 'episode', *FEW])]


def read_list(name, unit, root):
    """Mutants of one unit in tb/mutants/<name>.list."""
    file, mutants = common.HERE / f'{name}.list', []
    for number, (of, config, path, expression, what) in common.fields(file, 5):
        if of == unit:
            config, *options = config.split('+')
            text = common.sed(expression, root / path, f'{file}:{number}')
            mutants.append(Mutant(f'{name[0]}{number}', config, options, root / path, text, what, f'{file}:{number}'))
    return mutants


def model_flags():
    """The library's own compile flags, as make has them."""
    said = subprocess.run(['make', '-f', 'Makefile', '--eval', 'print-flags: ; @echo $(LIB_FLAG)', 'print-flags', f'BUILD={common.BUILD}'],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    return re.sub(r'-Werror|"', '', said).split()


def compile_mutant(mutant, folder, flags, bench_flags):
    """The object of the mutated file; a source folder of its own keeps relative includes working."""
    source = folder / 'src' / mutant.name / mutant.file
    common.write(source, mutant.text)
    target = source.with_suffix('.o')
    if mutant.file.suffix == '.c':
        common.shell([*common.CACHE, *common.CC, *flags, '-w', f'-I{mutant.file.parent}', '-c', source, '-o', target])
    else:
        common.shell([*common.CACHE, *common.CXX, *bench_flags, '-O1', '-w', '-c', source, '-o', target])
    return target


def programs(unit, mutants, objects, folder):
    """The bench of each mutant: its object stands before the library and in place of the bench's own object."""
    flags, bench_flags = model_flags(), common.bench_flags(unit, common.BUILD / 'mutants' / unit)

    def one(mutant):
        mine = compile_mutant(mutant, folder, flags, bench_flags)
        rest = [o for o in objects if o.suffix == '.a' or o.stem != mutant.file.stem]
        return common.link([mine, *rest], folder / f'bench.{mutant.name}')
    return common.in_parallel(one, mutants)


def with_options(mutant):
    return [f'--{o}' for o in mutant.options]


def run_models(unit, mutants, benches):
    """Model mutants over good RTL: each must be red."""
    results = common.in_parallel(lambda p: common.run_bench(p[1], ['--config', f'm0_{p[0].config}', *with_options(p[0])]),
                                 list(zip(mutants, benches)))
    bad = 0
    for m, (outcome, text, _) in zip(mutants, results):
        good = outcome in ('caught', 'red')
        bad += not good
        print(f'{"ok" if good else "FAIL":6} {m.name:7} {m.file.name:20} {m.what[:64]:64} {text if good else outcome + " " + text}')
        if not good:
            print(f'       not caught: {m.where} in configuration {"+".join([m.config] + m.options)}')
    print(f'{unit}: {len(mutants)} mutants of the C model, {len(mutants) - bad} caught, {bad} not')
    return bad


def broken_runs(unit):
    """Runs that must be red whatever the RTL; `no-load` only for a unit that has something to load."""
    has_load = re.search(r'^LOAD ', Path(f'cmodel/unit/{unit}.def').read_text(), re.M)
    return BROKEN + [LOADS] * bool(has_load)


def run_broken(unit, program, config):
    """The bench's own planted faults: each must be red."""
    bad = 0
    for name, arguments in broken_runs(unit):
        outcome, text, _ = common.run_bench(program, ['--config', f'm0_{config}', *arguments])
        bad += outcome != 'red'
        print(f'{"ok" if outcome == "red" else "FAIL":6} {unit} {name}: {outcome}: {text}')
    return bad


def noticed(unit, mutant, program, planted):
    """What gives a mutated checker away, or None."""
    original = ['--config', f'm0_{mutant.config}']
    outcome, text, _ = common.run_bench(program, original)
    if outcome != 'green':
        return f'red over good RTL: {outcome} {text}'
    for name, arguments in broken_runs(unit):
        outcome, _, _ = common.run_bench(program, [*original, *arguments])
        if outcome != 'red':
            return f'{name} is not red any more: {outcome}'
    for m in planted:
        outcome, _, _ = common.run_bench(program, [*hand.arguments(m), *FEW])
        if outcome != 'caught':
            return f'hand mutant {m.name} of the RTL is not caught any more: {outcome}'
    return None


def run_checkers(unit, mutants, benches, planted):
    results = common.in_parallel(lambda p: noticed(unit, p[0], p[1], planted), list(zip(mutants, benches)))
    for m, text in zip(mutants, results):
        print(f'{"ok" if text else "FAIL":6} {m.name:7} {m.file.name:20} {m.what[:64]:64} {text or "nothing notices"}')
    bad = sum(text is None for text in results)
    print(f'{unit}: {len(mutants)} mutants of the checker, {len(mutants) - bad} noticed, {bad} not')
    return bad


def run(unit):
    begin = time.monotonic()
    planted = hand.read_list(unit)
    program, objects, configs = hand.build(unit, planted)
    folder = common.BUILD / 'mutants/model' / unit
    models, checkers = read_list('model', unit, Path('cmodel')), read_list('checker', unit, Path('.'))
    missing = {m.config for m in models + checkers} - set(configs)
    if missing:
        common.stop(f'{unit}: no hand mutant uses configuration {" ".join(sorted(missing))}; use one of {" ".join(configs)}')
    bad = run_models(unit, models, programs(unit, models, objects, folder))
    bad += run_broken(unit, program, configs[0])
    bad += run_checkers(unit, checkers, programs(unit, checkers, objects, folder), planted)
    print(f'{unit}: mutants of model and checker took {time.monotonic() - begin:.0f} s')
    return bad
