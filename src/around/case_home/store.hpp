// Rows of case home: messages, asks, complaints, requests about data, settings.
#pragma once
#include "access.hpp"
#include "rules.hpp"

namespace hemu::case_home {

using dispute::Dispute;
using identity::Context;

Settings settings(db::Tx&);

/// The party whom query code and phone let in; a merged dispute leads on to the one it went into, where the phone is
/// known there. Digests as stored.
std::optional<access::PartyPass> party_by_code(db::Tx&, const std::string& query_digest,
                                               const std::string& phone_digest);

/// A party as case home needs him.
struct PartyRow {
    PartyId id;
    dispute::Side side = dispute::Side::applicant;
    std::string name;
    std::optional<std::string> phone_sealed;
};
BOOST_DESCRIBE_STRUCT(PartyRow, (), (id, side, name, phone_sealed))
/// Those of the dispute who were not taken off it, in their order.
std::vector<PartyRow> parties_of(db::Tx&, const Dispute&);
/// Refusal not_found.
PartyRow party_in(const std::vector<PartyRow>&, PartyId);

/// A citizen's caller with his dispute: loaded, and the context in which his deeds are written.
struct Caller {
    Dispute dispute;
    PartyId party_id;
    Context cx;
};
Caller caller_of(db::Tx&, const http::Request&, const Context&);

std::vector<Milestone> milestones(db::Tx&, Id<Dispute>);

/// How it stands for the rules; asks are given because they were read already.
Standing standing_of(db::Tx&, const Dispute&, PartyId, const std::vector<AskView>&, const Context&);
HomeView home_of(db::Tx&, const Dispute&, PartyId, const Context&);

// Messages.
std::vector<MessageView> messages_of(db::Tx&, Id<Dispute>, PartyId, const crypto::Keys&);
/// A message of the party; the same id again changes nothing. Refusals: invalid words; conflict not_in_this_state;
/// too_many too_many_messages; not_found when the id is somebody else's.
void say(db::Tx&, Caller&, Id<Message>, const MessageForm&);
/// An answer of staff to a party, who is told that there is one. Refusals: not_found; invalid words.
void answer_party(db::Tx&, Dispute&, PartyId, Id<Message>, const MessageForm&, const Context&);
/// Those of the other side of the talk count as read now.
void mark_messages_read(db::Tx&, Id<Dispute>, PartyId, bool from_party, Instant moment);

// Asks.
std::vector<AskView> asks_of_party(db::Tx&, const Dispute&, PartyId, const crypto::Keys&);
/// Refusals: as why_not_ask; too_many too_many_asks; not_found.
void ask(db::Tx&, Caller&, Id<Ask>, const AskForm&);
/// Refusals: not_found; invalid words; conflict answered_already.
void answer_ask(db::Tx&, Dispute&, Id<Ask>, const AskAnswerForm&, const Context&);
/// A task for whoever handles the case; false when nobody of those works there now, or the case is closed.
bool ask_staff(db::Tx&, Dispute&, AskKind, LegalDate due_on, const Context&);

/// What the case page shows.
CaseHomeView case_home_of(db::Tx&, const Dispute&, const Context&);

// Complaints.
std::vector<ComplaintView> complaints_of_party(db::Tx&, Id<Dispute>, PartyId, const crypto::Keys&);
void complain(db::Tx&, Caller&, Id<Complaint>, const ComplaintForm&);
/// Those that the actor may answer; answered ones too when asked for. Never one of a case that he is named on.
std::vector<ComplaintLine> complaints_to(db::Tx&, bool answered, const Context&);
/// Refusals: not_found; conflict answered_already; invalid words.
void take_complaint(db::Tx&, Id<Complaint>, const Context&);
void answer_complaint(db::Tx&, Id<Complaint>, const ComplaintAnswerForm&, const Context&);

// Requests about data.
std::vector<DataView> data_requests_of_party(db::Tx&, Id<Dispute>, PartyId, const crypto::Keys&);
void request_data(db::Tx&, Caller&, Id<DataRequest>, const DataForm&);
/// Of disputes that the actor may see, those that wait first.
std::vector<DataLine> data_requests_to(db::Tx&, bool decided, const Context&);
/// Refusals: not_found; conflict answered_already; as why_not_decide.
void decide_data(db::Tx&, Id<DataRequest>, const DataDecisionForm&, const http::Request&, const Context&);
/// What is kept of the party, in clear, as a file. Refusals: not_found; conflict copy_not_granted; forbidden
/// phone_not_confirmed.
std::string copy_of_data(db::Tx&, Caller&, Id<DataRequest>, const http::Request&);

/// Opens free words; empty when there are none.
std::string opened(const crypto::Keys&, const std::optional<std::string>& sealed);

}  // namespace hemu::case_home
