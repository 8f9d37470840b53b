// A table with one column of every type, for the tests of this folder.
#pragma once
#include <gmock/gmock.h>

#include "db_testing.hpp"

namespace hemu::db {

struct Thing;
enum class Colour { red, green, delete_ };
BOOST_DESCRIBE_ENUM(Colour, red, green, delete_)

inline constexpr const char* thing_table = R"(
    CREATE TABLE thing (
        id uuid NOT NULL,
        name text NOT NULL,
        version bigint NOT NULL,
        amount_fen bigint,
        share double precision,
        ready boolean,
        colour text,
        made_at timestamptz,
        made_on date,
        words jsonb,
        owner_id uuid,
        CONSTRAINT thing_pk PRIMARY KEY (id),
        CONSTRAINT thing_name_unique UNIQUE (name),
        CONSTRAINT thing_version_positive CHECK (version > 0),
        CONSTRAINT thing_owner_fk FOREIGN KEY (owner_id) REFERENCES thing (id)
    );
    CREATE UNIQUE INDEX thing_by_colour_and_day ON thing (colour, made_on);
    CREATE TABLE log_line (id uuid NOT NULL, words text NOT NULL, CONSTRAINT log_line_pk PRIMARY KEY (id));)";

inline Id<Thing> thing_id(std::uint8_t number) {
    Id<Thing> id;
    id.bytes[15] = number;
    return id;
}

/// On both engines, with the table.
class OnThings : public OnBothEngines {
  protected:
    void SetUp() override {
        OnBothEngines::SetUp();
        if (IsSkipped()) return;
        database().transact([](Tx& tx) { tx.run_text(thing_table); });
    }
};

inline const Statement insert_thing{"test.insert_thing", "INSERT INTO thing (id, name, version) VALUES ($1, $2, $3)"};
inline const Statement count_things{"test.count_things", "SELECT count(*) FROM thing"};
inline const Statement select_names{"test.names", "SELECT name FROM thing ORDER BY id"};
inline const Statement rename_thing{
    "test.rename", "UPDATE thing SET name = $2, version = version + 1 WHERE id = $1 AND version = $3"};

inline std::int64_t things_in(Database& database) {
    return database.read([](Tx& tx) { return tx.one<std::int64_t>(count_things); });
}

/// Runs f, which must throw a Failure (or one of its kinds), and returns it.
template <class Kind = Failure, class F>
Kind failure_from(F&& f) {
    try {
        f();
    } catch (const Kind& failure) {
        return failure;
    } catch (const std::exception& error) {
        ADD_FAILURE() << "something else was thrown: " << error.what();
        throw;
    }
    ADD_FAILURE() << "nothing was thrown";
    throw std::logic_error("nothing was thrown");
}

inline std::string refusal_from(const std::function<void()>& f) {
    try {
        f();
    } catch (const Refusal& refusal) {
        return refusal.code;
    }
    return "nothing was refused";
}

}  // namespace hemu::db

#define HEMU_ON_THINGS(suite)                                                                             \
    class suite : public ::hemu::db::OnThings {};                                                         \
    INSTANTIATE_TEST_SUITE_P(engines, suite,                                                              \
                             ::testing::Values(::hemu::db::Engine::sqlite, ::hemu::db::Engine::postgres), \
                             ::hemu::db::engine_name)
