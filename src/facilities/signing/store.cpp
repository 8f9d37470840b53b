#include "store.hpp"

#include "sealing.hpp"

namespace hemu::signing {

using dispute::Dispute;

static const sealing::SealedColumn sealed_columns[] = {
    {"signing_signer", "id", "strokes_sealed", strokes_context},
    {"signing_paper", "id", "reason_sealed", reason_context},
    {"signing_key", "id", "key_sealed", key_context},
};

static const db::Statement insert_paper_row{"signing.insert_paper", R"(
    INSERT INTO signing_paper (id, dispute_id, revision, code, about, title, version, replaces_id, check_code,
                               organisation_id, ink_only, in_order, places, digest_sm3, digest_sha256, size_bytes,
                               state, made_at, made_by_name, ends_on)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20))"};

void insert_paper(db::Tx& tx, const PaperRow& row) {
    tx.run(insert_paper_row, row.id, row.dispute_id, row.revision, row.code, row.about, row.title, row.version,
           row.replaces_id, row.check_code, row.organisation_id, row.ink_only, row.in_order, row.places,
           row.digest_sm3, row.digest_sha256, row.size_bytes, row.state, row.made_at, row.made_by_name, row.ends_on);
}

static const db::Statement insert_signer_row{"signing.insert_signer", R"(
    INSERT INTO signing_signer (id, paper_id, position, role, party_id, agent_id, name, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

void insert_signer(db::Tx& tx, const SignerRow& row) {
    tx.run(insert_signer_row, row.id, row.paper_id, row.position, row.role, row.party_id, row.agent_id, row.name,
           row.state);
}

static const std::string paper_columns = R"(
    SELECT id, dispute_id, revision, code, about, title, version, replaces_id, check_code, organisation_id, ink_only,
           in_order, places, digest_sm3, digest_sha256, size_bytes, state, made_at, made_by_name, ends_on,
           completed_at, completed_sm3, completed_sha256, ended_at, reason_sealed
      FROM signing_paper)";

static const db::Statement select_papers{"signing.papers", paper_columns + R"(
     WHERE dispute_id = $1
     ORDER BY made_at DESC, id DESC)"};

std::vector<PaperRow> papers_of(db::Tx& tx, const Dispute& dispute) {
    return tx.all<PaperRow>(select_papers, dispute.id);
}

static const db::Statement select_paper{"signing.paper", paper_columns + " WHERE id = $1 AND dispute_id = $2"};

PaperRow paper_of(db::Tx& tx, const Dispute& dispute, SignedPaperId id) {
    auto found = tx.maybe<PaperRow>(select_paper, id, dispute.id);
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return std::move(*found);
}

static const db::Statement select_by_check{"signing.by_check", paper_columns + " WHERE check_code = $1"};

std::optional<PaperRow> paper_by_check(db::Tx& tx, std::string_view check_code) {
    return tx.maybe<PaperRow>(select_by_check, check_code);
}

static const db::Statement select_by_digest{"signing.by_digest", paper_columns + R"(
     WHERE completed_sm3 = $1
     ORDER BY completed_at DESC LIMIT 1)"};

std::optional<PaperRow> paper_by_digest(db::Tx& tx, std::string_view completed_sm3) {
    return tx.maybe<PaperRow>(select_by_digest, completed_sm3);
}

static const db::Statement select_signers{"signing.signers", R"(
    SELECT id, paper_id, position, role, party_id, agent_id, account_id, name, state, method, signed_at, evidence,
           evidence_sm3, strokes_sealed, picture_digest, link_made_at
      FROM signing_signer
     WHERE paper_id = $1
     ORDER BY position)"};

db::Later<SignerRow> ask_signers(db::Tx& tx, SignedPaperId id) { return tx.later<SignerRow>(select_signers, id); }

std::vector<SignerRow> signers_of(db::Tx& tx, SignedPaperId id) { return ask_signers(tx, id).all(); }

const SignerRow& signer_in(const std::vector<SignerRow>& signers, PaperSignerId id) {
    for (const SignerRow& one : signers)
        if (one.id == id) return one;
    throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement update_signed{"signing.sign", R"(
    UPDATE signing_signer
       SET state = 'signed', method = $2, signed_at = $3, evidence = $4, evidence_sm3 = $5, strokes_sealed = $6,
           picture_digest = $7, account_id = $8, name = $9, link_digest = NULL
     WHERE id = $1 AND state = 'waiting')"};

void note_signed(db::Tx& tx, const SignerRow& row) {
    tx.must_change(update_signed, row.id, row.method, row.signed_at, row.evidence, row.evidence_sm3,
                   row.strokes_sealed, row.picture_digest, row.account_id, row.name);
}

static const db::Statement update_refused{"signing.refuse", R"(
    UPDATE signing_signer SET state = 'refused', link_digest = NULL WHERE id = $1 AND state = 'waiting')"};

void note_refused(db::Tx& tx, PaperSignerId id) { tx.must_change(update_refused, id); }

static const db::Statement update_completed{"signing.complete", R"(
    UPDATE signing_paper
       SET state = 'completed', completed_sm3 = $2, completed_sha256 = $3, completed_bytes = $4, completed_at = $5
     WHERE id = $1 AND state = 'open')"};

void note_completed(db::Tx& tx, SignedPaperId id, std::string_view sm3, std::string_view sha256, std::int64_t size,
                    Instant moment) {
    tx.must_change(update_completed, id, sm3, sha256, size, moment);
}

static const db::Statement update_ended{"signing.end", R"(
    UPDATE signing_paper SET state = $2, reason_sealed = $3, ended_at = $4 WHERE id = $1 AND state = 'open')"};

void note_ended(db::Tx& tx, SignedPaperId id, SigningState state, const std::optional<std::string>& reason_sealed,
                Instant moment) {
    tx.must_change(update_ended, id, state, reason_sealed, moment);
}

static const db::Statement select_over{"signing.over", paper_columns + R"(
     WHERE state = 'open' AND ends_on < $1
     ORDER BY ends_on, id LIMIT 500)"};

std::vector<PaperRow> papers_over(db::Tx& tx, LegalDate today) { return tx.all<PaperRow>(select_over, today); }

static const db::Statement update_link{"signing.save_link", R"(
    UPDATE signing_signer SET link_digest = $2, link_made_at = $3 WHERE id = $1 AND state = 'waiting')"};

void save_link(db::Tx& tx, PaperSignerId id, std::string_view digest, Instant moment) {
    tx.must_change(update_link, id, digest, moment);
}

static const db::Statement select_link{"signing.by_link", R"(
    SELECT p.dispute_id, s.party_id, s.agent_id
      FROM signing_signer s JOIN signing_paper p ON p.id = s.paper_id
     WHERE s.link_digest = $1 AND p.state = 'open')"};

std::optional<LinkRow> link_by(db::Tx& tx, std::string_view digest) { return tx.maybe<LinkRow>(select_link, digest); }

static const std::string key_in_use = R"(
     FROM signing_key
    WHERE organisation_id IS NOT DISTINCT FROM $1 AND kind = $2
      AND ended_at IS NULL)";

static const db::Statement select_key{"signing.key", "SELECT certificate, chain, key_sealed" + key_in_use};

struct KeyPairRow {
    std::string certificate;
    std::string chain;
    std::string key_sealed;
};
BOOST_DESCRIBE_STRUCT(KeyPairRow, (), (certificate, chain, key_sealed))

std::optional<KeyPair> key_of(db::Tx& tx, const std::optional<Id<identity::Organisation>>& body, KeyKind kind,
                              const crypto::Keys& keys) {
    const auto row = tx.maybe<KeyPairRow>(select_key, body, kind);
    if (!row) return std::nullopt;
    return KeyPair{row->certificate, row->chain, keys.open(row->key_sealed, key_context)};
}

static const db::Statement count_keys{"signing.has_key", R"(
    SELECT count(*) AS count FROM signing_key
     WHERE organisation_id = $1 AND kind = 'x509' AND ended_at IS NULL)"};

bool has_key(db::Tx& tx, Id<identity::Organisation> body) { return tx.one<std::int64_t>(count_keys, body) > 0; }

static const db::Statement end_keys{"signing.end_keys", R"(
    UPDATE signing_key SET ended_at = $3
     WHERE organisation_id IS NOT DISTINCT FROM $1 AND kind = $2
       AND ended_at IS NULL)"};

static const db::Statement insert_key{"signing.insert_key", R"(
    INSERT INTO signing_key (id, organisation_id, kind, certificate, chain, key_sealed, made_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7))"};

struct SigningKey;

void save_key(db::Tx& tx, const std::optional<Id<identity::Organisation>>& body, KeyKind kind, const KeyPair& pair,
              const crypto::Keys& keys, Instant moment) {
    tx.run(end_keys, body, kind, moment);
    tx.run(insert_key, Id<SigningKey>::fresh(moment), body, kind, pair.certificate, pair.chain,
           keys.seal(pair.key, key_context), moment);
}

}  // namespace hemu::signing
