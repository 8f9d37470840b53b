#!/usr/bin/env python3
"""Writes or checks what is made from the program: the graph of verbs in docs/architecture.md, docs/schema.sql."""
import os
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- graph: written by ./dev schema -->\n```mermaid\n", "```\n<!-- end of graph -->"


def run(program, *words):
    return subprocess.run([program, *words], capture_output=True, text=True, check=True, cwd=ROOT).stdout


def graph(program):
    path = ROOT / "docs/architecture.md"
    text = path.read_text(encoding="utf-8")
    before, rest = text.split(BEGIN)
    return path, before + BEGIN + run(program, "graph") + END + rest.split(END)[1]


def sqlite_schema(program, folder):
    run(program, "migrate", "--data", folder, "--set", "log_level=off")
    database = sqlite3.connect(folder + "/hemu.db")
    tables = {}
    for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name"):
        if re.match(r"sqlite_|schema_migration|.*_(fts|data|idx|content|docsize|config)$", name):
            continue
        columns = database.execute(f"PRAGMA table_info({name})").fetchall()
        tables[name] = [(c[1], c[2].lower(), bool(c[3])) for c in columns]
    return tables


def postgres_schema(program, folder):
    url = os.environ["HEMU_TEST_POSTGRES"]
    schema = f"schema_check_{os.getpid()}"
    run(program, "migrate", "--data", folder, "--database", url, "--set", f"city_schema={schema}", "log_level=off")
    query = (
        "SELECT table_name, column_name, udt_name, is_nullable FROM information_schema.columns "
        f"WHERE table_schema = '{schema}' AND table_name <> 'schema_migration' ORDER BY table_name, ordinal_position"
    )
    rows = subprocess.run(["psql", url, "-qAt", "-F", "\t", "-c", query], capture_output=True, text=True, check=True).stdout
    subprocess.run(["psql", url, "-qc", f"DROP SCHEMA {schema} CASCADE"], capture_output=True, check=True)
    names = {"int8": "bigint", "bool": "boolean", "float8": "double precision"}
    tables = {}
    for row in rows.splitlines():
        table, column, kind, nullable = row.split("\t")
        tables.setdefault(table, []).append((column, names.get(kind, kind), nullable == "NO"))
    return tables


def schema(program):
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as two:
        sqlite, postgres = sqlite_schema(program, one), postgres_schema(program, two)
    if sqlite != postgres:
        for name in sorted(set(sqlite) | set(postgres)):
            if sqlite.get(name) != postgres.get(name):
                print(f"{name}: SQLite {sqlite.get(name)}\n  PostgreSQL {postgres.get(name)}")
        sys.exit(1)
    text = "-- Tables as both engines have them after all migrations. Written by ./dev schema.\n"
    for name, columns in sorted(sqlite.items()):
        lines = ",\n".join(f"    {c} {kind}{' NOT NULL' if required else ''}" for c, kind, required in columns)
        text += f"\nCREATE TABLE {name} (\n{lines}\n);\n"
    return ROOT / "docs/schema.sql", text


def main():
    act, what, program = sys.argv[1:]
    path, text = {"graph": graph, "schema": schema}[what](program)
    if act == "write":
        path.write_text(text, encoding="utf-8")
    elif not path.is_file() or path.read_text(encoding="utf-8") != text:
        print(f"{path.name} is not what ./dev schema writes")
        sys.exit(1)


if __name__ == "__main__":
    main()
