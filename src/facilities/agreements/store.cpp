#include "agreements.hpp"
#include "clocks.hpp"

namespace hemu::agreements {

using dispute::Dispute;
struct Agreement;
struct Performance;

struct Head {
    Id<Agreement> id;
    AgreementShape form = AgreementShape::written;
    Scope scope = Scope::full;
    std::string facts;
    std::string points;
    std::string responsibility;
    std::optional<std::string> open_points;
    std::optional<std::string> breach_clause;
    std::int64_t copies = 0;
    LegalDate concluded_on;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (id, form, scope, facts, points, responsibility, open_points, breach_clause, copies,
                       concluded_on, version))

static const db::Statement select_agreement{"agreements.find", R"(
    SELECT id, form, scope, facts, points, responsibility, open_points, breach_clause, copies, concluded_on, version
      FROM agreement
     WHERE dispute_id = $1 AND revision = $2)"};

struct TermRow {
    Id<Term> id;
    TermKind kind = TermKind::other;
    std::string text;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> due_on;
    std::string manner;
    std::string place;
    std::int64_t performances = 0;
    Fen paid_fen;
    std::optional<LegalDate> last_on;
};
BOOST_DESCRIBE_STRUCT(TermRow, (),
                      (id, kind, text, party_id, amount_fen, due_on, manner, place, performances, paid_fen, last_on))

static const db::Statement select_terms{"agreements.terms", R"(
    SELECT t.id, t.kind, t.text, t.party_id, t.amount_fen, t.due_on, t.manner, t.place,
           count(p.id) AS performances, coalesce(sum(p.amount_fen), 0) AS paid_fen, max(p.performed_on) AS last_on
      FROM agreement_term t
      LEFT JOIN agreement_performance p ON p.term_id = t.id
     WHERE t.agreement_id = $1
     GROUP BY t.id, t.kind, t.text, t.party_id, t.amount_fen, t.due_on, t.manner, t.place, t.position
     ORDER BY t.position)"};

static TermView view_of(const TermRow& row) {
    TermView view;
    view.id = row.id;
    view.kind = row.kind;
    view.text = row.text;
    view.party_id = row.party_id;
    view.amount_fen = row.amount_fen;
    view.due_on = row.due_on;
    view.manner = row.manner;
    view.place = row.place;
    view.performed_fen = row.paid_fen;
    view.performed = is_performed(row.kind, row.amount_fen, row.performances, row.paid_fen);
    if (view.performed) view.performed_on = row.last_on;
    return view;
}

std::optional<AgreementView> find(db::Tx& tx, const Dispute& dispute) {
    const auto head = tx.maybe<Head>(select_agreement, dispute.id, dispute.revision);
    if (!head) return std::nullopt;
    AgreementView view{head->form,
                       head->scope,
                       head->facts,
                       head->points,
                       head->responsibility,
                       head->open_points,
                       head->breach_clause,
                       head->copies,
                       head->concluded_on,
                       head->version,
                       {}};
    for (const TermRow& row : tx.all<TermRow>(select_terms, head->id)) view.terms.push_back(view_of(row));
    return view;
}

static const db::Statement insert_agreement{"agreements.insert", R"(
    INSERT INTO agreement (id, dispute_id, revision, version, form, scope, facts, points, responsibility, open_points,
                           breach_clause, copies, concluded_on)
    VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12))"};

static const db::Statement insert_term{"agreements.insert_term", R"(
    INSERT INTO agreement_term (id, agreement_id, position, kind, text, party_id, amount_fen, due_on, manner, place)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))"};

static void save_terms(db::Tx& tx, Id<Agreement> agreement, const std::vector<TermForm>& terms, Instant moment) {
    std::int64_t position = 0;
    for (const TermForm& term : terms)
        tx.run(insert_term, Id<Term>::fresh(moment), agreement, ++position, term.kind, term.text, term.party_id,
               term.amount_fen, term.due_on, term.manner.value_or(""), term.place.value_or(""));
}

void save(db::Tx& tx, const Dispute& dispute, const AgreementForm& form, Instant moment) {
    const auto id = Id<Agreement>::fresh(moment);
    tx.run(insert_agreement, id, dispute.id, dispute.revision, form.form, form.scope, form.facts, form.points,
           form.responsibility, form.open_points, form.breach_clause, form.copies, legal_date(moment));
    save_terms(tx, id, form.terms, moment);
}

void watch_performance(db::Tx& tx, Dispute& dispute, Instant moment) {
    const auto agreement = find(tx, dispute);
    std::optional<LegalDate> first;
    if (agreement)
        for (const TermView& term : agreement->terms)
            if (!term.performed && term.due_on && (!first || *term.due_on < *first)) first = term.due_on;
    dispute::run_until(tx, dispute, "PERF", first, moment);
}

static const db::Statement update_agreement{"agreements.update", R"(
    UPDATE agreement
       SET version = version + 1, scope = $2, facts = $3, points = $4, responsibility = $5, open_points = $6,
           breach_clause = $7, copies = $8
     WHERE id = $1)"};

static const db::Statement delete_terms{"agreements.delete_terms",
                                        "DELETE FROM agreement_term WHERE agreement_id = $1"};

void replace(db::Tx& tx, const Dispute& dispute, const AgreementForm& form, Instant moment) {
    const auto head = tx.maybe<Head>(select_agreement, dispute.id, dispute.revision);
    if (!head) throw Refusal(Fault::conflict, "agreement_missing");
    tx.run(update_agreement, head->id, form.scope, form.facts, form.points, form.responsibility, form.open_points,
           form.breach_clause, form.copies);
    tx.run(delete_terms, head->id);
    save_terms(tx, head->id, form.terms, moment);
}

static const db::Statement insert_performance{"agreements.insert_performance", R"(
    INSERT INTO agreement_performance (id, term_id, performed_on, amount_fen, proof, recorded_at, recorded_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

static void perform_term(db::Tx& tx, const TermView& term, std::optional<Fen> amount, const PerformanceForm& form,
                         const identity::Context& cx) {
    tx.run(insert_performance, Id<Performance>::fresh(cx.moment), term.id, form.performed_on, amount, form.proof,
           cx.moment, cx.actor.account);
}

static std::optional<Fen> rest_of(const TermView& term) {
    return term.amount_fen ? std::optional(*term.amount_fen - term.performed_fen) : std::nullopt;
}

void perform(db::Tx& tx, const Dispute& dispute, const PerformanceForm& form, const identity::Context& cx) {
    const auto agreement = find(tx, dispute);
    if (!agreement) throw Refusal(Fault::conflict, "agreement_missing");
    if (legal_date(cx.moment) < form.performed_on)
        throw Refusal(Fault::invalid, "invalid", {{"performed_on", "in_the_future"}});
    if (!form.term_id) {
        for (const TermView& term : agreement->terms)
            if (!term.performed) perform_term(tx, term, rest_of(term), form, cx);
        return;
    }
    for (const TermView& term : agreement->terms) {
        if (term.id != *form.term_id) continue;
        if (term.performed) throw Refusal(Fault::invalid, "invalid", {{"term_id", "already_performed"}});
        if (form.amount_fen && form.amount_fen->amount <= 0)
            throw Refusal(Fault::invalid, "invalid", {{"amount_fen", "out_of_range"}});
        return perform_term(tx, term, form.amount_fen ? form.amount_fen : rest_of(term), form, cx);
    }
    throw Refusal(Fault::invalid, "invalid", {{"term_id", "unknown_term"}});
}

}  // namespace hemu::agreements
