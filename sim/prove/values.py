"""Evaluation of a netlist for many input values at once: every bit is an integer, one value a bit.
"""

import random


def add(words, width, mask):
    """Bits of the sum of signed words modulo 2^width."""
    total = [0] * width
    for sign, word in words:
        carry = 0 if sign > 0 else mask
        for i in range(width):
            x = word[i] if sign > 0 else word[i] ^ mask
            y = total[i]
            total[i] = x ^ y ^ carry
            carry = (x & y) | (carry & (x | y))
    return total


def invert(word, mask):
    return [bit ^ mask for bit in word]


def extreme(word, mask):
    """The largest of the signed numbers."""
    left, value = mask, 0
    for i in range(len(word) - 1, -1, -1):
        top = i == len(word) - 1
        ones = left & (word[i] ^ mask if top else word[i])  # of two signs 0 is the larger
        left = ones or left
        bit = bool(ones) != top
        value += bit * (-(1 << i) if top else 1 << i)
    return value


def table_value(table, ins, mask):
    """Value of a truth table; ins[0] is the highest bit of the index."""
    result = 0
    for row in range(1 << len(ins)):
        if (table >> row) & 1:
            hit = mask
            for position, value in enumerate(reversed(ins)):
                hit &= value if (row >> position) & 1 else value ^ mask
            result |= hit
    return result


def evaluate(net, inputs, mask):
    """inputs: port -> values of its bits. Returns the same for outputs; what is unknown is 0."""
    value = {0: 0, 1: mask, **dict.fromkeys(net.unknown, 0)}
    for port, bits in net.inputs.items():
        value.update(zip(bits, inputs[port], strict=True))
    for node in net.nodes:
        if node.kind == 'sum':
            words = [(sign, [value[b] for b in bits]) for sign, bits in node.data]
            results = add(words, len(node.outs), mask)
        elif node.kind == 'gate':
            results = [table_value(node.data, [value[b] for b in node.ins], mask)]
        else:
            results = node.data.evaluate([value[b] for b in node.ins], mask)
        value.update(zip(node.outs, results, strict=True))
    return {port: [value[b] for b in bits] for port, bits in net.outputs.items()}


def all_values(count):
    """Values of `count` bits that run through all 2^count cases, bit 0 fastest."""
    lanes = 1 << count
    mask = (1 << lanes) - 1
    columns = []
    for i in range(count):
        run = 1 << i
        period = ((1 << run) - 1) << run
        repeats = mask // ((1 << (2 * run)) - 1)
        columns.append(period * repeats)
    return columns, mask


def random_values(net, lanes, seed):
    source = random.Random(seed)
    return {
        port: [source.getrandbits(lanes) for _ in bits] for port, bits in net.inputs.items()
    }, (1 << lanes) - 1


def numbers(bits, lanes):
    """The unsigned numbers that a word's bits are, one per lane."""
    return [sum(((b >> lane) & 1) << i for i, b in enumerate(bits)) for lane in range(lanes)]
