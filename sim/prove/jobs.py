"""From the data of obligations.json and the cards to jobs: one claim about one parameter set."""

import ast
import json
import operator
import re
from pathlib import Path

import tools

OPERATORS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.LShift: operator.lshift,
    ast.USub: operator.neg,
    ast.Not: operator.not_,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}


class Names(dict):
    """Parameters, constants and enumeration members by name; evaluates expressions over them."""

    def number(self, text):
        if isinstance(text, int):
            return text
        return int(self._value(ast.parse(text, mode='eval').body))

    def _value(self, node):
        if isinstance(node, ast.Constant):
            return node.value
        if isinstance(node, ast.Name):
            return self.number(self[node.id])
        if isinstance(node, ast.UnaryOp):
            return OPERATORS[type(node.op)](self._value(node.operand))
        if isinstance(node, ast.BinOp):
            return OPERATORS[type(node.op)](self._value(node.left), self._value(node.right))
        if isinstance(node, ast.BoolOp):
            values = (self._value(v) for v in node.values)
            return any(values) if isinstance(node.op, ast.Or) else all(values)
        if isinstance(node, ast.IfExp):
            return self._value(node.body if self._value(node.test) else node.orelse)
        if isinstance(node, ast.Compare) and len(node.ops) == 1:
            left, right = self._value(node.left), self._value(node.comparators[0])
            return OPERATORS[type(node.ops[0])](left, right)
        raise ValueError(f'no rule for {ast.dump(node)}')


class Part:
    """A module with parameters and constant inputs."""

    def __init__(self, module, parameters, ties, changed):
        self.module, self.parameters, self.ties = module, parameters, ties
        self.changed = changed

    @property
    def files(self):
        return tools.sources(self.module, self.changed)


class Job(Part):
    """One claim about one parameter set."""

    def __init__(self, claim, names, unit, config, leaves, changed=(), label=None):
        self.claim, self.names, self.unit, self.config = claim, names, unit, config
        self.kind, self.property, self.leaves = claim['kind'], claim['property'], leaves
        part = claim.get('subject') or claim.get('module', '').removeprefix('gcim_')
        self.subject = unit['name'] if unit else part
        self.name = label or f'{self.subject}.{config}.{self.property}'
        self.changed = changed
        part = self._part(claim)
        super().__init__(part.module, part.parameters, part.ties, changed)
        self.work = tools.BUILD / 'prove/work' / self.name

    def _part(self, data):
        module = data.get('module', f'gcim_{self.unit["name"]}' if self.unit else None)
        if 'parameters' in data:
            sets = {n: self.names.number(e) for n, e in data['parameters'].items()}
        else:
            sets = {v['name']: self.names[v['name']] for v in self.unit['values'] if is_set(v)}
        ties = {n: self.names.number(e) for n, e in data.get('ties', {}).items()}
        return Part(module, sets, ties, self.changed)

    def side(self, name):
        return self._part(self.claim[name])

    def every_file(self):
        """Files that the claim speaks of."""
        files = set(self.files)
        for side in ('left', 'right'):
            if side in self.claim:
                files |= set(self.side(side).files)
        return sorted(files)


def is_set(value):
    return value['kind'] in ('param', 'enum')


def members(units):
    """Members of the cards' enumerations, the same number in every card."""
    found = {}
    for unit in units:
        for value in unit['values']:
            for i, name in enumerate(value['members'] or ()):
                if found.setdefault(name, i) != i:
                    raise ValueError(f'{name} is {found[name]} and {i}')
    return found


def cases(claim, units, constants):
    """(unit or None, configuration, names) of a claim."""
    if 'unit' not in claim:
        for case in claim['cases']:
            yield None, case['name'], Names({**constants, **case})
        return
    for unit in (u for u in units if u['name'] == claim['unit']):
        for config in unit['configs']:
            for variant in claim.get('variants', [{}]):
                yield unit, config['name'], Names({**constants, **config['values'], **variant})


def load(file, cards):
    """Every job of the obligations, and the planted bugs."""
    data = json.loads(Path(file).read_text(encoding='utf-8'))
    units = cards['units']
    constants, jobs = members(units), []
    for claim in data['claims']:
        claim = {**data['parts'].get(claim.get('part'), {}), **claim}
        before = len(jobs)
        for unit, config, names in cases(claim, units, constants):
            if not names.number(claim.get('when', '1')):
                continue
            known = re.sub(r'\{(\w+)\}', lambda m, n=names: str(n[m.group(1)]), claim['property'])
            text = re.sub(r'\{(\w+)\}', lambda m, n=names: str(n[m.group(1)]), claim['text'])
            own = {**claim, 'property': known, 'text': text}
            jobs.append(Job(own, names, unit, config, data['leaves']))
        if len(jobs) == before:
            raise ValueError(f'a claim that fits no configuration: {claim["text"]}')
    seen = [j.name for j in jobs]
    if len(set(seen)) != len(seen):
        raise ValueError(f'two claims of one name: {sorted(n for n in seen if seen.count(n) > 1)}')
    kinds = {j.kind for j in jobs}
    refused = {j.kind for j in jobs for bug in data['bugs'] if bug['claim'] == j.name}
    if kinds != refused:
        raise ValueError(f'kinds of proof without a planted bug: {sorted(kinds - refused)}')
    return jobs, data['bugs']
