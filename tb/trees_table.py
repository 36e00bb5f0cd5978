"""Accuracy of the digits network against error metrics of its column trees: one line a tree.
Usage: trees_table.py GCIM LIST FOLDER (trees_main.cpp: results, and NAME.npy of each tree)."""
import json
import subprocess
import sys

IMAGES, HELD_OUT, CORRECT_EXACT = 1797, 360, 1782


def trees(file):
    for line in open(file, encoding='ascii'):
        if line.strip() and not line.startswith('#'):
            yield [field.strip() for field in line.split('|')]


def metrics(gcim, spec, *options):
    """Error metrics of one tree for uniform operands: exact where a method is, else sampled."""
    done = subprocess.run([gcim, 'approx', 'metrics', spec, '--json', *options],
                          stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout)


def figure(found, name):
    value = found[name]
    return f'{value["value"]:.4g}' + ('' if value['kind'] in ('exact', 'rounded') else '~')


def figures(found):
    return ' '.join(f'{figure(found, name):>8}' for name in ('er', 'med', 'bias'))


def row(gcim, name, spec, folder, result):
    correct, held_out, count, wrong, sum_abs, total, low, high = map(int, result[:8])
    found = metrics(gcim, spec)
    seen = metrics(gcim, spec, '--planes', f'{folder}/{name}.npy')
    return (f'{name:10} {found["method"]:8} {figures(found)}   {figures(seen)}   '
            f'{wrong / count:8.4f} {sum_abs / count:9.2f} '
            f'{total / count:+10.2f} {low:7} {high:7}   {100 * correct / IMAGES:6.2f} % '
            f'{100 * held_out / HELD_OUT:6.2f} %')


def main():
    gcim, listed, folder = sys.argv[1:]
    found = {}
    for line in open(f'{folder}/results', encoding='ascii'):
        name, *fields = line.split('\t')
        found[name] = fields
    print(f'{IMAGES} digits, 8-bit weights, 64 x 4 macro; every output and tap of every cycle equal '
          'to the golden model of the same tree')
    print('           one column tree, uniform operands      the same, operands of the network'
          '   dot products of the network                          accuracy')
    print('tree       method         ER      MED     bias         ER      MED     bias   '
          '      ER       MED       bias     min     max      all     held out')
    good = bad = 0
    for name, _, spec in trees(listed):
        if name not in found:
            print(f'FAIL {name}: was not run')
            bad += 1
            continue
        print(row(gcim, name, spec, folder, found[name]))
        exact = int(found[name][3]) == 0 and int(found[name][0]) == CORRECT_EXACT
        if name == 'exact' and not exact:
            print('FAIL exact: the exact tree has errors')
            bad += 1
        else:
            good += 1
    print('~: sampled; all others are exact. Operands of the network: those of its own run, every '
          f'16th image, in {folder}/NAME.npy')
    print(f'trees: {good} passed, {bad} failed')
    return bad != 0


sys.exit(main())
