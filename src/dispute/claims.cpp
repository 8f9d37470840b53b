#include "claims.hpp"

#include "clock_store.hpp"
#include "journal.hpp"
#include "queue.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Context;
using identity::Duty;

/// Until mediators are named anybody of the body may take it in hand; afterwards they have it.
static bool is_before_mediators(State state) {
    return state == State::registered || state == State::accepted || state == State::offered || state == State::taken;
}

Handled handled(const Dispute& dispute) { return {dispute.state, dispute.holder_id, dispute.handler_id}; }

Verdict why_not_claim(const Handled& dispute, const Actor& actor) {
    if (dispute.holder_id != actor.organisation) return Verdict::refused(Fault::forbidden, "not_at_holder");
    if (!is_before_mediators(dispute.state)) return Verdict::refused(Fault::conflict, "not_in_this_state");
    if (dispute.handler_id) return Verdict::refused(Fault::conflict, "claimed_already");
    return {};
}

Verdict why_not_release(const Handled& dispute, const Actor& actor) {
    if (!is_before_mediators(dispute.state)) return Verdict::refused(Fault::conflict, "not_in_this_state");
    if (!dispute.handler_id) return Verdict::refused(Fault::conflict, "claimed_by_nobody");
    const bool arranges =
        dispute.holder_id == actor.organisation && (actor.duty == Duty::head || actor.duty == Duty::dispatcher);
    if (*dispute.handler_id != actor.account && !arranges)
        return Verdict::refused(Fault::forbidden, "claimed_by_another");
    return {};
}

struct HandsContent {
    std::optional<Id<identity::Account>> handler_id;
};
BOOST_DESCRIBE_STRUCT(HandsContent, (), (handler_id))

// Whoever was faster has it: this waits for his transaction.
static const db::Statement take_in_hand{"dispute.take_in_hand",
                                        "UPDATE dispute SET handler_id = $2 WHERE id = $1 AND handler_id IS NULL"};

void claim(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(why_not_claim(handled(dispute), cx.actor));
    if (tx.changed(take_in_hand, dispute.id, cx.actor.account) == 0)
        throw Refusal(Fault::conflict, "claimed_already");
    dispute.handler_id = cx.actor.account;
    record(tx, dispute, "claim", cx, HandsContent{cx.actor.account});
}

void release(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(why_not_release(handled(dispute), cx.actor));
    record(tx, dispute, "release", cx, HandsContent{dispute.handler_id});
    set_handler(tx, dispute, std::nullopt);
}

static Verdict why_not_in_hand(const Handled& dispute, const Actor& actor) {
    if (is_closed(dispute.state) || dispute.state == State::paused)
        return Verdict::refused(Fault::conflict, "not_in_this_state");
    const bool in_hand = dispute.handler_id == std::optional(actor.account);
    const bool of_nobody = !dispute.handler_id && dispute.holder_id == actor.organisation;
    if (!in_hand && !of_nobody) return Verdict::refused(Fault::forbidden, "not_in_hand");
    return {};
}

Hands hands_of(const Handled& dispute, const Actor& actor) {
    if (!workers.contains(actor.duty)) return {};
    return {why_not_claim(dispute, actor).fine(), why_not_release(dispute, actor).fine(),
            why_not_in_hand(dispute, actor).fine()};
}

Verdict why_not_hold(const Dispute& dispute, const HoldForm& form, const Actor& actor, LegalDate today) {
    if (Verdict verdict = why_not_in_hand(handled(dispute), actor); !verdict.fine()) return verdict;
    const std::int64_t days = form.until_on.days_since_epoch() - today.days_since_epoch();
    if (days < 1) return Verdict::refused(Fault::invalid, "hold_not_after_today", "until_on");
    if (days > longest_hold_days) return Verdict::refused(Fault::invalid, "hold_too_long", "until_on");
    return {};
}

struct HoldContent {
    HoldReason reason = HoldReason::party;
    LegalDate until_on;
};
BOOST_DESCRIBE_STRUCT(HoldContent, (), (reason, until_on))

static const db::Statement update_hold{
    "dispute.set_hold", "UPDATE dispute SET hold_reason = $2, hold_since_at = $3, hold_until_at = $4 WHERE id = $1"};

void hold(db::Tx& tx, Dispute& dispute, const HoldForm& form, const Context& cx) {
    refuse_if(why_not_hold(dispute, form, cx.actor, legal_date(cx.moment)));
    const auto event = record(tx, dispute, "hold", cx, HoldContent{form.reason, form.until_on});
    if (form.words && !form.words->empty()) add_note(tx, dispute, event, *form.words, cx.moment);
    tx.run(update_hold, dispute.id, form.reason, cx.moment, start_of(form.until_on));
}

static const db::Statement clear_hold{
    "dispute.clear_hold",
    "UPDATE dispute SET hold_reason = NULL, hold_since_at = NULL, hold_until_at = NULL WHERE id = $1"};

void end_hold(db::Tx& tx, Dispute& dispute, const Context& cx) {
    refuse_if(why_not_in_hand(handled(dispute), cx.actor));
    if (!hold_of(tx, dispute, cx.moment)) throw Refusal(Fault::conflict, "not_on_hold");
    record(tx, dispute, "hold_end", cx, json::Nothing{});
    tx.run(clear_hold, dispute.id);
}

static const db::Statement select_hold{"dispute.hold",
                                       "SELECT hold_reason, hold_since_at, hold_until_at FROM dispute WHERE id = $1"};

std::optional<HoldView> hold_of(db::Tx& tx, const Dispute& dispute, Instant moment) {
    return hold_in(tx.one<HoldColumns>(select_hold, dispute.id), moment);
}

std::optional<HoldView> hold_in(const HoldColumns& row, Instant moment) {
    if (!row.hold_reason || !row.hold_since_at || !row.hold_until_at) return std::nullopt;
    HoldView view{*row.hold_reason, *row.hold_since_at, std::nullopt, *row.hold_until_at <= moment};
    if (*row.hold_until_at < far_away) view.until_on = legal_date(*row.hold_until_at);
    return view;
}

struct NoteContent {
    std::optional<std::vector<Id<identity::Account>>> asked_ids;
};
BOOST_DESCRIBE_STRUCT(NoteContent, (), (asked_ids))

void note(db::Tx& tx, Dispute& dispute, const std::string& words, const Context& cx,
          const std::vector<Id<identity::Account>>& asked) {
    if (words.empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    NoteContent content;
    if (!asked.empty()) content.asked_ids = asked;
    const auto event = record(tx, dispute, "note", cx, content);
    add_note(tx, dispute, event, words, cx.moment);
}

static const db::Statement upsert_seen{"dispute.mark_seen", R"(
    INSERT INTO dispute_seen (account_id, dispute_id, seen_at) VALUES ($1, $2, $3)
    ON CONFLICT (account_id, dispute_id) DO UPDATE SET seen_at = excluded.seen_at)"};

void mark_seen(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    tx.run(upsert_seen, cx.actor.account, dispute.id, cx.moment);
    tx.after_commit([account = cx.actor.account] { forget_counts(account); });
}

}  // namespace hemu::dispute
