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

/// A blank of a phrase that nobody has filled in: 【金额】.
static bool blank_left(std::string_view words) {
    const auto open = words.find("【");
    return open != words.npos && words.find("】", open) != words.npos;
}

static bool is_party(Id<dispute::Party> id, const std::vector<dispute::PartyView>& parties) {
    return std::any_of(parties.begin(), parties.end(), [&](const auto& party) { return party.id == id; });
}

static void check_term(const TermForm& term, AgreementShape shape, std::size_t index,
                       const std::vector<dispute::PartyView>& parties, Verdict& verdict) {
    const auto at = [&](std::string_view field) { return fmt::format("terms[{}].{}", index, field); };
    if (term.party_id && !is_party(*term.party_id, parties)) verdict.add(at("party_id"), "party_not_found");
    if (text::trim(term.text).empty()) verdict.add(at("text"), "missing");
    if (blank_left(term.text)) verdict.add(at("text"), "blank_left");
    if (term.kind == TermKind::pay && (!term.amount_fen || term.amount_fen->amount <= 0))
        verdict.add(at("amount_fen"), "missing");
    if (term.amount_fen && term.amount_fen->amount < 0) verdict.add(at("amount_fen"), "out_of_range");
    if (shape == AgreementShape::oral) return;
    if (!term.due_on) verdict.add(at("due_on"), "missing");
    if (text::trim(term.manner.value_or("")).empty()) verdict.add(at("manner"), "missing");
}

Verdict why_not_terms(const std::vector<TermForm>& terms, AgreementShape shape,
                      const std::vector<dispute::PartyView>& parties) {
    Verdict verdict;
    if (terms.empty()) verdict.add("terms", "missing");
    if (terms.size() > 100) verdict.add("terms", "too_many");
    for (std::size_t i = 0; i < terms.size(); ++i) check_term(terms[i], shape, i, parties, verdict);
    return verdict;
}

Verdict why_not_oral(const Dispute& dispute) {
    return writing_needed(dispute) ? Verdict::refused(Fault::conflict, "writing_needed") : Verdict{};
}

static void check_open_points(const AgreementForm& form, Verdict& verdict) {
    if (form.scope == Scope::full) return;
    if (text::trim(form.open_points.value_or("")).empty()) verdict.add("open_points", "missing");
    // What is not agreed has failed: the parties are told their other ways (PML art. 26).
    if (!form.routes || form.routes->empty()) verdict.add("routes", "ways_missing");
}

Verdict why_not_agreement(const AgreementForm& form, const Dispute& dispute,
                          const std::vector<dispute::PartyView>& parties) {
    Verdict verdict;
    if (form.form == AgreementShape::oral && writing_needed(dispute)) verdict.add("form", "writing_needed");
    if (text::trim(form.facts).empty()) verdict.add("facts", "missing");
    if (text::trim(form.points).empty()) verdict.add("points", "missing");
    if (text::trim(form.responsibility).empty()) verdict.add("responsibility", "missing");
    verdict.add(why_not_terms(form.terms, form.form, parties));
    check_open_points(form, verdict);
    if (form.breach_clause && leaves_it_to_the_court(*form.breach_clause))
        verdict.add("breach_clause", "clause_leaves_it_to_court");
    if (blank_left(form.breach_clause.value_or(""))) verdict.add("breach_clause", "blank_left");
    if (form.copies < 1 || form.copies > 99) verdict.add("copies", "out_of_range");
    // One for each party and one for the committee (PML art. 29).
    if (form.form == AgreementShape::written && form.copies <= static_cast<std::int64_t>(parties.size()))
        verdict.add("copies", "copies_too_few");
    return verdict;
}

static Fen paid_in(const std::vector<PerformanceView>& performances) {
    Fen paid;
    for (const PerformanceView& one : performances) paid.amount += one.amount_fen.value_or(Fen{}).amount;
    return paid;
}

bool is_performed(TermKind kind, std::optional<Fen> agreed, const std::vector<PerformanceView>& performances) {
    if (performances.empty()) return false;
    return kind != TermKind::pay || !agreed || paid_in(performances) >= *agreed;
}

std::vector<TermDue> dues_of(const std::vector<TermView>& terms, std::optional<LegalDate> effective_on,
                             LegalDate today) {
    std::vector<TermDue> dues;
    for (const TermView& term : terms) {
        TermDue due{term, {}, 0};
        if (!term.performed && term.amount_fen) due.left_fen = *term.amount_fen - term.performed_fen;
        if (!term.performed && term.due_on && effective_on && *term.due_on < today)
            due.days_late = today.days_since_epoch() - term.due_on->days_since_epoch();
        dues.push_back(due);
    }
    return dues;
}

Balance balance_of(const std::vector<TermDue>& dues) {
    Balance balance;
    for (const TermDue& due : dues) {
        balance.agreed_fen = balance.agreed_fen + due.amount_fen.value_or(Fen{});
        balance.performed_fen = balance.performed_fen + due.performed_fen;
        balance.left_fen = balance.left_fen + due.left_fen;
        if (due.days_late > 0) balance.overdue_fen = balance.overdue_fen + due.left_fen;
        balance.days_late = std::max(balance.days_late, due.days_late);
        if (due.performed) continue;
        ++balance.open_terms;
        if (due.due_on && (!balance.next_due_on || *due.due_on < *balance.next_due_on))
            balance.next_due_on = due.due_on;
    }
    return balance;
}

Verdict why_not_perform(const TermView& term, const PerformanceForm& form) {
    Verdict verdict;
    if (term.performed) verdict.add("term_id", "already_performed");
    if (!form.amount_fen) return verdict;
    if (form.amount_fen->amount <= 0) verdict.add("amount_fen", "out_of_range");
    if (!term.performed && term.amount_fen && term.performed_fen + *form.amount_fen > *term.amount_fen)
        verdict.add("amount_fen", "more_than_agreed");
    return verdict;
}

}  // namespace hemu::agreements
