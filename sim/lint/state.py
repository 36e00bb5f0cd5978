#!/usr/bin/env python3
"""Outputs depend on state only: no combinational path from an input to an output, in every
configuration of every unit. The walk from each output bit to its drivers stops at flip-flops and
goes bit by bit through operators that work bit by bit; where the unit's own module does not decide
it, Yosys flattens the design."""

import json
from pathlib import Path

from common import BUILD, card_sets, finding, in_parallel, run, values, verdict
from rtl_tools import yosys_script

BITWISE = {'$and', '$or', '$xor', '$xnor', '$not', '$pos', '$mux', '$pmux', '$bwmux'}
STATE = ('$dff', '$adff', '$sdff', '$aldff')  # flip-flops; a latch or a memory read is not


def is_state(cell):
    return cell['type'].startswith(STATE)


def sources(cell, index):
    """Input bits that output bit `index` of a cell may depend on."""
    for port, bits in cell['connections'].items():
        if cell['port_directions'][port] != 'input':
            continue
        if cell['type'] in BITWISE and port in 'AB' and 'Y' in cell['connections']:
            width = len(cell['connections']['Y'])
            yield from bits[index::width] if index < len(bits) else bits[-1:]
        else:
            yield from bits


def drivers(module):
    table = {}
    for name, cell in module['cells'].items():
        for port, bits in cell['connections'].items():
            if cell['port_directions'][port] == 'output':
                for index, bit in enumerate(bits):
                    table[bit] = (name, cell, index)
    return table


def path_to_input(bit, table, inputs, safe):
    """Cells on a way from an input to this bit (names, input first), or None."""
    stack, seen = [bit], {bit: None}
    while stack:
        here = stack.pop()
        if here in inputs:
            way = []
            while here is not None:
                way.append(table[here][0] if here in table else inputs[here])
                here = seen[here]
            return way
        if here in safe or here not in table or is_state(table[here][1]):
            continue
        for source in sources(table[here][1], table[here][2]):
            if not isinstance(source, str) and source not in seen:
                seen[source] = here
                stack.append(source)
    safe.update(seen)
    return None


def read(job, steps):
    """The top module after some Yosys steps, and what Yosys said if it failed."""
    unit, name, text = job
    out = BUILD / f'lint/state.{unit}.{name}.json'
    script = yosys_script(f'gcim_{unit}', values(text)) + f'; {steps}; write_json {out}'
    status, said = run(['yosys', '-q', '-p', script])
    if status != 0:
        return None, [f'yosys failed on configuration {name}: {said.strip()[:300]}']
    modules = json.loads(out.read_text())['modules'].values()
    out.unlink()
    return next(m for m in modules if m['attributes'].get('top')), None


def ends_in_state(module):
    """Do all outputs come from flip-flops of the module itself, past no instance of another?"""
    own = {'cells': {n: c for n, c in module['cells'].items() if 'port_directions' in c}}
    table = drivers(own)
    for port in module['ports'].values():
        stack = list(port['bits']) if port['direction'] == 'output' else []
        seen = set(stack)
        while stack:
            bit = stack.pop()
            if isinstance(bit, str) or (bit in table and is_state(table[bit][1])):
                continue
            if bit not in table:
                return False  # an input, or the output of an instance
            new = set(sources(table[bit][1], table[bit][2])) - seen
            seen |= new
            stack.extend(new)
    return True


def judge(job):
    name = job[1]
    alone = 'select -set others A:top %n; delete @others'
    module, failure = read(job, alone)
    if failure or ends_in_state(module):
        return failure or []
    module, failure = read(job, 'flatten; opt_clean')
    if failure:
        return failure
    inputs = {
        b: f'{p} bit {i}'
        for p, port in module['ports'].items()
        if port['direction'] == 'input'
        for i, b in enumerate(port['bits'])
    }
    table, safe, wrong = drivers(module), set(), []
    for port, what in module['ports'].items():
        for index, bit in enumerate(what['bits'] if what['direction'] == 'output' else []):
            way = path_to_input(bit, table, inputs, safe)
            if way:
                wrong.append(
                    f'configuration {name}: {port} bit {index} depends on {way[0]} in the same'
                    f' cycle (through {len(way) - 1} cells); outputs may depend on state only'
                )
                break
    return wrong


if __name__ == '__main__':
    work = card_sets('config')
    for job, found in zip(work, in_parallel(judge, work)):
        for text in found:
            finding(Path(f'rtl/gcim_{job[0]}.sv'), 0, text)
    verdict(f'{len(work)} configurations, no path from an input to an output')
