#!/usr/bin/env python3
"""Writes or checks what is made from the program: generated.py write|check graph|schema PROGRAM

graph    states and verbs, between two marks in docs/architecture.md
schema   docs/schema.sql; fails when the two engines differ (PostgreSQL: HEMU_TEST_POSTGRES)
"""
import sys

from schema import ROOT, run, schema_text

BEGIN = "<!-- graph: written by ./dev schema -->\n```mermaid\n"
END = "```\n<!-- end of graph -->"


def graph(program):
    path = ROOT / "docs/architecture.md"
    before, _, rest = path.read_text(encoding="utf-8").partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{path.name} has no place for the graph: {BEGIN.splitlines()[0]}")
    return path, before + BEGIN + run(program, "graph") + END + after


def schema(program):
    return ROOT / "docs/schema.sql", schema_text(program)


def main():
    if len(sys.argv) != 4 or sys.argv[1] not in ("write", "check") or sys.argv[2] not in ("graph", "schema"):
        raise SystemExit(__doc__)
    _, act, what, program = sys.argv
    path, text = {"graph": graph, "schema": schema}[what](program)
    if act == "write":
        path.write_text(text, encoding="utf-8")
        print(f"wrote {path.relative_to(ROOT)}")
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        raise SystemExit(f"{path.relative_to(ROOT)} is not what ./dev schema writes")


if __name__ == "__main__":
    main()
