#include "citizens.hpp"

#include "admission_jobs.hpp"
#include "db_settings.hpp"
#include "rules.hpp"
#include "search.hpp"
#include "shelf.hpp"

namespace hemu::attachments {

using access::Application;
using dispute::Dispute;
using identity::Context;

static const db::Statement select_settings{"attachments.settings", "SELECT code, value FROM attachment_setting"};

static FileLimits limits_for(db::Tx& tx, std::string_view whom) {
    FileLimits limits{0, 0, largest_file / 1024 / 1024};
    for (const db::NumberSetting& row : tx.all<db::NumberSetting>(select_settings)) {
        if (row.code == fmt::format("{}_files", whom)) limits.most_files = row.value;
        if (row.code == fmt::format("{}_megabytes", whom)) limits.most_megabytes = row.value;
    }
    return limits;
}

FileLimits limits_of_application(db::Tx& tx) { return limits_for(tx, "application"); }

struct Amount {
    std::int64_t files = 0;
    std::int64_t bytes = 0;
};
BOOST_DESCRIBE_STRUCT(Amount, (), (files, bytes))

static const db::Statement select_amount{"attachments.amount", R"(
    SELECT count(*) AS files, CAST(COALESCE(sum(size_bytes), 0) AS bigint) AS bytes
      FROM (SELECT size_bytes FROM attachment WHERE added_by_id = $1 AND removed_at IS NULL
             UNION ALL
            SELECT size_bytes FROM attachment_upload WHERE made_by_id = $1 AND attachment_id IS NULL) file)"};

void refuse_too_much(db::Tx& tx, const Place& place, std::int64_t more_bytes) {
    const bool applies = place.application_id.has_value();
    const FileLimits limits = limits_for(tx, applies ? "application" : "party");
    const auto amount = applies ? tx.one<Amount>(select_amount, *place.application_id)
                                : tx.one<Amount>(select_amount, *place.party_id);
    if (amount.files >= limits.most_files) throw Refusal(Fault::conflict, "too_many_files");
    if (amount.bytes + more_bytes > limits.most_megabytes * 1024 * 1024)
        throw Refusal(Fault::conflict, "too_many_megabytes");
}

static const db::Statement note_leftover{"attachments.note_leftover", R"(
    INSERT INTO attachment_leftover (name) VALUES ($1) ON CONFLICT (name) DO NOTHING)"};

static const db::Statement delete_file{"attachments.delete_file", R"(
    DELETE FROM attachment WHERE id = $1 AND application_id = $2 RETURNING digest)"};

/// Swept after the commit, whatever becomes of this server.
static constexpr std::string_view sweep_kind = "attachments_sweep";

void drop_file(db::Tx& tx, Id<Application> application, Id<Attachment> id, Instant moment) {
    const auto digest = tx.maybe<std::string>(delete_file, id, application);
    if (!digest) throw Refusal(Fault::not_found, "not_found");
    tx.run(note_leftover, *digest);
    jobs::enqueue(tx, sweep_kind, "{}", moment);
}

static const db::Statement delete_files{"attachments.delete_files",
                                        "DELETE FROM attachment WHERE application_id = $1 RETURNING digest"};

static const db::Statement delete_uploads{"attachments.delete_uploads",
                                          "DELETE FROM attachment_upload WHERE application_id = $1 RETURNING id"};

void drop_files(db::Tx& tx, Id<Application> application, Instant moment) {
    const auto digests = tx.all<std::string>(delete_files, application);
    const auto uploads = tx.all<Id<Upload>>(delete_uploads, application);
    if (digests.empty() && uploads.empty()) return;
    for (const auto& digest : digests) tx.run(note_leftover, digest);
    for (const auto& id : uploads) tx.run(note_leftover, to_text(id));
    jobs::enqueue(tx, sweep_kind, "{}", moment);
}

// Acts that rest on what was shown before them: the record of a session, facts both sides hold true, an agreement and
// what became of it, the end.
static const db::Statement select_used_at{"attachments.used_at", R"(
    SELECT max(happened_at) AS used_at FROM dispute_event
     WHERE dispute_id = $1
       AND kind IN ('session_held', 'undisputed_facts', 'agree', 'agree_orally', 'settle_at_once', 'performance',
                    'breach', 'terminate', 'close'))"};

static std::optional<Instant> used_at(db::Tx& tx, Id<Dispute> dispute) {
    return tx.one<std::optional<Instant>>(select_used_at, dispute);
}

/// By may_see(side, …), but for his own.
static const db::Statement select_shared{"attachments.shared", attachment_columns + R"(
     WHERE a.dispute_id = $1 AND a.added_by_id <> $2 AND a.removed_at IS NULL
       AND (a.audience = 'joint' OR a.audience = (SELECT p.side FROM dispute_party p WHERE p.id = $2))
     ORDER BY a.added_at, a.id)"};

PartyFiles files_of_party(db::Tx& tx, const access::PartyPass& pass) {
    auto own = own_files(tx, Place::of(pass));
    PartyFiles files;
    files.uploads = std::move(own.uploads);
    files.shared = tx.all<AttachmentView>(select_shared, pass.dispute_id, pass.party_id);
    if (own.items.empty()) return files;
    mark_same(own.items, files.shared);
    const auto state = dispute::load(tx, pass.dispute_id).value().state;
    const auto used = used_at(tx, pass.dispute_id);
    for (AttachmentView& one : own.items) {
        const bool in_record = is_in_record(state, one.added_at, used);
        files.items.push_back({std::move(one), in_record});
    }
    return files;
}

static const db::Statement update_taken_back{"attachments.take_back", R"(
    UPDATE attachment SET removed_at = $3, removed_by_name = added_by_name, taken_back = TRUE
     WHERE id = $1 AND added_by_id = $2 AND removed_at IS NULL)"};

struct TakenBackContent {
    Id<Attachment> attachment_id;
    Id<dispute::Party> party_id;
};
BOOST_DESCRIBE_STRUCT(TakenBackContent, (), (attachment_id, party_id))

void take_back(db::Tx& tx, const access::PartyPass& pass, Id<Attachment> id, const Context& cx) {
    auto dispute = dispute::load(tx, pass.dispute_id).value();
    const auto own = own_files(tx, Place::of(pass)).items;
    const auto found = std::find_if(own.begin(), own.end(), [&](const AttachmentView& one) { return one.id == id; });
    if (found == own.end()) throw Refusal(Fault::not_found, "not_found");
    if (is_in_record(dispute.state, found->added_at, used_at(tx, dispute.id)))
        throw Refusal(Fault::conflict, "file_in_record");
    dispute::record(tx, dispute, "attachment_taken_back", access::as_party(cx, dispute),
                    TakenBackContent{id, pass.party_id});
    tx.must_change(update_taken_back, id, pass.party_id, cx.moment);
    tx.run(note_leftover, found->digest);
    jobs::enqueue(tx, sweep_kind, "{}", cx.moment);
    search::reindex(tx, dispute.id);
}

struct FileRow {
    Id<Attachment> id;
    std::string name;
    AttachmentKind kind = AttachmentKind::evidence;
    std::int64_t size_bytes = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(FileRow, (), (id, name, kind, size_bytes, digest))

static const db::Statement select_files{"attachments.of_application", R"(
    SELECT id, name, kind, size_bytes, digest FROM attachment WHERE application_id = $1 ORDER BY added_at, id)"};

static const db::Statement move_files{"attachments.move_files", R"(
    UPDATE attachment SET dispute_id = $2, application_id = NULL, party_id = $3, added_by_id = $3, added_by_name = $4
     WHERE application_id = $1)"};

static const db::Statement move_uploads{"attachments.move_uploads", R"(
    UPDATE attachment_upload SET dispute_id = $2, application_id = NULL, made_by_id = $3 WHERE application_id = $1)"};

std::int64_t hand_over(db::Tx& tx, Id<Application> application, Dispute& dispute, Id<dispute::Party> party,
                       std::string_view party_name, const Context& cx) {
    const auto files = tx.all<FileRow>(select_files, application);
    tx.run(move_files, application, dispute.id, party, party_name);
    tx.run(move_uploads, application, dispute.id, party);
    for (const FileRow& file : files) {
        dispute::record(tx, dispute, "attachment", cx,
                        FileContent{file.id, file.kind, file.size_bytes, file.digest, party});
    }
    return static_cast<std::int64_t>(files.size());
}

static const db::Statement select_leftovers{"attachments.leftovers",
                                            "SELECT name FROM attachment_leftover ORDER BY name LIMIT 1000"};

/// By a file, or by a paper that was signed and how.
static const db::Statement count_digest{"attachments.count_digest", R"(
    SELECT (SELECT count(*) FROM attachment WHERE digest = $1 AND taken_back = FALSE)
         + (SELECT count(*) FROM signing_paper WHERE digest_sm3 = $1 OR completed_sm3 = $1)
         + (SELECT count(*) FROM signing_signer WHERE picture_digest = $1) AS count)"};

static const db::Statement delete_leftover{"attachments.delete_leftover",
                                           "DELETE FROM attachment_leftover WHERE name = $1"};

void take_off_unnamed(db::Tx& tx, const config::Config& config, const std::string& digest) {
    Shelf::hold(tx, digest);
    if (tx.one<std::int64_t>(count_digest, digest) > 0) return;
    store_of(config, "folder")->remove(digest);
    if (!config.s3_endpoint.empty()) store_of(config, "s3")->remove(digest);
    Shelf::let_go_of(tx, digest);
}

void sweep(db::Database& database, const config::Config& config, const crypto::Keys& keys) {
    const Shelf shelf(config, keys);
    const auto names = database.read([](db::Tx& tx) { return tx.all<std::string>(select_leftovers); });
    for (const std::string& name : names) {
        const auto upload = Id<Upload>::parse(name);
        if (upload) shelf.drop_pieces(*upload);
        // Asked first without a transaction, which would wait for a server that is away.
        if (!upload && !config.s3_endpoint.empty()) store_of(config, "s3")->has(name);
        database.transact([&](db::Tx& tx) {
            if (!upload) take_off_unnamed(tx, config, name);
            tx.run(delete_leftover, name);
        });
    }
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(sweep_kind),
             [&around](const jobs::Job&, Instant) { sweep(around.database, around.config, around.keys); }},
            scan_handler(around)};
}

}  // namespace hemu::attachments
