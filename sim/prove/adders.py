"""Order of a netlist's nodes from inputs to outputs, and full adders that are written with
operators on words instead of cells: two bits that are the parity and the majority of the same
three bits."""

from netlist import Node

PARITY, MAJORITY, CUTS = 0x96, 0xE8, 10


def expand(table, leaves, wanted):
    """A truth table over `leaves` as one over the larger sorted tuple `wanted`."""
    places = [len(wanted) - 1 - wanted.index(leaf) for leaf in leaves]
    result = 0
    for row in range(1 << len(wanted)):
        index = 0
        for place in places:
            index = index << 1 | (row >> place) & 1
        result |= ((table >> index) & 1) << row
    return result


def combine(node, choice):
    """The cut of a gate that comes from one cut for each input, or None: over three leaves."""
    leaves = tuple(sorted({leaf for cut, _ in choice for leaf in cut}))
    if len(leaves) > 3:
        return None
    parts = [expand(table, cut, leaves) for cut, table in choice]
    result = 0
    for row in range(1 << len(leaves)):
        index = 0
        for part in parts:
            index = index << 1 | (part >> row) & 1
        result |= ((node.data >> index) & 1) << row
    return leaves, result


def cuts_of(net):
    """Bit -> {leaves: truth table} with at most three leaves, the smallest few."""
    cuts = {}
    for node in net.nodes:
        if node.kind != 'gate':
            continue
        found = {}
        choices = [()]
        for literal in node.ins:
            own = [((literal,), 0b10), *cuts.get(literal, {}).items()]
            choices = [c + (cut,) for c in choices for cut in own]
        for choice in choices:
            cut = combine(node, choice)
            if cut is not None:
                found.setdefault(*cut)
        cuts[node.outs[0]] = dict(list(found.items())[:CUTS])
    return cuts


def full_adders(net):
    """Nodes that stand for (parity, majority) pairs; their outputs are bits of the netlist."""
    parity, majority = {}, []
    for bit, cuts in cuts_of(net).items():
        for leaves, table in cuts.items():
            if len(leaves) == 3 and table == PARITY:
                parity.setdefault(leaves, []).append(bit)
            if len(leaves) == 3 and table == MAJORITY:
                majority.append((leaves, bit))
    groups, taken = [], set()
    for leaves, carry in majority:
        for sum_bit in parity.get(leaves, ()):
            if sum_bit not in taken and carry not in taken:
                taken |= {sum_bit, carry}
                groups.append(
                    Node('full', f'of bits {leaves}', list(leaves), [sum_bit, carry], None)
                )
    return groups


def in_order(net, groups, word):
    """Nodes that `word` needs, inputs first; a group stands for the gates of its two outputs."""
    maker = {bit: node for node in [*net.nodes, *groups] for bit in node.outs}
    state, order, stack = {}, [], [maker[b] for b in word if b in maker]
    while stack:
        node = stack[-1]
        if state.get(id(node)) == 2:
            stack.pop()
        elif state.get(id(node)) == 1:
            state[id(node)] = 2
            order.append(node)
            stack.pop()
        else:
            state[id(node)] = 1
            before = [maker[b] for b in node.ins if b in maker]
            if any(state.get(id(n)) == 1 for n in before):
                raise ValueError(f'{node.name} depends on itself')
            stack += before
    return order
