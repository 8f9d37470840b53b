// 诉调对接 Mediation and the court: judicial confirmation of agreements, cases that a court delegates or entrusts,
// and what goes to court when mediation fails. The judge works at the desk of the centre; what leaves for the court
// is kept as a package.
#pragma once
#include "agreements.hpp"
#include "attachments.hpp"
#include "intake.hpp"
#include "jobs.hpp"

namespace hemu::court {

extern const identity::Routes routes;

using PartyId = Id<dispute::Party>;
using CourtId = Id<identity::Organisation>;

struct Confirmation;
struct Package;

/// What an application for confirmation is examined for (domain facts 2.12, 2.15).
enum class CheckCode {
    written_agreement,
    in_effect,
    in_time,
    committee_presided,
    civil_matter,
    status_relation,
    title_to_rights,
    other_procedure,
    lawful,
    outsiders,
    public_interest,
    voluntary,
    clear_terms
};
BOOST_DESCRIBE_ENUM(CheckCode, written_agreement, in_effect, in_time, committee_presided, civil_matter,
                    status_relation, title_to_rights, other_procedure, lawful, outsiders, public_interest, voluntary,
                    clear_terms)

/// holds: nothing speaks against it · look: a person must decide · against: the court will not take it.
enum class Finding { holds, look, against };
BOOST_DESCRIBE_ENUM(Finding, holds, look, against)

struct ConfirmationCheck {
    CheckCode code = CheckCode::in_effect;
    Finding finding = Finding::holds;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(ConfirmationCheck, (), (code, finding, basis))

/// What is unclear or forbidden in the words of a term.
enum class WordingCode {
    vague_word,
    payer_missing,
    amount_missing,
    time_missing,
    manner_missing,
    payee_unclear,
    status_words,
    title_words,
    court_decides
};
BOOST_DESCRIBE_ENUM(WordingCode, vague_word, payer_missing, amount_missing, time_missing, manner_missing,
                    payee_unclear, status_words, title_words, court_decides)

/// field: `terms[0].due_on`, `breach_clause`; word: what was found there.
struct WordingMark {
    std::string field;
    WordingCode code = WordingCode::vague_word;
    std::string word;
};
BOOST_DESCRIBE_STRUCT(WordingMark, (), (field, code, word))

/// The twelve classes in which courts take papers (domain facts 2.15), in their order.
enum class Material {
    applicant_papers,
    respondent_papers,
    mediation_application,
    service_address,
    agreement,
    confirmation_application,
    mediation_record,
    transfer_letter,
    rights_notice,
    preservation,
    appraisal,
    other
};
BOOST_DESCRIBE_ENUM(Material, applicant_papers, respondent_papers, mediation_application, service_address, agreement,
                    confirmation_application, mediation_record, transfer_letter, rights_notice, preservation,
                    appraisal, other)

enum class MaterialState { have, missing, not_needed };
BOOST_DESCRIBE_ENUM(MaterialState, have, missing, not_needed)

struct MaterialPaper {
    Id<attachments::Attachment> attachment_id;
    std::string name;
    std::string digest;  ///< SM3 of the content, hex
};
BOOST_DESCRIBE_STRUCT(MaterialPaper, (), (attachment_id, name, digest))

/// from_register: Hemu's own record stands for it, and goes with the package.
struct MaterialView {
    Material material = Material::other;
    MaterialState state = MaterialState::not_needed;
    bool from_register = false;
    std::vector<MaterialPaper> papers;
};
BOOST_DESCRIBE_STRUCT(MaterialView, (), (material, state, from_register, papers))

/// Why a court is competent (CPL art. 205): the one that invited the mediation; the basic court of a party's
/// domicile, of the subject matter, or of the committee's seat; an intermediate court where it has jurisdiction.
enum class CourtGround { inviting_court, party_domicile, subject_matter, committee_seat, intermediate };
BOOST_DESCRIBE_ENUM(CourtGround, inviting_court, party_domicile, subject_matter, committee_seat, intermediate)

/// grounds: what the rules found; party_domicile is said by a person, since addresses are sealed words.
struct CourtProposal {
    CourtId organisation_id;
    std::string name;
    std::vector<CourtGround> grounds;
    std::vector<CourtGround> may_be;  ///< grounds that a person may choose
};
BOOST_DESCRIBE_STRUCT(CourtProposal, (), (organisation_id, name, grounds, may_be))

enum class ApplicationShape { written, oral };
BOOST_DESCRIBE_ENUM(ApplicationShape, written, oral)

/// One who applies: himself or by his agent, on this day.
struct Applicant {
    PartyId party_id;
    std::optional<std::string> agent_id;
    LegalDate applied_on;
    bool address_confirmed = false;  ///< 送达地址确认书
};
BOOST_DESCRIBE_STRUCT(Applicant, (), (party_id, agent_id, applied_on, address_confirmed))

struct MaterialLink {
    Material material = Material::other;
    Id<attachments::Attachment> attachment_id;
};
BOOST_DESCRIBE_STRUCT(MaterialLink, (), (material, attachment_id))

/// confirmed: points of the check list that a person looked at and answers for.
struct ConfirmationForm {
    CourtId court_id;
    CourtGround ground = CourtGround::committee_seat;
    ApplicationShape form = ApplicationShape::written;
    std::vector<Applicant> applicants;
    std::vector<CheckCode> confirmed;
    std::vector<MaterialLink> papers;
};
BOOST_DESCRIBE_STRUCT(ConfirmationForm, (), (court_id, ground, form, applicants, confirmed, papers))

/// prepared at the committee · handed_in to the court · returned for supplement · accepted · ruled: the agreement is
/// enforceable · rejected · declined: not accepted · withdrawn.
enum class ConfirmationState { prepared, handed_in, returned, accepted, ruled, rejected, declined, withdrawn };
BOOST_DESCRIBE_ENUM(ConfirmationState, prepared, handed_in, returned, accepted, ruled, rejected, declined, withdrawn)

/// A remark of the judge on a field of the application, the agreement or the papers.
struct FieldMark {
    std::string field;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(FieldMark, (), (field, words))

/// Why a court does not accept (SPC interpretation of the CPL art. 355) or rejects (art. 358).
enum class CourtReason {
    outside_court,
    status_relation,
    other_procedure,
    title_to_rights,
    too_late,
    not_joint,
    breaks_law,
    public_interest,
    outsiders_rights,
    public_order,
    not_voluntary,
    unclear,
    other
};
BOOST_DESCRIBE_ENUM(CourtReason, outside_court, status_relation, other_procedure, title_to_rights, too_late,
                    not_joint, breaks_law, public_interest, outsiders_rights, public_order, not_voluntary, unclear,
                    other)

struct RulingReceipt {
    PartyId party_id;
    LegalDate served_on;
    std::optional<LegalDate> object_by_on;
    std::optional<LegalDate> objected_on;
};
BOOST_DESCRIBE_STRUCT(RulingReceipt, (), (party_id, served_on, object_by_on, objected_on))

/// enforce_by_on: the last day for applying for enforcement, two years from the end of performance (CPL art. 250).
struct ConfirmationView {
    Id<Confirmation> id;
    ConfirmationState state = ConfirmationState::prepared;
    CourtId court_id;
    std::string court_name;
    CourtGround ground = CourtGround::committee_seat;
    ApplicationShape form = ApplicationShape::written;
    std::vector<Applicant> applicants;
    std::vector<CheckCode> confirmed;
    std::vector<MaterialLink> papers;
    std::optional<LegalDate> applied_on;
    std::optional<LegalDate> received_on;
    std::vector<FieldMark> marks;
    std::optional<std::string> court_words;
    std::optional<std::string> answer_words;
    std::optional<LegalDate> accepted_on;
    std::optional<std::string> case_number;
    std::optional<std::string> judge_name;
    std::optional<LegalDate> extended_until_on;
    std::optional<CourtReason> reason;
    std::optional<LegalDate> ruled_on;
    std::optional<std::string> ruling_number;
    std::optional<LegalDate> performance_ends_on;
    std::optional<LegalDate> enforce_by_on;
    std::optional<LegalDate> enforcement_on;
    std::vector<RulingReceipt> served;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(ConfirmationView, (),
                      (id, state, court_id, court_name, ground, form, applicants, confirmed, papers, applied_on,
                       received_on, marks, court_words, answer_words, accepted_on, case_number, judge_name,
                       extended_until_on, reason, ruled_on, ruling_number, performance_ends_on, enforce_by_on,
                       enforcement_on, served, version))

/// What the body may do now: prepare, hand_in, supplement, withdraw, serve, enforce, change, sue.
enum class ConfirmationMove { prepare, hand_in, supplement, withdraw, serve, object, enforce, change, sue };
BOOST_DESCRIBE_ENUM(ConfirmationMove, prepare, hand_in, supplement, withdraw, serve, object, enforce, change, sue)

/// An agreement that was changed, or a change that was not signed (effective_on is none): what it said, and what the
/// court said of it.
struct EarlierEdition {
    std::int64_t edition = 1;
    Instant replaced_at;
    std::optional<LegalDate> effective_on;
    agreements::AgreementView agreement;
    std::optional<ConfirmationView> application;
};
BOOST_DESCRIBE_STRUCT(EarlierEdition, (), (edition, replaced_at, effective_on, agreement, application))

/// edition: of the agreement that stands; file_number: of the case's file, whichever edition is in it; earlier: those
/// before it. last_day_on: 30 days from the day of effect (PML art. 33). lacking: why it may not be handed in yet, by
/// field.
struct ConfirmationDesk {
    std::vector<ConfirmationCheck> checks;
    std::vector<WordingMark> wording;
    std::optional<LegalDate> last_day_on;
    std::vector<CourtProposal> courts;
    std::vector<MaterialView> materials;
    std::vector<FieldMark> lacking;  ///< words: a code of data/problems.json
    std::optional<ConfirmationView> application;
    std::vector<ConfirmationMove> moves;
    std::int64_t edition = 0;
    std::optional<std::string> file_number;
    std::vector<EarlierEdition> earlier;
};
BOOST_DESCRIBE_STRUCT(ConfirmationDesk, (),
                      (checks, wording, last_day_on, courts, materials, lacking, application, moves, edition,
                       file_number, earlier))

struct HandingInForm {
    LegalDate applied_on;
};
BOOST_DESCRIBE_STRUCT(HandingInForm, (), (applied_on))
struct SupplementForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(SupplementForm, (), (words))
/// Before the ruling, by the parties (SPC interpretation art. 357).
struct ConfirmationWithdrawal {
    LegalDate withdrawn_on;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ConfirmationWithdrawal, (), (withdrawn_on, words))
struct RulingReceiptForm {
    PartyId party_id;
    LegalDate served_on;
};
BOOST_DESCRIBE_STRUCT(RulingReceiptForm, (), (party_id, served_on))
struct ObjectionForm {
    PartyId party_id;
    LegalDate objected_on;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ObjectionForm, (), (party_id, objected_on, words))
struct EnforcementForm {
    LegalDate applied_on;
};
BOOST_DESCRIBE_STRUCT(EnforcementForm, (), (applied_on))

ConfirmationDesk confirmation_desk(db::Tx&, const dispute::Dispute&, const identity::Context&);
/// Refusals: conflict not_in_this_state, agreement_missing; invalid court_id court_not_competent, ground
/// ground_does_not_hold, applicants party_not_found, agent_unknown, papers attachment unknown.
void prepare(db::Tx&, dispute::Dispute&, const ConfirmationForm&, std::optional<std::int64_t> version_read,
             const identity::Context&);
/// Both parties jointly, within 30 days (PML art. 33; CPL art. 205). Refusals: conflict confirmation_not_ready with a
/// field for each thing; invalid applied_on in_the_future, too_late.
void hand_in(db::Tx&, dispute::Dispute&, const HandingInForm&, const identity::Context&);
void supplement(db::Tx&, dispute::Dispute&, const SupplementForm&, const identity::Context&);
void withdraw(db::Tx&, dispute::Dispute&, const ConfirmationWithdrawal&, const identity::Context&);
void serve(db::Tx&, dispute::Dispute&, const RulingReceiptForm&, const identity::Context&);
void object(db::Tx&, dispute::Dispute&, const ObjectionForm&, const identity::Context&);
void enforce(db::Tx&, dispute::Dispute&, const EnforcementForm&, const identity::Context&);

// The judge's page.

enum class BenchView { waiting, deciding, over };
BOOST_DESCRIBE_ENUM(BenchView, waiting, deciding, over)

/// due_on: acceptance in 3 days; decision_due_on both rules: 15 days of 2011 and 30 days of the special procedure.
struct BenchLine {
    Id<Confirmation> id;
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string body_name;
    std::vector<std::string> party_names;
    std::string national_type;
    Fen agreed_fen;
    ConfirmationState state = ConfirmationState::handed_in;
    std::optional<LegalDate> received_on;
    std::optional<LegalDate> accepted_on;
    std::optional<std::string> case_number;
    std::vector<LegalDate> due_on;
    std::int64_t warnings = 0;  ///< of the wording
};
BOOST_DESCRIBE_STRUCT(BenchLine, (),
                      (id, dispute_id, number, body_name, party_names, national_type, agreed_fen, state, received_on,
                       accepted_on, case_number, due_on, warnings))

/// Another application with one of the same parties at this court, or a dispute of his that the judge may see.
struct SameParty {
    std::string party_name;
    std::string number;
    std::optional<Id<Confirmation>> confirmation_id;
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<ConfirmationState> state;
    std::optional<LegalDate> day_on;
    Fen agreed_fen;
};
BOOST_DESCRIBE_STRUCT(SameParty, (), (party_name, number, confirmation_id, dispute_id, state, day_on, agreed_fen))

enum class BenchMove { accept, decline, send_back, extend, confirm, reject, lapse };
BOOST_DESCRIBE_ENUM(BenchMove, accept, decline, send_back, extend, confirm, reject, lapse)

struct BenchCase {
    BenchLine line;
    std::vector<ConfirmationCheck> checks;
    std::vector<WordingMark> wording;
    std::vector<MaterialView> materials;
    ConfirmationView application;
    agreements::AgreementView agreement;
    LegalDate effective_on;
    std::vector<dispute::PartyView> parties;
    std::vector<SameParty> same_parties;
    std::vector<BenchMove> moves;
};
BOOST_DESCRIBE_STRUCT(BenchCase, (),
                      (line, checks, wording, materials, application, agreement, effective_on, parties, same_parties,
                       moves))

struct SendBackForm {
    std::vector<FieldMark> marks;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(SendBackForm, (), (marks, words))
struct AcceptanceForm {
    LegalDate accepted_on;
    std::string case_number;
};
BOOST_DESCRIBE_STRUCT(AcceptanceForm, (), (accepted_on, case_number))
struct DeclinationForm {
    CourtReason reason = CourtReason::other;
    LegalDate declined_on;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(DeclinationForm, (), (reason, declined_on, words))
struct CourtExtensionForm {
    LegalDate until_on;
};
BOOST_DESCRIBE_STRUCT(CourtExtensionForm, (), (until_on))
/// reason: of a rejection.
struct RulingForm {
    bool confirmed = false;
    LegalDate ruled_on;
    std::string ruling_number;
    std::optional<CourtReason> reason;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(RulingForm, (), (confirmed, ruled_on, ruling_number, reason, words))

/// One decision on several applications, each its own number counted up from `first`: `{prefix}{n}{号}`.
enum class BenchBulkDecision { accept, confirm };
BOOST_DESCRIBE_ENUM(BenchBulkDecision, accept, confirm)
struct BenchBulkForm {
    std::vector<Id<Confirmation>> ids;
    BenchBulkDecision decision = BenchBulkDecision::accept;
    LegalDate on;
    std::string number_prefix;
    std::int64_t first_number = 1;
    bool preview = true;
};
BOOST_DESCRIBE_STRUCT(BenchBulkForm, (), (ids, decision, on, number_prefix, first_number, preview))
/// code: why not; empty when it was done, or could be.
struct BenchBulkItem {
    Id<Confirmation> id;
    std::string number;
    std::vector<std::string> party_names;
    std::string court_number;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(BenchBulkItem, (), (id, number, party_names, court_number, code))

std::vector<BenchLine> bench_lines(db::Tx&, BenchView, const identity::Context&);
/// Refusal not_found when it lies at another court.
BenchCase bench_case(db::Tx&, Id<Confirmation>, const identity::Context&);
void send_back(db::Tx&, Id<Confirmation>, const SendBackForm&, const identity::Context&);
void accept(db::Tx&, Id<Confirmation>, const AcceptanceForm&, const identity::Context&);
void decline(db::Tx&, Id<Confirmation>, const DeclinationForm&, const identity::Context&);
void extend(db::Tx&, Id<Confirmation>, const CourtExtensionForm&, const identity::Context&);
void rule(db::Tx&, Id<Confirmation>, const RulingForm&, const identity::Context&);
/// Who does not answer the court without excuse has withdrawn (SPC interpretation art. 357).
void lapse(db::Tx&, Id<Confirmation>, const ConfirmationWithdrawal&, const identity::Context&);
/// With `preview` every decision is tried and taken back.
std::vector<BenchBulkItem> decide_many(const BenchBulkForm&, const identity::Context&);

/// A reaction to the events of cases that a court sent: how they end is told to the court at once, with a package.
void follow(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);
/// Cases that nobody took within three working days go back (Online rule art. 12).
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::court
