// Rows of partners and their keys.
#pragma once
#include "exchange.hpp"

namespace hemu::exchange {

/// Signs while it is the newest; opens until ends_at. secret_sealed: known to both sides, or our private key of SM2.
/// public_key: ours; partner_key: the partner's, both of SM2.
struct KeyRow {
    Id<Key> id;
    Id<Partner> partner_id;
    std::string name;
    Scheme scheme = Scheme::hmac_sm3;
    std::string secret_sealed;
    std::optional<std::string> public_key;
    std::optional<std::string> partner_key;
    Instant made_at;
    std::string made_by_name;
    std::optional<Instant> ends_at;
};
BOOST_DESCRIBE_STRUCT(KeyRow, (),
                      (id, partner_id, name, scheme, secret_sealed, public_key, partner_key, made_at, made_by_name,
                       ends_at))

struct OpenKey {
    std::string name;
    Signer signer;
};

struct KeyView {
    Id<Key> id;
    std::string name;
    Scheme scheme = Scheme::hmac_sm3;
    std::optional<std::string> public_key;  ///< ours, of SM2
    Instant made_at;
    std::string made_by_name;
    std::optional<Instant> ends_at;
};
BOOST_DESCRIBE_STRUCT(KeyView, (), (id, name, scheme, public_key, made_at, made_by_name, ends_at))

/// The secret is told once.
struct NewKey {
    std::string name;
    std::string secret;
    std::optional<Instant> older_ends_at;
};
BOOST_DESCRIBE_STRUCT(NewKey, (), (name, secret, older_ends_at))

/// The partner's public key or certificate, PEM.
struct Sm2KeyForm {
    std::string public_key;
};
BOOST_DESCRIBE_STRUCT(Sm2KeyForm, (), (public_key))

/// public_key: ours, PEM; its private one never leaves.
struct NewSm2Key {
    std::string name;
    std::string public_key;
    std::optional<Instant> older_ends_at;
};
BOOST_DESCRIBE_STRUCT(NewSm2Key, (), (name, public_key, older_ends_at))

struct PartnerView : PartnerForm {
    Id<Partner> id;
    std::int64_t version = 0;
    std::optional<std::string> organisation_name;
    std::string window_name;
    std::vector<KeyView> keys;
    std::int64_t sent_sequence = 0;
    std::int64_t taken_sequence = 0;
    std::int64_t waiting = 0;   ///< messages to it that it has not confirmed
    std::int64_t held = 0;      ///< of its messages, that wait for an earlier one
    std::int64_t rejected = 0;  ///< in both directions
    std::optional<Instant> next_try_at;
    std::int64_t failures = 0;
    std::optional<std::string> last_fault;
};
BOOST_DESCRIBE_STRUCT(PartnerView, (PartnerForm),
                      (id, version, organisation_name, window_name, keys, sent_sequence, taken_sequence, waiting,
                       held, rejected, next_try_at, failures, last_fault))

std::vector<PartnerView> partners_for(db::Tx&, const identity::Actor&, Instant moment);
std::optional<Partner> partner_named(db::Tx&, std::string_view code);
/// Refusals: invalid by field, code_taken.
Id<Partner> make_partner(db::Tx&, const PartnerForm&, const identity::Context&);
/// The code stays. Refusals: invalid; precondition_failed version_outdated.
void change_partner(db::Tx&, Id<Partner>, std::int64_t version, const PartnerForm&);

/// A fresh secret. The one before still opens for the days of the setting; older ones end now, so that at most two
/// are valid.
NewKey make_key(db::Tx&, const Partner&, const identity::Context&);
/// The same with a pair of ours and the partner's public key. Refusal invalid public_key not_an_sm2_key.
NewSm2Key make_sm2_key(db::Tx&, const Partner&, const Sm2KeyForm&, const identity::Context&);
/// Refusal not_found.
void end_key(db::Tx&, const Partner&, Id<Key>, Instant moment);
std::optional<OpenKey> signing_key(db::Tx&, Id<Partner>, const identity::Context&);
/// By its name; nothing when it is not valid.
std::optional<OpenKey> valid_key(db::Tx&, Id<Partner>, std::string_view name, const identity::Context&);
std::vector<OpenKey> valid_keys(db::Tx&, Id<Partner>, const identity::Context&);

struct Settings {
    std::int64_t key_overlap_days = 14;
    std::int64_t most_ahead = 1000;  ///< how far a sequence may run ahead of the one that is waited for
    std::int64_t first_retry_seconds = 5;
    std::int64_t longest_retry_minutes = 60;
};
Settings settings(db::Tx&);

}  // namespace hemu::exchange
