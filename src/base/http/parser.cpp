#include "parser.hpp"

#include <boost/beast/http/basic_parser.hpp>
#include <boost/beast/http/error.hpp>

#include "bytes.hpp"

namespace hemu::http {

namespace {

namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using Error = boost::system::error_code;

struct Refused {
    int status = 0;
    std::string_view code;
};

/// A chunk's size line or the trailer may not be longer than this.
constexpr std::size_t longest_chunk_line = 4096;

bool is_host(std::string_view host) {
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               std::string_view("-._~:[]%").find(c) != std::string_view::npos;
    });
}

class Parser : public bhttp::basic_parser<true> {
  public:
    Parser(Request& request, std::size_t header_limit) : request_(request) {
        this->header_limit(static_cast<std::uint32_t>(header_limit));
        this->body_limit(boost::none);
    }

    Refused refused;
    std::size_t body_limit_bytes = 0;
    bool expects_continue = false;
    bool in_version_1_1 = false;
    /// Bounds of what is being put: a value outside them was unfolded from several lines.
    const char* input_begin = nullptr;
    const char* input_end = nullptr;

    Error refuse(int status, std::string_view code) {
        if (refused.status == 0) refused = {status, code};
        return bhttp::make_error_code(bhttp::error::bad_value);
    }

  private:
    Request& request_;
    int hosts_ = 0;
    int lengths_ = 0;
    int encodings_ = 0;
    bool trailer_ = false;

    void on_request_impl(bhttp::verb, beast::string_view method, beast::string_view target, int version,
                         Error& error) override {
        in_version_1_1 = version == 11;
        request_.method.assign(method.data(), method.size());
        if (!take_target({target.data(), target.size()})) error = refuse(400, "target_malformed");
    }

    /// Origin form ("/path?query"), absolute form ("http://host/path") or the asterisk of OPTIONS.
    bool take_target(std::string_view target) {
        if (target.find('#') != target.npos) return false;
        if (target == "*") {
            request_.path = "*";
            return request_.method == "OPTIONS";
        }
        if (target.front() != '/') {
            const auto scheme = target.find("://");
            if (scheme == target.npos) return false;
            if (!same_word(target.substr(0, scheme), "http") && !same_word(target.substr(0, scheme), "https"))
                return false;
            target.remove_prefix(scheme + 3);
            const auto slash = target.find_first_of("/?");
            request_.host = target.substr(0, slash);
            if (!is_host(request_.host)) return false;
            target = slash == target.npos ? "/" : target.substr(slash);
            if (target.front() == '?') return false;
        }
        const auto question = target.find('?');
        request_.path = target.substr(0, question);
        if (question != target.npos) request_.query_text = target.substr(question + 1);
        return true;
    }

    void on_field_impl(bhttp::field field, beast::string_view name, beast::string_view value, Error& error) override {
        if (trailer_) return;
        if (!value.empty() && (value.data() < input_begin || value.data() >= input_end)) {
            error = refuse(400, "header_folded");
            return;
        }
        const std::string_view text(value.data(), value.size());
        switch (field) {
            case bhttp::field::host:
                if (++hosts_ > 1 || !is_host(text)) error = refuse(400, "host_malformed");
                if (request_.host.empty()) request_.host = text;
                break;
            case bhttp::field::content_length:
                if (++lengths_ > 1 || text.find_first_not_of("0123456789") != text.npos)
                    error = refuse(400, "length_malformed");
                break;
            case bhttp::field::transfer_encoding:
                if (++encodings_ > 1 || !same_word(text, "chunked")) error = refuse(501, "encoding_unknown");
                break;
            case bhttp::field::expect:
                if (!same_word(text, "100-continue")) error = refuse(417, "expectation_unknown");
                expects_continue = true;
                break;
            default:
                break;
        }
        request_.add_header({name.data(), name.size()}, text);
    }

    void on_header_impl(Error& error) override {
        trailer_ = true;
        if (in_version_1_1 && hosts_ == 0) error = refuse(400, "host_malformed");
        if (!in_version_1_1 && encodings_ > 0) error = refuse(400, "encoding_unknown");
        if (lengths_ > 0 && encodings_ > 0) error = refuse(400, "length_malformed");
        if (!in_version_1_1) expects_continue = false;
    }

    void on_body_init_impl(const boost::optional<std::uint64_t>& length, Error& error) override {
        if (!length) return;
        if (*length > body_limit_bytes) {
            error = refuse(413, "body_too_large");
            return;
        }
        // A length is only a claim: room grows with what arrives.
        request_.body_text.reserve(std::min<std::size_t>(static_cast<std::size_t>(*length), 64 * 1024));
    }

    std::size_t take(beast::string_view bytes, Error& error) {
        if (bytes.size() > body_limit_bytes - request_.body_text.size()) {
            error = refuse(413, "body_too_large");
            return 0;
        }
        request_.body_text.append(bytes.data(), bytes.size());
        return bytes.size();
    }

    std::size_t on_body_impl(beast::string_view bytes, Error& error) override { return take(bytes, error); }

    void on_chunk_header_impl(std::uint64_t size, beast::string_view, Error& error) override {
        if (size > body_limit_bytes - request_.body_text.size()) error = refuse(413, "body_too_large");
    }

    std::size_t on_chunk_body_impl(std::uint64_t, beast::string_view bytes, Error& error) override {
        return take(bytes, error);
    }

    void on_response_impl(int, beast::string_view, int, Error&) override {}
    void on_finish_impl(Error&) override {}
};

/// Whether the request line ends with a version of HTTP, of whatever number.
bool names_a_version(std::string_view arrived) {
    const auto line = arrived.substr(0, arrived.find("\r\n"));
    if (line.size() < 9 || line.find('\n') != line.npos) return false;
    const auto version = line.substr(line.size() - 9);
    return version.starts_with(" HTTP/") && version[7] == '.';
}

Refused refused_for(const Error& error, std::string_view arrived) {
    if (error == bhttp::error::header_limit) {
        const bool in_first_line = arrived.find('\n') == arrived.npos;
        return in_first_line ? Refused{414, "target_too_long"} : Refused{431, "header_too_large"};
    }
    if (error == bhttp::error::bad_version && names_a_version(arrived)) return {505, "version_unknown"};
    if (error == bhttp::error::bad_content_length || error == bhttp::error::multiple_content_length)
        return {400, "length_malformed"};
    return {400, "request_malformed"};
}

}  // namespace

struct RequestParser::Inside {
    std::optional<Parser> parser;
    bool header_told = false;
    Request* request = nullptr;
    std::size_t header_limit = 0;
    std::size_t header_taken = 0;

    /// What was refused first stays.
    State refuse(const Refused& refused) {
        if (parser->refused.status == 0) parser->refused = refused;
        return State::refused;
    }
};

RequestParser::RequestParser() : inside_(std::make_unique<Inside>()) {}
RequestParser::~RequestParser() = default;

void RequestParser::begin(Request& request, std::size_t header_limit) {
    inside_->parser.emplace(request, header_limit);
    inside_->header_told = false;
    inside_->request = &request;
    inside_->header_limit = header_limit;
    inside_->header_taken = 0;
}

RequestParser::State RequestParser::put(std::string_view arrived, std::size_t& taken) {
    auto& parser = *inside_->parser;
    parser.input_begin = arrived.data();
    parser.input_end = arrived.data() + arrived.size();
    taken = 0;
    for (;;) {
        const auto rest = arrived.substr(taken);
        const bool in_header = !parser.is_header_done();
        if (in_header && rest.empty()) return State::need_more;
        Error error;
        const auto count = parser.is_done() ? 0 : parser.put({rest.data(), rest.size()}, error);
        taken += count;
        if (error && error != bhttp::error::need_more) return inside_->refuse(refused_for(error, arrived));
        if (in_header) {
            // The library limits what it has not yet taken; the limit is for the whole header.
            inside_->header_taken += count;
            const auto waiting = parser.is_header_done() ? 0 : arrived.size() - taken;
            if (inside_->header_taken + waiting > inside_->header_limit)
                return inside_->refuse({431, "header_too_large"});
        }
        if (parser.is_header_done() && !std::exchange(inside_->header_told, true)) return State::header;
        if (parser.is_done()) return State::complete;
        if (error || taken == arrived.size()) break;
    }
    if (parser.is_header_done() && arrived.size() - taken > longest_chunk_line)
        return inside_->refuse({400, "request_malformed"});
    return State::need_more;
}

void RequestParser::limit_body(std::size_t bytes) { inside_->parser->body_limit_bytes = bytes; }

bool RequestParser::header_done() const { return inside_->parser && inside_->parser->is_header_done(); }
bool RequestParser::in_version_1_1() const { return inside_->parser && inside_->parser->in_version_1_1; }
bool RequestParser::keep_alive() const { return header_done() && inside_->parser->keep_alive(); }
bool RequestParser::expects_continue() const { return inside_->parser->expects_continue && has_body(); }
bool RequestParser::has_body() const { return !inside_->parser->is_done(); }
std::size_t RequestParser::body_arrived() const { return inside_->request ? inside_->request->body_text.size() : 0; }
int RequestParser::status() const { return inside_->parser->refused.status; }
std::string_view RequestParser::code() const { return inside_->parser->refused.code; }

}  // namespace hemu::http
