#include "s3.hpp"

#include <algorithm>
#include <thread>

#include "s3_signature.hpp"

namespace hemu::outbound {

static constexpr std::size_t largest_object = 512U * 1024 * 1024;
static constexpr int most_tries = 4;

/// Five seconds to begin, and a megabyte a second at least.
static std::chrono::milliseconds time_for(std::size_t bytes) {
    return std::chrono::seconds(15) + std::chrono::milliseconds(bytes / 1000);
}

static bool is_busy(int status) { return status == 429 || status >= 500; }

/// "SignatureDoesNotMatch" of <Error><Code>SignatureDoesNotMatch</Code>…
static std::string code_in(const std::string& body) {
    const auto from = body.find("<Code>"), to = body.find("</Code>");
    if (from == body.npos || to == body.npos || to < from + 6 || to > from + 70) return "";
    const std::string code = body.substr(from + 6, to - from - 6);
    return std::all_of(code.begin(), code.end(), [](unsigned char c) { return std::isalnum(c); }) ? " " + code : "";
}

static HttpResponse ask_once(const Bucket& bucket, const S3Call& call) {
    HttpRequest request;
    request.method = call.method;
    request.url = bucket.endpoint.substr(0, bucket.endpoint.find("://") + 3) + call.host + call.path;
    request.headers = signed_headers(bucket, call, now());
    request.headers.push_back("Content-Type:");  // none, where libcurl would send that of a form
    request.body = call.body;
    request.timeout = time_for(call.method == "GET" ? largest_object / 4 : call.body.size());
    request.most_bytes = largest_object;
    request.ca_file = bucket.ca_file;
    return send_http(request);
}

static HttpResponse ask(const Bucket& bucket, const std::string& method, const std::string& key,
                        const std::string& body = "") {
    std::string host = bucket.endpoint.substr(bucket.endpoint.find("://") + 3);
    while (host.ends_with('/')) host.pop_back();
    const S3Call call{method, host, "/" + bucket.name + "/" + key, {}, {}, body};
    auto wait = std::chrono::milliseconds(200);
    for (int tries = 1;; ++tries, wait *= 3) {
        try {
            HttpResponse response = ask_once(bucket, call);
            if (!is_busy(response.status) || tries == most_tries) return response;
        } catch (const Failure&) {
            if (tries == most_tries) throw;
        }
        std::this_thread::sleep_for(wait);
    }
}

[[noreturn]] static void refused(const Bucket& bucket, const HttpResponse& response) {
    const std::string host = bucket.endpoint.substr(bucket.endpoint.find("://") + 3);
    throw Failure(fmt::format("{}: status {}{}", host, response.status, code_in(response.body)));
}

bool has_object(const Bucket& bucket, const std::string& key) {
    const HttpResponse response = ask(bucket, "HEAD", key);
    if (response.status == 404) return false;
    if (response.status != 200) refused(bucket, response);
    return true;
}

void put_object(const Bucket& bucket, const std::string& key, const std::string& bytes) {
    const HttpResponse response = ask(bucket, "PUT", key, bytes);
    if (response.status != 200) refused(bucket, response);
}

std::optional<std::string> get_object(const Bucket& bucket, const std::string& key) {
    HttpResponse response = ask(bucket, "GET", key);
    // A bucket that is not there is a wrong setting, not a lost content.
    if (response.status == 404 && code_in(response.body) != " NoSuchBucket") return std::nullopt;
    if (response.status != 200) refused(bucket, response);
    return std::move(response.body);
}

void remove_object(const Bucket& bucket, const std::string& key) {
    const HttpResponse response = ask(bucket, "DELETE", key);
    if (response.status != 204 && response.status != 200 && response.status != 404) refused(bucket, response);
}

}  // namespace hemu::outbound
