#include "testing_table.hpp"
#include "text_check.hpp"

namespace hemu::db {

using testing::HasSubstr;

struct Words {
    std::string title;
    std::vector<std::int64_t> numbers;
    friend bool operator==(const Words&, const Words&) = default;
};
BOOST_DESCRIBE_STRUCT(Words, (), (title, numbers))

struct Base {
    Id<Thing> id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(Base, (), (id, name))

struct FullThing : Base {
    std::int64_t version = 0;
    std::optional<Fen> amount_fen;
    std::optional<double> share;
    std::optional<bool> ready;
    std::optional<Colour> colour;
    std::optional<Instant> made_at;
    std::optional<LegalDate> made_on;
    std::optional<Json<Words>> words;
    std::optional<Id<Thing>> owner_id;
};
BOOST_DESCRIBE_STRUCT(FullThing, (Base),
                      (version, amount_fen, share, ready, colour, made_at, made_on, words, owner_id))

static const Statement insert_full{"test.insert_full", R"(
    INSERT INTO thing (id, name, version, amount_fen, share, ready, colour, made_at, made_on, words, owner_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};
static const Statement select_full{"test.full", R"(
    SELECT owner_id, words, made_on, made_at, colour, ready, share, amount_fen, version, name, id
      FROM thing WHERE id = $1)"};

HEMU_ON_THINGS(db_values);

static void insert(Tx& tx, const FullThing& thing) {
    tx.run(insert_full, thing.id, thing.name, thing.version, thing.amount_fen, thing.share, thing.ready, thing.colour,
           thing.made_at, thing.made_on, thing.words, thing.owner_id);
}

static FullThing full_thing() {
    FullThing thing;
    thing.id = thing_id(1);
    thing.name = "咸宁市 “噪声” \\ ' 😀\t\n";
    thing.version = 9'223'372'036'854'775'807;
    thing.amount_fen = Fen{-9'007'199'254'740'993};
    thing.share = 0.1;
    thing.ready = true;
    thing.colour = Colour::delete_;
    thing.made_at = parse_instant("2026-11-24 02:41:44.100000+00");
    thing.made_on = LegalDate(2028, 2, 29);
    thing.words = Json(Words{"第一条 \"a\"", {1, -2, 9'223'372'036'854'775'807}});
    thing.owner_id = thing.id;
    return thing;
}

TEST_P(db_values, come_back_as_they_were_given) {
    const FullThing given = full_thing();
    database().transact([&](Tx& tx) { insert(tx, given); });

    const auto read = database().read([&](Tx& tx) { return tx.one<FullThing>(select_full, given.id); });
    EXPECT_EQ(read.id, given.id);
    EXPECT_EQ(read.name, given.name);
    EXPECT_EQ(read.version, given.version);
    EXPECT_EQ(read.amount_fen, given.amount_fen);
    EXPECT_EQ(read.share, given.share);
    EXPECT_EQ(read.ready, given.ready);
    EXPECT_EQ(read.colour, given.colour);
    EXPECT_EQ(read.made_at, given.made_at);
    EXPECT_EQ(read.made_on, given.made_on);
    EXPECT_EQ(read.words, given.words);
    EXPECT_EQ(read.owner_id, given.owner_id);
}

TEST_P(db_values, nothing_comes_back_as_nothing) {
    FullThing given;
    given.id = thing_id(2);
    given.name = "";
    given.version = 1;
    database().transact([&](Tx& tx) { insert(tx, given); });

    const auto read = database().read([&](Tx& tx) { return tx.one<FullThing>(select_full, given.id); });
    EXPECT_EQ(read.name, "");
    EXPECT_FALSE(read.amount_fen || read.share || read.ready || read.colour || read.made_at || read.made_on);
    EXPECT_FALSE(read.words || read.owner_id);
}

static const Statement select_by_moment{"test.by_moment",
                                        "SELECT name FROM thing WHERE made_at > $1 ORDER BY made_at, name"};

TEST_P(db_values, moments_are_ordered_to_the_microsecond) {
    const Instant first = *parse_instant("2026-11-24 02:41:44+00");
    database().transact([&](Tx& tx) {
        for (std::uint8_t i = 0; i < 3; ++i) {
            FullThing thing;
            thing.id = thing_id(i);
            thing.name = std::string(1, static_cast<char>('a' + i));
            thing.version = 1;
            thing.made_at = first + std::chrono::microseconds(i);
            insert(tx, thing);
        }
    });
    const auto later = database().read([&](Tx& tx) { return tx.all<std::string>(select_by_moment, first); });
    EXPECT_THAT(later, testing::ElementsAre("b", "c"));
}

static const Statement select_flags{"test.flags", R"(
    SELECT name FROM thing WHERE ready = $1 AND ($2 = colour OR $2 IS NULL) ORDER BY name)"};

TEST_P(db_values, booleans_and_words_can_be_asked_for) {
    FullThing thing = full_thing();
    thing.name = "wanted";
    database().transact([&](Tx& tx) { insert(tx, thing); });
    database().read([&](Tx& tx) {
        EXPECT_THAT(tx.all<std::string>(select_flags, true, Colour::delete_), testing::ElementsAre("wanted"));
        EXPECT_THAT(tx.all<std::string>(select_flags, true, std::optional<Colour>()), testing::ElementsAre("wanted"));
        EXPECT_TRUE(tx.all<std::string>(select_flags, false, Colour::delete_).empty());
        EXPECT_TRUE(tx.all<std::string>(select_flags, true, Colour::red).empty());
    });
}

TEST_P(db_values, text_that_cannot_be_stored_is_refused_on_both_engines) {
    const std::vector<std::string> unstorable = {std::string("a\0b", 3), "\xff", "\xc0\x80", "\xed\xa0\x80",
                                                 "abc\xe5\x92"};
    for (const std::string& name : unstorable) {
        EXPECT_EQ(
            refusal_from([&] { database().transact([&](Tx& tx) { tx.run(insert_thing, thing_id(1), name, 1); }); }),
            "text_not_storable");
    }
    EXPECT_EQ(things_in(database()), 0);
}

struct Narrow {
    std::int32_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Narrow, (), (version))
struct Misnamed {
    std::string title;
};
BOOST_DESCRIBE_STRUCT(Misnamed, (), (title))
struct NotOptional {
    LegalDate made_on;
};
BOOST_DESCRIBE_STRUCT(NotOptional, (), (made_on))

template <class Row>
static std::string why_not(Database& database) {
    try {
        database.read([](Tx& tx) { return tx.one<Row>(select_full, thing_id(1)); });
    } catch (const std::exception& error) {
        return error.what();
    }
    return "read";
}

TEST_P(db_values, a_row_that_does_not_fit_says_where) {
    FullThing thing = full_thing();
    thing.made_on.reset();
    database().transact([&](Tx& tx) { insert(tx, thing); });
    EXPECT_THAT(why_not<Narrow>(database()), HasSubstr("test.full: column version: not a smaller integer"));
    EXPECT_THAT(why_not<Misnamed>(database()), HasSubstr("test.full: no column title"));
    EXPECT_THAT(why_not<NotOptional>(database()),
                HasSubstr("test.full: column made_on: NULL where a value is wanted"));
}

TEST_P(db_values, a_wrong_number_of_parameters_is_a_failure) {
    EXPECT_EQ(failure_from([&] {
                  database().transact([](Tx& tx) { tx.run(insert_thing, thing_id(1), "one"); });
              }).statement,
              "test.insert_thing");
}

TEST(db_text, storable_is_what_rfc_3629_calls_well_formed_without_nul) {
    for (const char* fine : {"", "plain", "eight__8", "seventeen________", "é", "咸", "😀", "\xf4\x8f\xbf\xbf"})
        EXPECT_TRUE(is_storable(fine)) << fine;
    for (const char* wrong : {"\x80", "12345678\x80", "\xc1\xbf", "\xe0\x80\x80", "\xed\xbf\xbf", "\xf0\x80\x80\x80",
                              "\xf4\x90\x80\x80", "\xf5\x80\x80\x80", "\xe5\x92", "\xf0\x9f\x98"})
        EXPECT_FALSE(is_storable(wrong)) << wrong;
    EXPECT_FALSE(is_storable(std::string_view("12345678\0", 9)));
    EXPECT_FALSE(is_storable(std::string_view("1234\0005678", 9)));
}

}  // namespace hemu::db
