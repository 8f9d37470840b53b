#include "audit.hpp"

#include <gtest/gtest.h>

#include <thread>

#include "db_testing.hpp"

namespace hemu::audit {

using AccountId = Id<identity::Account>;

static const Instant noon = start_of(LegalDate(2026, 3, 2)) + std::chrono::hours(12);

static AccountId person(int number) {
    AccountId id;
    id.bytes[15] = static_cast<std::uint8_t>(number);
    return id;
}

static Entry entry(std::optional<AccountId> account, std::string act, Instant moment = noon) {
    Entry made;
    made.happened_at = moment;
    made.kind = AuditKind::account;
    made.act = std::move(act);
    made.account = account;
    made.duty = "system_administrator";
    made.subject = "somebody";
    made.fields = {"name", "state"};
    return made;
}

static void record_all(db::Database& database, const std::vector<Entry>& entries) {
    for (const auto& one : entries) database.transact([&](db::Tx& tx) { record(tx, one); });
}

HEMU_ON_BOTH_ENGINES(audit_store);

TEST_P(audit_store, chains_entries_by_account) {
    record_all(database(), {entry(person(1), "a"), entry(person(2), "b"), entry(person(1), "c"), entry({}, "d")});
    const auto page = database().read([](db::Tx& tx) { return list(tx, {}); });
    ASSERT_EQ(page.items.size(), 4u);
    std::map<std::string, std::vector<std::int64_t>> numbers;
    for (const auto& item : page.items) numbers[item.chain].push_back(item.number);
    EXPECT_EQ(numbers[to_text(person(1))], (std::vector<std::int64_t>{2, 1}));
    EXPECT_EQ(numbers[to_text(person(2))], (std::vector<std::int64_t>{1}));
    EXPECT_EQ(numbers["anonymous"], (std::vector<std::int64_t>{1}));
    const auto result = verify(database());
    EXPECT_EQ(result.chains, 3);
    EXPECT_EQ(result.entries, 4);
    EXPECT_TRUE(result.breaks.empty());
}

TEST_P(audit_store, keeps_what_was_recorded) {
    Entry made = entry(person(1), "give");
    made.organisation = Id<identity::Organisation>::fresh(noon);
    made.refusal = "duty_may_not";
    made.address_digest = "abc";
    made.trace_id = "0123";
    record_all(database(), {made});
    const auto page = database().read([](db::Tx& tx) { return list(tx, {}); });
    ASSERT_EQ(page.items.size(), 1u);
    const auto& item = page.items.front();
    EXPECT_EQ(item.happened_at, noon);
    EXPECT_EQ(item.kind, AuditKind::account);
    EXPECT_EQ(item.act, "give");
    EXPECT_EQ(item.account_id, person(1));
    EXPECT_EQ(item.organisation_id, made.organisation);
    EXPECT_EQ(item.fields, "name state");
    EXPECT_EQ(item.refusal, "duty_may_not");
    EXPECT_EQ(item.address_digest, "abc");
    EXPECT_EQ(item.trace_id, "0123");
    EXPECT_EQ(item.previous_digest, "");
    EXPECT_EQ(item.digest.size(), 64u);
}

TEST_P(audit_store, is_append_only) {
    record_all(database(), {entry(person(1), "a")});
    store_root(database(), LegalDate(2026, 3, 2), noon);
    for (const char* sql : {"UPDATE audit_entry SET act = 'b'", "DELETE FROM audit_entry",
                            "UPDATE audit_root SET digest = 'x'", "DELETE FROM audit_root"})
        EXPECT_THROW(database().transact([&](db::Tx& tx) { tx.run_text(sql); }), db::Failure) << sql;
    if (GetParam() == db::Engine::postgres) {
        EXPECT_THROW(database().transact([&](db::Tx& tx) { tx.run_text("TRUNCATE audit_entry"); }), db::Failure);
    }
    EXPECT_TRUE(verify(database()).breaks.empty());
}

TEST_P(audit_store, pages_backwards_in_time) {
    std::vector<Entry> entries;
    for (int i = 0; i < 25; ++i)
        entries.push_back(entry(person(i % 3), fmt::format("act_{}", i), noon + std::chrono::minutes(i / 2)));
    record_all(database(), entries);
    Filter filter;
    filter.limit = 10;
    std::vector<std::string> acts;
    for (int pages = 1;; ++pages) {
        const auto page = database().read([&](db::Tx& tx) { return list(tx, filter); });
        for (const auto& item : page.items) acts.push_back(item.act);
        if (!page.next) {
            EXPECT_EQ(pages, 3);
            break;
        }
        filter.before = *page.next;
    }
    EXPECT_EQ(acts.size(), 25u);
    EXPECT_EQ(std::set<std::string>(acts.begin(), acts.end()).size(), 25u);
    EXPECT_EQ(acts.front(), "act_24");
    EXPECT_EQ(acts.back().substr(0, 4), "act_");
}

TEST_P(audit_store, filters_by_kind_account_and_time) {
    Entry unmasking = entry(person(1), "unmask", noon + std::chrono::hours(1));
    unmasking.kind = AuditKind::unmasking;
    record_all(database(), {entry(person(1), "a"), entry(person(2), "b"), unmasking,
                            entry(person(1), "late", noon + std::chrono::hours(48))});
    const auto acts = [&](const Filter& filter) {
        std::string all;
        for (const auto& item : database().read([&](db::Tx& tx) { return list(tx, filter); }).items)
            all += item.act + " ";
        return all;
    };
    Filter by_account;
    by_account.account = person(1);
    EXPECT_EQ(acts(by_account), "late unmask a ");
    Filter by_kind;
    by_kind.kind = AuditKind::unmasking;
    EXPECT_EQ(acts(by_kind), "unmask ");
    Filter by_both = by_account;
    by_both.kind = AuditKind::account;
    EXPECT_EQ(acts(by_both), "late a ");
    Filter by_time;
    by_time.from = noon + std::chrono::minutes(1);
    by_time.to = noon + std::chrono::hours(48);
    EXPECT_EQ(acts(by_time), "unmask ");
}

TEST_P(audit_store, refuses_a_cursor_that_is_none) {
    for (const char* wrong : {"x", "2026-03-02T04:00:00.000000Z~a", "2026-03-02T04:00:00.000000Z~a~x", "~~1"}) {
        Filter filter;
        filter.before = wrong;
        EXPECT_THROW(database().read([&](db::Tx& tx) { return list(tx, filter); }), Refusal) << wrong;
    }
}

TEST_P(audit_store, never_forks_a_chain) {
    constexpr int writers = 4, each = 25;
    std::vector<std::thread> threads;
    for (int i = 0; i < writers; ++i)
        threads.emplace_back([&] { record_all(database(), std::vector<Entry>(each, entry(person(1), "same"))); });
    for (auto& thread : threads) thread.join();
    const auto result = verify(database());
    EXPECT_EQ(result.entries, writers * each);
    EXPECT_EQ(result.chains, 1);
    EXPECT_TRUE(result.breaks.empty());
}

TEST_P(audit_store, stores_one_root_a_day) {
    record_all(database(), {entry(person(1), "a"), entry(person(2), "b", noon + std::chrono::hours(24))});
    store_root(database(), LegalDate(2026, 3, 2), noon);
    store_root(database(), LegalDate(2026, 3, 2), noon);
    store_root(database(), LegalDate(2026, 3, 3), noon);
    store_root(database(), LegalDate(2026, 3, 1), noon);
    const auto result = verify(database());
    EXPECT_EQ(result.roots, 2);
    EXPECT_TRUE(result.breaks.empty());
}

/// A journal of two chains and a root, then broken by hand.
class audit_tampering : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        record_all(database(), {entry(person(1), "a"), entry(person(1), "b"), entry(person(1), "c"),
                                entry(person(2), "d"), entry(person(2), "e")});
        store_root(database(), LegalDate(2026, 3, 2), noon);
        const bool sqlite = GetParam() == db::Engine::sqlite;
        for (const char* table : {"audit_entry", "audit_root"})
            run(sqlite ? fmt::format("DROP TRIGGER {0}_no_update; DROP TRIGGER {0}_no_delete", table)
                       : fmt::format("ALTER TABLE {} DISABLE TRIGGER USER", table));
    }
    void TearDown() override {
        if (!IsSkipped() && GetParam() == db::Engine::postgres)
            for (const char* table : {"audit_entry", "audit_root"})
                run(fmt::format("ALTER TABLE {} ENABLE TRIGGER USER", table));
        db::OnBothEngines::TearDown();
    }
    void run(const std::string& sql) {
        database().transact([&](db::Tx& tx) { tx.run_text(sql); });
    }
    /// What verify finds after the change: "what chain number" of each.
    std::string found_after(const std::string& sql) {
        run(sql);
        std::string all;
        for (const auto& one : verify(database()).breaks)
            all += fmt::format("{} {} {};", one.what, one.chain.substr(one.chain.size() - 1), one.number);
        return all;
    }
    static std::string where(int who, int number) {
        return fmt::format(" WHERE chain = '{}' AND number = {}", to_text(person(who)), number);
    }
};
INSTANTIATE_TEST_SUITE_P(engines, audit_tampering, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(audit_tampering, of_an_act_is_found) {
    EXPECT_EQ(found_after("UPDATE audit_entry SET act = 'x'" + where(1, 2)), "digest_wrong 1 2;");
}
TEST_P(audit_tampering, of_a_time_is_found) {
    EXPECT_EQ(found_after(
                  fmt::format("UPDATE audit_entry SET happened_at = '{}'", to_text(noon + std::chrono::seconds(1))) +
                  where(2, 1)),
              "digest_wrong 2 1;");
}
TEST_P(audit_tampering, by_removal_is_found) {
    EXPECT_EQ(found_after("DELETE FROM audit_entry" + where(1, 2)), "number_missing 1 2;");
}
TEST_P(audit_tampering, by_removal_at_the_end_is_found) {
    EXPECT_EQ(found_after("DELETE FROM audit_entry" + where(1, 3)).substr(0, 14), "head_wrong 1 3");
}
TEST_P(audit_tampering, with_end_and_head_is_found_by_the_root) {
    run(fmt::format(
        "UPDATE audit_chain SET number = 2, digest = (SELECT digest FROM audit_entry{}) WHERE chain = '{}'",
        where(1, 2), to_text(person(1))));
    EXPECT_EQ(found_after("DELETE FROM audit_entry" + where(1, 3)), "root_wrong 2 1;");
}
TEST_P(audit_tampering, of_a_link_is_found) {
    EXPECT_EQ(found_after("UPDATE audit_entry SET previous_digest = ''" + where(1, 3)), "link_wrong 1 3;");
}
TEST_P(audit_tampering, of_a_whole_chain_is_found) {
    EXPECT_EQ(
        found_after(fmt::format("DELETE FROM audit_entry WHERE chain = '{}'", to_text(person(2)))).substr(0, 17),
        "chain_missing 2 1");
}
TEST_P(audit_tampering, of_a_head_is_found) {
    EXPECT_EQ(found_after(fmt::format("DELETE FROM audit_chain WHERE chain = '{}'", to_text(person(2)))),
              "head_wrong 2 2;");
}
TEST_P(audit_tampering, of_a_root_is_found) {
    EXPECT_EQ(found_after("UPDATE audit_root SET entry_count = 4"), "root_wrong 2 1;");
}
TEST_P(audit_tampering, by_an_invented_entry_is_found) {
    const auto found = found_after(
        fmt::format("INSERT INTO audit_entry (chain, number, happened_at, kind, act, duty, subject, fields, refusal, "
                    "address_digest, trace_id, previous_digest, digest) VALUES ('{}', 6, '{}', 'account', 'x', '', "
                    "'', '', '', '', "
                    "'', '', '')",
                    to_text(person(1)), to_text(noon)));
    EXPECT_EQ(found.substr(0, 18), "number_missing 1 4");
}

}  // namespace hemu::audit
