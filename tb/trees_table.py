"""Accuracy of the digits network against error metrics of its column trees: one line a tree.
Usage: trees_table.py GCIM LIST RESULTS (lines of trees_main.cpp)."""
import json
import subprocess
import sys

IMAGES, HELD_OUT, CORRECT_EXACT = 1797, 360, 1782


def trees(file):
    for line in open(file, encoding='ascii'):
        if line.strip() and not line.startswith('#'):
            yield [field.strip() for field in line.split('|')]


def metrics(gcim, spec):
    """Error metrics of one tree for uniform operands: exact where a method is, else sampled."""
    done = subprocess.run([gcim, 'approx', 'metrics', spec, '--json'], capture_output=True,
                          text=True, check=True)
    return json.loads(done.stdout)


def figure(found, name):
    value = found[name]
    return f'{value["value"]:.4g}' + ('' if value['kind'] in ('exact', 'rounded') else '~')


def row(gcim, name, spec, result):
    correct, held_out, count, wrong, sum_abs, total, low, high = map(int, result[:8])
    found = metrics(gcim, spec)
    return (f'{name:10} {found["method"]:10} {figure(found, "er"):>8} {figure(found, "med"):>8} '
            f'{figure(found, "bias"):>8}   {wrong / count:8.4f} {sum_abs / count:9.2f} '
            f'{total / count:+9.2f} {low:7} {high:7}   {100 * correct / IMAGES:6.2f} % '
            f'{100 * held_out / HELD_OUT:6.2f} %')


def main():
    gcim, listed, results = sys.argv[1:]
    found = {}
    for line in open(results, encoding='ascii'):
        name, *fields = line.split('\t')
        found[name] = fields
    print(f'{IMAGES} digits, 8-bit weights, 64 x 4 macro; every output and tap of every cycle equal '
          'to the golden model of the same tree')
    print('           one column tree, uniform operands         dot products of the network'
          '                           accuracy')
    print('tree       method           ER      MED     bias         ER       MED      bias     min'
          '     max      all     held out')
    good = bad = 0
    for name, _, spec in trees(listed):
        if name not in found:
            print(f'FAIL {name}: was not run')
            bad += 1
            continue
        print(row(gcim, name, spec, found[name]))
        exact = int(found[name][3]) == 0 and int(found[name][0]) == CORRECT_EXACT
        if name == 'exact' and not exact:
            print('FAIL exact: the exact tree has errors')
            bad += 1
        else:
            good += 1
    print('~: sampled; all others are exact')
    print(f'trees: {good} passed, {bad} failed')
    return bad != 0


sys.exit(main())
