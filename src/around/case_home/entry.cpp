#include "store.hpp"

#include "db_settings.hpp"

namespace hemu::case_home {

static const db::Statement select_settings{"case_home.settings", "SELECT code, value FROM case_home_setting"};

Settings settings(db::Tx& tx) { return db::read_settings<Settings>(tx, select_settings); }

struct CodeRow {
    Id<Dispute> dispute_id;
    PartyId party_id;
    std::optional<Id<Dispute>> merged_into_id;
};
BOOST_DESCRIBE_STRUCT(CodeRow, (), (dispute_id, party_id, merged_into_id))

/// The phone is the party's, or that of somebody who acts for him.
static const std::string has_phone = R"((p.phone_digest = $2
            OR p.id IN (SELECT a.party_id FROM dispute_agent a
                         WHERE a.dispute_id = d.id AND a.phone_digest = $2 AND a.removed_at IS NULL)))";

static const std::string party_columns = R"(
    SELECT d.id AS dispute_id, p.id AS party_id, d.merged_into_id
      FROM dispute d JOIN dispute_party p ON p.dispute_id = d.id AND p.removed_at IS NULL)";

static const db::Statement select_by_code{"case_home.by_code", party_columns + R"(
     WHERE d.query_digest = $1 AND )" + has_phone + " ORDER BY p.position LIMIT 1"};

static const db::Statement select_in_dispute{"case_home.by_phone", party_columns + R"(
     WHERE d.id = $1 AND )" + has_phone + " ORDER BY p.position LIMIT 1"};

std::optional<access::PartyPass> party_by_code(db::Tx& tx, const std::string& query_digest,
                                               const std::string& phone_digest) {
    auto row = tx.maybe<CodeRow>(select_by_code, query_digest, phone_digest);
    if (!row) return std::nullopt;
    // A merged dispute cannot be merged into, so the way is as long as there were merges after the first.
    for (int steps = 0; row->merged_into_id && steps < 20; ++steps) {
        const auto next = tx.maybe<CodeRow>(select_in_dispute, *row->merged_into_id, phone_digest);
        if (!next) break;
        row = next;
    }
    return access::PartyPass{row->dispute_id, row->party_id};
}

static const db::Statement select_parties{"case_home.parties", R"(
    SELECT id, side, name, phone_sealed FROM dispute_party
     WHERE dispute_id = $1 AND removed_at IS NULL
     ORDER BY position, id)"};

std::vector<PartyRow> parties_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<PartyRow>(select_parties, dispute.id);
}

PartyRow party_in(const std::vector<PartyRow>& parties, PartyId id) {
    for (const PartyRow& party : parties)
        if (party.id == id) return party;
    throw Refusal(Fault::not_found, "party_not_found");
}

Caller caller_of(db::Tx& tx, const http::Request& request, const Context& cx) {
    const access::PartyPass pass = access::party_of(tx, request, cx);
    Dispute dispute = dispute::load(tx, pass.dispute_id).value();
    const Context as_party = access::as_party(cx, dispute);
    return {std::move(dispute), pass.party_id, as_party};
}

std::string opened(const crypto::Keys& keys, const std::optional<std::string>& sealed) {
    return sealed && !sealed->empty() ? keys.open(*sealed, "case_home") : std::string();
}

}  // namespace hemu::case_home
