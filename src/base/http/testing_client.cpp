#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <charconv>

#include "bytes.hpp"
#include "http_testing.hpp"

namespace hemu::http::testing {

std::string Answer::header(const std::string& lower_case_name) const {
    const auto found = headers.find(lower_case_name);
    return found == headers.end() ? "" : found->second;
}

Client::Client(std::uint16_t port, std::chrono::milliseconds patience) : patience_(patience) {
    handle_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (handle_ < 0 || ::connect(handle_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0)
        throw std::runtime_error(fmt::format("nobody listens on port {}", port));
}

Client::~Client() { ::close(handle_); }

bool Client::send(std::string_view bytes) {
    while (!bytes.empty()) {
        const auto sent = ::send(handle_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
}

bool Client::read_more() {
    pollfd waiting{handle_, POLLIN, 0};
    if (::poll(&waiting, 1, static_cast<int>(patience_.count())) <= 0) return false;
    std::array<char, 16384> buffer;
    const auto count = ::recv(handle_, buffer.data(), buffer.size(), 0);
    if (count <= 0) return false;
    arrived_.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
}

bool Client::read_chunks(std::string& body) {
    for (;;) {
        std::size_t line;
        while ((line = arrived_.find("\r\n")) == std::string::npos)
            if (!read_more()) return false;
        std::size_t size = 0;
        std::from_chars(arrived_.data(), arrived_.data() + line, size, 16);
        while (arrived_.size() < line + size + 4)
            if (!read_more()) return false;
        body += arrived_.substr(line + 2, size);
        arrived_.erase(0, line + size + 4);
        if (size == 0) return true;
    }
}

Answer Client::receive(bool to_head) {
    std::size_t end;
    while ((end = arrived_.find("\r\n\r\n")) == std::string::npos)
        if (!read_more()) return {};
    Answer answer;
    answer.head = arrived_.substr(0, end + 2);
    arrived_.erase(0, end + 4);
    std::from_chars(answer.head.data() + 9, answer.head.data() + 12, answer.status);
    for (std::size_t at = answer.head.find("\r\n") + 2; at < answer.head.size();) {
        const auto line_end = answer.head.find("\r\n", at);
        const auto colon = answer.head.find(':', at);
        std::string name = answer.head.substr(at, colon - at);
        std::transform(name.begin(), name.end(), name.begin(),
                       [](char c) { return static_cast<char>(std::tolower(c)); });
        const std::string value(trimmed(std::string_view(answer.head).substr(colon + 1, line_end - colon - 1)));
        auto& kept = answer.headers[name];
        kept += kept.empty() ? value : "\n" + value;
        at = line_end + 2;
    }
    if (to_head || answer.status < 200 || answer.status == 204 || answer.status == 304) return answer;
    if (answer.header("transfer-encoding") == "chunked") {
        if (!read_chunks(answer.body)) answer.status = 0;
        return answer;
    }
    std::size_t length = 0;
    const auto told = answer.header("content-length");
    std::from_chars(told.data(), told.data() + told.size(), length);
    while (arrived_.size() < length)
        if (!read_more()) return {};
    answer.body = arrived_.substr(0, length);
    arrived_.erase(0, length);
    return answer;
}

std::string Client::receive_all() {
    while (read_more()) {
    }
    return std::exchange(arrived_, {});
}

std::string Client::receive_some() {
    if (arrived_.empty()) read_more();
    return std::exchange(arrived_, {});
}

bool Client::closes_within(std::chrono::milliseconds time) {
    const auto end = std::chrono::steady_clock::now() + time;
    for (;;) {
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd waiting{handle_, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&waiting, 1, static_cast<int>(left.count())) <= 0) return false;
        std::array<char, 16384> buffer;
        const auto count = ::recv(handle_, buffer.data(), buffer.size(), 0);
        if (count <= 0) return true;
        arrived_.append(buffer.data(), static_cast<std::size_t>(count));
    }
}

void Client::end_sending() { ::shutdown(handle_, SHUT_WR); }

void Client::shrink_receive_buffer() {
    const int bytes = 2048;
    ::setsockopt(handle_, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

Answer Client::ask(std::string_view method, std::string_view target, const std::vector<Header>& headers,
                   std::string_view body) {
    std::string words = fmt::format("{} {} HTTP/1.1\r\nHost: localhost\r\n", method, target);
    for (const auto& header : headers) words += fmt::format("{}: {}\r\n", header.name, header.value);
    if (!body.empty() || method == "POST" || method == "PUT" || method == "PATCH")
        words += fmt::format("Content-Length: {}\r\n", body.size());
    words.append("\r\n").append(body);
    return send(words) ? receive(method == "HEAD") : Answer{};
}

Answer Client::post(std::string_view target, std::string_view json, std::vector<Header> headers) {
    headers.push_back({"Content-Type", "application/json"});
    return ask("POST", target, headers, json);
}

}  // namespace hemu::http::testing
