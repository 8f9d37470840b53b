// One dispute in the hands of the village's committee, for the tests of this desk.
#pragma once
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "handling.hpp"

namespace hemu::handling {

using namespace std::chrono_literals;
using dispute::Dispute;
using dispute::State;
using dispute::Way;
using identity::Context;
using identity::Duty;

/// A dispute with the village's committee, its mediator, and everything one may try on it.
class Case {
  public:
    explicit Case(db::Database& database, State state = State::assigned,
                  const std::function<void(Dispute&)>& change = {})
        : city(database) {
        start_another(state, change);
    }

    void start_another(State state, const std::function<void(Dispute&)>& change = {}) {
        id = city.add_dispute(state, change).id;
        city.hand_to(stored(), city.village, mediator());
        city.run_clocks_as_after(stored(), "accept", city.tick());
        parties = city.parties_in(stored());
    }

    Dispute stored() { return city.reload(id); }
    State state() { return stored().state; }
    identity::Actor mediator() { return city.person(Duty::mediator, city.village); }
    identity::Actor colleague() { return city.person(Duty::mediator, city.village, 2); }
    identity::Actor head() { return city.person(Duty::head, city.village); }

    /// One act in a transaction of its own; the code of its refusal, empty when it was done.
    template <class Act>
    std::string as(const identity::Actor& actor, Act act) {
        const Context cx = city.as(actor, moment ? *moment : city.tick());
        try {
            city.database().transact([&](db::Tx& tx) {
                auto found = dispute::find(tx, id, cx.actor);
                act(tx, found, cx);
            });
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
        }
        return "";
    }

    std::string begin(const identity::Actor& actor) {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            handling::begin(tx, found, {legal_date(cx.moment), NoticeForm::oral, parties, "已说明"}, cx);
        });
    }
    std::string begin() { return begin(mediator()); }

    std::string plan(SessionMode mode = SessionMode::joint) {
        return as(mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            session = plan_session(tx, found, {cx.moment + 24h, "调解室", mode, {"张三", "李四"}}, cx);
        });
    }
    std::string hold(std::int64_t version = 1) {
        return as(mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            record_session(tx, found, session, record(cx), version, cx);
        });
    }
    static SessionRecordForm record(const Context& cx) {
        SessionRecordForm form;
        form.planned_at = cx.moment;
        form.place = "调解室";
        form.participants = {"张三", "李四"};
        form.held_from = cx.moment + -1h;
        form.held_to = cx.moment;
        form.record = "双方陈述意见";
        form.result = "分歧缩小";
        return form;
    }
    /// Begun, with one session held and recorded.
    void mediate() {
        ASSERT_EQ(begin(), "");
        ASSERT_EQ(plan(), "");
        ASSERT_EQ(hold(), "");
    }

    std::string agree(const agreements::AgreementForm& form) {
        return as(mediator(),
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { handling::agree(tx, found, form, cx); });
    }
    std::string rewrite(const agreements::AgreementForm& form) {
        return as(mediator(),
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { rewrite_agreement(tx, found, form, cx); });
    }
    std::string pause(std::string reason) {
        return as(mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            handling::pause(tx, found, {std::move(reason)}, cx);
        });
    }
    std::string resume() {
        return as(mediator(),
                  [&](db::Tx& tx, Dispute& found, const Context& cx) { handling::resume(tx, found, cx); });
    }
    std::string extend(const identity::Actor& actor, LegalDate until) {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            handling::extend(tx, found, {until, legal_date(cx.moment), parties}, cx);
        });
    }
    std::string terminate(TerminationReason reason) {
        return as(mediator(), [&](db::Tx& tx, Dispute& found, const Context& cx) {
            handling::terminate(tx, found, {reason, {Way::court, Way::police}, "已书面告知"}, cx);
        });
    }
    std::string note(const identity::Actor& actor, const std::string& words = "底线两千元") {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) {
            add_caucus_note(tx, found, session, words, cx);
        });
    }
    std::string settle(const identity::Actor& actor, const OnTheSpot& form) {
        return as(actor, [&](db::Tx& tx, Dispute& found, const Context& cx) { settle_at_once(tx, found, form, cx); });
    }
    /// What others do to the dispute meanwhile.
    template <class Act>
    void meanwhile(Act act) {
        city.database().transact([&](db::Tx& tx) {
            Dispute found = dispute::load(tx, id).value();
            act(tx, found);
        });
    }

    HandlingView view(const identity::Actor& actor) {
        const Context cx = city.as(actor, moment ? *moment : city.morning());
        return city.database().read([&](db::Tx& tx) { return handling_of(tx, dispute::find(tx, id, actor), cx); });
    }
    HandlingView view() { return view(mediator()); }

    dispute::ClockView clock(std::string_view code, Instant at) {
        const Dispute found = stored();
        return city.database().read([&](db::Tx& tx) {
            for (const auto& one : dispute::clocks_of(tx, found, at, "zh"))
                if (one.code == code) return one;
            throw std::logic_error("no such clock");
        });
    }

    dispute::TestCity city;
    Id<Dispute> id;
    std::vector<PartyId> parties;
    Id<MediationSession> session;
    std::optional<Instant> moment;  ///< of the next acts, when it matters
};

inline agreements::AgreementForm written() {
    agreements::AgreementForm form;
    form.facts = "楼上渗水，楼下天花板受损";
    form.points = "赔偿数额";
    form.responsibility = "楼上承担修复责任";
    agreements::TermForm term;
    term.kind = agreements::TermKind::pay;
    term.text = "支付维修费用";
    term.amount_fen = Fen{280000};
    term.due_on = LegalDate(2026, 12, 1);
    term.manner = "转账";
    form.terms = {term};
    return form;
}

inline agreements::AgreementForm spoken() {
    agreements::AgreementForm form = written();
    form.form = agreements::AgreementShape::oral;
    return form;
}

}  // namespace hemu::handling
