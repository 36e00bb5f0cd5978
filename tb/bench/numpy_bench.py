"""numpy int32 matmul on the shapes of model_bench.c: one JSON object with ns per vector (median CPU time)."""
import json
import statistics
import time

import numpy

ROWS, COLS, VECTORS, REPEATS = 64, 16, 16384, 7


def main():
    rng = numpy.random.default_rng(1)
    x = rng.integers(-128, 128, (VECTORS, ROWS)).astype(numpy.int32)
    w = rng.integers(-128, 128, (ROWS, COLS)).astype(numpy.int32)
    seconds = []
    for _ in range(REPEATS):
        start = time.process_time()
        y = x @ w
        seconds.append(time.process_time() - start)
    assert y.dtype == numpy.int32
    print(json.dumps({"bench": "numpy", "int32_ns": round(1e9 * statistics.median(seconds) / VECTORS, 2)}))


main()
