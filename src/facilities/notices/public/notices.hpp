// 通知送达 Reaching the parties of a dispute: an event makes a notice for each party, a job sends it by the first
// method of its ladder, and goes on to the next until somebody is reached. Every attempt is a service record
// 送达记录.
#pragma once
#include "dispute.hpp"
#include "jobs.hpp"
#include "parties.hpp"

namespace hemu::notices {

extern const identity::Routes routes;

struct Notice;
struct ServiceRecord;
struct Template;

enum class NoticeEvent {
    registered,
    accepted,
    refused,
    redirected,
    session_planned,
    agreement_to_sign,
    paper_to_sign,
    performance_due,
    visit_planned,
    right_ends,
    answered,
    invited,
    answer_due,
    court_applied,
    court_accepted,
    court_wants_more,
    court_confirmed,
    court_refused,
    court_withdrawn,
    agreement_kept,
    agreement_annulled,
    general
};
BOOST_DESCRIBE_ENUM(NoticeEvent, registered, accepted, refused, redirected, session_planned, agreement_to_sign,
                    paper_to_sign, performance_due, visit_planned, right_ends, answered, invited, answer_due,
                    court_applied, court_accepted, court_wants_more, court_confirmed, court_refused, court_withdrawn,
                    agreement_kept, agreement_annulled, general)

/// message: a text message · wechat: a template message · inbox: on the case page only · letter, call, visit: by
/// staff · window: he was there himself.
enum class NoticeMethod { message, wechat, mail, inbox, letter, call, visit, window };
BOOST_DESCRIBE_ENUM(NoticeMethod, message, wechat, mail, inbox, letter, call, visit, window)

/// waiting for its moment · next_method: the method before failed · sent: handed to the gateway, or to staff.
enum class NoticeState { waiting, next_method, sent, delivered, read, failed };
BOOST_DESCRIBE_ENUM(NoticeState, waiting, next_method, sent, delivered, read, failed)

enum class NoticeLanguage { zh, en };
BOOST_DESCRIBE_ENUM(NoticeLanguage, zh, en)

/// sending: begun, and cut off when it stays so.
enum class ServiceState { sending, sent, delivered, read, failed };
BOOST_DESCRIBE_ENUM(ServiceState, sending, sent, delivered, read, failed)

/// What an event knows beside the dispute.
struct Occasion {
    std::optional<LegalDate> on;
    std::optional<Instant> at;
    std::string place;
    std::optional<Id<dispute::Party>> party_id;  ///< only this one
    /// Values of placeholders that open something. They stand sealed, go to the party alone, and neither to staff who
    /// call nor to the status page; whoever reads what was sent reads dots.
    std::map<std::string, std::string> secrets = {};
    std::string page = "/case";  ///< where the link leads
};

/// A notice for each party whom the event concerns, in this transaction. source: what happened; the same is told
/// once.
void tell(db::Tx&, const dispute::Dispute&, NoticeEvent, std::string_view source_id, const Occasion&,
          const identity::Context&);

/// The reaction to events of the journal that are told as they are.
void tell_event(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);

struct ServiceView {
    Id<ServiceRecord> id;
    NoticeMethod method = NoticeMethod::message;
    ServiceState state = ServiceState::sending;
    std::optional<std::string> recipient;  ///< masked
    std::string words;
    std::optional<std::string> fault;
    std::optional<std::string> remark;
    Instant begun_at;
    Instant changed_at;
};
BOOST_DESCRIBE_STRUCT(ServiceView, (), (id, method, state, recipient, words, fault, remark, begun_at, changed_at))

struct PartyNotice {
    Id<Notice> id;
    Id<dispute::Party> party_id;
    NoticeEvent event = NoticeEvent::registered;
    NoticeState state = NoticeState::waiting;
    NoticeMethod method = NoticeMethod::inbox;  ///< the one at work, or the last
    std::vector<NoticeMethod> ladder;
    std::int64_t step = 0;
    std::optional<Instant> due_at;
    Instant made_at;
    std::string made_by_name;
    std::vector<ServiceView> services;
};
BOOST_DESCRIBE_STRUCT(PartyNotice, (),
                      (id, party_id, event, state, method, ladder, step, due_at, made_at, made_by_name, services))

/// Newest first. The dispute must have been found by the actor before.
std::vector<PartyNotice> notices_of(db::Tx&, const dispute::Dispute&, const crypto::Keys&);

/// The notice that was told to this party for this source.
std::optional<Id<Notice>> told_to(db::Tx&, std::string_view source_id, NoticeEvent, Id<dispute::Party>);
/// moved: to the next method · busy: it waits for its moment, or somebody of staff is at work on it · at_end: there
/// is no other method.
enum class GoneOn { moved, busy, at_end };
/// Nobody answered to it: its ladder goes on, whatever became of the attempt before.
GoneOn go_on_unanswered(db::Tx&, Id<Notice>, const identity::Context&);
/// The party has it before him: nothing more is sent.
void mark_notice_read(db::Tx&, dispute::Dispute&, Id<Notice>, const identity::Context&);
/// It is of no use any more: what waits is not sent.
void stop_notice(db::Tx&, Id<Notice>);
/// A service record of what staff did by hand beside the ladder. state: sent when it is not known yet what came of
/// it. Somebody who was reached needs no other method.
void note_attempt(db::Tx&, dispute::Dispute&, Id<Notice>, NoticeMethod, ServiceState,
                  const std::optional<std::string>& remark, const identity::Context&);

/// What a citizen finds on his case page.
struct InboxItem {
    NoticeEvent event = NoticeEvent::registered;
    Instant made_at;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(InboxItem, (), (event, made_at, words))

/// Those of the party, newest first. mark_read: he has them before him now.
std::vector<InboxItem> inbox_of(db::Tx&, Id<dispute::Dispute>, Id<dispute::Party>, const crypto::Keys&);
void mark_read(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const identity::Context&);

std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::notices
