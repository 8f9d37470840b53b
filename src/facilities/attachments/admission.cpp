#include "admission_jobs.hpp"

#include "audit.hpp"
#include "log.hpp"
#include "media_type.hpp"
#include "shelf.hpp"
#include "virus_scanner.hpp"

namespace hemu::attachments {

using identity::Context;

static const db::Statement note_unscanned{"attachments.note_unscanned", R"(
    INSERT INTO attachment_unscanned (digest, came_at) VALUES ($1, $2) ON CONFLICT (digest) DO NOTHING)"};

static const db::Statement insert_finding{"attachments.found", R"(
    INSERT INTO attachment_finding (id, found_at, virus, digest, came_in) VALUES ($1, $2, $3, $4, $5))"};

static constexpr std::string_view scan_kind = "attachments_scan";
static constexpr std::chrono::minutes scan_again{10};

struct FindingId;

/// The scanner's own name of it, without what no name has.
static std::string clean_virus(const std::string& virus) {
    static constexpr std::size_t longest = 100;
    std::string clean;
    for (const char letter : virus.substr(0, longest)) clean += letter > 0x20 && letter < 0x7f ? letter : '_';
    return clean;
}

static void note_finding(db::Tx& tx, const std::string& virus, const std::string& digest, bool came_in,
                         const identity::Actor& actor, Instant moment) {
    const std::string name = clean_virus(virus);
    tx.run(insert_finding, Id<FindingId>::fresh(moment), moment, name, digest, came_in);
    audit::Entry entry;
    entry.happened_at = moment;
    entry.kind = audit::AuditKind::refusal;
    entry.act = came_in ? "lock_file" : "refuse_file";
    if (actor.signed_in()) {
        entry.account = actor.account;
        entry.duty = json::enum_word(actor.duty);
        entry.organisation = actor.organisation;
    }
    entry.subject = name;
    entry.refusal = "file_infected";
    audit::record(tx, entry);
    log::warn("file_infected", {{"virus", name}, {"digest", digest}});
}

void scan(std::string_view content, const Context& cx) {
    if (cx.config.virus_scanner.empty()) return;
    const std::string digest = crypto::to_hex(crypto::sm3(content));
    std::string virus;
    try {
        virus = outbound::virus_in(content, {cx.config.virus_scanner});
    } catch (const outbound::Failure& failure) {
        log::error("scanner_unreachable", {{"why", failure.what()}});
        if (cx.config.virus_scanner_down != "let_in") throw Refusal(Fault::unavailable, "scanner_unreachable");
        cx.db.transact_aside([&](db::Tx& tx) {
            tx.run(note_unscanned, digest, cx.moment);
            jobs::enqueue_once(tx, scan_kind, digest, "{}", cx.moment + scan_again);
        });
        return;
    }
    if (virus.empty()) return;
    cx.db.transact_aside([&](db::Tx& tx) { note_finding(tx, virus, digest, false, cx.actor, cx.moment); });
    throw Refusal(Fault::unsupported, "file_infected");
}

std::string_view admitted_type(std::string_view content) {
    const MediaType found = media_type_of(content);
    if (!found.refusal.empty()) throw Refusal(Fault::unsupported, std::string(found.refusal));
    return found.type;
}

static const db::Statement count_locked{"attachments.count_locked", R"(
    SELECT count(*) FROM attachment_finding WHERE digest = $1 AND came_in = TRUE)"};

void refuse_infected(db::Tx& tx, const std::string& digest) {
    if (tx.one<std::int64_t>(count_locked, digest) > 0) throw Refusal(Fault::conflict, "file_locked");
}

static const db::Statement select_infected{"attachments.infected", R"(
    SELECT f.digest FROM attachment_finding f
     WHERE f.came_in = TRUE AND f.digest IN (SELECT a.digest FROM attachment a WHERE a.dispute_id = $1))"};

std::set<std::string> infected_in(db::Tx& tx, Id<dispute::Dispute> dispute) {
    const auto digests = tx.all<std::string>(select_infected, dispute);
    return {digests.begin(), digests.end()};
}

static const db::Statement select_unscanned{"attachments.unscanned",
                                            "SELECT digest FROM attachment_unscanned ORDER BY came_at LIMIT 500"};

static const db::Statement delete_unscanned{"attachments.scanned",
                                            "DELETE FROM attachment_unscanned WHERE digest = $1"};

/// What is no more on the shelf, or was changed there, is nothing for a scanner.
static std::string virus_on_shelf(const Shelf& shelf, const std::string& digest, const config::Config& config) {
    std::string content;
    try {
        content = shelf.content(digest);
    } catch (const outbound::Failure&) {
        throw;
    } catch (const std::runtime_error&) {
        return "";
    }
    return outbound::virus_in(content, {config.virus_scanner});
}

void scan_unscanned(db::Database& database, const config::Config& config, const crypto::Keys& keys, Instant moment) {
    const Shelf shelf(config, keys);
    const auto digests = database.read([](db::Tx& tx) { return tx.all<std::string>(select_unscanned); });
    if (digests.empty() || config.virus_scanner.empty()) return;
    for (const std::string& digest : digests) {
        std::string virus;
        try {
            virus = virus_on_shelf(shelf, digest, config);
        } catch (const outbound::Failure& failure) {
            log::warn("scanner_unreachable", {{"why", failure.what()}});
            break;
        }
        database.transact([&](db::Tx& tx) {
            // Another server may have been as far.
            if (tx.changed(delete_unscanned, digest) == 1 && !virus.empty())
                note_finding(tx, virus, digest, true, {}, moment);
        });
    }
    database.transact([&](db::Tx& tx) {
        if (!tx.all<std::string>(select_unscanned).empty()) jobs::enqueue(tx, scan_kind, "{}", moment + scan_again);
    });
}

jobs::Handler scan_handler(const identity::Surroundings& around) {
    return {std::string(scan_kind), [&around](const jobs::Job&, Instant moment) {
                scan_unscanned(around.database, around.config, around.keys, moment);
            }};
}

static const db::Statement select_findings{"attachments.findings", R"(
    SELECT found_at, virus, digest, came_in FROM attachment_finding ORDER BY found_at DESC, id DESC LIMIT 20)"};

static const db::Statement count_unscanned{"attachments.count_unscanned",
                                           "SELECT count(*) FROM attachment_unscanned"};

FileGuardView file_guard(const Context& cx) {
    FileGuardView view;
    view.store = cx.config.file_store;
    view.scans = !cx.config.virus_scanner.empty();
    if (view.scans) {
        try {
            view.scanner = outbound::scanner_version({cx.config.virus_scanner, std::chrono::seconds(5)});
        } catch (const outbound::Failure& failure) {
            view.fault = failure.what();
        }
    }
    cx.db.read([&](db::Tx& tx) {
        view.unscanned = tx.one<std::int64_t>(count_unscanned);
        view.findings = tx.all<VirusFinding>(select_findings);
    });
    return view;
}

}  // namespace hemu::attachments
