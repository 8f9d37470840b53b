// 调解申请 What a citizen writes down before there is a case: a draft that is saved at every step and gone on with on
// any device by phone and code, until it is sent and registered at the window of its place.
#pragma once
#include <map>

#include "access.hpp"
#include "attachments.hpp"
#include "intake.hpp"

namespace hemu::application {

extern const identity::Routes routes;

using access::Application;

/// self: for himself · organisation: for the body he works for · other: for somebody whose agent or guardian he is
enum class ApplyingFor { self, organisation, other };
BOOST_DESCRIBE_ENUM(ApplyingFor, self, organisation, other)

/// Who dealt with it before: it decides about acceptance (Several Rules art. 22(2); domain facts 2.4 R02, R07).
enum class EarlierHandler {
    village,
    police,
    court,
    arbitration,
    petition_office,
    department,
    hotline,
    committee,
    other
};
BOOST_DESCRIBE_ENUM(EarlierHandler, village, police, court, arbitration, petition_office, department, hotline,
                    committee, other)
enum class EarlierOutcome { pending, settled, failed, refused, unknown };
BOOST_DESCRIBE_ENUM(EarlierOutcome, pending, settled, failed, refused, unknown)

struct OtherHandler {
    EarlierHandler kind = EarlierHandler::other;
    std::optional<std::string> name;
    std::optional<LegalDate> on;
    EarlierOutcome outcome = EarlierOutcome::unknown;
};
BOOST_DESCRIBE_STRUCT(OtherHandler, (), (kind, name, on, outcome))

enum class EvidenceState { have, will_bring, cannot_get };
BOOST_DESCRIBE_ENUM(EvidenceState, have, will_bring, cannot_get)

/// code: of data/evidence.json, or `own` with words. words: what the applicant says about it.
struct EvidenceItem {
    std::string code;
    EvidenceState state = EvidenceState::have;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(EvidenceItem, (), (code, state, words))

/// From one day to another, both included.
struct DaysAway {
    LegalDate from_on;
    LegalDate to_on;
};
BOOST_DESCRIBE_STRUCT(DaysAway, (), (from_on, to_on))

/// What guidance had asked: door, version and leaf of the tree, answers by question.
struct GuidanceTaken {
    std::string door;
    std::int64_t version = 1;
    std::string leaf;
    std::map<std::string, std::string> answers;
};
BOOST_DESCRIBE_STRUCT(GuidanceTaken, (), (door, version, leaf, answers))

/// What is written so far; half filled in is fine. phone: another number for the application itself, which is taken
/// and never told back. asks_apart: not in one room with the other side. helper: who comes along. step: the page
/// where he stands.
struct ApplicationForm {
    ApplyingFor applying_for = ApplyingFor::self;
    std::vector<dispute::PartyForm> parties;
    std::string narrative;
    std::string request;
    std::optional<std::string> national_type;
    std::optional<std::string> local_type;
    std::optional<std::string> place_code;
    std::optional<std::string> address;
    std::optional<LegalDate> occurred_on;
    std::optional<std::string> occurred_words;
    std::optional<Fen> amount_fen;
    std::vector<OtherHandler> other_handlers;
    std::vector<EvidenceItem> evidence;
    std::vector<DaysAway> days_away;
    bool asks_apart = false;
    std::optional<std::string> helper;
    std::string step;
    std::optional<GuidanceTaken> guidance;
    std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(ApplicationForm, (),
                      (applying_for, parties, narrative, request, national_type, local_type, place_code, address,
                       occurred_on, occurred_words, amount_fen, other_handlers, evidence, days_away, asks_apart,
                       helper, step, guidance, phone))

/// from: the code of the entrance through which he came. channel: online, or kiosk in the hall. language: of the
/// messages, zh or en. attempt_id: of the caller's own making; the same again, before anything was saved, is the same
/// application with a fresh code, since the answer with the first one may have been lost.
struct ApplicationStart {
    std::string phone;
    std::string language;
    std::optional<Id<ApplicationStart>> attempt_id;
    std::optional<std::string> from;
    std::optional<dispute::Channel> channel;
    std::optional<GuidanceTaken> guidance;
};
BOOST_DESCRIBE_STRUCT(ApplicationStart, (), (phone, language, attempt_id, from, channel, guidance))

/// The code is told here once. deletes_on: the day on which the draft goes unless it is saved before.
struct ApplicationStarted {
    std::string code;
    LegalDate deletes_on;
};
BOOST_DESCRIBE_STRUCT(ApplicationStarted, (), (code, deletes_on))

struct ResumptionForm {
    std::string phone;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(ResumptionForm, (), (phone, code))

/// A field by its path, and the code of what is lacking; the words of the code stand in data/problems.json.
struct Lacking {
    std::string field;
    std::string code;
    friend bool operator==(const Lacking&, const Lacking&) = default;
};
BOOST_DESCRIBE_STRUCT(Lacking, (), (field, code))

/// A paper that helps in disputes of this type, and why.
struct EvidenceSuggestion {
    std::string code;
    std::string zh;
    std::string en;
    std::string why_zh;
    std::string why_en;
};
BOOST_DESCRIBE_STRUCT(EvidenceSuggestion, (), (code, zh, en, why_zh, why_en))

/// What the citizen takes home. next_by: the day by which the window says whether it accepts. phone_confirmed: else
/// the window calls him back.
struct ApplicationReceipt {
    std::string number;
    std::string query_code;
    Instant registered_at;
    std::optional<LegalDate> next_by;
    std::string body_name;
    std::optional<std::string> body_phone;
    std::optional<std::string> body_address;
    bool phone_confirmed = false;
};
BOOST_DESCRIBE_STRUCT(ApplicationReceipt, (),
                      (number, query_code, registered_at, next_by, body_name, body_phone, body_address,
                       phone_confirmed))

/// missing: what must be there before it can be sent · advised: what helps and blocks nothing · consents_needed:
/// codes of notices to agree to · guessed_types: what the narrative speaks of, likeliest first · applied_before: this
/// confirmed number has applied lately, perhaps for the same · submitted: once it is sent, and then the form is
/// empty.
struct ApplicationView {
    ApplicationForm form;
    std::int64_t version = 0;
    Instant saved_at;
    LegalDate deletes_on;
    std::string phone;
    dispute::Channel channel = dispute::Channel::online;
    bool phone_confirmed = false;
    bool phone_can_be_confirmed = false;
    bool applied_before = false;
    std::vector<attachments::AttachmentView> files;
    std::vector<attachments::UploadView> uploads;
    attachments::FileLimits file_limits;
    std::vector<intake::TypeProposal> guessed_types;
    std::vector<EvidenceSuggestion> evidence_suggestions;
    std::vector<Lacking> missing;
    std::vector<Lacking> advised;
    std::vector<std::string> consents_needed;
    std::optional<ApplicationReceipt> submitted;
};
BOOST_DESCRIBE_STRUCT(ApplicationView, (),
                      (form, version, saved_at, deletes_on, phone, channel, phone_confirmed, phone_can_be_confirmed,
                       applied_before, files, uploads, file_limits, guessed_types, evidence_suggestions, missing,
                       advised, consents_needed, submitted))

/// A notice as it is agreed to: data/consents.json.
struct ConsentGiven {
    std::string code;
    std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(ConsentGiven, (), (code, version))

struct SubmissionForm {
    std::vector<ConsentGiven> consents;
};
BOOST_DESCRIBE_STRUCT(SubmissionForm, (), (consents))

/// always · sensitive: identity numbers, health, files (PIPL art. 28 to 30) · under_14: a child's data (art. 31)
enum class ConsentWhen { always, sensitive, under_14 };
BOOST_DESCRIBE_ENUM(ConsentWhen, always, sensitive, under_14)

/// In the language asked for. `basis` names the articles; `says` are the sentences of the notice, `agree` the words
/// of the box.
struct ConsentNotice {
    std::string code;
    std::int64_t version = 1;
    ConsentWhen when = ConsentWhen::always;
    LegalDate valid_from;
    std::string title;
    std::vector<std::string> says;
    std::string agree;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(ConsentNotice, (), (code, version, when, valid_from, title, says, agree, basis))

/// What was agreed to, as the desk and the case show it.
struct ConsentRecord {
    std::string code;
    std::int64_t version = 1;
    std::string language;
    Instant given_at;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(ConsentRecord, (), (code, version, language, given_at, title))

/// What the applicant wrote beside the register, for whoever works on the case.
struct ApplicationTold {
    ApplyingFor applying_for = ApplyingFor::self;
    bool phone_confirmed = false;
    std::optional<std::string> occurred_words;
    std::vector<OtherHandler> other_handlers;
    std::vector<EvidenceItem> evidence;
    std::vector<DaysAway> days_away;
    bool asks_apart = false;
    std::optional<std::string> helper;
    std::optional<std::string> from;
    std::optional<GuidanceTaken> guidance;
};
BOOST_DESCRIBE_STRUCT(ApplicationTold, (),
                      (applying_for, phone_confirmed, occurred_words, other_handlers, evidence, days_away, asks_apart,
                       helper, from, guidance))

/// told: absent for a dispute that no citizen wrote himself. entrance_name: of `told.from`. evidence_names: words for
/// the codes in it.
struct ApplicationOfCase {
    std::optional<ApplicationTold> told;
    std::optional<std::string> entrance_name;
    std::vector<EvidenceSuggestion> evidence_names;
    std::vector<ConsentRecord> consents;
};
BOOST_DESCRIBE_STRUCT(ApplicationOfCase, (), (told, entrance_name, evidence_names, consents))

/// Daily: drafts whose day has come are deleted with their files, and those whose day is near are warned of.
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::application
