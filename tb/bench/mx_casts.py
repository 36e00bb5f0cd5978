"""Casts of FP32 arrays to small formats by ml_dtypes, without scales: one JSON object per format (best CPU time)."""
import json
import time

import ml_dtypes
import numpy

COUNT, REPEATS = 1 << 22, 5
FORMATS = {"e4m3": "float8_e4m3fn", "e5m2": "float8_e5m2", "e3m2": "float6_e3m2fn", "e2m3": "float6_e2m3fn",
           "e2m1": "float4_e2m1fn"}


def main():
    x = numpy.random.default_rng(1).standard_normal(COUNT).astype(numpy.float32)
    for name, kind in FORMATS.items():
        best = 1e9
        for _ in range(REPEATS):
            start = time.process_time()
            x.astype(getattr(ml_dtypes, kind))
            best = min(best, (time.process_time() - start) * 1e9 / COUNT)
        print(json.dumps({"bench": f"ml_dtypes_{name}", "ns": round(best, 3)}))


main()
