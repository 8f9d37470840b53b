// 对象存储 Objects in a bucket of an S3 server, by path (https://endpoint/bucket/key), signed with AWS Signature
// Version 4.
#pragma once
#include <optional>

#include "outbound.hpp"

namespace hemu::outbound {

struct Bucket {
    std::string endpoint;  ///< https://host[:port]
    std::string name;
    std::string region;
    std::string key_id;
    std::string secret;
    std::string ca_file = {};  ///< PEM; empty: the certificates that the system believes
};

// Each is tried again after a growing wait while the server cannot be reached, is too busy or fails; then, and when
// it refuses, Failure, whose words name the host and the server's own code ("SignatureDoesNotMatch"), never a key.
bool has_object(const Bucket&, const std::string& key);
void put_object(const Bucket&, const std::string& key, const std::string& bytes);
/// Nothing when there is none.
std::optional<std::string> get_object(const Bucket&, const std::string& key);
/// Also when there is none.
void remove_object(const Bucket&, const std::string& key);

}  // namespace hemu::outbound
