// Keys of bodies and what they sealed, for the command line and a first city.
#pragma once
#include "organisations.hpp"
#include "signing.hpp"

namespace hemu::signing {

/// Makes keys for a body (X.509 and SM2), certified by the city's, which are made with the first. The keys before
/// are ended.
void make_keys(db::Tx&, organisations::OrganisationId, const crypto::Keys&, Instant moment);

/// Keeps a key that a certification service gave to the body: PEM of key and certificates, its own first.
/// std::runtime_error with what is wrong with it.
void import_key(db::Tx&, organisations::OrganisationId, const std::string& key_pem,
                const std::string& certificates_pem, const crypto::Keys&, Instant moment);

/// The certificates of the city, PEM: what readers of sealed papers believe.
std::string root_certificates(db::Tx&);

/// The address of the timestamp server; empty: none.
std::string timestamp_server(db::Tx&);
void set_timestamp_server(db::Tx&, const std::string& url);

/// What was found of a paper. Lines to read; whole when nothing of it was changed and all of it leads to the city.
struct PaperProof {
    bool whole = false;
    std::vector<std::string> lines;
};
/// Both signatures, the chains, the record, and where the journal holds it. Without network. database: none, then
/// only what the paper itself says is looked at.
PaperProof prove_paper(const std::string& bytes, db::Database* database);

}  // namespace hemu::signing
