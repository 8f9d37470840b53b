#!/usr/bin/env python3
"""Says no to what neither CMake nor the compiler sees. Each rule: a function over one file that yields (line, words)."""
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
CLOCK = re.compile(r"\b(system_clock|high_resolution_clock)::now|\btime\(nullptr\)|\bgettimeofday\b|(?<![\w:.>])now\(\)")
CLOCK_HOMES = ("src/base/time/", "src/base/log/", "src/app/")
MOST_LINES = 600


def lines_of(text):
    return enumerate(text.split("\n"), 1)


def table_owners(migrations):
    """table -> folder named by the migration's suffix: 0020_dispute.sql owns its tables for the folder dispute."""
    owners = {}
    for name, text in migrations.items():
        folder = re.sub(r"^\d+_|\.sql$", "", name)
        for table in re.findall(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+)", text):
            owners[table] = folder
    owners["schema_migration"] = "db"
    return owners


# Migrations whose folder has another name than their suffix.
SAME_FOLDER = {"clocks": "dispute", "idempotency": "identity"}


def foreign_writes(path, text, owners):
    """SQL writes a table that another folder owns: go through that folder's functions"""
    folder = pathlib.PurePath(path).parent.name
    for number, line in lines_of(text):
        for table in re.findall(r"(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)\b", line):
            owner = owners.get(table)
            owner = SAME_FOLDER.get(owner, owner)
            if owner and owner != folder and not path.endswith("_test.cpp") and "testing" not in path:
                yield number, f"{table} belongs to {owner}"


def climbing_includes(path, text, _):
    """an include path climbs out of its folder: use the other folder's face"""
    for number, line in lines_of(text):
        if re.match(r'#include "(?:\.\./|.*/)', line) and "postgres" not in line:
            yield number, line.strip()


def clock_reads(path, text, _):
    """the clock is read outside base/time and app: take the moment as a parameter"""
    if path.startswith(CLOCK_HOMES) or path.endswith("_test.cpp") or "testing" in path:
        return
    for number, line in lines_of(text):
        code = line.split("//")[0]
        if CLOCK.search(code) and '"' not in code.split("now()")[0][-2:]:
            yield number, line.strip()


FORBIDDEN_SQL = [
    (r"VALUES\s*\(\s*\(\s*SELECT", "no sub-select inside VALUES"),
    (r"=\s*ANY\s*\(\s*\$", "no arrays as parameters"),
    (r"\bMERGE INTO\b", "no MERGE"),
    (r"synchronous_commit\s*=\s*off", "never synchronous_commit = off"),
    (r"\bgen_random_uuid\b|\bclock_timestamp\b|(?:SELECT|SET|VALUES).*\brandom\(\)", "no volatile functions: ids, time and chance come in"),
    (r"GENERATED\s+(?:ALWAYS|BY DEFAULT)\s+AS\s+IDENTITY|\bserial\b,", "keys are made by the program, no identity"),
    (r"pg_advisory", "no advisory locks: leases are rows"),
]


def spreading_sql(path, text, _):
    """SQL that would not run on a database spread over machines"""
    if path.endswith("_test.cpp") or path.startswith("tools/"):
        return
    for number, line in lines_of(text):
        for pattern, words in FORBIDDEN_SQL:
            # Migrations take a lock of their own: two servers may start at once.
            if pattern == "pg_advisory" and path == "src/base/db/migrations.cpp":
                continue
            if re.search(pattern, line, re.IGNORECASE):
                yield number, words


def migrations_named(path, text, _):
    """a table without primary key, or a constraint without a name"""
    if not path.startswith("migrations/"):
        return
    for match in re.finditer(r"CREATE TABLE (?:IF NOT EXISTS )?(\w+) \((.*?)\n\);", text, re.DOTALL):
        number = text[: match.start()].count("\n") + 1
        body = match.group(2)
        if "PRIMARY KEY" not in body:
            yield number, f"{match.group(1)} has no primary key"
        for line in body.split("\n"):
            own_line = re.match(r"\s{4}(PRIMARY KEY|FOREIGN KEY|UNIQUE|CHECK)\b", line)
            in_column = re.search(r"\b(PRIMARY KEY|UNIQUE|REFERENCES)\b", line) and "CONSTRAINT" not in line
            if own_line or (in_column and not line.startswith("        ")):
                yield number, f"{match.group(1)}: {line.strip()}"
    if "pg_notify" in text:
        yield 1, "no pg_notify in a trigger"


def long_files(path, text, _):
    """a file of more than 600 lines: split it by use"""
    if path.startswith(("src/", "web/", "tests/", "tools/")) and not path.endswith((".json", "package-lock.json", ".d.ts")):
        count = text.count("\n")
        if count > MOST_LINES:
            yield count, f"{count} lines"


def unfinished(path, text, _):
    """left for later, banners, swallowed errors"""
    if not path.startswith(("src/", "web/", "tests/")) or path.endswith(".json"):
        return
    for number, line in lines_of(text):
        if re.search(r"\b(TODO|FIXME|XXX)\b(?!\()", line):
            yield number, "TODO without an owner"
        if re.match(r"\s*//\s*[-=*#]{6,}", line):
            yield number, "banner line"
        if re.search(r"catch \(\.\.\.\) \{\s*\}", line):
            yield number, "an error is swallowed"


def machine_words(path, text, _):
    """a path of one machine, or a registry's host name"""
    if path.startswith("tools/tidy"):
        return
    for number, line in lines_of(text):
        if re.search(r"(?<![\w.])/(?:work|root|home)/\w", line):
            yield number, "absolute path of one machine"
        if re.search(r"registry\.npmjs|deb\.debian\.org|npmmirror", line):
            yield number, "a registry's host"


def printing(path, text, _):
    """std::cout outside app"""
    if path.startswith("src/app/") or not path.startswith("src/") or path.endswith("_test.cpp"):
        return
    for number, line in lines_of(text):
        if "std::cout" in line:
            yield number, line.strip()


CPP_RULES = [foreign_writes, climbing_includes, clock_reads, spreading_sql, printing]
ALL_RULES = [migrations_named, long_files, unfinished, machine_words]


def check(path, text, owners):
    rules = list(ALL_RULES)
    if path.endswith((".cpp", ".hpp")):
        rules += CPP_RULES
    if path.startswith("migrations/"):
        rules.append(spreading_sql)
    found = []
    for rule in rules:
        for number, words in rule(path, text, owners):
            found.append(f"{path}:{number}: {rule.__doc__.splitlines()[0]}: {words}")
    return found


def main():
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    kinds = (".cpp", ".hpp", ".sql", ".ts", ".vue", ".mjs", ".py", ".md", ".cmake", ".sh", ".json", ".txt")
    migrations = {p.name: p.read_text() for p in (ROOT / "migrations").glob("*.sql")}
    owners = table_owners(migrations)
    found = []
    for name in files:
        path = ROOT / name
        if name.endswith(kinds) and path.is_file():
            found += check(name, path.read_text(encoding="utf-8"), owners)
    print("\n".join(found) if found else "tidy")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
