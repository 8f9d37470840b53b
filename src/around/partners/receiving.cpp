// What partners send is worked into the register.
#include "clocks.hpp"
#include "outgoing.hpp"

namespace hemu::partners {

using attachments::AttachmentKind;
using exchange::Incoming;
using exchange::MessageKind;
using exchange::PaperOnShelf;
using exchange::TakenIn;
using identity::Context;

static Refusal wrong(std::string field, std::string code) {
    return Refusal(Fault::invalid, "invalid", {{std::move(field), std::move(code)}});
}

/// Refusals name the paper by its place in the package.
static std::vector<PaperOnShelf> add_papers(db::Tx& tx, dispute::Dispute& dispute, const exchange::Package& package,
                                            const Context& cx) {
    std::vector<PaperOnShelf> kept;
    for (std::size_t i = 0; i < package.papers.size(); ++i) {
        const exchange::Paper& paper = package.papers[i];
        const std::string field = fmt::format("files[{}]", i + 1);
        const auto kind = json::enum_from_word<AttachmentKind>(paper.kind);
        if (!kind) throw wrong(field + ".kind", "unknown_word");
        try {
            attachments::add_file(tx, dispute, paper.name, *kind, paper.content, cx);
        } catch (const Refusal& refusal) {
            if (refusal.fault == Fault::unavailable || refusal.fault == Fault::conflict) throw;
            throw wrong(field, refusal.fields.empty() ? refusal.code : refusal.fields.front().code);
        }
        kept.push_back({paper.name, *kind, package.manifest.files[i + 1].digest});
    }
    return kept;
}

/// What the journal proves of a referral.
struct ReferralContent {
    Id<exchange::Partner> partner_id;
    std::string matter;
    std::string reference;
    std::int64_t papers = 0;
    std::optional<LegalDate> deadline_on;
};
BOOST_DESCRIBE_STRUCT(ReferralContent, (), (partner_id, matter, reference, papers, deadline_on))

static TakenIn take_referral(db::Tx& tx, const Incoming& incoming, const Context& cx) {
    const std::string& reference = incoming.package.manifest.reference;
    const auto form = json::read<Referral>(incoming.package.message);
    Verdict verdict = why_not_referral(form, incoming.partner.kind, *incoming.partner.matters, legal_date(cx.moment));
    if (reference.empty() || reference.size() > 100) verdict.add("reference", "missing");
    refuse_if(verdict);
    if (referral_named(tx, incoming.partner.id, reference)) throw wrong("reference", "reference_taken");
    const exchange::Matter& matter = *exchange::find_matter(form.matter);
    const auto made = intake::register_dispute(tx, registration_of(form, matter, reference), cx);
    dispute::Dispute dispute = dispute::load(tx, made.id).value();
    const auto papers = add_papers(tx, dispute, incoming.package, cx);
    if (!save_referral(tx, made.id, incoming.partner, reference, form, papers, cx))
        throw wrong("reference", "reference_taken");
    dispute::record(tx, dispute, "referral", cx,
                    ReferralContent{incoming.partner.id, form.matter, reference,
                                    static_cast<std::int64_t>(papers.size()), form.deadline_on});
    if (form.deadline_on) dispute::run_until(tx, dispute, "REF-DUE", form.deadline_on, cx.moment);
    if (incoming.partner.kind == exchange::PartnerKind::petition_office && form.received_on) {
        const PartnerTold told{"petition_received", form.received_on, std::nullopt};
        dispute::record_with(tx, dispute, told.kind, cx, event_content(told));
        dispute::record_with(tx, dispute, "petition_forwarded", cx, "{}");
    }
    return {made.id, made.number};
}

/// Of what the partner referred by its own number, or of what we handed to it by ours.
static dispute::Dispute referred(db::Tx& tx, const Incoming& incoming) {
    const std::string& reference = incoming.package.manifest.reference;
    std::optional<Id<dispute::Dispute>> id;
    if (const auto row = referral_named(tx, incoming.partner.id, reference)) id = row->dispute_id;
    if (!id)
        if (const auto out = out_named(tx, incoming.partner.id, reference)) id = out->dispute_id;
    const auto found = id ? dispute::load(tx, *id) : std::nullopt;
    if (!found) throw wrong("reference", "unknown_reference");
    return *found;
}

static TakenIn take_answer_of(db::Tx& tx, const Incoming& incoming, AnswerKind kind, const Context& cx) {
    const auto answer = json::read<PartnerAnswer>(incoming.package.message);
    const auto row = out_named(tx, incoming.partner.id, incoming.package.manifest.reference);
    auto found = row ? dispute::load(tx, row->dispute_id) : std::nullopt;
    if (!found) throw wrong("reference", "unknown_reference");
    if (is_consent_of_insurer(*row, kind, answer) && incoming.package.papers.empty()) throw wrong("files", "missing");
    add_papers(tx, *found, incoming.package, cx);
    take_answer(tx, *found, *row, kind, answer, cx);
    return {found->id, found->number};
}

static TakenIn take_event(db::Tx& tx, const Incoming& incoming, const Context& cx) {
    const auto told = json::read<PartnerTold>(incoming.package.message);
    refuse_if(why_not_told(told, incoming.partner.kind, legal_date(cx.moment)));
    dispute::Dispute found = referred(tx, incoming);
    add_papers(tx, found, incoming.package, cx);
    take_told(tx, found, told, std::nullopt, cx);
    return {found.id, found.number};
}

static TakenIn take_materials(db::Tx& tx, const Incoming& incoming, const Context& cx) {
    dispute::Dispute found = referred(tx, incoming);
    if (incoming.package.papers.empty()) throw wrong("files", "missing");
    add_papers(tx, found, incoming.package, cx);
    return {found.id, found.number};
}

std::optional<TakenIn> receive(db::Tx& tx, const Incoming& incoming, const Context& cx) {
    switch (incoming.package.manifest.kind) {
        case MessageKind::referral:
            return take_referral(tx, incoming, cx);
        case MessageKind::event:
            return take_event(tx, incoming, cx);
        case MessageKind::materials:
            return take_materials(tx, incoming, cx);
        case MessageKind::acceptance:
            return take_answer_of(tx, incoming, AnswerKind::acceptance, cx);
        case MessageKind::refusal:
            return take_answer_of(tx, incoming, AnswerKind::refusal, cx);
        case MessageKind::progress:
            return take_answer_of(tx, incoming, AnswerKind::progress, cx);
        case MessageKind::result:
            return take_answer_of(tx, incoming, AnswerKind::result, cx);
        default:
            return std::nullopt;
    }
}

}  // namespace hemu::partners
