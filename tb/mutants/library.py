"""Mutants of the library that no bench sees: a C test of its own must go red. The mutated object is
linked before the library into the test program as it is shipped."""
import re
import subprocess
import time
from collections import namedtuple
from pathlib import Path

import common
import model

Mutant = namedtuple('Mutant', 'name test file text what where')
LIBRARIES = ['-lcmocka', '-lgmp', '-lcrypto', '-lpthread', '-lm']


def read_list(name):
    file = common.HERE / f'{name}.list'
    for number, (test, path, expression, what) in common.fields(file, 4):
        where, path = f'{file}:{number}', Path('cmodel') / path
        yield Mutant(f'{name}{number}', test, path, common.sed(expression, path, where), what, where)


def build(mutant, folder, flags):
    test = common.BUILD / 'shipped/cmodel/test' / f'{mutant.test}.o'
    if not test.is_file():
        common.stop(f'{mutant.where}: there is no {test}')
    program = folder / mutant.name
    common.shell([*common.CC, model.compile_mutant(mutant, folder, flags, []), test,
                  common.BUILD / 'lib/libgcim.a', *LIBRARIES, '-o', program])
    return program


def outcome(program):
    """caught and the tests that failed; green, crash or hang."""
    try:
        done = subprocess.run([str(program)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              text=True, errors='replace', timeout=common.TIMEOUT)
    except subprocess.TimeoutExpired:
        return 'hang', f'no end within {common.TIMEOUT} s'
    failed = list(dict.fromkeys(re.findall(r'^\[  FAILED  \] (test_\w+)$', done.stdout, re.M)))
    if done.returncode == 0:
        return 'green', ''
    return ('caught', failed[0] + (f' and {len(failed) - 1} more' if failed[1:] else '')) \
        if failed and done.returncode > 0 else ('crash', f'exit status {done.returncode}')


def run(name):
    """Every mutant of <name>.list; returns how many are not caught."""
    begin, folder = time.monotonic(), common.BUILD / 'mutants' / name
    mutants, flags = list(read_list(name)), model.library_flags()
    results = common.in_parallel(lambda m: outcome(build(m, folder, flags)), mutants)
    for m, (kind, text) in zip(mutants, results):
        good = kind == 'caught'
        print(f'{"ok" if good else "FAIL":6} {m.name:6} {m.file.name:17} {m.what[:64]:64} '
              f'{text if good else kind + " " + text}')
        if not good:
            print(f'       not caught: {m.where}')
    bad = sum(kind != 'caught' for kind, _ in results)
    print(f'{name}: {len(mutants)} mutants, {len(mutants) - bad} caught, {bad} not; '
          f'{time.monotonic() - begin:.0f} s')
    return bad
