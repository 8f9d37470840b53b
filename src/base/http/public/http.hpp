// HTTP as handlers see it: a request comes in, a reply goes out, routes say which handler answers which path.
// The server itself is in http_server.hpp; the OpenAPI document in http_openapi.hpp; a client for tests in
// http_testing.hpp.
#pragma once
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "error.hpp"
#include "id.hpp"
#include "json.hpp"
#include "time.hpp"

namespace hemu::http {

class ProblemWords;
struct Route;

/// The type of a body that is not there, as input or as output of a route.
struct None {};

struct Header {
    std::string name;
    std::string value;
};

/// One request, complete: its body has been read within the limits before a handler sees it.
/// The server reuses the object for the next request of the same connection, so a handler keeps nothing of it.
class Request {
  public:
    std::string method;           ///< upper case, as sent: "GET"
    std::string path;             ///< still percent-encoded, without the query
    std::string query_text;       ///< still percent-encoded, without the question mark
    std::string body_text;        ///< the bytes as sent
    std::string host;             ///< with the port, when one was given
    std::string client_address;   ///< behind trusted proxies the address they report
    std::string trace_id;         ///< 32 hex digits, from a W3C traceparent header or made here
    std::string language = "zh";  ///< "zh" or "en": cookie hemu_language, else Accept-Language, else Chinese
    Instant received_at{};        ///< when its header had arrived
    bool secure = false;          ///< came over TLS, here or at a trusted proxy
    const Route* route = nullptr;
    const ProblemWords* words = nullptr;

    /// A header's value without surrounding blanks; names are compared without case. The first of several.
    std::optional<std::string_view> header(std::string_view name) const;
    /// All values of a header that may come several times, joined by commas.
    std::string joined_header(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    /// A query value, percent-decoded; the first of several.
    std::optional<std::string> query(std::string_view name) const;
    /// A whole number from the query; `otherwise` when absent. Refusal invalid (field, out_of_range) when it is no
    /// number or outside the bounds.
    std::int64_t query_number(std::string_view name, std::int64_t otherwise, std::int64_t least,
                              std::int64_t most) const;
    /// The path segment that stands for {name} in the route's pattern, percent-decoded. std::logic_error when the
    /// pattern has no such name.
    const std::string& path_text(std::string_view name) const;
    /// The same as an id. Refusal not_found when the segment is no id.
    template <class T>
    Id<T> path_id(std::string_view name) const {
        if (const auto id = Id<T>::parse(path_text(name))) return *id;
        throw Refusal(Fault::not_found, "not_found");
    }
    /// The JSON body. Refusal unsupported (json_expected) when another type was sent, invalid with every wrong field.
    template <class T>
    T body() const {
        require_json();
        return json::read<T>(body_text);
    }
    /// The version that an edit was made from: If-Match `"7"` is 7. Absent or `*` is nothing; Refusal
    /// precondition_failed (version_outdated) when the tag is none of ours.
    std::optional<std::int64_t> if_match() const;
    /// Whether If-None-Match names this entity tag (given with its quotes).
    bool has_current(std::string_view entity_tag) const;

    void require_json() const;

    // For the server, the router and tests.
    void clear();
    void add_header(std::string_view name, std::string_view value);
    std::vector<Header> headers() const;
    std::vector<std::string> path_values;  ///< in the order of the pattern's names

  private:
    struct Span {
        std::uint32_t name_at, name_size, value_at, value_size;
    };
    std::string header_bytes_;
    std::vector<Span> header_spans_;
};

/// A request as a handler would get it, for tests that call handlers without a server.
Request make_request(std::string_view method, std::string_view target, std::vector<Header> headers = {},
                     std::string body = {});

/// A piece of a streamed reply, prepared once and shared by every stream it is written to.
class StreamPiece {
  public:
    explicit StreamPiece(std::string_view bytes);
    std::string_view framed() const { return *framed_; }
    std::string_view bytes() const;

  private:
    std::shared_ptr<const std::string> framed_;  // as an HTTP/1.1 chunk
};

/// What a network thread implements for a streamed reply.
class StreamEnd {
  public:
    virtual ~StreamEnd() = default;
    virtual bool write(const StreamPiece&) = 0;
    virtual void close() = 0;
    virtual bool is_open() const = 0;
};

/// The writing end of a streamed reply. Usable from any thread, never waits. A reader who leaves more than the plan's
/// buffer unread is dropped.
class Stream {
  public:
    explicit Stream(std::shared_ptr<StreamEnd> end) : end_(std::move(end)) {}
    /// False when the reader is gone.
    bool write(const StreamPiece& piece) const { return end_->write(piece); }
    bool write(std::string_view bytes) const { return end_->write(StreamPiece(bytes)); }
    void close() const { end_->close(); }
    bool is_open() const { return end_->is_open(); }

  private:
    std::shared_ptr<StreamEnd> end_;
};

/// How a reply streams. `opened` runs once on the thread that made the reply, after the head is on its way; `closed`
/// runs once on a network thread when the reader is gone, and must be brief.
struct StreamPlan {
    std::function<void(Stream)> opened;
    std::function<void()> closed;
    std::string heartbeat;  ///< sent when nothing else was for heartbeat_every; empty: none
    std::chrono::milliseconds heartbeat_every{20'000};
    std::size_t buffer_bytes = 64 * 1024;
};

struct Reply {
    int status = 200;
    std::string content_type = {};  ///< empty when there is no body
    std::vector<Header> headers = {};
    std::string body = {};
    std::shared_ptr<const std::string> shared_body = {};  ///< instead of body, for bytes kept elsewhere
    std::shared_ptr<StreamPlan> stream = {};              ///< instead of a body
};

template <class T>
Reply ok(const T& value) {
    return {.status = 200, .content_type = "application/json", .body = json::write(value)};
}
template <class T>
Reply created(const T& value) {
    return {.status = 201, .content_type = "application/json", .body = json::write(value)};
}
Reply no_content();
Reply text(std::string body, std::string content_type = "text/plain; charset=utf-8");
Reply redirect(std::string location);
Reply streaming(std::string content_type, StreamPlan plan);

/// Adds the entity tag of a version: 7 is `"7"`.
Reply with_version(Reply reply, std::int64_t version);
Reply with_header(Reply reply, std::string name, std::string value);

struct Cookie {
    std::string name;
    std::string value;
    std::optional<std::chrono::seconds> lasts;  ///< absent: until the browser closes; zero: removes it
    std::string path = "/";
    bool script_may_read = false;
};
/// Adds Set-Cookie: SameSite=Lax, HttpOnly unless scripts may read it, Secure when the request came over TLS.
Reply with_cookie(Reply reply, const Request& request, const Cookie& cookie);

/// An RFC 9457 problem with the words of the reader's language: type, title, status, code, detail, errors, trace_id.
Reply problem(const Request& request, Fault fault, std::string_view code, const std::vector<FieldFault>& fields = {});
Reply problem(const Request& request, const Refusal& refusal);
int status_of(Fault fault);

enum class Where {
    worker,         ///< may block: database, files
    network_thread  ///< must answer in microseconds from memory
};

/// A parameter of the query or the path, for the OpenAPI document.
struct Parameter {
    std::string name;
    std::string place = "query";  ///< "query", "path" or "header"
    std::string words = {};
    std::string type = "string";  ///< JSON type
    std::string format = {};      ///< "uuid", "date", …; empty: none
    bool required = false;
};

using SchemaMaker = std::function<boost::json::object(json::Components&)>;

/// The schema of T for a route, or nothing for None.
template <class T>
SchemaMaker schema_of() {
    if constexpr (std::is_same_v<T, None>)
        return nullptr;
    else
        return [](json::Components& components) { return json::schema<T>(components); };
}

struct Route {
    std::string method;        ///< GET (which answers HEAD too), POST, PUT, PATCH, DELETE
    std::string path_pattern;  ///< "/api/disputes/{dispute}/acceptance"; a plain segment goes before a {name}
    std::function<Reply(Request&)> handler;
    Where where = Where::worker;
    std::string summary = {};
    SchemaMaker input = nullptr;
    SchemaMaker output = nullptr;
    std::size_t body_limit = 0;            ///< bytes; 0: the server's limit for JSON
    std::vector<std::string> duties = {};  ///< who may, in words for the document; empty: everybody
    std::vector<Parameter> parameters = {};
    std::vector<std::string> problems = {};  ///< codes it may answer with, for the document
    std::string input_type = "application/json";
    std::string output_type = "application/json";
    int success_status = 0;  ///< 0: 201 for POST, 204 without output, else 200
};

}  // namespace hemu::http
