// A matter goes out to a partner, and his answers come in; both are events of the dispute, and one clock of ours runs
// until the next thing that is looked for.
#include "outgoing.hpp"

#include <algorithm>

#include "calendar.hpp"
#include "clocks.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::State;
using exchange::MessageKind;
using exchange::OutMatter;
using identity::Context;

static constexpr std::string_view own_clock = "OUT";

/// Until when the first of these rules runs that does; nothing when none runs.
static std::optional<LegalDate> due_by(db::Tx& tx, const Dispute& dispute, const std::string& codes, Instant moment) {
    const auto clocks = dispute::clocks_of(tx, dispute, moment, "zh");
    std::istringstream words(codes);
    for (std::string code; words >> code;)
        for (const auto& clock : clocks)
            if (clock.code == code && !clock.ended_at) return legal_date(clock.due_at);
    return std::nullopt;
}

/// The earliest day on which something of what went out is looked for; what is closed waits for nothing.
static void run_own_clock(db::Tx& tx, Dispute& dispute, Instant moment) {
    std::optional<LegalDate> next;
    for (const OutRow& row : outs_of(tx, dispute.id)) {
        std::optional<LegalDate> due;
        if (row.state == OutState::sent) due = row.answer_due_on;
        if (row.state == OutState::accepted) due = row.result_due_on;
        if (due && (!next || *due < *next)) next = due;
    }
    const bool is_over = dispute.state == State::closed || dispute.state == State::archived;
    dispute::run_until(tx, dispute, own_clock, is_over ? std::nullopt : next, moment);
}

/// The chosen files of the dispute. Refusal invalid by their place.
static std::vector<exchange::PaperOnShelf> papers_of(db::Tx& tx, const Dispute& dispute, const ReferOutForm& form,
                                                     const Context& cx) {
    std::vector<exchange::PaperOnShelf> papers;
    if (!form.papers) return papers;
    const auto items = attachments::attachments_of(tx, dispute, cx.actor).items;
    for (std::size_t i = 0; i < form.papers->size(); ++i) {
        const auto found = std::find_if(items.begin(), items.end(), [&](const auto& one) {
            return one.id == (*form.papers)[i] && !one.removed_at && !one.taken_back;
        });
        if (found == items.end())
            throw Refusal(Fault::invalid, "invalid", {{fmt::format("papers[{}]", i), "not_found"}});
        if (found->audience == attachments::Audience::caucus)
            throw Refusal(Fault::invalid, "invalid", {{fmt::format("papers[{}]", i), "caucus_stays"}});
        papers.push_back({found->name, found->kind, found->digest});
    }
    return papers;
}

static Referral message_of(db::Tx& tx, const Dispute& dispute, const ReferOutForm& form, const OutMatter& matter,
                           const Context& cx) {
    Referral message;
    message.matter = form.matter;
    message.letter_on = legal_date(cx.moment);
    message.place_code = dispute.place_code;
    message.national_type = dispute.national_type;
    message.local_type = dispute.local_type;
    message.narrative = form.facts;
    message.request = form.request;
    message.occurred_on = dispute.occurred_on;
    message.amount_fen = dispute.amount_fen;
    message.contact = ReferralContact{cx.actor.name, std::nullopt};
    message.passing_basis = matter.passing_basis;
    if (form.urgent.value_or(false)) message.urgent = true;
    const auto agreed = form.consent_by.value_or(std::vector<Id<dispute::Party>>{});
    ReferralConsent consent{{}, form.consent_on.value_or(LegalDate{})};
    for (const auto& party : dispute::unmasked_parties_of(tx, dispute, cx)) {
        const bool goes = std::find(form.parties.begin(), form.parties.end(), party.id) != form.parties.end();
        const bool agrees = std::find(agreed.begin(), agreed.end(), party.id) != agreed.end();
        if (goes) message.parties.push_back(passed_on(party, agrees || matter.consent == exchange::ConsentOf::none));
        if (agrees) consent.given_by.push_back(party.name);
    }
    if (!consent.given_by.empty() && form.consent_on) message.consent = consent;
    return message;
}

/// What the journal proves: which matter went where; never what was written.
struct OutContent {
    OutId out_id;
    Id<exchange::Partner> partner_id;
    std::string matter;
    std::int64_t papers = 0;
    std::int64_t parties = 0;
};
BOOST_DESCRIBE_STRUCT(OutContent, (), (out_id, partner_id, matter, papers, parties))

static void record_step(db::Tx& tx, Dispute& dispute, const std::string& kind, const PartnerAnswer& answer,
                        const Context& cx) {
    if (kind.empty()) return;
    const PartnerTold told{kind, answer.on.value_or(legal_date(cx.moment)), answer.at.value_or(cx.moment)};
    dispute::record_with(tx, dispute, kind, cx, event_content(told));
}

static LegalDate answer_due(db::Tx& tx, const Dispute& dispute, const OutMatter& matter, bool urgent,
                            const Context& cx) {
    if (const auto by_law = due_by(tx, dispute, matter.answer_clock, cx.moment)) return *by_law;
    const OutSettings chosen = out_settings(tx);
    const LegalDate today = legal_date(cx.moment);
    if (urgent) return today + chosen.urgent_answer_days;
    return calendar::load(tx)->roll_forward(today + chosen.answer_days);
}

OutId refer_out(db::Tx& tx, Dispute& dispute, const ReferOutForm& form, const Context& cx) {
    const auto partner = exchange::find_partner(tx, form.partner_id);
    const bool takes = partner && partner->active;
    refuse_if(why_not_refer_out(form, takes ? std::optional(partner->kind) : std::nullopt, dispute,
                                dispute::parties_of(tx, dispute, cx), legal_date(cx.moment)));
    const OutMatter& matter = *exchange::find_out_matter(form.matter);
    OutRow row;
    row.id = OutId::fresh(cx.moment);
    row.dispute_id = dispute.id;
    row.partner_id = form.partner_id;
    row.matter = form.matter;
    row.reference = fmt::format("{}-{}", dispute.number, outs_of(tx, dispute.id).size() + 1);
    row.urgent = form.urgent.value_or(false);
    row.papers = db::Json(papers_of(tx, dispute, form, cx));
    row.sent_on = legal_date(cx.moment);
    row.sent_by_name = cx.actor.name;
    const Referral message = message_of(tx, dispute, form, matter, cx);
    const std::string content = json::write(message);
    row.content_sealed = cx.keys.seal(content, "partner_referral_out");
    if (message.consent) row.consent_by = fmt::format("{}", fmt::join(message.consent->given_by, "、"));
    row.consent_on = message.consent ? std::optional(message.consent->given_on) : std::nullopt;
    exchange::send(tx, row.partner_id, {MessageKind::referral, row.reference, dispute.id, content, *row.papers}, cx);
    dispute::record(tx, dispute, "referred_out", cx,
                    OutContent{row.id, row.partner_id, row.matter, static_cast<std::int64_t>(row.papers->size()),
                               static_cast<std::int64_t>(message.parties.size())});
    record_step(tx, dispute, matter.on_sent, {}, cx);
    row.answer_due_on = answer_due(tx, dispute, matter, row.urgent, cx);
    insert_out(tx, row, cx);
    run_own_clock(tx, dispute, cx.moment);
    return row.id;
}

struct AnswerContent {
    OutId out_id;
    AnswerKind answered = AnswerKind::acceptance;
    std::string matter;
    std::optional<std::string> refusal;
    std::optional<std::string> outcome;
};
BOOST_DESCRIBE_STRUCT(AnswerContent, (), (out_id, answered, matter, refusal, outcome))

static LegalDate result_due(db::Tx& tx, const Dispute& dispute, const OutMatter& matter, const PartnerAnswer& answer,
                            const Context& cx) {
    if (answer.due_on) return *answer.due_on;
    if (const auto by_law = due_by(tx, dispute, matter.result_clock, cx.moment)) return *by_law;
    return calendar::load(tx)->roll_forward(legal_date(cx.moment) + out_settings(tx).result_days);
}

void take_answer(db::Tx& tx, Dispute& dispute, const OutRow& row, AnswerKind kind, const PartnerAnswer& answer,
                 const Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    refuse_if(why_not_answer(kind, answer, &row, row.partner_kind, today));
    const OutMatter* matter = exchange::find_out_matter(row.matter);
    const auto event = dispute::record(tx, dispute, "referral_answered", cx,
                                       AnswerContent{row.id, kind, row.matter, answer.reason, answer.result});
    if (answer.words && !answer.words->empty()) dispute::add_note(tx, dispute, event, *answer.words, cx.moment);
    if (matter) record_step(tx, dispute, event_of(*matter, row, kind, answer), answer, cx);
    OutRow after = answered(row, kind, answer, today);
    if (matter && after.state == OutState::accepted && kind == AnswerKind::acceptance)
        after.result_due_on = result_due(tx, dispute, *matter, answer, cx);
    update_out(tx, after, row.state);
    run_own_clock(tx, dispute, cx.moment);
}

}  // namespace hemu::partners
