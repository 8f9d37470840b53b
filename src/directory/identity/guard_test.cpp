#include <gtest/gtest.h>

#include <thread>

#include "audit.hpp"
#include "db_testing.hpp"
#include "identity_testing.hpp"

namespace hemu::identity {

using testing::Caller;
using testing::code_of;

// A small table of its own that the routes below write, so that it is seen what was done and how often.
static const char* const made_table = R"(
    CREATE TABLE guard_test (id uuid NOT NULL, words text NOT NULL, CONSTRAINT guard_test_pk PRIMARY KEY (id)))";
static std::atomic<int> runs = 0;

struct Words {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Words, (), (words))

static void write_words(db::Tx& tx, const std::string& words, Instant moment) {
    tx.run_text(fmt::format("INSERT INTO guard_test (id, words) VALUES ('{}', '{}')",
                            to_text(Id<Words>::fresh(moment)), words));
}

static http::Reply write_one(const http::Request& request, const Context& cx) {
    const auto form = request.body<Words>();
    ++runs;
    if (form.words == "refuse") throw Refusal(Fault::conflict, "not_in_this_state");
    if (form.words == "fail") throw std::runtime_error("the world failed");
    return cx.db.transact([&](db::Tx& tx) {
        write_words(tx, form.words, cx.moment);
        if (form.words == "forbid") throw Refusal(Fault::forbidden, "handler_forbids");
        return http::with_version(http::created(Words{form.words + " written"}), 7);
    });
}

/// Its answer is made after its transactions.
static http::Reply write_two(const http::Request& request, const Context& cx) {
    const auto form = request.body<Words>();
    ++runs;
    cx.db.transact([&](db::Tx& tx) { write_words(tx, form.words + " 1", cx.moment); });
    const int count = cx.db.transact([&](db::Tx& tx) {
        write_words(tx, form.words + " 2", cx.moment);
        return 2;
    });
    return http::ok(Words{fmt::format("{} rows", count)});
}

static http::Reply write_and_lose_the_answer(const http::Request&, const Context& cx) {
    cx.db.transact([&](db::Tx& tx) { write_words(tx, "lost", cx.moment); });
    throw std::runtime_error("the answer got lost");
}

static http::Reply make_file(const http::Request& request, const Context& cx) {
    const auto form = request.body<Words>();
    ++runs;
    cx.db.transact([&](db::Tx& tx) { write_words(tx, form.words, cx.moment); });
    return http::text("%PDF " + form.words, "application/pdf");
}

static http::Reply tell_who(const http::Request&, const Context& cx) {
    return http::ok(Words{cx.actor.name + " " + std::string(json::enum_word(cx.actor.duty))});
}

static const Routes& guarded_routes() {
    static const Routes all = [] {
        Routes list = {
            post<Words, Words>("/api/words", staff, write_one, "write"),
            post<Words, Words>("/api/pairs", staff, write_two, "write twice"),
            post<None, None>("/api/losses", staff, write_and_lose_the_answer, "write and lose the answer"),
            post<Words, None>("/api/files", staff, make_file, "make a file").with_output_type("application/pdf"),
            put<Words, Words>("/api/words", Duty::clerk, write_one, "write"),
            get<None, Words>("/api/who", everyone, tell_who, "who"),
            get<None, Words>("/api/open", anyone, tell_who, "who"),
            post<None, Words>("/api/limited", anyone, tell_who, "who").with_rate({3, 10}),
        };
        for (const Route& route : routes)
            if (route.path == "/api/session") list.push_back(route);
        return list;
    }();
    return all;
}

class guard : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        database().transact([](db::Tx& tx) { tx.run_text(made_table); });
        body_ = Id<Organisation>::fresh(moment_);
        testing::make_person(database(), "clerk", Duty::clerk, body_, moment_);
        testing::make_person(database(), "auditor", Duty::audit_administrator, body_, moment_);
        caller_ = std::make_unique<Caller>(database(), guarded_routes(), moment_);
        runs = 0;
    }
    std::int64_t rows() {
        return database().read([](db::Tx& tx) { return tx.one<std::int64_t>(count_rows, "%"); });
    }
    std::vector<audit::AuditEntry> refusals() {
        audit::Filter filter;
        filter.kind = audit::AuditKind::refusal;
        return database().read([&](db::Tx& tx) { return audit::list(tx, filter); }).items;
    }
    http::Reply write(const std::string& words, const std::string& key, std::string_view path = "/api/words") {
        return caller_->ask("POST", path, R"({"words":")" + words + R"("})", {{"Idempotency-Key", key}});
    }

    static const db::Statement count_rows;
    Instant moment_{1'790'000'000'000'000};
    Id<Organisation> body_;
    std::unique_ptr<Caller> caller_;
};
const db::Statement guard::count_rows{"guard_test.count_rows", "SELECT COUNT(*) FROM guard_test WHERE words LIKE $1"};
INSTANTIATE_TEST_SUITE_P(engines, guard, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(guard, lets_nobody_in_without_a_session) {
    EXPECT_EQ(code_of(caller_->get("/api/who")), "not_signed_in");
    caller_->cookie = "hemu_session=0123";
    EXPECT_EQ(code_of(caller_->get("/api/who")), "not_signed_in");
    EXPECT_EQ(caller_->get("/api/open").body, R"({"words":" citizen"})");
}

// The pages ask who is signed in each time they open; that nobody is, is an answer and no refused request.
TEST_P(guard, audits_no_question_who_is_signed_in) {
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
    EXPECT_TRUE(refusals().empty());
    EXPECT_EQ(code_of(caller_->ask("DELETE", "/api/session")), "not_signed_in");
    EXPECT_EQ(refusals().size(), 1u);
    caller_->cookie = "hemu_session=0123";
    moment_ = moment_ + std::chrono::minutes(2);
    EXPECT_EQ(code_of(caller_->get("/api/session")), "not_signed_in");
    EXPECT_EQ(refusals().size(), 2u);
}

TEST_P(guard, tells_handlers_who_asks) {
    EXPECT_EQ(caller_->sign_in("clerk").status, 201);
    EXPECT_EQ(caller_->get("/api/who").body, R"({"words":"Person clerk clerk"})");
}

TEST_P(guard, checks_the_duty) {
    caller_->sign_in("auditor");
    EXPECT_EQ(code_of(write("a", "key-00000001")), "duty_may_not");
    EXPECT_EQ(runs, 0);
    const auto found = refusals();
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.front().refusal, "duty_may_not");
    EXPECT_EQ(found.front().subject, "/api/words");
    EXPECT_EQ(found.front().act, "POST");
    EXPECT_EQ(found.front().duty, "audit_administrator");
}

TEST_P(guard, audits_what_a_handler_forbids_and_undoes_it) {
    caller_->sign_in("clerk");
    EXPECT_EQ(code_of(write("forbid", "key-00000001")), "handler_forbids");
    EXPECT_EQ(rows(), 0);
    EXPECT_EQ(refusals().front().refusal, "handler_forbids");
}

TEST_P(guard, audits_strangers_once_a_minute) {
    for (int i = 0; i < 5; ++i) caller_->get("/api/who");
    EXPECT_EQ(refusals().size(), 1u);
    moment_ = moment_ + std::chrono::minutes(2);
    caller_->get("/api/who");
    EXPECT_EQ(refusals().size(), 2u);
    EXPECT_EQ(refusals().front().chain, "anonymous");
}

TEST_P(guard, refuses_writes_of_other_sites) {
    caller_->sign_in("clerk");
    const std::string body = R"({"words":"a"})";
    EXPECT_EQ(code_of(caller_->ask("POST", "/api/words", body, {{"X-Hemu", ""}})), "cross_site");
    EXPECT_EQ(code_of(caller_->ask("POST", "/api/words", body, {{"Origin", "https://evil.test"}})), "cross_site");
    EXPECT_EQ(code_of(caller_->ask("PUT", "/api/words", body, {{"Sec-Fetch-Site", "cross-site"}})), "cross_site");
    EXPECT_EQ(rows(), 0);
    EXPECT_EQ(caller_->ask("POST", "/api/words", body, {{"Origin", "https://hemu.test"}}).status, 201);
    EXPECT_EQ(rows(), 1);
}

TEST_P(guard, limits_calls_by_address) {
    for (int i = 0; i < 3; ++i) EXPECT_EQ(caller_->post("/api/limited").status, 200);
    EXPECT_EQ(code_of(caller_->post("/api/limited")), "too_many_tries");
    caller_->address = "192.0.2.2";
    EXPECT_EQ(caller_->post("/api/limited").status, 200);
    caller_->address = "192.0.2.1";
    moment_ = moment_ + std::chrono::minutes(11);
    EXPECT_EQ(caller_->post("/api/limited").status, 200);
}

TEST_P(guard, asks_for_a_key_on_every_post) {
    caller_->sign_in("clerk");
    EXPECT_EQ(code_of(write("a", "")), "idempotency_key_missing");
    EXPECT_EQ(code_of(write("a", "short")), "idempotency_key_missing");
    EXPECT_EQ(caller_->ask("PUT", "/api/words", R"({"words":"a"})", {{"Idempotency-Key", ""}}).status, 201);
    EXPECT_EQ(rows(), 1);
}

TEST_P(guard, gives_the_same_answer_to_the_same_request) {
    caller_->sign_in("clerk");
    const auto first = write("a", "key-00000001");
    EXPECT_EQ(first.status, 201);
    const auto second = write("a", "key-00000001");
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(second.body, first.body);
    EXPECT_EQ(second.content_type, first.content_type);
    const auto has = [&](std::string_view name, std::string_view value) {
        return std::any_of(second.headers.begin(), second.headers.end(),
                           [&](const auto& header) { return header.name == name && header.value == value; });
    };
    EXPECT_TRUE(has("ETag", "\"7\""));
    EXPECT_TRUE(has("Idempotent-Replayed", "true"));
    EXPECT_EQ(rows(), 1);
    EXPECT_EQ(write("a", "key-00000002").status, 201);
    EXPECT_EQ(rows(), 2);
}

TEST_P(guard, refuses_a_key_used_for_another_request) {
    caller_->sign_in("clerk");
    write("a", "key-00000001");
    EXPECT_EQ(code_of(write("b", "key-00000001")), "idempotency_key_reused");
    EXPECT_EQ(code_of(write("a", "key-00000001", "/api/pairs")), "idempotency_key_reused");
    EXPECT_EQ(rows(), 1);
}

TEST_P(guard, keeps_no_refusal_under_a_key) {
    caller_->sign_in("clerk");
    EXPECT_EQ(code_of(write("refuse", "key-00000001")), "not_in_this_state");
    EXPECT_EQ(write("a", "key-00000001").status, 201);
    EXPECT_THROW(write("fail", "key-00000002"), std::runtime_error);
    EXPECT_EQ(write("b", "key-00000002").status, 201);
    EXPECT_EQ(rows(), 2);
}

TEST_P(guard, keeps_answers_made_after_the_transactions) {
    caller_->sign_in("clerk");
    const auto first = write("a", "key-00000001", "/api/pairs");
    EXPECT_EQ(first.body, R"({"words":"2 rows"})");
    EXPECT_EQ(write("a", "key-00000001", "/api/pairs").body, first.body);
    EXPECT_EQ(rows(), 2);
}

TEST_P(guard, says_so_when_the_work_was_done_and_the_answer_lost) {
    caller_->sign_in("clerk");
    EXPECT_EQ(code_of(caller_->ask("POST", "/api/losses", "", {{"Idempotency-Key", "key-00000001"}})),
              "already_done");
    EXPECT_EQ(rows(), 1);
    EXPECT_EQ(code_of(caller_->ask("POST", "/api/losses", "", {{"Idempotency-Key", "key-00000001"}})),
              "already_done");
    EXPECT_EQ(rows(), 1);
}

TEST_P(guard, makes_a_file_again_and_keeps_none) {
    static const db::Statement count_kept{"guard_test.kept", "SELECT COUNT(*) FROM idempotency_key"};
    caller_->sign_in("clerk");
    for (int times = 1; times <= 2; ++times) {
        EXPECT_EQ(write("a", "key-00000001", "/api/files").body, "%PDF a");
        EXPECT_EQ(runs, times);
        EXPECT_EQ(rows(), times);
    }
    EXPECT_EQ(database().read([](db::Tx& tx) { return tx.one<std::int64_t>(count_kept); }), 0);
}

TEST_P(guard, keys_belong_to_their_account) {
    testing::make_person(database(), "other", Duty::clerk, body_, moment_);
    caller_->sign_in("clerk");
    write("a", "key-00000001");
    Caller other(database(), guarded_routes(), moment_);
    other.sign_in("other");
    const auto reply = other.ask("POST", "/api/words", R"({"words":"b"})", {{"Idempotency-Key", "key-00000001"}});
    EXPECT_EQ(reply.body, R"({"words":"b written"})");
    EXPECT_EQ(rows(), 2);
}

TEST_P(guard, carries_out_once_what_comes_at_the_same_time) {
    caller_->sign_in("clerk");
    constexpr int clients = 8;
    for (int round = 0; round < 5; ++round) {
        const std::string key = fmt::format("key-0000000{}", round);
        std::atomic<int> created = 0;
        std::vector<std::thread> threads;
        for (int i = 0; i < clients; ++i)
            threads.emplace_back([&] {
                Caller one(database(), guarded_routes(), moment_);
                one.cookie = caller_->cookie;
                const auto reply = one.ask("POST", "/api/words", R"({"words":"a"})", {{"Idempotency-Key", key}});
                if (reply.status == 201 && reply.body == R"({"words":"a written"})") ++created;
            });
        for (auto& thread : threads) thread.join();
        EXPECT_EQ(created, clients);
        EXPECT_EQ(rows(), round + 1);
    }
}

TEST_P(guard, forgets_answers_after_a_day) {
    caller_->sign_in("clerk");
    write("a", "key-00000001");
    keep_house(database(), moment_ + std::chrono::hours(25));
    caller_->cookie.clear();
    moment_ = moment_ + std::chrono::hours(25);
    caller_->sign_in("clerk");
    EXPECT_EQ(write("b", "key-00000001").status, 201);
}

TEST(guarded_routes, are_described_for_the_api_document) {
    db::TemporaryDatabase database;
    const auto wrapped =
        wrap(guarded_routes(), {database.database(), testing::keys(), testing::config(), [] { return Instant{}; }});
    const auto found = std::find_if(wrapped.begin(), wrapped.end(), [](const http::Route& route) {
        return route.method == "PUT" && route.path_pattern == "/api/words";
    });
    ASSERT_NE(found, wrapped.end());
    EXPECT_EQ(found->duties, std::vector<std::string>{"clerk"});
    EXPECT_TRUE(found->input && found->output);
    EXPECT_EQ(found->summary, "write");
    EXPECT_EQ(found->where, http::Where::worker);
}

}  // namespace hemu::identity
