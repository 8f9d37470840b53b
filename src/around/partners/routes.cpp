#include "figures.hpp"
#include "letters.hpp"
#include "routes_parts.hpp"

namespace hemu::partners {

using http::None;
using identity::Context;
using identity::Duty;

/// Where a dispute came from, and what passed with the partner about it.
struct ReferralView {
    std::string partner_name;
    exchange::PartnerKind partner_kind = exchange::PartnerKind::other;
    std::string matter_zh;
    std::string matter_en;
    std::string reference;
    std::optional<std::string> letter_number;
    std::optional<LegalDate> letter_on;
    std::optional<LegalDate> received_on;
    std::optional<LegalDate> deadline_on;
    std::optional<std::string> consent_by;
    std::optional<LegalDate> consent_on;
    std::optional<ReferralContact> contact;
    std::vector<exchange::LedgerLine> messages;
    std::vector<LetterKind> letters;  ///< that can be written now
};
BOOST_DESCRIBE_STRUCT(ReferralView, (),
                      (partner_name, partner_kind, matter_zh, matter_en, reference, letter_number, letter_on,
                       received_on, deadline_on, consent_by, consent_on, contact, messages, letters))

/// events: what our desk may note that a partner told by letter or phone.
struct OfCase {
    std::optional<ReferralView> referral;
    std::vector<exchange::PartnerEvent> events;
};
BOOST_DESCRIBE_STRUCT(OfCase, (), (referral, events))

static ReferralView view_of(db::Tx& tx, const dispute::Dispute& dispute, const ReferralRow& row, const Context& cx) {
    const auto* matter = exchange::find_matter(row.matter);
    return {row.partner_name,
            row.partner_kind,
            matter ? matter->name_zh : row.matter,
            matter ? matter->name_en : row.matter,
            row.reference,
            row.letter_number,
            row.letter_on,
            row.received_on,
            row.deadline_on,
            row.consent_by,
            row.consent_on,
            contact_in(row, cx.keys),
            exchange::ledger_of(tx, row.dispute_id),
            letters_of(tx, dispute)};
}

static http::Reply of_case(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto dispute = dispute::find(tx, id, cx.actor);
        OfCase view{std::nullopt, exchange::partner_events()};
        if (const auto row = referral_of(tx, id)) view.referral = view_of(tx, dispute, *row, cx);
        return http::ok(view);
    });
}

/// What a partner told by letter or phone. words: beside it, for the file.
struct NotedEvent : PartnerTold {
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(NotedEvent, (PartnerTold), (words))

void refuse_strangers(db::Tx& tx, const dispute::Dispute& dispute, const identity::Actor& actor) {
    const bool is_theirs = actor.organisation == dispute.holder_id || actor.organisation == dispute.window_id ||
                           dispute::is_person(tx, dispute, actor.account);
    if (!is_theirs) throw Refusal(Fault::forbidden, "not_your_bodys_dispute");
    if (dispute.state == dispute::State::archived || dispute.state == dispute::State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
}

static http::Reply note_event(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    const auto form = request.body<NotedEvent>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        refuse_strangers(tx, found, cx.actor);
        refuse_if(why_not_told(form, std::nullopt, legal_date(cx.moment)));
        take_told(tx, found, form, form.words, cx);
        return http::created(dispute::head_of(found));
    });
}

/// The one that is asked for; without a word the latest that can be written.
static LetterKind letter_kind(db::Tx& tx, const http::Request& request, const dispute::Dispute& dispute) {
    if (const auto word = request.query("kind")) {
        const auto kind = json::enum_from_word<LetterKind>(*word);
        if (!kind) throw Refusal(Fault::invalid, "invalid", {{"kind", "unknown_word"}});
        return *kind;
    }
    const auto kinds = letters_of(tx, dispute);
    if (kinds.empty()) throw Refusal(Fault::not_found, "not_found");
    return kinds.back();
}

static pdf::Paper letter(db::Tx& tx, const http::Request& request, const Context& cx) {
    const auto dispute = dispute::find(tx, request.path_id<dispute::Dispute>("dispute"), cx.actor);
    const auto row = referral_of(tx, dispute.id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    const LetterKind kind = letter_kind(tx, request, dispute);
    return letter_paper(kind, letter_facts(tx, kind, *row, dispute, legal_date(cx.moment)));
}

static http::Reply print_letter(const http::Request& request, const Context& cx) {
    const pdf::Paper paper = cx.db.read([&](db::Tx& tx) { return letter(tx, request, cx); });
    return http::with_header(http::text(pdf::print(paper).bytes, std::string(pdf::media_type)), "Cache-Control",
                             "no-store");
}

struct FiguresView {
    LegalDate from_on;
    LegalDate to_on;
    std::vector<PartnerFigures> lines;
};
BOOST_DESCRIBE_STRUCT(FiguresView, (), (from_on, to_on, lines))

static http::Reply figures(const http::Request& request, const Context& cx) {
    const auto days = request.query_number("days", 365, 1, 3660);
    const LegalDate today = legal_date(cx.moment);
    return cx.db.read([&](db::Tx& tx) {
        const LegalDate from_on = today + (1 - days);
        return http::ok(FiguresView{from_on, today, figures_of(tx, cx.actor, from_on, today, cx.moment)});
    });
}

static constexpr identity::Duties noting{Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};
static constexpr identity::Duties figure_readers{Duty::dispatcher, Duty::supervisor, Duty::leader};

static identity::Routes referral_routes() {
    return {
        identity::get<None, OfCase>("/api/disputes/{dispute}/referral", identity::staff, of_case,
                                    "The partner who referred the dispute, and what passed with him about it"),
        identity::post<NotedEvent, dispute::CaseHead>(
            "/api/disputes/{dispute}/partner_events", noting, note_event,
            "Note what a court, an authority or another partner told of its side"),
        identity::get<None, None>(
            "/api/disputes/{dispute}/referral/letter", noting, print_letter, "A letter to the partner",
            {{"kind", "query", "acceptance, refusal, result or certificate; the latest when absent"}})
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
        identity::get<None, FiguresView>("/api/partners/figures", figure_readers, figures,
                                         "What passed with each partner of the centre in the period, by matter and "
                                         "direction, and what became of it",
                                         {{"days", "query", "of the period, 1 to 3660; 365 when absent", "integer"}}),
    };
}

static identity::Routes joined(identity::Routes all, identity::Routes more) {
    for (auto& route : more) all.push_back(std::move(route));
    return all;
}

const identity::Routes routes = joined(referral_routes(), outgoing_routes());

}  // namespace hemu::partners
