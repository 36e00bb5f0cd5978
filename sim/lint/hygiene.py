#!/usr/bin/env python3
"""What does not belong into a repository: paths of one machine, notes to do, built files, large
files, text after an #if 0."""

import re
import subprocess
from pathlib import Path

from common import finding, line_of, tree, verdict

LIMIT = 1 << 20
BUILT = re.compile(
    r'(^|/)(build|obj_dir|__pycache__|\.venv|venv)/|'
    r'\.(o|a|so|d|vcd|fst|vvp|pyc|gcda|gcno|dat|log|tmp|orig|rej|swp)$|~$'
)
TEXT = (
    '.c',
    '.h',
    '.cpp',
    '.sv',
    '.v',
    '.vlt',
    '.def',
    '.py',
    '.sh',
    '.mk',
    '.md',
    '.txt',
    '.list',
    '.vec',
    '.json',
    '.core',
    '.yml',
)
RULES = {
    r'(?<![\w/.$}])/(?:home|root|work|Users|mnt|media|srv)/[\w.-]+': (
        'a path of one machine; write it relative to the top folder'
    ),
    r'(?<![\w/.$}])/tmp/[\w.-]+': 'a fixed path; use build/ or mktemp',
    r'\b[A-Z]:\\\\?[A-Za-z]': 'a path of one machine; write it relative to the top folder',
    r'\b(?:TO' r'DO|FIX' r'ME|XX' r'X)\b': 'do it, or put it into the issue tracker',
    r'^\s*#\s*if\s+0\b': 'remove what is switched off',
    r'^(?:<{7}|>{7}) ': 'a merge was not finished',
}

names = [
    Path(n)
    for n in (
        subprocess.run(
            ['git', '-c', 'safe.directory=*', 'ls-files', '-z'], capture_output=True, check=True
        )
        .stdout.decode()
        .split('\0')
    )
    if n
]
for file in names:
    if BUILT.search(str(file)):
        finding(file, 0, 'is built; it belongs under build/, not into git')
files = tree('')
for file in files:
    if file.stat().st_size > LIMIT:
        finding(file, 0, f'{file.stat().st_size} bytes; at most {LIMIT}')
    if not (file.suffix in TEXT or file.name in ('Makefile', 'run', '.gitignore')):
        continue
    text = file.read_text(encoding='utf-8', errors='replace')
    for pattern, why in RULES.items():
        for m in re.finditer(pattern, text, re.M):
            finding(file, line_of(text, m.start()), f'{m.group(0).strip()}: {why}')
    if '\r' in text and file.suffix != '.vec':
        finding(
            file, line_of(text, text.index('\r')), 'a carriage return; lines end with a line feed'
        )
    if text and not text.endswith('\n'):
        finding(file, text.count('\n') + 1, 'the last line has no end')
    for m in re.finditer(r'[ \t]+$', text, re.M):
        if file.suffix != '.md':
            finding(file, line_of(text, m.start()), 'blanks at the end of the line')
verdict(f'{len(files)} files')
