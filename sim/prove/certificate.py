"""Certificates: one JSON file for each proved claim, the same bytes for the same inputs, and a
check that every one follows certificate.schema.json."""

import json
import platform
import re
from pathlib import Path

import tools

SCHEMA = Path(__file__).parent / 'certificate.schema.json'
FOLDER = tools.BUILD / 'prove'


def plain(file):
    """A file's name without the machine: relative to the tree, generated ones under build/."""
    file = Path(file)
    if tools.BUILD in file.parents:
        return 'build/' + file.relative_to(tools.BUILD).as_posix()
    return file.as_posix()


def tool_versions():
    own = sorted(p for p in tools.HERE.glob('*') if p.suffix in ('.py', '.c', '.v'))
    texts = [f'{p.name} {tools.digest(p)}\n' for p in own]
    return {
        **tools.versions(),
        'python': platform.python_version(),
        'prover': tools.text_digest(''.join(texts)),
    }


def content(job, result, versions):
    unit = job.unit
    files = list(job.every_file())
    if unit:
        files.append(Path(f'cmodel/unit/{unit["name"]}.def'))
    return {
        'format': 'gcim-certificate 1',
        'subject': {
            'unit': unit['name'] if unit else None,
            'config': job.config,
            'module': job.module,
            'identity': unit['identity'] if unit else None,
        },
        'property': job.property,
        'statement': job.claim['text'],
        'method': result.method,
        'tools': versions,
        'sources': [{'file': plain(f), 'sha256': tools.digest(f)} for f in sorted(files)],
        'parameters': job.parameters,
        'constant_inputs': job.ties,
        'result': result.status,
        'bound': result.bound,
        'witness': {k: f'{v:x}' for k, v in result.witness.items()} if result.witness else None,
        'sizes': result.sizes,
    }


def write(job, result, versions):
    file = FOLDER / f'{job.name}.json'
    text = json.dumps(content(job, result, versions), indent=2) + '\n'
    file.write_text(text, encoding='utf-8')


def faults(value, schema, where, root):
    """What is wrong with a value by the part of JSON Schema that our schema uses."""
    if '$ref' in schema:
        schema = root['definitions'][schema['$ref'].rsplit('/', 1)[1]]
    if 'oneOf' in schema:
        found = [list(faults(value, s, where, root)) for s in schema['oneOf']]
        if sum(not f for f in found) != 1:
            yield f'{where}: fits {sum(not f for f in found)} of {len(found)} forms'
        return
    if 'const' in schema and value != schema['const']:
        yield f'{where}: is {value!r}, must be {schema["const"]!r}'
    kinds = {'object': dict, 'array': list, 'string': str, 'integer': int, 'null': type(None)}
    kind = schema.get('type')
    if kind and (not isinstance(value, kinds[kind]) or isinstance(value, bool)):
        yield f'{where}: is no {kind}'
        return
    if isinstance(value, str) and not re.search(schema.get('pattern', ''), value):
        yield f'{where}: {value!r} does not match {schema["pattern"]}'
    if isinstance(value, str) and len(value) < schema.get('minLength', 0):
        yield f'{where}: is empty'
    if isinstance(value, list):
        if len(value) < schema.get('minItems', 0):
            yield f'{where}: has {len(value)} items, at least {schema["minItems"]}'
        for i, item in enumerate(value):
            yield from faults(item, schema['items'], f'{where}[{i}]', root)
    if isinstance(value, dict):
        known = schema.get('properties', {})
        other = schema.get('additionalProperties', True)
        for name in schema.get('required', ()):
            if name not in value:
                yield f'{where}: has no {name}'
        for name, item in value.items():
            if name in known:
                yield from faults(item, known[name], f'{where}.{name}', root)
            elif other is False:
                yield f'{where}: has an unknown {name}'
            elif other is not True:
                yield from faults(item, other, f'{where}.{name}', root)


def check_one(file):
    schema = json.loads(SCHEMA.read_text(encoding='utf-8'))
    text = file.read_text(encoding='utf-8')
    value = json.loads(text)
    found = list(faults(value, schema, file.name, schema))
    found += [f'{file.name}: a path of one machine' for p in (str(Path.cwd()),) if p in text]
    return found


def check_all(names):
    """(files that are good, faults) over the certificates of this run."""
    found, good = [], 0
    for name in names:
        wrong = check_one(FOLDER / f'{name}.json')
        found += wrong
        good += not wrong
    return good, found
