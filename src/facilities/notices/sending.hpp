// One attempt to reach somebody: begun in one transaction, sent outside of any, settled in another.
#pragma once
#include "outbound.hpp"
#include "store.hpp"

namespace hemu::notices {

/// What goes over the wire. key: the same for every try of one step, so that a gateway that looks at it delivers
/// once.
struct Outgoing {
    Id<Notice> notice_id;
    Id<ServiceRecord> service_id;
    NoticeMethod method = NoticeMethod::message;
    std::string key;
    std::string to;
    std::string subject;
    std::string words;
};

/// again: a later try of the same method may succeed.
struct Outcome {
    std::optional<std::string> fault;
    bool again = false;
};

/// Methods whose server stands in the settings.
std::vector<NoticeMethod> set_up(const config::Config&);

/// The request by which a gateway is asked, with its body's placeholders filled.
outbound::HttpRequest gateway_request(const Outgoing&, const config::Config&);
/// Hands it to the gateway or the mail server; never throws for what they do.
Outcome send(const Outgoing&, const config::Config&, Instant moment);

/// Looks whether the notice is due, may go out now, and to whom; writes the attempt down before it is made. Nothing
/// when there is nothing to send: it was moved to another moment, handed to staff, or has failed.
std::optional<Outgoing> begin_sending(db::Tx&, Id<Notice>, const identity::Context&);
/// Writes down what came of an attempt, and where the notice goes on.
void settle(db::Tx&, const Outgoing&, const Outcome&, const identity::Context&);

/// The whole of it.
void send_notice(Id<Notice>, const identity::Context&);

/// Somebody, or a gateway, says what came of an attempt. False when there is nothing to change.
bool take_outcome(db::Tx&, NoticeRow&, const ServiceRow&, ServiceState, std::string_view fault,
                  const std::optional<std::string>& remark, const identity::Context&);

/// Where the party is reached by an electronic method, if that is known.
std::optional<std::string> address_for(NoticeMethod, const ContactRow&, const crypto::Keys&);

/// The job that sends it at its moment.
void enqueue_sending(db::Tx&, const NoticeRow&);
Id<Notice> notice_in(const jobs::Job&);

}  // namespace hemu::notices
