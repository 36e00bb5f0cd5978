"""Mutants of the C model, of the checker and of the bench's verdict: one object rebuilt and linked
over the models of hand.py."""
import re
import subprocess
import time
from collections import namedtuple
from pathlib import Path

import common
import hand

Mutant = namedtuple('Mutant', 'name config options file text what where')


def read_list(name, unit, root):
    """Mutants of one unit in tb/mutants/<name>.list."""
    file, mutants = common.HERE / f'{name}.list', []
    for number, (of, config, path, expression, what) in common.fields(file, 5):
        if of == unit:
            config, *options = config.split('+')
            where = f'{file}:{number}'
            text = common.sed(expression, root / path, where)
            mutants.append(Mutant(f'{name[0]}{number}', config, options, root / path, text, what,
                                  where))
    return mutants


def library_flags():
    """The library's own compile flags, as make has them."""
    rule = 'print-flags: ; @echo $(LIB_FLAG)'
    said = subprocess.run(['make', '-f', 'Makefile', '--eval', rule, 'print-flags'],
                          stdout=subprocess.PIPE, text=True, check=True).stdout
    return re.sub(r'-Werror|"', '', said).split()


def compile_mutant(mutant, folder, c_flags, bench_flags):
    """The object of the mutated file."""
    source = folder / 'src' / mutant.name / mutant.file
    common.write(source, mutant.text)
    target = source.with_suffix('.o')
    here = [f'-I{mutant.file.parent}', '-w', '-c', source, '-o', target]
    if mutant.file.suffix == '.c':
        common.shell([*common.CACHE, *common.CC, *c_flags, *here])
    else:
        common.shell([*common.CACHE, *common.CXX, *bench_flags, '-O1', *here])
    return target


def programs(unit, mutants, objects, folder):
    """The bench of each mutant: its object stands before the library, or for the bench's own."""
    c_flags = library_flags()
    bench_flags = common.bench_flags(unit, common.BUILD / 'mutants' / unit)

    def one(mutant):
        mine = compile_mutant(mutant, folder, c_flags, bench_flags)
        rest = [o for o in objects if o.suffix == '.a' or o.stem != mutant.file.stem]
        return common.link([mine, *rest], folder / f'bench.{mutant.name}')
    return common.in_parallel(one, mutants)


def line(mutant, good, text):
    print(f'{"ok" if good else "FAIL":6} {mutant.name:5} {mutant.file.name:19} '
          f'{mutant.what[:64]:64} {text}')
    if not good:
        print(f'       {mutant.where} in configuration '
              f'{"+".join([mutant.config] + mutant.options)}')


def run_models(unit, mutants, benches):
    """Mutants of the model over good RTL: each must be red. Returns how many are not."""
    def one(pair):
        mutant, bench = pair
        options = [f'--{o}' for o in mutant.options]
        return common.run_bench(bench, ['--config', f'm0_{mutant.config}', *options])
    results = common.in_parallel(one, list(zip(mutants, benches)))
    good = [outcome in ('caught', 'red') for outcome, _, _ in results]
    for m, g, (outcome, text, _) in zip(mutants, good, results):
        line(m, g, text if g else f'{outcome} {text}')
    print(f'{unit}: {len(mutants)} mutants of the C model, {sum(good)} caught, '
          f'{len(good) - sum(good)} not')
    return len(good) - sum(good)


def broken_runs(unit):
    """Options under which the bench must be red over good RTL."""
    card = Path(f'cmodel/unit/{unit}.def').read_text()
    loads = re.search(r'^LOAD ', card, re.M) is not None
    return [['--break', 'compare'], ['--break', 'episode'], *[['--no-load']] * loads]


def run_broken(unit, program, config):
    """The faults that the bench plants into itself; returns those that are red as they must be."""
    red = []
    for options in broken_runs(unit):
        outcome, text, _ = common.run_bench(program, ['--config', f'm0_{config}', *options, '--count', str(common.FEW)])
        red += [options] if outcome == 'red' else []
        print(f'{"ok" if outcome == "red" else "FAIL":6} {unit} {" ".join(options)}: '
              f'{outcome} {text}')
    return red


def noticed(mutant, program, must_be_red, planted):
    """What gives a mutated checker away, or None."""
    original = ['--config', f'm0_{mutant.config}', '--count', str(common.FEW)]
    outcome, text, _ = common.run_bench(program, original)
    if outcome != 'green':
        return f'over good RTL: {outcome} {text}'
    for options in must_be_red:
        outcome, _, _ = common.run_bench(program, [*original, *options])
        if outcome != 'red':
            return f'{" ".join(options)} is {outcome}'
    for m in planted:
        outcome, _, _ = common.run_bench(program, [*hand.arguments(m), '--count', str(common.FEW)])
        if outcome != 'caught':
            return f'hand mutant {m.name} of the RTL is {outcome}'
    return None


def run_checkers(unit, mutants, benches, must_be_red, planted):
    results = common.in_parallel(lambda p: noticed(p[0], p[1], must_be_red, planted),
                                 list(zip(mutants, benches)))
    for m, text in zip(mutants, results):
        line(m, text is not None, text or 'nothing notices')
    bad = results.count(None)
    print(f'{unit}: {len(mutants)} mutants of checker and bench, {len(mutants) - bad} noticed, '
          f'{bad} not')
    return bad


def read_lists(unit, planted):
    """(mutants of the model, of checker and bench); only configurations of hand mutants are built."""
    models = read_list('model', unit, Path('cmodel'))
    checkers = read_list('checker', unit, Path('.'))
    configs = {m.config for m in planted}
    missing = {m.config for m in models + checkers} - configs
    if missing:
        common.stop(f'{unit}: no hand mutant uses configuration {" ".join(sorted(missing))}, so it '
                    f'is not built; there are {" ".join(sorted(configs))}')
    return models, checkers


def run(unit):
    begin = time.monotonic()
    planted = hand.read_list(unit)
    models, checkers = read_lists(unit, planted)
    program, objects, configs = hand.build(unit, planted)
    folder = common.BUILD / 'mutants/model' / unit
    bad = run_models(unit, models, programs(unit, models, objects, folder))
    red = run_broken(unit, program, configs[-1])
    planted = [m for m in planted  # those that a good checker finds in so few episodes
               if common.run_bench(program, [*hand.arguments(m), '--count', str(common.FEW)])[0] == 'caught']
    bad += len(broken_runs(unit)) - len(red)
    bad += run_checkers(unit, checkers, programs(unit, checkers, objects, folder), red, planted)
    print(f'{unit}: mutants of model and checker took {time.monotonic() - begin:.0f} s')
    return bad
