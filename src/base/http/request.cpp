#include <charconv>

#include "bytes.hpp"
#include "http.hpp"

namespace hemu::http {

std::optional<std::string_view> Request::header(std::string_view name) const {
    const std::string_view bytes = header_bytes_;
    for (const auto& span : header_spans_)
        if (same_word(bytes.substr(span.name_at, span.name_size), name))
            return bytes.substr(span.value_at, span.value_size);
    return std::nullopt;
}

std::string Request::joined_header(std::string_view name) const {
    const std::string_view bytes = header_bytes_;
    std::string joined;
    for (const auto& span : header_spans_) {
        if (!same_word(bytes.substr(span.name_at, span.name_size), name)) continue;
        if (!joined.empty()) joined += ", ";
        joined += bytes.substr(span.value_at, span.value_size);
    }
    return joined;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    const auto found = header("cookie");
    if (!found) return std::nullopt;
    for (auto rest = *found; !rest.empty();) {
        const auto semicolon = rest.find(';');
        const auto pair = trimmed(rest.substr(0, semicolon));
        const auto equals = pair.find('=');
        if (equals != pair.npos && pair.substr(0, equals) == name) {
            auto value = pair.substr(equals + 1);
            if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
                value = value.substr(1, value.size() - 2);
            return value;
        }
        if (semicolon == rest.npos) break;
        rest.remove_prefix(semicolon + 1);
    }
    return std::nullopt;
}

std::optional<std::string> Request::query(std::string_view name) const {
    for (std::string_view rest = query_text; !rest.empty();) {
        const auto ampersand = rest.find('&');
        const auto pair = rest.substr(0, ampersand);
        const auto equals = pair.find('=');
        if (decoded(pair.substr(0, equals), Plus::is_blank) == name) {
            if (equals == pair.npos) return std::string();
            if (auto value = decoded(pair.substr(equals + 1), Plus::is_blank)) return value;
            throw Refusal(Fault::invalid, "invalid", {{std::string(name), "not_text"}});
        }
        if (ampersand == rest.npos) break;
        rest.remove_prefix(ampersand + 1);
    }
    return std::nullopt;
}

std::int64_t Request::query_number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                                   std::int64_t most) const {
    const auto found = query(name);
    if (!found) return otherwise;
    std::int64_t number = 0;
    const auto end = found->data() + found->size();
    const auto [stop, fault] = std::from_chars(found->data(), end, number);
    if (fault != std::errc{} || stop != end || number < least || number > most)
        throw Refusal(Fault::invalid, "invalid", {{std::string(name), "out_of_range"}});
    return number;
}

const std::string& Request::path_text(std::string_view name) const {
    std::size_t position = 0;
    for (std::string_view rest = route ? route->path_pattern : std::string_view(); !rest.empty();) {
        const auto open = rest.find('{');
        const auto close = rest.find('}');
        if (open == rest.npos || close == rest.npos) break;
        if (rest.substr(open + 1, close - open - 1) == name && position < path_values.size())
            return path_values[position];
        ++position;
        rest.remove_prefix(close + 1);
    }
    throw std::logic_error(fmt::format("no {{{}}} in the pattern of {}", name, path));
}

/// The number of an entity tag of ours, strong or weakened by a compressing proxy.
static std::optional<std::int64_t> version_of(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    if (tag.size() < 3 || tag.front() != '"' || tag.back() != '"') return std::nullopt;
    std::int64_t version = 0;
    const auto end = tag.data() + tag.size() - 1;
    const auto [stop, fault] = std::from_chars(tag.data() + 1, end, version);
    if (fault != std::errc{} || stop != end) return std::nullopt;
    return version;
}

std::optional<std::int64_t> Request::if_match() const {
    const auto found = header("if-match");
    if (!found || *found == "*") return std::nullopt;
    if (const auto version = version_of(*found)) return version;
    throw Refusal(Fault::precondition_failed, "version_outdated");
}

bool Request::has_current(std::string_view entity_tag) const {
    const auto found = header("if-none-match");
    if (!found) return false;
    if (*found == "*") return true;
    for (auto tag : listed(*found)) {
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == entity_tag) return true;
    }
    return false;
}

void Request::require_json() const {
    const auto type = header("content-type").value_or("");
    if (!same_word(trimmed(type.substr(0, type.find(';'))), "application/json"))
        throw Refusal(Fault::unsupported, "json_expected");
}

void Request::clear() {
    for (auto* text : {&method, &path, &query_text, &body_text, &host, &client_address, &trace_id, &header_bytes_})
        text->clear();
    header_spans_.clear();
    path_values.clear();
    language = "zh";
    secure = false;
    route = nullptr;
}

void Request::add_header(std::string_view name, std::string_view value) {
    const auto at = static_cast<std::uint32_t>(header_bytes_.size());
    header_bytes_.append(name).append(value);
    const auto name_size = static_cast<std::uint32_t>(name.size());
    header_spans_.push_back({at, name_size, at + name_size, static_cast<std::uint32_t>(value.size())});
}

std::vector<Header> Request::headers() const {
    std::vector<Header> all;
    for (const auto& span : header_spans_)
        all.push_back({header_bytes_.substr(span.name_at, span.name_size),
                       header_bytes_.substr(span.value_at, span.value_size)});
    return all;
}

Request make_request(std::string_view method, std::string_view target, std::vector<Header> headers,
                     std::string body) {
    Request request;
    request.method = method;
    const auto question = target.find('?');
    request.path = target.substr(0, question);
    if (question != target.npos) request.query_text = target.substr(question + 1);
    request.body_text = std::move(body);
    for (const auto& header : headers) request.add_header(header.name, header.value);
    if (!request.body_text.empty() && !request.header("content-type"))
        request.add_header("Content-Type", "application/json");
    request.client_address = "127.0.0.1";
    request.trace_id = "0123456789abcdef0123456789abcdef";
    return request;
}

}  // namespace hemu::http
