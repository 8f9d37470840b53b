#include "problem.hpp"

#include "http_server.hpp"

namespace hemu::http {

ProblemWords::ProblemWords(std::string_view json_text) {
    const auto parsed = boost::json::parse(json_text);
    for (const auto& [code, languages] : parsed.as_object())
        for (const auto* language : {"zh", "en"}) {
            const auto* words = languages.is_object() ? languages.get_object().if_contains(language) : nullptr;
            if (words == nullptr || !words->is_string() || words->get_string().empty())
                throw std::runtime_error(fmt::format("the words of problem {} miss {}", std::string(code), language));
            words_[std::string(code)].emplace(language, std::string(words->get_string()));
        }
}

std::string_view ProblemWords::find(std::string_view code, std::string_view language) const {
    const auto found = words_.find(code);
    if (found == words_.end()) return {};
    const auto words = found->second.find(language);
    return words == found->second.end() ? std::string_view() : words->second;
}

std::vector<std::string> ProblemWords::codes() const {
    std::vector<std::string> all;
    for (const auto& [code, _] : words_) all.push_back(code);
    return all;
}

int status_of(Fault fault) {
    switch (fault) {
        case Fault::invalid:
            return 422;
        case Fault::unauthenticated:
            return 401;
        case Fault::forbidden:
            return 403;
        case Fault::not_found:
            return 404;
        case Fault::conflict:
            return 409;
        case Fault::too_many:
            return 429;
        case Fault::unavailable:
            return 503;
        case Fault::too_large:
            return 413;
        case Fault::unsupported:
            return 415;
        case Fault::precondition_failed:
            return 412;
        case Fault::precondition_required:
            return 428;
    }
    return 500;
}

Reply problem(const Request& request, Fault fault, std::string_view code, const std::vector<FieldFault>& fields) {
    return problem_with_status(request, status_of(fault), code, fields);
}

Reply problem(const Request& request, const Refusal& refusal) {
    return problem(request, refusal.fault, refusal.code, refusal.fields);
}

static std::string_view words_of(const Request& request, std::string_view code) {
    const auto words = request.words ? request.words->find(code, request.language) : std::string_view();
    return words.empty() ? code : words;
}

static boost::json::array errors_of(const Request& request, const std::vector<FieldFault>& fields) {
    boost::json::array errors;
    for (const auto& field : fields) {
        boost::json::object error;
        error["field"] = field.field;
        error["code"] = field.code;
        error["words"] = words_of(request, field.code);
        errors.push_back(std::move(error));
    }
    return errors;
}

static std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text)
        html += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : c == '"' ? "&quot;" : std::string(1, c);
    return html;
}

/// What a person reads who has asked for a page.
static std::string problem_page(const Request& request, std::string_view code) {
    const bool is_english = request.language == "en";
    return fmt::format(
        R"(<!doctype html><html lang="{}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">)"
        R"(<title>{}</title><main><h1>{}</h1><p><a href="/">{}</a></p></main></html>)",
        is_english ? "en" : "zh-CN", escaped(words_of(request, code)), escaped(words_of(request, code)),
        is_english ? "To the first page" : "回到首页");
}

Reply problem_with_status(const Request& request, int status, std::string_view code,
                          const std::vector<FieldFault>& fields) {
    if (request.route && request.route->output_type == "text/html")
        return {.status = status,
                .content_type = "text/html; charset=utf-8",
                .headers = {{"Content-Language", request.language}},
                .body = problem_page(request, code)};
    boost::json::object body;
    body["type"] = fmt::format("urn:hemu:problem:{}", code);
    body["title"] = title_of(status);
    body["status"] = status;
    body["code"] = code;
    body["detail"] = words_of(request, code);
    if (!fields.empty()) body["errors"] = errors_of(request, fields);
    body["trace_id"] = request.trace_id;

    Reply reply{.status = status,
                .content_type = "application/problem+json",
                .headers = {{"Content-Language", request.language}},
                .body = boost::json::serialize(body)};
    if (status == 401) reply.headers.push_back({"WWW-Authenticate", "Hemu realm=\"hemu\""});
    if (status == 503) reply.headers.push_back({"Retry-After", "2"});
    return reply;
}

std::string_view title_of(int status) {
    switch (status) {
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
        default:
            return "Unknown";
    }
}

}  // namespace hemu::http
