// 外联 Calls to other servers: HTTP and e-mail. Blocking, with a limit on time and size.
#pragma once
#include <chrono>
#include <stdexcept>
#include <string>
#include <vector>

#include "time.hpp"

namespace hemu::outbound {

/// Nothing came back, or nothing that can be used. Its words name the host and what went wrong, never a path, a
/// header or a body: they may be logged and shown.
class Failure : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct HttpRequest {
    std::string method = "POST";
    std::string url;                   ///< http or https
    std::vector<std::string> headers;  ///< "Name: value"
    std::string body;
    std::chrono::milliseconds timeout{10'000};  ///< for everything
    std::size_t most_bytes = 256 * 1024;        ///< of the answer's body; more is a Failure
    std::string ca_file = {};                   ///< PEM; empty: the certificates that the system believes
};

struct HttpResponse {
    int status = 0;
    std::string body;
};

/// Any status is an answer; redirects are not followed, proxies of the environment are not used, certificates are
/// checked. Failure otherwise; std::invalid_argument for a header with a line break.
HttpResponse send_http(const HttpRequest&);

struct Mail {
    std::string server;    ///< smtp://host:port, with STARTTLS where offered, or smtps://host:port
    std::string user;      ///< empty: without signing in
    std::string password;  ///< sent over TLS only
    std::string from;
    std::string to;
    std::string subject;
    std::string text;
    std::string key;  ///< makes the Message-ID: the same mail sent twice can be known
    Instant sent_at;
    std::string ca_file = {};  ///< PEM; empty: the certificates that the system believes
    std::chrono::milliseconds timeout{20'000};
};

/// The server has taken it. Failure otherwise; std::invalid_argument for an address with blanks or control
/// characters.
void send_mail(const Mail&);

}  // namespace hemu::outbound
