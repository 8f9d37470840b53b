#include "verification.hpp"

#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <sqlite3.h>

#include "crypto.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "dispute_verbs_testing.hpp"
#include "journal.hpp"

namespace hemu::dispute {

struct Said {
    std::int64_t amount_fen = 0;
};
BOOST_DESCRIBE_STRUCT(Said, (), (amount_fen))

/// Somebody with every right on the file or on the server: no trigger and no foreign key stops him.
class Intruder {
  public:
    explicit Intruder(db::Database& database) : database_(database) {
        if (database.engine() == db::Engine::postgres) return;
        if (sqlite3_open(database.address().c_str(), &file_) != SQLITE_OK) throw std::runtime_error("not open");
        sqlite3_busy_timeout(file_, 5000);
        for (const char* table : {"dispute_event", "journal_root", "journal_root_end"})
            run(fmt::format("DROP TRIGGER {0}_no_update; DROP TRIGGER {0}_no_delete", table));
    }
    ~Intruder() { sqlite3_close(file_); }
    Intruder(const Intruder&) = delete;
    Intruder& operator=(const Intruder&) = delete;

    void run(const std::string& sql) {
        if (file_ == nullptr) {
            database_.transact(
                [&](db::Tx& tx) { tx.run_text("SET LOCAL session_replication_role = replica; " + sql); });
            return;
        }
        char* fault = nullptr;
        if (sqlite3_exec(file_, sql.c_str(), nullptr, nullptr, &fault) == SQLITE_OK) return;
        const std::string words = fault;
        sqlite3_free(fault);
        throw std::runtime_error(words + ": " + sql);
    }

  private:
    db::Database& database_;
    sqlite3* file_ = nullptr;
};

static const db::Statement select_chain{"testing.chain", R"(
    SELECT dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, actor_name, actor_duty,
           organisation_id, content, version, previous_digest, digest
      FROM dispute_event WHERE dispute_id = $1 ORDER BY number)"};

/// Three disputes, three days, a root for each day; the last events are younger than the last root.
///     A: 1 2 | 3 4 5 | . | 6      B: 1 2 3 | . | 4 |      C: . | 1 2 | . | 3
class verification : public db::OnBothEngines {
  protected:
    static constexpr LegalDate monday{2026, 11, 23};

    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        city_.emplace(database());
        clerk_ = city_->person(identity::Duty::clerk, city_->county_centre);
        head_ = city_->person(identity::Duty::head, city_->town);
        at_ = start_of(monday) + std::chrono::hours(9);
        a = registered();
        act(a, verbs::accept);
        b = registered();
        act(b, verbs::accept);
        act(b, verbs::offer);
        store_root(database(), monday, start_of(monday + 1));
        at_ = start_of(monday + 1) + std::chrono::hours(9);
        act(a, verbs::offer);
        act(a, verbs::take);
        note(a);
        c = registered();
        act(c, verbs::accept);
        store_root(database(), monday + 1, start_of(monday + 2));
        at_ = start_of(monday + 2) + std::chrono::hours(9);
        act(b, verbs::take);
        store_root(database(), monday + 2, start_of(monday + 3));
        at_ = start_of(monday + 3) + std::chrono::hours(9);
        note(a);
        act(c, verbs::offer);
        intruder_.emplace(database());
    }

    void TearDown() override {
        intruder_.reset();
        city_.reset();
        db::OnBothEngines::TearDown();
    }

    Dispute registered() {
        const auto cx = city_->as(clerk_, at_ = at_ + std::chrono::seconds(1));
        return database().transact([&](db::Tx& tx) {
            Dispute fresh;
            fresh.id = Id<Dispute>::fresh(cx.moment);
            fresh.number = fmt::format("登{}号", ++disputes_);
            fresh.window_id = cx.actor.organisation;
            fresh.title = "张三与李四邻里纠纷";
            fresh.national_type = "02";
            fresh.place_code = TestCity::village_code;
            open(tx, fresh, fmt::format("code {}", disputes_), std::nullopt, {}, cx);
            return fresh;
        });
    }

    void act(Dispute& dispute, const Verb& verb) {
        const auto cx =
            city_->as(verb.duties.contains(clerk_.duty) ? clerk_ : head_, at_ = at_ + std::chrono::seconds(1));
        database().transact([&](db::Tx& tx) {
            Dispute fresh = load(tx, dispute.id).value();
            advance(tx, fresh, verb, cx, Said{100});
            dispute = fresh;
        });
    }

    void note(Dispute& dispute) {
        const auto cx = city_->as(clerk_, at_ = at_ + std::chrono::seconds(1));
        database().transact([&](db::Tx& tx) {
            Dispute fresh = load(tx, dispute.id).value();
            record(tx, fresh, "note", cx, Said{7});
            dispute = fresh;
        });
    }

    void tamper(const std::string& sql) { intruder_->run(sql); }

    /// What is found: "what A 3;" for a dispute's chain, "what 2026-11-23;" for a root.
    std::string found() {
        std::string all;
        for (const Break& one : verify(database()).breaks)
            all += one.dispute.empty() ? fmt::format("{} {};", one.what, one.root_on)
                                       : fmt::format("{} {} {};", one.what, name_of(one.dispute), one.number);
        return all;
    }
    std::string found_after(const std::string& sql) {
        tamper(sql);
        return found();
    }

    std::string name_of(const std::string& id) const {
        for (const auto& [dispute, name] : {std::pair(&a, "A"), std::pair(&b, "B"), std::pair(&c, "C")})
            if (to_text(dispute->id) == id) return name;
        return "?";
    }

    static std::string event(const Dispute& dispute, int number) {
        return fmt::format(" WHERE dispute_id = '{}' AND number = {}", to_text(dispute.id), number);
    }
    static std::string row(const Dispute& dispute) { return fmt::format(" WHERE id = '{}'", to_text(dispute.id)); }

    std::vector<Event> chain_of(const Dispute& dispute) {
        return database().read([&](db::Tx& tx) { return tx.all<Event>(select_chain, dispute.id); });
    }

    /// Writes the chain anew from an event on, with right digests and a right head.
    void rewrite(const Dispute& dispute, std::size_t from, const std::function<void(Event&)>& change) {
        auto events = chain_of(dispute);
        std::string sql;
        std::string previous = from > 1 ? events[from - 2].digest : "";
        for (std::size_t i = from - 1; i < events.size(); ++i) {
            if (i == from - 1) change(events[i]);
            events[i].previous_digest = previous;
            previous = events[i].digest = digest_of(events[i]);
            sql += fmt::format(
                "UPDATE dispute_event SET actor_name = '{}', content = '{}', previous_digest = '{}', digest = "
                "'{}'{};",
                events[i].actor_name, events[i].content, events[i].previous_digest, events[i].digest,
                event(dispute, static_cast<int>(i + 1)));
        }
        tamper(sql + fmt::format("UPDATE dispute SET event_digest = '{}'{}", previous, row(dispute)));
    }

    /// Appends an event with right number and digest; the dispute's row follows it or not.
    void append(const Dispute& dispute, Instant happened_at, bool with_head) {
        Event made = chain_of(dispute).back();
        made.number += 1;
        made.id = Id<Event>::fresh(happened_at);
        made.happened_at = happened_at;
        made.from_state = made.to_state;
        made.kind = "note";
        made.previous_digest = made.digest;
        made.digest = digest_of(made);
        std::string sql = fmt::format(
            "INSERT INTO dispute_event (dispute_id, number, id, happened_at, kind, from_state, to_state, actor_id, "
            "actor_name, actor_duty, organisation_id, content, version, previous_digest, digest) VALUES ('{}', {}, "
            "'{}', '{}', 'note', '{}', '{}', '{}', '{}', '{}', '{}', '{}', {}, '{}', '{}');",
            to_text(made.dispute_id), made.number, to_text(made.id), to_text(made.happened_at),
            json::enum_word(*made.from_state), json::enum_word(made.to_state), to_text(*made.actor_id),
            made.actor_name, made.actor_duty, to_text(*made.organisation_id), made.content, *made.version,
            made.previous_digest, made.digest);
        if (with_head)
            sql += fmt::format("UPDATE dispute SET event_number = {}, event_digest = '{}'{}", made.number,
                               made.digest, row(dispute));
        tamper(sql);
    }

    Dispute a, b, c;

  private:
    std::optional<TestCity> city_;
    std::optional<Intruder> intruder_;
    identity::Actor clerk_;
    identity::Actor head_;
    Instant at_;
    int disputes_ = 0;
};
INSTANTIATE_TEST_SUITE_P(engines, verification, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(verification, of_an_untouched_journal_finds_nothing) {
    const Verification result = verify(database());
    EXPECT_EQ(result.chains, 3);
    EXPECT_EQ(result.events, 13);
    EXPECT_EQ(result.roots, 3);
    EXPECT_EQ(found(), "");
}

TEST_P(verification, names_the_dispute_as_people_read_it) {
    tamper("UPDATE dispute_event SET kind = 'x'" + event(b, 2));
    const auto breaks = verify(database()).breaks;
    ASSERT_EQ(breaks.size(), 1u);
    EXPECT_EQ(to_text(breaks[0]), fmt::format("digest_wrong dispute {} ({}) event 2", b.number, to_text(b.id)));
}

TEST_P(verification, finds_a_changed_content) {
    EXPECT_EQ(found_after("UPDATE dispute_event SET content = '{\"amount_fen\":900}'" + event(a, 2)),
              "digest_wrong A 2;");
}

TEST_P(verification, finds_another_actor) {
    EXPECT_EQ(found_after("UPDATE dispute_event SET actor_name = '别人'" + event(a, 4)), "digest_wrong A 4;");
}

TEST_P(verification, finds_a_moved_time) {
    EXPECT_EQ(found_after(fmt::format("UPDATE dispute_event SET happened_at = '{}'{}", to_text(start_of(monday + 1)),
                                      event(c, 2))),
              "digest_wrong C 2;");
}

TEST_P(verification, finds_another_version) {
    EXPECT_EQ(found_after("UPDATE dispute_event SET version = version + 1" + event(a, 3)), "digest_wrong A 3;");
    EXPECT_EQ(found_after("UPDATE dispute_event SET version = NULL" + event(a, 3)), "digest_wrong A 3;");
}

TEST_P(verification, finds_a_row_removed_in_the_middle) {
    EXPECT_EQ(found_after("DELETE FROM dispute_event" + event(a, 3)), "number_missing A 3;");
}

TEST_P(verification, finds_the_first_row_removed) {
    EXPECT_EQ(found_after("DELETE FROM dispute_event" + event(b, 1)), "number_missing B 1;");
}

TEST_P(verification, finds_the_last_row_removed) {
    EXPECT_EQ(found_after("DELETE FROM dispute_event" + event(a, 6)), "head_wrong A 6;");
}

TEST_P(verification, finds_the_last_row_removed_with_the_head_set_back) {
    const auto before = chain_of(b)[2];
    tamper("DELETE FROM dispute_event" + event(b, 4));
    EXPECT_EQ(found_after(fmt::format("UPDATE dispute SET event_number = 3, event_digest = '{}', state = '{}', "
                                      "version = {}{}",
                                      before.digest, json::enum_word(before.to_state), *before.version, row(b))),
              "number_missing B 4;");
}

TEST_P(verification, finds_all_rows_removed) {
    EXPECT_EQ(found_after(fmt::format("DELETE FROM dispute_event WHERE dispute_id = '{}'", to_text(a.id))),
              "number_missing A 1;");
}

TEST_P(verification, finds_a_row_appended_with_a_right_digest) {
    append(a, start_of(monday + 3) + std::chrono::hours(11), false);
    EXPECT_EQ(found(), "head_wrong A 7;");
}

TEST_P(verification, finds_a_row_appended_with_head_to_a_day_that_has_a_root) {
    append(a, start_of(monday + 1) + std::chrono::hours(11), true);
    EXPECT_EQ(found(), "backdated A 7;");
}

TEST_P(verification, finds_a_row_put_in_between) {
    tamper("UPDATE dispute_event SET number = 7" + event(a, 6));
    EXPECT_EQ(found(), "number_missing A 6;");
    append(a, start_of(monday + 3) + std::chrono::hours(11), false);
    EXPECT_EQ(found_after("UPDATE dispute_event SET number = 6" + event(a, 8)), "link_wrong A 6;");
}

TEST_P(verification, finds_two_rows_swapped) {
    tamper("UPDATE dispute_event SET number = 99" + event(a, 3));
    tamper("UPDATE dispute_event SET number = 3" + event(a, 4));
    EXPECT_EQ(found_after("UPDATE dispute_event SET number = 4" + event(a, 99)), "link_wrong A 3;");
}

TEST_P(verification, finds_the_contents_of_two_rows_swapped) {
    const auto events = chain_of(a);
    tamper(fmt::format("UPDATE dispute_event SET content = '{}'{}", events[4].content, event(a, 4)));
    EXPECT_EQ(found_after(fmt::format("UPDATE dispute_event SET content = '{}'{}", events[3].content, event(a, 5))),
              "digest_wrong A 4;");
}

TEST_P(verification, finds_a_whole_chain_recomputed_by_the_root) {
    rewrite(a, 1, [](Event& event) { event.actor_name = "别人"; });
    EXPECT_EQ(found(), "rewritten A 2;");
}

TEST_P(verification, finds_the_first_root_that_a_recomputed_part_does_not_fit) {
    rewrite(a, 4, [](Event& event) { event.content = "{}"; });
    EXPECT_EQ(found(), "rewritten A 5;");
}

TEST_P(verification, finds_a_chain_recomputed_with_its_root_ends) {
    rewrite(a, 4, [](Event& event) { event.content = "{}"; });
    tamper(fmt::format("UPDATE journal_root_end SET digest = '{}'{}", chain_of(a)[4].digest, event(a, 5)));
    EXPECT_EQ(found(), "root_wrong 2026-11-24;");
}

TEST_P(verification, finds_a_dispute_removed) {
    for (const char* table : {"dispute_event", "dispute_body", "dispute_person", "dispute_clock"})
        tamper(fmt::format("DELETE FROM {} WHERE dispute_id = '{}'", table, to_text(b.id)));
    tamper("DELETE FROM dispute" + row(b));
    EXPECT_EQ(found(), "dispute_missing B 1;");
    EXPECT_EQ(found_after(fmt::format("DELETE FROM journal_root_end WHERE dispute_id = '{}'", to_text(b.id))),
              "root_wrong 2026-11-23;");
}

TEST_P(verification, finds_the_row_of_a_dispute_removed) {
    EXPECT_EQ(found_after("DELETE FROM dispute" + row(c)), "dispute_missing C 1;");
}

TEST_P(verification, finds_a_dispute_without_a_chain) {
    tamper(
        fmt::format("DELETE FROM journal_root_end WHERE dispute_id = '{0}'; DELETE FROM dispute_event WHERE "
                    "dispute_id = '{0}'",
                    to_text(c.id)));
    EXPECT_EQ(found(), "chain_missing C 1;root_wrong 2026-11-24;");
}

TEST_P(verification, finds_another_state_of_the_row) {
    EXPECT_EQ(found_after("UPDATE dispute SET state = 'archived'" + row(b)), "head_wrong B 4;");
}

TEST_P(verification, finds_another_version_of_the_row) {
    EXPECT_EQ(found_after("UPDATE dispute SET version = version - 1" + row(b)), "head_wrong B 4;");
}

TEST_P(verification, finds_another_head) {
    EXPECT_EQ(found_after("UPDATE dispute SET event_digest = '0'" + row(c)), "head_wrong C 3;");
    EXPECT_EQ(found_after("UPDATE dispute SET event_number = 2" + row(c)), "head_wrong C 3;");
    EXPECT_EQ(found_after("UPDATE dispute SET event_number = 5" + row(c)), "head_wrong C 4;");
}

TEST_P(verification, finds_an_event_moved_to_another_dispute) {
    EXPECT_EQ(found_after(fmt::format("UPDATE dispute_event SET dispute_id = '{}', number = 5{}", to_text(b.id),
                                      event(a, 6))),
              "head_wrong A 6;link_wrong B 5;");
}

TEST_P(verification, finds_chains_of_two_disputes_exchanged) {
    const std::string nobody = "ffffffff-0000-7000-8000-000000000000";
    const auto rename = [&](const std::string& from, const std::string& to) {
        tamper(fmt::format("UPDATE dispute_event SET dispute_id = '{}' WHERE dispute_id = '{}'", to, from));
    };
    rename(to_text(a.id), nobody);
    rename(to_text(b.id), to_text(a.id));
    rename(nobody, to_text(b.id));
    EXPECT_EQ(found(), "digest_wrong A 1;digest_wrong B 1;");
}

TEST_P(verification, finds_any_change_of_a_root) {
    for (const char* change : {"made_at = '2026-11-25 00:00:00.000001+00'", "chain_count = chain_count + 1",
                               "event_count = event_count - 1", "previous_digest = '0'", "digest = '0'"}) {
        const std::string day = " WHERE root_on = '2026-11-24'";
        const std::string column(change, std::string_view(change).find(' '));
        tamper("DROP TABLE IF EXISTS kept; CREATE TABLE kept AS SELECT * FROM journal_root" + day);
        EXPECT_EQ(found_after(fmt::format("UPDATE journal_root SET {}{}", change, day)), "root_wrong 2026-11-24;")
            << change;
        tamper(fmt::format("UPDATE journal_root SET {0} = (SELECT {0} FROM kept){1}; DROP TABLE kept", column, day));
        EXPECT_EQ(found(), "") << column;
    }
}

TEST_P(verification, finds_a_root_removed) {
    tamper("DELETE FROM journal_root WHERE root_on = '2026-11-23'");
    EXPECT_EQ(found(), "root_wrong 2026-11-24;");
}

TEST_P(verification, finds_the_last_root_removed) {
    tamper(
        "DELETE FROM journal_root WHERE root_on = '2026-11-25'; "
        "DELETE FROM journal_root_end WHERE root_on = '2026-11-25'");
    EXPECT_EQ(found(), "root_missing 2026-11-25;");
}

TEST_P(verification, finds_all_roots_removed) {
    EXPECT_EQ(found_after("DELETE FROM journal_root; DELETE FROM journal_root_end"), "root_missing 2026-11-25;");
}

TEST_P(verification, finds_a_root_moved_to_another_day) {
    EXPECT_EQ(found_after("UPDATE journal_root SET root_on = '2026-11-26' WHERE root_on = '2026-11-25'"),
              "backdated A 6;backdated C 3;root_wrong 2026-11-26;");
}

TEST_P(verification, finds_a_root_end_changed_or_removed) {
    EXPECT_EQ(found_after("UPDATE journal_root_end SET digest = '0'" + event(c, 2)),
              "rewritten C 2;root_wrong 2026-11-24;");
    EXPECT_EQ(found_after("DELETE FROM journal_root_end" + event(c, 2)), "backdated C 1;root_wrong 2026-11-24;");
}

TEST_P(verification, finds_values_that_nothing_can_read) {
    if (GetParam() == db::Engine::postgres) return;  // its columns hold nothing unreadable
    tamper("UPDATE dispute_event SET happened_at = 'x', id = '', to_state = 'nowhere', number = 'two'" + event(a, 2));
    tamper("UPDATE dispute SET state = 'nowhere', event_number = 'x'" + row(b));
    EXPECT_EQ(found(), "number_missing A 2;head_wrong B 1;");
}

TEST_P(verification, keeps_as_many_findings_as_were_asked_for) {
    tamper("UPDATE dispute_event SET kind = 'x'");
    EXPECT_EQ(verify(database(), 2).breaks.size(), 2u);
    EXPECT_EQ(verify(database()).breaks.size(), 3u);
}

TEST_P(verification, of_events_without_a_version_stands_by_their_digest) {
    auto events = chain_of(c);
    std::string previous;
    std::string sql;
    for (Event& one : events) {
        one.version.reset();
        one.previous_digest = previous;
        previous = one.digest = digest_of(one);
        sql += fmt::format("UPDATE dispute_event SET version = NULL, previous_digest = '{}', digest = '{}'{};",
                           one.previous_digest, one.digest, event(c, static_cast<int>(one.number)));
    }
    tamper(sql + fmt::format("UPDATE dispute SET event_digest = '{}'{}", previous, row(c)));
    EXPECT_EQ(found(), "rewritten C 2;");
}

TEST_P(verification, stores_one_root_a_day_and_none_before_the_last) {
    store_root(database(), monday, start_of(monday + 4));
    store_root(database(), monday + 2, start_of(monday + 4));
    EXPECT_EQ(verify(database()).roots, 3);
    store_root(database(), monday + 7, start_of(monday + 8));
    EXPECT_EQ(verify(database()).roots, 4);
    EXPECT_EQ(found(), "");
    append(a, start_of(monday + 5), true);
    EXPECT_EQ(found(), "backdated A 7;");
}

TEST_P(verification, holds_a_day_without_events) {
    store_root(database(), monday + 3, start_of(monday + 4));
    store_root(database(), monday + 4, start_of(monday + 5));
    EXPECT_EQ(found(), "");
    EXPECT_EQ(found_after("UPDATE journal_root SET event_count = 1 WHERE root_on = '2026-11-27'"),
              "root_wrong 2026-11-27;");
}

/// Whatever byte of whatever row of the journal changes, it is found.
class tampering : public verification {
  protected:
    static inline const std::vector<std::pair<const char*, std::vector<const char*>>> tables = {
        {"dispute_event",
         {"dispute_id", "number", "id", "happened_at", "kind", "from_state", "to_state", "actor_id", "actor_name",
          "actor_duty", "organisation_id", "content", "version", "previous_digest", "digest"}},
        {"dispute", {"id", "state", "version", "event_number", "event_digest"}},
        {"journal_root", {"root_on", "made_at", "chain_count", "event_count", "previous_digest", "digest"}},
        {"journal_root_end", {"root_on", "dispute_id", "number", "digest"}}};

    static std::string key_of(std::string_view table) {
        if (table == "dispute") return "id";
        if (table == "journal_root") return "root_on";
        return table == "dispute_event" ? "dispute_id, number" : "root_on, dispute_id";
    }

    /// Every value of the journal as a text, in one order.
    std::vector<std::string> all_values(const std::string& table, const std::string& column) {
        static std::map<std::string, std::unique_ptr<db::Statement>> statements;
        auto& select = statements[table + "_" + column];
        if (!select)
            select = std::make_unique<db::Statement>(
                fmt::format("testing.values_{}_{}", table, column),
                fmt::format("SELECT coalesce(CAST({} AS text), '') AS value FROM {} ORDER BY {}", column, table,
                            key_of(table)));
        return database().read([&](db::Tx& tx) { return tx.all<std::string>(*select); });
    }

    void keep() {
        for (const auto& [table, columns] : tables)
            tamper(fmt::format("CREATE TABLE kept_{0} AS SELECT * FROM {0}", table));
    }
    void put_back(const std::string& table) {
        tamper(fmt::format("DELETE FROM {0}; INSERT INTO {0} SELECT * FROM kept_{0}", table));
    }

    /// The bytes as an SQL text that holds exactly them.
    std::string literal(const std::string& bytes) const {
        if (GetParam() == db::Engine::sqlite) return fmt::format("CAST(x'{}' AS text)", crypto::to_hex(bytes));
        std::string text = "'";
        for (const char letter : bytes) text += letter == '\'' ? std::string("''") : std::string(1, letter);
        return text + "'";
    }

    /// Whether the engine takes the value at all.
    bool takes(const std::string& table, const std::string& column, std::size_t row, const std::string& value) {
        const std::string change =
            GetParam() == db::Engine::sqlite
                ? fmt::format(
                      "UPDATE {0} SET {1} = {2} WHERE rowid = (SELECT rowid FROM {0} ORDER BY {3} LIMIT 1 OFFSET "
                      "{4})",
                      table, column, literal(value), key_of(table), row)
                : fmt::format(
                      "UPDATE {0} SET {1} = {2} WHERE ctid = (SELECT ctid FROM {0} ORDER BY {3} LIMIT 1 OFFSET {4})",
                      table, column, literal(value), key_of(table), row);
        try {
            tamper(change);
            return true;
        } catch (const std::exception&) {
            return false;
        }
    }
};
INSTANTIATE_TEST_SUITE_P(engines, tampering, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(tampering, with_any_byte_of_any_row_is_found) {
    keep();
    for (const auto& entry : tables)
        EXPECT_TRUE(rc::check([&] {
            const auto& [table, columns] = entry;
            const std::string column = columns[*rc::gen::inRange<std::size_t>(0, columns.size())];
            const auto values = all_values(table, column);
            const auto row = *rc::gen::inRange<std::size_t>(0, values.size());
            std::string value = values[row];
            RC_PRE(!value.empty());
            const auto at = *rc::gen::inRange<std::size_t>(0, value.size());
            // Of texts any byte; of what PostgreSQL gives a type mostly a digit, which it takes.
            value[at] = *rc::gen::weightedOneOf<char>(
                {{1, rc::gen::inRange<char>(1, 127)}, {2, rc::gen::elementOf(std::string("0123456789abcdef"))}});
            RC_PRE(value != values[row]);
            RC_PRE(takes(table, column, row, value));
            auto after = all_values(table, column);
            auto before = values;
            std::sort(after.begin(), after.end());
            std::sort(before.begin(), before.end());
            const bool same = after == before;
            const std::string what = found();
            put_back(table);
            RC_PRE(!same);
            if (what.empty()) RC_FAIL(fmt::format("{}.{} row {}: {} is {}", table, column, row, values[row], value));
        }));
    EXPECT_EQ(found(), "");
}

}  // namespace hemu::dispute
