"""The ratios the project states, from the JSON lines of one run of all benches."""
import json
import sys


def main():
    with open(sys.argv[1], encoding="ascii") as lines:
        rows = {row["bench"]: row for row in map(json.loads, lines)}
    cosim, model, numpy, cocotb, wheel = (
        rows.get(k, {}) for k in ("cosim", "model", "numpy", "cocotb", "cosim_wheel"))
    missing = {"ns": float("nan"), "read_ns": float("nan")}

    def mx(name, figure="ns"):
        return rows.get(f"mx_{name}", missing)[figure]

    def cast(name):
        return rows.get(f"ml_dtypes_{name}", missing)["ns"]

    fast = min((v for k, v in model.items() if k in ("avx2_ns", "avx512_ns", "portable_ns")), default=None)
    table = [
        ("(b) / (a), outputs per transaction", cosim.get("b"), "<= 1.05"),
        ("(c) / (a), every output of every cycle", cosim.get("c"), "<= 1.25"),
        ("(d) / (a), with registered tap", cosim.get("d"), "<= 1.8"),
        ("(d') / (a), with combinational tap", cosim.get("d'"), ""),
        ("numpy int32 / fast model", numpy and model and numpy["int32_ns"] / fast, ">= 20"),
        ("fast model / hand-written AVX2 matmul", model and fast / model["avx2_matmul_ns"], "<= 2"),
        ("naive int8 loop / golden", model and model["naive_ns"] / model["golden_ns"], ">= 0.2"),
        ("FP32 to MXINT8 / reading the numbers, AVX2", mx("avx2_int8") / mx("avx2_int8", "read_ns"), "<= 2.5"),
        ("ml_dtypes FP8 cast / FP32 to MXFP8 E4M3, AVX2", cast("e4m3") / mx("avx2_e4m3"), ">= 10"),
        ("ml_dtypes FP8 cast / FP32 to MXFP8 E5M2, AVX2", cast("e5m2") / mx("avx2_e5m2"), ">= 10"),
        ("(b) / idiomatic cocotb, both on 5.48, vectors/s", cocotb and wheel and wheel["b_vectors_per_s"] / cocotb["idiomatic"], ">= 25"),
        ("(b) / tuned cocotb, both on 5.48, vectors/s", cocotb and wheel and wheel["b_vectors_per_s"] / cocotb["tuned"], ""),
    ]
    print("ratios of this run" + " " * 40 + "goal")
    for name, value, goal in table:
        print(f"  {name:50s} {'not measured' if not value or value != value else format(value, '8.3f'):>12s}   {goal}")


main()
