// 邀请对方 The other side: a respondent or third party gets a code, reads who asks for what, and says whether he
// takes part. Nobody is made to, and silence is no answer (PML art. 17).
#pragma once
#include "access.hpp"
#include "dispute.hpp"
#include "notices.hpp"
#include "parties.hpp"
#include "types.hpp"

namespace hemu::invitation {

extern const identity::Routes routes;

struct Invitation;

/// 答复 agree · later: he needs time until a day · refuse.
enum class InvitationAnswer { agree, later, refuse };
BOOST_DESCRIBE_ENUM(InvitationAnswer, agree, later, refuse)

/// How somebody came in or was heard. link: of a message · paper: the letter's QR code · typed: the code by hand ·
/// phone, window, visit: staff noted what he said.
enum class EntryWay { link, paper, typed, phone, window, visit };
BOOST_DESCRIBE_ENUM(EntryWay, link, paper, typed, phone, window, visit)

/// How far somebody came. opened: the summary · asked: the three answers · chosen: the day or the reason · answered.
enum class EntryStep { opened, asked, chosen, answered };
BOOST_DESCRIBE_ENUM(EntryStep, opened, asked, chosen, answered)

/// Invites every respondent and third party when a dispute is accepted, and ends what is open once it is over. A
/// reaction to events of the journal.
void follow(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);

/// until_on: of later. reason: of refuse, if he wants to give one; only who mediates or holds the case reads it.
struct AnswerForm {
    InvitationAnswer answer = InvitationAnswer::agree;
    std::optional<LegalDate> until_on;
    std::optional<std::string> reason;
};
BOOST_DESCRIBE_STRUCT(AnswerForm, (), (answer, until_on, reason))

/// What he said by phone, at the window or at his door. said_by: who spoke, when it was not the party himself.
struct NotedAnswer : AnswerForm {
    Id<dispute::Party> party_id;
    EntryWay way = EntryWay::phone;
    std::optional<std::string> said_by;
    std::optional<LegalDate> said_on;
};
BOOST_DESCRIBE_STRUCT(NotedAnswer, (AnswerForm), (party_id, way, said_by, said_on))

struct AwayDays {
    LegalDate from_on;
    LegalDate to_on;
    friend bool operator==(const AwayDays&, const AwayDays&) = default;
};
BOOST_DESCRIBE_STRUCT(AwayDays, (), (from_on, to_on))

/// Who is to speak for him; becomes an agent when the power of attorney was seen.
struct Speaker {
    std::string name;
    std::optional<std::string> relation;
    std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(Speaker, (), (name, relation, phone))

/// What somebody who was asked adds: his account of it, days he cannot come, what he needs, who speaks for him.
struct OwnSide {
    std::string statement;
    std::vector<AwayDays> days_away;
    std::optional<std::string> language;
    std::vector<std::string> help;
    std::optional<Speaker> speaker;
};
BOOST_DESCRIBE_STRUCT(OwnSide, (), (statement, days_away, language, help, speaker))

/// A number of his that was confirmed by a code.
struct OwnPhone {
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(OwnPhone, (), (phone))

struct GivenAnswer {
    InvitationAnswer answer = InvitationAnswer::agree;
    std::optional<LegalDate> until_on;
    std::optional<std::string> reason;
    EntryWay way = EntryWay::typed;
    std::optional<std::string> said_by;
    std::optional<LegalDate> said_on;
    std::optional<std::string> noted_by_name;
    Instant given_at;
};
BOOST_DESCRIBE_STRUCT(GivenAnswer, (), (answer, until_on, reason, way, said_by, said_on, noted_by_name, given_at))

/// What the invited reads. asked_by and type are empty where the dispute's secrecy keeps them until he was spoken to.
struct InvitationView {
    std::string number;
    std::string body_name;
    std::optional<std::string> body_phone;
    std::string party_name;
    dispute::Side side = dispute::Side::respondent;
    std::vector<std::string> asked_by;
    std::optional<dispute::NationalType> type;
    std::optional<GivenAnswer> answer;
    bool may_answer = false;
    LegalDate latest_on;               ///< the last day until which he may think
    std::optional<LegalDate> ends_on;  ///< of his code
    OwnSide account;
    std::optional<std::string> phone;  ///< masked
    bool phone_confirmed = false;
    std::int64_t files = 0;  ///< that he handed in
    std::vector<dispute::NeedWord> languages;
    std::vector<dispute::NeedWord> help;
};
BOOST_DESCRIBE_STRUCT(InvitationView, (),
                      (number, body_name, body_phone, party_name, side, asked_by, type, answer, may_answer, latest_on,
                       ends_on, account, phone, phone_confirmed, files, languages, help))

/// One who was asked, for the desk. Reasons are there for whoever mediates or holds the case.
struct InvitedParty {
    Id<dispute::Party> party_id;
    std::optional<Id<Invitation>> invitation_id;
    std::optional<Instant> made_at;
    std::optional<std::string> made_by_name;
    std::optional<LegalDate> ends_on;
    bool code_works = false;
    std::optional<Instant> opened_at;
    std::optional<EntryWay> opened_by;
    std::optional<EntryStep> furthest;
    std::optional<notices::PartyNotice> notice;  ///< its ladder and every attempt
    std::vector<GivenAnswer> answers;            ///< the newest first
    bool may_read_reason = false;
    std::optional<OwnSide> account;
    std::int64_t files = 0;
    bool has_phone = false;
};
BOOST_DESCRIBE_STRUCT(InvitedParty, (),
                      (party_id, invitation_id, made_at, made_by_name, ends_on, code_works, opened_at, opened_by,
                       furthest, notice, answers, may_read_reason, account, files, has_phone))

struct InvitationsView {
    std::vector<InvitedParty> parties;
    bool may_invite = false;         ///< as the dispute stands
    bool may_answer = false;         ///< no session was held yet
    bool reaches_by_itself = false;  ///< a channel is set up
    LegalDate latest_on;
};
BOOST_DESCRIBE_STRUCT(InvitationsView, (), (parties, may_invite, may_answer, reaches_by_itself, latest_on))

/// The letter that carries his code leaves the house, as a service record. Nothing when he was never invited.
void post_letter(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const identity::Context&);
/// He came in by his code: it is counted, and his notice is read. Nothing when he was never invited.
void come_in(db::Tx&, dispute::Dispute&, Id<dispute::Party>, EntryWay, const identity::Context&);
/// His own answer; the same again changes nothing. Refusals: those of why_not_answer; conflict answer_is_settled once
/// a session was held or the dispute has moved on.
void answer_as_party(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const AnswerForm&, const identity::Context&);
/// What he said to staff, as a service record. Refusals: those of why_not_noted; conflict answer_is_settled;
/// not_found party_not_found.
void note_answer(db::Tx&, dispute::Dispute&, const NotedAnswer&, const identity::Context&);

std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::invitation
