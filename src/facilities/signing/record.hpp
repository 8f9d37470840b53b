// The record that lies inside of a sealed paper, with the SM2 signature over it.
#pragma once
#include "acts.hpp"

namespace hemu::signing {

inline constexpr std::string_view record_name = "hemu-signing.json";

/// One act: without a name, which stands in the paper itself.
struct RecordedAct {
    std::int64_t position = 0;
    SignerRole role = SignerRole::party;
    SigningMethod method = SigningMethod::ink;
    Instant signed_at;
    std::string evidence_sm3;
};
BOOST_DESCRIBE_STRUCT(RecordedAct, (), (position, role, method, signed_at, evidence_sm3))

/// digest_sm3, digest_sha256, size_bytes: of the bytes that were signed, which are the beginning of the file.
struct SigningRecord {
    std::string title;
    std::string code;
    std::int64_t version = 1;
    std::string body;
    std::string check_code;
    std::string digest_sm3;
    std::string digest_sha256;
    std::int64_t size_bytes = 0;
    Instant completed_at;
    std::vector<RecordedAct> acts;
};
BOOST_DESCRIBE_STRUCT(SigningRecord, (),
                      (title, code, version, body, check_code, digest_sm3, digest_sha256, size_bytes, completed_at,
                       acts))

/// record: the text that was signed, exactly. signature: DER, base64. certificate, chain: PEM.
struct SignedRecord {
    std::string record;
    std::string algorithm = "SM2 with SM3 (GB/T 32918.2, GB/T 32905)";
    std::string signature;
    std::string certificate;
    std::string chain;
};
BOOST_DESCRIBE_STRUCT(SignedRecord, (), (record, algorithm, signature, certificate, chain))

}  // namespace hemu::signing
