#include <algorithm>

#include "auditing.hpp"
#include "letters.hpp"
#include "routes_parts.hpp"

namespace hemu::partners {

using http::None;
using identity::Context;
using identity::Duty;

/// What went out, and how it stands there.
struct OutView {
    OutId id;
    std::string partner_name;
    exchange::PartnerKind partner_kind = exchange::PartnerKind::other;
    std::string matter;
    std::string reference;
    OutState state = OutState::sent;
    bool urgent = false;
    std::string basis;
    std::string passing_basis;
    std::string consent_by;
    std::optional<LegalDate> consent_on;
    std::int64_t papers = 0;
    LegalDate sent_on;
    std::string sent_by_name;
    std::optional<LegalDate> answer_due_on;
    std::optional<LegalDate> answered_on;
    std::optional<std::string> partner_number;
    std::optional<std::string> refusal;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> result_due_on;
    std::optional<LegalDate> finished_on;
    std::optional<std::string> result;
    bool pays = false;  ///< an insurer that consented, when the agreement is in effect: its basis can be printed
    std::vector<exchange::PartnerEvent> events;  ///< that such a partner may tell of its side
};
BOOST_DESCRIBE_STRUCT(OutView, (),
                      (id, partner_name, partner_kind, matter, reference, state, urgent, basis, passing_basis,
                       consent_by, consent_on, papers, sent_on, sent_by_name, answer_due_on, answered_on,
                       partner_number, refusal, amount_fen, result_due_on, finished_on, result, pays, events))

/// A partner to whom something may be handed.
struct OutPartner {
    Id<exchange::Partner> id;
    std::string name;
    exchange::PartnerKind kind = exchange::PartnerKind::other;
    exchange::PartnerWay way = exchange::PartnerWay::none;
};
BOOST_DESCRIBE_STRUCT(OutPartner, (), (id, name, kind, way))

struct OutChoice : exchange::OutMatter {
    bool proposed = false;  ///< it fits the dispute
    bool may_be_urgent = false;
};
BOOST_DESCRIBE_STRUCT(OutChoice, (exchange::OutMatter), (proposed, may_be_urgent))

struct OutgoingOfCase {
    std::vector<OutView> referrals;
    std::vector<OutChoice> matters;
    std::vector<OutPartner> partners;
    std::vector<exchange::NamedCode> refusals;
    std::vector<exchange::NamedCode> results;
    InsurerNeed insurer;
};
BOOST_DESCRIBE_STRUCT(OutgoingOfCase, (), (referrals, matters, partners, refusals, results, insurer))

static OutView view_of(const dispute::Dispute& dispute, const OutRow& row) {
    const auto* matter = exchange::find_out_matter(row.matter);
    OutView view{row.id,
                 row.partner_name,
                 row.partner_kind,
                 row.matter,
                 row.reference,
                 row.state,
                 row.urgent,
                 matter ? matter->basis : "",
                 matter ? matter->passing_basis : "",
                 row.consent_by,
                 row.consent_on,
                 static_cast<std::int64_t>(row.papers->size()),
                 row.sent_on,
                 row.sent_by_name,
                 row.answer_due_on,
                 row.answered_on,
                 row.partner_number,
                 row.refusal,
                 row.amount_fen,
                 row.result_due_on,
                 row.finished_on,
                 row.result,
                 row.amount_fen && row.matter == "insurer_call" && dispute.effective_on,
                 {}};
    for (const auto& event : exchange::partner_events())
        if (exchange::may_tell(row.partner_kind, event)) view.events.push_back(event);
    return view;
}

// Those of the dispute's own window first.
static const db::Statement select_partners{"partners.takers", R"(
    SELECT id, name, kind, way FROM exchange_partner
     WHERE active
     ORDER BY CASE WHEN window_id = $1 THEN 0 ELSE 1 END, kind, name, id)"};

static http::Reply list(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    return cx.db.read([&](db::Tx& tx) {
        const auto dispute = dispute::find(tx, id, cx.actor);
        OutgoingOfCase view;
        const auto outs = outs_of(tx, id);
        for (const OutRow& row : outs) view.referrals.push_back(view_of(dispute, row));
        view.insurer = insurer_need(dispute, out_settings(tx), outs);
        const auto flags = dispute::flags_of(tx, dispute);
        for (const auto& matter : exchange::out_matters()) {
            OutChoice choice;
            static_cast<exchange::OutMatter&>(choice) = matter;
            choice.proposed = fits(matter, dispute, flags) || (!matter.limit.empty() && view.insurer.must_be_called);
            choice.may_be_urgent = may_be_urgent(matter);
            view.matters.push_back(std::move(choice));
        }
        std::stable_partition(view.matters.begin(), view.matters.end(), [](const auto& one) { return one.proposed; });
        view.partners = tx.all<OutPartner>(select_partners, dispute.window_id);
        view.refusals = exchange::out_refusals();
        view.results = exchange::out_results();
        return http::ok(view);
    });
}

static http::Reply send_out(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    const auto form = request.body<ReferOutForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        refuse_strangers(tx, found, cx.actor);
        const OutId out = refer_out(tx, found, form, cx);
        // Numbers and addresses leave in clear, as when they are opened on a page.
        audit::record(
            tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "refer_out", to_text(out), {"parties"}));
        return http::created(dispute::head_of(found));
    });
}

/// As our desk heard it: by letter or phone. paper_id: the file of the dispute in which an insurer consents.
struct HeardAnswer : PartnerAnswer {
    AnswerKind kind = AnswerKind::acceptance;
    std::optional<Id<attachments::Attachment>> paper_id;
};
BOOST_DESCRIBE_STRUCT(HeardAnswer, (PartnerAnswer), (kind, paper_id))

static void refuse_without_paper(db::Tx& tx, const dispute::Dispute& dispute, const HeardAnswer& form,
                                 const Context& cx) {
    const auto items = attachments::attachments_of(tx, dispute, cx.actor).items;
    const bool is_there = form.paper_id && std::any_of(items.begin(), items.end(), [&](const auto& one) {
                              return one.id == *form.paper_id && !one.removed_at;
                          });
    if (!is_there) throw Refusal(Fault::invalid, "invalid", {{"paper_id", form.paper_id ? "not_found" : "missing"}});
}

static OutRow out_in(db::Tx& tx, const http::Request& request, const dispute::Dispute& dispute) {
    const auto row = find_out(tx, dispute.id, request.path_id<ReferralOut>("out"));
    if (!row) throw Refusal(Fault::not_found, "not_found");
    return *row;
}

static http::Reply answer(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    const auto form = request.body<HeardAnswer>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        const OutRow row = out_in(tx, request, found);
        refuse_strangers(tx, found, cx.actor);
        if (is_consent_of_insurer(row, form.kind, form)) refuse_without_paper(tx, found, form, cx);
        take_answer(tx, found, row, form.kind, form, cx);
        return http::created(dispute::head_of(found));
    });
}

enum class OutPaper { referral, payment_basis };
BOOST_DESCRIBE_ENUM(OutPaper, referral, payment_basis)

static OutPaper paper_asked(const http::Request& request) {
    const auto word = request.query("kind");
    const auto kind = word ? json::enum_from_word<OutPaper>(*word) : OutPaper::referral;
    if (!kind) throw Refusal(Fault::invalid, "invalid", {{"kind", "unknown_word"}});
    return *kind;
}

/// Papers with numbers in clear: making one is audited.
static http::Reply print(const http::Request& request, const Context& cx) {
    const pdf::Paper paper = cx.db.transact([&](db::Tx& tx) {
        const auto dispute = dispute::find(tx, request.path_id<dispute::Dispute>("dispute"), cx.actor);
        const OutRow row = out_in(tx, request, dispute);
        const OutPaper kind = paper_asked(request);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::unmasking, "print_referral_out",
                                             to_text(row.id), {"parties"}));
        return kind == OutPaper::referral ? out_letter(tx, dispute, row, cx) : payment_basis(tx, dispute, row, cx);
    });
    return http::with_header(http::text(pdf::print(paper).bytes, std::string(pdf::media_type)), "Cache-Control",
                             "no-store");
}

static constexpr identity::Duties handing{Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};

identity::Routes outgoing_routes() {
    return {
        identity::get<None, OutgoingOfCase>("/api/disputes/{dispute}/referrals_out", identity::staff, list,
                                            "What of the dispute was handed to partners, and what may be"),
        identity::post<ReferOutForm, dispute::CaseHead>("/api/disputes/{dispute}/referrals_out", handing, send_out,
                                                        "Hand a matter to a partner, with consent and papers"),
        identity::post<HeardAnswer, dispute::CaseHead>("/api/disputes/{dispute}/referrals_out/{out}/answers", handing,
                                                       answer, "Note what the partner answered by letter or phone"),
        identity::get<None, None>("/api/disputes/{dispute}/referrals_out/{out}/letter", handing, print,
                                  "The letter with which it goes, or on what an insurer pays that has consented",
                                  {{"kind", "query", "referral or payment_basis; referral when absent"}})
            .with_output_type(std::string(pdf::media_type))
            .with_status(200),
    };
}

}  // namespace hemu::partners
