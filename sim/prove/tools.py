"""Yosys and abc: elaborate a module from its source files, compare netlists, prove and refute."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

from netlist import load

BUILD = Path(os.environ.get('BUILD', 'build'))
HERE = Path(__file__).parent
PACKAGE = Path('rtl/gcim_pkg.sv')
FOLDERS = [Path('rtl'), Path('rtl/prim'), BUILD / 'gen/rtl', Path('sim/prove/props')]
SECONDS = 120  # for one run of one tool


class Trouble(Exception):
    """A tool ended with an error, or a file is missing: neither proved nor refuted."""


class TimeOut(Exception):
    """A tool did not end in time: unknown."""


def run(command, seconds=SECONDS):
    """Output of a command that must succeed."""
    command = [str(c) for c in command]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds)
    except subprocess.TimeoutExpired:
        raise TimeOut(f'{command[0]}: not done after {seconds} s') from None
    text = done.stdout + done.stderr
    if done.returncode != 0:
        raise Trouble(f'{" ".join(command[:2])} ended with {done.returncode}: {text[-1500:]}')
    return text


def find(module):
    """The file of a module; it has the module's name."""
    for folder in FOLDERS:
        file = folder / f'{module}.sv'
        if file.is_file():
            return file
    return None


def sources(top, changed=()):
    """Files that a module needs, the package first; changed: {file: other text's file}."""
    changed = dict(changed)
    first = find(top)
    if first is None:
        raise Trouble(f'no file {top}.sv')
    files, waiting = [PACKAGE], [first]
    while waiting:
        file = waiting.pop()
        if file in files:
            continue
        files.append(file)
        text = re.sub(r'//[^\n]*', '', file.read_text(encoding='utf-8'))
        for name in re.findall(r'\bgcim_\w+', text):
            other = find(name)
            if other is not None and other not in files:
                waiting.append(other)
    return [changed.get(f, f) for f in [files[0], *sorted(files[1:])]]


def digest(file):
    return hashlib.sha256(Path(file).read_bytes()).hexdigest()


def text_digest(text):
    return hashlib.sha256(text.encode()).hexdigest()


def read(files, top, parameters):
    sets = ' '.join(f'-chparam {name} {value}' for name, value in parameters.items())
    names = ' '.join(str(f) for f in files)
    return f'read_verilog -sv -defer {names}; hierarchy -check -top {top} {sets}; proc'


def elaborate(files, top, parameters, kept, out):
    """Flat word-level netlist, modules named in `kept` stay instances: (design, its top module)."""
    modules = {f.stem for f in files} & set(kept)
    keep = ''
    if modules:
        names = ' '.join(f'{m} A:hdlname=\\{m}' for m in sorted(modules))
        keep = f'select -set kept {names} ; setattr -mod -set keep_hierarchy 1 @kept ; '
    script = f'{read(files, top, parameters)}; {keep}flatten; opt_expr; opt_clean; write_json {out}'
    run(['yosys', '-q', '-p', script])
    return load(out)


def gates(files, top, parameters, ties, out):
    """Gate netlist of a module as BLIF, registers as wires, input ports in `ties` constant."""
    kept = out.with_suffix('.json')
    run(['yosys', '-q', '-p', f'{read(files, top, parameters)}; write_json {kept}'])
    design, name = load(kept)
    wrapper = out.with_suffix('.sv')
    wrapper.write_text(wrap(design['modules'][name]['ports'], top, parameters, ties))
    script = (
        f'{read([*files, wrapper], "prove_top", {})}; flatten; opt_expr; '
        f'techmap -map {HERE / "registers.v"}; techmap; opt_clean; write_blif {out}'
    )
    run(['yosys', '-q', '-p', script])
    return out


def wrap(ports, top, parameters, ties):
    """Verilog of a module prove_top: `top` with its free data ports only."""
    ends, pins = [], []
    for name, port in ports.items():
        width = len(port['bits'])
        if name in ties:
            pins.append(f".{name}({width}'d{ties[name]})")
        elif port['direction'] == 'input' or ties.get('outputs') is None or name in ties['outputs']:
            ends.append(f'{port["direction"]} wire logic [{width - 1}:0] {name}')
            pins.append(f'.{name}({name})')
    sets = ', '.join(f'.{n}({v})' for n, v in parameters.items())
    return (
        f'module prove_top({", ".join(ends)});\n  {top} #({sets}) u_dut ({", ".join(pins)});\n'
        'endmodule\n'
    )


def ends(blif):
    """Inputs and outputs of a BLIF file."""
    text = Path(blif).read_text(encoding='utf-8').replace('\\\n', '')
    found = (re.search(rf'^\.{k}\s(.*)$', text, re.M) for k in ('inputs', 'outputs'))
    return [names.group(1).split() for names in found]


def check_driven(blif):
    """abc makes an undriven net 0: no output may depend on one."""
    text = Path(blif).read_text(encoding='utf-8').replace('\\\n', ' ')
    inputs, waiting = ends(blif)
    maker = {}
    for names in re.findall(r'^\.names (.*)$', text, re.M):
        *before, out = names.split()
        maker[out] = before
    seen = set(inputs)
    while waiting:
        net = waiting.pop()
        if net not in seen:
            if net not in maker:
                raise Trouble(f'{blif}: {net} has no driver')
            seen.add(net)
            waiting += maker[net]


def abc(commands, blifs, seconds=SECONDS):
    for blif in blifs:
        check_driven(blif)
    text = run(['yosys-abc', '-q', commands], seconds)
    if 'rror' in text or 'annot' in text:
        raise Trouble(f'abc: {text.strip()[-800:]}')
    return text


def same(first, second, seconds=SECONDS):
    """Are two BLIF files the same function of the same inputs? (verdict, outputs compared)"""
    ours, theirs = ends(first), ends(second)
    for kind, a, b in zip(('inputs', 'outputs'), ours, theirs, strict=True):
        if sorted(a) != sorted(b):
            odd = sorted(set(a) ^ set(b))[:6]
            raise Trouble(f'{kind} differ: {len(a)} and {len(b)}, such as {", ".join(odd)}')
    text = abc(f'cec -T {seconds} {first} {second}', (first, second), seconds + 10)
    if 'Networks are equivalent' in text:
        return True, len(ours[1])
    if 'NOT EQUIVALENT' in text:
        return False, len(ours[1])
    raise TimeOut(f'abc cec: {text.strip()[-200:]}')


def never(blif, output, seconds=SECONDS):
    """Is output bit `output` 0 for all inputs?"""
    index = ends(blif)[1].index(output)
    script = f'read_blif {blif}; strash; cone -O {index}; fraig -C 1000; iprove'
    text = abc(script, (blif,), seconds)
    if 'UNSATISFIABLE' in text:
        return True
    if 'SATISFIABLE' in text:
        return False
    raise TimeOut(f'abc iprove: {text.strip()[-200:]}')


def witness(files, top, parameters, output, seconds=SECONDS):
    """Values of all ports for which bit `output` is 1 (from Yosys' own SAT solver), or None."""
    script = (
        f'{read(files, top, parameters)}; flatten; opt_expr; techmap -map {HERE / "registers.v"}; '
        f'opt_clean; sat -set {output} 1 -set-def-inputs -show-ports -timeout {seconds}'
    )
    text = run(['yosys', '-p', script], seconds + 10)
    if 'no model found' in text:
        return None
    if 'model found' not in text:
        raise TimeOut(f'yosys sat: no model in {seconds} s')
    rows = re.findall(r'^\s+\\(\w+)\s+(?:-?\d+|--)\s+(?:[0-9a-f]+|--)\s+([01x]+)\s*$', text, re.M)
    return {name: int(bits.replace('x', '0'), 2) for name, bits in rows}


def versions():
    yosys = re.search(r'Yosys (.*?)\s*$', run(['yosys', '-V']), re.M).group(1)
    found = subprocess.run(['yosys-abc', '-q', 'version'], capture_output=True, text=True)
    number = re.search(r'ABC (\S+)', found.stdout + found.stderr).group(1)
    return {'yosys': yosys, 'abc': number}
