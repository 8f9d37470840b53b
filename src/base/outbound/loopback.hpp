// For the tests: servers on loopback that talk as they are told.
#pragma once
#include <arpa/inet.h>
#include <fmt/format.h>
#include <sys/socket.h>
#include <unistd.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <thread>

namespace hemu::outbound {

/// A server on loopback that takes so many connections, one after the other, and talks with each as `talk` does.
class LoopbackServer {
  public:
    explicit LoopbackServer(std::function<void(int)> talk, int connections = 1)
        : listener_(socket(AF_INET, SOCK_STREAM, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 4) != 0)
            throw std::runtime_error("no port on loopback");
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size);
        host = fmt::format("127.0.0.1:{}", ntohs(address.sin_port));
        thread_ = std::thread([this, talk = std::move(talk), connections] {
            for (int i = 0; i < connections; ++i) {
                const int peer = accept(listener_, nullptr, nullptr);
                if (peer < 0) return;
                talk(peer);
                close(peer);
            }
        });
    }
    ~LoopbackServer() {
        shutdown(listener_, SHUT_RDWR);
        thread_.join();
        close(listener_);
    }
    void finish() {
        if (thread_.joinable()) thread_.join();
        thread_ = std::thread([] {});
    }
    std::string host;

  private:
    int listener_;
    std::thread thread_;
};

inline void say(int peer, std::string_view words) { (void)send(peer, words.data(), words.size(), MSG_NOSIGNAL); }

/// What arrives up to and with `end`.
inline std::string hear(int peer, std::string_view end) {
    std::string heard;
    char byte = 0;
    while (!heard.ends_with(end) && recv(peer, &byte, 1, 0) == 1) heard += byte;
    return heard;
}

}  // namespace hemu::outbound
