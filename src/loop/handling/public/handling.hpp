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

struct OnTheSpot {
    agreements::AgreementShape form = agreements::AgreementShape::oral;
    std::string facts;
    std::vector<agreements::TermForm> terms;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OnTheSpot, (), (form, facts, terms, words))

struct HandlingView {
    std::vector<MediationSessionView> sessions;
    std::vector<InvestigationView> investigations;
    std::vector<UndisputedView> undisputed_facts;
    std::vector<PauseView> pauses;
    std::vector<ExtensionView> extensions;
    std::optional<agreements::AgreementView> agreement;
    std::optional<std::vector<CaucusView>> caucus_notes;
};
BOOST_DESCRIBE_STRUCT(HandlingView, (),
                      (sessions, investigations, undisputed_facts, pauses, extensions, agreement, caucus_notes))

/// Gives the rights notice and begins. Refusals: invalid given_to notice_not_to_all, notice_given_on in_the_future;
/// forbidden not_on_this_dispute. Source: PML art. 23, 24; Several Rules art. 30.
void begin(db::Tx&, dispute::Dispute&, const OpeningForm&, const identity::Context&);

Id<MediationSession> plan_session(db::Tx&, dispute::Dispute&, const SessionForm&, const identity::Context&);
/// Changes the plan or writes the record. Refusal 412 version_outdated.
void record_session(db::Tx&, dispute::Dispute&, Id<MediationSession>, const SessionRecordForm&, std::int64_t version,
                    const identity::Context&);

void pause(db::Tx&, dispute::Dispute&, const PauseForm&, const identity::Context&);
void resume(db::Tx&, dispute::Dispute&, const identity::Context&);
/// Refusals: invalid consents consent_of_all_needed; as dispute::why_not_extend.
void extend(db::Tx&, dispute::Dispute&, const ExtensionForm&, const identity::Context&);

/// Written: awaits signatures and seal. Oral: in effect at once (PML art. 30).
void agree(db::Tx&, dispute::Dispute&, const agreements::AgreementForm&, const identity::Context&);
/// Refusals: invalid routes missing, words missing (PML art. 26: the parties are told other ways).
void terminate(db::Tx&, dispute::Dispute&, const TerminationForm&, const identity::Context&);
/// A simple matter, settled and performed in one go: notice told orally, one session, an oral agreement in the
/// register. Refusals: conflict not_simple, respondent_missing; invalid form written_needs_signatures.
void settle_at_once(db::Tx&, dispute::Dispute&, const OnTheSpot&, const identity::Context&);

HandlingView handling_of(db::Tx&, const dispute::Dispute&, const identity::Context&);

}  // namespace hemu::handling
