"""Summary of an lcov file of the RTL: points hit per file, and the lines that were never reached."""
import collections
import sys


def read(path):
    """file -> {line: hits}"""
    files = collections.defaultdict(dict)
    name = None
    with open(path, encoding="ascii", errors="replace") as lines:
        for text in lines:
            text = text.strip()
            if text.startswith("SF:"):
                name = text[3:]
            elif text.startswith("DA:") and name is not None:
                line, hits = text[3:].split(",")[:2]
                files[name][int(line)] = files[name].get(int(line), 0) + int(hits)
    return files


def main():
    files = {n: f for n, f in read(sys.argv[1]).items() if n.startswith("rtl/") or "/rtl/" in n}
    if not files:
        print("no RTL in " + sys.argv[1])
        return 1
    total = hit = 0
    for name in sorted(files):
        lines = files[name]
        missed = sorted(line for line, hits in lines.items() if hits == 0)
        total += len(lines)
        hit += len(lines) - len(missed)
        where = "" if not missed else "   never: line " + ", ".join(map(str, missed[:12])) + (" .." if len(missed) > 12 else "")
        print(f"  {len(lines) - len(missed):4d}/{len(lines):<4d} {name}{where}")
    print(f"  {hit:4d}/{total:<4d} all RTL files")
    return 0


sys.exit(main())
