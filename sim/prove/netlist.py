"""A module as Yosys wrote it with write_json, as nodes over single bits; input ports named in
`ties` are constant.

A literal is a number: 0 and 1 are constants, everything else is a bit. Node kinds:
  gate  one output, a truth table of at most four inputs (index: the first input is the highest bit)
  sum   a word: outs = the sum of signed words of bits, modulo 2^len(outs); the words stand for the
        operators + and -, their bits repeat where an operand is sign-extended
  cell, adder  (a column of) an instance of a module that was kept; data: what leaves.py knows of it
Registers are wires here; how many of them lie before a bit is kept in `depth` and must be the same
on all paths. Constants are folded, nothing else is rewritten.
"""

import json

from lower import LOWER


class Problem(Exception):
    """The netlist has something that this reader does not know; nothing is proved."""


class Node:
    """One gate, sum or leaf."""

    __slots__ = ('kind', 'name', 'ins', 'outs', 'data')

    def __init__(self, kind, name, ins, outs, data):
        self.kind, self.name, self.ins, self.outs, self.data = kind, name, ins, outs, data


REGISTERS = {'$dff', '$adff', '$dffe', '$adffe', '$sdff', '$sdffe', '$aldff'}


class Netlist:
    """Nodes in topological order; `inputs` and `outputs`: port -> literals, lowest bit first."""

    def __init__(self, design, top, leaves=(), ties=()):
        self.design, self.leaves = design, leaves
        module = design['modules'][top]
        self.inputs, self.outputs, self.nodes = {}, {}, []
        self.known, self.depth, self.gates, self.unknown = {'0': 0, '1': 1}, {}, {}, set()
        self.next = 2
        for name, port in module['ports'].items():
            if port['direction'] == 'input' and name in ties:
                for i, bit in enumerate(port['bits']):
                    self.known[bit] = (ties[name] >> i) & 1
            elif port['direction'] == 'input':
                self.inputs[name] = [self._input(bit) for bit in port['bits']]
        self._import(module)
        self.depths = {}
        for name, port in module['ports'].items():
            if port['direction'] == 'output':
                self.outputs[name] = [self.literal(bit) for bit in port['bits']]
                depths = {self.depth.get(b) for b in port['bits']}
                self.depths[name] = depths - {None}
        self._prune()

    def _input(self, bit):
        literal = self.fresh()
        self.known[bit], self.depth[bit] = literal, 0
        return literal

    def fresh(self):
        self.next += 1
        return self.next - 1

    def free(self):
        """A bit of unknown value."""
        self.unknown.add(self.next)
        return self.fresh()

    def literal(self, bit):
        """Literal of a bit of the file."""
        if bit in ('x', 'z'):
            return self.free()
        if bit not in self.known:  # without a driver
            self.known[bit] = self.free()
        return self.known[bit]

    def word(self, bits):
        return [self.literal(b) for b in bits]

    # Topological import: a cell after the cells that drive it.
    def _import(self, module):
        cells = module['cells']
        driver = {}
        for name, cell in cells.items():
            for port, way in self._directions(cell).items():
                if way == 'output':
                    driver.update((bit, name) for bit in cell['connections'][port])
        state = {}
        for root in cells:
            stack = [root]
            while stack:
                name = stack[-1]
                if state.get(name) == 2:
                    stack.pop()
                    continue
                before = self._before(cells[name], driver)
                waiting = [b for b in before if state.get(b) != 2] if name not in state else []
                if any(state.get(b) == 1 for b in waiting):
                    raise Problem(f'{name} depends on itself')
                if name not in state and waiting:
                    state[name] = 1
                    stack += waiting
                    continue
                state[name] = 2
                stack.pop()
                self._cell(name, cells[name])

    def _directions(self, cell):
        if 'port_directions' in cell:
            return cell['port_directions']
        ports = self.design['modules'][cell['type']]['ports']
        return {name: port['direction'] for name, port in ports.items()}

    def _before(self, cell, driver):
        """Cells that drive what this one uses."""
        found = {}
        for port in self._used(cell):
            for bit in cell['connections'][port]:
                if bit in driver:
                    found[driver[bit]] = None
        return list(found)

    def _used(self, cell):
        """Input ports; of a register the data, of a multiplexer set by a constant what it takes."""
        kind, wires = cell['type'], cell['connections']
        if kind in REGISTERS:
            return [port for port in ('D', 'EN') if port in wires]
        if kind == '$mux' and self.known.get(wires['S'][0], 2) < 2:
            return ['AB'[self.known[wires['S'][0]]]]
        return [port for port, way in self._directions(cell).items() if way == 'input']

    def _cell(self, name, cell):
        kind, wires = cell['type'], cell['connections']
        numbers = {k: int(v, 2) for k, v in cell['parameters'].items() if set(v) <= {'0', '1'}}
        if kind in REGISTERS:
            self._register(name, kind, numbers, wires)
            return
        used = self._used(cell)
        depth = self._depth(name, [b for port in used for b in wires[port]])
        if kind == '$mux' and len(used) == 1:
            results = {'Y': self.word(wires[used[0]])}
        elif kind in LOWER:
            ports = {port: self.word(wires[port]) for port in used}
            results = {'Y': LOWER[kind](self, name, ports, numbers, len(wires['Y']))}
        elif kind in self.leaves:
            results = self._leaf(name, kind, wires)
        else:
            raise Problem(f'{name}: no rule for a cell {kind}')
        for port, literals in results.items():
            for bit, literal in zip(wires[port], literals, strict=True):
                self.known[bit], self.depth[bit] = literal, depth

    def _depth(self, name, bits):
        """Registers before these bits; constants have none and fit everywhere."""
        depths = {self.depth[b] for b in bits if self.depth.get(b) is not None}
        if len(depths) > 1:
            raise Problem(f'{name}: paths with {sorted(depths)} registers meet')
        return depths.pop() if depths else None

    def _register(self, name, kind, numbers, wires):
        if 'EN' in wires:
            enable = self.literal(wires['EN'][0])
            if enable != numbers['EN_POLARITY']:
                raise Problem(f'{name}: a register with an enable that is no constant')
        if kind in ('$sdff', '$sdffe', '$aldff'):
            raise Problem(f'{name}: no rule for a register {kind}')
        for d, q in zip(wires['D'], wires['Q'], strict=True):
            self.known[q] = self.literal(d)
            depth = self.depth.get(d)
            self.depth[q] = None if depth is None else depth + 1

    def _leaf(self, name, kind, wires):
        leaf = self.leaves[kind]
        words = [self.word(wires[port]) for port in leaf.ins]
        results = {port: [self.fresh() for _ in wires.get(port, ())] for port in leaf.outs}
        self.nodes += leaf.nodes(name, words, [results[port] for port in leaf.outs])
        return {port: bits for port, bits in results.items() if port in wires}

    def _prune(self):
        """Keep what the outputs depend on."""
        needed = {b for bits in self.outputs.values() for b in bits}
        kept = []
        for node in reversed(self.nodes):
            if not needed.isdisjoint(node.outs):
                needed.update(node.ins)
                kept.append(node)
        self.nodes = kept[::-1]
        self.unknown &= needed

    # What the rules of lower.py use.
    def gate(self, name, ins, table):
        """Output of a truth table; constant and equal inputs are folded away."""
        ins, table = list(ins), table
        for i in range(len(ins) - 1, -1, -1):
            if ins[i] < 2:
                table = cofactor(table, len(ins), i, ins[i])
                del ins[i]
        for i in range(len(ins) - 1, 0, -1):
            if ins[i] in ins[:i]:
                table = merge(table, len(ins), ins.index(ins[i]), i)
                del ins[i]
        for i in range(len(ins) - 1, -1, -1):
            low, high = cofactor(table, len(ins), i, 0), cofactor(table, len(ins), i, 1)
            if low == high:
                table = low
                del ins[i]
        if not ins:
            return table & 1
        if len(ins) == 1 and table == 0b10:
            return ins[0]
        key = (tuple(ins), table)
        if key not in self.gates:
            self.gates[key] = self.fresh()
            self.nodes.append(Node('gate', name, ins, [self.gates[key]], table))
        return self.gates[key]

    def sum(self, name, words, width):
        """Literals of the sum of `words`, (sign, bits of `width`) each, modulo 2^width."""
        words = [(sign, bits) for sign, bits in words if any(bits)]
        if not words:
            return [0] * width
        zeros = min(next(i for i, b in enumerate(bits) if b) for _, bits in words)
        if zeros:  # low bits that are 0 in every word are so in the sum
            words = [(sign, bits[zeros:]) for sign, bits in words]
            return [0] * zeros + self.sum(name, words, width - zeros)
        if len(words) == 1 and words[0][0] == 1:
            return words[0][1]
        cut = self._cut(words, width)
        if cut:
            low = self.sum(name, [(sign, bits[:cut]) for sign, bits in words], cut)
            return low + self.sum(name, [(sign, bits[cut:]) for sign, bits in words], width - cut)
        outs = [self.fresh() for _ in range(width)]
        ins = [b for _, bits in words for b in bits if b > 1]
        self.nodes.append(Node('sum', name, ins, outs, words))
        return outs


    @staticmethod
    def _cut(words, width):
        """The lowest bit that no carry reaches: two words are added and both have a 0 below it."""
        if len(words) != 2 or any(sign < 0 for sign, _ in words):
            return 0
        a, b = (bits for _, bits in words)
        return next((i for i in range(1, width) if a[i - 1] == 0 and b[i - 1] == 0), 0)


def cofactor(table, count, position, value):
    """Truth table without input `position` (0: highest bit of the index), which is `value`."""
    low = count - 1 - position
    result = 0
    for i in range(1 << (count - 1)):
        index = (i >> low << (low + 1)) | (value << low) | (i & ((1 << low) - 1))
        result |= ((table >> index) & 1) << i
    return result


def merge(table, count, keep, drop):
    """Truth table in which input `drop` is the same as input `keep` (before it)."""
    low = count - 1 - drop
    result = 0
    for i in range(1 << (count - 1)):
        value = (i >> (count - 2 - keep)) & 1
        index = (i >> low << (low + 1)) | (value << low) | (i & ((1 << low) - 1))
        result |= ((table >> index) & 1) << i
    return result


def load(file):
    """The design of a write_json file, and the name of its top module."""
    with open(file, encoding='utf-8') as text:
        design = json.load(text)
    tops = [n for n, m in design['modules'].items() if int(m['attributes'].get('top', '0'), 2)]
    if len(tops) != 1:
        raise Problem(f'{len(tops)} top modules')
    return design, tops[0]
