#!/usr/bin/env python3
"""Fills a demonstration city up to a number of disputes, or prints ids of disputes to read, or words to search for:

    bench/bulk.py fill COUNT sqlite FILE | fill COUNT postgres URL SCHEMA
    bench/bulk.py sample sqlite FILE | sample postgres URL SCHEMA
    bench/bulk.py words SHARE sqlite FILE | words SHARE postgres URL SCHEMA

SHARE of disputes that hold the two characters: frequent (5 % and more), middle (0.3 to 2 %), rare (at most 0.05 %).

The disputes that `hemu demo` played through the real verbs are copied with everything that hangs on them, under new ids
and on other days: closed ones spread evenly over years, open ones moved back by a few days at most, never more of them
than 21,000, 3,000 for each of the city's seven centres. A mediator has some fifty open disputes whatever the city's
size: copies are shared among teams, each with mediators of its own in other committees of the city. Ids keep their
order in time. Parties of a copy are other people (their digests differ); fingerprints are kept for half a year, as the
program keeps them. The digests of the journal are copied, not recomputed: `hemu verify` has nothing to say about such a
database.
"""
import collections
import datetime
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile
from dataclasses import dataclass

MOST_OPEN = 21_000
OPEN_OF_A_MEDIATOR = 50
YEARS = ((20_000, 2), (200_000, 5), (10_000_000, 10))
# Columns that name a dispute or something of one; other ids name people and bodies, which are not copied.
ENTITIES = {"id", "dispute_id", "event_id", "party_id", "agent_id", "clock_id", "session_id", "agreement_id", "term_id", "order_id",
            "merged_into_id", "merged_id", "kept_id", "subject_id"}
FIXED_DATES = {"birth_on", "rule_valid_from"}
NUMBERS = {"number": "dispute", "file_number": "closing_seal"}
# A number is given once.
LEFT_OUT = {"number_given"}
DIGESTS = {"query_digest", "phone_digest", "identity_digest"}
TEAMS = {("dispute", "handler_id"): "account", ("dispute_person", "account_id"): "account", ("assignment_mediator", "account_id"): "account",
         ("dispute", "holder_id"): "body", ("dispute_body", "organisation_id"): "body", ("assignment_offer", "organisation_id"): "body"}
MEDIATORS = """SELECT p.account_id, p.id, p.organisation_id FROM post p JOIN organisation o ON o.id = p.organisation_id
    WHERE p.duty = 'mediator' AND o.kind IN ('industry_committee', 'people_committee') ORDER BY p.id"""
# Half of them open or of the last two months, half of any age; in no order of time.
SAMPLE = """SELECT id FROM (SELECT * FROM (SELECT id, substr(CAST(id AS text), 25) AS chance FROM dispute
    WHERE secrecy = 'normal' AND (closed_at IS NULL OR registered_on > '%s') ORDER BY 2 LIMIT 2000) recent
    UNION SELECT * FROM (SELECT id, substr(CAST(id AS text), 25) FROM dispute WHERE secrecy = 'normal' ORDER BY 2 LIMIT 2000) any_age) both_halves
    ORDER BY chance"""
SHARES = {"frequent": (0.05, 1), "middle": (0.003, 0.02), "rare": (0, 0.0005)}
WORD_SAMPLE = "SELECT tokens FROM search_entry ORDER BY substr(CAST(dispute_id AS text), 25) LIMIT 6000"
SPARE_BODIES = """SELECT o.id FROM organisation o WHERE o.kind IN ('industry_committee', 'people_committee')
    AND NOT EXISTS (SELECT 1 FROM post p WHERE p.organisation_id = o.id)
    ORDER BY CASE o.level WHEN 'village' THEN 2 ELSE 1 END, o.id"""


@dataclass
class Table:
    name: str
    columns: dict  # name → type, in their order
    source: str  # FROM …, with t the table and `key` the SQL of the dispute's id
    key: str


def open_among(disputes, count):
    """How many are open among so many, when there are as many as now in proportion; never more than MOST_OPEN."""
    still_open = sum(1 for one in disputes if one[3] in (True, 1, "t"))
    return max(still_open, min(MOST_OPEN, count * still_open // len(disputes)))


def plan(disputes, count, today):
    """(base id, copy number, days back) of every dispute to be made, oldest first. disputes: (id, registered on, last day, open)."""
    closed = [one for one in disputes if not one[3]]
    still_open = [one for one in disputes if one[3]]
    wanted_open = open_among(disputes, count)
    years = next(span for most, span in YEARS if count <= most)
    begin = today.toordinal() - 365 * years
    made = count - len(disputes)
    for_closed = max(0, made - (wanted_open - len(still_open)))
    rows = []
    for number in range(for_closed):
        base, registered, last, _ = closed[number % len(closed)]
        day = min(begin + 365 * years * number // for_closed, today.toordinal() - 1 - (last.toordinal() - registered.toordinal()))
        rows.append((base, number // len(closed) + 1, registered.toordinal() - day))
    for number in range(made - for_closed):
        rows.append((still_open[number % len(still_open)][0], number // len(still_open) + 1, number // len(still_open) % 10))
    return rows


def teams_for(mediators, spare_bodies, open_count):
    """(what, old id, team, new id): the mediators, posts and bodies of teams 1, 2, …; team 0 are those who are there."""
    most = len(spare_bodies) // len({body for _, _, body in mediators})
    teams = max(1, min(most, open_count // (OPEN_OF_A_MEDIATOR * len(mediators))))
    rows = []
    spare = iter(spare_bodies)
    for team in range(1, teams):
        for body in dict.fromkeys(body for _, _, body in mediators):
            rows.append(("body", body, team, next(spare)))
        for account, post, _ in mediators:
            rows += [("account", account, team, other_id(account, team)), ("post", post, team, other_id(post, team))]
    return teams, rows


def other_id(old, team):
    return f"{old[:24]}{(int(old[24:], 16) + team) % 2**48:012x}"


def linked_tables(columns_of, parents_of):
    """Tables that hang on a dispute, parents first. parents_of: name → [(column, parent table)]."""
    found = {"dispute": Table("dispute", columns_of["dispute"], "FROM dispute t", "t.id")}
    while True:
        before = len(found)
        for name, columns in columns_of.items():
            if name in found or name in LEFT_OUT:
                continue
            above = [(column, parent) for column, parent in parents_of.get(name, []) if parent in found]
            if "dispute_id" in columns:
                found[name] = Table(name, columns, f"FROM {name} t", "t.dispute_id")
            elif above:
                column, parent = above[0]
                over, alias = found[parent], f"p{len(found)}"
                source = re.sub(r"\bt\b", alias, over.source)
                found[name] = Table(name, columns, f"{source} JOIN {name} t ON t.{column} = {alias}.id",
                                    re.sub(r"\bt\.", f"{alias}.", over.key))
        if len(found) == before:
            return list(found.values())


class Engine:
    """What both engines share: one INSERT … SELECT for each table, over the plan m and the table's base rows b."""

    def value(self, table, column, kind):
        b = f"b.{column}"
        if (table.name, column) in TEAMS:
            return (f"coalesce((SELECT x.new_id FROM team x WHERE x.what = '{TEAMS[table.name, column]}' AND x.old_id = {b}"
                    f" AND x.number = m.team), {b})")
        if kind == "uuid" and column in ENTITIES:
            return self.moved_id(column)
        if kind == "timestamptz":
            return self.moved_instant(b)
        if kind == "date" and column not in FIXED_DATES:
            return self.moved_date(b)
        if NUMBERS.get(column) == table.name:
            return f"{b} || '/' || m.copy"
        if (table.name, column) == ("search_entry", "place"):
            return "NULL"
        # The demonstration city knows few words; every fiftieth copy has one of its own, which some others share.
        if (table.name, column) == ("dispute", "narrative"):
            return f"{b} || CASE WHEN m.seq % 50 = 0 THEN '，' || {self.rare_word()} ELSE '' END"
        if (table.name, column) == ("search_entry", "tokens"):
            return f"{b} || CASE WHEN m.seq % 50 = 0 THEN {self.rare_word()}{self.behind_token} ELSE {self.no_token} END"
        if column in DIGESTS:
            return f"substr({b}, 1, 56) || {self.eight_digits('m.seq' if column == 'query_digest' else 'm.copy')}"
        return b

    def staff(self, columns_of):
        """The teams' mediators as rows of their own."""
        changed = {"account": {"id": "a.new_id", "login": "t.login || '_' || a.number"},
                   "post": {"id": "p.new_id", "account_id": "a.new_id", "organisation_id": "b.new_id"},
                   "mediator": {"account_id": "a.new_id"}}
        joins = {"account": "a.old_id = t.id", "mediator": "a.old_id = t.account_id",
                 "post": "a.old_id = t.account_id JOIN team p ON p.what = 'post' AND p.number = a.number AND p.old_id = t.id"
                         " JOIN team b ON b.what = 'body' AND b.number = a.number AND b.old_id = t.organisation_id"}
        for name, join in joins.items():
            values = ", ".join(changed[name].get(column, f"t.{column}") for column in columns_of[name])
            yield (f"INSERT INTO {name} ({', '.join(columns_of[name])}) SELECT {values} FROM {name} t"
                   f" JOIN team a ON a.what = 'account' AND {join}")

    def insertion(self, table):
        columns = ", ".join(table.columns)
        values = ", ".join(self.value(table, column, kind) for column, kind in table.columns.items())
        only = f" WHERE {self.recent()}" if table.name == "intake_sketch" else ""
        return (f"INSERT INTO {table.name} ({columns}) SELECT {values} FROM plan m {self.cross} base_{table.name} b ON b.base_key = m.base_key"
                f"{only}{self.order}")


class Sqlite(Engine):
    cross = "CROSS JOIN"  # the outer loop is the plan, in its order
    order = ""
    behind_token = " || ' '"
    no_token = "''"

    def __init__(self, path):
        self.path = path

    def moved_id(self, column):
        milliseconds = f"(b.{column}_ms + m.shift_ms)"
        return f"CASE WHEN b.{column} IS NOT NULL THEN printf('%08x-%04x-%s', {milliseconds} >> 16, {milliseconds} & 65535, b.{column}_tail) END"

    def moved_instant(self, b):
        return f"CASE WHEN {b} < '9000' THEN date(substr({b}, 1, 10), m.shift_days) || substr({b}, 11) ELSE {b} END"

    def moved_date(self, b):
        return f"date({b}, m.shift_days)"

    def eight_digits(self, number):
        return f"printf('%08x', {number})"

    def rare_word(self):
        return "char(36864 + m.seq / 50 % 200, 32768 + m.seq / 10000 % 20)"

    def recent(self):
        return f"date(b.registered_on, m.shift_days) >= '{half_a_year_ago()}'"

    def ask(self, sql):
        with sqlite3.connect(self.path) as db:
            return db.execute(sql).fetchall()

    def fill(self, count):
        db = sqlite3.connect(self.path, isolation_level=None)
        for pragma in ("journal_mode = OFF", "synchronous = OFF", "locking_mode = EXCLUSIVE", "cache_size = -2000000", "temp_store = MEMORY",
                       "foreign_keys = OFF"):
            db.execute(f"PRAGMA {pragma}")
        db.create_function("milliseconds_of", 1, lambda text: text and int(text[:8] + text[9:13], 16), deterministic=True)
        names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        columns_of = {name: {row[1]: row[2].lower() for row in db.execute(f"PRAGMA table_info({name})")} for name in names}
        tables = linked_tables(columns_of, {name: [(row[3], row[2]) for row in db.execute(f"PRAGMA foreign_key_list({name})")]
                                            for name in names})
        kept = [(kind, name, sql) for kind, name, table, sql in
                db.execute("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE type IN ('index', 'trigger') AND sql IS NOT NULL")
                if table in {one.name for one in tables}]
        db.execute("BEGIN")
        for table in tables:
            ids = [column for column, kind in table.columns.items() if kind == "uuid" and column in ENTITIES]
            more = "".join(f", milliseconds_of(t.{one}) AS {one}_ms, substr(t.{one}, 15) AS {one}_tail" for one in ids)
            db.execute(f"CREATE TEMP TABLE base_{table.name} AS SELECT {table.key} AS base_key, t.*{more} {table.source}")
            db.execute(f"CREATE INDEX temp.base_{table.name}_key ON base_{table.name} (base_key)")
        rows = db.execute("SELECT d.id, d.registered_on, max(coalesce(d.closed_at, ''), (SELECT max(e.happened_at) FROM dispute_event e"
                          " WHERE e.dispute_id = d.id)), d.closed_at IS NULL FROM dispute d ORDER BY d.id").fetchall()
        made = plan([(key, day(first), day(last[:10]), still_open) for key, first, last, still_open in rows], count, datetime.date.today())
        teams, staff = teams_for(db.execute(MEDIATORS).fetchall(), [one for (one,) in db.execute(SPARE_BODIES)], open_among(rows, count))
        db.execute("CREATE TEMP TABLE team (what, old_id, number, new_id, PRIMARY KEY (what, old_id, number))")
        db.executemany("INSERT INTO team VALUES (?, ?, ?, ?)", staff)
        for sql in self.staff(columns_of):
            db.execute(sql)
        db.execute("CREATE TEMP TABLE plan (seq INTEGER PRIMARY KEY, base_key, copy, team, shift_days, shift_ms)")
        db.executemany("INSERT INTO plan VALUES (?, ?, ?, ?, ?, ?)", ((seq, key, copy, copy % teams, f"{-days} days", copy - days * 86_400_000)
                                                                      for seq, (key, copy, days) in enumerate(made)))
        for kind, name, _ in kept:
            db.execute(f"DROP {kind} {name}")
        for table in tables:
            say(table.name)
            db.execute(self.insertion(table))
        db.execute(f"DELETE FROM intake_sketch WHERE registered_on < '{half_a_year_ago()}'")
        for kind, name, sql in sorted(kept):
            say(name)
            db.execute(sql)
        say("search_token")
        db.execute("INSERT INTO search_token (search_token) VALUES ('rebuild')")
        db.execute("COMMIT")
        say("analyze")
        db.execute("PRAGMA analysis_limit = 1000")
        db.execute("ANALYZE")
        db.close()


class Postgres(Engine):
    cross = "JOIN"
    order = ""
    behind_token = ""
    no_token = "NULL"

    def __init__(self, url, schema):
        self.url = url
        self.schema = schema

    def moved_id(self, column):
        return f"(lpad(to_hex(b.{column}_ms + m.shift_ms), 12, '0') || b.{column}_tail)::uuid"

    def moved_instant(self, b):
        return f"CASE WHEN {b} < '9000-01-01' THEN {b} - m.shift ELSE {b} END"

    def moved_date(self, b):
        return f"{b} - m.days"

    def eight_digits(self, number):
        return f"lpad(to_hex({number}), 8, '0')"

    def rare_word(self):
        return "(chr(36864 + m.seq / 50 % 200) || chr(32768 + m.seq / 10000 % 20))"

    def recent(self):
        return f"b.registered_on - m.days >= '{half_a_year_ago()}'"

    def ask(self, sql):
        out = self.psql(["-At", "-F", "\t", "-c", sql])
        return [line.split("\t") for line in out.splitlines()]

    def psql(self, words, stdin=None):
        done = subprocess.run(["psql", self.url, "-qX", "-v", "ON_ERROR_STOP=1", *words], input=stdin, text=True, capture_output=True,
                              env={"PATH": "/usr/bin:/bin", "PGOPTIONS": f"-c search_path={self.schema} -c timezone=UTC"})
        if done.returncode != 0:
            raise SystemExit(done.stderr)
        return done.stdout

    def fill(self, count):
        columns_of, parents_of = {}, {}
        for table, column, kind in self.ask(
                "SELECT c.relname, a.attname, t.typname FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid AND c.relkind = 'r'"
                f" JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = '{self.schema}' JOIN pg_type t ON t.oid = a.atttypid"
                " WHERE a.attnum > 0 AND NOT a.attisdropped ORDER BY c.relname, a.attnum"):
            columns_of.setdefault(table, {})[column] = kind
        for table, column, parent in self.ask(
                "SELECT c.conrelid::regclass, a.attname, c.confrelid::regclass FROM pg_constraint c JOIN pg_attribute a ON a.attrelid ="
                " c.conrelid AND a.attnum = c.conkey[1] WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace"):
            parents_of.setdefault(table, []).append((column, parent))
        tables = linked_tables(columns_of, parents_of)
        names = ", ".join(f"'{table.name}'" for table in tables)
        indexes = self.ask("SELECT i.indexname, i.indexdef FROM pg_indexes i WHERE i.schemaname = current_schema()"
                           f" AND i.tablename IN ({names}) AND NOT EXISTS (SELECT 1 FROM pg_constraint c"
                           " WHERE c.connamespace = current_schema()::regnamespace AND c.conname = i.indexname)")
        rows = self.ask("SELECT d.id, d.registered_on, greatest(d.closed_at, (SELECT max(e.happened_at) FROM dispute_event e"
                        " WHERE e.dispute_id = d.id))::date, d.closed_at IS NULL FROM dispute d ORDER BY d.id")
        made = plan([(key, day(first), day(last), still_open == "t") for key, first, last, still_open in rows], count, datetime.date.today())
        mediators = self.ask(MEDIATORS.replace("\n", " "))
        spare = [one for (one,) in self.ask(SPARE_BODIES.replace("\n", " "))]
        teams, staff = teams_for(mediators, spare, open_among(rows, count))
        self.run(tables, indexes, made, teams, staff, list(self.staff(columns_of)))

    def run(self, tables, indexes, made, teams, staff, staffing):
        script = ["SET session_replication_role = replica; SET maintenance_work_mem = '512MB'; SET max_parallel_maintenance_workers = 2;",
                  "SET enable_hashjoin = off; SET enable_mergejoin = off; SET max_parallel_workers_per_gather = 0; BEGIN;",
                  "CREATE TEMP TABLE plan (seq int, base_key uuid, copy int, team int, days int, shift interval, shift_ms bigint);",
                  "CREATE TEMP TABLE team (what text, old_id uuid, number int, new_id uuid, PRIMARY KEY (what, old_id, number));"]
        with tempfile.TemporaryDirectory() as folder:
            script.append(copied("plan", folder, ((seq, key, copy, copy % teams, days, f"{days} days", copy - days * 86_400_000)
                                                  for seq, (key, copy, days) in enumerate(made))))
            script.append(copied("team", folder, staff))
            script += [sql + ";" for sql in staffing]
            for table in tables:
                ids = [column for column, kind in table.columns.items() if kind == "uuid" and column in ENTITIES]
                more = "".join(f", ('x' || substr(replace(t.{one}::text, '-', ''), 1, 12))::bit(48)::bigint AS {one}_ms,"
                               f" substr(replace(t.{one}::text, '-', ''), 13) AS {one}_tail" for one in ids)
                script.append(f"CREATE TEMP TABLE base_{table.name} AS SELECT {table.key} AS base_key, t.*{more} {table.source};")
                script.append(f"CREATE INDEX ON base_{table.name} (base_key); ANALYZE base_{table.name};")
            script.append("ANALYZE plan; ANALYZE team;")
            script += [f"DROP INDEX {name};" for name, _ in indexes]
            # Emptied in this transaction and filled again: under wal_level = minimal nothing of it goes to the log.
            script.append("TRUNCATE " + ", ".join(table.name for table in tables) + ";")
            for table in tables:
                columns = ", ".join(table.columns)
                script.append(f"\\echo {table.name}")
                script.append(f"INSERT INTO {table.name} ({columns}) SELECT {columns} FROM base_{table.name};")
                script.append(self.insertion(table) + ";")
            script.append(f"DELETE FROM intake_sketch WHERE registered_on < '{half_a_year_ago()}';")
            for name, definition in indexes:
                script += [f"\\echo {name}", definition + ";"]
            script.append("COMMIT;")
            script += [f"VACUUM (ANALYZE) {table.name};" for table in tables]
            self.psql(["-f", "-"], "\n".join(script))


def copied(table, folder, rows):
    path = pathlib.Path(folder) / table
    path.write_text("".join("\t".join(str(value) for value in row) + "\n" for row in rows), encoding="utf-8")
    return f"\\copy {table} FROM '{path}'"


def words(texts, share):
    """Two characters that stand in this share of the texts, at most 60 of them."""
    counts = collections.Counter(token for (text,) in texts for token in set(re.findall("[\u4e00-\u9fff]{2}", text)))
    least, most = (limit * len(texts) for limit in SHARES[share])
    found = sorted(word for word, count in counts.items() if least <= count <= most)
    return found[:: max(1, len(found) // 60)][:60]


def day(text):
    return datetime.date.fromisoformat(text)


def half_a_year_ago():
    return datetime.date.today() - datetime.timedelta(days=183)


def say(words):
    if sys.stderr.isatty():
        print(words, file=sys.stderr)


def engine_of(words):
    if len(words) == 2 and words[0] == "sqlite":
        return Sqlite(pathlib.Path(words[1]))
    if len(words) == 3 and words[0] == "postgres":
        return Postgres(words[1], words[2])
    raise SystemExit(__doc__)


def main(arguments):
    if arguments[:1] == ["fill"]:
        engine_of(arguments[2:]).fill(int(arguments[1]))
    elif arguments[:1] == ["sample"]:
        engine = engine_of(arguments[1:])
        print("\n".join(id for (id,) in engine.ask(SAMPLE.replace("\n", " ") % (datetime.date.today() - datetime.timedelta(days=60)))))
    elif arguments[:1] == ["words"]:
        print("\n".join(words(engine_of(arguments[2:]).ask(WORD_SAMPLE), arguments[1])))
    else:
        raise SystemExit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
