#!/usr/bin/env python3
"""Each rule of tidy.py fires on small bad samples and stays silent on good ones."""
import unittest

import tidy
from cpp_text import cut

MIGRATION = "CREATE TABLE dispute (\n    id uuid NOT NULL,\n    CONSTRAINT dispute_pk PRIMARY KEY (id)\n);\n"
INTAKE = "src/loop/intake/store.cpp"


def file_of(path, text):
    return tidy.File(path, text, cut(text) if path.endswith((".cpp", ".hpp")) else None)


TREE = tidy.tree_of([
    file_of("migrations/0020_dispute.sql", MIGRATION),
    file_of("migrations/0021_clocks.sql", "CREATE TABLE clock_rule (\n    code text\n);\n"),
    file_of("src/dispute/public/dispute.hpp", ""),
    file_of("src/loop/triage/rules.hpp", ""),
    file_of("src/loop/intake/store.hpp", ""),
])


def statement(sql):
    return 'static const db::Statement one{"intake.one", R"(\n' + sql + ')"};\n'


def table(body):
    return f"CREATE TABLE a (\n{body}\n);\n"


class Rules(unittest.TestCase):
    tested = set()

    def findings(self, path, text):
        return [line.split(": ")[1] for line in tidy.check(file_of(path, text), TREE)]

    def bad(self, name, path, *texts):
        Rules.tested.add(name)
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(self.findings(path, text), [name])

    def good(self, path, *texts):
        for text in texts:
            with self.subTest(text=text):
                self.assertEqual(self.findings(path, text), [])

    def test_foreign_write(self):
        self.bad("foreign_write", INTAKE, statement("UPDATE dispute SET state = $1"),
                 statement("INSERT INTO clock_rule (code) VALUES ($1)"),
                 statement("DELETE FROM dispute WHERE id = $1"))
        self.good(INTAKE, statement("SELECT id FROM dispute"), "// UPDATE dispute is not ours\n")
        self.good("src/dispute/store.cpp", statement("UPDATE dispute SET state = $1"), statement("DELETE FROM clock_rule WHERE code = $1"))
        self.good("src/loop/intake/intake_test.cpp", statement("UPDATE dispute SET state = $1"))

    def test_private_include(self):
        self.bad("private_include", INTAKE, '#include "../triage/rules.hpp"\n', '#include "triage/rules.hpp"\n', '#include "rules.hpp"\n')
        self.good(INTAKE, '#include "store.hpp"\n#include "dispute.hpp"\n#include <CLI/CLI.hpp>\n')

    def test_clock_read(self):
        self.bad("clock_read", INTAKE, "auto t = now();\n", "auto t = hemu::now();\n", "auto t = std::chrono::system_clock::now();\n",
                 "auto t = std::chrono::steady_clock::now();\n", "auto t = time(nullptr);\n", "gettimeofday(&t, nullptr);\n")
        self.good(INTAKE, "auto t = cx.now();\n", "// now() is never called here, but in app\n", 'auto t = "now()";\n')
        self.good("src/app/serve.cpp", "auto t = now();\n")
        self.good("src/base/http/workers.cpp", "auto t = std::chrono::steady_clock::now();\n")

    def test_identity_column(self):
        for column in ("id bigint GENERATED ALWAYS AS IDENTITY,", "id bigserial PRIMARY KEY,", "id integer AUTOINCREMENT,"):
            with self.subTest(column=column):
                self.assertIn("identity_column", self.findings("migrations/0099_a.sql",
                              table(f"    {column}\n    CONSTRAINT a_pk PRIMARY KEY (id)")))
        self.bad("identity_column", INTAKE, statement("SELECT nextval('a')"))
        self.good("migrations/0099_a.sql", table("    serial bigint NOT NULL,\n    CONSTRAINT a_pk PRIMARY KEY (serial)"))

    def test_no_primary_key(self):
        self.bad("no_primary_key", "migrations/0099_a.sql", table("    id uuid NOT NULL"))

    def test_unnamed_constraint(self):
        named = ",\n    CONSTRAINT a_pk PRIMARY KEY (id)"
        self.bad("unnamed_constraint", "migrations/0099_a.sql", table("    id uuid,\n    PRIMARY KEY (id)"),
                 table("    id uuid PRIMARY KEY"),
                 table("    id uuid,\n    word text CHECK (word <> '')" + named),
                 table("    id uuid,\n    b_id uuid REFERENCES b (id)" + named),
                 table("    id uuid,\n    UNIQUE (id, word)" + named), "ALTER TABLE a ADD CHECK (b > 0);\n",
                 "ALTER TABLE a ADD COLUMN b bigint CHECK (b > 0);\n")
        checked = "    word text,\n    CONSTRAINT a_word CHECK (word IN ('a', 'b')),\n    CONSTRAINT a_pk PRIMARY KEY (id)"
        self.good("migrations/0099_a.sql", MIGRATION, table("    id uuid NOT NULL,\n" + checked))

    def test_select_in_values(self):
        self.bad("select_in_values", INTAKE, statement("INSERT INTO a (b) VALUES ((SELECT 1))"),
                 statement("INSERT INTO a (b, c) VALUES ($1,\n (SELECT 1))"))
        self.good(INTAKE, statement("INSERT INTO a (b) SELECT c FROM d WHERE e IN (SELECT f FROM g)"))

    def test_volatile_function(self):
        self.bad("volatile_function", INTAKE, statement("UPDATE a SET b = now()"), statement("UPDATE a SET b = random()"),
                 statement("INSERT INTO a (b) VALUES (gen_random_uuid())"), statement("SELECT current_timestamp"),
                 statement("SELECT datetime('now')"))
        self.good(INTAKE, statement("UPDATE a SET b = lower(c)"))

    def test_computed_set(self):
        self.bad("computed_set", INTAKE, statement("INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO UPDATE SET c = concat(a.c, 'x')"),
                 statement("UPDATE a SET due = due + interval '1 day'"))
        self.good(INTAKE, statement("INSERT INTO a (b) VALUES ($1) ON CONFLICT (b) DO UPDATE SET c = excluded.c, n = a.n + 1"))

    def test_merge_statement(self):
        self.bad("merge_statement", INTAKE, statement("MERGE INTO a USING b ON true WHEN MATCHED THEN DELETE -- SELECT"))
        self.good(INTAKE, 'const Verb merge{"merge", "merge into another dispute, SELECT one"};\n')

    def test_array_parameter(self):
        self.bad("array_parameter", INTAKE, statement("SELECT a FROM b WHERE c = ANY($1)"), statement("SELECT a FROM unnest($1)"))

    def test_double_colon_cast(self):
        self.bad("double_colon_cast", INTAKE, statement("SELECT $1::uuid"), statement("SELECT a::text FROM b"),
                 statement("SELECT (a + b)::date FROM c"))
        self.good(INTAKE, "const auto state = dispute::State::accepted;\n", statement("SELECT a FROM b WHERE c = '::1'"))

    def test_writing_cte(self):
        self.bad("writing_cte", INTAKE, statement("WITH one AS (INSERT INTO a (b) VALUES ($1) RETURNING b) SELECT b FROM one"))
        self.good(INTAKE, statement("WITH one AS (SELECT b FROM a) UPDATE c SET d = $1 WHERE e IN (SELECT b FROM one)"))

    def test_notify_in_trigger(self):
        self.bad("notify_in_trigger", "migrations/0099_a.sql",
                 "CREATE FUNCTION tell() RETURNS trigger SET search_path FROM CURRENT AS $$ BEGIN PERFORM pg_notify('a', 'b'); END $$;\n")

    def test_function_without_path(self):
        self.bad("function_without_path", "migrations/0099_a.sql",
                 "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN END $$;\n")
        self.good("migrations/0099_a.sql",
                  "CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$ BEGIN END $$;\n")

    def test_node_bound(self):
        self.bad("node_bound", "migrations/0099_a.sql", "CREATE RULE a AS ON INSERT TO b DO NOTHING;\n",
                 "CREATE TABLE c () INHERITS (a);\n"[13:],
                 "ALTER TABLE a ADD CONSTRAINT b FOREIGN KEY (c) REFERENCES d (e) DEFERRABLE;\n")

    def test_advisory_lock(self):
        self.bad("advisory_lock", INTAKE, statement("SELECT pg_advisory_xact_lock(1)"), statement("SELECT pg_try_advisory_lock(1)"))
        self.good("src/base/db/migrations.cpp", statement("SELECT pg_advisory_xact_lock(1)"))

    def test_unsafe_commit(self):
        self.bad("unsafe_commit", INTAKE, statement("SET LOCAL synchronous_commit = off"), statement("SET synchronous_commit TO 'off'"))
        self.bad("unsafe_commit", "bench/postgres.conf", "synchronous_commit = off\n")

    def test_long_file(self):
        self.bad("long_file", INTAKE, "\n" * 601)
        self.good(INTAKE, "\n" * 600)
        self.good("data/problems.json", "\n" * 601)

    def test_ownerless_todo(self):
        self.bad("ownerless_todo", INTAKE, "// TODO later\n", "/* FIXME */\n")
        self.bad("ownerless_todo", "web/desk/main.ts", "// TODO: words\n")
        self.bad("ownerless_todo", "migrations/0099_a.sql", "-- TODO\n")
        self.good(INTAKE, "// TODO(lin) until the court answers\n", 'const char* word = "TODO";\n')

    def test_banner(self):
        self.bad("banner", INTAKE, "// ==========\n", "// ------ intake ------\n", "/* ************ */\n")
        self.bad("banner", "tools/a.py", "# ##########\n")
        self.good(INTAKE, "// why -- because\n")

    def test_dead_code(self):
        self.bad("dead_code", INTAKE, "// return accepted;\n", "// save(tx, id);\n", "// x.y = 3;\n", "/*\nif (a) {\n*/\n")
        self.good(INTAKE, "// Returns the day; nothing else.\n", "/// for example\n///     save(tx, id);\n")

    def test_swallowed_error(self):
        self.bad("swallowed_error", INTAKE, "try { a(); } catch (...) {}\n", "try { a(); } catch (const Refusal&) {\n}\n",
                 "try { a(); } catch (...) { /* never mind */ }\n")
        self.bad("swallowed_error", "web/desk/main.ts", "try { a() } catch {}\n")
        self.bad("swallowed_error", "src/loop/intake/intake_test.cpp", "try { a(); } catch (...) {\n}\n")
        self.good("src/loop/intake/intake_test.cpp", "try { a(); } catch (const Refusal&) {\n}\n")
        self.good(INTAKE, "try { a(); } catch (const Refusal&) { return; }\n")

    def test_machine_word(self):
        self.bad("machine_word", "docs/a.md", "see /work/main\n", "see /root/notes\n", "see /home/lin/notes\n")
        self.bad("machine_word", "web/package-lock.json", '"resolved": "https://registry.npmjs.org/vue/-/vue.tgz"\n')
        self.good("docs/a.md", "/var/lib/hemu, /etc/hemu, https://example.org/work/a, ~/work/a, build/root/a\n")

    def test_printing(self):
        self.bad("printing", INTAKE, "std::cout << 1;\n", 'printf("%d", 1);\n', 'std::fprintf(stderr, "a");\n')
        self.good("src/app/main.cpp", "std::cout << 1;\n")
        self.good(INTAKE, "std::snprintf(a, 1, b);\n", 'log::info("printf(");\n')

    def test_empty_name(self):
        self.bad("empty_name", INTAKE, "class CaseManager {};\n", "struct PartyDTO {};\n")
        self.bad("empty_name", "src/loop/intake/text_utils.cpp", "\n")
        self.good(INTAKE, "struct Helper {};\n", "// class CaseManager\n")

    @classmethod
    def tearDownClass(cls):
        untested = {function.__name__ for function, _, _ in tidy.RULES} - cls.tested
        assert not untested, f"rules without a bad sample: {untested}"


class Cutting(unittest.TestCase):
    def test_literals_side_by_side_are_one(self):
        self.assertEqual(cut('a("SELECT "\n  "1");\nb("2");').literals, [(1, "SELECT \n1"), (3, "2")])

    def test_code_keeps_its_lines(self):
        self.assertEqual(cut('a; /* b\n c */ d; "e" // f\ng;').code.split("\n")[1].strip(), "d;")

    def test_comment_signs_inside_literals(self):
        one = cut('auto url = "http://a"; auto raw = R"~(// "x")~"; char c = \'"\'; // end')
        self.assertEqual([text for _, text in one.literals], ["http://a", '// "x"'])
        self.assertEqual(one.comments, [(1, " end")])

    def test_includes_are_no_literals(self):
        self.assertEqual(cut('#include "a.hpp"\n').literals, [])


if __name__ == "__main__":
    unittest.main()
