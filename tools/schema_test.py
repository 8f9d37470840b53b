#!/usr/bin/env python3
"""The schemas of the two engines: what is alike is silent, what differs is told."""
import copy
import sqlite3
import unittest

import schema

MIGRATION = """
    CREATE TABLE body (
        id uuid NOT NULL,
        CONSTRAINT body_pk PRIMARY KEY (id)
    );
    CREATE TABLE dispute (
        id uuid NOT NULL,
        body_id uuid NOT NULL,
        number bigint NOT NULL DEFAULT 0,
        word text,
        CONSTRAINT dispute_pk PRIMARY KEY (id),
        CONSTRAINT dispute_number_unique UNIQUE (body_id, number),
        CONSTRAINT dispute_body_fk FOREIGN KEY (body_id) REFERENCES body (id),
        CONSTRAINT dispute_word CHECK (word IN ('a', 'b(,'))
    );
    CREATE INDEX dispute_by_word ON dispute (word, number DESC) WHERE word IS NOT NULL;
"""

# What PostgreSQL says of the same two tables.
ANSWER = {
    "body": {
        "columns": [["id", "uuid", True, None]],
        "constraints": [["body_pk", "p", "PRIMARY KEY (id)"]],
        "indexes": None,
        "triggers": None,
    },
    "dispute": {
        "columns": [
            ["id", "uuid", True, None],
            ["body_id", "uuid", True, None],
            ["number", "int8", True, "0"],
            ["word", "text", False, None],
        ],
        "constraints": [
            ["dispute_pk", "p", "PRIMARY KEY (id)"],
            ["dispute_number_unique", "u", "UNIQUE (body_id, number)"],
            ["dispute_body_fk", "f", "FOREIGN KEY (body_id) REFERENCES city.body(id)"],
            ["dispute_word", "c", "CHECK ((word = ANY (ARRAY['a'::text, 'b(,'::text])))"],
        ],
        "indexes": ["CREATE INDEX dispute_by_word ON city.dispute USING btree (word, number DESC) WHERE (word IS NOT NULL)"],
        "triggers": None,
    },
}
NOTHING = {"sqlite": set(), "postgres": set()}


class Schemas(unittest.TestCase):
    def setUp(self):
        database = sqlite3.connect(":memory:")
        database.executescript(MIGRATION)
        self.sqlite, self.texts = schema.of_sqlite(database)
        self.postgres = schema.of_postgres(ANSWER)

    def told(self, change):
        other = copy.deepcopy(self.postgres)
        change(other)
        return list(schema.differences(self.sqlite, other, NOTHING))

    def test_alike(self):
        self.assertEqual(list(schema.differences(self.sqlite, self.postgres, NOTHING)), [])

    def test_every_kind_of_difference(self):
        dispute = lambda tables: tables["dispute"]
        for change in (
            lambda tables: tables.pop("body"),
            lambda tables: tables.update(extra=tables["body"]),
            lambda tables: dispute(tables)["columns"].pop(),
            lambda tables: dispute(tables)["columns"].reverse(),
            lambda tables: dispute(tables)["columns"].__setitem__(3, ("word", "text", True, None)),
            lambda tables: dispute(tables)["columns"].__setitem__(2, ("number", "bigint", True, None)),
            lambda tables: dispute(tables)["constraints"].pop("dispute_word"),
            lambda tables: dispute(tables)["constraints"].update(dispute_number_unique="UNIQUE ['number']"),
            lambda tables: dispute(tables)["constraints"].update(dispute_body_fk="FOREIGN KEY ['body_id'] REFERENCES dispute ['id']"),
            lambda tables: dispute(tables)["indexes"].clear(),
            lambda tables: dispute(tables)["indexes"].update(dispute_by_word="['word', 'number']"),
            lambda tables: dispute(tables)["triggers"].update(guard="trigger"),
        ):
            self.assertTrue(self.told(change))

    def test_what_one_engine_alone_has(self):
        own = {"sqlite": set(), "postgres": {"guard"}}
        self.postgres["dispute"]["triggers"]["guard"] = "trigger"
        self.assertEqual(list(schema.differences(self.sqlite, self.postgres, own)), [])

    def test_text(self):
        self.assertEqual(self.texts["body"], ["CREATE TABLE body (\n    id uuid NOT NULL,\n    CONSTRAINT body_pk PRIMARY KEY (id)\n);"])
        self.assertEqual(self.texts["dispute"][1], "CREATE INDEX dispute_by_word ON dispute (word, number DESC) WHERE word IS NOT NULL;")


if __name__ == "__main__":
    unittest.main()
