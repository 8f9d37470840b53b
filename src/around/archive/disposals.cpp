#include "disposals.hpp"

#include "documents.hpp"
#include "embedded.hpp"
#include "erasing.hpp"
#include "organisations.hpp"
#include "store.hpp"
#include "store_disposals.hpp"
#include "text.hpp"

namespace hemu::archive {

using dispute::State;
using identity::Duty;

static constexpr std::size_t longest_words = 1000;
static constexpr std::string_view job_kind = "archive_dispose";

static std::string words_in(const std::optional<std::string>& words, std::string_view field) {
    const std::string said = text::trim(words.value_or(""));
    Verdict verdict;
    if (said.empty()) verdict.add(std::string(field), "missing");
    if (text::length(said) > longest_words) verdict.add(std::string(field), "too_long");
    refuse_if(verdict);
    return said;
}

struct HoldRow;

static const db::Statement insert_hold{"archive.hold", R"(
    INSERT INTO archive_hold (id, dispute_id, reason, held_at, held_by_name) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (dispute_id) WHERE lifted_at IS NULL DO NOTHING)"};

static const db::Statement lift{"archive.lift_hold", R"(
    UPDATE archive_hold SET lifted_at = $2, lifted_by_name = $3, lift_reason = $4
     WHERE dispute_id = $1 AND lifted_at IS NULL)"};

static const db::Statement select_holds{"archive.holds", R"(
    SELECT reason, held_at, held_by_name, lifted_at, lifted_by_name, lift_reason
      FROM archive_hold WHERE dispute_id = $1 ORDER BY held_at DESC, id DESC)"};

LegalHoldList holds_of(db::Tx& tx, const Dispute& dispute) {
    return {tx.all<LegalHoldView>(select_holds, dispute.id)};
}

struct HoldContent {};
BOOST_DESCRIBE_STRUCT(HoldContent, (), ())

void hold(db::Tx& tx, Dispute& dispute, const LegalHoldForm& form, const Context& cx) {
    const std::string reason = words_in(form.reason, "reason");
    if (tx.changed(insert_hold, Id<HoldRow>::fresh(cx.moment), dispute.id, reason, cx.moment, cx.actor.name) != 1)
        throw Refusal(Fault::conflict, "held_already");
    dispute::record(tx, dispute, "archive_hold", cx, HoldContent{});
}

void lift_hold(db::Tx& tx, Dispute& dispute, const LegalHoldForm& form, const Context& cx) {
    const std::string reason = words_in(form.reason, "reason");
    if (tx.changed(lift, dispute.id, cx.moment, cx.actor.name, reason) != 1)
        throw Refusal(Fault::conflict, "not_held");
    dispute::record(tx, dispute, "archive_hold_lifted", cx, HoldContent{});
}

// The newest filing of each case of which no filing is kept longer or for good. left_out: why it is spared now.
static std::string due_files(std::string_view condition) {
    return R"(
    SELECT a.dispute_id, a.file_number, d.number, a.archived_on, a.retention, a.dispose_after_on, a.digest,
           CASE WHEN EXISTS (SELECT 1 FROM archive_hold h WHERE h.dispute_id = d.id AND h.lifted_at IS NULL) THEN 'held'
                WHEN EXISTS (SELECT 1 FROM archive_loan l WHERE l.dispute_id = d.id AND l.state = 'lent') THEN 'lent'
                WHEN EXISTS (SELECT 1 FROM archive_review r WHERE r.dispute_id = d.id AND r.state <> 'accepted')
                THEN 'reviewed'
                WHEN EXISTS (SELECT 1 FROM exchange_message m
                              WHERE m.dispute_id = d.id AND m.state IN ('waiting', 'held')) THEN 'under_way'
                WHEN d.state <> 'archived' OR d.revision <> a.revision THEN 'opened_again' END AS left_out
      FROM closing_archive a JOIN dispute d ON d.id = a.dispute_id
     WHERE a.disposed_on IS NULL
       AND NOT EXISTS (SELECT 1 FROM closing_archive b
                        WHERE b.dispute_id = a.dispute_id
                          AND (b.revision > a.revision OR b.dispose_after_on IS NULL
                               OR b.dispose_after_on > a.dispose_after_on))
       AND )" +
           std::string(condition);
}

struct DueFile {
    Id<Dispute> dispute_id;
    std::optional<std::string> file_number;
    std::string number;
    LegalDate archived_on;
    Retention retention = Retention::short_;
    LegalDate dispose_after_on;
    std::string digest;
    std::optional<std::string> left_out;
};
BOOST_DESCRIBE_STRUCT(DueFile, (),
                      (dispute_id, file_number, number, archived_on, retention, dispose_after_on, digest, left_out))

static const db::Statement select_due{"archive.due_files", due_files(R"(a.organisation_id = $1
       AND a.dispose_after_on <= $2
     ORDER BY a.archived_at, a.dispute_id)")};

static const db::Statement select_due_one{"archive.due_file", due_files("a.dispute_id = $1")};

static const db::Statement count_due{"archive.count_due", R"(
    SELECT count(*) FROM closing_archive WHERE organisation_id = $1 AND disposed_on IS NULL AND dispose_after_on < $2)"};

struct DisposalRow : DisposalFacts {
    Id<identity::Organisation> organisation_id;
    std::int64_t version = 1;
    std::optional<Id<identity::Account>> head_id;
};
BOOST_DESCRIBE_STRUCT(DisposalRow, (DisposalFacts), (organisation_id, version, head_id))

static std::string selecting(std::string_view condition) {
    return R"(
    SELECT w.id, w.organisation_id, o.name AS organisation_name, w.year, w.state, w.version, w.proposed_at,
           w.proposed_by_name, w.appraisal, w.appraised_at, w.appraised_by_name, w.head_id, w.head_name, w.head_at,
           w.centre_name, w.centre_at, w.ended_words, w.certificate_number, w.executed_at
      FROM archive_disposal w JOIN organisation o ON o.id = w.organisation_id
     WHERE )" +
           std::string(condition);
}

/// $1 duty, $2 organisation.
static constexpr std::string_view open_to = R"((   ($1 IN ('head', 'clerk', 'mediator') AND w.organisation_id = $2)
            OR ($1 IN ('dispatcher', 'supervisor', 'leader')
                AND w.organisation_id IN (SELECT s.under_id FROM organisation_scope s WHERE s.over_id = $2))))";

static const db::Statement select_list{"archive.disposals", selecting(open_to) + R"(
     ORDER BY w.proposed_at DESC, w.id DESC
     LIMIT 50)"};

static const db::Statement select_one{"archive.disposal", selecting(open_to) + " AND w.id = $3"};

static const db::Statement select_by_id{"archive.disposal_by_id", selecting("w.id = $1")};

static const db::Statement select_files{"archive.disposal_files", R"(
    SELECT number, file_number, archived_on, retention, dispose_after_on, digest, left_out, disposed_at
      FROM archive_disposal_file WHERE disposal_id = $1 ORDER BY position)"};

static bool is_open(DisposalState state) { return state != DisposalState::executed && state != DisposalState::ended; }

static std::vector<std::string> acts_of(const DisposalRow& row, const identity::Actor& actor) {
    std::vector<std::string> may;
    const bool of_archive = row.organisation_id == actor.organisation;
    const bool directs =
        actor.duty == Duty::dispatcher || actor.duty == Duty::supervisor || actor.duty == Duty::leader;
    const bool head = of_archive && actor.duty == Duty::head;
    if (row.state == DisposalState::proposed && of_archive && !directs) may.emplace_back("appraise");
    if (row.state == DisposalState::appraised && head) may.emplace_back("approve");
    if (row.state == DisposalState::head_approved && directs && row.head_id != std::optional(actor.account))
        may.emplace_back("approve");
    if (is_open(row.state) && row.state != DisposalState::approved && (head || directs)) may.emplace_back("end");
    return may;
}

static bool can(const DisposalRow& row, const Context& cx, std::string_view act) {
    const auto may = acts_of(row, cx.actor);
    return std::find(may.begin(), may.end(), act) != may.end();
}

DisposalList disposal_list(db::Tx& tx, const Context& cx) {
    const auto rows = tx.all<DisposalRow>(select_list, cx.actor.duty, cx.actor.organisation);
    auto due = tx.later<std::int64_t>(count_due, cx.actor.organisation, legal_date(cx.moment));
    std::vector<db::Later<DisposalFile>> files;
    for (const DisposalRow& row : rows) files.push_back(tx.later<DisposalFile>(select_files, row.id));
    DisposalList list;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        DisposalView view;
        static_cast<DisposalFacts&>(view) = rows[i];
        view.files = files[i].all();
        view.may = acts_of(rows[i], cx.actor);
        list.items.push_back(std::move(view));
    }
    list.due = due.one();
    return list;
}

static DisposalRow disposal_for(db::Tx& tx, Id<Disposal> id, const Context& cx) {
    auto row = tx.maybe<DisposalRow>(select_one, cx.actor.duty, cx.actor.organisation, id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    return *row;
}

static const db::Statement count_open{"archive.count_open_disposals", R"(
    SELECT count(*) FROM archive_disposal WHERE organisation_id = $1 AND state NOT IN ('executed', 'ended'))"};

static const db::Statement insert_disposal{"archive.propose_disposal", R"(
    INSERT INTO archive_disposal (id, organisation_id, year, state, version, proposed_at, proposed_by_name)
    VALUES ($1, $2, $3, 'proposed', 1, $4, $5))"};

static const db::Statement insert_file{"archive.insert_disposal_file", R"(
    INSERT INTO archive_disposal_file (disposal_id, dispute_id, position, file_number, number, archived_on, retention,
                                       dispose_after_on, digest, left_out)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10))"};

Id<Disposal> propose_disposal(db::Tx& tx, const DisposalForm& form, const Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    if (form.year < 2000 || form.year > today.year())
        throw Refusal(Fault::invalid, "invalid", {{"year", "out_of_range"}});
    if (tx.one<std::int64_t>(count_open, cx.actor.organisation) > 0) throw Refusal(Fault::conflict, "disposal_open");
    const LegalDate last = std::min(today + -1, LegalDate(static_cast<int>(form.year), 12, 31));
    const auto due = tx.all<DueFile>(select_due, cx.actor.organisation, last);
    if (due.empty()) throw Refusal(Fault::conflict, "nothing_to_dispose");
    const auto id = Id<Disposal>::fresh(cx.moment);
    tx.run(insert_disposal, id, cx.actor.organisation, form.year, cx.moment, cx.actor.name);
    std::int64_t position = 0;
    for (const DueFile& one : due)
        tx.run(insert_file, id, one.dispute_id, position++, one.file_number, one.number, one.archived_on,
               one.retention, one.dispose_after_on, one.digest, one.left_out);
    return id;
}

static void refuse_faster(std::int64_t changed) {
    if (changed != 1) throw Refusal(Fault::precondition_failed, "version_outdated");
}

static const db::Statement update_appraised{"archive.appraise_disposal", R"(
    UPDATE archive_disposal
       SET state = 'appraised', version = version + 1, appraisal = $3, appraised_at = $4, appraised_by_name = $5
     WHERE id = $1 AND version = $2)"};

void appraise_disposal(db::Tx& tx, Id<Disposal> id, const DisposalStepForm& form, const Context& cx) {
    const DisposalRow row = disposal_for(tx, id, cx);
    if (!can(row, cx, "appraise")) throw Refusal(Fault::conflict, "not_in_this_state");
    const std::string words = words_in(form.words, "words");
    refuse_faster(tx.changed(update_appraised, id, row.version, words, cx.moment, cx.actor.name));
}

static const db::Statement update_head{"archive.head_approves", R"(
    UPDATE archive_disposal
       SET state = 'head_approved', version = version + 1, head_id = $3, head_name = $4, head_at = $5
     WHERE id = $1 AND version = $2)"};

static const db::Statement update_centre{"archive.centre_approves", R"(
    UPDATE archive_disposal
       SET state = 'approved', version = version + 1, centre_id = $3, centre_name = $4, centre_at = $5
     WHERE id = $1 AND version = $2)"};

struct JobPayload {
    Id<Disposal> disposal_id;
};
BOOST_DESCRIBE_STRUCT(JobPayload, (), (disposal_id))

void approve_disposal(db::Tx& tx, Id<Disposal> id, const DisposalStepForm&, const Context& cx) {
    const DisposalRow row = disposal_for(tx, id, cx);
    if (row.state == DisposalState::head_approved && row.head_id == std::optional(cx.actor.account))
        throw Refusal(Fault::forbidden, "same_person_twice");
    if (!can(row, cx, "approve")) throw Refusal(Fault::conflict, "not_in_this_state");
    const bool first = row.state == DisposalState::appraised;
    refuse_faster(
        tx.changed(first ? update_head : update_centre, id, row.version, cx.actor.account, cx.actor.name, cx.moment));
    if (!first) jobs::enqueue(tx, job_kind, json::write(JobPayload{id}), cx.moment);
}

static const db::Statement update_ended{"archive.end_disposal", R"(
    UPDATE archive_disposal SET state = 'ended', version = version + 1, ended_words = $3
     WHERE id = $1 AND version = $2)"};

void end_disposal(db::Tx& tx, Id<Disposal> id, const DisposalStepForm& form, const Context& cx) {
    const DisposalRow row = disposal_for(tx, id, cx);
    if (!can(row, cx, "end")) throw Refusal(Fault::conflict, "not_in_this_state");
    const std::string words = words_in(form.words, "words");
    refuse_faster(tx.changed(update_ended, id, row.version, cx.actor.name + "：" + words));
}

static const db::Statement select_left{"archive.disposal_left", R"(
    SELECT dispute_id FROM archive_disposal_file
     WHERE disposal_id = $1 AND left_out IS NULL AND disposed_at IS NULL ORDER BY position)"};

static const db::Statement update_left_out{"archive.leave_out", R"(
    UPDATE archive_disposal_file SET left_out = $3 WHERE disposal_id = $1 AND dispute_id = $2)"};

static const db::Statement update_disposed{"archive.disposed_file", R"(
    UPDATE archive_disposal_file SET disposed_at = $3
     WHERE disposal_id = $1 AND dispute_id = $2 AND disposed_at IS NULL)"};

struct DisposedContent {
    Id<Disposal> disposal_id;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(DisposedContent, (), (disposal_id, digest))

/// What came between approval and now (a hold, a loan, a reopening) spares the file.
static void dispose_one(db::Tx& tx, Id<Disposal> id, Id<Dispute> file, const Context& cx) {
    const auto due = tx.maybe<DueFile>(select_due_one, file);
    if (!due || due->left_out) {
        tx.run(update_left_out, id, file, due ? *due->left_out : std::string("opened_again"));
        return;
    }
    if (tx.changed(update_disposed, id, file, cx.moment) != 1) return;
    Dispute dispute = dispute::load(tx, file).value();
    dispute::record(tx, dispute, "disposed", cx, DisposedContent{id, due->digest});
    erase_case(tx, file, cx.moment);
}

static const db::Statement update_executed{"archive.executed", R"(
    UPDATE archive_disposal SET state = 'executed', version = version + 1, executed_at = $2, certificate_number = $3
     WHERE id = $1 AND state = 'approved')"};

static std::string next_certificate(db::Tx& tx, const DisposalRow& row, Instant moment) {
    const int year = legal_date(moment).year();
    const auto serial = dispute::next_serial(tx, row.organisation_id, "disposal", year);
    return fmt::format("{}档销〔{}〕第{:03}号", organisations::get(tx, row.organisation_id).abbreviation, year,
                       serial);
}

void carry_out(db::Database& database, Id<Disposal> id, const identity::Surroundings& around, Instant moment) {
    const Context cx{database, identity::machine(Duty::supervisor), moment, around.keys, around.config, around.live};
    const auto row = database.read([&](db::Tx& tx) { return tx.maybe<DisposalRow>(select_by_id, id); });
    if (!row || row->state != DisposalState::approved) return;
    for (const auto& file : database.read([&](db::Tx& tx) { return tx.all<Id<Dispute>>(select_left, id); }))
        database.transact([&](db::Tx& tx) { dispose_one(tx, id, file, cx); });
    database.transact([&](db::Tx& tx) {
        const auto now = tx.maybe<DisposalRow>(select_by_id, id);
        if (now && now->state == DisposalState::approved)
            tx.run(update_executed, id, moment, next_certificate(tx, *now, moment));
    });
}

std::vector<jobs::Handler> job_handlers(const identity::Surroundings& around) {
    return {{std::string(job_kind), [&around](const jobs::Job& job, Instant moment) {
                 carry_out(around.database, json::read<JobPayload>(job.payload).disposal_id, around, moment);
             }}};
}

struct CertificateLine {
    std::string file_number;
    std::string number;
    std::string archived_on;
    std::string dispose_after_on;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(CertificateLine, (), (file_number, number, archived_on, dispose_after_on, digest))

struct CertificateFacts {
    std::string number;
    std::string body;
    std::string year;
    std::string count;
    std::string spared;
    std::string proposer;
    std::string proposed_on;
    std::string appraiser;
    std::string appraisal;
    std::string head;
    std::string head_on;
    std::string centre;
    std::string centre_on;
    std::string executed_on;
    std::vector<CertificateLine> files;
};
BOOST_DESCRIBE_STRUCT(CertificateFacts, (),
                      (number, body, year, count, spared, proposer, proposed_on, appraiser, appraisal, head, head_on,
                       centre, centre_on, executed_on, files))

static std::string day_text(const std::optional<Instant>& at) { return at ? chinese_text(legal_date(*at)) : ""; }

pdf::Paper certificate(db::Tx& tx, Id<Disposal> id, const Context& cx) {
    const DisposalRow row = disposal_for(tx, id, cx);
    if (row.state != DisposalState::executed) throw Refusal(Fault::conflict, "not_in_this_state");
    CertificateFacts facts;
    facts.number = row.certificate_number.value_or("");
    facts.body = row.organisation_name;
    facts.year = std::to_string(row.year);
    facts.proposer = row.proposed_by_name;
    facts.proposed_on = day_text(row.proposed_at);
    facts.appraiser = row.appraised_by_name.value_or("");
    facts.appraisal = row.appraisal.value_or("");
    facts.head = row.head_name.value_or("");
    facts.head_on = day_text(row.head_at);
    facts.centre = row.centre_name.value_or("");
    facts.centre_on = day_text(row.centre_at);
    facts.executed_on = day_text(row.executed_at);
    std::size_t spared = 0;
    for (const DisposalFile& one : tx.all<DisposalFile>(select_files, id)) {
        if (!one.disposed_at && ++spared) continue;
        facts.files.push_back({one.file_number.value_or("无"), one.number, to_text(one.archived_on),
                               to_text(one.dispose_after_on), one.digest});
    }
    facts.count = std::to_string(facts.files.size());
    facts.spared = std::to_string(spared);
    const auto pattern = json::read<documents::Template>(embedded_file("archive_certificate.json"));
    return documents::fill(pattern, boost::json::parse(json::write(facts)).as_object(),
                           {facts.body, row.executed_at.value(), facts.number});
}

}  // namespace hemu::archive
