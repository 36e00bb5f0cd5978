"""All lists read, nothing built: fields, sed expressions that change their file, configurations, sentences
without a mutant. A slip in a list is found here in seconds and not where its unit's turn comes."""
from pathlib import Path

import common
import hand
import library
import model


def run(_):
    """Returns the number of findings; a malformed line ends the run."""
    count, bad = 0, 0
    units = sorted(p.stem for p in Path('cmodel/unit').glob('*.def'))
    for unit in units:
        planted = hand.read_list(unit)
        models, checkers = model.read_lists(unit, planted)
        for hole in hand.uncovered(unit, planted):
            print(f'FAIL   {unit}: {hole}')
            bad += 1
        count += len(planted) + len(models) + len(checkers)
    for name in ('model', 'checker'):
        for number, (unit, *_) in common.fields(common.HERE / f'{name}.list', 5):
            if unit not in units:
                print(f'FAIL   {common.HERE}/{name}.list:{number}: there is no unit {unit}')
                bad += 1
    count += len(list(library.read_list('net')))
    print(f'{count} mutants in lists, {bad} findings')
    return bad
