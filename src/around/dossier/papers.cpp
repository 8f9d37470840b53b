#include <functional>

#include "numbers.hpp"
#include "store.hpp"
#include "words.hpp"

namespace hemu::dossier {

static std::string clock_text(Instant moment) {
    return fmt::format("{} {:02}:{:02}", chinese_text(legal_date(moment)), legal_hour(moment), legal_minute(moment));
}

static SessionFacts session_facts(const handling::MediationSessionView& view) {
    SessionFacts session;
    session.when = clock_text(view.held_from.value_or(view.planned_at));
    if (view.held_to)
        session.when += fmt::format(" 至 {:02}:{:02}", legal_hour(*view.held_to), legal_minute(*view.held_to));
    session.place = view.place;
    session.mode = page_word("handling", "mode", view.mode);
    session.participants = fmt::format("{}", fmt::join(view.participants, "、"));
    session.record = view.record.value_or("");
    session.result = view.result.value_or("");
    return session;
}

static InquiryFacts inquiry_facts(const handling::InvestigationView& view) {
    return {chinese_text(view.on), view.place, view.asked_person,
            fmt::format("{}", fmt::join(view.participants, "、")), view.content};
}

static VisitFacts visit_facts(const evaluation::VisitView& view) {
    VisitFacts visit;
    visit.on = chinese_text(*view.visited_on);
    if (view.manner) visit.manner = page_word("evaluation", "manner", *view.manner);
    if (view.performance) visit.performance = page_word("evaluation", "performance", *view.performance);
    visit.satisfied = view.satisfied.value_or(false) ? "满意" : "不满意";
    visit.lawsuit = view.lawsuit.value_or(false) ? "是" : "否";
    visit.remaining_risk = view.remaining_risk.value_or("");
    visit.words = view.words.value_or("");
    visit.visitor = view.visitor_name.value_or("");
    return visit;
}

static OrderFacts order_facts(const supervision::OrderView& view) {
    return {page_word("supervision", "kind", view.kind),
            view.from_organisation_name,
            view.to_organisation_name,
            view.demand,
            chinese_text(view.reply_by_on),
            chinese_text(legal_date(view.issued_at))};
}

/// One thing that papers of a kind are of, the words that tell it from the others, and how a paper comes to speak of
/// it.
struct Thing {
    std::string id;
    std::string what;
    std::function<void(CaseFacts&)> show;
};
using Things = std::vector<Thing>;

/// Nothing is told of what was only planned.
static Things sessions_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.sessions)
        if (one.held_from)
            things.push_back({to_text(one.id), session_facts(one).when,
                              [session = session_facts(one)](CaseFacts& facts) { facts.session = session; }});
    return things;
}

static Things inquiries_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.inquiries)
        things.push_back({one.id, chinese_text(one.on) + " " + one.asked_person,
                          [inquiry = inquiry_facts(one)](CaseFacts& facts) { facts.inquiry = inquiry; }});
    return things;
}

static Things visits_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.visits)
        if (one.visited_on)
            things.push_back({one.id, chinese_text(*one.visited_on),
                              [visit = visit_facts(one)](CaseFacts& facts) { facts.visit = visit; }});
    return things;
}

static Things parties_of(const CaseRead& read, bool with_agents) {
    Things things;
    for (const auto& one : read.facts.parties)
        if (!with_agents || !one.agents.empty())
            things.push_back({one.id, one.name, [one](CaseFacts& facts) { facts.party = one; }});
    return things;
}

/// Consent is signed before an extension can be recorded, so that there is always an empty sheet.
static Things extensions_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.extensions) {
        const ExtensionFacts extension{chinese_text(one.new_end_on), chinese_text(one.consent_on)};
        things.push_back({one.id, extension.until, [extension](CaseFacts& facts) { facts.extension = extension; }});
    }
    things.push_back({"empty", "", [](CaseFacts& facts) { facts.extension = ExtensionFacts{}; }});
    return things;
}

static Things payments_of(const CaseRead& read) {
    Things things;
    for (std::size_t at = 0; at < read.payments.size(); ++at) {
        const PaymentFacts& one = read.payments[at];
        things.push_back({std::to_string(at + 1), fmt::format("第{}项 {} {}", one.index, one.on, one.amount),
                          [one](CaseFacts& facts) { facts.payment = one; }});
    }
    return things;
}

static Things handings_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.offers) {
        const HandingFacts handing{one.organisation_name, one.offered_by, chinese_text(legal_date(one.offered_at))};
        things.push_back({to_text(one.offered_at), handing.to + " " + handing.on,
                          [handing](CaseFacts& facts) { facts.handing = handing; }});
    }
    return things;
}

static Things orders_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.orders)
        things.push_back({to_text(one.id), order_facts(one).kind + " " + order_facts(one).on,
                          [order = order_facts(one)](CaseFacts& facts) { facts.order = order; }});
    return things;
}

static Things mediators_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.mediators)
        things.push_back({one.name, one.name, [one](CaseFacts& facts) { facts.mediator = one; }});
    return things;
}

static Things advice_things_of(const CaseRead& read) {
    Things things;
    for (const auto& one : read.advice) {
        const AdviceFacts advice{one.addressee, one.problem, one.advice, chinese_text(one.reply_by_on),
                                 chinese_text(one.written_on)};
        things.push_back({to_text(one.id), advice.to, [advice](CaseFacts& facts) { facts.advice = advice; }});
    }
    return things;
}

static Things ruling_things_of(const CaseRead& read) {
    Things things;
    for (const CaseRuling& one : read.rulings)
        things.push_back(
            {one.id, one.facts.number, [ruling = one.facts](CaseFacts& facts) { facts.ruling = ruling; }});
    return things;
}

static Things things_of(const CaseRead& read, std::string_view kind) {
    if (kind == "session") return sessions_of(read);
    if (kind == "inquiry") return inquiries_of(read);
    if (kind == "visit") return visits_of(read);
    if (kind == "party") return parties_of(read, false);
    if (kind == "principal") return parties_of(read, true);
    if (kind == "extension") return extensions_of(read);
    if (kind == "payment") return payments_of(read);
    if (kind == "handing") return handings_of(read);
    if (kind == "order") return orders_of(read);
    if (kind == "mediator") return mediators_of(read);
    if (kind == "advice") return advice_things_of(read);
    if (kind == "ruling") return ruling_things_of(read);
    return {};
}

static PaperIssuer issuer_of(const documents::Template& pattern) {
    if (pattern.about == "ruling") return PaperIssuer::court;
    return pattern.about == "handing" || pattern.about == "order" ? PaperIssuer::window : PaperIssuer::body;
}

std::vector<CasePaper> papers_of(const CaseRead& read) {
    const auto data = as_object(read.facts);
    std::vector<CasePaper> papers;
    for (const auto& pattern : read.templates) {
        CasePaper paper{pattern.code,      pattern.title, std::nullopt, "", documents::missing_of(pattern, data),
                        issuer_of(pattern)};
        if (pattern.about.empty()) papers.push_back(paper);
        for (const Thing& thing : things_of(read, pattern.about)) {
            paper.about = thing.id;
            paper.what = thing.what;
            papers.push_back(paper);
        }
    }
    return papers;
}

void show_first(CaseRead& read, std::string_view about) {
    const auto things = things_of(read, about);
    if (!things.empty()) things.front().show(read.facts);
}

static const documents::Template& pattern_of(const std::vector<documents::Template>& all, std::string_view code) {
    for (const auto& pattern : all)
        if (pattern.code == code) return pattern;
    throw Refusal(Fault::not_found, "paper_not_found");
}

pdf::Paper make_paper(CaseRead& read, std::string_view code, const std::optional<std::string>& about,
                      const identity::Context& cx) {
    const auto& pattern = pattern_of(read.templates, code);
    if (pattern.about.empty() && about) throw Refusal(Fault::not_found, "paper_not_found");
    if (!pattern.about.empty()) {
        const auto things = things_of(read, pattern.about);
        const auto thing =
            std::find_if(things.begin(), things.end(), [&](const Thing& one) { return one.id == about; });
        if (thing == things.end()) throw Refusal(Fault::not_found, "paper_not_found");
        thing->show(read.facts);
    }
    const auto data = as_object(read.facts);
    std::vector<FieldFault> lacks;
    for (const std::string& need : documents::missing_of(pattern, data)) lacks.push_back({need, "missing"});
    if (!lacks.empty()) throw Refusal(Fault::conflict, "paper_lacks", lacks);
    // The day alone, so that what was made before it was signed is made again byte by byte.
    const auto ruling = issuer_of(pattern) == PaperIssuer::court ? read.facts.ruling : std::nullopt;
    return documents::fill(pattern, data,
                           {ruling ? ruling->court : read.facts.body, start_of(legal_date(cx.moment)),
                            ruling ? ruling->number : read.facts.number});
}

void refuse_shelved(const dispute::Dispute& dispute) {
    if (dispute.state == dispute::State::archived || dispute.state == dispute::State::merged)
        throw Refusal(Fault::conflict, "not_in_this_state");
}

Id<identity::Organisation> issuer_of(const CaseRead& read, const dispute::Dispute& dispute, std::string_view code,
                                     const std::optional<std::string>& about) {
    switch (issuer_of(pattern_of(read.templates, code))) {
        case PaperIssuer::body:
            return dispute.holder_id;
        case PaperIssuer::window:
            return dispute.window_id;
        case PaperIssuer::court:
            break;
    }
    for (const CaseRuling& one : read.rulings)
        if (one.id == about) return one.court_id;
    throw Refusal(Fault::not_found, "paper_not_found");
}

void refuse_maker(const CaseRead& read, const dispute::Dispute& dispute, std::string_view code,
                  const std::optional<std::string>& about, const identity::Actor& actor) {
    const bool courts = issuer_of(pattern_of(read.templates, code)) == PaperIssuer::court;
    const bool judges = actor.duty == identity::Duty::judge;
    if (courts != judges || (courts && issuer_of(read, dispute, code, about) != actor.organisation))
        throw Refusal(Fault::forbidden, "paper_of_the_court");
}

pdf::Paper make_numbered_paper(db::Tx& tx, const dispute::Dispute& dispute, CaseRead& read, std::string_view code,
                               const std::optional<std::string>& about, const identity::Context& cx) {
    const auto& pattern = pattern_of(read.templates, code);
    if (pattern.series) {
        const numbers::NumberUse use{numbers::NumberKind::paper, *pattern.series,
                                     pattern.code + (about ? " " + *about : "")};
        const auto issuer = issuer_of(read, dispute, code, about);
        auto number = numbers::number_of(tx, dispute, use);
        if (!number && issuer == cx.actor.organisation)
            number = numbers::give(tx, dispute, issuer, use, legal_date(cx.moment), cx);
        read.facts.document_number = number.value_or("");
    }
    return make_paper(read, code, about, cx);
}

pdf::Paper paper_as_it_stands(db::Tx& tx, const dispute::Dispute& dispute, CaseRead& read, std::string_view code,
                              const std::optional<std::string>& about, const identity::Context& cx) {
    const auto& pattern = pattern_of(read.templates, code);
    read.facts.document_number = "";
    if (pattern.series)
        read.facts.document_number = numbers::number_of(tx, dispute,
                                                        {numbers::NumberKind::paper, *pattern.series,
                                                         pattern.code + (about ? " " + *about : "")})
                                         .value_or("");
    return make_paper(read, code, about, cx);
}

}  // namespace hemu::dossier
