#include <charconv>

#include "http_server.hpp"

namespace hemu::http {

Reply no_content() { return {.status = 204}; }

Reply text(std::string body, std::string content_type) {
    return {.status = 200, .content_type = std::move(content_type), .body = std::move(body)};
}

Reply redirect(std::string location) { return {.status = 303, .headers = {{"Location", std::move(location)}}}; }

Reply streaming(std::string content_type, StreamPlan plan) {
    Reply reply{.status = 200, .content_type = std::move(content_type)};
    reply.stream = std::make_shared<StreamPlan>(std::move(plan));
    return reply;
}

Reply with_header(Reply reply, std::string name, std::string value) {
    reply.headers.push_back({std::move(name), std::move(value)});
    return reply;
}

Reply with_version(Reply reply, std::int64_t version) {
    return with_header(std::move(reply), "ETag", fmt::format("\"{}\"", version));
}

/// RFC 6265 cookie-octets; a value outside them would end the cookie early.
static bool is_cookie_text(std::string_view text) {
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\'; });
}

Reply with_cookie(Reply reply, const Request& request, const Cookie& cookie) {
    if (cookie.name.empty() || !is_cookie_text(cookie.name) || !is_cookie_text(cookie.value) ||
        !is_cookie_text(cookie.path))
        throw std::logic_error("a cookie's name, value or path holds a character that cookies cannot carry");
    auto value = fmt::format("{}={}; Path={}; SameSite=Lax", cookie.name, cookie.value, cookie.path);
    if (cookie.lasts) value += fmt::format("; Max-Age={}", cookie.lasts->count());
    if (!cookie.script_may_read) value += "; HttpOnly";
    if (request.secure) value += "; Secure";
    return with_header(std::move(reply), "Set-Cookie", std::move(value));
}

StreamPiece::StreamPiece(std::string_view bytes)
    : framed_(std::make_shared<const std::string>(fmt::format("{:x}\r\n{}\r\n", bytes.size(), bytes))) {
    if (bytes.empty()) throw std::logic_error("an empty piece would end the stream");
}

std::string_view StreamPiece::bytes() const {
    const auto head = framed_->find('\n') + 1;
    return std::string_view(*framed_).substr(head, framed_->size() - head - 2);
}

}  // namespace hemu::http
