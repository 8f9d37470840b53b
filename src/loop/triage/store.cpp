#include "store.hpp"

#include "parties.hpp"

namespace hemu::triage {

static const db::Statement select_settings{"triage.settings", "SELECT code, value, basis FROM triage_setting"};

Settings settings(db::Tx& tx) { return Settings(tx.all<Setting>(select_settings)); }

static const db::Statement select_words{"triage.words", "SELECT word, flag FROM triage_word ORDER BY word"};

std::vector<WarningWord> warning_words(db::Tx& tx) { return tx.all<WarningWord>(select_words); }

struct PartySeen {
    dispute::Side side = dispute::Side::applicant;
    dispute::PartyKind kind = dispute::PartyKind::natural;
    std::optional<LegalDate> birth_on;
    dispute::Willingness willing = dispute::Willingness::unknown;
};
BOOST_DESCRIBE_STRUCT(PartySeen, (), (side, kind, birth_on, willing))

static const db::Statement select_parties{"triage.parties", R"(
    SELECT side, kind, birth_on, willing FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL)"};

PartiesSeen parties_seen(db::Tx& tx, const dispute::Dispute& dispute) {
    PartiesSeen seen;
    for (const PartySeen& party : tx.all<PartySeen>(select_parties, dispute.id)) {
        seen.respondent = seen.respondent || party.side == dispute::Side::respondent;
        seen.unwilling = seen.unwilling || party.willing == dispute::Willingness::unwilling;
    }
    return seen;
}

// The same applicants, by identity number or phone, through how many channels within a year.
static const db::Statement count_channels{"triage.channels", R"(
    SELECT count(DISTINCT o.channel)
      FROM dispute_party p
      JOIN dispute_party q ON q.identity_digest = p.identity_digest AND q.side = 'applicant'
      JOIN dispute o ON o.id = q.dispute_id
     WHERE p.dispute_id = $1 AND p.side = 'applicant' AND p.removed_at IS NULL AND o.registered_on >= $2)"};

static const db::Statement count_channels_by_phone{"triage.channels_by_phone", R"(
    SELECT count(DISTINCT o.channel)
      FROM dispute_party p
      JOIN dispute_party q ON q.phone_digest = p.phone_digest AND q.side = 'applicant'
      JOIN dispute o ON o.id = q.dispute_id
     WHERE p.dispute_id = $1 AND p.side = 'applicant' AND p.removed_at IS NULL AND o.registered_on >= $2)"};

static std::int64_t channels_of(db::Tx& tx, const dispute::Dispute& dispute, LegalDate today) {
    const LegalDate since = add_months(today, -12);
    return std::max(tx.one<std::int64_t>(count_channels, dispute.id, since),
                    tx.one<std::int64_t>(count_channels_by_phone, dispute.id, since));
}

static bool has_minor(db::Tx& tx, const dispute::Dispute& dispute, LegalDate today) {
    const LegalDate adult_since = add_months(today, -18 * 12);
    for (const PartySeen& party : tx.all<PartySeen>(select_parties, dispute.id))
        if (party.kind == dispute::PartyKind::natural && party.birth_on && *party.birth_on > adult_since) return true;
    return false;
}

Facts facts_of(db::Tx& tx, const dispute::Dispute& dispute, LegalDate today) {
    Facts facts;
    facts.national_type = dispute.national_type;
    facts.local_type = dispute.local_type;
    facts.narrative = dispute.narrative + "\n" + dispute.request;
    facts.flags = dispute::flags_of(tx, dispute);
    facts.people_count = dispute.people_count;
    facts.amount_fen = dispute.amount_fen;
    facts.channels = channels_of(tx, dispute, today);
    facts.minor_party = has_minor(tx, dispute, today);
    facts.risk_now = dispute.risk;
    return facts;
}

static const db::Statement insert_assessment{"triage.save_assessment", R"(
    INSERT INTO triage_assessment (dispute_id, revision, civil_dispute, definite, no_refusal, not_reserved,
                                   not_handled_elsewhere, not_medical_elsewhere, suggestion, accepted_at,
                                   accepted_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};

void save_assessment(db::Tx& tx, const dispute::Dispute& dispute, const Checks& checks, const Suggestion& suggestion,
                     const identity::Context& cx) {
    tx.run(insert_assessment, dispute.id, dispute.revision, checks.civil_dispute, checks.definite, checks.no_refusal,
           checks.not_reserved, checks.not_handled_elsewhere, checks.not_medical_elsewhere, db::Json(suggestion),
           cx.moment, cx.actor.account);
}

static const db::Statement insert_refusal{"triage.save_refusal", R"(
    INSERT INTO triage_refusal (dispute_id, revision, reason, routes, words, refused_at, refused_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

void save_refusal(db::Tx& tx, const dispute::Dispute& dispute, const Refused& form, const identity::Context& cx) {
    tx.run(insert_refusal, dispute.id, dispute.revision, form.reason, db::Json(form.routes), form.words, cx.moment,
           cx.actor.account);
}

static const db::Statement insert_redirection{"triage.save_redirection", R"(
    INSERT INTO triage_redirection (dispute_id, revision, route, organisation_id, reason, words, redirected_at,
                                    redirected_by_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

void save_redirection(db::Tx& tx, const dispute::Dispute& dispute, const Redirection& form,
                      const identity::Context& cx) {
    tx.run(insert_redirection, dispute.id, dispute.revision, form.to, form.organisation_id, form.reason, form.words,
           cx.moment, cx.actor.account);
}

static const db::Statement select_checks{"triage.checks", R"(
    SELECT civil_dispute, definite, no_refusal, not_reserved, not_handled_elsewhere, not_medical_elsewhere
      FROM triage_assessment
     WHERE dispute_id = $1 AND revision = $2)"};

std::optional<Checks> checks_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.maybe<Checks>(select_checks, dispute.id, dispute.revision);
}

struct RefusalRow {
    RefusalReason reason = RefusalReason::R08;
    std::string routes;
    std::string words;
    Instant refused_at;
};
BOOST_DESCRIBE_STRUCT(RefusalRow, (), (reason, routes, words, refused_at))

static const db::Statement select_refusal{"triage.refusal", R"(
    SELECT reason, routes, words, refused_at FROM triage_refusal WHERE dispute_id = $1 AND revision = $2)"};

std::optional<RefusalView> refusal_of(db::Tx& tx, const dispute::Dispute& dispute) {
    const auto row = tx.maybe<RefusalRow>(select_refusal, dispute.id, dispute.revision);
    if (!row) return std::nullopt;
    return RefusalView{row->reason, json::read<std::vector<Way>>(row->routes), row->words, row->refused_at};
}

static const db::Statement select_redirection{"triage.redirection", R"(
    SELECT route AS "to", organisation_id, reason, words, redirected_at
      FROM triage_redirection
     WHERE dispute_id = $1 AND revision = $2)"};

std::optional<RedirectionView> redirection_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.maybe<RedirectionView>(select_redirection, dispute.id, dispute.revision);
}

}  // namespace hemu::triage
