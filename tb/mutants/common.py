"""What the mutant runs share: lists, commands, a Verilated model with the ordinary bench, and the
run of one mutant."""
import os
import re
import shlex
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BUILD = Path(os.environ.get('BUILD', 'build'))
HERE = Path('tb/mutants')
JOBS = int(os.environ.get('JOBS') or '2')
CACHE = shlex.split(os.environ.get('CCACHE', ''))
CC = shlex.split(os.environ.get('CC') or 'gcc')
CXX = shlex.split(os.environ.get('CXX') or 'g++')
VERILATOR = os.environ.get('VERILATOR') or 'verilator'
BENCH = [Path(s) for s in os.environ.get('TB_SRC', '').split()]
PACKAGE = Path('rtl/gcim_pkg.sv')
TIMEOUT = 120
FEW = 200  # episodes of a run over good RTL
for name in ('MAKEFLAGS', 'MFLAGS', 'MAKELEVEL'):  # its job server stays with the make above us
    os.environ.pop(name, None)
READ = ['-Wno-lint', '-Wno-style', '-Wno-fatal', '-Werror-UNOPTFLAT', '--x-assign', 'unique', '--x-initial', 'unique',
        '--timescale', '1ns/1ps', '-O3', '--output-split', '20000']


def stop(text):
    """End red: the run cannot tell anything."""
    print(f'mutants: {text}', file=sys.stderr)
    sys.exit(2)


def shell(command):
    """Run a command that must succeed; what it says is shown only if it does not."""
    command = [str(c) for c in command]
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        stop(f'{" ".join(command[:6])} ... ended with {done.returncode}\n{done.stdout[-4000:]}')
    return done.stdout


def in_parallel(function, items):
    with ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(function, items))


def fields(file, count):
    """(line number, fields) of every line; two or more blanks separate fields."""
    if not file.is_file():
        stop(f'there is no {file}; every unit needs one (tb/mutants/README.md)')
    for number, line in enumerate(file.read_text().split('\n'), 1):
        if line.strip() == '' or line.startswith('#'):
            continue
        parts = re.split(r' {2,}', line.strip(), maxsplit=count - 1)
        if len(parts) != count:
            stop(f'{file}:{number}: {len(parts)} fields, must be {count}, '
                 'separated by two or more blanks')
        yield number, parts


def sed(expression, file, where):
    """The file's text after a sed expression that must change something."""
    if not file.is_file():
        stop(f'{where}: there is no {file}')
    done = subprocess.run(['sed', '-e', expression, str(file)], capture_output=True, text=True)
    if done.returncode != 0:
        stop(f'{where}: {done.stderr.strip()}')
    if done.stdout == file.read_text():
        stop(f'{where}: {expression}: changes nothing in {file}')
    return done.stdout


def write(file, text):
    """Write a file only when its bytes change, so that nothing is rebuilt for nothing."""
    file.parent.mkdir(parents=True, exist_ok=True)
    if not file.exists() or file.read_text() != text:
        file.write_text(text)


def newer(target, sources):
    """True if the target is missing or older than a source."""
    return not target.exists() or any(s.stat().st_mtime > target.stat().st_mtime for s in sources)


def module_files():
    """Every RTL file by its module's name."""
    files = [*Path('rtl').glob('*.sv'), *Path('rtl/prim').glob('*.sv'), *(BUILD / 'gen/rtl').glob('*.sv')]
    return {f.stem: f for f in files if f != PACKAGE}


def is_printed(file):
    """Printed RTL: several modules in one file; copies share it unless they mutate it."""
    return BUILD in file.parents


def below(top):
    """Names of the modules under a module, itself first."""
    files, found, waiting = module_files(), [], [top]
    while waiting:
        name = waiting.pop()
        found.append(name)
        for other in sorted(set(re.findall(r'^\s+(gcim_\w+) (?:#?\(|u_\w+ \()', files[name].read_text(), re.M))):
            if other in files and other not in found + waiting:
                waiting.append(other)
    return found


def hierarchy(unit):
    """Names of the modules under gcim_<unit>, the top first."""
    return below(f'gcim_{unit}')


def generate(unit, folder, sets, flags):
    """Top and pins of the given sets."""
    folder.mkdir(parents=True, exist_ok=True)
    shell([BUILD / 'gcim', 'gen', '--dir', folder, '--unit', unit, '--sets', ';'.join(sets), *flags])


def verilate(unit, folder, sources):
    """The archive of the Verilated top over the given sources."""
    top, model = folder / f'tb/{unit}/tb_{unit}.sv', folder / 'model'
    archive = model / f'Vtb_{unit}__ALL.a'
    if newer(archive, [top, PACKAGE, *sources]):
        shell([VERILATOR, '--cc', *READ, PACKAGE, *sources, top, '--top-module', f'tb_{unit}',
               '--prefix', f'Vtb_{unit}', '--Mdir', model])
        shell(['make', '-s', f'-j{JOBS}', '-C', model, '-f', f'Vtb_{unit}.mk', 'OPT_FAST=-O1',
               'OPT_SLOW=-O0', 'OPT_GLOBAL=-O1', f'OBJCACHE={" ".join(CACHE)}'])
    return archive


def include_root():
    return Path(shell([VERILATOR, '--getenv', 'VERILATOR_ROOT']).strip()) / 'include'


def bench_flags(unit, folder):
    root = include_root()
    return ['-std=c++17', '-w', '-DVM_TRACE=0', '-DVM_COVERAGE=0', '-DVM_SC=0', '-isystem', root,
            '-isystem', root / 'vltstd', '-isystem', folder / 'model', '-Itb', '-Icmodel/include',
            f'-I{folder}/tb/{unit}']


def bench_objects(unit, folder):
    """The ordinary bench and Verilator's run-time library."""
    if not BENCH:
        stop('TB_SRC is not set; start it with make')
    root, flags = include_root(), bench_flags(unit, folder)
    jobs = [(source, '-O1') for source in BENCH]
    jobs += [(root / f'{name}.cpp', '-O2') for name in ('verilated', 'verilated_threads')]

    def compile_one(job):
        source, optimise = job
        target = folder / f'{source.stem}.o'
        shell([*CACHE, *CXX, *flags, optimise, '-c', source, '-o', target])
        return target
    return in_parallel(compile_one, jobs)


def link(objects, program):
    shell([*CXX, *objects, BUILD / 'lib/libgcim.a', '-lpthread', '-o', program])
    return program


def build_bench(unit, folder, sets, sources, flags):
    """Bench of the given sets: (program, what it was linked from without the library)."""
    generate(unit, folder, sets, flags)
    archive = verilate(unit, folder, sources)
    objects = [*bench_objects(unit, folder), archive]
    return link(objects, folder / 'bench'), objects


def judged(done):
    """(outcome, why) of a bench that ended."""
    if done.returncode == 0:
        return 'green', ''
    if done.returncode != 1:
        return 'crash', f'exit status {done.returncode}'
    found = re.search(r'episode (\d+): \w+: cycle (\d+): first wrong stage: (.*)', done.stdout)
    if found:
        return 'caught', f'{found[3]}, episode {found[1]}, cycle {found[2]}'
    said = re.findall(r'^ {5}(?!hole)(.*)', done.stdout, re.M)
    return 'red', said[0] if said else 'exit status 1'


def run_bench(program, arguments, **environment):
    """(outcome, why, seconds); the outcome is one of green, caught, red, crash, hang."""
    begin = time.monotonic()
    command = [program, '--seed', '1', '--quiet', '--out', BUILD, *arguments]
    try:
        done = subprocess.run([str(c) for c in command], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, errors='replace',
                              timeout=TIMEOUT, env={**os.environ, **environment})
    except subprocess.TimeoutExpired:
        return 'hang', f'no end within {TIMEOUT} s', time.monotonic() - begin
    return *judged(done), time.monotonic() - begin
