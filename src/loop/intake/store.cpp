#include "store.hpp"

#include <mutex>

#include "db_settings.hpp"

namespace hemu::intake {

static const db::Statement select_settings{"intake.settings", "SELECT code, value FROM intake_setting"};

using Steady = std::chrono::steady_clock;
static constexpr std::chrono::seconds settings_kept{10};
static std::mutex settings_guard;
static std::optional<std::pair<Settings, Steady::time_point>> kept_settings;

Settings settings(db::Tx& tx) {
    const auto now = Steady::now();
    {
        const std::lock_guard lock(settings_guard);
        if (kept_settings && now - kept_settings->second < settings_kept) return kept_settings->first;
    }
    const auto read = db::read_settings<Settings>(tx, select_settings);
    const std::lock_guard lock(settings_guard);
    kept_settings = {read, now};
    return read;
}

void forget_settings() {
    const std::lock_guard lock(settings_guard);
    kept_settings.reset();
}

Incoming incoming_of(const std::vector<dispute::PartyForm>& parties, std::string_view narrative,
                     std::string_view place_code, const crypto::Keys& keys) {
    Incoming incoming{{}, pairs_of(narrative), std::string(place_code)};
    for (const dispute::PartyForm& party : parties) {
        dispute::PartyDigests digests = dispute::digests_of(party, keys);
        incoming.parties.push_back({party.side, party.name, std::move(digests.identity), std::move(digests.phone)});
    }
    return incoming;
}

/// One arm of the candidate query: the newest disputes with one value of a column whose index carries the
/// time-ordered dispute id as well, so that a firm with thousands of disputes costs no more than a neighbour.
static std::string arm(std::string_view table, std::string_view column, int parameter) {
    return fmt::format(
        "SELECT dispute_id FROM (SELECT dispute_id FROM {} WHERE {} = ${} AND dispute_id >= $18 "
        "ORDER BY dispute_id DESC LIMIT 20) a{}\n",
        table, column, parameter, parameter);
}

static std::string candidate_sql() {
    std::vector<std::string> arms;
    for (int i = 4; i < 8; ++i) arms.push_back(arm("dispute_party", "identity_digest", i));
    for (int i = 8; i < 12; ++i) arms.push_back(arm("dispute_party", "phone_digest", i));
    for (int i = 1; i <= 6; ++i) arms.push_back(arm("intake_sketch", fmt::format("band_{}", i), i + 11));
    return fmt::format("WITH candidate AS (SELECT dispute_id FROM ({}) found ORDER BY dispute_id DESC LIMIT 60),",
                       fmt::join(arms, "UNION\n")) +
           R"(
    earlier AS (
    SELECT d.id, d.number, )" +
           dispute::listed_title_sql() +
           R"( AS title, d.state, d.secrecy, d.narrative, d.place_code, d.occurred_on, d.registered_on,
           CASE WHEN )" +
           dispute::visible_sql() + R"( THEN TRUE ELSE FALSE END AS visible,
           p.side, p.name, p.identity_digest, p.phone_digest, p.position
      FROM candidate c
      JOIN dispute d ON d.id = c.dispute_id
      JOIN dispute_party p ON p.dispute_id = d.id AND p.removed_at IS NULL
     WHERE d.state <> 'merged' AND d.registered_on >= $19)
    SELECT w.name AS body_name, w.abbreviation, w.phone, w.address, w.place_count, e.id, e.number, e.title, e.state, e.narrative, e.place_code, e.occurred_on,
           e.registered_on, e.visible, e.side, e.name, e.identity_digest, e.phone_digest
      FROM (SELECT o.name, o.abbreviation, o.phone, o.address, (SELECT count(*) FROM place WHERE code = $20) AS place_count
              FROM organisation o WHERE o.id = $3) w
      LEFT JOIN earlier e ON e.visible OR e.secrecy = 'normal'
     ORDER BY e.id DESC, e.position)";
}

static const db::Statement select_surroundings{"intake.look_round", candidate_sql()};

struct SurroundingsRow {
    std::string body_name;
    std::string abbreviation;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::int64_t place_count = 0;
    std::optional<Id<dispute::Dispute>> id;
    std::optional<std::string> number;
    std::optional<std::string> title;
    std::optional<dispute::State> state;
    std::optional<std::string> narrative;
    std::optional<std::string> place_code;
    std::optional<LegalDate> occurred_on;
    std::optional<LegalDate> registered_on;
    std::optional<bool> visible;
    std::optional<dispute::Side> side;
    std::optional<std::string> name;
    std::optional<std::string> identity_digest;
    std::optional<std::string> phone_digest;
};
BOOST_DESCRIBE_STRUCT(SurroundingsRow, (),
                      (body_name, abbreviation, phone, address, place_count, id, number, title, state, narrative,
                       place_code, occurred_on, registered_on, visible, side, name, identity_digest, phone_digest))

static Surroundings grouped(std::vector<SurroundingsRow> rows) {
    if (rows.empty()) throw Refusal(Fault::conflict, "body_unknown");
    const SurroundingsRow& first = rows.front();
    Surroundings found{first.body_name, first.abbreviation, first.phone, first.address, first.place_count > 0, {}};
    for (SurroundingsRow& row : rows) {
        if (!row.id) continue;
        if (found.candidates.empty() || found.candidates.back().id != *row.id)
            found.candidates.push_back({*row.id,
                                        std::move(*row.number),
                                        std::move(*row.title),
                                        *row.state,
                                        std::move(*row.narrative),
                                        std::move(*row.place_code),
                                        row.occurred_on,
                                        *row.registered_on,
                                        *row.visible,
                                        {}});
        found.candidates.back().parties.push_back(
            {*row.side, std::move(*row.name), std::move(row.identity_digest), std::move(row.phone_digest)});
    }
    return found;
}

/// Up to four different digests; the empty text, which no row has, fills the rest.
static std::array<std::string, 4> four(const std::vector<Known>& parties, std::optional<std::string> Known::*digest) {
    std::array<std::string, 4> slots;
    std::size_t used = 0;
    for (const Known& party : parties) {
        const auto& value = party.*digest;
        if (!value || used == slots.size()) continue;
        if (std::find(slots.begin(), slots.end(), *value) == slots.end()) slots[used++] = *value;
    }
    return slots;
}

/// The smallest id that a dispute of this day or later can have: ids begin with the time (UUIDv7, RFC 9562).
static Id<dispute::Dispute> first_id_on(LegalDate day) {
    const std::int64_t milliseconds = std::max<std::int64_t>(0, start_of(day).microseconds / 1000);
    const std::string hex = fmt::format("{:012x}", milliseconds);
    return *Id<dispute::Dispute>::parse(hex.substr(0, 8) + "-" + hex.substr(8) + "-7000-8000-000000000000");
}

Surroundings look_round(db::Tx& tx, const Incoming& incoming, LegalDate since, const identity::Actor& actor,
                        const std::function<void()>& meanwhile) {
    const auto numbers = four(incoming.parties, &Known::identity_digest);
    const auto phones = four(incoming.parties, &Known::phone_digest);
    const Sketch bands =
        sketch_of(area_of(incoming.place_code), incoming.pairs).value_or(Sketch{-1, -1, -1, -1, -1, -1});
    auto asked = tx.later<SurroundingsRow>(select_surroundings, actor.account, actor.duty, actor.organisation,
                                           numbers[0], numbers[1], numbers[2], numbers[3], phones[0], phones[1],
                                           phones[2], phones[3], bands[0], bands[1], bands[2], bands[3], bands[4],
                                           bands[5], first_id_on(since), since, incoming.place_code);
    meanwhile();
    return grouped(asked.all());
}

static const db::Statement insert_sketch{"intake.save_sketch", R"(
    INSERT INTO intake_sketch (dispute_id, registered_on, band_1, band_2, band_3, band_4, band_5, band_6)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

void save_sketch(db::Tx& tx, Id<dispute::Dispute> dispute, const Incoming& incoming, LegalDate registered_on) {
    const auto bands = sketch_of(area_of(incoming.place_code), incoming.pairs);
    if (!bands) return;
    const Sketch& b = *bands;
    tx.run(insert_sketch, dispute, registered_on, b[0], b[1], b[2], b[3], b[4], b[5]);
}

static const db::Statement delete_sketches{"intake.drop_sketches",
                                           "DELETE FROM intake_sketch WHERE registered_on < $1"};

std::int64_t drop_sketches(db::Tx& tx, LegalDate before) { return tx.changed(delete_sketches, before); }

static const db::Statement insert_proposal{"intake.save_proposal", R"(
    INSERT INTO intake_proposal (dispute_id, organisation_id, reasons) VALUES ($1, $2, $3))"};

void save_proposal(db::Tx& tx, Id<dispute::Dispute> dispute, const BodyProposal& proposal) {
    tx.run(insert_proposal, dispute, proposal.organisation_id, db::Json(proposal.reasons));
}

struct ProposalRow {
    organisations::OrganisationId organisation_id;
    std::string name;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::village;
    db::Json<std::vector<ProposalReason>> reasons;
};
BOOST_DESCRIBE_STRUCT(ProposalRow, (), (organisation_id, name, level, reasons))

static const db::Statement select_proposal{"intake.proposal", R"(
    SELECT p.organisation_id, o.name, o.level, p.reasons
      FROM intake_proposal p JOIN organisation o ON o.id = p.organisation_id
     WHERE p.dispute_id = $1)"};

std::optional<BodyProposal> proposal_of(db::Tx& tx, Id<dispute::Dispute> dispute) {
    auto row = tx.maybe<ProposalRow>(select_proposal, dispute);
    if (!row) return std::nullopt;
    return BodyProposal{row->organisation_id, std::move(row->name), row->level, *row->reasons};
}

static const db::Statement insert_merge{"intake.save_merge", R"(
    INSERT INTO intake_merge (merged_id, kept_id, cause, similarity_percent, merged_at, merged_by_id)
    VALUES ($1, $2, $3, $4, $5, $6))"};

void save_merge(db::Tx& tx, Id<dispute::Dispute> merged, Id<dispute::Dispute> kept, MergeCause cause,
                std::int64_t similarity_percent, const identity::Context& cx) {
    tx.run(insert_merge, merged, kept, cause, similarity_percent, cx.moment, cx.actor.account);
}

}  // namespace hemu::intake
