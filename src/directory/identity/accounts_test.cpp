#include "accounts.hpp"

#include <gtest/gtest.h>

#include "audit.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"
#include "jobs.hpp"
#include "settings.hpp"
#include "store_accounts.hpp"

namespace hemu::identity {

using testing::Caller;
using testing::code_of;
using testing::fields_of;

class accounts : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format(
                "INSERT INTO organisation (id, name, abbreviation, kind, level, place_code, open_from_on, version) "
                "VALUES ('{}', 'Centre', 'C', 'mediation_centre', 'city', '4212', '2020-01-01', 1)",
                to_text(body_)));
        });
        testing::make_person(database(), "clerk", Duty::clerk, body_, moment_);
        for (const auto* word : {"system", "security", "audit"})
            testing::make_person(database(), word, *json::enum_from_word<Duty>(std::string(word) + "_administrator"),
                                 body_, moment_);
    }
    Caller signed_in(std::string_view login) {
        Caller caller(database(), routes, moment_);
        EXPECT_EQ(caller.sign_in(login).status, 201);
        return caller;
    }
    std::string path_of(std::string_view login, std::string_view rest = "") {
        const auto id = database().read([&](db::Tx& tx) { return account_named(tx, login); });
        return fmt::format("/api/accounts/{}{}", to_text(*id), rest);
    }
    std::string post_form(Duty duty, std::string_view from = "2026-01-01") {
        return fmt::format(R"({{"duty":"{}","organisation_id":"{}","from_on":"{}"}})", json::enum_word(duty),
                           to_text(body_), from);
    }
    std::vector<std::string> acts() {
        std::vector<std::string> all;
        audit::Filter filter;
        filter.limit = 200;
        for (const auto& item : database().read([&](db::Tx& tx) { return audit::list(tx, filter); }).items)
            if (item.kind != audit::AuditKind::sign_in && item.kind != audit::AuditKind::refusal)
                all.insert(all.begin(), fmt::format("{} {}", json::enum_word(item.kind), item.act));
        return all;
    }

    Instant moment_{1'790'000'000'000'000};
    Id<Organisation> body_ = Id<Organisation>::fresh(moment_);
};
INSTANTIATE_TEST_SUITE_P(engines, accounts, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(accounts, are_made_with_a_password_for_once) {
    auto system = signed_in("system");
    const auto reply = system.post("/api/accounts", R"({"login":"wang.fang","name":"王芳"})");
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto made = boost::json::parse(reply.body);
    EXPECT_EQ(made.at("account").at("name"), "王芳");
    Caller wang(database(), routes, moment_);
    const auto password = std::string(made.at("one_time_password").as_string());
    ASSERT_EQ(wang.sign_in("wang.fang", password).status, 201);
    EXPECT_EQ(code_of(wang.get("/api/sessions")), "password_change_needed");
    EXPECT_EQ(acts(), std::vector<std::string>{"account create"});
}

TEST_P(accounts, refuse_bad_forms) {
    auto system = signed_in("system");
    EXPECT_EQ(fields_of(system.post("/api/accounts", R"({"login":"X","name":" "})")),
              "login:login_malformed name:blank");
    EXPECT_EQ(code_of(system.post("/api/accounts", R"({"login":"clerk","name":"王芳"})")), "login_taken");
    EXPECT_EQ(fields_of(system.post("/api/accounts", R"({"login":"wang","name":"王芳","password":"123"})")),
              "new_password:password_too_short");
}

TEST_P(accounts, are_listed_by_page_with_their_posts) {
    auto auditor = signed_in("audit");
    auto page = boost::json::parse(auditor.get("/api/accounts?limit=3").body);
    ASSERT_EQ(page.at("items").as_array().size(), 3u);
    EXPECT_EQ(page.at("items").at(0).at("login"), "audit");
    EXPECT_EQ(page.at("items").at(0).at("posts").at(0).at("duty"), "audit_administrator");
    EXPECT_EQ(page.at("items").at(0).at("posts").at(0).at("organisation_name"), "Centre");
    const auto next = std::string(page.at("next").as_string());
    page = boost::json::parse(auditor.get("/api/accounts?limit=3&after=" + next).body);
    EXPECT_EQ(page.at("items").as_array().size(), 1u);
    EXPECT_FALSE(page.as_object().contains("next"));
    page = boost::json::parse(auditor.get("/api/accounts?q=cle").body);
    EXPECT_EQ(page.at("items").as_array().size(), 1u);
    page = boost::json::parse(auditor.get("/api/accounts?q=%25").body);
    EXPECT_TRUE(page.at("items").as_array().empty());
}

TEST_P(accounts, are_changed_from_the_version_read) {
    auto system = signed_in("system");
    const auto change = [&](const char* name, const char* state, const char* version) {
        return system.ask("PUT", path_of("clerk"), fmt::format(R"({{"name":"{}","state":"{}"}})", name, state),
                          {{"If-Match", version}});
    };
    const auto version = [&] {
        return fmt::format("\"{}\"", boost::json::parse(system.get(path_of("clerk")).body).at("version").as_int64());
    };
    EXPECT_EQ(code_of(change("王芳", "active", "")), "version_required");
    EXPECT_EQ(code_of(change("王芳", "active", "\"999\"")), "version_outdated");
    const auto read = version();
    EXPECT_EQ(change("王芳", "active", read.c_str()).status, 200);
    EXPECT_EQ(code_of(change("李四", "active", read.c_str())), "version_outdated");
    EXPECT_EQ(fields_of(change("  ", "active", version().c_str())), "name:blank");
    Caller clerk = signed_in("clerk");
    EXPECT_EQ(change("王芳", "disabled", version().c_str()).status, 200);
    EXPECT_EQ(code_of(clerk.get("/api/session")), "not_signed_in");
}

TEST_P(accounts, are_locked_unlocked_and_signed_out) {
    auto system = signed_in("system");
    auto clerk = signed_in("clerk");
    EXPECT_EQ(system.post(path_of("clerk", "/sessions_end")).status, 204);
    EXPECT_EQ(code_of(clerk.get("/api/session")), "not_signed_in");
    EXPECT_EQ(boost::json::parse(system.post(path_of("clerk", "/lock")).body).at("state"), "disabled");
    EXPECT_EQ(code_of(clerk.sign_in("clerk")), "sign_in_failed");
    EXPECT_EQ(boost::json::parse(system.post(path_of("clerk", "/unlock")).body).at("state"), "active");
    EXPECT_EQ(clerk.sign_in("clerk").status, 201);
    EXPECT_EQ(acts(), (std::vector<std::string>{"session end_all", "account lock", "account unlock"}));
}

TEST_P(accounts, get_a_new_password_from_the_right_administrator) {
    auto system = signed_in("system");
    const auto reply = system.post(path_of("clerk", "/password_reset"));
    ASSERT_EQ(reply.status, 200);
    Caller clerk(database(), routes, moment_);
    EXPECT_EQ(code_of(clerk.sign_in("clerk")), "sign_in_failed");
    EXPECT_EQ(clerk.sign_in("clerk", boost::json::parse(reply.body).at("one_time_password").as_string()).status, 201);
    EXPECT_EQ(code_of(system.post(path_of("audit", "/password_reset"))), "duty_may_not");
    EXPECT_EQ(code_of(system.post(path_of("system", "/password_reset"))), "own_account");
    auto security = signed_in("security");
    EXPECT_EQ(security.post(path_of("audit", "/password_reset")).status, 200);
    EXPECT_EQ(code_of(security.post(path_of("security", "/password_reset"))), "own_account");
}

// GB/T 22239-2019, 8.1.4.2d: who makes accounts gives no duties, who gives duties makes no accounts.
TEST_P(accounts, are_in_two_hands) {
    auto system = signed_in("system");
    auto security = signed_in("security");
    auto clerk = signed_in("clerk");
    EXPECT_EQ(code_of(system.post(path_of("clerk", "/posts"), post_form(Duty::mediator))), "duty_may_not");
    EXPECT_EQ(code_of(security.post("/api/accounts", R"({"login":"wang","name":"王芳"})")), "duty_may_not");
    EXPECT_EQ(code_of(clerk.get("/api/accounts")), "duty_may_not");
    EXPECT_EQ(code_of(system.get("/api/audit")), "duty_may_not");
    EXPECT_EQ(code_of(security.get("/api/audit")), "duty_may_not");
}

TEST_P(accounts, are_given_posts_and_lose_them) {
    auto security = signed_in("security");
    auto reply = security.post(path_of("clerk", "/posts"), post_form(Duty::mediator));
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto posts = boost::json::parse(reply.body).at("posts").as_array();
    ASSERT_EQ(posts.size(), 2u);
    EXPECT_EQ(code_of(security.post(path_of("clerk", "/posts"), post_form(Duty::mediator))), "post_held_already");
    EXPECT_EQ(code_of(security.post(path_of("clerk", "/posts"), post_form(Duty::audit_administrator))),
              "duties_exclude");
    EXPECT_EQ(code_of(security.post(path_of("security", "/posts"), post_form(Duty::clerk))), "own_account");
    const auto unknown = fmt::format(R"({{"duty":"clerk","organisation_id":"{}","from_on":"2026-01-01"}})",
                                     to_text(Id<Organisation>::fresh(moment_)));
    EXPECT_EQ(fields_of(security.post(path_of("clerk", "/posts"), unknown)), "organisation_id:organisation_unknown");

    auto clerk = signed_in("clerk");
    const auto session = boost::json::parse(clerk.get("/api/session").body);
    const auto post = std::string(session.at("post").at("id").as_string());
    EXPECT_EQ(security.ask("DELETE", path_of("clerk", "/posts/" + post)).status, 200);
    EXPECT_EQ(code_of(clerk.get("/api/session")), "not_signed_in");
    EXPECT_EQ(code_of(security.ask("DELETE", path_of("clerk", "/posts/" + post))), "not_found");
}

TEST_P(accounts, get_no_two_posts_that_exclude_each_other_at_the_same_time) {
    const auto person = testing::make_person(database(), "wang", Duty::citizen, body_, moment_);
    std::atomic<int> given = 0;
    std::vector<std::thread> threads;
    for (const Duty duty : {Duty::clerk, Duty::system_administrator, Duty::audit_administrator})
        threads.emplace_back([&, duty] {
            try {
                database().transact([&](db::Tx& tx) {
                    give_post(tx, person.account, {duty, body_, LegalDate(2026, 1, 1), {}}, moment_);
                });
                ++given;
            } catch (const Refusal& refusal) {
                EXPECT_EQ(refusal.code, "duties_exclude");
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(given, 1);
}

TEST_P(accounts, lose_a_second_factor_by_the_security_administrator) {
    database().transact([&](db::Tx& tx) {
        set_totp(tx, *account_named(tx, "clerk"), testing::keys().seal("secret", "totp"), true, 1);
    });
    Caller clerk(database(), routes, moment_);
    EXPECT_EQ(code_of(clerk.sign_in("clerk")), "code_needed");
    auto security = signed_in("security");
    EXPECT_EQ(security.post(path_of("clerk", "/totp_reset")).status, 204);
    EXPECT_EQ(clerk.sign_in("clerk").status, 201);
}

TEST_P(accounts, that_do_not_exist_are_not_found) {
    auto system = signed_in("system");
    const auto nobody = fmt::format("/api/accounts/{}", to_text(Id<Account>::fresh(moment_)));
    EXPECT_EQ(code_of(system.get(nobody)), "not_found");
    EXPECT_EQ(code_of(system.post(nobody + "/lock")), "not_found");
    EXPECT_EQ(code_of(system.post(nobody + "/unlock")), "not_found");
    EXPECT_EQ(code_of(system.post(nobody + "/password_reset")), "not_found");
    EXPECT_EQ(code_of(system.get("/api/accounts/1")), "not_found");
}

TEST_P(accounts, act_for_the_command_line) {
    const auto actor = database().read([&](db::Tx& tx) { return actor_of(tx, "clerk", legal_date(moment_)); });
    ASSERT_TRUE(actor);
    EXPECT_EQ(actor->duty, Duty::clerk);
    EXPECT_EQ(actor->organisation, body_);
    EXPECT_FALSE(database().read([&](db::Tx& tx) { return actor_of(tx, "nobody", legal_date(moment_)); }));
}

TEST_P(accounts, audit_is_searched) {
    auto system = signed_in("system");
    system.post(path_of("clerk", "/lock"));
    auto auditor = signed_in("audit");
    const auto items = [&](const std::string& query) {
        return boost::json::parse(auditor.get("/api/audit" + query).body).at("items").as_array();
    };
    EXPECT_EQ(items("").size(), 3u);
    const auto locks = items("?kind=account");
    ASSERT_EQ(locks.size(), 1u);
    EXPECT_EQ(locks.front().at("act"), "lock");
    EXPECT_EQ(locks.front().at("account_name"), "Person system");
    EXPECT_EQ(locks.front().at("fields"), "state");
    const auto today = to_text(legal_date(moment_));
    EXPECT_EQ(items("?from=" + today + "&to=" + today).size(), 3u);
    EXPECT_TRUE(items("?to=2020-01-01").empty());
    EXPECT_EQ(items("?limit=2").size(), 2u);
    EXPECT_EQ(fields_of(auditor.get("/api/audit?kind=x")), "kind:unknown_word");
    EXPECT_EQ(fields_of(auditor.get("/api/audit?from=x")), "from:not_a_date");
    EXPECT_EQ(fields_of(auditor.get("/api/audit?account=x")), "account:not_an_id");
}

TEST_P(accounts, jobs_are_listed_without_what_they_carry_and_retried) {
    database().transact([&](db::Tx& tx) { jobs::enqueue(tx, "send", R"({"name":"secret"})", moment_); });
    jobs::Runner runner(database(), {{"send", [](const jobs::Job&, Instant) { throw std::runtime_error("no"); }, 1}},
                        [this] { return moment_; });
    EXPECT_EQ(runner.run_due(), 1);
    auto system = signed_in("system");
    const auto reply = system.get("/api/jobs?state=failed");
    ASSERT_EQ(reply.status, 200) << reply.body;
    EXPECT_EQ(reply.body.find("secret"), std::string::npos);
    const auto items = boost::json::parse(reply.body).at("items").as_array();
    ASSERT_EQ(items.size(), 1u);
    EXPECT_EQ(items.front().at("kind"), "send");
    const auto path = fmt::format("/api/jobs/{}/retry", std::string_view(items.front().at("id").as_string()));
    EXPECT_EQ(system.post(path).status, 204);
    EXPECT_TRUE(boost::json::parse(system.get("/api/jobs").body).at("items").as_array().empty());
    EXPECT_EQ(boost::json::parse(system.get("/api/jobs?state=waiting").body).at("items").as_array().size(), 1u);
    EXPECT_EQ(fields_of(system.get("/api/jobs?state=lost")), "state:unknown_word");
}

}  // namespace hemu::identity
