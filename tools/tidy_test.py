#!/usr/bin/env python3
"""Each rule of tidy.py fires on a small bad sample and stays silent on a good one."""
import unittest

import tidy

OWNERS = tidy.table_owners({"0020_dispute.sql": "CREATE TABLE dispute (\n    id uuid\n);\n"})


def findings(path, text):
    return tidy.check(path, text, OWNERS)


class Rules(unittest.TestCase):
    def bad(self, path, text):
        self.assertTrue(findings(path, text), text)

    def good(self, path, text):
        self.assertEqual(findings(path, text), [])

    def test_foreign_writes(self):
        self.bad("src/loop/intake/store.cpp", "UPDATE dispute SET state = $1")
        self.good("src/dispute/store.cpp", "UPDATE dispute SET state = $1")
        self.good("src/loop/intake/store.cpp", "SELECT id FROM dispute")

    def test_climbing_includes(self):
        self.bad("src/loop/intake/a.cpp", '#include "../triage/rules.hpp"')
        self.bad("src/loop/intake/a.cpp", '#include "triage/rules.hpp"')
        self.good("src/loop/intake/a.cpp", '#include "rules.hpp"')

    def test_clock_reads(self):
        self.bad("src/loop/intake/a.cpp", "auto t = now();")
        self.bad("src/loop/intake/a.cpp", "std::chrono::system_clock::now()")
        self.good("src/app/a.cpp", "auto t = now();")
        self.good("src/loop/intake/a.cpp", "auto t = cx.now();")

    def test_spreading_sql(self):
        for sql in ("VALUES ((SELECT 1))", "id = ANY($1)", "MERGE INTO a", "SET synchronous_commit = off",
                    "SELECT gen_random_uuid()", "SELECT pg_advisory_lock(1)"):
            self.bad("src/loop/intake/store.cpp", sql)

    def test_migrations(self):
        self.bad("migrations/0099_a.sql", "CREATE TABLE a (\n    id uuid NOT NULL\n);\n")
        self.bad("migrations/0099_a.sql", "CREATE TABLE a (\n    id uuid,\n    PRIMARY KEY (id)\n);\n")
        self.good("migrations/0099_a.sql", "CREATE TABLE a (\n    id uuid,\n    CONSTRAINT a_pk PRIMARY KEY (id)\n);\n")

    def test_long_files(self):
        self.bad("src/a.cpp", "\n" * 601)
        self.good("src/a.cpp", "\n" * 600)

    def test_unfinished(self):
        self.bad("src/a.cpp", "// TODO later")
        self.bad("src/a.cpp", "// =========")
        self.bad("src/a.cpp", "} catch (...) {}")

    def test_machine_words(self):
        self.bad("docs/a.md", "see /" + "work/main")
        self.bad("web/package.json", "https://registry." + "npmjs.org/vue")

    def test_printing(self):
        self.bad("src/loop/intake/a.cpp", "std::cout << 1;")
        self.good("src/app/main.cpp", "std::cout << 1;")


if __name__ == "__main__":
    unittest.main()
