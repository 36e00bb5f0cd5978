"""Rewrites the table of units in README.md from `gcim cards --json` (standard input); --check only compares."""
import json
import pathlib
import sys

BEGIN, END = "<!-- units: made by make regen -->\n", "<!-- end of units -->\n"


def table(cards):
    lines = ["| unit | kind | what | configurations |\n", "|---|---|---|---|\n"]
    for unit in cards["units"]:
        names = ", ".join(f"`{c['name']}`" for c in unit["configs"])
        lines.append(f"| `{unit['name']}` | {unit['kind']} | {unit['text']} | {names} |\n")
    return "".join(lines)


def main():
    readme = pathlib.Path("README.md")
    old = readme.read_text(encoding="utf-8")
    head, rest = old.split(BEGIN)
    new = head + BEGIN + table(json.load(sys.stdin)) + END + rest.split(END)[1]
    if "--check" in sys.argv[1:]:
        if new != old:
            print("README.md: the table of units is stale; make regen rewrites it")
            return 1
        return 0
    if new != old:
        readme.write_text(new, encoding="utf-8")
    return 0


sys.exit(main())
