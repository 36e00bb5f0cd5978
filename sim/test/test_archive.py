"""Archives seen from outside: read by their manifest alone and judged by sums of this file; killed
at random moments while they are made.

    test_archive.py GCIM

GCIM_KILLS: how many kills (default 12)."""

import hashlib
import json
import os
import random
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HEAD = struct.Struct('<8sIIQQQII32s')


class Score:
    def __init__(self):
        self.passed = self.failed = 0

    def take(self, is_good, what):
        self.passed += is_good
        self.failed += not is_good
        if not is_good:
            print(f'FAIL {what}')


def run(*words):
    return subprocess.run([str(w) for w in words], capture_output=True, text=True, check=False)


def make(gcim, folder, sets, options=()):
    plan = folder / 'plan.json'
    got = run(gcim, 'vec', 'plan', *sets, *options, '-o', plan)
    if got.returncode != 0:
        sys.exit(f'test_archive: no plan: {got.stderr}')
    return plan


# ---- a reader of its own ----


def content(archive, shard):
    done = subprocess.run(['zstd', '-dcq', archive / shard['file']], capture_output=True, check=True)
    return done.stdout


def lines_of(payload, entry, shard):
    """(item, {port: value}) of every line, by the words of the manifest and the header."""
    magic, head, line_bytes, first, items, lines, tier, text, _ = HEAD.unpack_from(payload)
    assert magic == b'gcimvec1' and head == HEAD.size and line_bytes == entry['line_bytes']
    assert (first, items, lines) == (shard['first'], shard['items'], shard['lines'])
    assert ('corner', 'exhaustive', 'random')[tier] == shard['tier']
    assert len(payload) == head + lines * line_bytes + text
    item = first - 1
    for i in range(lines):
        line = payload[head + i * line_bytes:head + (i + 1) * line_bytes]
        item += line[0] >> 1
        values = {}
        for field in entry['fields']:
            data = line[field['at']:field['at'] + (field['bits'] + 7) // 8]
            values[field['port']] = int.from_bytes(data, 'little')
        yield item, values


def tree_sum(values, bits):
    """The sum of three 4-bit lanes as a number of bits['sum_o'] bits."""
    total = 0
    for i in range(3):
        x = values['data_i'] >> 4 * i & 15
        total += x - 16 if values['is_signed_i'] and x >= 8 else x
    return total % (1 << bits['sum_o'])


def test_reader(gcim, folder, score):
    plan = make(gcim, folder, ['add_tree.tiny', 'dcim_macro.odd'], ['--least', '40'])
    archive = folder / 'read'
    got = run(gcim, 'vec', 'gen', '--plan', plan, '-o', archive)
    score.take(got.returncode == 0, f'gen: {got.stderr}')
    sums = subprocess.run(['sha256sum', '--quiet', '-c', 'SHA256SUMS'], cwd=archive, check=False)
    score.take(sums.returncode == 0, 'sha256sum -c')
    manifest = json.loads((archive / 'manifest.json').read_text())
    score.take(manifest['format'] == 'gcim-archive 1', 'format')
    for entry in manifest['sets']:
        seen = set()
        for shard in entry['shards']:
            payload = content(archive, shard)
            score.take(hashlib.sha256(payload).hexdigest() == shard['sha256'], shard['file'])
            score.take(len(payload) == shard['bytes'], f"bytes of {shard['file']}")
            bits = {field['port']: field['bits'] for field in entry['fields']}
            bad = outside = 0
            for item, values in lines_of(payload, entry, shard):
                if entry['unit'] == 'add_tree':
                    bad += tree_sum(values, bits) != values['sum_o']
                    seen.add((shard['tier'], values['is_signed_i'], values['data_i']))
                outside += not shard['first'] <= item < shard['first'] + shard['items']
            score.take(bad == 0, f"{bad} sums of {shard['file']} are wrong")
            score.take(outside == 0, f"{outside} items outside {shard['file']}")
        if entry['unit'] == 'add_tree':
            space = sum(1 for tier, _, _ in seen if tier == 'exhaustive')
            score.take(space == 2 << 12, f'{space} inputs in the exhaustive tier')


# ---- kills ----


def files_of(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob('*')) if path.is_file()
    }


def test_kills(gcim, folder, score):
    plan_path = make(gcim, folder, ['dcim_macro.odd', 'add_tree.tiny'], ['--least', '300'])
    plan = json.loads(plan_path.read_text())
    for entry in plan['sets']:  # many shards
        entry['per_shard'] = {'corner': 5, 'exhaustive': 300, 'random': 4}
    plan_path.write_text(json.dumps(plan))
    whole, killed = folder / 'whole', folder / 'killed'
    start = time.monotonic()
    got = run(gcim, 'vec', 'gen', '--plan', plan_path, '-o', whole)
    seconds = time.monotonic() - start
    score.take(got.returncode == 0, f'undisturbed: {got.stderr}')
    dice = random.Random(5)
    kills = finished = 0
    wanted = int(os.environ.get('GCIM_KILLS', '12'))
    while kills < wanted:
        command = [str(gcim), 'vec', 'gen', '--plan', str(plan_path), '-o', str(killed)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        time.sleep(dice.uniform(0, seconds))
        process.send_signal(signal.SIGKILL)
        _, words = process.communicate()
        kills += process.returncode == -signal.SIGKILL
        score.take(process.returncode in (0, -signal.SIGKILL), f'killed run: {words.decode()}')
        finished += process.returncode == 0
        if process.returncode == 0 or kills % 5 == 0:
            shutil.rmtree(killed, ignore_errors=True)
    got = run(gcim, 'vec', 'gen', '--plan', plan_path, '-o', killed)
    score.take(got.returncode == 0, f'resumed: {got.stderr}')
    score.take(files_of(whole) == files_of(killed), 'the resumed archive differs')
    got = run(gcim, 'vec', 'check', killed)
    score.take(got.returncode == 0, f'check of the resumed archive: {got.stderr}')
    print(f'{kills} kills, {finished} runs ended before theirs')


def main():
    gcim = Path(sys.argv[1]).resolve()
    score = Score()
    with tempfile.TemporaryDirectory() as name:
        test_reader(gcim, Path(name), score)
        test_kills(gcim, Path(name), score)
    print(f'test_archive: {score.passed} passed, {score.failed} failed')
    return score.failed != 0


if __name__ == '__main__':
    sys.exit(main())
