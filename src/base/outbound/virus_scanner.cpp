#include "virus_scanner.hpp"

#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <memory>

namespace hemu::outbound {

using Deadline = std::chrono::steady_clock::time_point;

[[noreturn]] static void fail(const std::string& why) { throw Failure("clamd: " + why); }

/// A connected socket that waits no longer than the deadline.
class Line {
  public:
    explicit Line(const VirusScanner& scanner) : until_(std::chrono::steady_clock::now() + scanner.timeout) {
        if (scanner.address.starts_with('/'))
            call_path(scanner.address);
        else
            call_host(scanner.address);
    }
    ~Line() {
        if (socket_ >= 0) ::close(socket_);
    }
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    /// False when the other side listens no more: it may have said why.
    bool say(std::string_view bytes) {
        while (!bytes.empty()) {
            wait_for(POLLOUT);
            const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
            if (sent < 0 && (errno == EINTR || errno == EAGAIN)) continue;
            if (sent < 0) return false;
            bytes.remove_prefix(static_cast<std::size_t>(sent));
        }
        return true;
    }
    /// Up to the zero that ends an answer.
    std::string hear() {
        static constexpr std::size_t longest = 4096;
        std::string heard;
        while (heard.size() < longest) {
            char bytes[512];
            wait_for(POLLIN);
            const ssize_t size = ::recv(socket_, bytes, sizeof bytes, 0);
            if (size < 0 && (errno == EINTR || errno == EAGAIN)) continue;
            if (size <= 0) break;
            heard.append(bytes, static_cast<std::size_t>(size));
            if (const auto end = heard.find('\0'); end != heard.npos) return heard.substr(0, end);
        }
        fail("no answer");
    }

  private:
    void call_path(const std::string& path) {
        sockaddr_un address{};
        address.sun_family = AF_UNIX;
        if (path.size() >= sizeof address.sun_path) fail("the path of its socket is too long");
        std::copy(path.begin(), path.end(), address.sun_path);
        if (!call(AF_UNIX, reinterpret_cast<const sockaddr*>(&address), sizeof address)) fail(std::strerror(errno));
    }
    void call_host(const std::string& host_and_port) {
        const auto colon = host_and_port.rfind(':');
        if (colon == host_and_port.npos) fail("an address is a path or host:port");
        std::string host = host_and_port.substr(0, colon);
        if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
        addrinfo wanted{};
        wanted.ai_socktype = SOCK_STREAM;
        addrinfo* found = nullptr;
        if (::getaddrinfo(host.c_str(), host_and_port.c_str() + colon + 1, &wanted, &found) != 0)
            fail("its host is not known");
        const std::unique_ptr<addrinfo, decltype(&::freeaddrinfo)> all(found, ::freeaddrinfo);
        for (const addrinfo* one = found; one; one = one->ai_next)
            if (call(one->ai_family, one->ai_addr, one->ai_addrlen)) return;
        fail(std::strerror(errno));
    }
    bool call(int family, const sockaddr* address, socklen_t size) {
        if (socket_ >= 0) ::close(socket_);
        socket_ = ::socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (socket_ < 0) return false;
        if (::connect(socket_, address, size) == 0) return true;
        if (errno != EINPROGRESS) return false;
        wait_for(POLLOUT, std::chrono::steady_clock::now() + std::chrono::seconds(5));
        int error = 0;
        socklen_t length = sizeof error;
        ::getsockopt(socket_, SOL_SOCKET, SO_ERROR, &error, &length);
        errno = error;
        return error == 0;
    }
    void wait_for(short what, Deadline at_most = Deadline::max()) const {
        for (;;) {
            const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(std::min(until_, at_most) -
                                                                                    std::chrono::steady_clock::now());
            pollfd one{socket_, what, 0};
            const int ready = left.count() > 0 ? ::poll(&one, 1, static_cast<int>(left.count())) : 0;
            if (ready > 0) return;
            if (ready == 0) fail("no answer in time");
            if (errno != EINTR) fail(std::strerror(errno));
        }
    }

    const Deadline until_;
    int socket_ = -1;
};

static std::string length_of(std::size_t size) {
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>((size >> shift) & 0xFFU);
    return bytes;
}

std::string virus_in(std::string_view bytes, const VirusScanner& scanner) {
    static constexpr std::size_t piece = 256 * 1024;
    static constexpr std::string_view beginning = "stream: ", found = " FOUND";
    Line line(scanner);
    bool listens = line.say(std::string_view("zINSTREAM\0", 10));
    for (std::size_t at = 0; listens && at < bytes.size(); at += piece) {
        const std::string_view part = bytes.substr(at, piece);
        listens = line.say(length_of(part.size())) && line.say(part);
    }
    if (listens) line.say(length_of(0));
    const std::string answer = line.hear();
    if (answer == "stream: OK") return "";
    if (answer.starts_with(beginning) && answer.ends_with(found) && answer.size() > beginning.size() + found.size())
        return answer.substr(beginning.size(), answer.size() - beginning.size() - found.size());
    fail(answer);
}

std::string scanner_version(const VirusScanner& scanner) {
    Line line(scanner);
    line.say(std::string_view("zVERSION\0", 9));
    return line.hear();
}

}  // namespace hemu::outbound
