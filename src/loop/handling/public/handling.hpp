// 办 Handle: rights notice, sessions, investigation, pauses, agreement or failure.
// Verbs: begin assigned→mediating, pause mediating→paused, resume paused→mediating, agree mediating→agreed,
// agree_orally mediating→performing, terminate assigned,mediating,paused,agreed→terminated,
// settle_at_once registered,accepted,taken,assigned→performed.
#pragma once
#include "agreements.hpp"
#include "dispute.hpp"
#include "parties.hpp"
#include "ways.hpp"

namespace hemu::handling {

extern const dispute::Verb begin_verb;
extern const dispute::Verb pause_verb;
extern const dispute::Verb resume_verb;
extern const dispute::Verb agree_verb;
extern const dispute::Verb agree_orally_verb;
extern const dispute::Verb terminate_verb;
extern const dispute::Verb settle_at_once_verb;
extern const identity::Routes routes;

using PartyId = Id<dispute::Party>;

enum class NoticeForm { oral, written, online };
BOOST_DESCRIBE_ENUM(NoticeForm, oral, written, online)

struct OpeningForm {
    LegalDate notice_given_on;
    NoticeForm notice_form = NoticeForm::oral;
    std::vector<PartyId> given_to;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OpeningForm, (), (notice_given_on, notice_form, given_to, words))

struct NoticeView {
    LegalDate given_on;
    NoticeForm form = NoticeForm::oral;
    std::vector<PartyId> given_to;
};
BOOST_DESCRIBE_STRUCT(NoticeView, (), (given_on, form, given_to))

enum class SessionMode { joint, separate, online, phone };
BOOST_DESCRIBE_ENUM(SessionMode, joint, separate, online, phone)

struct SessionForm {
    Instant planned_at;
    std::string place;
    SessionMode mode = SessionMode::joint;
    std::vector<std::string> participants;
};
BOOST_DESCRIBE_STRUCT(SessionForm, (), (planned_at, place, mode, participants))

struct SessionRecordForm : SessionForm {
    std::optional<Instant> held_from;
    std::optional<Instant> held_to;
    std::optional<std::string> record;
    std::optional<std::string> result;
};
BOOST_DESCRIBE_STRUCT(SessionRecordForm, (SessionForm), (held_from, held_to, record, result))

struct MediationSession;
struct MediationSessionView : SessionRecordForm {
    Id<MediationSession> id;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(MediationSessionView, (SessionRecordForm), (id, version))

struct CaucusView {
    std::string id;
    Id<MediationSession> session_id;
    std::string author_name;
    std::string words;
    Instant written_at;
};
BOOST_DESCRIBE_STRUCT(CaucusView, (), (id, session_id, author_name, words, written_at))

struct InvestigationForm {
    LegalDate on;
    std::string place;
    std::string asked_person;
    std::vector<std::string> participants;
    std::string content;
};
BOOST_DESCRIBE_STRUCT(InvestigationForm, (), (on, place, asked_person, participants, content))
struct InvestigationView : InvestigationForm {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(InvestigationView, (InvestigationForm), (id))

struct UndisputedForm {
    std::string facts;
    std::vector<PartyId> agreed_by;
};
BOOST_DESCRIBE_STRUCT(UndisputedForm, (), (facts, agreed_by))
struct UndisputedView : UndisputedForm {
    std::string id;
};
BOOST_DESCRIBE_STRUCT(UndisputedView, (UndisputedForm), (id))

struct PauseForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(PauseForm, (), (reason))
struct PauseView {
    std::string id;
    std::string reason;
    Instant paused_at;
    std::optional<Instant> resumed_at;
};
BOOST_DESCRIBE_STRUCT(PauseView, (), (id, reason, paused_at, resumed_at))

struct ExtensionForm {
    LegalDate new_end_on;
    LegalDate consent_on;
    std::vector<PartyId> consents;
};
BOOST_DESCRIBE_STRUCT(ExtensionForm, (), (new_end_on, consent_on, consents))
struct ExtensionView {
    std::string id;
    LegalDate new_end_on;
    LegalDate consent_on;
};
BOOST_DESCRIBE_STRUCT(ExtensionView, (), (id, new_end_on, consent_on))

/// 终止理由 (domain facts 2.13).
enum class TerminationReason { T01, T02, T03, T04, T05, T06, T07, T08, T09, T10, T11, T12 };
BOOST_DESCRIBE_ENUM(TerminationReason, T01, T02, T03, T04, T05, T06, T07, T08, T09, T10, T11, T12)

struct TerminationForm {
    TerminationReason reason = TerminationReason::T02;
    std::vector<dispute::Way> routes;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(TerminationForm, (), (reason, routes, words))

struct TerminationView {
    TerminationReason reason = TerminationReason::T02;
    std::vector<dispute::Way> routes;
    LegalDate ended_on;
};
BOOST_DESCRIBE_STRUCT(TerminationView, (), (reason, routes, ended_on))

/// Always oral: it is performed at once, and what the law wants in writing cannot be settled in one step (PML art.
/// 28, 29). place: where it was settled, the body's own rooms when left out.
struct OnTheSpot {
    std::string facts;
    std::vector<agreements::TermForm> terms;
    std::optional<std::string> place;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OnTheSpot, (), (facts, terms, place, words))

/// The file of the present revision. pause_reasons: those for which it may be paused now. extension_by_head: only the
/// committee's head may extend the running period. caucus_notes: for its mediators only.
struct HandlingView {
    std::vector<NoticeView> notices;
    std::vector<MediationSessionView> sessions;
    std::vector<InvestigationView> investigations;
    std::vector<UndisputedView> undisputed_facts;
    std::vector<PauseView> pauses;
    std::vector<ExtensionView> extensions;
    std::optional<agreements::AgreementView> agreement;
    std::optional<TerminationView> termination;
    std::optional<std::vector<CaucusView>> caucus_notes;
    std::vector<std::string> pause_reasons;
    bool extension_by_head = false;
};
BOOST_DESCRIBE_STRUCT(HandlingView, (),
                      (notices, sessions, investigations, undisputed_facts, pauses, extensions, agreement,
                       termination, caucus_notes, pause_reasons, extension_by_head))

// Whoever does one of these mediates the dispute or heads the body that holds it: else forbidden not_on_this_dispute.

/// Gives the rights notice and begins. Refusals: invalid given_to notice_not_to_all, party_not_found, notice_given_on
/// in_the_future; conflict respondent_missing, party_unwilling. Source: PML art. 17, 23, 24; Several Rules art. 30.
void begin(db::Tx&, dispute::Dispute&, const OpeningForm&, const identity::Context&);
/// To who joined after the beginning, until the agreement is signed. Refusals: invalid as begin, given_to missing.
void give_notice(db::Tx&, dispute::Dispute&, const OpeningForm&, const identity::Context&);

Id<MediationSession> plan_session(db::Tx&, dispute::Dispute&, const SessionForm&, const identity::Context&);
/// Changes the plan or writes the record, which may be written until the case is closed. Refusals: 412
/// version_outdated; not_found session_not_found; invalid by field (PML art. 27), held_from session_held_already;
/// conflict notice_first before mediation has begun.
void record_session(db::Tx&, dispute::Dispute&, Id<MediationSession>, const SessionRecordForm&, std::int64_t version,
                    const identity::Context&);
/// Seals what one side said in confidence; the journal says only that there is a note. By a mediator of the dispute.
void add_caucus_note(db::Tx&, dispute::Dispute&, Id<MediationSession>, const std::string& words,
                     const identity::Context&);
/// A telephone call to a party, answered or not; notes of what was said go beside the journal.
struct CallForm {
    Id<dispute::Party> party_id;
    bool answered = false;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(CallForm, (), (party_id, answered, words))
/// Refusals: invalid party_id unknown_party; conflict not_in_this_state when it is closed.
void note_call(db::Tx&, dispute::Dispute&, const CallForm&, const identity::Context&);

void add_investigation(db::Tx&, dispute::Dispute&, const InvestigationForm&, const identity::Context&);
/// Refusals: invalid facts missing, agreed_by consent_of_all_needed (Shenzhen art. 73, Shandong art. 24).
void add_undisputed(db::Tx&, dispute::Dispute&, const UndisputedForm&, const identity::Context&);

/// Refusal invalid pause_reason_not_allowed, as the rules of the running clocks say.
void pause(db::Tx&, dispute::Dispute&, const PauseForm&, const identity::Context&);
void resume(db::Tx&, dispute::Dispute&, const identity::Context&);
/// Refusals: invalid consents consent_of_all_needed; forbidden committee_must_agree when the law wants the
/// committee's word too; as dispute::why_not_extend.
void extend(db::Tx&, dispute::Dispute&, const ExtensionForm&, const identity::Context&);

/// Written: awaits signatures and seal. Oral: in effect at once (PML art. 30). Refusals: conflict
/// session_record_missing (PML art. 27), notice_not_to_all, respondent_missing, writing_needed; invalid as
/// agreements::why_not_agreement.
void agree(db::Tx&, dispute::Dispute&, const agreements::AgreementForm&, const identity::Context&);
/// Changes a written agreement before anybody has signed or sealed it. Refusals: conflict already_signed,
/// agreement_missing; invalid form stays_written; as why_not_agreement.
void rewrite_agreement(db::Tx&, dispute::Dispute&, const agreements::AgreementForm&, const identity::Context&);
/// Refusals: invalid routes ways_missing (PML art. 26: the parties are told other ways), way_police_missing (T11, PML
/// art. 25), words missing, reason period_not_over (T03).
void terminate(db::Tx&, dispute::Dispute&, const TerminationForm&, const identity::Context&);
/// A simple matter, settled and performed in one go: notice told orally, one session, an oral agreement in the
/// register, performance. Refusals: conflict not_simple, writing_needed, respondent_missing, party_unwilling;
/// forbidden not_your_bodys_dispute; invalid as agreements::why_not_terms, facts missing.
void settle_at_once(db::Tx&, dispute::Dispute&, const OnTheSpot&, const identity::Context&);

HandlingView handling_of(db::Tx&, const dispute::Dispute&, const identity::Context&);

}  // namespace hemu::handling
