// 结 Close: signing, the committee's seal, performance, breach, the closing gate, the archive, reopening.
// Verbs: take_effect agreed→performing, perform performing,breached→performed, breach performing→breached,
// close performed,breached,terminated,refused,redirected,withdrawn→closed, archive closed→archived,
// reopen closed,archived→accepted (a new revision).
#pragma once
#include "agreements.hpp"
#include "signing.hpp"
#include "volume.hpp"

namespace hemu::closing {

extern const dispute::Verb take_effect_verb;
extern const dispute::Verb perform_verb;
extern const dispute::Verb breach_verb;
extern const dispute::Verb close_verb;
extern const dispute::Verb archive_verb;
extern const dispute::Verb reopen_verb;
extern const identity::Routes routes;

struct Agent;
using PartyId = Id<dispute::Party>;

enum class Manner { signature, fingerprint, seal, electronic };
BOOST_DESCRIBE_ENUM(Manner, signature, fingerprint, seal, electronic)

/// One of the three: a party himself, his agent, or the mediator who signs in.
struct Signer {
    std::optional<PartyId> party_id;
    std::optional<std::string> agent_id;
    std::optional<bool> mediator;
};
BOOST_DESCRIBE_STRUCT(Signer, (), (party_id, agent_id, mediator))

struct SignatureForm {
    Signer signer;
    Manner manner = Manner::signature;
    LegalDate signed_on;
};
BOOST_DESCRIBE_STRUCT(SignatureForm, (), (signer, manner, signed_on))

struct SignatureView {
    std::string id;
    std::optional<PartyId> party_id;
    std::optional<std::string> agent_id;
    bool mediator = false;
    std::string name;
    Manner manner = Manner::signature;
    LegalDate signed_on;
};
BOOST_DESCRIBE_STRUCT(SignatureView, (), (id, party_id, agent_id, mediator, name, manner, signed_on))

struct SealForm {
    LegalDate sealed_on;
};
BOOST_DESCRIBE_STRUCT(SealForm, (), (sealed_on))
struct SealView {
    std::string organisation_name;
    LegalDate sealed_on;
    std::string file_number;
};
BOOST_DESCRIBE_STRUCT(SealView, (), (organisation_name, sealed_on, file_number))

/// A term that was found not performed.
struct BreachView {
    Id<agreements::Term> term_id;
    LegalDate noted_on;
};
BOOST_DESCRIBE_STRUCT(BreachView, (), (term_id, noted_on))

struct BreachForm {
    Id<agreements::Term> term_id;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(BreachForm, (), (term_id, words))

enum class CaseResult { success, partial, failed };
BOOST_DESCRIBE_ENUM(CaseResult, success, partial, failed)

struct ClosingForm {
    CaseResult result = CaseResult::success;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(ClosingForm, (), (result, words))

enum class Retention { short_, long_, permanent };
BOOST_DESCRIBE_ENUM(Retention, short_, long_, permanent)

/// retention: what the rule proposes when absent; shorter wants a reason.
struct ArchiveForm {
    std::optional<Retention> retention;
    std::optional<std::string> filer;
    std::optional<std::string> note;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(ArchiveForm, (), (retention, filer, note, reason))

/// A file in the archive. revision: which filing of the case; a case that was opened again is filed anew and names
/// the file before it. dispose_after_on: the day after which it may be disposed of; none when it is kept for good.
struct ArchiveView {
    std::int64_t revision = 1;
    Retention retention = Retention::long_;
    Retention proposed = Retention::long_;
    std::optional<std::string> reason;
    std::string filer;
    std::optional<std::string> note;
    LegalDate archived_on;
    std::optional<LegalDate> dispose_after_on;
    std::string digest;
    std::optional<std::string> earlier_digest;
    std::optional<std::string> file_number;
    std::optional<LegalDate> disposed_on;
};
BOOST_DESCRIBE_STRUCT(ArchiveView, (),
                      (revision, retention, proposed, reason, filer, note, archived_on, dispose_after_on, digest,
                       earlier_digest, file_number, disposed_on))

/// What the rule says of how long the file is kept, and the grounds of it.
struct RetentionProposal {
    Retention retention = Retention::short_;
    std::vector<std::string> grounds;
};
BOOST_DESCRIBE_STRUCT(RetentionProposal, (), (retention, grounds))

/// Whether a filed version is still what was filed. damaged: files whose content is gone or changed, by name.
struct ArchiveCheck {
    std::int64_t revision = 1;
    std::string digest;
    std::string digest_now;
    bool same = false;
    bool chain_whole = false;
    std::int64_t files = 0;
    std::vector<std::string> damaged;
    Instant checked_at;
};
BOOST_DESCRIBE_STRUCT(ArchiveCheck, (), (revision, digest, digest_now, same, chain_whole, files, damaged, checked_at))

struct ArchiveChecks {
    std::vector<ArchiveCheck> items;
};
BOOST_DESCRIBE_STRUCT(ArchiveChecks, (), (items))

struct ReopeningForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(ReopeningForm, (), (reason))

struct Gate {
    std::vector<std::string> missing;
};
BOOST_DESCRIBE_STRUCT(Gate, (), (missing))

/// items: the file as it stands; archives: every filing of the case, newest first.
/// ink_needed: no electronic signature here. scope and balance: of the agreement, when there is one.
struct ClosingView {
    std::vector<SignatureView> signatures;
    bool ink_needed = false;
    std::optional<SealView> seal;
    std::optional<LegalDate> effective_on;
    std::optional<agreements::Scope> scope;
    std::vector<agreements::TermDue> terms;
    std::optional<agreements::Balance> balance;
    std::vector<BreachView> breaches;
    Gate gate;
    std::vector<VolumeItem> items;
    RetentionProposal retention;
    std::optional<ArchiveView> archive;
    std::vector<ArchiveView> archives;
};
BOOST_DESCRIBE_STRUCT(ClosingView, (),
                      (signatures, ink_needed, seal, effective_on, scope, terms, balance, breaches, gate, items,
                       retention, archive, archives))

/// Records an act of signing. Refusals: invalid signer (unknown_signer, agent_may_not_sign, guardian_must_sign,
/// signed_already), manner ink_needed, signed_on in_the_future; conflict not_in_this_state, notice_not_to_all. With
/// the last act the agreement takes effect.
void sign(db::Tx&, dispute::Dispute&, const SignatureForm&, const identity::Context&);
/// The committee's seal, by its head; gives the file number. Refusals: conflict sealed_already; forbidden
/// not_your_bodys_dispute; invalid sealed_on in_the_future.
void seal(db::Tx&, dispute::Dispute&, const SealForm&, const identity::Context&);
/// The paper that is the agreement itself.
inline constexpr std::string_view agreement_paper = "D09";
/// Acts of signing that paper are these signatures and this seal; ended without the seal, there were none. A
/// receiver.
void take_act(db::Tx&, dispute::Dispute&, const signing::PaperAct&, const identity::Context&);
/// By hand nothing is recorded while the paper itself is being signed. Refusal conflict signing_open.
void refuse_beside_signing(db::Tx&, const dispute::Dispute&);
/// A reaction: a file number that was made void gives way to the next one.
void follow(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);
/// What was performed of one term or of all; with the last one the dispute is performed. Refusals: as
/// agreements::perform.
void perform(db::Tx&, dispute::Dispute&, const agreements::PerformanceForm&, const identity::Context&);
/// Refusals: invalid term_id unknown_term (also when it was performed), words missing.
void breach(db::Tx&, dispute::Dispute&, const BreachForm&, const identity::Context&);
/// Refusals: conflict gate_not_open with a field for each thing that is missing; invalid result result_does_not_fit.
void close(db::Tx&, dispute::Dispute&, const ClosingForm&, const identity::Context&);
/// Keeps why something is missing in the file, as an event. Refusals: as why_not_explain.
void explain(db::Tx&, dispute::Dispute&, const ExplanationForm&, const identity::Context&);
/// Refusals: invalid reason missing when it is kept shorter than the rule says.
void archive(db::Tx&, dispute::Dispute&, const ArchiveForm&, const identity::Context&);
/// Back to acceptance as a new revision with its own periods; who had it has it no longer, the old file stays as it
/// was. Refusals: invalid reason missing; conflict file_disposed.
void reopen(db::Tx&, dispute::Dispute&, const ReopeningForm&, const identity::Context&);

/// SM3, hex, over what is archived: the journal up to now and the papers that it only points at (agreement,
/// performances, signatures, records of sessions and inquiries, undisputed facts, visits). Archives Law art. 37.
std::string file_digest(db::Tx&, const dispute::Dispute&);

/// The digest made again of a filed version, from the journal up to its filing and from its papers as they are now;
/// and every file of the case. Refusal not_found.
ArchiveCheck check_archive(db::Tx&, const dispute::Dispute&, std::int64_t revision, const identity::Context&);

/// Signatures and seal of an agreement that is being changed: they stay in the file, and are taken anew.
void set_acts_aside(db::Tx&, const dispute::Dispute&, Instant moment);
/// Those that were set aside at that moment count again.
void take_acts_back(db::Tx&, const dispute::Dispute&, Instant set_aside_at);

ClosingView closing_of(db::Tx&, const dispute::Dispute&, const identity::Context&);

}  // namespace hemu::closing
