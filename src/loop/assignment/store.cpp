#include "store.hpp"

namespace hemu::assignment {

using OrganisationId = Id<identity::Organisation>;

struct SettingRow {
    std::string code;
    std::int64_t value = 0;
};
BOOST_DESCRIBE_STRUCT(SettingRow, (), (code, value))

static const db::Statement select_settings{"assignment.settings", "SELECT code, value FROM assignment_setting"};

Settings settings(db::Tx& tx) {
    Settings settings;
    for (const SettingRow& row : tx.all<SettingRow>(select_settings)) {
        if (row.code == "returns_before_backstop") settings.returns_before_backstop = row.value;
        if (row.code == "cases_per_mediator") settings.cases_per_mediator = row.value;
        if (row.code == "withdraw_when_asked") settings.withdraw_when_asked = row.value != 0;
    }
    return settings;
}

static const db::Statement count_open{"assignment.open_cases", R"(
    SELECT count(*) FROM (SELECT id FROM dispute WHERE holder_id = $1 AND closed_at IS NULL LIMIT 1000) held)"};

db::Later<std::int64_t> ask_open_cases(db::Tx& tx, OrganisationId body) {
    return tx.later<std::int64_t>(count_open, body);
}

static const db::Statement select_linked{"assignment.referral_targets", R"(
    SELECT organisation_id FROM dispute_body WHERE dispute_id = $1 AND role = 'linked' AND until_at IS NULL)"};

std::vector<OrganisationId> referral_targets(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<OrganisationId>(select_linked, dispute.id);
}

static const db::Statement select_returned{"assignment.returned_by", R"(
    SELECT DISTINCT organisation_id FROM assignment_offer
     WHERE dispute_id = $1 AND revision = $2 AND state = 'returned')"};

std::vector<OrganisationId> returned_by(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<OrganisationId>(select_returned, dispute.id, dispute.revision);
}

static const db::Statement insert_offer{"assignment.save_offer", R"(
    INSERT INTO assignment_offer (id, dispute_id, revision, organisation_id, from_organisation_id, binding, state,
                                  offered_at, offered_by_id, direction, pass_reason, agreed_by)
    VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9, $10, $11))"};

void save_offer(db::Tx& tx, const dispute::Dispute& dispute, const OpenOffer& offer, const identity::Context& cx) {
    tx.run(insert_offer, offer.id, dispute.id, dispute.revision, offer.organisation_id, offer.from_organisation_id,
           offer.binding, cx.moment, cx.actor.account, offer.direction, offer.pass_reason, offer.agreed_by);
}

static const std::string offer_columns = R"(
    SELECT id, organisation_id, from_organisation_id, binding, direction, pass_reason, agreed_by
      FROM assignment_offer
     WHERE dispute_id = $1 AND revision = $2 AND )";

static const db::Statement select_standing{"assignment.standing_offer", offer_columns + R"(
           (state = 'taken' OR (state = 'open' AND direction IS NULL))
     ORDER BY offered_at DESC, id DESC
     LIMIT 1)"};

std::optional<OpenOffer> standing_offer(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.maybe<OpenOffer>(select_standing, dispute.id, dispute.revision);
}

static const db::Statement select_passing{"assignment.open_passing", offer_columns + R"(
           state = 'open' AND direction IS NOT NULL)"};

std::optional<OpenOffer> open_passing(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.maybe<OpenOffer>(select_passing, dispute.id, dispute.revision);
}

static const db::Statement update_offer{"assignment.answer_offer", R"(
    UPDATE assignment_offer SET state = $2, return_reason = $3, answered_at = $4, answered_by_id = $5
     WHERE id = $1)"};

void answer_offer(db::Tx& tx, const OpenOffer& offer, OfferState state, std::optional<ReturnReason> reason,
                  const identity::Context& cx) {
    tx.run(update_offer, offer.id, state, reason, cx.moment, cx.actor.account);
}

static const db::Statement select_named{"assignment.named_now", R"(
    SELECT id, account_id, presiding FROM assignment_mediator
     WHERE dispute_id = $1 AND revision = $2 AND until_at IS NULL
     ORDER BY presiding DESC, since_at, id)"};

std::vector<Named> named_now(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<Named>(select_named, dispute.id, dispute.revision);
}

static const db::Statement insert_mediator{"assignment.save_mediator", R"(
    INSERT INTO assignment_mediator (id, dispute_id, revision, account_id, presiding, relation, kept_by_consent,
                                     since_at, chosen_by)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

struct MediatorRow;

void save_mediator(db::Tx& tx, const dispute::Dispute& dispute, const RecusalForm& answer, bool presiding,
                   const std::optional<std::vector<Id<dispute::Party>>>& chosen_by, Instant moment) {
    std::optional<db::Json<std::vector<Id<dispute::Party>>>> chosen;
    if (chosen_by && !chosen_by->empty()) chosen.emplace(*chosen_by);
    tx.run(insert_mediator, Id<MediatorRow>::fresh(moment), dispute.id, dispute.revision, answer.account_id,
           presiding, answer.relation, answer.kept_by_consent.value_or(false), moment, chosen);
}

static const db::Statement close_mediator{"assignment.end_mediator", R"(
    UPDATE assignment_mediator SET until_at = $2, ended_for = $3 WHERE id = $1)"};

void end_mediator(db::Tx& tx, const Named& named, const std::string& reason, Instant moment) {
    tx.run(close_mediator, named.id, moment, reason);
}

static const db::Statement insert_helper{"assignment.save_helper", R"(
    INSERT INTO assignment_helper (id, dispute_id, revision, organisation_id, share_percent, task, since_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

struct HelperRow;

void save_helper(db::Tx& tx, const dispute::Dispute& dispute, const HelperForm& form, Instant moment) {
    tx.run(insert_helper, Id<HelperRow>::fresh(moment), dispute.id, dispute.revision, form.organisation_id,
           form.share_percent, form.task, moment);
}

static const db::Statement close_helper{"assignment.end_helper", R"(
    UPDATE assignment_helper SET until_at = $4
     WHERE dispute_id = $1 AND revision = $2 AND organisation_id = $3 AND until_at IS NULL)"};

std::int64_t end_helper_row(db::Tx& tx, const dispute::Dispute& dispute, OrganisationId body, Instant moment) {
    return tx.changed(close_helper, dispute.id, dispute.revision, body, moment);
}

static const db::Statement close_helpers{"assignment.end_helpers", R"(
    UPDATE assignment_helper SET until_at = $3 WHERE dispute_id = $1 AND revision = $2 AND until_at IS NULL)"};

void end_all_helpers(db::Tx& tx, const dispute::Dispute& dispute, Instant moment) {
    tx.run(close_helpers, dispute.id, dispute.revision, moment);
}

using PartyIds = std::vector<Id<dispute::Party>>;

struct OfferLine {
    OrganisationId organisation_id;
    std::string organisation_name;
    bool binding = false;
    OfferState state = OfferState::open;
    Instant offered_at;
    std::string offered_by;
    std::optional<Instant> answered_at;
    std::optional<std::string> answered_by;
    std::optional<ReturnReason> return_reason;
    std::optional<PassDirection> direction;
    std::optional<PassReason> pass_reason;
    std::optional<db::Json<PartyIds>> agreed_by;
    std::optional<std::int64_t> rank;
    std::optional<std::int64_t> score;
};
BOOST_DESCRIBE_STRUCT(OfferLine, (),
                      (organisation_id, organisation_name, binding, state, offered_at, offered_by, answered_at,
                       answered_by, return_reason, direction, pass_reason, agreed_by, rank, score))

static const db::Statement select_offers{"assignment.offers", R"(
    SELECT f.organisation_id, o.name AS organisation_name, f.binding, f.state, f.offered_at,
           coalesce(a.name, '') AS offered_by, f.answered_at, b.name AS answered_by, f.return_reason, f.direction,
           f.pass_reason, f.agreed_by, r.chosen_rank AS rank, r.chosen_score AS score
      FROM assignment_offer f
      JOIN organisation o ON o.id = f.organisation_id
      LEFT JOIN account a ON a.id = f.offered_by_id
      LEFT JOIN account b ON b.id = f.answered_by_id
      LEFT JOIN assignment_routing r ON r.offer_id = f.id
     WHERE f.dispute_id = $1 AND f.revision = $2
     ORDER BY f.offered_at, f.id)"};

static PartyIds ids_in(const std::optional<db::Json<PartyIds>>& column) { return column ? **column : PartyIds{}; }

std::vector<OfferView> offers_of(db::Tx& tx, const dispute::Dispute& dispute) {
    std::vector<OfferView> views;
    for (OfferLine& line : tx.all<OfferLine>(select_offers, dispute.id, dispute.revision))
        views.push_back({line.organisation_id, std::move(line.organisation_name), line.binding, line.state,
                         line.offered_at, std::move(line.offered_by), line.answered_at, std::move(line.answered_by),
                         line.return_reason, line.direction, line.pass_reason, ids_in(line.agreed_by), line.rank,
                         line.score});
    return views;
}

struct MediatorLine {
    Id<identity::Account> account_id;
    std::string name;
    bool presiding = false;
    Relation relation = Relation::none;
    bool kept_by_consent = false;
    Instant since_at;
    std::optional<Instant> until_at;
    std::optional<db::Json<PartyIds>> chosen_by;
};
BOOST_DESCRIBE_STRUCT(MediatorLine, (),
                      (account_id, name, presiding, relation, kept_by_consent, since_at, until_at, chosen_by))

static const db::Statement select_mediators{"assignment.mediators", R"(
    SELECT m.account_id, coalesce(a.name, '') AS name, m.presiding, m.relation, m.kept_by_consent, m.since_at,
           m.until_at, m.chosen_by
      FROM assignment_mediator m
      LEFT JOIN account a ON a.id = m.account_id
     WHERE m.dispute_id = $1 AND m.revision = $2
     ORDER BY m.until_at IS NOT NULL, m.presiding DESC, m.since_at, m.id)"};

std::vector<MediatorView> mediators_of(db::Tx& tx, const dispute::Dispute& dispute) {
    std::vector<MediatorView> views;
    for (MediatorLine& line : tx.all<MediatorLine>(select_mediators, dispute.id, dispute.revision))
        views.push_back({line.account_id, std::move(line.name), line.presiding, line.relation, line.kept_by_consent,
                         line.since_at, line.until_at, ids_in(line.chosen_by)});
    return views;
}

static const db::Statement select_declarations{"assignment.declarations", R"(
    SELECT account_id, relation FROM assignment_declaration WHERE dispute_id = $1 ORDER BY account_id)"};

std::vector<Declared> declarations_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<Declared>(select_declarations, dispute.id);
}

std::vector<Id<identity::Account>> related_accounts(db::Tx& tx, const dispute::Dispute& dispute) {
    std::vector<Id<identity::Account>> related;
    for (const Declared& one : declarations_of(tx, dispute))
        if (one.relation != Relation::none) related.push_back(one.account_id);
    return related;
}

static const db::Statement select_objections{"assignment.objections", R"(
    SELECT DISTINCT account_id FROM assignment_objection WHERE dispute_id = $1 AND revision = $2)"};

std::vector<Id<identity::Account>> objected_accounts(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<Id<identity::Account>>(select_objections, dispute.id, dispute.revision);
}

static const db::Statement insert_objection{"assignment.save_objection", R"(
    INSERT INTO assignment_objection (dispute_id, revision, account_id, party_id, made_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (dispute_id, revision, account_id, party_id) DO NOTHING)"};

void save_objection(db::Tx& tx, const dispute::Dispute& dispute, Id<identity::Account> account,
                    Id<dispute::Party> party, Instant moment) {
    tx.run(insert_objection, dispute.id, dispute.revision, account, party, moment);
}

static const db::Statement upsert_declaration{"assignment.save_declaration", R"(
    INSERT INTO assignment_declaration (dispute_id, account_id, relation, declared_at, declared_by_id)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (dispute_id, account_id) DO UPDATE
       SET relation = excluded.relation, declared_at = excluded.declared_at,
           declared_by_id = excluded.declared_by_id)"};

void save_declaration(db::Tx& tx, const dispute::Dispute& dispute, const DeclarationForm& form,
                      const identity::Context& cx) {
    tx.run(upsert_declaration, dispute.id, form.account_id, form.relation, cx.moment, cx.actor.account);
}

static const db::Statement select_parties{"assignment.parties_at", R"(
    SELECT id, side FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL ORDER BY position)"};

std::vector<PartyAt> parties_at(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<PartyAt>(select_parties, dispute.id);
}

static const db::Statement count_party{"assignment.is_party", R"(
    SELECT count(*) FROM dispute_party
     WHERE dispute_id = $1 AND name = $2 AND kind <> 'natural' AND removed_at IS NULL)"};

bool is_party(db::Tx& tx, const dispute::Dispute& dispute, std::string_view name) {
    return tx.one<std::int64_t>(count_party, dispute.id, std::string(name)) > 0;
}

static const db::Statement select_helpers{"assignment.helpers", R"(
    SELECT h.organisation_id, o.name AS organisation_name, h.share_percent, h.task, h.since_at
      FROM assignment_helper h
      JOIN organisation o ON o.id = h.organisation_id
     WHERE h.dispute_id = $1 AND h.revision = $2 AND h.until_at IS NULL
     ORDER BY h.since_at, h.id)"};

std::vector<HelperView> helpers_of(db::Tx& tx, const dispute::Dispute& dispute) {
    return tx.all<HelperView>(select_helpers, dispute.id, dispute.revision);
}

}  // namespace hemu::assignment
