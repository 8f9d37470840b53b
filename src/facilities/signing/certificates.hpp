// Keys of bodies: made here and certified by the city, or brought by the body.
#pragma once
#include "json.hpp"
#include "openssl.hpp"
#include "time.hpp"

namespace hemu::signing {

/// x509: seals papers (PAdES) · sm2: signs the record beside it.
enum class KeyKind { x509, sm2 };
BOOST_DESCRIBE_ENUM(KeyKind, x509, sm2)

/// As it is kept: PEM. chain: certificates above it, the root last; empty of a root.
struct KeyPair {
    std::string certificate;
    std::string chain;
    std::string key;
};

/// A root of the city, which certifies bodies for twenty years.
KeyPair make_root(KeyKind, const std::string& city_name, Instant moment);
/// A body's key, for five years at most, certified by the root.
KeyPair make_body_key(KeyKind, const std::string& body_name, const KeyPair& root, Instant moment);

/// A key that a certification service gave to the body: PEM of key, certificate and those above it. What is wrong
/// with it in words, empty when it may serve: it does not fit, is over, is of another kind, may not sign.
std::string why_not_key(KeyKind, const KeyPair&, Instant moment);

/// Whether the certificate leads to the root by those of the chain, at that moment.
bool leads_to(X509* certificate, STACK_OF(X509) * chain, X509* root, Instant moment);

}  // namespace hemu::signing
