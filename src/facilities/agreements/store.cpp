#include "clocks.hpp"
#include "editions.hpp"

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
    db::Json<std::vector<dispute::Way>> routes;
    std::optional<std::string> breach_clause;
    std::int64_t copies = 0;
    LegalDate concluded_on;
    std::int64_t version = 0;
    std::int64_t edition = 1;
    std::optional<LegalDate> effective_on;
    std::optional<Instant> replaced_at;
};
BOOST_DESCRIBE_STRUCT(Head, (),
                      (id, form, scope, facts, points, responsibility, open_points, routes, breach_clause, copies,
                       concluded_on, version, edition, effective_on, replaced_at))

static const std::string head_columns = R"(
    SELECT id, form, scope, facts, points, responsibility, open_points, routes, breach_clause, copies, concluded_on,
           version, edition, effective_on, replaced_at
      FROM agreement
     WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS )";

static const db::Statement select_agreement{"agreements.find", head_columns + "NULL"};
static const db::Statement select_replaced{"agreements.replaced", head_columns + "NOT NULL ORDER BY edition"};

struct TermRow {
    Id<Term> id;
    TermKind kind = TermKind::other;
    std::string text;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> due_on;
    std::string manner;
    std::string place;
};
BOOST_DESCRIBE_STRUCT(TermRow, (), (id, kind, text, party_id, amount_fen, due_on, manner, place))

static const db::Statement select_terms{"agreements.terms", R"(
    SELECT id, kind, text, party_id, amount_fen, due_on, manner, place
      FROM agreement_term
     WHERE agreement_id = $1
     ORDER BY position)"};

struct PerformanceRow : PerformanceView {
    Id<Term> term_id;
};
BOOST_DESCRIBE_STRUCT(PerformanceRow, (PerformanceView), (term_id))

static const db::Statement select_performances{"agreements.performances", R"(
    SELECT p.term_id, p.performed_on, p.amount_fen, p.proof
      FROM agreement_term t JOIN agreement_performance p ON p.term_id = t.id
     WHERE t.agreement_id = $1
     ORDER BY p.performed_on, p.id)"};

static TermView view_of(const TermRow& row, const std::vector<PerformanceRow>& performances) {
    TermView view;
    view.id = row.id;
    view.kind = row.kind;
    view.text = row.text;
    view.party_id = row.party_id;
    view.amount_fen = row.amount_fen;
    view.due_on = row.due_on;
    view.manner = row.manner;
    view.place = row.place;
    for (const PerformanceRow& one : performances) {
        if (one.term_id != row.id) continue;
        view.performances.push_back(one);
        view.performed_fen = view.performed_fen + one.amount_fen.value_or(Fen{});
    }
    view.performed = is_performed(row.kind, row.amount_fen, view.performances);
    if (view.performed) view.performed_on = view.performances.back().performed_on;
    return view;
}

static AgreementView view_of(db::Tx& tx, const Head& head) {
    AgreementView view{head.form,           head.scope,        head.facts,   head.points,
                       head.responsibility, head.open_points,  *head.routes, head.breach_clause,
                       head.copies,         head.concluded_on, head.version, {}};
    auto terms = tx.later<TermRow>(select_terms, head.id);
    const auto performances = tx.all<PerformanceRow>(select_performances, head.id);
    for (const TermRow& row : terms.all()) view.terms.push_back(view_of(row, performances));
    return view;
}

std::optional<AgreementView> find(db::Tx& tx, const Dispute& dispute) {
    const auto head = tx.maybe<Head>(select_agreement, dispute.id, dispute.revision);
    return head ? std::optional(view_of(tx, *head)) : std::nullopt;
}

std::vector<ReplacedAgreement> replaced(db::Tx& tx, const Dispute& dispute) {
    std::vector<ReplacedAgreement> all;
    for (const Head& head : tx.all<Head>(select_replaced, dispute.id, dispute.revision))
        all.push_back({head.edition, *head.replaced_at, head.effective_on, view_of(tx, head)});
    return all;
}

std::int64_t edition_of(db::Tx& tx, const Dispute& dispute) {
    const auto head = tx.maybe<Head>(select_agreement, dispute.id, dispute.revision);
    return head ? head->edition : 0;
}

static const db::Statement insert_agreement{"agreements.insert", R"(
    INSERT INTO agreement (id, dispute_id, revision, edition, version, form, scope, facts, points, responsibility,
                           open_points, routes, breach_clause, copies, concluded_on)
    VALUES ($1, $2, $3, $14, 1, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))"};

static const db::Statement insert_term{"agreements.insert_term", R"(
    INSERT INTO agreement_term (id, agreement_id, position, kind, text, party_id, amount_fen, due_on, manner, place)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))"};

static void save_terms(db::Tx& tx, Id<Agreement> agreement, const std::vector<TermForm>& terms, Instant moment) {
    std::int64_t position = 0;
    for (const TermForm& term : terms)
        tx.run(insert_term, Id<Term>::fresh(moment), agreement, ++position, term.kind, term.text, term.party_id,
               term.amount_fen, term.due_on, term.manner.value_or(""), term.place.value_or(""));
}

static db::Json<std::vector<dispute::Way>> ways_of(const AgreementForm& form) {
    return db::Json(form.routes.value_or(std::vector<dispute::Way>{}));
}

static void save_edition(db::Tx& tx, const Dispute& dispute, std::int64_t edition, const AgreementForm& form,
                         Instant moment) {
    const auto id = Id<Agreement>::fresh(moment);
    tx.run(insert_agreement, id, dispute.id, dispute.revision, form.form, form.scope, form.facts, form.points,
           form.responsibility, form.open_points, ways_of(form), form.breach_clause, form.copies, legal_date(moment),
           edition);
    save_terms(tx, id, form.terms, moment);
}

void save(db::Tx& tx, const Dispute& dispute, const AgreementForm& form, Instant moment) {
    save_edition(tx, dispute, 1, form, moment);
}

static const db::Statement update_replaced{"agreements.set_aside", R"(
    UPDATE agreement SET replaced_at = $3, effective_on = $4
     WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL)"};

static const db::Statement select_last_edition{"agreements.last_edition", R"(
    SELECT coalesce(max(edition), 0) FROM agreement WHERE dispute_id = $1 AND revision = $2)"};

std::int64_t change(db::Tx& tx, const Dispute& dispute, const AgreementForm& form, Instant moment) {
    const auto last = tx.one<std::int64_t>(select_last_edition, dispute.id, dispute.revision);
    if (last == 0) throw Refusal(Fault::conflict, "agreement_missing");
    tx.run(update_replaced, dispute.id, dispute.revision, moment, dispute.effective_on);
    save_edition(tx, dispute, last + 1, form, moment);
    return last + 1;
}

static const db::Statement update_standing{"agreements.stand_again", R"(
    UPDATE agreement SET replaced_at = NULL WHERE dispute_id = $1 AND revision = $2 AND edition = $3)"};

ReplacedAgreement drop_change(db::Tx& tx, const Dispute& dispute, Instant moment) {
    const auto before = replaced(tx, dispute);
    const auto last = std::find_if(before.rbegin(), before.rend(),
                                   [](const ReplacedAgreement& one) { return one.effective_on.has_value(); });
    if (last == before.rend()) throw Refusal(Fault::conflict, "no_earlier_agreement");
    tx.run(update_replaced, dispute.id, dispute.revision, moment, std::optional<LegalDate>{});
    tx.run(update_standing, dispute.id, dispute.revision, last->edition);
    return *last;
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
           routes = $7, breach_clause = $8, copies = $9
     WHERE id = $1)"};

static const db::Statement delete_terms{"agreements.delete_terms",
                                        "DELETE FROM agreement_term WHERE agreement_id = $1"};

void replace(db::Tx& tx, const Dispute& dispute, const AgreementForm& form, Instant moment) {
    const auto head = tx.maybe<Head>(select_agreement, dispute.id, dispute.revision);
    if (!head) throw Refusal(Fault::conflict, "agreement_missing");
    tx.run(update_agreement, head->id, form.scope, form.facts, form.points, form.responsibility, form.open_points,
           ways_of(form), form.breach_clause, form.copies);
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
    if (!form.term_id && form.amount_fen) throw Refusal(Fault::invalid, "invalid", {{"term_id", "missing"}});
    if (!form.term_id) {
        for (const TermView& term : agreement->terms)
            if (!term.performed) perform_term(tx, term, rest_of(term), form, cx);
        return;
    }
    for (const TermView& term : agreement->terms) {
        if (term.id != *form.term_id) continue;
        refuse_if(why_not_perform(term, form));
        return perform_term(tx, term, form.amount_fen ? form.amount_fen : rest_of(term), form, cx);
    }
    throw Refusal(Fault::invalid, "invalid", {{"term_id", "unknown_term"}});
}

}  // namespace hemu::agreements
