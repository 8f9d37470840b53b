#include "store.hpp"

#include "db_settings.hpp"
#include "entrances.hpp"
#include "evidence.hpp"
#include "sealing.hpp"
#include "text.hpp"

namespace hemu::application {

using identity::Context;

static constexpr std::string_view sealed_as = "application";
static const sealing::SealedColumn sealed_columns[] = {
    {"application", "id", "content_sealed", sealed_as},
    {"application_told", "dispute_id", "content_sealed", sealed_as}};

static const db::Statement select_settings{"application.settings", "SELECT code, value FROM application_setting"};

Settings settings(db::Tx& tx) { return db::read_settings<Settings>(tx, select_settings); }

static std::string sealed(const Content& content, const crypto::Keys& keys) {
    return keys.seal(json::write(content), sealed_as);
}

Content content_of(const ApplicationRow& row, const crypto::Keys& keys) {
    return json::read<Content>(keys.open(row.content_sealed, sealed_as));
}

std::string phone_digest(std::string_view phone, const crypto::Keys& keys) {
    return keys.search_digest(text::normal_number(phone), "phone");
}

static std::string address_digest(const Context& cx) { return cx.keys.search_digest(cx.actor.address, "address"); }

static const db::Statement count_of_phone{"application.count_of_phone", R"(
    SELECT count(*) AS count FROM application WHERE phone_digest = $1 AND submitted_at IS NULL)"};

static const db::Statement count_of_address{"application.count_of_address", R"(
    SELECT count(*) AS count FROM application WHERE address_digest = $1 AND made_at > $2)"};

static const db::Statement select_unwritten{"application.unwritten", R"(
    SELECT id FROM application
     WHERE phone_digest = $1 AND submitted_at IS NULL AND version = 1
     ORDER BY made_at, id LIMIT 1)"};

void refuse_flood(db::Tx& tx, std::string_view phone, const Context& cx) {
    const Settings limits = settings(tx);
    const std::string digest = phone_digest(phone, cx.keys);
    if (tx.one<std::int64_t>(count_of_phone, digest) >= limits.drafts_of_phone) {
        const auto unwritten = tx.maybe<Id<Application>>(select_unwritten, digest);
        if (!unwritten) throw Refusal(Fault::too_many, "too_many_applications");
        drop(tx, *unwritten, cx.moment);
    }
    const Instant day_before = cx.moment + -std::chrono::hours(24);
    if (tx.one<std::int64_t>(count_of_address, address_digest(cx), day_before) >= limits.drafts_of_address)
        throw Refusal(Fault::too_many, "too_many_applications");
}

static const db::Statement insert_application{"application.insert", R"(
    INSERT INTO application (id, code_digest, phone_digest, address_digest, language, channel, entrance,
                             content_sealed, version, made_at, saved_at, deletes_on, attempt_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9, $9, $10, $11))"};

static Content content_of(const ApplicationStart& start) {
    Content content;
    content.phone = text::normal_number(start.phone);
    content.form.guidance = start.guidance;
    return content;
}

ApplicationRow insert(db::Tx& tx, const ApplicationStart& start, std::string_view code, const Context& cx) {
    ApplicationRow row;
    row.id = Id<Application>::fresh(cx.moment);
    row.language = start.language;
    row.channel = start.channel.value_or(dispute::Channel::online);
    row.entrance = start.from;
    row.version = 1;
    row.saved_at = cx.moment;
    row.deletes_on = legal_date(cx.moment) + settings(tx).draft_days;
    row.content_sealed = sealed(content_of(start), cx.keys);
    tx.run(insert_application, row.id, access::code_digest(cx.keys, code), phone_digest(start.phone, cx.keys),
           address_digest(cx), row.language, row.channel, row.entrance, row.content_sealed, cx.moment, row.deletes_on,
           start.attempt_id);
    entrances::count_begun(tx, row.entrance.value_or(""), legal_date(cx.moment));
    return row;
}

static const std::string columns = R"(
    SELECT id, language, channel, entrance, content_sealed, version, saved_at, deletes_on, submitted_at, dispute_id,
           party_id
      FROM application)";

static const db::Statement select_one{"application.one", columns + " WHERE id = $1"};

ApplicationRow get(db::Tx& tx, Id<Application> id) {
    auto row = tx.maybe<ApplicationRow>(select_one, id);
    if (!row) throw Refusal(Fault::unauthenticated, "pass_needed");
    return *row;
}

static const db::Statement update_begun{"application.begin_again", R"(
    UPDATE application
       SET code_digest = $2, phone_digest = $3, language = $4, content_sealed = $5, saved_at = $6, deletes_on = $7
     WHERE attempt_id = $1 AND version = 1 AND submitted_at IS NULL
 RETURNING id)"};

std::optional<ApplicationRow> begin_again(db::Tx& tx, const ApplicationStart& start, std::string_view code,
                                          const Context& cx) {
    if (!start.attempt_id) return std::nullopt;
    const auto id = tx.maybe<Id<Application>>(update_begun, *start.attempt_id, access::code_digest(cx.keys, code),
                                              phone_digest(start.phone, cx.keys), start.language,
                                              sealed(content_of(start), cx.keys), cx.moment,
                                              legal_date(cx.moment) + settings(tx).draft_days);
    return id ? std::optional(get(tx, *id)) : std::nullopt;
}

static const db::Statement select_by_code{"application.by_code",
                                          columns + " WHERE code_digest = $1 AND phone_digest = $2"};

std::optional<ApplicationRow> find(db::Tx& tx, std::string_view code, std::string_view phone,
                                   const crypto::Keys& keys) {
    return tx.maybe<ApplicationRow>(select_by_code, access::code_digest(keys, code), phone_digest(phone, keys));
}

static const db::Statement update_content{"application.save", R"(
    UPDATE application
       SET content_sealed = $3, phone_digest = $4, version = $2 + 1, saved_at = $5, deletes_on = $6, warned_at = NULL
     WHERE id = $1 AND version = $2 AND submitted_at IS NULL)"};

void save(db::Tx& tx, ApplicationRow& row, const Content& content, const Context& cx) {
    row.content_sealed = sealed(content, cx.keys);
    row.saved_at = cx.moment;
    row.deletes_on = legal_date(cx.moment) + settings(tx).draft_days;
    if (tx.changed(update_content, row.id, row.version, row.content_sealed, phone_digest(content.phone, cx.keys),
                   cx.moment, row.deletes_on) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    ++row.version;
}

static const db::Statement claim_submission{"application.claim", R"(
    UPDATE application SET submitted_at = $2 WHERE id = $1 AND submitted_at IS NULL)"};

bool claim(db::Tx& tx, Id<Application> id, Instant moment) { return tx.changed(claim_submission, id, moment) == 1; }

static const db::Statement update_settled{"application.settle", R"(
    UPDATE application
       SET content_sealed = $2, version = version + 1, dispute_id = $3, party_id = $4, deletes_on = $5, saved_at = $6
     WHERE id = $1)"};

void settle(db::Tx& tx, Id<Application> id, const Content& content, Id<dispute::Dispute> dispute,
            Id<dispute::Party> party, LegalDate deletes_on, const Context& cx) {
    tx.run(update_settled, id, sealed(content, cx.keys), dispute, party, deletes_on, cx.moment);
}

static const db::Statement delete_one{"application.drop", "DELETE FROM application WHERE id = $1"};

void drop(db::Tx& tx, Id<Application> id, Instant moment) {
    attachments::drop_files(tx, id, moment);
    access::end_passes(tx, id);
    tx.run(delete_one, id);
}

static const db::Statement select_due{"application.due", R"(
    SELECT id FROM application WHERE deletes_on <= $1 ORDER BY deletes_on LIMIT 1000)"};

std::vector<Id<Application>> due_on(db::Tx& tx, LegalDate today) {
    return tx.all<Id<Application>>(select_due, today);
}

static const db::Statement select_to_warn{"application.to_warn", columns + R"(
     WHERE deletes_on <= $1 AND submitted_at IS NULL AND warned_at IS NULL
     ORDER BY deletes_on LIMIT 1000)"};

std::vector<ApplicationRow> to_warn_until(db::Tx& tx, LegalDate day) {
    return tx.all<ApplicationRow>(select_to_warn, day);
}

static const db::Statement update_warned{"application.warned", R"(
    UPDATE application SET warned_at = $2 WHERE id = $1 AND warned_at IS NULL AND submitted_at IS NULL)"};

bool claim_warning(db::Tx& tx, Id<Application> id, Instant moment) {
    return tx.changed(update_warned, id, moment) == 1;
}

static const db::Statement clear_warned{"application.not_warned",
                                        "UPDATE application SET warned_at = NULL WHERE id = $1"};

void release_warning(db::Tx& tx, Id<Application> id) { tx.run(clear_warned, id); }

static const db::Statement count_applied{"application.applied_since", R"(
    SELECT count(*) AS count
      FROM dispute_party p
      JOIN dispute d ON d.id = p.dispute_id
     WHERE p.phone_digest = $1 AND p.side = 'applicant' AND p.removed_at IS NULL AND d.registered_on >= $2)"};

bool applied_since(db::Tx& tx, std::string_view phone, LegalDate since, const crypto::Keys& keys) {
    return tx.one<std::int64_t>(count_applied, phone_digest(phone, keys), since) > 0;
}

static const db::Statement insert_told{"application.keep_told", R"(
    INSERT INTO application_told (dispute_id, content_sealed) VALUES ($1, $2))"};

void keep_told(db::Tx& tx, Id<dispute::Dispute> dispute, const ApplicationTold& told, const crypto::Keys& keys) {
    tx.run(insert_told, dispute, keys.seal(json::write(told), sealed_as));
}

static const db::Statement select_told{"application.told",
                                       "SELECT content_sealed FROM application_told WHERE dispute_id = $1"};

std::optional<ApplicationTold> told_of(db::Tx& tx, Id<dispute::Dispute> dispute, const crypto::Keys& keys) {
    const auto kept = tx.maybe<std::string>(select_told, dispute);
    if (!kept) return std::nullopt;
    return json::read<ApplicationTold>(keys.open(*kept, sealed_as));
}

struct ConsentRow {
    std::string code;
    std::int64_t version = 1;
    std::string language;
    Instant given_at;
};
BOOST_DESCRIBE_STRUCT(ConsentRow, (), (code, version, language, given_at))

static const db::Statement insert_consent{"application.keep_consent", R"(
    INSERT INTO application_consent (id, dispute_id, party_id, code, version, language, given_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7)
    ON CONFLICT (dispute_id, party_id, code, version) DO NOTHING)"};

void keep_consents(db::Tx& tx, Id<dispute::Dispute> dispute, Id<dispute::Party> party,
                   const std::vector<ConsentGiven>& given, std::string_view language, Instant moment) {
    for (const ConsentGiven& one : given)
        tx.run(insert_consent, Id<ConsentRow>::fresh(moment), dispute, party, one.code, one.version, language,
               moment);
}

static const db::Statement select_consents{"application.consents", R"(
    SELECT code, version, language, given_at FROM application_consent WHERE dispute_id = $1 ORDER BY given_at, code)"};

std::vector<ConsentRecord> consents_of(db::Tx& tx, Id<dispute::Dispute> dispute, std::string_view language) {
    std::vector<ConsentRecord> records;
    for (const ConsentRow& row : tx.all<ConsentRow>(select_consents, dispute)) {
        records.push_back({row.code, row.version, row.language, row.given_at, row.code});
        for (const ConsentNotice& notice : consents(language))
            if (notice.code == row.code) records.back().title = notice.title;
    }
    return records;
}

}  // namespace hemu::application
