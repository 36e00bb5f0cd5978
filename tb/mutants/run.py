"""Mutation tests: run.py hand UNIT... | model UNIT... | auto UNIT... (format of the lists and how to add one: README.md)."""
import sys
import time

import common
import hand


def run_hand(units):
    bad = 0
    for unit in units:
        begin = time.monotonic()
        mutants = hand.read_list(unit)
        program, _, configs = hand.build(unit, mutants)
        print(f'{unit}: {len(mutants)} mutants in one model, built in {time.monotonic() - begin:.0f} s', flush=True)
        bad += hand.run(unit, program, mutants, configs)
    return bad


def run_model(units):
    import model
    return sum(model.run(unit) for unit in units)


def run_auto(units):
    import auto
    return sum(auto.run(unit) for unit in units)


RUNS = {'hand': run_hand, 'model': run_model, 'auto': run_auto}

if __name__ == '__main__':
    if len(sys.argv) < 3 or sys.argv[1] not in RUNS:
        common.stop(__doc__)
    sys.exit(1 if RUNS[sys.argv[1]](sys.argv[2:]) else 0)
