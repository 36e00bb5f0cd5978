"""Mutation tests: run.py hand|model|auto UNIT..., library LIST... or lists all (the lists and how to add a mutant: README.md)."""
import sys

import auto
import common
import hand
import library
import lists
import model

RUNS = {'hand': hand.run, 'model': model.run, 'auto': auto.run, 'library': library.run,
        'lists': lists.run}

if __name__ == '__main__':
    if len(sys.argv) < 3 or sys.argv[1] not in RUNS:
        common.stop(__doc__)
    sys.exit(1 if sum(RUNS[sys.argv[1]](unit) for unit in sys.argv[2:]) else 0)
