"""npy.py FOLDER TERMS: tensors that the fault cases give to `gcim align` and `gcim mx`: good.npy,
2 rows of TERMS ones; files of another shape, element type or value; files with a fault each."""

import struct
import sys


def save(name, kind, shape, data, order='False', head=None):
    text = head or f"{{'descr': {kind}, 'fortran_order': {order}, 'shape': {shape}, }}"
    text = (text.ljust(117) + '\n').encode()
    with open(f'{folder}/{name}.npy', 'wb') as file:
        file.write(b'\x93NUMPY\x01\x00' + struct.pack('<H', len(text)) + text + data)


folder, terms = sys.argv[1], int(sys.argv[2])
one, infinity, nan = (struct.pack('<f', v) for v in (1, float('-inf'), float('nan')))
pair, count = f'(2, {terms})', 2 * terms

save('good', "'<f4'", pair, count * one)
save('wider', "'<f4'", f'(2, {terms + 1})', (count + 2) * one)
save('scalar', "'<f4'", '()', one)
save('empty', "'<f4'", '(2, 0)', b'')
save('cube', "'<f4'", f'(2, {terms}, 4)', 4 * count * one)
save('deep', "'<f4'", f'(1, 1, 1, 1, 1, 1, 1, 2, {terms})', count * one)
save('endless', "'<f4'", '(4294967296, 4294967296)', one)
save('fortran', "'<f4'", pair, count * one, 'True')
save('big', "'>f4'", pair, count * one)
save('double', "'<f8'", pair, 2 * count * one)
save('brain', "'<V2'", pair, count // 2 * one)
save('object', "'|O'", pair, count * one)
save('integer', "'<i4'", pair, count * one)
save('record', "[('a', '<f4')]", pair, count * one)
save('nan', "'<f4'", pair, (count - 1) * one + nan)
save('inf', "'<f4'", pair, terms * one + infinity + (terms - 1) * one)
save('cut', "'<f4'", pair, count * one[:-1])
save('longer', "'<f4'", pair, (count + 1) * one)
save('nothing', '', '', b'', head='{}')
with open(f'{folder}/text.npy', 'w') as file:
    file.write('1 2 3\n')
with open(f'{folder}/head.npy', 'wb') as file:
    file.write(b'\x93NUMPY\x01\x00\x76\x00{')
