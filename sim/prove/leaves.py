"""Modules that stay instances because a certificate treats them as one step: full adder cells and
compressors (also whole rows of them) and approximate two-operand adders. What they do is taken from
their own netlists, as elaborated."""

from netlist import Netlist, Node, Problem
from values import add, all_values, evaluate, extreme, invert, table_value

TRIED = (5, 8)  # low bits of each operand that are tried for the error of an adder, in turn


class Cell:
    """Inputs of weight 1, outputs of weights 1, 2: truth tables and, for each row, the error."""

    def __init__(self, tables, count):
        self.tables = tables
        self.errors = [
            sum(((t >> row) & 1) << o for o, t in enumerate(tables)) - bin(row).count('1')
            for row in range(1 << count)
        ]

    def _rows(self, ins):
        """Rows that these literals at the inputs can reach."""
        rows = range(len(self.errors))
        for position, literal in enumerate(reversed(ins)):
            if literal < 2:
                rows = [r for r in rows if (r >> position) & 1 == literal]
        return rows

    def bounds(self, ins):
        """Smallest and largest error."""
        reached = [self.errors[r] for r in self._rows(ins)]
        return min(reached), max(reached)

    def constants(self, ins):
        """Value of each output if it is constant, else None."""
        seen = [{(t >> r) & 1 for r in self._rows(ins)} for t in self.tables]
        return [values.pop() if len(values) == 1 else None for values in seen]

    def evaluate(self, ins, mask):
        return [table_value(t, ins, mask) for t in self.tables]


class Row:
    """A module of one cell per bit of its ports."""

    def __init__(self, design, module, ins, outs, inner=()):
        self.ins, self.outs = ins, outs
        net = Netlist(design, module, inner)
        width = len(net.inputs[ins[0]])
        self._check(module, net, width)
        columns, mask = all_values(len(ins))
        columns.reverse()  # the first input is the highest bit of the row
        tried = {p: [c] * width for p, c in zip(ins, columns, strict=True)}
        found = evaluate(net, tried, mask)
        self.cells = [Cell([found[p][i] for p in outs], len(ins)) for i in range(width)]

    def _check(self, module, net, width):
        """Output bit i must depend on bits i of the inputs only."""
        seen = {0: set(), 1: set(), **dict.fromkeys(net.unknown, {-1})}
        for bits in net.inputs.values():
            seen.update((bit, {i}) for i, bit in enumerate(bits))
        for node in net.nodes:
            together = set().union(*(seen[b] for b in node.ins))
            seen.update((bit, together) for bit in node.outs)
        for port in self.outs:
            for i, bit in enumerate(net.outputs[port]):
                if not seen[bit] <= {i} or len(net.outputs[port]) != width:
                    raise Problem(f'{module}: {port} is no row of cells')

    def nodes(self, name, words, results):
        for i, cell in enumerate(self.cells):
            label = name if len(self.cells) == 1 else f'{name}[{i}]'
            ins, outs = [w[i] for w in words], [r[i] if r else -1 for r in results]
            yield Node('cell', label, ins, outs, cell)


class Form:
    """An approximate adder whose operands are read as signed or as unsigned. `low`, `high`: its
    error where only low operand bits are 1; that there are no others is a lemma (claims.py)."""

    def __init__(self, adder, signed):
        self.module, self.width, self.signed = adder.module, adder.width + 1, signed
        self.adder, self.tried = adder, 0
        self.widen()

    def widen(self):
        """Bounds from more operand bits; False if there are no more to try."""
        if self.tried == len(TRIED):
            return False
        self.low, self.high = self.adder.tried(self.signed, TRIED[self.tried])
        self.tried += 1
        return True

    def bounds(self, _ins):
        return self.low, self.high

    def words(self, ins):
        """Operands extended by one bit."""
        half = len(ins) // 2
        words = []
        for bits in (ins[:half], ins[half:]):
            words.append((1, bits + [bits[-1] if self.signed else 0]))
        return words

    def evaluate(self, ins, mask):
        half = len(ins) // 2
        return self.adder.evaluate(ins[:half], ins[half:], self.signed, mask)


class Adder:
    """A module with operands, a constant that says whether they are signed, sum and inner carry."""

    def __init__(self, design, module, ins, outs, inner):
        self.module, self.ins, self.outs = module, ins, outs
        self.net = Netlist(design, module, inner)
        self.width = len(self.net.inputs[ins[0]])
        self.forms = {}

    def evaluate(self, a, b, signed, mask):
        names = dict(zip(self.ins, (a, b, [mask if signed else 0]), strict=True))
        found = evaluate(self.net, names, mask)
        return [bit for port in self.outs for bit in found[port]]

    def tried(self, signed, bits):
        """Smallest and largest error over all values of the low bits of both operands."""
        used = min(self.width, bits)
        columns, mask = all_values(2 * used)
        words = []
        for part in (columns[:used], columns[used:]):
            words.append(part + [0] * (self.width - used))
        sums = self.evaluate(*words, signed, mask)[: self.width + 1]
        width = self.width + 3
        long = [w + [w[-1] if signed else 0] * (width - len(w)) for w in (sums, *words)]
        error = add(list(zip((1, -1, -1), long, strict=True)), width, mask)
        return -extreme(invert(error, mask), mask) - 1, extreme(error, mask)

    def nodes(self, name, words, results):
        signed = words[2][0]
        if signed not in (0, 1):
            raise Problem(f'{name}: operands that are signed or not at run time')
        if signed not in self.forms:
            self.forms[signed] = Form(self, bool(signed))
        form = self.forms[signed]
        carry = results[1] or [-1]
        yield Node('adder', name, words[0] + words[1], results[0] + carry, form)


KINDS = {'row': Row, 'adder': Adder}


def leaves(design, known):
    """Type of an instance -> what its module is; known: module -> kind, ins, outs."""
    found = {}
    for wanted, make in KINDS.items():  # an adder may have cells inside
        for name, module in design['modules'].items():
            plain = module['attributes'].get('hdlname', name).removeprefix('\\')
            is_top = int(module['attributes'].get('top', '0'), 2)
            if plain in known and known[plain]['kind'] == wanted and not is_top:
                found[name] = make(design, name, known[plain]['ins'], known[plain]['outs'], found)
    return found
