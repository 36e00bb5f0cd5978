"""Is a mutant of the netlist the same function as the original? abc's scorr and pdr answer for all
reachable states and all inputs, not only for those of the stimulus."""
import re
import subprocess
from collections import namedtuple

import common

Port = namedtuple('Port', 'name side width bits')
SECONDS = 60  # for one mutant
# When a tap of a clocked unit is no don't-care, by the cycle table of its card; else: always.
ADDING = '!st_ready_o && !rs_valid_o'
COUNTS = {
    ('apx_gear_fix', 'tap_flags'): ADDING,
    ('apx_pattern_replay', 'tap_open'): ADDING,
    ('apx_pattern_replay', 'tap_partial'): ADDING,
    # At edges with a live beat, which no port shows; what is wrong there is wrong in rs_sum too.
    ('apx_dual_tree', 'tap_tree'): "1'b0",
    ('apx_dual_tree', 'tap_acc'): "1'b0",
}


def ports_of(text):
    """Ports of a netlist of single bits, put together to words with bit 0 first."""
    words = {}
    for side, bit, name, index in re.findall(
            r'^  (input|output) \\?((\w+)(?:\[(\d+)\])?) ?;', text, re.M):
        words.setdefault(name, []).append((int(index or 0), bit, side))
    return [Port(name, bits[0][2], len(bits), [b for _, b, _ in sorted(bits)])
            for name, bits in words.items()]


def condition(unit, name, names):
    """When an output is no don't-care."""
    if name.endswith(('valid_o', 'ready_o')):
        return "1'b1"
    channel = re.match(r'(.*)_\w+_o$', name)
    if channel and f'{channel[1]}_valid_o' in names:
        return f'{channel[1]}_valid_o'
    if 'valid_o' in names:
        return 'valid_o'
    return COUNTS.get((unit, name), "1'b1")


def miter(unit, ports):
    """Module miter: original and mutant with common inputs; differ_o = 1 where it counts. The cells
    bit_0, bit_1 ... stand for the mutant's number."""
    inputs = [p for p in ports if p.side == 'input' and p.name != 'mutsel']
    outputs = [p for p in ports if p.side == 'output']
    number = next(p for p in ports if p.name == 'mutsel')
    lines = [f'  wire [{p.width - 1}:0] {p.name}, {p.name}_mutant;' for p in outputs]
    lines += [f'  wire select_{i};\n  bit_{i} u_bit_{i} (.y(select_{i}));'
              for i in range(number.width)]
    for name, end, bit in (('u_original', '', "1'b0"), ('u_mutant', '_mutant', 'select_{}')):
        pins = [f'.\\{b} ({p.name}[{i}])' for p in inputs for i, b in enumerate(p.bits)]
        pins += [f'.\\{b} ({p.name}{end}[{i}])' for p in outputs for i, b in enumerate(p.bits)]
        pins += [f'.\\{b} ({bit.format(i)})' for i, b in enumerate(number.bits)]
        lines.append(f'  gcim_{unit}_bits {name} (\n    {", ".join(pins)});')
    names = {p.name for p in outputs}
    differ = ' ||\n    '.join(f'({condition(unit, p.name, names)} && {p.name} != {p.name}_mutant)'
                              for p in outputs)
    heads = ', '.join(f'input wire [{p.width - 1}:0] {p.name}' for p in inputs)
    boxes = ''.join(f'(* blackbox *) module bit_{i} (output wire y);\nendmodule\n'
                    for i in range(number.width))
    return (f'{boxes}module miter ({heads}, output wire differ_o);\n' + '\n'.join(lines) +
            f'\n  assign differ_o = {differ};\nendmodule\n')


def script(folder):
    """Clock and reset become inputs like others (clk2fflogic), so that mutants of them are judged
    too. Power-up: all registers 0."""
    return f'''read_verilog {folder}/bits.v {folder}/equal.v
hierarchy -check -top miter
proc; flatten; opt_clean; memory_map; opt_expr; opt_clean
clk2fflogic; opt_expr; opt_clean
techmap; opt_expr; opt_clean
setundef -init -zero; setundef -zero
write_blif {folder}/equal.blif
'''


def prepare(unit, folder):
    """Text of the miter of all mutants as BLIF."""
    ports = ports_of((folder / 'bits.v').read_text())
    common.write(folder / 'equal.v', miter(unit, ports))
    common.write(folder / 'equal.ys', script(folder))
    common.shell(['yosys', '-q', '-s', folder / 'equal.ys'])
    return (folder / 'equal.blif').read_text()


def verdict(blif, folder, number):
    """equal, differs or unknown (not decided in time)."""
    file = folder / f'equal.m{number}.blif'
    file.write_text(re.sub(r'^\.subckt bit_(\d+) y=(\S+)$', lambda m:
                           f'.names {m[2]}' + '\n1' * (number >> int(m[1]) & 1), blif, flags=re.M))
    orders = f'read_blif {file}; strash; zero; scorr; dc2; scorr; pdr -T {SECONDS}'
    try:
        done = subprocess.run(['yosys-abc', '-q', orders], stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=5 * SECONDS)
    except subprocess.TimeoutExpired:
        return 'unknown'
    finally:
        file.unlink()
    if 'Property proved' in done.stdout:
        return 'equal'
    if 'was asserted in frame' in done.stdout:
        return 'differs'
    if 'rror' in done.stdout or 'annot' in done.stdout:
        common.stop(f'yosys-abc: {done.stdout[-400:]}')
    return 'unknown'
