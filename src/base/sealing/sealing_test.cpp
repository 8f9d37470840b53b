#include "sealing.hpp"

#include "db_testing.hpp"

namespace hemu::sealing {

HEMU_ON_BOTH_ENGINES(sealing_columns);

struct Thing;
static const SealedColumn sealed_words{"sealing_thing", "id", "words_sealed", "words"};
static const db::Statement insert_thing{"sealing_test.insert",
                                        "INSERT INTO sealing_thing (id, words_sealed) VALUES ($1, $2)"};
static const db::Statement select_words{
    "sealing_test.words", "SELECT words_sealed FROM sealing_thing WHERE words_sealed IS NOT NULL ORDER BY id"};

static const std::string master(32, 'm');
static const crypto::Keys::Wrapped first{{1, crypto::Keys::make_wrapped(master)}};

static void fill(db::Database& database, const crypto::Keys& keys, std::int64_t count) {
    database.transact([&](db::Tx& tx) {
        tx.run_text("CREATE TABLE sealing_thing (id uuid PRIMARY KEY, words_sealed text)");
        for (std::int64_t i = 0; i < count; ++i)
            tx.run(insert_thing, Id<Thing>::fresh(Instant{i * 1000}), keys.seal(std::to_string(i), "words"));
        tx.run(insert_thing, Id<Thing>::fresh(Instant{count * 1000}), std::optional<std::string>());
    });
}

TEST_P(sealing_columns, are_all_sealed_anew_and_only_once) {
    static constexpr std::int64_t count = 1203;
    fill(database(), crypto::Keys(master, first), count);
    crypto::Keys::Wrapped both = first;
    both[2] = crypto::Keys::make_wrapped(master);
    const crypto::Keys keys(master, both);

    const Resealed done = reseal(database(), keys);
    EXPECT_EQ(done.values, count);
    EXPECT_EQ(done.resealed, count);
    EXPECT_EQ(reseal(database(), keys).resealed, 0);

    const auto words = database().read([](db::Tx& tx) { return tx.all<std::string>(select_words); });
    ASSERT_EQ(words.size(), static_cast<std::size_t>(count));
    for (std::size_t i = 0; i < words.size(); ++i) {
        EXPECT_FALSE(keys.is_outdated(words[i]));
        EXPECT_EQ(keys.open(words[i], "words"), std::to_string(i));
    }
    database().transact([](db::Tx& tx) { tx.run_text("DROP TABLE sealing_thing"); });
}

TEST_P(sealing_columns, stop_at_a_value_that_no_key_opens) {
    fill(database(), crypto::Keys(master, {{1, crypto::Keys::make_wrapped(master)}}), 1);
    crypto::Keys::Wrapped other{{1, crypto::Keys::make_wrapped(master)}, {2, crypto::Keys::make_wrapped(master)}};
    EXPECT_THROW(reseal(database(), crypto::Keys(master, other)), std::runtime_error);
    database().transact([](db::Tx& tx) { tx.run_text("DROP TABLE sealing_thing"); });
}

}  // namespace hemu::sealing
