// Rows of signing.
#pragma once
#include "certificates.hpp"
#include "rules.hpp"

namespace hemu::signing {

struct PaperRow {
    SignedPaperId id;
    Id<dispute::Dispute> dispute_id;
    std::int64_t revision = 1;
    std::string code;
    std::optional<std::string> about;
    std::string title;
    std::int64_t version = 1;
    std::optional<SignedPaperId> replaces_id;
    std::string check_code;
    Id<identity::Organisation> organisation_id;
    bool ink_only = false;
    bool in_order = false;
    db::Json<std::vector<SignerPlace>> places;
    std::string digest_sm3;
    std::string digest_sha256;
    std::int64_t size_bytes = 0;
    SigningState state = SigningState::open;
    Instant made_at;
    std::string made_by_name;
    LegalDate ends_on;
    std::optional<Instant> completed_at;
    std::optional<std::string> completed_sm3;
    std::optional<std::string> completed_sha256;
    std::optional<Instant> ended_at;
    std::optional<std::string> reason_sealed;
};
BOOST_DESCRIBE_STRUCT(PaperRow, (),
                      (id, dispute_id, revision, code, about, title, version, replaces_id, check_code,
                       organisation_id, ink_only, in_order, places, digest_sm3, digest_sha256, size_bytes, state,
                       made_at, made_by_name, ends_on, completed_at, completed_sm3, completed_sha256, ended_at,
                       reason_sealed))

struct SignerRow {
    PaperSignerId id;
    SignedPaperId paper_id;
    std::int64_t position = 0;
    SignerRole role = SignerRole::party;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<std::string> agent_id;
    std::optional<Id<identity::Account>> account_id;
    std::string name;
    SignerState state = SignerState::waiting;
    std::optional<SigningMethod> method;
    std::optional<Instant> signed_at;
    std::optional<std::string> evidence;
    std::optional<std::string> evidence_sm3;
    std::optional<std::string> strokes_sealed;
    std::optional<std::string> picture_digest;
    std::optional<Instant> link_made_at;
};
BOOST_DESCRIBE_STRUCT(SignerRow, (),
                      (id, paper_id, position, role, party_id, agent_id, account_id, name, state, method, signed_at,
                       evidence, evidence_sm3, strokes_sealed, picture_digest, link_made_at))

/// The contexts under which values are sealed.
inline constexpr std::string_view strokes_context = "signing_strokes";
inline constexpr std::string_view reason_context = "signing_reason";
inline constexpr std::string_view key_context = "signing_key";

void insert_paper(db::Tx&, const PaperRow&);
void insert_signer(db::Tx&, const SignerRow&);

std::vector<PaperRow> papers_of(db::Tx&, const dispute::Dispute&);
/// Refusal not_found.
PaperRow paper_of(db::Tx&, const dispute::Dispute&, SignedPaperId);
std::optional<PaperRow> paper_by_check(db::Tx&, std::string_view check_code);
std::optional<PaperRow> paper_by_digest(db::Tx&, std::string_view completed_sm3);
std::vector<SignerRow> signers_of(db::Tx&, SignedPaperId);
/// The same for many papers, sent together.
db::Later<SignerRow> ask_signers(db::Tx&, SignedPaperId);
/// Refusal not_found.
const SignerRow& signer_in(const std::vector<SignerRow>&, PaperSignerId);

/// Nobody was faster: else Outdated.
void note_signed(db::Tx&, const SignerRow&);
void note_refused(db::Tx&, PaperSignerId);
void note_completed(db::Tx&, SignedPaperId, std::string_view sm3, std::string_view sha256, std::int64_t size,
                    Instant moment);
void note_ended(db::Tx&, SignedPaperId, SigningState, const std::optional<std::string>& reason_sealed,
                Instant moment);
std::vector<PaperRow> papers_over(db::Tx&, LegalDate today);

/// The code that opens the paper on somebody's own phone; one before it opens nothing any more.
void save_link(db::Tx&, PaperSignerId, std::string_view digest, Instant moment);
struct LinkRow {
    Id<dispute::Dispute> dispute_id;
    std::optional<Id<dispute::Party>> party_id;
    std::optional<std::string> agent_id;
};
BOOST_DESCRIBE_STRUCT(LinkRow, (), (dispute_id, party_id, agent_id))
/// Of papers that are being signed.
std::optional<LinkRow> link_by(db::Tx&, std::string_view digest);

/// A body's key in use; nothing when it has none.
std::optional<KeyPair> key_of(db::Tx&, const std::optional<Id<identity::Organisation>>&, KeyKind,
                              const crypto::Keys&);
bool has_key(db::Tx&, Id<identity::Organisation>);
void save_key(db::Tx&, const std::optional<Id<identity::Organisation>>&, KeyKind, const KeyPair&, const crypto::Keys&,
              Instant moment);

}  // namespace hemu::signing
