#!/usr/bin/env python3
"""Outputs depend on state only: no combinational path from an input to an output, in every
configuration of every unit. Yosys flattens the design; the walk from each output bit to its
drivers stops at flip-flops and goes bit by bit through operators that work bit by bit."""

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


def judge(job):
    unit, name, text = job
    out = BUILD / f'lint/state.{unit}.{name}.json'
    script = yosys_script(f'gcim_{unit}', values(text)) + f'; flatten; opt_clean; write_json {out}'
    status, said = run(['yosys', '-q', '-p', script])
    if status != 0:
        return [f'yosys failed on configuration {name}: {said.strip()[:300]}']
    module = next(
        m for m in json.loads(out.read_text())['modules'].values() if m['attributes'].get('top')
    )
    out.unlink()
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
