#pragma once
#include "s3.hpp"

namespace hemu::outbound {

/// What is asked of the bucket, before it is signed.
struct S3Call {
    std::string method;
    std::string host;  ///< with its port when that is not the scheme's own
    std::string path;  ///< begins with a slash
    std::vector<std::pair<std::string, std::string>> query = {};
    std::vector<std::string> headers = {};  ///< "name: value", signed with the others
    std::string body = {};
};

/// All its headers, with x-amz-date, x-amz-content-sha256 and Authorization.
std::vector<std::string> signed_headers(const Bucket&, const S3Call&, Instant moment);

}  // namespace hemu::outbound
