#include "jobs.hpp"

#include "agreements.hpp"
#include "sending.hpp"

namespace hemu::notices {

using identity::Context;

static constexpr std::string_view send_kind = "notice_send";
static constexpr std::string_view due_kind = "notice_performance_due";
static constexpr std::string_view unreported_kind = "notice_unreported";

struct DueRow {
    Id<agreements::Term> id;
    Id<dispute::Dispute> dispute_id;
    LegalDate due_on;
};
BOOST_DESCRIBE_STRUCT(DueRow, (), (id, dispute_id, due_on))

// Terms by which something is to be done soon, and of which nobody has been told yet.
static const db::Statement select_due{"notices.performance_due", R"(
    SELECT t.id, a.dispute_id, t.due_on
      FROM agreement_term t
      JOIN agreement a ON a.id = t.agreement_id AND a.replaced_at IS NULL
      JOIN dispute d ON d.id = a.dispute_id AND d.revision = a.revision AND d.state = 'performing'
     WHERE (t.due_on, t.id) > ($1, $2) AND t.due_on <= $3
       AND NOT EXISTS (SELECT 1 FROM notice n WHERE n.source_id = t.id AND n.event = 'performance_due')
     ORDER BY t.due_on, t.id
     LIMIT 1000)"};

static void tell_due(const DueRow& due, const Context& cx) {
    cx.db.transact([&](db::Tx& tx) {
        const auto dispute = dispute::load(tx, due.dispute_id);
        const auto agreement = dispute ? agreements::find(tx, *dispute) : std::nullopt;
        if (!agreement) return;
        for (const auto& term : agreement->terms) {
            if (term.id != due.id || term.performed) continue;
            Occasion occasion;
            occasion.on = term.due_on;
            occasion.party_id = term.party_id;
            tell(tx, *dispute, NoticeEvent::performance_due, to_text(term.id), occasion, cx);
        }
    });
}

static void tell_all_due(const Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    for (DueRow last{{}, {}, today};;) {
        const auto due = cx.db.read([&](db::Tx& tx) {
            return tx.all<DueRow>(select_due, last.due_on, last.id, today + settings(tx).due_soon_days);
        });
        if (due.empty()) return;
        for (const DueRow& one : due) tell_due(one, cx);
        last = due.back();
    }
}

struct UnreportedRow {
    Id<Notice> notice_id;
};
BOOST_DESCRIBE_STRUCT(UnreportedRow, (), (notice_id))

static const db::Statement select_unreported{"notices.unreported", R"(
    SELECT s.notice_id
      FROM notice_service s JOIN notice n ON n.id = s.notice_id AND n.state = 'sent' AND n.step = s.step
     WHERE s.state = 'sent' AND s.method IN ('message', 'wechat') AND s.begun_at < $1
     ORDER BY s.begun_at
     LIMIT 500)"};

/// A gateway that reports delivery has said nothing for too long: the next method's turn.
static void give_up_unreported(const Context& cx) {
    if (cx.config.gateway_report_secret.empty()) return;
    const auto rows = cx.db.read([&](db::Tx& tx) {
        return tx.all<UnreportedRow>(select_unreported,
                                     cx.moment + std::chrono::hours(-settings(tx).unreported_hours));
    });
    for (const UnreportedRow& one : rows)
        cx.db.transact([&](db::Tx& tx) {
            auto row = find_notice(tx, one.notice_id);
            const auto service = row ? last_service(tx, row->id, row->step) : std::nullopt;
            if (service && row->state == NoticeState::sent)
                take_outcome(tx, *row, *service, ServiceState::failed, "not_reported", std::nullopt, cx);
        });
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    const auto context = [&around](Instant moment) {
        return Context{around.database, identity::machine(identity::Duty::clerk), moment, around.keys, around.config};
    };
    return {{std::string(send_kind),
             [context](const jobs::Job& job, Instant moment) { send_notice(notice_in(job), context(moment)); }},
            {std::string(due_kind), [context](const jobs::Job&, Instant moment) { tell_all_due(context(moment)); }},
            {std::string(unreported_kind),
             [context](const jobs::Job&, Instant moment) { give_up_unreported(context(moment)); }}};
}

void schedule_jobs(db::Tx& tx, Instant moment) {
    jobs::every(tx, due_kind, std::chrono::hours(6), moment);
    jobs::every(tx, unreported_kind, std::chrono::minutes(10), moment);
}

}  // namespace hemu::notices
