#include "access.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "store.hpp"

namespace hemu::access {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using identity::Context;
using identity::Duty;
using testing::HasSubstr;

TEST(access_codes, have_eight_letters_that_nobody_mixes_up) {
    const std::string code = fresh_code();
    EXPECT_EQ(code.size(), 8);
    EXPECT_EQ(code.find_first_not_of(crypto::clear_alphabet), std::string::npos);
    EXPECT_NE(code, fresh_code());
}

TEST(access_codes, are_the_same_however_they_are_typed) {
    const auto& keys = identity::testing::keys();
    EXPECT_EQ(code_digest(keys, "abcd 2345"), code_digest(keys, "ABCD-2345"));
    EXPECT_NE(code_digest(keys, "ABCD2345"), code_digest(keys, "ABCD2346"));
}

struct Answer {
    std::string opened;
};
BOOST_DESCRIBE_STRUCT(Answer, (), (opened))

static Dispute* let_into_dispute;
static Id<dispute::Party>* let_into_party;
static const Id<Application> application{fresh_uuid(TestCity::morning())};

/// Opens what a desk would open after it has looked a code up.
static http::Reply enter_case(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        return let_into(http::no_content(), tx, let_into_dispute->id, *let_into_party, request, cx);
    });
}
static http::Reply enter_application(const http::Request& request, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) { return let_into(http::no_content(), tx, application, request, cx); });
}
static http::Reply show_case(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(Answer{to_text(party_of(tx, request, cx).party_id)}); });
}
static http::Reply show_application(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(Answer{to_text(application_of(tx, request, cx))}); });
}
static http::Reply guess(const http::Request&, const Context& cx) {
    refuse_guessing(cx);
    refuse_code(cx);
}

class access_passes : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        city.emplace(database());
        dispute = city->add_dispute(State::accepted);
        party = city->parties_in(dispute)[1];
        let_into_dispute = &dispute;
        let_into_party = &party;
        all = routes;
        all.push_back(
            identity::post<http::None, http::None>("/api/citizen/enter_case", identity::anyone, enter_case, "")
                .as_by_pass());
        all.push_back(identity::post<http::None, http::None>("/api/citizen/enter_application", identity::anyone,
                                                             enter_application, ""));
        all.push_back(identity::get<http::None, Answer>("/api/citizen/case", identity::anyone, show_case, ""));
        all.push_back(
            identity::get<http::None, Answer>("/api/citizen/application", identity::anyone, show_application, ""));
        all.push_back(identity::post<http::None, http::None>("/api/citizen/guess", identity::anyone, guess, ""));
    }
    identity::testing::Caller browser() { return {database(), all, now}; }

    std::optional<TestCity> city;
    Dispute dispute;
    Id<dispute::Party> party;
    identity::Routes all;
    Instant now = TestCity::morning();
};
INSTANTIATE_TEST_SUITE_P(engines, access_passes, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(access_passes, open_one_case_as_one_party_for_some_hours) {
    auto caller = browser();
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/case")), "pass_needed");
    EXPECT_EQ(caller.post("/api/citizen/enter_case").status, 204);
    EXPECT_THAT(caller.get("/api/citizen/case").body, HasSubstr(to_text(party)));
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/application")), "pass_needed");
    auto other = browser();
    EXPECT_EQ(identity::testing::code_of(other.get("/api/citizen/case")), "pass_needed");
    now = now + std::chrono::hours(12);
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/case")), "pass_needed");
}

TEST_P(access_passes, are_one_of_each_kind_and_end_when_their_holder_leaves) {
    auto caller = browser();
    caller.post("/api/citizen/enter_case");
    caller.post("/api/citizen/enter_application");
    EXPECT_THAT(caller.get("/api/citizen/application").body, HasSubstr(to_text(application)));
    EXPECT_EQ(caller.get("/api/citizen/case").status, 200);
    const auto kept = caller.passes;
    EXPECT_EQ(caller.ask("DELETE", "/api/citizen/passes").status, 204);
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/case")), "pass_needed");
    caller.passes = kept;
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/case")), "pass_needed")
        << "the token is dead as well";
    EXPECT_EQ(caller.get("/api/citizen/passes").body, "{}");
}

TEST_P(access_passes, are_of_no_use_to_who_was_taken_off_or_to_other_sites) {
    auto caller = browser();
    EXPECT_EQ(identity::testing::code_of(caller.ask("POST", "/api/citizen/enter_case", "", {{"X-Hemu", ""}})),
              "cross_site");
    caller.post("/api/citizen/enter_case");
    database().transact([&](db::Tx& tx) {
        tx.run_text("UPDATE dispute_party SET removed_at = '2026-11-24T02:00:00Z' WHERE id = '" + to_text(party) +
                    "'");
    });
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/case")), "pass_needed");
}

TEST_P(access_passes, of_an_application_end_with_it) {
    auto caller = browser();
    caller.post("/api/citizen/enter_application");
    database().transact([&](db::Tx& tx) { end_passes(tx, application); });
    EXPECT_EQ(identity::testing::code_of(caller.get("/api/citizen/application")), "pass_needed");
}

TEST_P(access_passes, cannot_be_guessed_for_long_from_wherever) {
    const auto limit = database().read([](db::Tx& tx) { return settings(tx).wrong_codes_an_hour; });
    for (std::int64_t tries = 0; tries < limit; ++tries) {
        auto caller = browser();
        caller.address = fmt::format("198.51.{}.{}", tries / 200, tries % 200);
        ASSERT_EQ(identity::testing::code_of(caller.post("/api/citizen/guess")), "code_not_found");
    }
    auto caller = browser();
    EXPECT_EQ(identity::testing::code_of(caller.post("/api/citizen/guess")), "codes_guessed");
    now = now + std::chrono::hours(1);
    EXPECT_EQ(identity::testing::code_of(caller.post("/api/citizen/guess")), "code_not_found");
}

TEST_P(access_passes, keep_house_forgets_what_is_over) {
    auto caller = browser();
    caller.post("/api/citizen/enter_case");
    caller.post("/api/citizen/guess");
    const auto rows = [&] {
        static const db::Statement count_rows{"testing.access_rows", R"(
            SELECT (SELECT count(*) FROM access_pass) + (SELECT count(*) FROM access_wrong_codes) AS count)"};
        return database().read([](db::Tx& tx) { return tx.one<std::int64_t>(count_rows); });
    };
    keep_house(database(), now);
    EXPECT_EQ(rows(), 2);
    keep_house(database(), now + std::chrono::hours(26));
    EXPECT_EQ(rows(), 0);
}

TEST_P(access_passes, confirm_a_phone_by_the_last_code_within_minutes_and_tries) {
    const Context cx = city->as(identity::machine(Duty::citizen), now);
    const Id<Subject> subject{party.bytes};
    const auto add = [&](std::string_view code) {
        database().transact([&](db::Tx& tx) { add_phone_code(tx, subject, "138 1234 5678", code, cx); });
    };
    const auto take = [&](std::string_view phone, std::string_view code, Instant moment) {
        const Context at = city->as(identity::machine(Duty::citizen), moment);
        return database().transact([&](db::Tx& tx) { return take_phone_code(tx, subject, phone, code, at); });
    };
    const auto confirmed = [&](std::string_view phone) {
        return database().read([&](db::Tx& tx) { return is_confirmed(tx, party, phone, city->keys); });
    };
    add("111111");
    EXPECT_FALSE(take("13812345678", "111111", now + std::chrono::minutes(11))) << "over";
    EXPECT_FALSE(take("13812345679", "111111", now)) << "another number";
    EXPECT_FALSE(take("13812345678", "222222", now));
    EXPECT_FALSE(confirmed("13812345678"));
    EXPECT_TRUE(take("13812345678", "111111", now));
    EXPECT_TRUE(confirmed("138-1234-5678"));
    EXPECT_FALSE(confirmed("13812345679"));
    add("333333");
    for (int wrong = 0; wrong < 5; ++wrong) EXPECT_FALSE(take("13812345678", "000000", now));
    EXPECT_FALSE(take("13812345678", "333333", now)) << "tried too often";
    for (int more = 0; more < 3; ++more) add("444444");
    try {
        add("555555");
        ADD_FAILURE() << "a sixth code a day";
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.code, "phone_codes_too_many");
    }
}

}  // namespace hemu::access
