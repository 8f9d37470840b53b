#include "agreements.hpp"
#include "text.hpp"

namespace hemu::agreements {

using dispute::Difficulty;
using dispute::Dispute;

bool writing_needed(const Dispute& dispute) {
    const std::string& type = dispute.national_type;
    if (type == "15" || type == "10" || type == "11") return true;
    if (dispute.local_type == std::optional<std::string>("0701")) return true;
    return dispute.difficulty && *dispute.difficulty >= Difficulty::difficult;
}

static bool leaves_it_to_the_court(std::string_view clause) {
    const std::string normal = text::normal(clause);
    if (normal.find("法院") == std::string::npos) return false;
    for (const std::string_view word : {"裁判", "判决", "裁决", "决定"})
        if (normal.find(word) != std::string::npos) return true;
    return false;
}

static void check_term(const TermForm& term, AgreementShape shape, std::size_t index, Verdict& verdict) {
    const auto at = [&](std::string_view field) { return fmt::format("terms[{}].{}", index, field); };
    if (text::trim(term.text).empty()) verdict.add(at("text"), "missing");
    if (term.kind == TermKind::pay && (!term.amount_fen || term.amount_fen->amount <= 0))
        verdict.add(at("amount_fen"), "missing");
    if (term.amount_fen && term.amount_fen->amount < 0) verdict.add(at("amount_fen"), "out_of_range");
    if (shape == AgreementShape::oral) return;
    if (!term.due_on) verdict.add(at("due_on"), "missing");
    if (text::trim(term.manner.value_or("")).empty()) verdict.add(at("manner"), "missing");
}

Verdict why_not_agreement(const AgreementForm& form, const Dispute& dispute) {
    Verdict verdict;
    if (form.form == AgreementShape::oral && writing_needed(dispute)) verdict.add("form", "writing_needed");
    if (text::trim(form.facts).empty()) verdict.add("facts", "missing");
    if (text::trim(form.points).empty()) verdict.add("points", "missing");
    if (text::trim(form.responsibility).empty()) verdict.add("responsibility", "missing");
    if (form.terms.empty()) verdict.add("terms", "missing");
    for (std::size_t i = 0; i < form.terms.size(); ++i) check_term(form.terms[i], form.form, i, verdict);
    if (form.scope == Scope::partial && text::trim(form.open_points.value_or("")).empty())
        verdict.add("open_points", "missing");
    if (form.breach_clause && leaves_it_to_the_court(*form.breach_clause))
        verdict.add("breach_clause", "clause_leaves_it_to_court");
    if (form.copies < 1 || form.copies > 99) verdict.add("copies", "out_of_range");
    return verdict;
}

bool is_performed(TermKind kind, std::optional<Fen> agreed, std::int64_t performances, Fen paid) {
    if (performances == 0) return false;
    return kind != TermKind::pay || !agreed || paid >= *agreed;
}

}  // namespace hemu::agreements
