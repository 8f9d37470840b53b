// A plain client for tests: blocking, over a real socket, able to send what no decent client sends.
#pragma once
#include <map>

#include "http.hpp"

namespace hemu::http::testing {

struct Answer {
    int status = 0;  ///< 0: the connection ended or nothing came in time
    std::string head;
    std::map<std::string, std::string> headers;  ///< names in lower case, several values joined by newlines
    std::string body;

    std::string header(const std::string& lower_case_name) const;
};

class Client {
  public:
    explicit Client(std::uint16_t port, std::chrono::milliseconds patience = std::chrono::seconds(5));
    ~Client();
    Client(const Client&) = delete;
    Client& operator=(const Client&) = delete;

    /// Sends bytes as they are. False when the other end is gone.
    bool send(std::string_view bytes);
    /// Reads one reply. `to_head`: of a HEAD request, which has no body. Interim replies (1xx) are replies too.
    Answer receive(bool to_head = false);
    /// Everything until the other end closes or patience ends.
    std::string receive_all();
    /// What arrives within the time, at least one byte when anything comes at all.
    std::string receive_some();
    /// Whether the other end closes within the time, whatever it sends before.
    bool closes_within(std::chrono::milliseconds time);
    void end_sending();
    /// Makes the kernel keep little of what is not read.
    void shrink_receive_buffer();

    Answer ask(std::string_view method, std::string_view target, const std::vector<Header>& headers = {},
               std::string_view body = {});
    Answer get(std::string_view target, const std::vector<Header>& headers = {}) {
        return ask("GET", target, headers);
    }
    Answer post(std::string_view target, std::string_view json, std::vector<Header> headers = {});

  private:
    bool read_more();
    bool read_chunks(std::string& body);
    int handle_ = -1;
    std::chrono::milliseconds patience_;
    std::string arrived_;
};

}  // namespace hemu::http::testing
