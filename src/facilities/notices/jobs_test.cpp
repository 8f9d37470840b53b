#include <gmock/gmock.h>

#include "agreements.hpp"
#include "notices_case.hpp"

namespace hemu::notices {

using dispute::State;
using testing::HasSubstr;
using testing::Not;
using testing::UnorderedElementsAre;

HEMU_ON_BOTH_ENGINES(notice_jobs);

/// An agreement that is being performed: 张三 pays in two days, 李四 in a month, both apologise in three days.
class Performing : public Case {
  public:
    explicit Performing(db::Database& database) : Case(database, State::performing) {
        agreements::AgreementForm form;
        form.facts = form.points = form.responsibility = "渗水";
        const auto parties = city.parties_in(dispute);
        form.terms = {term(parties[0], 2, Fen{380'000}), term(parties[1], 30), term(std::nullopt, 3)};
        city.database().transact([&](db::Tx& tx) { agreements::save(tx, dispute, form, now); });
    }
    agreements::TermForm term(std::optional<Id<dispute::Party>> party, int days, std::optional<Fen> amount = {}) {
        agreements::TermForm form;
        form.kind = amount ? agreements::TermKind::pay : agreements::TermKind::apologise;
        form.text = "赔礼道歉并付维修费";
        form.party_id = party;
        form.amount_fen = amount;
        form.due_on = legal_date(now) + days;
        form.manner = "转账";
        return form;
    }
    void run() {
        const identity::Surroundings around{city.database(), city.keys, city.config, [this] { return now; }};
        for (const auto& handler : job_handlers(around))
            if (handler.kind == "notice_performance_due") handler.work({}, now);
    }
    /// Of whom a day is told.
    std::vector<std::string> told() {
        std::vector<std::string> days;
        const auto parties = city.parties_in(dispute);
        city.database().read([&](db::Tx& tx) {
            for (const NoticeRow& row : rows_of(tx, dispute.id))
                days.push_back((row.party_id == parties[0] ? "张三 " : "李四 ") + row.facts->at("date"));
        });
        return days;
    }
};

TEST_P(notice_jobs, remind_of_what_is_to_be_performed_soon_and_once) {
    Performing one(database());
    one.run();
    EXPECT_THAT(one.told(),
                UnorderedElementsAre("张三 2026年11月26日", "张三 2026年11月27日", "李四 2026年11月27日"));
    one.run();
    EXPECT_EQ(one.told().size(), 3u) << "once";
    for (const PartyNotice& notice : one.all()) {
        EXPECT_EQ(notice.event, NoticeEvent::performance_due);
        const auto out = one.begin(notice);
        if (!out) continue;
        EXPECT_THAT(out->words, Not(testing::AnyOf(HasSubstr("3800"), HasSubstr("道歉"), HasSubstr("张三"))));
    }
}

TEST_P(notice_jobs, remind_of_nothing_that_was_performed_or_is_no_longer_performed) {
    Performing one(database());
    const auto terms = database().read([&](db::Tx& tx) { return agreements::find(tx, one.dispute)->terms; });
    const auto cx = one.city.as(identity::Duty::clerk, one.city.county_centre, one.now);
    database().transact([&](db::Tx& tx) {
        agreements::PerformanceForm form;
        form.term_id = terms.at(0).id;
        form.performed_on = legal_date(one.now);
        agreements::perform(tx, one.dispute, form, cx);
    });
    one.run();
    EXPECT_THAT(one.told(), UnorderedElementsAre("张三 2026年11月27日", "李四 2026年11月27日"));
    one.pass(std::chrono::hours(24 * 28));
    database().transact([&](db::Tx& tx) {
        tx.run_text(fmt::format("UPDATE dispute SET state = 'breached' WHERE id = '{}'", to_text(one.dispute.id)));
    });
    one.run();
    EXPECT_EQ(one.told().size(), 2u);
}

struct SqliteStep {
    std::int64_t id = 0;
    std::int64_t parent = 0;
    std::int64_t notused = 0;
    std::string detail;
};
BOOST_DESCRIBE_STRUCT(SqliteStep, (), (id, parent, notused, detail))

/// A city with three thousand agreements, whose terms are due on a day each, so that PostgreSQL has a choice.
static void fill_with_agreements(db::Tx& tx) {
    tx.run_text(R"(
        INSERT INTO dispute SELECT (jsonb_populate_record(NULL::dispute, to_jsonb(d) || jsonb_build_object(
            'id', gen_random_uuid(), 'number', n, 'query_digest', n))).* FROM dispute d, generate_series(1, 3000) n)");
    tx.run_text(R"(
        INSERT INTO agreement SELECT (jsonb_populate_record(NULL::agreement, to_jsonb(a) || jsonb_build_object(
            'id', gen_random_uuid(), 'dispute_id', d.id))).*
          FROM (SELECT * FROM agreement LIMIT 1) a, dispute d WHERE d.id <> a.dispute_id)");
    tx.run_text(R"(
        INSERT INTO agreement_term SELECT (jsonb_populate_record(NULL::agreement_term, to_jsonb(t) || jsonb_build_object(
            'id', gen_random_uuid(), 'agreement_id', a.id, 'due_on', date '2026-11-24' + CAST(a.row AS integer)))).*
          FROM (SELECT * FROM agreement_term LIMIT 1) t,
               (SELECT id, row_number() OVER (ORDER BY id) AS row FROM agreement) a WHERE a.id <> t.agreement_id)");
    tx.run_text("ANALYZE dispute");
    tx.run_text("ANALYZE agreement");
    tx.run_text("ANALYZE agreement_term");
}

/// The way of the job's question through the tables, as the engine itself tells it.
TEST_P(notice_jobs, look_only_at_terms_that_are_due) {
    Performing one(database());
    std::string sql;
    for (const db::Statement* known : db::statements())
        if (known->name == "notices.performance_due") sql = known->sql;
    const LegalDate today(2026, 11, 24);
    const auto way = database().transact([&](db::Tx& tx) {
        std::string told;
        if (tx.engine() == db::Engine::sqlite) {
            const db::Statement explain{"testing.way_sqlite", "EXPLAIN QUERY PLAN " + sql, db::Engine::sqlite};
            for (const auto& step : tx.all<SqliteStep>(explain, today, Id<agreements::Term>{}, today + 3))
                told += step.detail + "\n";
        } else {
            fill_with_agreements(tx);
            const db::Statement explain{"testing.way_postgres", "EXPLAIN " + sql, db::Engine::postgres};
            for (const auto& step : tx.all<std::string>(explain, today, Id<agreements::Term>{}, today + 3))
                told += step + "\n";
        }
        return told;
    });
    EXPECT_THAT(way, HasSubstr("agreement_term_due"));
    EXPECT_THAT(way, Not(testing::AnyOf(HasSubstr("SCAN t"), HasSubstr("Seq Scan on agreement"))));
}

}  // namespace hemu::notices
