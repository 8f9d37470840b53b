#include "signing_keys.hpp"

#include "store.hpp"

namespace hemu::signing {

using organisations::OrganisationId;

static constexpr std::string_view city_name = "和睦文书签署根证书";

/// The city's own key, made when the first body needs it.
static KeyPair root_of(db::Tx& tx, KeyKind kind, const crypto::Keys& keys, Instant moment) {
    if (auto root = key_of(tx, std::nullopt, kind, keys)) return *root;
    const KeyPair made = make_root(kind, std::string(city_name), moment);
    save_key(tx, std::nullopt, kind, made, keys, moment);
    return made;
}

void make_keys(db::Tx& tx, OrganisationId body, const crypto::Keys& keys, Instant moment) {
    const std::string name = organisations::get(tx, body).name;
    for (const KeyKind kind : {KeyKind::x509, KeyKind::sm2})
        save_key(tx, body, kind, make_body_key(kind, name, root_of(tx, kind, keys, moment), moment), keys, moment);
}

void import_key(db::Tx& tx, OrganisationId body, const std::string& key_pem, const std::string& certificates_pem,
                const crypto::Keys& keys, Instant moment) {
    const Certificates all = certificates_in(certificates_pem);
    const PrivateKey key = key_in(key_pem);
    KeyPair pair{pem_of(sk_X509_value(all.get(), 0)), "", pem_of(key.get())};
    for (int at = 1; at < sk_X509_num(all.get()); ++at) pair.chain += pem_of(sk_X509_value(all.get(), at));
    const KeyKind kind = is_sm2(key.get()) ? KeyKind::sm2 : KeyKind::x509;
    if (const std::string fault = why_not_key(kind, pair, moment); !fault.empty()) throw std::runtime_error(fault);
    save_key(tx, body, kind, pair, keys, moment);
}

static const db::Statement select_roots{"signing.roots", R"(
    SELECT certificate FROM signing_key WHERE organisation_id IS NULL ORDER BY made_at)"};

std::string root_certificates(db::Tx& tx) {
    std::string all;
    for (const auto& one : tx.all<std::string>(select_roots)) all += one;
    return all;
}

static const db::Statement select_server{"signing.timestamp_server",
                                         "SELECT url FROM signing_timestamp_server WHERE number = 1"};

std::string timestamp_server(db::Tx& tx) { return tx.maybe<std::string>(select_server).value_or(""); }

static const db::Statement upsert_server{"signing.set_timestamp_server", R"(
    INSERT INTO signing_timestamp_server (number, url) VALUES (1, $1)
    ON CONFLICT (number) DO UPDATE SET url = excluded.url)"};

void set_timestamp_server(db::Tx& tx, const std::string& url) { tx.run(upsert_server, url); }

}  // namespace hemu::signing
