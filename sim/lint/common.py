"""What the lint rules share: files of the tree, C and Verilog text without comments, findings,
tools run in parallel."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

BUILD = Path(os.environ.get('BUILD', 'build'))
JOBS = int(os.environ.get('JOBS', '2'))
_found = []


def finding(file, line, text):
    """One finding: where, what is wrong, what is allowed."""
    _found.append((str(file), line))
    print(f'{file}:{line}: {text}' if line else f'{file}: {text}')


def warning(file, line, text):
    print(f'{file}:{line}: warning: {text}')


def verdict(what):
    """End of a rule: what was looked at, or the number of findings."""
    if _found:
        print(f'{len(_found)} findings')
        sys.exit(1)
    print(what)
    sys.exit(0)


def tree(*suffixes, under='.'):
    """Files of the tree that are or could be committed, sorted."""
    names = (
        subprocess.run(
            [
                'git',
                '-c',
                'safe.directory=*',
                'ls-files',
                '-z',
                '--cached',
                '--others',
                '--exclude-standard',
                '--',
                under,
            ],
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .split('\0')
    )
    return sorted(Path(n) for n in set(names) if n and n.endswith(suffixes) and Path(n).is_file())


def lines(file):
    return file.read_text(encoding='utf-8', errors='replace').split('\n')


_VERILOG = re.compile(r'//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"', re.S)  # 4'd3 is no character
_C = re.compile(_VERILOG.pattern + r"|'(?:\\.|[^'\\\n])+'", re.S)


def code(file, keep_strings=False):
    """Text with comments (and strings) blanked, line numbers kept."""

    def blank(match):
        text = match.group(0)
        if text[0] == '/':
            return re.sub(r'[^\n]', ' ', text)
        if keep_strings:
            return text
        return text[0] + ' ' * (len(text) - 2) + text[-1]

    text = file.read_text(encoding='utf-8', errors='replace')
    pattern = _VERILOG if file.suffix in ('.sv', '.v', '.vlt') else _C
    return pattern.sub(blank, text)


def line_of(text, position):
    return text.count('\n', 0, position) + 1


def card_sets(kind):
    """Lines of card_sets.c of one kind, as tuples without the kind."""
    with open(BUILD / 'lint/cards.tsv', encoding='utf-8') as file:
        rows = [line.rstrip('\n').split('\t') for line in file]
    return [tuple(row[1:]) for row in rows if row[0] == kind]


def values(text):
    """'Rows=64 Cols=8' -> [('Rows', '64'), ('Cols', '8')]"""
    return [tuple(item.split('=', 1)) for item in text.split()]


def run(command, stdin=None):
    """Exit status and everything printed."""
    done = subprocess.run(command, input=stdin, capture_output=True, text=True, errors='replace')
    return done.returncode, done.stdout + done.stderr


def in_parallel(function, items):
    with ThreadPoolExecutor(JOBS) as pool:
        return list(pool.map(function, items))
