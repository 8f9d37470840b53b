"""The tables as each engine has them after all migrations, in one form, so that a difference can be told."""
import json
import os
import pathlib
import re
import sqlite3
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
TYPE_NAMES = {"int8": "bigint", "int4": "integer", "bool": "boolean", "float8": "double precision"}


def split_at_commas(body):
    """The items between a table's outer parentheses: (offset, text)."""
    depth, start, quoted = 0, 0, False
    for at, letter in enumerate(body):
        quoted ^= letter == "'"
        if quoted:
            continue
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield start, body[start:at]
            start = at + 1
    yield start, body[start:]


def names_in(text):
    return re.findall(r"\w+", text)


def one_line(text):
    return " ".join(text.split())


def constraint_of(item):
    """(name, what it says); the expression of a check is left out: PostgreSQL writes it in its own words."""
    found = re.match(r"CONSTRAINT (\w+) (PRIMARY KEY|UNIQUE|CHECK|FOREIGN KEY)\s*\((.*)\)$", item, re.DOTALL)
    if not found:
        return None
    name, kind, rest = found.groups()
    if kind == "CHECK":
        return name, "CHECK"
    if kind == "FOREIGN KEY":
        columns, table, there = re.match(r"(.*?)\) REFERENCES (\w+) ?\((.*)", rest, re.DOTALL).groups()
        return name, f"FOREIGN KEY {names_in(columns)} REFERENCES {table} {names_in(there)}"
    return name, f"{kind} {names_in(rest)}"


def index_of(sql):
    found = re.match(r"CREATE (UNIQUE )?INDEX (\w+) ON \w+ (?:USING \w+ )?\((.*?)\)(?: WITH \(.*\))?(?: WHERE (.*))?$", one_line(sql))
    unique, name, columns, condition = found.groups()
    where = ", only some rows" if condition else ""
    return name, f"{'UNIQUE ' if unique else ''}{[one_line(item) for _, item in split_at_commas(columns)]}{where}"


def of_sqlite(database):
    """table → {columns, constraints, indexes, triggers} of an open SQLite database; and the texts of its objects."""
    tables, texts = {}, {}
    rows = database.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    virtual = tuple(name for _, name, _, sql in rows if sql.startswith("CREATE VIRTUAL"))
    for kind, name, table, sql in rows:
        if table == "schema_migration" or (virtual and table.startswith(virtual)):
            continue
        if kind == "table":
            columns = [(c[1], c[2].lower(), bool(c[3]), c[4]) for c in database.execute(f"PRAGMA table_info({name})")]
            items = [one_line(item) for _, item in split_at_commas(sql[sql.index("(") + 1 : sql.rindex(")")])]
            constraints = dict(filter(None, map(constraint_of, items)))
            tables[name] = {"columns": columns, "constraints": constraints, "indexes": {}, "triggers": {}}
            texts[name] = [f"CREATE TABLE {name} (\n    " + ",\n    ".join(items) + "\n);"]
        elif kind == "index":
            tables[table]["indexes"].update([index_of(sql)])
            texts[table].append(one_line(sql) + ";")
        else:
            tables[table]["triggers"][name] = "trigger"
    return tables, texts


POSTGRES_QUERY = """
    SELECT coalesce(json_object_agg(c.relname, json_build_object(
        'columns', (SELECT json_agg(json_build_array(a.attname, t.typname, a.attnotnull, pg_get_expr(d.adbin, d.adrelid)) ORDER BY a.attnum)
                    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
                    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped),
        'constraints', (SELECT json_agg(json_build_array(k.conname, k.contype, pg_get_constraintdef(k.oid)))
                        FROM pg_constraint k WHERE k.conrelid = c.oid AND k.contype <> 't'),
        'indexes', (SELECT json_agg(pg_get_indexdef(i.indexrelid)) FROM pg_index i
                    WHERE i.indrelid = c.oid AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid AND k.contype <> 'f')),
        'triggers', (SELECT json_agg(g.tgname) FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal))), '{}')
    FROM pg_class c WHERE c.relnamespace = '%s'::regnamespace AND c.relkind = 'r' AND c.relname <> 'schema_migration'
"""


def of_postgres(answer):
    """The same from the answer to POSTGRES_QUERY."""
    tables = {}
    for table, found in answer.items():
        columns = [(name, TYPE_NAMES.get(kind, kind), required, plain_default(value)) for name, kind, required, value in found["columns"]]
        constraints = {}
        for name, kind, text in found["constraints"] or []:
            constraints.update([(name, "CHECK") if kind == "c" else constraint_of(f"CONSTRAINT {name} {without_schema(text)}")])
        indexes = dict(index_of(re.sub(r" USING btree| ON ONLY", "", without_schema(text))) for text in found["indexes"] or [])
        triggers = {name: "trigger" for name in found["triggers"] or []}
        tables[table] = {"columns": columns, "constraints": constraints, "indexes": indexes, "triggers": triggers}
    return tables


def without_schema(text):
    return re.sub(r"\b\w+\.(?=\w)", "", text).replace('"', "")


def plain_default(value):
    return None if value is None else re.sub(r"::[\w ]+$", "", value)


def of_one_engine(migrations):
    """engine → names that its own sections of the migrations make: they are nobody's difference."""
    own = {"sqlite": set(), "postgres": set()}
    for path in sorted(migrations.glob("*.sql")):
        engine = "both"
        for line in path.read_text(encoding="utf-8").split("\n"):
            if line.startswith("--@"):
                engine = line.split()[1]
            found = re.match(r"\s*CREATE (?:UNIQUE |VIRTUAL |OR REPLACE )*(?:TABLE|INDEX|TRIGGER|FUNCTION) (?:IF NOT EXISTS )?(\w+)", line)
            if found and engine in own:
                own[engine].add(found.group(1))
    return own


def differences(sqlite, postgres, own):
    """A line for each thing that one engine has and the other has not, or has otherwise."""
    names = own["sqlite"] | own["postgres"]
    for table in sorted((set(sqlite) | set(postgres)) - names):
        one, other = sqlite.get(table), postgres.get(table)
        if one is None or other is None:
            yield f"{table}: only on {'PostgreSQL' if one is None else 'SQLite'}"
            continue
        for place in range(max(len(one["columns"]), len(other["columns"]))):
            here, there = one["columns"][place : place + 1], other["columns"][place : place + 1]
            if here != there:
                yield f"{table}, column {place + 1}: SQLite {here}, PostgreSQL {there}"
        for kind in ("constraints", "indexes", "triggers"):
            for name in sorted((set(one[kind]) | set(other[kind])) - names):
                if one[kind].get(name) != other[kind].get(name):
                    yield f"{table}, {name}: SQLite {one[kind].get(name)}, PostgreSQL {other[kind].get(name)}"


def migrated_sqlite(program):
    with tempfile.TemporaryDirectory() as folder:
        run(program, "migrate", "--data", folder, "--set", "log_level=off")
        return of_sqlite(sqlite3.connect(folder + "/hemu.db"))


def migrated_postgres(program):
    url = os.environ["HEMU_TEST_POSTGRES"]
    schema = f"schema_{os.getpid()}"
    with tempfile.TemporaryDirectory() as folder:
        run(program, "migrate", "--data", folder, "--database", url, "--set", "log_level=off", f"city_schema={schema}")
    try:
        return of_postgres(json.loads(run("psql", url, "-qAt", "-c", POSTGRES_QUERY % schema)))
    finally:
        run("psql", url, "-qc", f"DROP SCHEMA {schema} CASCADE")


def run(*words):
    done = subprocess.run(words, capture_output=True, text=True, cwd=ROOT)
    if done.returncode:
        raise SystemExit(f"{words[0]} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def schema_text(program):
    """What docs/schema.sql holds. Ends the program with the differences when the engines are not alike."""
    sqlite, texts = migrated_sqlite(program)
    own = of_one_engine(ROOT / "migrations")
    found = list(differences(sqlite, migrated_postgres(program), own))
    if found:
        raise SystemExit("\n".join(["The engines differ:", *found]))
    lines = ["-- The tables as both engines have them after all migrations. Written by ./dev schema."]
    for engine, title in (("sqlite", "SQLite"), ("postgres", "PostgreSQL")):
        lines.append(f"-- {title} alone has: {', '.join(sorted(own[engine])) or 'nothing'}.")
    for table in sorted(texts):
        lines += ["", *texts[table]]
    return "\n".join(lines) + "\n"
