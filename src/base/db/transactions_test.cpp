#include <thread>

#include "testing_table.hpp"

namespace hemu::db {

using testing::ElementsAre;

HEMU_ON_THINGS(db_transactions);

TEST_P(db_transactions, what_is_thrown_rolls_back) {
    EXPECT_THROW(database().transact([](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        throw std::runtime_error("no");
    }),
                 std::runtime_error);
    EXPECT_EQ(things_in(database()), 0);
    // Uncollected statements of the transaction before do not spoil the next one.
    database().transact([](Tx& tx) { tx.run(insert_thing, thing_id(1), "one", 1); });
    EXPECT_EQ(things_in(database()), 1);
}

TEST_P(db_transactions, return_what_their_function_returns) {
    const auto name = database().transact([](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        return tx.one<std::string>(select_names);
    });
    EXPECT_EQ(name, "one");
    EXPECT_EQ(database().counters().transactions, 2);  // one made the table
}

TEST_P(db_transactions, a_row_that_must_change_and_does_not_is_a_conflict) {
    database().transact([](Tx& tx) { tx.run(insert_thing, thing_id(1), "one", 1); });
    database().transact([](Tx& tx) { tx.must_change(rename_thing, thing_id(1), "uno", 1); });
    const auto outdated = [&](bool read_after) {
        return refusal_from([&] {
            database().transact([&](Tx& tx) {
                tx.must_change(rename_thing, thing_id(1), "eins", 1);
                tx.run(insert_thing, thing_id(2), "two", 1);
                if (read_after) tx.one<std::int64_t>(count_things);
            });
        });
    };
    EXPECT_EQ(outdated(false), "version_outdated");
    EXPECT_EQ(outdated(true), "version_outdated");
    EXPECT_THAT(database().read([](Tx& tx) { return tx.all<std::string>(select_names); }), ElementsAre("uno"));
}

static const Statement rename_all{"test.rename_all", "UPDATE thing SET version = version + 1 WHERE version < $1"};
static const Statement insert_quietly{
    "test.insert_quietly", "INSERT INTO thing (id, name, version) VALUES ($1, $2, 1) ON CONFLICT (id) DO NOTHING"};

TEST_P(db_transactions, tell_how_many_rows_changed) {
    database().transact([](Tx& tx) {
        EXPECT_EQ(tx.changed(rename_all, 10), 0);
        EXPECT_EQ(tx.changed(insert_quietly, thing_id(1), "one"), 1);
        EXPECT_EQ(tx.changed(insert_quietly, thing_id(1), "one"), 0);
        EXPECT_EQ(tx.changed(insert_quietly, thing_id(2), "two"), 1);
        EXPECT_EQ(tx.changed(rename_all, 10), 2);
    });
}

static const Statement insert_returning{"test.insert_returning",
                                        "INSERT INTO thing (id, name, version) VALUES ($2, $3, $1) ON CONFLICT (id) "
                                        "DO UPDATE SET version = thing.version "
                                        "+ excluded.version RETURNING version"};

TEST_P(db_transactions, parameters_are_bound_by_number_and_rows_come_back_from_writes) {
    database().transact([](Tx& tx) {
        EXPECT_EQ(tx.one<std::int64_t>(insert_returning, 5, thing_id(1), "one"), 5);
        EXPECT_EQ(tx.one<std::int64_t>(insert_returning, 2, thing_id(1), "one"), 7);
    });
    EXPECT_EQ(things_in(database()), 1);
}

static const Statement select_by_id{"test.name_by_id", "SELECT name FROM thing WHERE id = $1"};

TEST_P(db_transactions, one_and_maybe_count_rows) {
    database().transact([](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        tx.run(insert_thing, thing_id(2), "two", 1);
    });
    database().read([](Tx& tx) {
        EXPECT_EQ(tx.maybe<std::string>(select_by_id, thing_id(9)), std::nullopt);
        EXPECT_EQ(tx.maybe<std::string>(select_by_id, thing_id(2)), "two");
        EXPECT_THROW(tx.one<std::string>(select_by_id, thing_id(9)), std::runtime_error);
        EXPECT_THROW(tx.one<std::string>(select_names), std::runtime_error);
        EXPECT_THROW(tx.maybe<std::string>(select_names), std::runtime_error);
    });
}

TEST_P(db_transactions, later_reads_see_what_stood_when_they_were_asked) {
    database().transact([](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        auto before = tx.later<std::int64_t>(count_things);
        tx.run(insert_thing, thing_id(2), "two", 1);
        auto after = tx.later<std::string>(select_names);
        auto none = tx.later<std::string>(select_by_id, thing_id(9));
        EXPECT_THAT(after.all(), ElementsAre("one", "two"));
        EXPECT_EQ(before.one(), 1);
        EXPECT_EQ(none.maybe(), std::nullopt);
        EXPECT_THROW(before.one(), std::logic_error);
    });
}

static const Statement delete_things{"test.delete", "DELETE FROM thing"};

TEST_P(db_transactions, reads_cannot_write_and_see_one_snapshot) {
    EXPECT_EQ(failure_from([&] { database().read([](Tx& tx) { tx.run(delete_things); }); }).statement, "test.delete");
    database().read([&](Tx& tx) {
        EXPECT_EQ(tx.one<std::int64_t>(count_things), 0);
        std::thread([&] {
            database().transact([](Tx& other) { other.run(insert_thing, thing_id(1), "one", 1); });
        }).join();
        EXPECT_EQ(tx.one<std::int64_t>(count_things), 0);
    });
    EXPECT_EQ(things_in(database()), 1);
}

TEST_P(db_transactions, do_not_nest) {
    EXPECT_THROW(database().transact([&](Tx&) { things_in(database()); }), std::logic_error);
    EXPECT_THROW(database().read([&](Tx&) { database().transact([](Tx&) {}); }), std::logic_error);
    EXPECT_EQ(things_in(database()), 0);
}

TEST_P(db_transactions, what_follows_the_commit_runs_once_and_only_then) {
    std::vector<std::string> heard;
    database().transact([&](Tx& tx) {
        tx.run(insert_thing, thing_id(1), "one", 1);
        tx.after_commit([&] { heard.push_back(fmt::format("first, {} stored", things_in(database()))); });
        tx.after_commit([&] { throw std::runtime_error("is logged"); });
        tx.after_commit([&] { heard.push_back("last"); });
    });
    EXPECT_THAT(heard, ElementsAre("first, 1 stored", "last"));
    EXPECT_ANY_THROW(database().transact([&](Tx& tx) {
        tx.after_commit([&] { heard.push_back("never"); });
        tx.run(insert_thing, thing_id(1), "one", 1);
    }));
    EXPECT_EQ(heard.size(), 2U);
}

HEMU_ON_THINGS(db_failures);

static const Statement insert_coloured{
    "test.insert_coloured",
    "INSERT INTO thing (id, name, version, colour, made_on, owner_id) VALUES ($1, $2, $3, $4, $5, $6)"};

TEST_P(db_failures, unique_violations_name_their_constraint) {
    const auto clash = [&](std::uint8_t id, const char* name, LegalDate day) {
        return failure_from<UniqueViolation>([&] {
                   database().transact([&](Tx& tx) {
                       tx.run(insert_coloured, thing_id(id), name, 1, Colour::red, day, std::optional<Id<Thing>>());
                   });
               })
            .constraint;
    };
    const LegalDate day(2026, 1, 1);
    database().transact([&](Tx& tx) {
        tx.run(insert_coloured, thing_id(1), "one", 1, Colour::red, day, std::optional<Id<Thing>>());
    });
    EXPECT_EQ(clash(1, "two", day + 1), "thing_pk");
    EXPECT_EQ(clash(2, "one", day + 1), "thing_name_unique");
    EXPECT_EQ(clash(2, "two", day), "thing_by_colour_and_day");
}

TEST_P(db_failures, other_constraints_have_the_same_state_on_both_engines) {
    const auto state = [&](std::int64_t version, std::optional<Id<Thing>> owner) {
        return failure_from([&] {
            database().transact([&](Tx& tx) {
                tx.run(insert_coloured, thing_id(1), "one", version, Colour::red, LegalDate(2026, 1, 1), owner);
            });
        });
    };
    EXPECT_EQ(state(0, std::nullopt).sqlstate, "23514");
    EXPECT_EQ(state(0, std::nullopt).constraint, "thing_version_positive");
    EXPECT_EQ(state(1, thing_id(7)).sqlstate, "23503");
    EXPECT_EQ(state(1, thing_id(7)).statement, "test.insert_coloured");
}

TEST_P(db_failures, surface_at_the_next_read_at_the_latest) {
    int reached = 0;
    const auto failure = failure_from<UniqueViolation>([&] {
        database().transact([&](Tx& tx) {
            tx.run(insert_thing, thing_id(1), "one", 1);
            tx.run(insert_thing, thing_id(1), "again", 1);
            tx.run(insert_thing, thing_id(3), "three", 1);
            reached = 1;
            tx.one<std::int64_t>(count_things);
            reached = 2;
        });
    });
    EXPECT_EQ(failure.statement, "test.insert_thing");
    EXPECT_EQ(failure.sqlstate, "23505");
    EXPECT_LT(reached, 2);
    EXPECT_EQ(things_in(database()), 0);
}

TEST_P(db_failures, a_swallowed_one_still_rolls_back) {
    EXPECT_EQ(failure_from<UniqueViolation>([&] {
                  database().transact([](Tx& tx) {
                      tx.run(insert_thing, thing_id(1), "one", 1);
                      try {
                          tx.run(insert_thing, thing_id(1), "two", 1);
                          tx.one<std::int64_t>(count_things);
                      } catch (const UniqueViolation&) {
                      }
                  });
              }).constraint,
              "thing_pk");
    EXPECT_EQ(things_in(database()), 0);
}

static const Statement misspelt{"test.misspelt", "SELECT nam FROM thing"};
static const Statement quoted{"test.quoted", "SELECT \"nam\" FROM thing"};

TEST_P(db_failures, a_statement_that_cannot_be_prepared_says_so_each_time) {
    for (int i = 0; i < 2; ++i) {
        const auto failure =
            failure_from([&] { database().read([](Tx& tx) { return tx.all<std::string>(misspelt); }); });
        EXPECT_EQ(failure.statement, "test.misspelt");
        EXPECT_FALSE(failure.may_succeed_again());
    }
    EXPECT_EQ(failure_from([&] { database().read([](Tx& tx) { return tx.all<std::string>(quoted); }); }).statement,
              "test.quoted");
    EXPECT_EQ(things_in(database()), 0);
}

TEST_P(db_failures, everything_that_cannot_be_prepared_is_listed) {
    const auto failures = prepare_everything(database());
    EXPECT_EQ(failures.size(), 2U);
    for (const std::string& failure : failures) EXPECT_THAT(failure, testing::HasSubstr("nam"));
}

}  // namespace hemu::db
