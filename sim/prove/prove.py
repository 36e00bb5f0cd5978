"""Proofs about the hardware: usage prove.py [--unit NAME] [--config NAME].

Every claim of obligations.json about every configuration it fits is proved, or the run is red. Each
kind of proof is also run on planted bugs and must refuse them. See README.md."""

import argparse
import json
import multiprocessing
import os
import re
import shutil
import sys
import time
import traceback
from pathlib import Path

import certificate
import claims
import jobs
import tools
from netlist import Problem

OBLIGATIONS = Path(__file__).parent / 'obligations.json'


def attempt(job):
    """Result of a job and its seconds; an error of ours or of a tool is no proof."""
    start = time.monotonic()
    shutil.rmtree(job.work, ignore_errors=True)
    job.work.mkdir(parents=True)
    try:
        result = claims.KINDS[job.kind](job)
    except tools.TimeOut as late:
        result = claims.Result(claims.UNKNOWN, str(late), 'none')
    except (tools.Trouble, Problem) as trouble:
        result = claims.Result('ERROR', str(trouble), 'none')
    except Exception:  # an error of our own: reported, never passed
        result = claims.Result('ERROR', traceback.format_exc(), 'none')
    return result, time.monotonic() - start


def planted(bug, number, ready):
    """The job of a claim with a bug in one of its files or in the claim itself."""
    job = next(j for j in ready if j.name == bug['claim'])
    folder = tools.BUILD / f'prove/bugs/{number}'
    folder.mkdir(parents=True, exist_ok=True)
    changed = {}
    if 'file' in bug:
        file = Path(bug['file'].replace('build/', f'{tools.BUILD}/', 1))
        old = file.read_text(encoding='utf-8')
        new = re.sub(bug['from'], bug['to'], old, count=0 if bug.get('every') else 1, flags=re.S)
        if new == old:
            raise ValueError(f'bug {number}: {bug["from"]!r} is not in {file}')
        changed[file] = folder / file.name
        changed[file].write_text(new, encoding='utf-8')
    claim = {**job.claim, **bug.get('with', {})}
    label = f'bug{number}.{job.name}'
    return jobs.Job(claim, job.names, job.unit, job.config, job.leaves, changed, label)


def judge_bug(bug, result):
    """A planted bug must be refuted, or fail where the bug is said to show."""
    expected = re.search(bug.get('expect', ''), result.note) is not None
    seen = result.status == claims.REFUTED
    seen |= 'expect' in bug and result.status == claims.UNKNOWN and result.note != ''
    return seen and expected


def show(status, name, result, seconds):
    sizes = ' '.join(f'{v} {k}' for k, v in result.sizes.items() if v)
    bound = f'error {result.bound["low"]}..{result.bound["high"]}  ' if result.bound else ''
    print(f'{status:8} {seconds:6.1f} s  {name:56} {bound}{sizes}', flush=True)


def cards():
    return json.loads(tools.run([tools.BUILD / 'gcim', 'cards', '--json']))


def chosen(job, arguments):
    unit = arguments.unit in ('', job.subject)
    return unit and arguments.config in ('', 'all', job.config)


def complain(job, result):
    print(f'FAIL {job.name}: {result.status} {result.note}')
    if result.witness:
        print('  ' + ' '.join(f'{k}={v:x}' for k, v in result.witness.items()))
    print(f'  repeat with make prove UNIT={job.subject} CONFIG={job.config}; netlists: {job.work}/')


def work_off(pool, ready, bugs):
    """Results of all jobs, in their order; prints each."""
    good, failed = [], 0
    plans = [(job, None) for job in ready] + bugs
    for (job, bug), (result, seconds) in zip(plans, pool.imap(attempt, [p[0] for p in plans])):
        if bug is None:
            proved = result.status == claims.PROVED
            show(result.status, job.name, result, seconds)
            good += [(job, result)] if proved else []
        else:
            proved = judge_bug(bug, result)
            show('caught' if proved else 'MISSED', job.name, result, seconds)
            print(f'{"":19} {bug["text"]}: {result.note or result.status}')
        if proved:
            shutil.rmtree(job.work)
        else:
            failed += 1
            complain(job, result)
    return good, len(plans) - failed, failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.split('\n', maxsplit=1)[0])
    parser.add_argument('--unit', default='')
    parser.add_argument('--config', default='')
    arguments = parser.parse_args()
    every, bugs = jobs.load(OBLIGATIONS, cards())
    ready = [j for j in every if chosen(j, arguments)]
    if not ready:
        print(f'prove: no claim about {arguments.unit} {arguments.config}; there are claims about '
              + ', '.join(sorted({j.subject for j in every})))
        return 2
    names = {j.name for j in ready}
    wrong, stale = [], 0
    for number, bug in enumerate(bugs, 1):
        try:
            wrong += [(planted(bug, number, ready), bug)] if bug['claim'] in names else []
        except ValueError as error:
            print(f'FAIL {error}')
            stale += 1
    for old in certificate.FOLDER.glob('*.json'):
        if len(ready) == len(every) or old.stem in names:
            old.unlink()
    with multiprocessing.Pool(int(os.environ.get('JOBS') or '2')) as pool:
        good, passed, failed = work_off(pool, ready, wrong)
    versions = certificate.tool_versions()
    for job, result in good:
        certificate.write(job, result, versions)
    right, faults = certificate.check_all([j.name for j, _ in good])
    for fault in faults:
        print(f'FAIL {fault}')
    print(f'certificates: {right} in {certificate.plain(certificate.FOLDER)}/, each as '
          f'certificate.schema.json says; planted bugs: {len(wrong)}')
    failed += len(good) - right + stale
    print(f'proofs: {passed + right} passed, {failed} failed')
    return 1 if failed else 0


if __name__ == '__main__':
    sys.exit(main())
