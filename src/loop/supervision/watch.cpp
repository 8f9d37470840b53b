#include "calendar.hpp"
#include "organisations.hpp"
#include "store.hpp"

namespace hemu::supervision {

using dispute::Dispute;
using identity::Context;

struct ReminderContent {
    std::string clock;
    std::int64_t percent = 0;
    LegalDate due_on;
    Id<identity::Organisation> organisation_id;
};
BOOST_DESCRIBE_STRUCT(ReminderContent, (), (clock, percent, due_on, organisation_id))

struct EscalationContent {
    std::string subject;
    std::string clock;
    std::int64_t level = 0;
    Id<identity::Organisation> organisation_id;
};
BOOST_DESCRIBE_STRUCT(EscalationContent, (), (subject, clock, level, organisation_id))

/// The body that stands `level` steps above; nothing when the tree ends before.
static std::optional<Id<identity::Organisation>> body_above(db::Tx& tx, Id<identity::Organisation> body,
                                                            std::int64_t level) {
    for (std::int64_t step = 0; step < level; ++step) {
        const auto found = organisations::find(tx, body);
        if (!found || !found->parent_id) return std::nullopt;
        body = *found->parent_id;
    }
    return body;
}

/// One round: its settings and what it has done.
class Round {
  public:
    Round(const Context& cx, const Settings& settings, std::shared_ptr<const WorkingCalendar> calendar)
        : cx_(cx), settings_(settings), calendar_(std::move(calendar)) {}

    void watch_clocks() {
        Instant due_at{0};
        std::string id = to_text(Id<Dispute>{});
        for (;;) {
            const auto page =
                cx_.db.read([&](db::Tx& tx) { return watched_after(tx, due_at, id, clocks_at_a_time); });
            for (const Watched& clock : page)
                if (something_owed(clock)) watch_clock(clock.id);
            if (static_cast<std::int64_t>(page.size()) < clocks_at_a_time) return;
            due_at = page.back().due_at;
            id = page.back().id;
        }
    }

    void watch_orders() {
        const auto orders =
            cx_.db.read([&](db::Tx& tx) { return overdue_orders(tx, legal_date(cx_.moment), orders_at_a_time); });
        for (const WaitingOrder& order : orders) {
            const std::int64_t owed = level_owed(end_of(order.reply_by_on), cx_.moment, false, settings_, *calendar_);
            if (owed <= order.level) continue;
            escalate_in_own_transaction(order, owed);
        }
    }

    WatchReport report;

  private:
    static constexpr std::int64_t clocks_at_a_time = 500;
    static constexpr std::int64_t orders_at_a_time = 1000;

    /// A clock that was late, then extended, is reminded anew.
    static std::int64_t reminded(const Watched& clock) {
        return clock.late_at && *clock.late_at < clock.due_at ? 0 : clock.reminded_percent;
    }

    std::int64_t level_of(const Watched& clock) const {
        return level_owed(clock.due_at, cx_.moment, clock.on_expiry == "escalate", settings_, *calendar_);
    }

    /// Cheap and never too low: pauses only make a clock slower.
    bool something_owed(const Watched& clock) const {
        const std::int64_t percent = percent_passed(clock.started_at, clock.due_at, {}, cx_.moment);
        return reminder_owed(percent, reminded(clock), settings_) > 0 || level_of(clock) > clock.level;
    }

    void watch_clock(const std::string& id) {
        const WatchReport done = cx_.db.transact([&](db::Tx& tx) {
            WatchReport made;
            const auto clock = watched_now(tx, id);
            auto dispute = clock ? dispute::load(tx, clock->dispute_id) : std::nullopt;
            if (!dispute) return made;
            remind(tx, *dispute, *clock, made);
            for (std::int64_t level = clock->level + 1; level <= level_of(*clock); ++level)
                escalate(tx, *dispute, "clock", clock->id, clock->code, level, made);
            return made;
        });
        add(done);
    }

    void remind(db::Tx& tx, Dispute& dispute, const Watched& clock, WatchReport& made) const {
        const std::int64_t percent =
            percent_passed(clock.started_at, clock.due_at, paused_time(tx, clock.id), cx_.moment);
        const std::int64_t owed = reminder_owed(percent, reminded(clock), settings_);
        if (owed == 0) return;
        const bool late = owed == 100;
        dispute::record(tx, dispute, late ? "late" : "reminder", cx_,
                        ReminderContent{clock.code, owed, legal_date(clock.due_at), clock.holder_id});
        const dispute::DueClock due{clock.id,     clock.dispute_id,       clock.code,     clock.started_at,
                                    clock.due_at, clock.reminded_percent, clock.on_expiry};
        dispute::mark_reminded(tx, due, owed);
        if (late) dispute::mark_late(tx, due, cx_.moment);
        save_reminder(tx, clock, owed, cx_.moment);
        ++(late ? made.late : made.reminders);
    }

    void escalate(db::Tx& tx, Dispute& dispute, std::string_view subject, const std::string& subject_id,
                  const std::string& clock, std::int64_t level, WatchReport& made) const {
        const auto above = body_above(tx, dispute.holder_id, level);
        if (!above || !save_escalation(tx, subject, subject_id, level, dispute.id, *above, cx_.moment)) return;
        dispute::record(tx, dispute, "escalation", cx_,
                        EscalationContent{std::string(subject), clock, level, *above});
        ++made.escalations;
    }

    void escalate_in_own_transaction(const WaitingOrder& order, std::int64_t owed) {
        add(cx_.db.transact([&](db::Tx& tx) {
            WatchReport made;
            auto dispute = dispute::load(tx, order.dispute_id);
            for (std::int64_t level = order.level + 1; dispute && level <= owed; ++level)
                escalate(tx, *dispute, "order", order.id, "", level, made);
            return made;
        }));
    }

    void add(const WatchReport& done) {
        report.reminders += done.reminders;
        report.late += done.late;
        report.escalations += done.escalations;
    }

    const Context& cx_;
    Settings settings_;
    std::shared_ptr<const WorkingCalendar> calendar_;
};

static const Instant end_of_time = end_of(LegalDate(9999, 12, 30));

WatchReport watch(const Context& cx) {
    Settings chosen;
    std::shared_ptr<const WorkingCalendar> calendar;
    cx.db.read([&](db::Tx& tx) {
        chosen = settings(tx, cx.config);
        calendar = calendar::load(tx);
    });
    Round round(cx, chosen, calendar);
    if (in_working_hours(cx.moment, chosen, *calendar)) {
        round.watch_clocks();
        round.watch_orders();
        round.report.rights = tell_of_rights(cx, end_of_time);
    } else if (chosen.rights_on_days_off != 0) {
        round.report.rights = tell_of_rights(cx, next_morning(cx.moment, chosen, *calendar));
    }
    return round.report;
}

}  // namespace hemu::supervision
