"""The weight certificate: what number are the outputs of a netlist, as a polynomial of its inputs?

Start from sum 2^j * output_j and replace, from the outputs to the inputs, the outputs of every node
by what they stand for: q*s + 2q*co by q*(a+b+c) for a full adder (plus q times an error term if its
cell is approximate), c * sum 2^i*y_i by c*(A+B) for a word-level sum, a gate by its multilinear
polynomial. All modulo 2^bits. What is left must be the specification plus error terms.
"""

from adders import full_adders, in_order

LIMIT = 200000


class Obstacle(Exception):
    """The certificate fails here; the text says what is wrong and where."""


class Polynomial:
    """Monomial (frozenset of bits) -> coefficient modulo 2^bits."""

    def __init__(self, bits):
        self.mask = (1 << bits) - 1
        self.terms, self.uses = {}, {}

    def add(self, monomial, factor):
        if not factor & self.mask:
            return
        old = self.terms.get(monomial, 0)
        new = (old + factor) & self.mask
        if new:
            self.terms[monomial] = new
            if not old:
                for bit in monomial:
                    self.uses.setdefault(bit, set()).add(monomial)
                if len(self.terms) > LIMIT:
                    raise Obstacle(f'more than {LIMIT} terms')
        else:
            del self.terms[monomial]
            for bit in monomial:
                self.uses[bit].discard(monomial)

    def add_literal(self, rest, literal, factor):
        if literal == 1:
            self.add(rest, factor)
        elif literal > 1:
            self.add(rest | {literal}, factor)

    def take(self, outs):
        """Remove all terms with a bit of `outs`: rest of the monomial -> coefficient per bit."""
        groups = {}
        for position, bit in enumerate(outs):
            for monomial in list(self.uses.get(bit, ())):
                factor = self.terms[monomial]
                self.add(monomial, -factor)
                rest = monomial - {bit}
                groups.setdefault(rest, [0] * len(outs))[position] = factor
        return groups

    def signed(self, factor):
        """The representative next to zero."""
        factor &= self.mask
        return factor - self.mask - 1 if 2 * factor > self.mask + 1 else factor


def multilinear(table, count):
    """Coefficients of the polynomial of a truth table: subset of inputs (as its mask) -> factor."""
    factors = [(table >> row) & 1 for row in range(1 << count)]
    for bit in range(count):
        for row in range(1 << count):
            if (row >> bit) & 1:
                factors[row] -= factors[row ^ (1 << bit)]
    return {row: f for row, f in enumerate(factors) if f}


def reading(words, width, signed):
    """The sum of words as a linear form: bit -> factor, constant, and its range as integers."""
    form, constant = {}, 0
    for sign, bits in words:
        for i, literal in enumerate(bits):
            weight = -sign << i if signed and i == width - 1 else sign << i
            if literal == 1:
                constant += weight
            elif literal > 1:
                form[literal] = form.get(literal, 0) + weight
    low = constant + sum(f for f in form.values() if f < 0)
    high = constant + sum(f for f in form.values() if f > 0)
    return form, constant, low, high


class Certificate:
    """The number that `word` of a netlist is; rows: a Rows, at which it is looked at first. After
    `run`: `left` (what is not explained; empty if the specification holds), `errors` (factor,
    whether it is switched, node, what has the bounds) and `forms`, the approximate adders met."""

    def __init__(self, net, word, specification, rows=None):
        self.left, self.rows = Polynomial(len(word)), rows
        self.errors, self.forms = [], {}
        roots = list(word) + [b for w in rows.words for b in w] if rows else word
        self.nodes = in_order(net, full_adders(net), roots)
        for j, literal in enumerate(word):
            self.left.add_literal(frozenset(), literal, 1 << j)
        self.specification = specification

    def run(self):
        """True if nothing is left."""
        if self.rows is not None:
            self._replace(self.rows.above(self.nodes))
            self.rows.settle(self.left)
            if self.rows.bounds(()) != (0, 0):
                self.errors.append((1, False, None, self.rows))
        self._replace(self.nodes)
        for monomial, factor in self.specification.items():
            self.left.add(monomial, -factor)
        return not self.left.terms

    def _replace(self, nodes):
        for node in reversed(nodes):
            for rest, factors in self.left.take(node.outs).items():
                getattr(self, '_' + node.kind)(node, rest, factors)

    def bounds(self):
        """Bounds of the error, from the errors of the cells."""
        low = high = 0
        for factor, switched, node, source in self.errors:
            ends = [factor * end for end in source.bounds(node.ins if node else ())]
            low += min(ends + [0] * switched)
            high += max(ends + [0] * switched)
        return low, high

    def sizes(self):
        kinds = [n.kind for n in self.nodes]
        return {
            'nodes': len(kinds),
            'cells': kinds.count('cell') + kinds.count('full'),
            'sums': kinds.count('sum'),
            'adders': kinds.count('adder'),
            'gates': kinds.count('gate'),
            'error_terms': len(self.errors),
        }

    def _gate(self, node, rest, factors):
        for row, factor in multilinear(node.data, len(node.ins)).items():
            chosen = {b for i, b in enumerate(reversed(node.ins)) if (row >> i) & 1}
            self.left.add(rest | chosen, factor * factors[0])

    def _full(self, node, rest, factors):
        q = self._ratio(node, factors)
        for literal in node.ins:
            self.left.add_literal(rest, literal, q)

    def _cell(self, node, rest, factors):
        factors = self._constants(node, rest, factors)
        self._full(node, rest, factors)
        self._error(node, rest, factors[0], node.data)

    def _constants(self, node, rest, factors):
        """An output that is constant may have any weight, and its constant may stand for it."""
        fixed = node.data.constants(node.ins)
        free = [i for i, value in enumerate(fixed) if value is None]
        q = factors[free[0]] >> free[0] if free else factors[0]
        right = [f if v is None else q << i for i, (f, v) in enumerate(zip(factors, fixed))]
        for value, factor, other in zip(fixed, factors, right):
            if value:
                self.left.add(rest, factor - other)
        return right

    def _error(self, node, rest, factor, source):
        if source.bounds(node.ins) != (0, 0):
            self.errors.append((self.left.signed(factor), bool(rest), node, source))

    def _adder(self, node, rest, factors):
        """Result of width + 1 bits, then the carry that only a tap shows."""
        if factors[-1]:
            raise Obstacle(f'adder {node.name}: its inner carry is used')
        q, signed, wraps = self._shape(node, factors[:-1])
        if signed != node.data.signed and not wraps:
            raise Obstacle(f'adder {node.name}: operands and result are not both signed')
        form, constant, _, _ = reading(node.data.words(node.ins), node.data.width, node.data.signed)
        for literal, factor in form.items():
            self.left.add(rest | {literal}, factor * q)
        self.left.add(rest, constant * q)
        self._error(node, rest, q, node.data)
        self.forms[node.data.module, node.data.signed] = node.data

    def _ratio(self, node, factors):
        """Outputs of a cell must be used with weights q, 2q (4q): q."""
        q = factors[0]
        for i, factor in enumerate(factors):
            if (factor - (q << i)) & self.left.mask:
                used = ', '.join(self._weight(f) for f in factors)
                raise Obstacle(
                    f'cell {node.name}: its outputs (sum, carry) are used with the weights {used}'
                )
        return q

    def _weight(self, factor):
        factor = self.left.signed(factor)
        exponent = abs(factor).bit_length() - 1
        sign = '-' if factor < 0 else ''
        power = factor and abs(factor) == 1 << exponent
        return f'{sign}2^{exponent}' if power else str(factor)

    def _shape(self, node, factors):
        """Bits of a word must be used with weights q, 2q, 4q, ..: q, whether the top bit counts
        negative, and whether the word may wrap."""
        width, q, mask = len(factors), factors[0], self.left.mask
        top, wraps = q << (width - 1), (q << width) & mask == 0
        signed = not wraps and (factors[-1] + top) & mask == 0 and width > 1
        right = signed or (factors[-1] - top) & mask == 0
        if not right or any((f - (q << i)) & mask for i, f in enumerate(factors[:-1])):
            used = ', '.join(self._weight(f) for f in factors)
            raise Obstacle(f'{node.kind} {node.name}: its bits are used with the weights {used}')
        return q, signed, wraps

    def _sum(self, node, rest, factors):
        q, signed, wraps = self._shape(node, factors)
        width = len(factors)
        form, constant, low, high = reading(node.data, width, signed)
        limits = (-(1 << (width - 1)), (1 << (width - 1)) - 1) if signed else (0, (1 << width) - 1)
        if not wraps and (low < limits[0] or high > limits[1]):
            raise Obstacle(
                f'sum {node.name}: {width} bits do not hold all of its values {low}..{high}'
            )
        for literal, factor in form.items():
            self.left.add(rest | {literal}, factor * q)
        self.left.add(rest, constant * q)
