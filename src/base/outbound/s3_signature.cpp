// AWS Signature Version 4 for one request with its whole body: https://docs.aws.amazon.com/AmazonS3/latest/API/
// sig-v4-header-based-auth.html, whose examples are the tests.
#include "s3_signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <cstring>
#include <map>

#include "crypto.hpp"

namespace hemu::outbound {

static std::string sha256_hex(std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &size, EVP_sha256(), nullptr) != 1)
        throw Failure("no SHA-256");
    return crypto::to_hex(std::string_view(reinterpret_cast<const char*>(digest), size));
}

static std::string hmac_sha256(std::string_view key, std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned size = 0;
    if (!HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
              reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size(), digest, &size))
        throw Failure("no HMAC");
    return {reinterpret_cast<const char*>(digest), size};
}

/// Letters, digits and -._~ stay, and slashes of a path.
static std::string escaped(std::string_view text, bool is_path) {
    std::string out;
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        const bool stays = (byte < 0x80 && std::isalnum(byte)) || (byte != 0 && std::strchr("-._~", letter)) ||
                           (is_path && letter == '/');
        out += stays ? std::string(1, letter) : fmt::format("%{:02X}", byte);
    }
    return out;
}

static std::string query_text(std::vector<std::pair<std::string, std::string>> query) {
    std::sort(query.begin(), query.end());
    std::string text;
    for (const auto& [name, value] : query)
        text += (text.empty() ? "" : "&") + escaped(name, false) + "=" + escaped(value, false);
    return text;
}

/// 20130524T000000Z
static std::string stamp(Instant moment) {
    std::string text = to_json_text(moment).substr(0, 19) + "Z";
    std::erase_if(text, [](char c) { return c == '-' || c == ':'; });
    return text;
}

/// By their names in lower case, in order.
static std::map<std::string, std::string> sorted(const std::vector<std::string>& headers) {
    std::map<std::string, std::string> by_name;
    for (const std::string& line : headers) {
        const auto colon = line.find(':');
        std::string name = line.substr(0, colon);
        std::transform(name.begin(), name.end(), name.begin(), [](unsigned char c) { return std::tolower(c); });
        const auto from = line.find_first_not_of(' ', colon + 1);
        by_name[name] = from == line.npos ? "" : line.substr(from);
    }
    return by_name;
}

std::vector<std::string> signed_headers(const Bucket& bucket, const S3Call& call, Instant moment) {
    const std::string at = stamp(moment), day = at.substr(0, 8), payload = sha256_hex(call.body);
    std::vector<std::string> headers = call.headers;
    headers.push_back("Host: " + call.host);
    headers.push_back("x-amz-content-sha256: " + payload);
    headers.push_back("x-amz-date: " + at);
    std::string canonical, names;
    for (const auto& [name, value] : sorted(headers)) {
        canonical += name + ":" + value + "\n";
        names += (names.empty() ? "" : ";") + name;
    }
    const std::string request = fmt::format("{}\n{}\n{}\n{}\n{}\n{}", call.method, escaped(call.path, true),
                                            query_text(call.query), canonical, names, payload);
    const std::string scope = fmt::format("{}/{}/s3/aws4_request", day, bucket.region);
    const std::string to_sign = fmt::format("AWS4-HMAC-SHA256\n{}\n{}\n{}", at, scope, sha256_hex(request));
    std::string key = "AWS4" + bucket.secret;
    for (const std::string_view part : {std::string_view(day), std::string_view(bucket.region),
                                        std::string_view("s3"), std::string_view("aws4_request")})
        key = hmac_sha256(key, part);
    headers.push_back(fmt::format("Authorization: AWS4-HMAC-SHA256 Credential={}/{},SignedHeaders={},Signature={}",
                                  bucket.key_id, scope, names, crypto::to_hex(hmac_sha256(key, to_sign))));
    return headers;
}

}  // namespace hemu::outbound
