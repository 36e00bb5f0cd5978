"""The kinds of claims. Each function takes a job (see jobs.py) and returns a Result; what goes
wrong otherwise is an exception and never a proof."""

from dataclasses import dataclass, field

import tools
from adders import MAJORITY, PARITY
from leaves import Row, leaves
from netlist import Netlist
from rows import Rows
from values import evaluate, numbers, random_values
from weights import Certificate, Obstacle

PROVED, REFUTED, UNKNOWN = 'PROVED', 'REFUTED', 'UNKNOWN'
LANES = 256  # input sets of the cross-check by evaluation


@dataclass
class Result:
    status: str
    note: str
    method: str
    sizes: dict = field(default_factory=dict)
    bound: dict = None
    witness: dict = None


# ---- weight: what number an output is ----


def lane_terms(net, spec, names, modulus):
    """The polynomial that a specification tells of: sum of lanes, plus a constant."""
    bus, width = net.inputs[spec['bus']], names.number(spec['width'])
    terms = {frozenset(): names.number(spec.get('constant', '0')) % modulus}
    signed = names.number(spec.get('signed', '0'))
    sign = net.inputs[spec['signed_by']][0] if 'signed_by' in spec else None
    assert len(bus) == names.number(spec['lanes']) * width
    for i, bit in enumerate(bus):
        if i % width < names.number(spec.get('cleared', '0')):
            continue
        top = i % width == width - 1
        terms[frozenset({bit})] = -(1 << i % width) if top and signed else 1 << i % width
        if top and sign is not None:  # the top bit counts 2^(width-1) - 2^width if signed
            terms[frozenset({bit, sign})] = -(1 << width)
    return terms


def column_of(terms):
    """Input bits with one clear weight, for the search of a wiring error: bit -> exponent."""
    columns = {}
    for monomial, factor in terms.items():
        if len(monomial) == 1 and factor > 0:
            columns[next(iter(monomial))] = factor.bit_length() - 1
    return columns


def suspects(net, terms):
    """Cells and sums whose inputs have different weights, judged from the inputs on."""
    columns = column_of(terms)
    for node in net.nodes:
        if node.kind == 'cell':
            known = {columns[b] for b in node.ins if b in columns}
            if len(known) > 1:
                shown = ', '.join(f'2^{columns[b]}' if b in columns else '?' for b in node.ins)
                yield f'cell {node.name}: its inputs have unequal weights: {shown}'
            elif known:
                start = known.pop()
                columns.update((b, start + i) for i, b in enumerate(node.outs))
        elif node.kind == 'sum':
            starts = {
                columns[b] - i
                for _, bits in node.data
                for i, b in enumerate(bits)
                if b in columns and b not in bits[:i]
            }
            if len(starts) > 1:
                yield f'sum {node.name}: its operands have unequal weights'
            elif starts:
                start = starts.pop()
                columns.update((b, start + i) for i, b in enumerate(node.outs))


def differs(net, word, terms, bounds):
    """Input values for which a word is not the polynomial (within bounds), or None: a search."""
    inputs, mask = random_values(net, LANES, 1)
    for bits in inputs.values():  # some lanes are all zero, all one
        bits[:] = [(b & ~0b11) | 0b10 for b in bits]
    value = {b: v for p, bits in net.inputs.items() for b, v in zip(bits, inputs[p], strict=True)}
    found = numbers(evaluate(net, inputs, mask)[word], LANES)
    modulus = 1 << len(net.outputs[word])
    for lane in range(LANES):
        exact = sum(f for m, f in terms.items() if all((value[b] >> lane) & 1 for b in m))
        if (found[lane] - exact - bounds[0]) % modulus > bounds[1] - bounds[0]:
            ports = {p: numbers(bits, LANES)[lane] for p, bits in inputs.items()}
            return {**ports, word: found[lane], 'expected': exact % modulus}
    return None


def lemma_text(form, i):
    """Verilog of bit i of bad_o: an error of an adder outside its bounds."""
    sign = 'signed' if form.signed else 'unsigned'
    extend = '$signed' if form.signed else ''
    more = form.width + 2
    a, b, y, d = (f'{name}{i}' for name in 'abyd')
    return (
        f'wire logic {sign} [{form.width - 1}:0] {y}; wire logic signed [{more - 1}:0] {d};\n'
        f'  \\{form.module} u{i} (.{form.adder.ins[0]}({a}), .{form.adder.ins[1]}({b}), '
        f".{form.adder.ins[2]}(1'b{int(form.signed)}), .{form.adder.outs[0]}({y}));\n"
        f"  assign {d} = {more}'({extend}({y})) - {more}'({extend}({a}))"
        f" - {more}'({extend}({b}));\n"
        f'  assign bad_o[{i}] = {d} < {form.low} || {d} > {form.high};\n'
    )


def lemmas(job, forms):
    """Bounds of approximate adders' errors for all operands, by SAT: those that do not hold."""
    wrapper = job.work / 'lemmas.sv'
    blif = wrapper.with_suffix('.blif')
    ports = ''.join(
        f'input wire logic {"signed" if f.signed else "unsigned"} [{f.width - 2}:0] a{i}, b{i}, '
        for i, f in enumerate(forms)
    )
    wrapper.write_text(
        f'module prove_top({ports}output logic [{len(forms)}:0] bad_o);\n'
        f"  assign bad_o[{len(forms)}] = 1'b0;\n"
        f'  {"".join(lemma_text(f, i) for i, f in enumerate(forms))}endmodule\n'
    )
    script = (
        f'{tools.read(job.files, job.module, job.parameters)}; '
        f'read_verilog -sv -icells {wrapper}; '
        f'hierarchy -check -top prove_top; proc; flatten; techmap; opt_clean; write_blif {blif}'
    )
    tools.run(['yosys', '-q', '-p', script])
    return [f for i, f in enumerate(forms) if not tools.never(blif, f'bad_o[{i}]')]


def unbounded(job, forms):
    """An adder for which no bounds were found, or None."""
    wrong = lemmas(job, forms) if forms else []
    while wrong:
        if not all(form.widen() for form in wrong):
            return wrong[0]
        wrong = lemmas(job, wrong)
    return None


def rows_of(job, net):
    """Rows at which a claim wants the last adder to be looked at apart."""
    wanted = job.claim.get('rows')
    low = job.names.number(wanted['low']) if wanted else 0
    return Rows(net, wanted['port'], low) if low else None


def weight(job):
    """The output is the specified polynomial, up to error terms of approximate cells and adders."""
    method = 'weight certificate on the netlist as elaborated'
    design, top = tools.elaborate(
        job.files, job.module, job.parameters, job.leaves, job.work / 'net.json'
    )
    net = Netlist(design, top, leaves(design, job.leaves), job.ties)
    word, spec = job.claim['output'], job.claim['spec']
    bits = net.outputs[word]
    terms = lane_terms(net, spec, job.names, 1 << len(bits))
    if 'latency' in job.claim and net.depths[word] != {job.names.number(job.claim['latency'])}:
        return Result(REFUTED, f'registers before {word}: {sorted(net.depths[word])}', method)
    certificate = Certificate(net, bits, terms, rows_of(job, net))
    try:
        proved = certificate.run()
        note = '' if proved else f'{len(certificate.left.terms)} terms are left'
    except Obstacle as obstacle:
        proved, note = False, str(obstacle)
    if not proved:
        found = differs(net, word, terms, (0, 0)) if job.claim.get('exact') else None
        wiring = next(suspects(net, terms), None)
        status = REFUTED if found else UNKNOWN
        return Result(status, '; '.join(filter(None, (wiring, note))), method, witness=found)
    odd = unbounded(job, list(certificate.forms.values()))
    if odd:
        return Result(UNKNOWN, f'no bounds for the error of {odd.module}', method)
    bound = dict(zip(('low', 'high'), certificate.bounds(), strict=True))
    wanted = {n: job.names.number(e) for n, e in job.claim.get('expected', bound).items()}
    if bound != wanted:
        return Result(REFUTED, f'the bound is {bound}, not {wanted}', method)
    if job.claim.get('exact') and certificate.errors:
        return Result(REFUTED, f'error terms of {len(certificate.errors)} cells', method)
    if differs(net, word, terms, tuple(bound.values())):
        return Result(UNKNOWN, 'certificate and evaluation disagree', method)
    sizes = {**certificate.sizes(), 'lemmas': len(certificate.forms), 'result_bits': len(bits)}
    if job.claim.get('exact'):
        bound = None
    if 'reach' in job.claim:
        method += '; the bound is reached: witness evaluated in C'
        return reached(job, Result(PROVED, '', method, sizes, bound, {}))
    return Result(PROVED, '', method, sizes, bound)


def reached(job, result):
    """Both ends of the bound happen, each with all lanes equal, according to the C library."""
    reach, names = job.claim['reach'], job.names
    lanes, width = names.number('Lanes'), names.number('Width')
    for end in ('low', 'high'):
        lane = names.number(reach[end])
        data = sum(lane << (i * width) for i in range(lanes))
        said, exact = replay(job, 'tree', [data], reach['arguments'])
        if said - exact != result.bound[end]:
            return Result(REFUTED, f'witness: C has the error {said - exact}', result.method)
        result.witness[f'every_lane_{end}'] = lane
    return result


# ---- table: the identity that certificates replace cells by ----


def table(job):
    """All rows of a cell: 2*carry + sum is the number of ones, whatever row the masks name."""
    method = 'all rows of the truth table as elaborated'
    design, top = tools.elaborate(
        job.files, job.module, job.parameters, (), job.work / 'net.json'
    )
    row = Row(design, top, job.claim['ins'], job.claim['outs'])
    cell, wanted = row.cells[0], [job.names.number(t) for t in job.claim['tables']]
    sizes = {'rows': len(cell.errors), 'wrong_rows': sum(e != 0 for e in cell.errors)}
    if cell.tables != wanted:
        return Result(REFUTED, f'tables {cell.tables}, not {wanted}', method, sizes)
    if job.claim.get('exact') and (cell.tables != [PARITY, MAJORITY] or any(cell.errors)):
        return Result(REFUTED, f'errors {cell.errors}', method, sizes)
    return Result(PROVED, '', method, sizes)


# ---- network, equal: two netlists are one function ----


def compare(first, second):
    method = 'combinational equivalence, abc cec (registers are wires)'
    good, outputs = tools.same(first, second)
    sizes = {'inputs': len(tools.ends(first)[0]), 'outputs': outputs}
    if outputs == 0:
        return Result(UNKNOWN, 'nothing to compare', method, sizes)
    note = '' if good else 'abc gives an input for which they differ'
    return Result(PROVED if good else REFUTED, note, method, sizes)


def network(job):
    """The Verilog and the network that the C library builds for the same parameters."""
    ties = {**job.ties, 'outputs': job.claim['outputs']}
    ours = tools.gates(job.files, job.module, job.parameters, ties, job.work / 'rtl.blif')
    arguments = [f'{n}={job.names.number(e)}' for n, e in job.claim['arguments'].items()]
    theirs = job.work / 'net.blif'
    outputs = ','.join(job.claim['outputs'])  # sum, rows, fingerprint
    command = [tools.BUILD / 'prove/net_blif', job.claim['buses'], outputs, *arguments]
    theirs.write_text(tools.run(command))
    return compare(ours, theirs)


def equal(job):
    """Two parameter sets of a module, or two modules with the same ports."""
    sides = []
    for side in ('left', 'right'):
        part = job.side(side)
        ties = {**part.ties, 'outputs': job.claim['outputs']}
        out = job.work / f'{side}.blif'
        sides.append(tools.gates(part.files, part.module, part.parameters, ties, out))
    return compare(*sides)


# ---- never: a bad event cannot happen; what makes the bound tight does ----


def never(job):
    """Output bad_o of a property module is 0 for all inputs; reach_o is 1 for the witness."""
    method = 'SAT: abc iprove'
    blif = tools.gates(job.files, job.module, job.parameters, {}, job.work / 'rtl.blif')
    sizes = {'inputs': len(tools.ends(blif)[0])}
    if not tools.never(blif, 'bad_o'):
        found = tools.witness(job.files, job.module, job.parameters, 'bad_o')
        return Result(REFUTED, 'the bad event happens', method, sizes, witness=found)
    found = tools.witness(job.files, job.module, job.parameters, 'reach_o')
    if found is None:
        return Result(REFUTED, 'the bound is not reached: nothing was tested', method, sizes)
    again = job.claim.get('replay')
    if again is not None:
        method += '; witness from yosys sat, evaluated again in C'
        values = [found[p] for p in again['ports']]
        said, _ = replay(job, again['what'], values, again['arguments'])
        if said != found['sum_o']:
            return Result(REFUTED, f'witness: C gives {said:x}', method, sizes, witness=found)
    bound = {n: job.names.number(e) for n, e in job.claim.get('bound', {}).items()} or None
    return Result(PROVED, '', method, sizes, bound, found)


def replay(job, what, values, arguments):
    """Sum and exact sum that the C library has for these inputs."""
    named = [f'{n}={job.names.number(e)}' for n, e in arguments.items()]
    text = tools.run([tools.BUILD / 'prove/replay', what, *[f'{v:x}' for v in values], *named])
    return [int(line, 16) for line in text.split()]


KINDS = {'weight': weight, 'table': table, 'network': network, 'equal': equal, 'never': never}
