// The rows of notices and service records.
#pragma once
#include "rules.hpp"

namespace hemu::notices {

struct NoticeRow {
    Id<Notice> id;
    Id<dispute::Dispute> dispute_id;
    Id<dispute::Party> party_id;
    NoticeEvent event = NoticeEvent::general;
    NoticeLanguage language = NoticeLanguage::zh;
    db::Json<Facts> facts;
    db::Json<std::vector<NoticeMethod>> ladder;
    std::int64_t step = 0;
    std::int64_t tries = 0;
    NoticeState state = NoticeState::waiting;
    std::optional<Instant> due_at;
    std::string inbox_sealed;
    std::optional<std::string> secrets_sealed;
    Instant made_at;
    std::string made_by_name;

    /// The method at work, or the last one; inbox where there is no ladder.
    NoticeMethod method() const;
    bool is_waiting() const { return state == NoticeState::waiting || state == NoticeState::next_method; }
};
BOOST_DESCRIBE_STRUCT(NoticeRow, (),
                      (id, dispute_id, party_id, event, language, facts, ladder, step, tries, state, due_at,
                       inbox_sealed, secrets_sealed, made_at, made_by_name))

struct ServiceRow {
    Id<ServiceRecord> id;
    Id<Notice> notice_id;
    std::int64_t step = 0;
    std::int64_t attempt = 0;
    NoticeMethod method = NoticeMethod::message;
    ServiceState state = ServiceState::sending;
    std::optional<std::string> recipient_sealed;
    std::string words_sealed;
    std::optional<std::string> fault;
    std::optional<std::string> remark;
    Instant begun_at;
    Instant changed_at;
};
BOOST_DESCRIBE_STRUCT(ServiceRow, (),
                      (id, notice_id, step, attempt, method, state, recipient_sealed, words_sealed, fault, remark,
                       begun_at, changed_at))

Settings settings(db::Tx&);

void insert_notice(db::Tx&, const NoticeRow&, std::string_view source_id);
std::optional<NoticeRow> find_notice(db::Tx&, Id<Notice>);
/// Stores where a notice stands: step, tries, state, due_at.
void update_notice(db::Tx&, const NoticeRow&);
std::vector<NoticeRow> rows_of(db::Tx&, Id<dispute::Dispute>);
/// Of one party, newest first, the last fifty.
std::vector<NoticeRow> rows_of_party(db::Tx&, Id<dispute::Dispute>, Id<dispute::Party>);

/// What was begun for this step and try already, by a server that ended before it could say what came of it.
std::optional<ServiceRow> begun_service(db::Tx&, const NoticeRow&);
/// What opens something, of a notice's placeholders; empty for most.
Facts secrets_of(const NoticeRow&, const crypto::Keys&);
/// What a notice or a record of service says; nothing when the case was disposed of.
std::string words_in(const std::string& sealed, const crypto::Keys&);

/// The last attempt by the method of a step.
std::optional<ServiceRow> last_service(db::Tx&, Id<Notice>, std::int64_t step);
void insert_service(db::Tx&, const ServiceRow&, Id<dispute::Dispute>,
                    const std::optional<std::string>& recipient_digest);
void update_service(db::Tx&, Id<ServiceRecord>, ServiceState, const std::optional<std::string>& fault,
                    const std::optional<std::string>& remark, Instant moment);
std::vector<ServiceRow> services_of(db::Tx&, Id<dispute::Dispute>);
/// Messages that a number has been sent since a moment.
std::int64_t messages_since(db::Tx&, const std::string& recipient_digest, Instant since);

/// How a party is reached, sealed as it stands in the rows: a guardian before the party, else an agent who receives
/// papers.
struct ContactRow {
    std::string name;
    std::optional<std::string> phone_sealed;
    std::optional<std::string> mail_sealed;
    std::optional<std::string> openid_sealed;
};
BOOST_DESCRIBE_STRUCT(ContactRow, (), (name, phone_sealed, mail_sealed, openid_sealed))
std::optional<ContactRow> contact_of(db::Tx&, Id<dispute::Party>);
/// What is absent stays as it was.
void set_contact(db::Tx&, Id<dispute::Party>, const std::optional<std::string>& mail_address,
                 const std::optional<std::string>& openid, const crypto::Keys&);

/// Who calls or visits: the handler, the presiding mediator, who registered it; those who are there.
std::vector<Id<identity::Account>> who_could_call(db::Tx&, const dispute::Dispute&);

void note_channel(db::Tx&, NoticeMethod, const std::optional<std::string>& fault, Instant moment);

}  // namespace hemu::notices
