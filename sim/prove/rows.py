"""The last adder of a carry-save tree, when it is approximate and written as gates: what it makes
of the two rows differs from their sum in terms over the low bits of the rows only, and these are
few enough to try all their values."""

from adders import in_order
from weights import Obstacle

TRIED = 14  # bits


class Rows:
    """Rows of a netlist (port: {second, first}); the adder is approximate in bits 0 .. low-1."""

    def __init__(self, net, port, low):
        bits = net.outputs[port]
        self.net, self.low = net, low
        self.words = bits[: len(bits) // 2], bits[len(bits) // 2 :]
        self.range = (0, 0)

    def above(self, nodes):
        """Nodes that do not lie below the rows."""
        below = {id(n) for n in in_order(self.net, (), [b for w in self.words for b in w])}
        return [n for n in nodes if id(n) not in below]

    def settle(self, left):
        """Take from the output, a polynomial, what it has over the sum of the rows."""
        low = {b for w in self.words for b in w[: self.low] if b > 1}
        for sign in (-1, 1):
            for word in self.words:
                for j, literal in enumerate(word):
                    left.add_literal(frozenset(), literal, sign << j)
            if sign < 0:
                self._bound({m: f for m, f in left.terms.items() if m and m <= low}, left)

    def _bound(self, terms, left):
        bits = sorted({b for m in terms for b in m})
        if len(bits) > TRIED:
            raise Obstacle(f'last adder: its error depends on {len(bits)} bits')
        masks = [(sum(1 << bits.index(b) for b in m), left.signed(f)) for m, f in terms.items()]
        values = [
            sum(f for mask, f in masks if mask & case == mask) for case in range(1 << len(bits))
        ]
        self.range = min(values), max(values)
        for monomial, factor in terms.items():
            left.add(monomial, -factor)

    def bounds(self, _ins):
        return self.range
