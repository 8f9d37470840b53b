#include "store.hpp"

#include "db_settings.hpp"
#include "numbers.hpp"

namespace hemu::closing {

using dispute::Dispute;

struct Row;

struct SignatureRow {
    std::string id;
    std::optional<PartyId> party_id;
    std::optional<std::string> agent_id;
    std::optional<Id<identity::Account>> mediator_id;
    std::string name;
    Manner manner = Manner::signature;
    LegalDate signed_on;
};
BOOST_DESCRIBE_STRUCT(SignatureRow, (), (id, party_id, agent_id, mediator_id, name, manner, signed_on))

static const db::Statement select_signatures{"closing.signatures", R"(
    SELECT id, party_id, agent_id, mediator_id, name, manner, signed_on
      FROM closing_signature
     WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL
     ORDER BY signed_on, id)"};

std::vector<SignatureView> signatures_of(db::Tx& tx, const Dispute& dispute) {
    std::vector<SignatureView> views;
    for (const auto& row : tx.all<SignatureRow>(select_signatures, dispute.id, dispute.revision))
        views.push_back(
            {row.id, row.party_id, row.agent_id, row.mediator_id.has_value(), row.name, row.manner, row.signed_on});
    return views;
}

static const db::Statement insert_signature{"closing.insert_signature", R"(
    INSERT INTO closing_signature (id, dispute_id, revision, party_id, agent_id, mediator_id, name, manner, signed_on,
                                   recorded_at, recorded_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};

void save_signature(db::Tx& tx, const Dispute& dispute, const SignatureForm& form, std::string_view name,
                    const identity::Context& cx) {
    const bool mediator = form.signer.mediator.value_or(false);
    tx.run(insert_signature, Id<Row>::fresh(cx.moment), dispute.id, dispute.revision,
           mediator || form.signer.agent_id ? std::nullopt : form.signer.party_id,
           mediator ? std::nullopt : form.signer.agent_id, mediator ? std::optional(cx.actor.account) : std::nullopt,
           name, form.manner, form.signed_on, cx.moment, cx.actor.account);
}

static const db::Statement delete_signatures{"closing.drop_signatures", R"(
    DELETE FROM closing_signature WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL)"};

void drop_signatures(db::Tx& tx, const Dispute& dispute) { tx.run(delete_signatures, dispute.id, dispute.revision); }

static const db::Statement select_seal{"closing.seal", R"(
    SELECT coalesce(o.name, '') AS organisation_name, s.sealed_on, s.file_number
      FROM closing_seal s LEFT JOIN organisation o ON o.id = s.organisation_id
     WHERE s.dispute_id = $1 AND s.revision = $2 AND s.replaced_at IS NULL)"};

std::optional<SealView> seal_of(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<SealView>(select_seal, dispute.id, dispute.revision);
}

static const db::Statement insert_seal{"closing.insert_seal", R"(
    INSERT INTO closing_seal (dispute_id, revision, organisation_id, sealed_on, file_number, sealed_at)
    VALUES ($1, $2, $3, $4, $5, $6))"};

std::string save_seal(db::Tx& tx, const Dispute& dispute, const SealForm& form, const identity::Context& cx) {
    // 一案一卷: an agreement that was changed stays in its file.
    const auto known = numbers::number_of(tx, dispute, {});
    const std::string number =
        known ? *known : numbers::give(tx, dispute, cx.actor.organisation, {}, form.sealed_on, cx);
    tx.run(insert_seal, dispute.id, dispute.revision, cx.actor.organisation, form.sealed_on, number, cx.moment);
    return number;
}

/// As the register of numbers tells it; a paper has no new number yet.
struct NumberVoided {
    std::string void_number;
    std::optional<std::string> new_number;
};
BOOST_DESCRIBE_STRUCT(NumberVoided, (), (void_number, new_number))

static const db::Statement update_number{"closing.update_number", R"(
    UPDATE closing_seal SET file_number = $3 WHERE dispute_id = $1 AND file_number = $2)"};

void follow(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const identity::Context&) {
    if (event.kind != "number_void") return;
    const auto voided = json::read<NumberVoided>(event.content);
    if (voided.new_number) tx.run(update_number, dispute.id, voided.void_number, *voided.new_number);
}

static const db::Statement set_signatures_aside{"closing.set_signatures_aside", R"(
    UPDATE closing_signature SET replaced_at = $3
     WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL)"};
static const db::Statement set_seal_aside{"closing.set_seal_aside", R"(
    UPDATE closing_seal SET replaced_at = $3 WHERE dispute_id = $1 AND revision = $2 AND replaced_at IS NULL)"};

void set_acts_aside(db::Tx& tx, const Dispute& dispute, Instant moment) {
    tx.run(set_signatures_aside, dispute.id, dispute.revision, moment);
    tx.run(set_seal_aside, dispute.id, dispute.revision, moment);
}

static const db::Statement take_signatures_back{"closing.take_signatures_back", R"(
    UPDATE closing_signature SET replaced_at = NULL WHERE dispute_id = $1 AND revision = $2 AND replaced_at = $3)"};
static const db::Statement take_seal_back{"closing.take_seal_back", R"(
    UPDATE closing_seal SET replaced_at = NULL WHERE dispute_id = $1 AND revision = $2 AND replaced_at = $3)"};

void take_acts_back(db::Tx& tx, const Dispute& dispute, Instant set_aside_at) {
    tx.run(take_signatures_back, dispute.id, dispute.revision, set_aside_at);
    tx.run(take_seal_back, dispute.id, dispute.revision, set_aside_at);
}

struct Told {
    db::Json<std::vector<PartyId>> given_to;
};
BOOST_DESCRIBE_STRUCT(Told, (), (given_to))

static const db::Statement select_told{"closing.told", R"(
    SELECT given_to FROM handling_notice WHERE dispute_id = $1 AND revision = $2)"};

std::vector<PartyId> told_of(db::Tx& tx, const Dispute& dispute) {
    std::vector<PartyId> told;
    for (const Told& one : tx.all<Told>(select_told, dispute.id, dispute.revision))
        told.insert(told.end(), one.given_to->begin(), one.given_to->end());
    return told;
}

static const db::Statement insert_breach{"closing.insert_breach", R"(
    INSERT INTO closing_breach (id, dispute_id, revision, term_id, noted_on) VALUES ($1, $2, $3, $4, $5))"};

void save_breach(db::Tx& tx, const Dispute& dispute, const BreachForm& form, Instant moment) {
    tx.run(insert_breach, Id<Row>::fresh(moment), dispute.id, dispute.revision, form.term_id, legal_date(moment));
}

static const db::Statement select_breaches{"closing.breaches", R"(
    SELECT b.term_id, b.noted_on
      FROM closing_breach b
      JOIN agreement_term t ON t.id = b.term_id
      JOIN agreement a ON a.id = t.agreement_id
     WHERE b.dispute_id = $1 AND b.revision = $2 AND a.replaced_at IS NULL
     ORDER BY b.noted_on, b.id)"};

std::vector<BreachView> breaches_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<BreachView>(select_breaches, dispute.id, dispute.revision);
}

static const std::string archive_columns = R"(
    SELECT a.revision, a.retention, a.proposed, a.reason, a.filer, a.note, a.archived_on, a.dispose_after_on, a.digest,
           a.earlier_digest, a.file_number, a.disposed_on
      FROM closing_archive a)";

static const db::Statement select_archive{"closing.archive", archive_columns + R"(
     WHERE a.dispute_id = $1 AND a.revision = $2)"};

std::optional<ArchiveView> archive_of(db::Tx& tx, const Dispute& dispute) {
    return tx.maybe<ArchiveView>(select_archive, dispute.id, dispute.revision);
}

static const db::Statement select_archives{"closing.archives", archive_columns + R"(
     WHERE a.dispute_id = $1
     ORDER BY a.revision DESC)"};

std::vector<ArchiveView> archives_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<ArchiveView>(select_archives, dispute.id);
}

static const db::Statement insert_archive{"closing.insert_archive", R"(
    INSERT INTO closing_archive (dispute_id, revision, organisation_id, retention, proposed, reason, filer, note,
                                 archived_on, archived_at, dispose_after_on, digest, earlier_digest, file_number,
                                 event_number)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15))"};

void save_archive(db::Tx& tx, const Dispute& dispute, const ArchiveView& archive, Instant moment) {
    tx.run(insert_archive, dispute.id, dispute.revision, dispute.holder_id, archive.retention, archive.proposed,
           archive.reason, archive.filer, archive.note, archive.archived_on, moment, archive.dispose_after_on,
           archive.digest, archive.earlier_digest, archive.file_number, dispute.event_number);
}

static const db::Statement select_filed_at{"closing.filed_at", R"(
    SELECT e.number AS event_number, e.digest AS event_digest
      FROM closing_archive a
      JOIN dispute_event e ON e.dispute_id = a.dispute_id AND e.number = a.event_number
     WHERE a.dispute_id = $1 AND a.revision = $2)"};

std::optional<FiledAt> filed_at(db::Tx& tx, const Dispute& dispute, std::int64_t revision) {
    return tx.maybe<FiledAt>(select_filed_at, dispute.id, revision);
}

static const db::Statement select_settings{"closing.settings", "SELECT code, value FROM closing_setting"};

RetentionSettings retention_settings(db::Tx& tx) { return db::read_settings<RetentionSettings>(tx, select_settings); }

static const db::Statement select_explanations{"closing.explanations", R"(
    SELECT part, words, explained_by_name AS explained_by FROM closing_explanation
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY part)"};

std::vector<Explanation> explanations_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<Explanation>(select_explanations, dispute.id, dispute.revision);
}

static const db::Statement delete_explanation{"closing.delete_explanation", R"(
    DELETE FROM closing_explanation WHERE dispute_id = $1 AND revision = $2 AND part = $3)"};

static const db::Statement insert_explanation{"closing.insert_explanation", R"(
    INSERT INTO closing_explanation (dispute_id, revision, part, words, explained_by_name, explained_at)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void save_explanation(db::Tx& tx, const Dispute& dispute, const ExplanationForm& form, const identity::Context& cx) {
    tx.run(delete_explanation, dispute.id, dispute.revision, form.part);
    if (!form.words.empty())
        tx.run(insert_explanation, dispute.id, dispute.revision, form.part, form.words, cx.actor.name, cx.moment);
}

struct SessionPaper {
    Instant held_from;
    Instant held_to;
    std::string place;
    std::string record;
    std::optional<std::string> result;
};
BOOST_DESCRIBE_STRUCT(SessionPaper, (), (held_from, held_to, place, record, result))

static const db::Statement select_session_papers{"closing.session_papers", R"(
    SELECT held_from, coalesce(held_to, held_from) AS held_to, place, coalesce(record, '') AS record, result
      FROM handling_session
     WHERE dispute_id = $1 AND revision = $2 AND held_from IS NOT NULL
     ORDER BY held_from, id)"};

static const db::Statement select_inquiry_papers{"closing.inquiry_papers", R"(
    SELECT 'investigation' AS kind, CAST(asked_on AS text) AS "on", place || ' ' || asked_person || ' ' || content AS words
      FROM handling_investigation
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY asked_on, id)"};

static const db::Statement select_fact_papers{"closing.fact_papers", R"(
    SELECT 'undisputed_facts' AS kind, '' AS "on", facts AS words
      FROM handling_undisputed
     WHERE dispute_id = $1 AND revision = $2
     ORDER BY id)"};

static const db::Statement select_visit_papers{"closing.visit_papers", R"(
    SELECT 'visit' AS kind, CAST(visited_on AS text) AS "on",
           coalesce(performance, '') || ' ' || coalesce(remaining_risk, '') || ' ' || coalesce(words, '') AS words
      FROM evaluation_visit
     WHERE dispute_id = $1 AND revision = $2 AND visited_on IS NOT NULL
     ORDER BY visited_on, id)"};

std::vector<Paper> papers_of(db::Tx& tx, const Dispute& dispute) {
    auto sessions = tx.later<SessionPaper>(select_session_papers, dispute.id, dispute.revision);
    std::vector<Paper> papers;
    for (const SessionPaper& one : sessions.all())
        papers.push_back({"session", to_text(one.held_from), json::write(one)});
    for (const auto* select : {&select_inquiry_papers, &select_fact_papers, &select_visit_papers})
        for (Paper& paper : tx.all<Paper>(*select, dispute.id, dispute.revision)) papers.push_back(std::move(paper));
    return papers;
}

struct Counts {
    std::int64_t notices = 0;
    std::int64_t records = 0;
    std::int64_t visits = 0;
    std::int64_t investigations = 0;
    std::int64_t terminations = 0;
    std::int64_t performances = 0;
    std::int64_t confirmations = 0;
    std::int64_t principals = 0;
    std::int64_t powers_to_come = 0;
    std::int64_t identities = 0;
    std::int64_t power_files = 0;
    std::int64_t evidence = 0;
    std::int64_t turned_away = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (),
                      (notices, records, visits, investigations, terminations, performances, confirmations,
                       principals, powers_to_come, identities, power_files, evidence, turned_away))

static const db::Statement count_records{"closing.records", R"(
    SELECT (SELECT count(*) FROM handling_notice WHERE dispute_id = $1 AND revision = $2) AS notices,
           (SELECT count(*) FROM handling_session
             WHERE dispute_id = $1 AND revision = $2 AND held_from IS NOT NULL) AS records,
           (SELECT count(*) FROM evaluation_visit
             WHERE dispute_id = $1 AND revision = $2 AND visited_on IS NOT NULL) AS visits,
           (SELECT count(*) FROM handling_investigation WHERE dispute_id = $1 AND revision = $2) AS investigations,
           (SELECT count(*) FROM handling_termination WHERE dispute_id = $1 AND revision = $2) AS terminations,
           (SELECT count(*) FROM agreement a
              JOIN agreement_term t ON t.agreement_id = a.id
              JOIN agreement_performance p ON p.term_id = t.id
             WHERE a.dispute_id = $1 AND a.revision = $2 AND a.replaced_at IS NULL) AS performances,
           (SELECT count(*) FROM court_confirmation
             WHERE dispute_id = $1 AND revision = $2 AND state NOT IN ('prepared', 'withdrawn')) AS confirmations,
           (SELECT count(DISTINCT party_id) FROM dispute_agent
             WHERE dispute_id = $1 AND removed_at IS NULL) AS principals,
           (SELECT count(*) FROM dispute_agent
             WHERE dispute_id = $1 AND removed_at IS NULL AND evidence = 'will_bring') AS powers_to_come,
           (SELECT count(*) FROM attachment
             WHERE dispute_id = $1 AND removed_at IS NULL AND kind = 'identity') AS identities,
           (SELECT count(*) FROM attachment
             WHERE dispute_id = $1 AND removed_at IS NULL AND kind = 'power') AS power_files,
           (SELECT count(*) FROM attachment
             WHERE dispute_id = $1 AND removed_at IS NULL AND kind IN ('evidence', 'picture')) AS evidence,
           (SELECT count(*) FROM dispute_event
             WHERE dispute_id = $1 AND kind IN ('refuse', 'redirect')
               AND number > coalesce((SELECT max(number) FROM dispute_event
                                       WHERE dispute_id = $1 AND kind = 'reopen'), 0)) AS turned_away)"};

FileRecords records_of(db::Tx& tx, const Dispute& dispute) {
    const auto counts = tx.one<Counts>(count_records, dispute.id, dispute.revision);
    FileRecords records;
    records.notices = counts.notices;
    records.records = counts.records;
    records.visits = counts.visits;
    records.investigations = counts.investigations;
    records.terminations = counts.terminations;
    records.performances = counts.performances;
    records.confirmations = counts.confirmations;
    records.principals = counts.principals;
    records.powers_to_come = counts.powers_to_come;
    records.identities = counts.identities;
    records.power_files = counts.power_files;
    records.evidence = counts.evidence;
    records.turned_away = counts.turned_away;
    std::vector<PartyId> told = told_of(tx, dispute);
    std::sort(told.begin(), told.end());
    records.told = std::unique(told.begin(), told.end()) - told.begin();
    return records;
}

}  // namespace hemu::closing
