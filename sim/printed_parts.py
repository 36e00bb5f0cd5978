"""Rewrites the parts of hand-written files that follow from tables: the units of README.md (from `gcim cards --json`)
and the cells of rtl/gcim_pkg.sv (from `gcim cells --verilog`). Usage: printed_parts.py GCIM [--check]; --check only compares."""
import json
import pathlib
import subprocess
import sys


def said(*command):
    return subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout


def units(gcim):
    lines = ["| unit | kind | what | configurations |\n", "|---|---|---|---|\n"]
    for unit in json.loads(said(gcim, "cards", "--json"))["units"]:
        names = ", ".join(f"`{c['name']}`" for c in unit["configs"])
        lines.append(f"| `{unit['name']}` | {unit['kind']} | {unit['text']} | {names} |\n")
    return "".join(lines)


def cells(gcim):
    return said(gcim, "cells", "--verilog")


PARTS = (
    ("README.md", "<!-- units: made by make regen -->\n", "<!-- end of units -->\n", units),
    ("rtl/gcim_pkg.sv", "  // cells: made by make regen\n", "  // end of cells\n", cells),
)


def main():
    gcim, stale = sys.argv[1], 0
    for name, begin, end, make in PARTS:
        file = pathlib.Path(name)
        old = file.read_text(encoding="utf-8")
        head, rest = old.split(begin)
        new = head + begin + make(gcim) + end + rest.split(end)[1]
        if new != old and "--check" in sys.argv:
            print(f"{name}: the part '{begin.strip()}' is stale; make regen rewrites it")
            stale = 1
        elif new != old:
            file.write_text(new, encoding="utf-8")
    return stale


sys.exit(main())
