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

/// One thing that papers of a kind are of, and the words that tell it from the others.
struct About {
    std::string id;
    std::string what;
};

/// Nothing is told of what was only planned.
static std::vector<About> things_of(const CaseRead& read, std::string_view kind) {
    std::vector<About> things;
    if (kind == "session")
        for (const auto& one : read.sessions)
            if (one.held_from) things.push_back({to_text(one.id), session_facts(one).when});
    if (kind == "inquiry")
        for (const auto& one : read.inquiries)
            things.push_back({one.id, chinese_text(one.on) + " " + one.asked_person});
    if (kind == "visit")
        for (const auto& one : read.visits)
            if (one.visited_on) things.push_back({one.id, chinese_text(*one.visited_on)});
    if (kind == "party")
        for (const auto& one : read.facts.parties) things.push_back({one.id, one.name});
    if (kind == "principal")
        for (const auto& one : read.facts.parties)
            if (!one.agents.empty()) things.push_back({one.id, one.name});
    return things;
}

static void look_at(CaseRead& read, std::string_view kind, const std::string& id) {
    for (const auto& one : read.sessions)
        if (kind == "session" && to_text(one.id) == id) read.facts.session = session_facts(one);
    for (const auto& one : read.inquiries)
        if (kind == "inquiry" && one.id == id) read.facts.inquiry = inquiry_facts(one);
    for (const auto& one : read.visits)
        if (kind == "visit" && one.id == id) read.facts.visit = visit_facts(one);
    for (const auto& one : read.facts.parties)
        if ((kind == "party" || kind == "principal") && one.id == id) read.facts.party = one;
}

std::vector<CasePaper> papers_of(const CaseRead& read, LegalDate today) {
    const auto data = as_object(read.facts);
    std::vector<CasePaper> papers;
    for (const auto& pattern : documents::templates_on(today)) {
        const auto missing = documents::missing_of(pattern, data);
        if (pattern.about.empty()) papers.push_back({pattern.code, pattern.title, std::nullopt, "", missing});
        for (const About& thing : things_of(read, pattern.about))
            papers.push_back({pattern.code, pattern.title, thing.id, thing.what, missing});
    }
    return papers;
}

static const documents::Template& pattern_of(const std::vector<documents::Template>& all, std::string_view code) {
    for (const auto& pattern : all)
        if (pattern.code == code) return pattern;
    throw Refusal(Fault::not_found, "paper_not_found");
}

pdf::Paper make_paper(CaseRead& read, std::string_view code, const std::optional<std::string>& about,
                      const identity::Context& cx) {
    const auto all = documents::templates_on(legal_date(cx.moment));
    const auto& pattern = pattern_of(all, code);
    if (!pattern.about.empty()) {
        const auto things = things_of(read, pattern.about);
        const bool known =
            std::any_of(things.begin(), things.end(), [&](const About& one) { return one.id == about; });
        if (!known) throw Refusal(Fault::not_found, "paper_not_found");
        look_at(read, pattern.about, *about);
    }
    const auto data = as_object(read.facts);
    std::vector<FieldFault> lacks;
    for (const std::string& need : documents::missing_of(pattern, data)) lacks.push_back({need, "missing"});
    if (!lacks.empty()) throw Refusal(Fault::conflict, "paper_lacks", lacks);
    return documents::fill(pattern, data, {read.facts.body, cx.moment, read.facts.number});
}

}  // namespace hemu::dossier
