#include <gtest/gtest.h>
#include <liboath/oath.h>

#include "audit.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"
#include "store_accounts.hpp"
#include "store_sessions.hpp"
#include "totp.hpp"

namespace hemu::identity {

using testing::Caller;
using testing::code_of;
using testing::fields_of;

class session : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        body_ = Id<Organisation>::fresh(moment_);
        clerk_ = testing::make_person(database(), "clerk", Duty::clerk, body_, moment_);
        caller_ = std::make_unique<Caller>(database(), routes, moment_);
    }
    void pass(std::chrono::seconds time) { moment_ = moment_ + time; }
    std::vector<std::string> acts(audit::AuditKind kind) {
        audit::Filter filter;
        filter.kind = kind;
        std::vector<std::string> all;
        for (const auto& item : database().read([&](db::Tx& tx) { return audit::list(tx, filter); }).items)
            all.insert(all.begin(), item.act + (item.refusal.empty() ? "" : ":" + item.refusal));
        return all;
    }
    FoundSession found_session() {
        const auto digest = crypto::to_hex(crypto::sm3(caller_->cookie.substr(caller_->cookie.find('=') + 1)));
        return database().read([&](db::Tx& tx) { return find_session(tx, digest, moment_); }).value();
    }
    AccountRow row(Id<Account> id) {
        return database().read([&](db::Tx& tx) { return get_account(tx, id); });
    }
    void change_setting(std::string_view code, std::int64_t value) {
        database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format("UPDATE identity_setting SET value = {} WHERE code = '{}'", value, code));
        });
    }
    http::Reply change_password(std::string_view from, std::string_view to) {
        boost::json::object form{{"old_password", from}, {"new_password", to}};
        return caller_->post("/api/password", boost::json::serialize(form));
    }

    Instant moment_{1'790'000'000'000'000};
    Id<Organisation> body_;
    Actor clerk_;
    std::unique_ptr<Caller> caller_;
};
INSTANTIATE_TEST_SUITE_P(engines, session, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(session, opens_with_the_right_password) {
    const auto reply = caller_->sign_in("clerk");
    ASSERT_EQ(reply.status, 201);
    const auto view = boost::json::parse(reply.body);
    EXPECT_EQ(view.at("account").at("login"), "clerk");
    EXPECT_EQ(view.at("account").at("must_change_password"), false);
    EXPECT_EQ(view.at("post").at("duty"), "clerk");
    EXPECT_EQ(view.at("posts").as_array().size(), 1u);
    EXPECT_EQ(caller_->get("/api/session").body, reply.body);
    EXPECT_EQ(acts(audit::AuditKind::sign_in), std::vector<std::string>{"sign_in"});
    EXPECT_EQ(row(clerk_.account).last_sign_in_at, moment_);
}

TEST_P(session, takes_the_login_in_any_case) { EXPECT_EQ(caller_->sign_in("Clerk").status, 201); }

TEST_P(session, keeps_only_a_digest_of_its_token) {
    caller_->sign_in("clerk");
    const auto token = caller_->cookie.substr(caller_->cookie.find('=') + 1);
    EXPECT_EQ(token.size(), 64u);
    EXPECT_FALSE(database().read([&](db::Tx& tx) { return find_session(tx, token, moment_); }));
    EXPECT_TRUE(
        database().read([&](db::Tx& tx) { return find_session(tx, crypto::to_hex(crypto::sm3(token)), moment_); }));
}

TEST_P(session, does_not_open_with_a_wrong_password_or_login) {
    EXPECT_EQ(code_of(caller_->sign_in("clerk", "wrong")), "sign_in_failed");
    EXPECT_EQ(code_of(caller_->sign_in("nobody")), "sign_in_failed");
    EXPECT_EQ(code_of(caller_->sign_in("clerk", "")), "sign_in_failed");
    EXPECT_EQ(acts(audit::AuditKind::sign_in), (std::vector<std::string>(3, "sign_in:sign_in_failed")));
}

// GB/T 22239-2019, 8.1.4.1b: five tries, then fifteen minutes, for logins that exist and for those that do not.
TEST_P(session, locks_after_five_tries) {
    for (const char* login : {"clerk", "nobody"}) {
        for (int i = 0; i < 5; ++i) EXPECT_EQ(code_of(caller_->sign_in(login, "wrong")), "sign_in_failed") << i;
        const auto reply = caller_->sign_in(login);
        EXPECT_EQ(code_of(reply), "account_locked") << login;
        EXPECT_EQ(reply.status, 429);
    }
    pass(std::chrono::minutes(15));
    EXPECT_EQ(caller_->sign_in("clerk").status, 201);
    EXPECT_EQ(code_of(caller_->sign_in("nobody")), "sign_in_failed");
}

TEST_P(session, forgets_failed_tries_after_a_right_one) {
    for (int i = 0; i < 4; ++i) caller_->sign_in("clerk", "wrong");
    EXPECT_EQ(caller_->sign_in("clerk").status, 201);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(code_of(caller_->sign_in("clerk", "wrong")), "sign_in_failed");
    EXPECT_EQ(caller_->sign_in("clerk").status, 201);
}

TEST_P(session, locks_out_an_address_that_tries_many_logins) {
    change_setting("address_tries", 10);
    for (int i = 0; i < 10; ++i) caller_->sign_in(fmt::format("login{}", i), "wrong");
    EXPECT_EQ(code_of(caller_->sign_in("clerk")), "too_many_tries");
    caller_->address = "192.0.2.7";
    EXPECT_EQ(caller_->sign_in("clerk").status, 201);
    caller_->address = "192.0.2.1";
    pass(std::chrono::minutes(16));
    EXPECT_EQ(caller_->sign_in("clerk").status, 201);
}

TEST_P(session, ends_when_idle) {
    caller_->sign_in("clerk");
    for (int i = 0; i < 4; ++i) {
        pass(std::chrono::minutes(19));
        EXPECT_EQ(caller_->get("/api/session").status, 200) << i;
    }
    pass(std::chrono::minutes(21));
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
}

TEST_P(session, ends_at_its_absolute_limit) {
    caller_->sign_in("clerk");
    for (int i = 0; i < 39; ++i) {
        pass(std::chrono::minutes(18));
        EXPECT_EQ(caller_->get("/api/session").status, 200) << i;
    }
    pass(std::chrono::minutes(18));
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
}

TEST_P(session, is_written_at_most_once_a_minute) {
    caller_->sign_in("clerk");
    const auto transactions = database().counters().transactions;
    for (int i = 0; i < 5; ++i) caller_->get("/api/session");
    EXPECT_EQ(database().counters().transactions, transactions);
    pass(std::chrono::seconds(61));
    for (int i = 0; i < 5; ++i) caller_->get("/api/session");
    EXPECT_EQ(database().counters().transactions, transactions + 1);
}

TEST_P(session, becomes_idle_while_pages_read_on_their_own) {
    caller_->sign_in("clerk");
    pass(std::chrono::minutes(15));
    EXPECT_EQ(caller_->ask("GET", "/api/session", "", {{"X-Hemu-Unasked", "1"}}).status, 200);
    pass(std::chrono::minutes(6));
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
}

TEST_P(session, is_found_by_one_statement) {
    caller_->sign_in("clerk");
    const auto before = database().counters();
    found_session();
    const auto after = database().counters();
    if (GetParam() == db::Engine::sqlite) {
        EXPECT_EQ(after.statements - before.statements, 1);
    }
    EXPECT_LE(after.round_trips - before.round_trips, 1);
}

TEST_P(session, ends_on_request) {
    caller_->sign_in("clerk");
    const auto cookie = caller_->cookie;
    EXPECT_EQ(caller_->ask("DELETE", "/api/session").status, 204);
    caller_->cookie = cookie;
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
    EXPECT_EQ(acts(audit::AuditKind::sign_out), std::vector<std::string>{"sign_out"});
}

TEST_P(session, shows_and_ends_ones_others) {
    caller_->sign_in("clerk");
    Caller phone(database(), routes, moment_), home(database(), routes, moment_);
    phone.sign_in("clerk");
    home.sign_in("clerk");
    const auto all = boost::json::parse(caller_->get("/api/sessions").body).as_array();
    ASSERT_EQ(all.size(), 3u);
    std::string own, other;
    for (const auto& one : all) (one.at("current").as_bool() ? own : other) = one.at("id").as_string();
    EXPECT_EQ(caller_->ask("DELETE", "/api/sessions/" + other).status, 204);
    EXPECT_EQ(code_of(caller_->ask("DELETE", "/api/sessions/" + other)), "not_found");
    EXPECT_EQ(boost::json::parse(caller_->get("/api/sessions").body).as_array().size(), 2u);
    EXPECT_EQ(caller_->ask("DELETE", "/api/sessions").status, 204);
    EXPECT_EQ(boost::json::parse(caller_->get("/api/sessions").body).as_array().size(), 1u);
    EXPECT_EQ(code_of(phone.get("/api/session")), "not_signed_in");
    EXPECT_EQ(code_of(home.get("/api/session")), "not_signed_in");
}

TEST_P(session, ends_nobody_elses) {
    testing::make_person(database(), "other", Duty::clerk, body_, moment_);
    caller_->sign_in("clerk");
    Caller other(database(), routes, moment_);
    other.sign_in("other");
    const auto id = boost::json::parse(other.get("/api/sessions").body).at(0).at("id").as_string();
    EXPECT_EQ(code_of(caller_->ask("DELETE", "/api/sessions/" + std::string(id))), "not_found");
    EXPECT_EQ(other.get("/api/session").status, 200);
}

TEST_P(session, acts_in_one_post_at_a_time) {
    const auto second = Id<Organisation>::fresh(moment_);
    const auto post = database().transact([&](db::Tx& tx) {
        return give_post(tx, clerk_.account, {Duty::mediator, second, LegalDate(2020, 1, 1), {}}, moment_);
    });
    caller_->sign_in("clerk");
    EXPECT_EQ(boost::json::parse(caller_->get("/api/session").body).at("post").at("duty"), "clerk");
    const auto reply = caller_->post("/api/session/post", fmt::format(R"({{"post_id":"{}"}})", to_text(post)));
    EXPECT_EQ(boost::json::parse(reply.body).at("post").at("duty"), "mediator");
    EXPECT_EQ(found_session().duty, Duty::mediator);
    EXPECT_EQ(found_session().organisation_id, second);
    EXPECT_EQ(code_of(caller_->post("/api/session/post",
                                    fmt::format(R"({{"post_id":"{}"}})", to_text(Id<Post>::fresh(moment_))))),
              "not_found");
}

TEST_P(session, has_no_duty_once_its_post_has_ended) {
    caller_->sign_in("clerk");
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE post SET to_on = '{}'", to_text(legal_date(moment_) + -1)));
    });
    EXPECT_FALSE(found_session().duty);
    EXPECT_FALSE(boost::json::parse(caller_->get("/api/session").body).as_object().contains("post"));
}

TEST_P(session, ends_with_its_account) {
    caller_->sign_in("clerk");
    database().transact([&](db::Tx& tx) { set_state(tx, clerk_.account, AccountState::disabled); });
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
    EXPECT_EQ(code_of(caller_->sign_in("clerk")), "sign_in_failed");
}

// GB/T 22239-2019, 8.1.4.2b: no default passwords; 8.1.4.1a: regular change.
TEST_P(session, does_nothing_before_the_first_password_is_changed) {
    database().transact([&](db::Tx& tx) {
        set_password(tx, get_account(tx, clerk_.account), crypto::hash_password("First-time-1"), true, moment_);
    });
    const auto reply = caller_->sign_in("clerk", "First-time-1");
    EXPECT_EQ(boost::json::parse(reply.body).at("account").at("must_change_password"), true);
    EXPECT_EQ(code_of(caller_->get("/api/sessions")), "password_change_needed");
    EXPECT_EQ(caller_->get("/api/session").status, 200);
    EXPECT_EQ(change_password("First-time-1", "Second-time-2").status, 204);
    EXPECT_EQ(caller_->get("/api/sessions").status, 200);
    EXPECT_EQ(caller_->sign_in("clerk", "Second-time-2").status, 201);
    EXPECT_EQ(code_of(caller_->sign_in("clerk", "First-time-1")), "sign_in_failed");
}

TEST_P(session, asks_for_a_new_password_after_ninety_days) {
    pass(std::chrono::hours(24 * 90));
    caller_->sign_in("clerk");
    EXPECT_EQ(code_of(caller_->get("/api/sessions")), "password_change_needed");
    EXPECT_EQ(change_password(testing::password, "Second-time-2").status, 204);
    EXPECT_EQ(caller_->get("/api/sessions").status, 200);
}

TEST_P(session, takes_no_weak_or_used_password) {
    caller_->sign_in("clerk");
    EXPECT_EQ(fields_of(change_password("wrong", "Second-time-2")), "old_password:password_wrong");
    const std::string first = "Second-time-2";
    pass(std::chrono::seconds(1));
    ASSERT_EQ(change_password(testing::password, first).status, 204);
    EXPECT_EQ(fields_of(change_password(first, "short")), "new_password:password_too_short");
    EXPECT_EQ(fields_of(change_password(first, first)), "new_password:password_used_before");
    EXPECT_EQ(fields_of(change_password(first, testing::password)), "new_password:password_used_before");
}

TEST_P(session, remembers_five_passwords) {
    caller_->sign_in("clerk");
    std::string present(testing::password);
    for (int i = 1; i <= 5; ++i) {
        const auto next = fmt::format("Password-{}", i);
        pass(std::chrono::seconds(1));
        ASSERT_EQ(change_password(present, next).status, 204) << i;
        present = next;
    }
    EXPECT_EQ(fields_of(change_password(present, "Password-1")), "new_password:password_used_before");
    EXPECT_EQ(change_password(present, testing::password).status, 204);
}

TEST_P(session, ends_elsewhere_when_the_password_is_changed) {
    caller_->sign_in("clerk");
    Caller other(database(), routes, moment_);
    other.sign_in("clerk");
    EXPECT_EQ(change_password(testing::password, "Second-time-2").status, 204);
    EXPECT_EQ(code_of(other.get("/api/session")), "not_signed_in");
    EXPECT_EQ(caller_->get("/api/session").status, 200);
}

TEST_P(session, locks_who_guesses_the_old_password) {
    caller_->sign_in("clerk");
    for (int i = 0; i < 5; ++i) change_password(fmt::format("guess {}", i), "Second-time-2");
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
    EXPECT_EQ(code_of(caller_->sign_in("clerk")), "account_locked");
}

// 8.1.4.1d: two factors.
TEST_P(session, asks_for_a_second_factor_where_a_duty_needs_it) {
    change_setting("totp_clerk", 1);
    caller_->sign_in("clerk");
    EXPECT_EQ(code_of(caller_->get("/api/sessions")), "second_factor_needed");
    const auto start = caller_->post("/api/totp");
    ASSERT_EQ(start.status, 201);
    const auto sealed = row(clerk_.account).totp_sealed;
    const auto secret = testing::keys().open(*sealed, "totp");
    EXPECT_EQ(boost::json::parse(start.body).at("secret").as_string(), totp_base32(secret));
    EXPECT_EQ(fields_of(caller_->post("/api/totp/confirmation", R"({"code":"000000x"})")), "code:code_wrong");
    const auto code = [&] {
        std::array<char, 7> text{};
        oath_totp_generate(secret.data(), secret.size(), moment_.microseconds / 1'000'000, 30, 0, 6, text.data());
        return std::string(text.data());
    };
    const auto first = code();
    EXPECT_EQ(caller_->post("/api/totp/confirmation", R"({"code":")" + first + R"("})").status, 204);
    EXPECT_EQ(caller_->get("/api/sessions").status, 200);
    EXPECT_EQ(code_of(caller_->post("/api/totp")), "second_factor_enrolled");

    Caller next(database(), routes, moment_);
    EXPECT_EQ(code_of(next.sign_in("clerk")), "code_needed");
    const auto with_code = [&](const std::string& text) {
        return next.post("/api/session",
                         fmt::format(R"({{"login":"clerk","password":"{}","code":"{}"}})", testing::password, text));
    };
    EXPECT_EQ(code_of(with_code(first)), "code_wrong");  // used when it was confirmed
    pass(std::chrono::seconds(60));
    const auto second = code();
    EXPECT_EQ(with_code(second).status, 201);
    EXPECT_EQ(code_of(with_code(second)), "code_wrong");
}

// 8.1.4.2c: accounts out of use are disabled, and say so in the audit.
TEST_P(session, accounts_out_of_use_are_disabled) {
    pass(std::chrono::hours(24 * 89));
    keep_house(database(), moment_);
    EXPECT_EQ(row(clerk_.account).state, AccountState::active);
    pass(std::chrono::hours(24));
    keep_house(database(), moment_);
    EXPECT_EQ(row(clerk_.account).state, AccountState::disabled);
    EXPECT_EQ(acts(audit::AuditKind::account), std::vector<std::string>{"lock_after_disuse"});
    database().transact([&](db::Tx& tx) { enable_account(tx, clerk_.account, moment_); });
    keep_house(database(), moment_ + std::chrono::hours(24));
    EXPECT_EQ(row(clerk_.account).state, AccountState::active);
}

TEST_P(session, ended_ones_are_swept_away) {
    caller_->sign_in("clerk");
    keep_house(database(), moment_ + std::chrono::hours(13));
    EXPECT_TRUE(database().read([&](db::Tx& tx) { return sessions_of(tx, clerk_.account, moment_); }).empty());
}

}  // namespace hemu::identity
