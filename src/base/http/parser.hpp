// Reads one HTTP/1.1 request at a time out of arriving bytes. Strict: what two readers could understand differently
// is refused, because a proxy may stand in front.
#pragma once
#include "http.hpp"

namespace hemu::http {

class RequestParser {
  public:
    enum class State {
        need_more,  ///< give the rest again with more behind it
        header,     ///< the header is in the request; set the body's limit, then go on
        complete,
        refused  ///< see status and code; the connection cannot be used further
    };

    RequestParser();
    ~RequestParser();

    /// Starts a request, which is filled while bytes are put.
    void begin(Request& request, std::size_t header_limit);
    /// Takes bytes from the front of what has arrived and says how many.
    State put(std::string_view arrived, std::size_t& taken);
    void limit_body(std::size_t bytes);

    bool header_done() const;
    bool in_version_1_1() const;
    bool keep_alive() const;        ///< what the client wishes
    bool expects_continue() const;  ///< and has a body
    bool has_body() const;
    std::size_t body_arrived() const;

    int status() const;
    std::string_view code() const;

  private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace hemu::http
