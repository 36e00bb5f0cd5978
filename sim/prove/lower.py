"""Yosys' word-level cells as gates over bits and as sums, one rule each.

A rule gets the netlist, the cell's name, its input words, its numbers (parameters) and the width of
Y, and returns the literals of Y.
"""

AND, OR, XOR, XNOR, MUX = 0b1000, 0b1110, 0b0110, 0b1001, 0b11001010  # MUX: select, one, zero


def fit(bits, width, signed):
    """Extend (by sign or zero) or cut a word."""
    fill = bits[-1] if signed and bits else 0
    return (bits + [fill] * (width - len(bits)))[:width]


def both(ports, numbers, width):
    signed = numbers['A_SIGNED'] and numbers['B_SIGNED']
    return fit(ports['A'], width, signed), fit(ports['B'], width, signed)


def bitwise(table):
    def rule(net, name, ports, numbers, width):
        a, b = both(ports, numbers, width)
        return [net.gate(name, (x, y), table) for x, y in zip(a, b, strict=True)]

    return rule


def arithmetic(*signs):
    def rule(net, name, ports, numbers, width):
        if len(signs) == 1:
            words = (fit(ports['A'], width, numbers['A_SIGNED']),)
        else:
            words = both(ports, numbers, width)
        return net.sum(name, list(zip(signs, words, strict=True)), width)

    return rule


def invert(net, name, ports, numbers, width):
    return [net.gate(name, (x,), 0b01) for x in fit(ports['A'], width, numbers['A_SIGNED'])]


def same(_net, _name, ports, numbers, width):
    return fit(ports['A'], width, numbers['A_SIGNED'])


def tree(net, name, bits, table, empty):
    """A tree of two-input gates over all bits."""
    bits = list(bits) or [empty]
    while len(bits) > 1:
        pairs = [net.gate(name, bits[i : i + 2], table) for i in range(0, len(bits) - 1, 2)]
        bits = pairs + bits[len(bits) & ~1 :]
    return bits[0]


def reduce(table, empty, inverted=False):
    def rule(net, name, ports, _numbers, width):
        bit = tree(net, name, ports['A'], table, empty)
        return fit([net.gate(name, (bit,), 0b01) if inverted else bit], width, False)

    return rule


def logic(table):
    def rule(net, name, ports, _numbers, width):
        bits = [tree(net, name, ports[p], OR, 0) for p in ('A', 'B')]
        return fit([net.gate(name, bits, table)], width, False)

    return rule


def equal(inverted):
    def rule(net, name, ports, numbers, width):
        a, b = both(ports, numbers, max(len(ports['A']), len(ports['B'])))
        bit = tree(net, name, [net.gate(name, p, XNOR) for p in zip(a, b, strict=True)], AND, 1)
        return fit([net.gate(name, (bit,), 0b01) if inverted else bit], width, False)

    return rule


def less(swapped, or_equal):
    """A < B or A <= B from the lowest bit up; swapped: of B and A."""

    def rule(net, name, ports, numbers, width):
        a, b = both(ports, numbers, max(len(ports['A']), len(ports['B'])))
        if swapped:
            a, b = b, a
        if numbers['A_SIGNED'] and numbers['B_SIGNED']:  # the sign bits count the other way
            a, b = a[:-1] + b[-1:], b[:-1] + a[-1:]
        bit = int(or_equal)
        for x, y in zip(a, b, strict=True):  # bits differ: y decides; else what was below
            bit = net.gate(name, (x, y, bit), 0b10001110)
        return fit([bit], width, False)

    return rule


def select(net, name, ports, _numbers, _width):
    s = ports['S'][0]
    return [net.gate(name, (s, b, a), MUX) for a, b in zip(ports['A'], ports['B'], strict=True)]


def select_many(net, name, ports, _numbers, width):
    """$pmux: proc makes it from a case, so that at most one select bit is 1."""
    word = ports['A']
    for i, s in enumerate(ports['S']):
        choice = ports['B'][i * width : (i + 1) * width]
        word = [net.gate(name, (s, b, a), MUX) for a, b in zip(word, choice, strict=True)]
    return word


def shift(left=False, arithmetic_fill=False, both_ways=False, undefined=False):
    """Shifts, stage by stage; both_ways: a signed amount below zero shifts left ($shift, $shiftx);
    undefined: what comes in is not zero but unknown."""

    def stage(word, amount, fill):
        amount = min(amount, len(word))
        if left:
            return [0] * amount + word[: len(word) - amount]
        return word[amount:] + [fill] * amount

    def rule(net, name, ports, numbers, width):
        signed = numbers['A_SIGNED']
        word = fit(ports['A'], max(width, len(ports['A'])), signed)
        fill = word[-1] if signed and arithmetic_fill else net.free() if undefined else 0
        amount = ports['B']
        if both_ways and numbers['B_SIGNED']:
            if amount[-1] != 0:
                raise ValueError(f'{name}: a shift by a signed amount')
            amount = amount[:-1]
        for i, s in enumerate(amount):
            moved = stage(word, 1 << min(i, 16), fill)
            word = [net.gate(name, (s, b, a), MUX) for a, b in zip(word, moved, strict=True)]
        return word[:width]

    return rule


LOWER = {
    '$and': bitwise(AND),
    '$or': bitwise(OR),
    '$xor': bitwise(XOR),
    '$xnor': bitwise(XNOR),
    '$not': invert,
    '$pos': same,
    '$add': arithmetic(1, 1),
    '$sub': arithmetic(1, -1),
    '$neg': arithmetic(-1),
    '$mux': select,
    '$pmux': select_many,
    '$reduce_and': reduce(AND, 1),
    '$reduce_or': reduce(OR, 0),
    '$reduce_bool': reduce(OR, 0),
    '$reduce_xor': reduce(XOR, 0),
    '$reduce_xnor': reduce(XOR, 0, True),
    '$logic_not': reduce(OR, 0, True),
    '$logic_and': logic(AND),
    '$logic_or': logic(OR),
    '$eq': equal(False),
    '$eqx': equal(False),
    '$ne': equal(True),
    '$nex': equal(True),
    '$lt': less(False, False),
    '$le': less(False, True),
    '$gt': less(True, False),
    '$ge': less(True, True),
    '$shl': shift(left=True),
    '$sshl': shift(left=True),
    '$shr': shift(),
    '$sshr': shift(arithmetic_fill=True),
    '$shift': shift(both_ways=True),
    '$shiftx': shift(both_ways=True, undefined=True),
}
