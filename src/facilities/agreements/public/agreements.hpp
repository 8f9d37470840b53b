// 调解协议 What the parties agreed: written by 办, signed and performed in 结.
#pragma once
#include "dispute.hpp"
#include "parties.hpp"
#include "ways.hpp"

namespace hemu::agreements {

enum class AgreementShape { written, oral };
BOOST_DESCRIBE_ENUM(AgreementShape, written, oral)
enum class Scope { full, partial };
BOOST_DESCRIBE_ENUM(Scope, full, partial)
enum class TermKind { pay, act, apologise, stop, other };
BOOST_DESCRIBE_ENUM(TermKind, pay, act, apologise, stop, other)
enum class Proof { receipt, transfer, statement, other };
BOOST_DESCRIBE_ENUM(Proof, receipt, transfer, statement, other)

struct TermForm {
    TermKind kind = TermKind::other;
    std::string text;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> due_on;
    std::optional<std::string> manner;
    std::optional<std::string> place;
};
BOOST_DESCRIBE_STRUCT(TermForm, (), (kind, text, party_id, amount_fen, due_on, manner, place))

struct AgreementForm {
    AgreementShape form = AgreementShape::written;
    Scope scope = Scope::full;
    std::string facts;
    std::string points;
    std::string responsibility;
    std::vector<TermForm> terms;
    std::optional<std::string> open_points;
    std::optional<std::vector<dispute::Way>> routes;  ///< told for the points left open
    std::optional<std::string> breach_clause;
    std::int64_t copies = 3;
};
BOOST_DESCRIBE_STRUCT(AgreementForm, (),
                      (form, scope, facts, points, responsibility, terms, open_points, routes, breach_clause, copies))

/// One act of performing a term: the whole, or an instalment.
struct PerformanceView {
    LegalDate performed_on;
    std::optional<Fen> amount_fen;
    Proof proof = Proof::receipt;
};
BOOST_DESCRIBE_STRUCT(PerformanceView, (), (performed_on, amount_fen, proof))

struct Term;
struct TermView {
    Id<Term> id;
    TermKind kind = TermKind::other;
    std::string text;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> due_on;
    std::string manner;
    std::string place;
    Fen performed_fen;
    bool performed = false;
    std::optional<LegalDate> performed_on;
    std::vector<PerformanceView> performances;
};
BOOST_DESCRIBE_STRUCT(TermView, (),
                      (id, kind, text, party_id, amount_fen, due_on, manner, place, performed_fen, performed,
                       performed_on, performances))

/// A term as it stands on a day: what is left of its sum, and how long it is overdue.
struct TermDue : TermView {
    Fen left_fen;
    std::int64_t days_late =
        0;  ///< legal days since the day by which it was to be kept; 0 when it is kept or not due
};
BOOST_DESCRIBE_STRUCT(TermDue, (TermView), (left_fen, days_late))

/// The sums of an agreement. overdue: what is left of terms whose day is over. open_terms: those not performed.
struct Balance {
    Fen agreed_fen;
    Fen performed_fen;
    Fen left_fen;
    Fen overdue_fen;
    std::int64_t open_terms = 0;
    std::int64_t days_late = 0;  ///< of the term that is longest overdue
    std::optional<LegalDate> next_due_on;
};
BOOST_DESCRIBE_STRUCT(Balance, (),
                      (agreed_fen, performed_fen, left_fen, overdue_fen, open_terms, days_late, next_due_on))

struct AgreementView {
    AgreementShape form = AgreementShape::written;
    Scope scope = Scope::full;
    std::string facts;
    std::string points;
    std::string responsibility;
    std::optional<std::string> open_points;
    std::vector<dispute::Way> routes;
    std::optional<std::string> breach_clause;
    std::int64_t copies = 0;
    LegalDate concluded_on;
    std::int64_t version = 0;
    std::vector<TermView> terms;
};
BOOST_DESCRIBE_STRUCT(AgreementView, (),
                      (form, scope, facts, points, responsibility, open_points, routes, breach_clause, copies,
                       concluded_on, version, terms))

/// Everything the agreement lacks, by field: parties' data stand with the parties; facts, points and responsibility,
/// terms with manner and time of performance (PML art. 29; Several Rules art. 35); when partial the open points and
/// the other ways told for them (PML art. 26); no clause that leaves the matter to the court when it is not performed
/// (SPC civil mediation provisions art. 8); writing where the law wants it.
Verdict why_not_agreement(const AgreementForm&, const dispute::Dispute&, const std::vector<dispute::PartyView>&);

/// What the terms alone lack; of an oral agreement what its register asks for (PML art. 28).
Verdict why_not_terms(const std::vector<TermForm>&, AgreementShape, const std::vector<dispute::PartyView>&);

/// The rule behind writing_needed, for verbs that settle orally: refusal conflict writing_needed.
Verdict why_not_oral(const dispute::Dispute&);

/// Whether the law wants the agreement of this kind in writing: medical (Medical Dispute Regulation art. 39), labour
/// (Labour Mediation and Arbitration Law art. 14), rural land contracts (Rural Land Contract Mediation Law art. 10),
/// difficult and major ones (local regulations; setting of the city).
bool writing_needed(const dispute::Dispute&);

/// A term is performed when it was said so and, when it is about money, when the payments reach its sum.
bool is_performed(TermKind, std::optional<Fen> agreed, const std::vector<PerformanceView>&);

/// How the terms stand today; nothing is overdue before the agreement is in effect.
std::vector<TermDue> dues_of(const std::vector<TermView>&, std::optional<LegalDate> effective_on, LegalDate today);
Balance balance_of(const std::vector<TermDue>&);

/// The agreement of the dispute's present revision.
std::optional<AgreementView> find(db::Tx&, const dispute::Dispute&);
void save(db::Tx&, const dispute::Dispute&, const AgreementForm&, Instant moment);
/// Sets the clock of performance to the first day by which a term is still to be kept (PML art. 31: the committee
/// supervises performance). For agreements in effect.
void watch_performance(db::Tx&, dispute::Dispute&, Instant moment);
/// Before the first signature: new text and new terms.
void replace(db::Tx&, const dispute::Dispute&, const AgreementForm&, Instant moment);

/// By date or at once, the whole or an instalment, each with its proof (domain facts 2.14, 3.2).
struct PerformanceForm {
    std::optional<Id<Term>> term_id;
    LegalDate performed_on;
    std::optional<Fen> amount_fen;
    Proof proof = Proof::receipt;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(PerformanceForm, (), (term_id, performed_on, amount_fen, proof, words))

/// Why this may not be recorded of the term: already_performed, out_of_range, more_than_agreed.
Verdict why_not_perform(const TermView&, const PerformanceForm&);

/// Records what was performed of one term, or of all open ones when none is named; without an amount what is left of
/// the sum. Refusals: as why_not_perform; invalid unknown_term, in_the_future; conflict agreement_missing.
void perform(db::Tx&, const dispute::Dispute&, const PerformanceForm&, const identity::Context&);

}  // namespace hemu::agreements
