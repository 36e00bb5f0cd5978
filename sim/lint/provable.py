#!/usr/bin/env python3
"""C of the model that can be carried over to logic: cmodel/{core,net,num,part,unit}. Integers only;
no goto, union, recursion; in core and net only the _new functions of a few files allocate; in num,
part and unit no allocation, output or indirect call at all (a golden's ops table is the only place
of function pointers); short functions and files."""

import re
from pathlib import Path

from common import code, finding, line_of, lines, verdict, warning

PROVED = ('num', 'part', 'unit')
MAY_ALLOCATE = {
    'core': {'model.c', 'check.c', 'stim.c', 'flow.c', 'dcim_array.c'},
    'net': {'new.c'},
}
KEYWORDS = {
    'if',
    'for',
    'while',
    'switch',
    'return',
    'sizeof',
    'do',
    'else',
    'case',
    '_Static_assert',
    '__attribute__',
    'defined',
}
FUNCTION_WARN, FUNCTION_MAX, FILE_MAX, TEST_MAX, INDENT_MAX = 60, 120, 300, 500, 3

WORDS = {
    r'\b(?:float|double)\b': 'integers only in the model',
    r'#\s*include\s*<math\.h>': 'integers only in the model',
    r'\bgoto\b': 'no goto',
    r'\bunion\b': 'no union: a bit pattern is read through gcim_bits',
    r'\b(?:exit|abort|_Exit|assert|longjmp)\s*\(': (
        'the library returns a status, it never ends the program'
    ),
    r'\b(?:printf|fprintf|vfprintf|puts|fputs|putchar|perror)\s*\(': 'the library never prints',
    r'\basm\b|__asm': 'plain C only',
}
WORDS_PROVED = {
    r'\b(?:malloc|calloc|realloc|free|alloca|strdup)\s*\(': (
        'no allocation here: the caller owns all memory'
    ),
    r'\b(?:s|sn|vsn)printf\s*\(': 'no texts here: return a status or a flag',
}
WORDS_NEW = r'\b(?:malloc|calloc|realloc|alloca|strdup)\s*\('


def body_end(text, start):
    """Position after the brace that closes the one at `start`."""
    depth = 0
    for m in re.compile(r'[{}]').finditer(text, start):
        depth += 1 if m.group(0) == '{' else -1
        if depth == 0:
            return m.end()
    return len(text)


def no_directives(text):
    return re.sub(
        r'^[ \t]*#(?:[^\n\\]|\\\n|\\.)*',
        lambda m: re.sub(r'[^\n]', ' ', m.group(0)),
        text,
        flags=re.M,
    )


def functions(text):
    """(name, static?, parameters, start, body start, end) of every outermost definition."""
    pattern = re.compile(
        r'^(?!\s|#|typedef|\})([\w \t*]*?)\b(\w+)\s*(\((?:[^(){};]|\([^()]*\))*\))\s*\{', re.M
    )
    for m in pattern.finditer(text):
        if m.group(2) not in KEYWORDS:
            yield (
                m.group(2),
                'static' in m.group(1),
                m.group(3),
                m.start(),
                m.end() - 1,
                body_end(text, m.end() - 1),
            )


def check_words(file, text, table):
    for pattern, why in table.items():
        for m in re.finditer(pattern, text):
            finding(file, line_of(text, m.start()), f'{m.group(0).strip(" (")}: {why}')


def check_lengths(file, name, text, start, end):
    size = text.count('\n', start, end) + 1
    where = line_of(text, start)
    if size > FUNCTION_MAX:
        finding(file, where, f'{name} has {size} lines; at most {FUNCTION_MAX}')
    elif size > FUNCTION_WARN:
        warning(file, where, f'{name} has {size} lines; better at most {FUNCTION_WARN}')


def check_indirect(file, name, parameters, text, start, end):
    body = text[start:end]
    for m in re.finditer(
        r'(?:->|\.)\s*(\w+)\s*\(|\b(\w+\s*\[[^\]]*\])\s*\(|\(\s*\*\s*(\w[\w.>-]*)\s*\)\s*\(', body
    ):
        what = m.group(1) or m.group(2) or m.group(3)
        finding(
            file,
            line_of(text, start + m.start()),
            f'{name} calls {what} through a pointer; call functions by name',
        )
    for pointer in re.findall(
        r'\(\s*\*\s*(?:const\s+)?(\w+)(?:\[[^\]]*\])?\s*\)\s*\(', parameters + body
    ):
        if re.search(rf'\b{pointer}\s*\(', body):
            finding(
                file,
                line_of(text, start),
                f'{name} calls through the function pointer {pointer}; call functions by name',
            )


def cycles(graph):
    """Functions that can reach themselves."""

    def reach(node):
        seen, stack = set(), list(graph[node])
        while stack:
            here = stack.pop()
            if here not in seen:
                seen.add(here)
                stack.extend(graph.get(here, ()))
        return seen

    return sorted(node for node in graph if node in reach(node))


folders = (*MAY_ALLOCATE, *PROVED)
sources = [f for folder in folders for f in sorted(Path('cmodel', folder).glob('*.[ch]'))]
graph, places, public, defined, count = {}, {}, {}, {}, 0
for file in sources:
    text = no_directives(code(file))
    defined[file] = list(functions(text))
    for name, static, _, start, _, _ in defined[file]:
        places[(file, name)] = line_of(text, start)
        if not static or file.suffix == '.h':
            public[name] = (file, name)
for file in sources:
    text, folder = no_directives(code(file)), file.parts[1]
    check_words(file, code(file), WORDS)
    if folder in PROVED:
        check_words(file, text, WORDS_PROVED)
    elif file.name not in MAY_ALLOCATE[folder]:
        why = 'only the _new functions of ' + ', '.join(sorted(MAY_ALLOCATE[folder])) + ' allocate'
        check_words(file, text, {WORDS_NEW: why})
    own = {name for name, *_ in defined[file]}
    for name, _, parameters, start, body, end in defined[file]:
        count += 1
        check_lengths(file, name, text, start, end)
        if folder in PROVED:
            check_indirect(file, name, parameters, text, body, end)
        calls = set(re.findall(r'\b(\w+)\s*\(', text[body:end])) - KEYWORDS
        graph[(file, name)] = {
            (file, c) if c in own else public[c] for c in calls if c in own or c in public
        }
for file, name in cycles(graph):
    finding(file, places[(file, name)], f'{name} can call itself; no recursion')
for file in sorted(Path('cmodel').glob('*/*.[ch]')):
    size, limit = len(lines(file)) - 1, TEST_MAX if file.parts[1] == 'test' else FILE_MAX
    if size > limit:
        finding(file, limit + 1, f'{size} lines; at most {limit}')
verdict(f'{count} functions in {len(sources)} files')
