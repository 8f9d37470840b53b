#include "intake.hpp"

#include "body_rule.hpp"
#include "calendar.hpp"
#include "drafts.hpp"
#include "notices.hpp"
#include "registration.hpp"
#include "search.hpp"

namespace hemu::intake {

using dispute::State;
using identity::Duty;

const dispute::Verb merge_verb{"merge", {State::registered}, State::merged, {Duty::clerk, Duty::dispatcher}};
const dispute::Verb withdraw_verb{"withdraw",
                                  {State::registered, State::accepted, State::offered, State::taken, State::assigned},
                                  State::withdrawn,
                                  {Duty::clerk, Duty::dispatcher, Duty::head, Duty::citizen}};

static void check(const Registration& form, bool place_known, LegalDate today) {
    Verdict verdict = why_not_register(form, place_known, today);
    verdict.add(dispute::why_not_parties(form.parties, today));
    refuse_if(verdict);
}

/// The number in the register of the body; the number of the archived file is another one, given at closing.
static std::string register_number(const Prepared& prepared, LegalDate today) {
    return fmt::format("{}登〔{}〕第{:05}号", prepared.round.abbreviation, today.year(), prepared.serial);
}

static dispute::Dispute fresh_dispute(const Registration& form, const identity::Context& cx) {
    dispute::Dispute fresh;
    fresh.id = Id<dispute::Dispute>::fresh(cx.moment);
    fresh.source = form.source;
    fresh.channel = form.channel;
    fresh.source_reference = form.source_reference;
    fresh.registered_at = cx.moment;
    fresh.registered_on = legal_date(cx.moment);
    fresh.registered_by_id = cx.actor.account;
    fresh.window_id = cx.actor.organisation;
    fresh.holder_id = cx.actor.organisation;
    fresh.title = title_of(form);
    fresh.narrative = form.narrative;
    fresh.request = form.request;
    fresh.national_type = form.national_type;
    fresh.local_type = form.local_type;
    fresh.secrecy = form.secrecy.value_or(dispute::Secrecy::normal);
    fresh.people_count = people_of(form);
    fresh.amount_fen = form.amount_fen.value_or(Fen{});
    fresh.place_code = form.place_code;
    fresh.occurred_on = form.occurred_on;
    return fresh;
}

static std::optional<std::string> sealed_address(const Registration& form, const crypto::Keys& keys) {
    if (!form.address || form.address->empty()) return std::nullopt;
    return keys.seal(*form.address, "address");
}

Prepared prepare_registration(db::Tx& tx, const Registration& form, const Incoming& incoming, LegalDate since,
                              const identity::Context& cx) {
    Prepared prepared;
    const LegalDate today = legal_date(cx.moment);
    calendar::ask(tx);  // the clocks will want it
    auto servers =
        organisations::ask_serving(tx, form.place_code, form.national_type, form.local_type.value_or(""), today);
    prepared.round = look_round(tx, incoming, since, cx.actor, [&] {
        prepared.serial = dispute::next_serial(tx, cx.actor.organisation, "register", today.year());
    });
    prepared.proposal = propose_body(routing_facts(form), organisations::serving_among(servers.all()));
    return prepared;
}

Registered register_prepared(db::Tx& tx, const Registration& form, const Incoming& incoming, const Prepared& prepared,
                             const identity::Context& cx) {
    check(form, prepared.round.place_known, legal_date(cx.moment));
    Registered made{fresh_dispute(form, cx), crypto::random_code(10)};
    made.dispute.number = register_number(prepared, made.dispute.registered_on);
    dispute::open(tx, made.dispute, cx.keys.search_digest(made.query_code, "query_code"),
                  sealed_address(form, cx.keys), form.flags.value_or(std::vector<std::string>{}), cx);
    dispute::add_parties(tx, made.dispute.id, form.parties, cx);
    search::enter(tx, made.dispute, form.parties);
    save_sketch(tx, made.dispute.id, incoming, made.dispute.registered_on);
    if (prepared.proposal) save_proposal(tx, made.dispute.id, *prepared.proposal);
    return made;
}

std::vector<dispute::PartyForm> with_known(db::Tx& tx, std::vector<dispute::PartyForm> parties,
                                           const identity::Context& cx) {
    for (std::size_t i = 0; i < parties.size(); ++i)
        dispute::take_over_known(tx, parties[i], fmt::format("parties[{}].", i), cx);
    return parties;
}

static Receipt receipt_of(const Registered& made, const Prepared& prepared, Duplicates hints) {
    const dispute::Dispute& dispute = made.dispute;
    const Surroundings& round = prepared.round;
    return {dispute.id,
            dispute.number,
            dispute.state,
            dispute.version,
            made.query_code,
            dispute.registered_at,
            dispute.due_at ? std::optional(legal_date(*dispute.due_at)) : std::nullopt,
            round.name,
            round.phone,
            round.address,
            prepared.proposal,
            std::move(hints.items),
            hints.hidden_count};
}

Receipt register_dispute(db::Tx& tx, const Registration& typed, const identity::Context& cx) {
    Registration form = typed;
    form.parties = with_known(tx, std::move(form.parties), cx);
    const Settings chosen = settings(tx);
    const Incoming incoming = incoming_of(form.parties, form.narrative, form.place_code, cx.keys);
    const LegalDate since = add_months(legal_date(cx.moment), -static_cast<int>(chosen.duplicate_months));
    const Prepared prepared = prepare_registration(tx, form, incoming, since, cx);
    const Registered made = register_prepared(tx, form, incoming, prepared, cx);
    notices::tell(tx, made.dispute, notices::NoticeEvent::registered, to_text(made.dispute.id), {}, cx);
    if (form.draft_id) throw_draft_away(tx, *form.draft_id, cx.actor);
    return receipt_of(made, prepared, hints_of(incoming, prepared.round.candidates, chosen.hint_similarity_percent));
}

struct MergedContent {
    Id<dispute::Dispute> kept_id;
    std::string kept_number;
    MergeCause cause = MergeCause::person;
    std::int64_t similarity_percent = 0;
};
BOOST_DESCRIBE_STRUCT(MergedContent, (), (kept_id, kept_number, cause, similarity_percent))

struct JoinedContent {
    Id<dispute::Dispute> merged_id;
    std::string merged_number;
    MergeCause cause = MergeCause::person;
};
BOOST_DESCRIBE_STRUCT(JoinedContent, (), (merged_id, merged_number, cause))

void merge(db::Tx& tx, dispute::Dispute& merged, dispute::Dispute& kept, MergeCause cause,
           std::int64_t similarity_percent, const std::string& reason, const identity::Context& cx) {
    refuse_if(dispute::why_not(merged, merge_verb, cx.actor));
    refuse_if(why_not_merge(merged, kept));
    const auto event =
        dispute::advance(tx, merged, merge_verb, cx, MergedContent{kept.id, kept.number, cause, similarity_percent});
    if (!reason.empty()) dispute::add_note(tx, merged, event, reason, cx.moment);
    dispute::set_merged_into(tx, merged, kept.id);
    dispute::record(tx, kept, "duplicate_joined", cx, JoinedContent{merged.id, merged.number, cause});
    // The window that took the second report follows what becomes of it.
    if (merged.window_id != kept.window_id)
        dispute::give_body(tx, kept, merged.window_id, dispute::BodyRole::linked, cx.moment);
    save_merge(tx, merged.id, kept.id, cause, similarity_percent, cx);
}

void withdraw(db::Tx& tx, dispute::Dispute& dispute, const std::string& reason, const identity::Context& cx) {
    const auto event = dispute::advance(tx, dispute, withdraw_verb, cx, json::Nothing{});
    if (!reason.empty()) dispute::add_note(tx, dispute, event, reason, cx.moment);
}

std::int64_t forget_old_sketches(db::Database& database, LegalDate today) {
    return database.transact([&](db::Tx& tx) {
        return drop_sketches(tx, add_months(today, -static_cast<int>(settings(tx).duplicate_months)));
    });
}

std::int64_t forget_old_drafts(db::Database& database, Instant moment) {
    return database.transact(
        [&](db::Tx& tx) { return drop_drafts(tx, moment + std::chrono::hours(24) * -settings(tx).draft_days); });
}

}  // namespace hemu::intake
