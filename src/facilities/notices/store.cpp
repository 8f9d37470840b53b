#include "store.hpp"

#include "db_settings.hpp"
#include "sealing.hpp"

namespace hemu::notices {

using dispute::Dispute;
using dispute::Party;

static const sealing::SealedColumn sealed_columns[] = {{"notice", "id", "inbox_sealed", "notice"},
                                                       {"notice", "id", "secrets_sealed", "notice"},
                                                       {"notice_service", "id", "words_sealed", "notice"},
                                                       {"notice_service", "id", "recipient_sealed", "contact"},
                                                       {"notice_contact", "party_id", "mail_sealed", "contact"},
                                                       {"notice_contact", "party_id", "openid_sealed", "contact"}};

NoticeMethod NoticeRow::method() const {
    if (ladder->empty()) return NoticeMethod::inbox;
    return ladder->at(std::min(static_cast<std::size_t>(step), ladder->size() - 1));
}

BOOST_DESCRIBE_STRUCT(Settings, (),
                      (quiet_from_minute, quiet_to_minute, most_messages_a_day, tries, first_retry_minutes,
                       second_message_minutes, unreported_hours, due_soon_days, call_within_days))

static const db::Statement select_settings{"notices.settings", "SELECT code, value FROM notice_setting"};

Settings settings(db::Tx& tx) { return db::read_settings<Settings>(tx, select_settings); }

static const db::Statement insert_notice_row{"notices.insert", R"(
    INSERT INTO notice (id, dispute_id, party_id, event, source_id, language, facts, ladder, step, tries, state, due_at,
                        inbox_sealed, secrets_sealed, made_at, made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0, 0, $9, $10, $11, $12, $13, $14)
    ON CONFLICT (source_id, event, party_id) DO NOTHING)"};

void insert_notice(db::Tx& tx, const NoticeRow& row, std::string_view source_id) {
    tx.run(insert_notice_row, row.id, row.dispute_id, row.party_id, row.event, source_id, row.language, row.facts,
           row.ladder, row.state, row.due_at, row.inbox_sealed, row.secrets_sealed, row.made_at, row.made_by_name);
}

static const std::string notice_columns = R"(
    SELECT n.id, n.dispute_id, n.party_id, n.event, n.language, n.facts, n.ladder, n.step, n.tries, n.state, n.due_at,
           n.inbox_sealed, n.secrets_sealed, n.made_at, n.made_by_name
      FROM notice n)";

static const db::Statement select_notice{"notices.find", notice_columns + " WHERE n.id = $1"};

std::optional<NoticeRow> find_notice(db::Tx& tx, Id<Notice> id) { return tx.maybe<NoticeRow>(select_notice, id); }

static const db::Statement update_notice_row{"notices.update", R"(
    UPDATE notice SET step = $2, tries = $3, state = $4, due_at = $5 WHERE id = $1)"};

void update_notice(db::Tx& tx, const NoticeRow& row) {
    tx.run(update_notice_row, row.id, row.step, row.tries, row.state, row.due_at);
}

static const db::Statement select_of_dispute{"notices.of_dispute", notice_columns + R"(
     WHERE n.dispute_id = $1
     ORDER BY n.made_at DESC, n.id DESC)"};

std::vector<NoticeRow> rows_of(db::Tx& tx, Id<Dispute> dispute) {
    return tx.all<NoticeRow>(select_of_dispute, dispute);
}

static const db::Statement select_of_party{"notices.of_party", notice_columns + R"(
     WHERE n.dispute_id = $1 AND n.party_id = $2
     ORDER BY n.made_at DESC, n.id DESC
     LIMIT 50)"};

std::vector<NoticeRow> rows_of_party(db::Tx& tx, Id<Dispute> dispute, Id<dispute::Party> party) {
    return tx.all<NoticeRow>(select_of_party, dispute, party);
}

Facts secrets_of(const NoticeRow& row, const crypto::Keys& keys) {
    return row.secrets_sealed ? json::read<Facts>(keys.open(*row.secrets_sealed, "notice")) : Facts{};
}

std::string words_in(const std::string& sealed, const crypto::Keys& keys) {
    return sealed.empty() ? "" : keys.open(sealed, "notice");
}

static const db::Statement select_told{"notices.told_to", R"(
    SELECT id FROM notice WHERE source_id = $1 AND event = $2 AND party_id = $3)"};

std::optional<Id<Notice>> told_to(db::Tx& tx, std::string_view source_id, NoticeEvent event, Id<Party> party) {
    return tx.maybe<Id<Notice>>(select_told, source_id, event, party);
}

static const std::string service_columns = R"(
    SELECT s.id, s.notice_id, s.step, s.attempt, s.method, s.state, s.recipient_sealed, s.words_sealed, s.fault,
           s.remark, s.begun_at, s.changed_at
      FROM notice_service s)";

static const db::Statement select_begun{"notices.begun_service", service_columns + R"(
     WHERE s.notice_id = $1 AND s.step = $2 AND s.attempt = $3 AND s.state = 'sending')"};

std::optional<ServiceRow> begun_service(db::Tx& tx, const NoticeRow& row) {
    return tx.maybe<ServiceRow>(select_begun, row.id, row.step, row.tries + 1);
}

static const db::Statement select_last{"notices.last_service", service_columns + R"(
     WHERE s.notice_id = $1 AND s.step = $2
     ORDER BY s.attempt DESC
     LIMIT 1)"};

std::optional<ServiceRow> last_service(db::Tx& tx, Id<Notice> notice, std::int64_t step) {
    return tx.maybe<ServiceRow>(select_last, notice, step);
}

static const db::Statement insert_service_row{"notices.insert_service", R"(
    INSERT INTO notice_service (id, notice_id, dispute_id, step, attempt, method, state, recipient_sealed,
                                recipient_digest, words_sealed, fault, remark, begun_at, changed_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $13))"};

void insert_service(db::Tx& tx, const ServiceRow& row, Id<Dispute> dispute,
                    const std::optional<std::string>& recipient_digest) {
    tx.run(insert_service_row, row.id, row.notice_id, dispute, row.step, row.attempt, row.method, row.state,
           row.recipient_sealed, recipient_digest, row.words_sealed, row.fault, row.remark, row.begun_at);
}

static const db::Statement update_service_row{"notices.update_service", R"(
    UPDATE notice_service
       SET state = $2, fault = $3, remark = coalesce($4, remark), changed_at = $5
     WHERE id = $1)"};

void update_service(db::Tx& tx, Id<ServiceRecord> id, ServiceState state, const std::optional<std::string>& fault,
                    const std::optional<std::string>& remark, Instant moment) {
    tx.run(update_service_row, id, state, fault, remark, moment);
}

static const db::Statement select_services{"notices.services", service_columns + R"(
     JOIN notice n ON n.id = s.notice_id
     WHERE n.dispute_id = $1
     ORDER BY s.begun_at, s.id)"};

std::vector<ServiceRow> services_of(db::Tx& tx, Id<Dispute> dispute) {
    return tx.all<ServiceRow>(select_services, dispute);
}

static const db::Statement count_messages{"notices.messages_since", R"(
    SELECT count(*) AS count FROM notice_service
     WHERE recipient_digest = $1 AND begun_at >= $2 AND state <> 'failed' AND method IN ('message', 'wechat'))"};

std::int64_t messages_since(db::Tx& tx, const std::string& recipient_digest, Instant since) {
    return tx.one<std::int64_t>(count_messages, recipient_digest, since);
}

static const db::Statement select_contact{"notices.contact", R"(
    SELECT p.name, c.mail_sealed, c.openid_sealed,
           coalesce((SELECT g.phone_sealed FROM dispute_agent g
                      WHERE g.dispute_id = p.dispute_id AND g.party_id = p.id AND g.removed_at IS NULL
                        AND g.kind = 'guardian' AND g.phone_sealed IS NOT NULL
                      ORDER BY g.id LIMIT 1),
                    p.phone_sealed,
                    (SELECT a.phone_sealed FROM dispute_agent a
                      WHERE a.dispute_id = p.dispute_id AND a.party_id = p.id AND a.removed_at IS NULL
                        AND CAST(a.powers AS text) LIKE '%receive_documents%' AND a.phone_sealed IS NOT NULL
                      ORDER BY a.id LIMIT 1)) AS phone_sealed
      FROM dispute_party p LEFT JOIN notice_contact c ON c.party_id = p.id
     WHERE p.id = $1 AND p.removed_at IS NULL)"};

std::optional<ContactRow> contact_of(db::Tx& tx, Id<Party> party) {
    return tx.maybe<ContactRow>(select_contact, party);
}

static const db::Statement upsert_contact{"notices.set_contact", R"(
    INSERT INTO notice_contact (party_id, mail_sealed, openid_sealed) VALUES ($1, $2, $3)
    ON CONFLICT (party_id) DO UPDATE
       SET mail_sealed = coalesce(excluded.mail_sealed, notice_contact.mail_sealed),
           openid_sealed = coalesce(excluded.openid_sealed, notice_contact.openid_sealed))"};

void set_contact(db::Tx& tx, Id<Party> party, const std::optional<std::string>& mail_address,
                 const std::optional<std::string>& openid, const crypto::Keys& keys) {
    const auto sealed = [&](const std::optional<std::string>& text) {
        return text ? std::optional(keys.seal(*text, "contact")) : std::nullopt;
    };
    if (mail_address || openid) tx.run(upsert_contact, party, sealed(mail_address), sealed(openid));
}

static const db::Statement select_presiding{"notices.presiding", R"(
    SELECT account_id FROM dispute_person
     WHERE dispute_id = $1 AND role = 'presiding_mediator' AND until_at IS NULL
     ORDER BY account_id)"};

std::vector<Id<identity::Account>> who_could_call(db::Tx& tx, const Dispute& dispute) {
    std::vector<Id<identity::Account>> people;
    if (dispute.handler_id) people.push_back(*dispute.handler_id);
    for (const auto& id : tx.all<Id<identity::Account>>(select_presiding, dispute.id)) people.push_back(id);
    people.push_back(dispute.registered_by_id);
    return people;
}

static const db::Statement upsert_sent{"notices.channel_sent", R"(
    INSERT INTO notice_channel (method, sent_at) VALUES ($1, $2)
    ON CONFLICT (method) DO UPDATE SET sent_at = excluded.sent_at)"};

static const db::Statement upsert_failed{"notices.channel_failed", R"(
    INSERT INTO notice_channel (method, failed_at, fault) VALUES ($1, $2, $3)
    ON CONFLICT (method) DO UPDATE SET failed_at = excluded.failed_at, fault = excluded.fault)"};

void note_channel(db::Tx& tx, NoticeMethod method, const std::optional<std::string>& fault, Instant moment) {
    if (fault)
        tx.run(upsert_failed, method, moment, *fault);
    else
        tx.run(upsert_sent, method, moment);
}

}  // namespace hemu::notices
