#!/usr/bin/env python3
"""Says no to what neither CMake nor the compiler sees. Every rule's words stand above it and are printed with each finding.

    tools/tidy.py [ROOT]    checks the tree; status 1 when something was found
    tools/tidy.py rules     prints the rules
"""
import pathlib
import re
import sys
from dataclasses import dataclass, field

from cpp_text import Cut, cut

ROOT = pathlib.Path(__file__).resolve().parent.parent
LEFT_OUT = {".git", "build", "node_modules", "dist", "data-dev", "__pycache__"}
TEXT_ENDINGS = (".cpp", ".hpp", ".sql", ".ts", ".vue", ".mjs", ".css", ".html", ".py", ".md", ".cmake", ".sh", ".json", ".txt",
                ".toml", ".conf", ".service")
TEXT_NAMES = ("dev", "run", "LICENSE", ".npmrc", ".clang-format", ".gitignore")
# They hold what is forbidden, as patterns and as samples.
OWN_FILES = ("tools/tidy.py", "tools/tidy_test.py")
MOST_LINES = 600


@dataclass
class File:
    """A file of the tree. `cpp`: its code, its literals and its comments apart; only for C++."""
    path: str
    text: str
    cpp: Cut | None = None

    @property
    def is_test(self):
        return self.path.endswith(("_test.cpp", "_test.py", ".test.mjs")) or "testing" in self.path.rsplit("/", 1)[-1]

    @property
    def folder(self):
        """src/loop/intake/public/intake.hpp → intake; src/dispute/store.cpp → dispute"""
        return re.sub(r"/public$", "", self.path.rsplit("/", 1)[0]).rsplit("/", 1)[-1]


@dataclass
class Tree:
    """What rules need to know besides the file they look at."""
    table_owners: dict = field(default_factory=dict)
    faces: dict = field(default_factory=dict)
    private_headers: dict = field(default_factory=dict)


# Migrations whose tables belong to a folder with another name than the migration's.
OWNERS_BY_OTHER_NAMES = {"clocks": "dispute", "journal": "dispute", "idempotency": "identity"}


def tree_of(files):
    tree = Tree({"schema_migration": "db"})
    for one in files:
        name = one.path.rsplit("/", 1)[-1]
        if one.path.startswith("migrations/"):
            owner = re.sub(r"^\d+_|\.sql$", "", name)
            for table in re.findall(r"CREATE (?:VIRTUAL )?TABLE (?:IF NOT EXISTS )?(\w+)", one.text):
                tree.table_owners[table] = OWNERS_BY_OTHER_NAMES.get(owner, owner)
        elif one.path.startswith("src/") and name.endswith(".hpp"):
            kind = tree.faces if "/public/" in one.path else tree.private_headers
            kind.setdefault(name, set()).add(one.folder)
    return tree


def line_of(text, at):
    return text.count("\n", 0, at) + 1


RULES = []


def rule(words, where):
    def add(function):
        RULES.append((function, words, where))
        return function
    return add


def is_cpp(file):
    return file.cpp is not None


def is_our_cpp(file):
    return is_cpp(file) and file.path.startswith("src/") and not file.is_test


def is_code(file):
    homes = ("src/", "web/", "tests/", "bench/", "tools/", "migrations/", "cmake/")
    return file.path not in OWN_FILES and file.path.startswith(homes) and not file.path.endswith((".json", ".d.ts", ".md"))


def is_migration(file):
    return file.path.startswith("migrations/")


def is_everything(_):
    return True


LOOKS_LIKE_SQL = re.compile(
    r"\b(SELECT|INSERT INTO|UPDATE \w+ SET|DELETE FROM|VALUES|CREATE (?:TABLE|INDEX|FUNCTION)|ALTER TABLE|SET LOCAL)\b"
)


def sql_of(file):
    """(first line, text) of each SQL text: of a migration the file without comments, of C++ its literals."""
    if is_migration(file):
        yield 1, re.sub(r"--[^\n]*", lambda found: " " * len(found.group()), file.text)
    elif is_our_cpp(file):
        for number, text in file.cpp.literals:
            if LOOKS_LIKE_SQL.search(text):
                yield number, text


def sql_findings(file, pattern, flags=re.IGNORECASE):
    for first, text in sql_of(file):
        for found in re.finditer(pattern, text, flags):
            yield first + line_of(text, found.start()) - 1, " ".join(found.group().split())


def has_sql(file):
    return is_migration(file) or is_our_cpp(file)


@rule("SQL writes a table of another folder: call a verb or function of the folder that owns it", is_our_cpp)
def foreign_write(file, tree):
    # What disposal erases stands in one file, so that a reader sees that nothing of a person is left.
    if file.path == "src/around/archive/erasing.cpp":
        return
    for first, text in sql_of(file):
        for found in re.finditer(r"\b(?:INSERT INTO|UPDATE|DELETE FROM)\s+([a-z_]+)", text):
            owner = tree.table_owners.get(found.group(1), file.folder)
            if owner != file.folder:
                yield first + line_of(text, found.start()) - 1, f"{found.group(1)} belongs to {owner}"


@rule("an include path climbs, goes into a folder or names another folder's private header: include its face",
      lambda file: is_cpp(file) and file.path.startswith("src/"))
def private_include(file, tree):
    for found in re.finditer(r'^#include "([^"]+)"', file.text, re.MULTILINE):
        name = found.group(1)
        owners = tree.private_headers.get(name, set())
        foreign = owners and file.folder not in owners and name not in tree.faces
        if "/" in name or foreign:
            yield line_of(file.text, found.start()), name


CLOCK_READ = re.compile(
    r"\b(?P<stopwatch>steady_clock::now)|\w*clock::now|\btime\s*\(\s*(?:nullptr|NULL|0)\s*\)|\bgettimeofday\b|\bclock_gettime\b"
    r"|(?<![\w.>:])(?P<now>(?:hemu::)?now)\s*\(\s*\)"
)


@rule("the clock is read outside base/time and app: take the moment as a parameter", is_our_cpp)
def clock_read(file, _):
    if file.path.startswith(("src/base/time/", "src/app/")):
        return
    for found in CLOCK_READ.finditer(file.cpp.code):
        # A stopwatch inside base is no clock, every log line says when it was written, and a request to an S3 server is
        # signed with the time at which it leaves.
        measures = found["stopwatch"] and file.path.startswith("src/base/")
        says_when = found["now"] and file.path.startswith(("src/base/log/", "src/base/outbound/s3."))
        if not measures and not says_when:
            yield line_of(file.cpp.code, found.start()), found.group()


@rule("a key or number made by the database: the program makes ids, counter rows give numbers", has_sql)
def identity_column(file, _):
    yield from sql_findings(
        file, r"\bGENERATED\s+(?:ALWAYS|BY\s+DEFAULT)\s+AS\s+IDENTITY\b|\bAUTOINCREMENT\b|\bCREATE\s+SEQUENCE\b|\bnextval\s*\("
    )
    if is_migration(file):
        yield from sql_findings(file, r"(?<=[a-z_] )(?:big|small)?serial\b", 0)


def columns_and_constraints(body):
    """The items of a CREATE TABLE, split at its own commas: (offset, text)."""
    depth, start = 0, 0
    for at, letter in enumerate(body):
        depth += {"(": 1, ")": -1}.get(letter, 0)
        if letter == "," and depth == 0:
            yield start, body[start:at]
            start = at + 1
    yield start, body[start:]


def created_tables(file):
    for _, text in sql_of(file):
        for found in re.finditer(r"CREATE\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?(\w+)\s*\(", text):
            depth, at = 1, found.end()
            while depth and at < len(text):
                depth += {"(": 1, ")": -1}.get(text[at], 0)
                at += 1
            yield line_of(text, found.start()), found.group(1), text[found.end():at - 1]


@rule("a table without a primary key cannot be moved between nodes", is_migration)
def no_primary_key(file, _):
    for number, table, body in created_tables(file):
        if not re.search(r"\bPRIMARY\s+KEY\b", body):
            yield number, table


@rule("a constraint without a name: errors are told by name (CONSTRAINT dispute_pk PRIMARY KEY …)", is_migration)
def unnamed_constraint(file, _):
    for number, table, body in created_tables(file):
        for offset, item in columns_and_constraints(body):
            bare = re.sub(r"CONSTRAINT\s+\w+\s+(?:PRIMARY\s+KEY|FOREIGN\s+KEY|UNIQUE|CHECK|REFERENCES)\b.*", "", item, flags=re.DOTALL)
            if re.search(r"\b(?:PRIMARY\s+KEY|FOREIGN\s+KEY|UNIQUE|CHECK|REFERENCES)\b", bare):
                yield number + body.count("\n", 0, offset + len(item) - len(item.lstrip())), f"{table}: {' '.join(item.split())[:70]}"
    yield from sql_findings(file, r"\bALTER\s+TABLE\s+\w+\s+ADD\s+(?:PRIMARY\s+KEY|FOREIGN\s+KEY|UNIQUE|CHECK)\b")
    yield from sql_findings(file, r"\bADD\s+COLUMN\s[^,;]*\b(?:CHECK|UNIQUE|REFERENCES)\b")


@rule("a sub-select inside VALUES does not run on a distributed table: INSERT … SELECT", has_sql)
def select_in_values(file, _):
    for first, text in sql_of(file):
        for found in re.finditer(r"\bVALUES\s*\(", text, re.IGNORECASE):
            depth, at = 1, found.end()
            while depth and at < len(text):
                depth += {"(": 1, ")": -1}.get(text[at], 0)
                at += 1
            if re.search(r"\(\s*SELECT\b", text[found.end():at], re.IGNORECASE):
                yield first + line_of(text, found.start()) - 1, "VALUES (… (SELECT"


@rule("time, chance and ids come in as parameters: no function that gives another value each time", has_sql)
def volatile_function(file, _):
    yield from sql_findings(
        file,
        r"\b(?:gen_random_uuid|uuid_generate_v\d\w*|(?:clock|statement|transaction)_timestamp|random|randomblob|now|julianday|unixepoch)"
        r"\s*\([^()]*\)|\bcurrent_(?:timestamp|date|time)\b|\bdatetime\s*\(\s*'now'",
    )


@rule("a function in DO UPDATE SET, or an interval in SET, does not run on a distributed table: compute it before", has_sql)
def computed_set(file, _):
    yield from sql_findings(file, r"\bDO\s+UPDATE\s+SET\s[^;]*?\b(?:date_trunc|to_char|concat|format|jsonb?_build_object|to_jsonb)\s*\(")
    yield from sql_findings(file, r"\bSET\s+\w+\s*=\s*\w+\s*[+-]\s*interval\b")


@rule("MERGE is not in both engines: ON CONFLICT", has_sql)
def merge_statement(file, _):
    yield from sql_findings(file, r"\bMERGE\s+INTO\b", 0)


@rule("arrays are not in both engines: bind single values, or a JSON text", has_sql)
def array_parameter(file, _):
    yield from sql_findings(file, r"\b(?:ANY|ALL)\s*\(\s*\$\d|\bARRAY\s*\[|\bunnest\s*\(")


@rule("a cast by :: is not in both engines: the parameter's type follows from its column", has_sql)
def double_colon_cast(file, _):
    if is_migration(file):
        return
    yield from sql_findings(file, r"(?:\$\d+|[\w)'\"])::\s*[a-z]\w*")


@rule("an INSERT, UPDATE or DELETE inside WITH is not in both engines: a plain list of statements", has_sql)
def writing_cte(file, _):
    yield from sql_findings(file, r"\bAS\s+(?:NOT\s+)?(?:MATERIALIZED\s+)?\(\s*(?:INSERT\s+INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM)\b")


@rule("pg_notify in a trigger stops a city from being moved: the program notifies after its writes", is_migration)
def notify_in_trigger(file, _):
    yield from sql_findings(file, r"\bpg_notify\b|\bNOTIFY\s+\w+")


@rule("a function without SET search_path finds no table on another node", is_migration)
def function_without_path(file, _):
    for first, text in sql_of(file):
        for found in re.finditer(r"CREATE\s+(?:OR\s+REPLACE\s+)?FUNCTION\s+(\w+).*?\$\w*\$", text, re.DOTALL | re.IGNORECASE):
            if not re.search(r"SET\s+search_path", found.group(), re.IGNORECASE):
                yield first + line_of(text, found.start()) - 1, found.group(1)


@rule("rules, inheritance, deferrable constraints and TG_TABLE_NAME do not survive being spread over nodes", is_migration)
def node_bound(file, _):
    yield from sql_findings(file, r"\bCREATE\s+RULE\b|\bINHERITS\s*\(|(?<!NOT )\bDEFERRABLE\b|\bTG_TABLE_NAME\b")


@rule("advisory locks hold on one node only: a lease is a row", is_our_cpp)
def advisory_lock(file, _):
    # Two servers that start at once: migrations run on the coordinator alone.
    if file.path != "src/base/db/migrations.cpp":
        yield from sql_findings(file, r"\bpg_(?:try_)?advisory_\w+")


@rule("synchronous_commit = off loses acknowledged rows when a city is moved", is_everything)
def unsafe_commit(file, _):
    if file.path in OWN_FILES or file.path.endswith(".md"):
        return
    for found in re.finditer(r"synchronous_commit\s*(?:=|\bTO\b)\s*'?off", file.text, re.IGNORECASE):
        yield line_of(file.text, found.start()), found.group()


@rule(f"a file of more than {MOST_LINES} lines: split it by use", is_code)
def long_file(file, _):
    count = file.text.count("\n")
    if count > MOST_LINES:
        yield count, f"{count} lines"


def comments_of(file):
    """(line, text) of each comment, roughly by the language's comment signs."""
    if is_cpp(file):
        yield from file.cpp.comments
        return
    sign = {".sql": "--", ".py": "#", ".sh": "#", ".cmake": "#"}.get(pathlib.PurePath(file.path).suffix, "//|<!--|/\\*| \\*")
    for number, line in enumerate(file.text.split("\n"), 1):
        found = re.search(rf"(?:^|\s)(?:{sign})(.*)", line)
        if found:
            yield number, found.group(1)


@rule("left for later without an owner: TODO(name)", is_code)
def ownerless_todo(file, _):
    for number, words in comments_of(file):
        if re.search(r"\b(?:TODO|FIXME|XXX|HACK)\b(?!\(\w+\))", words):
            yield number, words.strip()[:70]


@rule("a banner line: a name says what follows", is_code)
def banner(file, _):
    for number, words in comments_of(file):
        if re.search(r"([-=*#~_/])\1{5,}", words):
            yield number, words.strip()[:70]


CODE_LINE = re.compile(
    r"\s*(?:(?:return|const|auto|if|for|while|throw)\b.*[;{]"
    r"|[\w:.<>*&\[\]>-]+\s*\(.*\)\s*;"
    r"|[\w:.<>*&\[\]>-]+\s*=\s*.*;"
    r"|#include .*|\})\s*"
)


@rule("commented-out code: the history keeps it", is_cpp)
def dead_code(file, _):
    for number, words in file.cpp.comments:
        for offset, line in enumerate(words.split("\n")):
            is_example = line.startswith("     ")
            if CODE_LINE.fullmatch(line) and not is_example:
                yield number + offset, line.strip()[:70]


@rule("an error is swallowed: handle it, let it pass, or say where it goes", is_code)
def swallowed_error(file, _):
    code = file.cpp.code if is_cpp(file) else file.text
    # A test may expect one kind of failure and go on; nothing may drop every kind.
    kind = r"\(\s*\.\.\.\s*\)\s*" if is_cpp(file) and file.is_test else r"(?:\([^)]*\)\s*)?"
    for found in re.finditer(rf"\bcatch\s*{kind}\{{\s*\}}", code):
        yield line_of(code, found.start()), " ".join(found.group().split())


MACHINE_WORD = re.compile(
    r"(?<![\w./~-])/(?:work|root|Users)/[\w.-]+|/home/(?!hemu\b)\w+"
    r"|\b(?:registry|registry\.npm)\.(?:npmjs|yarnpkg|npmmirror|taobao)\.\w+|\b(?:deb|security|ftp)\.debian\.org"
    r"|\bmirrors?\.[\w-]+\.(?:com|cn|edu|org)\b|\bpypi\.org|\bfiles\.pythonhosted\.org|\bcrates\.io|\bproxy\.golang\.org"
)


@rule("a path of one machine or a registry's host", is_everything)
def machine_word(file, _):
    if file.path in OWN_FILES:
        return
    for found in MACHINE_WORD.finditer(file.text):
        yield line_of(file.text, found.start()), found.group()


@rule("printing outside app: base/log writes", is_our_cpp)
def printing(file, _):
    if file.path.startswith("src/app/"):
        return
    for found in re.finditer(r"\bstd::c(?:out|err)\b|(?<![\w:.>])(?:std::)?(?:f?printf|puts)\s*\(", file.cpp.code):
        yield line_of(file.cpp.code, found.start()), found.group()


@rule("a name that says nothing about the work", is_code)
def empty_name(file, _):
    code = file.cpp.code if is_cpp(file) else file.text
    for found in re.finditer(r"\b(?:class|struct|interface)\s+(\w*(?:Manager|Utils?|Service|Impl|DTO|Dto))\b", code):
        yield line_of(code, found.start()), found.group(1)
    if re.search(r"(?:^|_)(?:utils?|manager|impl|dto|misc)\.\w+$", file.path.rsplit("/", 1)[-1]):
        yield 1, file.path


def read_tree(root):
    files = []
    for path in sorted(root.rglob("*")):
        name = path.relative_to(root)
        if LEFT_OUT & set(name.parts) or not path.is_file() or path.is_symlink():
            continue
        if path.name in TEXT_NAMES or path.suffix in TEXT_ENDINGS:
            text = path.read_text(encoding="utf-8")
            files.append(File(str(name), text, cut(text) if path.suffix in (".cpp", ".hpp") else None))
    return files


def check(file, tree):
    for function, words, where in RULES:
        if where(file):
            for number, what in function(file, tree):
                yield f"{file.path}:{number}: {function.__name__}: {words}: {what}"


def main(arguments):
    if arguments == ["rules"]:
        for function, words, _ in RULES:
            print(f"{function.__name__:<22} {words}")
        return 0
    files = read_tree(pathlib.Path(arguments[0]) if arguments else ROOT)
    tree = tree_of(files)
    found = [line for file in files for line in check(file, tree)]
    print("\n".join(found) if found else f"tidy: {len(RULES)} rules over {len(files)} files")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
