#include "virus_scanner.hpp"

#include <gmock/gmock.h>
#include <sys/un.h>

#include "loopback.hpp"

namespace hemu::outbound {

using testing::HasSubstr;

/// As clamd hears INSTREAM: pieces with their length in front, up to one of none. Empty when it was cut.
static std::string hear_stream(int peer) {
    if (hear(peer, std::string_view("zINSTREAM\0", 10)).size() != 10) return "";
    std::string content;
    for (;;) {
        unsigned char length[4];
        if (recv(peer, length, 4, MSG_WAITALL) != 4) return "";
        const std::size_t size = length[0] << 24U | length[1] << 16U | length[2] << 8U | length[3];
        if (size == 0) return content;
        std::string piece(size, '\0');
        if (recv(peer, piece.data(), size, MSG_WAITALL) != static_cast<ssize_t>(size)) return "";
        content += piece;
    }
}

static std::string said(std::string_view answer, std::string_view content = "x", std::string* heard = nullptr) {
    LoopbackServer server([&](int peer) {
        const std::string all = hear_stream(peer);
        if (heard) *heard = all;
        say(peer, std::string(answer) + '\0');
    });
    try {
        const std::string virus = virus_in(content, {server.host});
        return virus.empty() ? "clean" : virus;
    } catch (const Failure& failure) {
        return failure.what();
    }
}

TEST(VirusScanner, speaks_the_words_of_clamd_to_a_fake_of_it) {
    const std::string content(600'000, 'a');
    std::string heard;
    EXPECT_EQ(said("stream: OK", content, &heard), "clean");
    EXPECT_EQ(heard, content);
    EXPECT_EQ(said("stream: Eicar-Test-Signature FOUND"), "Eicar-Test-Signature");
    EXPECT_EQ(said("stream: OK", ""), "clean");
    EXPECT_THAT(said("INSTREAM size limit exceeded. ERROR"), HasSubstr("size limit exceeded"));
    EXPECT_THAT(said("stream:  FOUND"), HasSubstr("clamd"));
    EXPECT_THAT(said("something"), HasSubstr("clamd"));
}

TEST(VirusScanner, hears_why_a_fake_of_clamd_listens_no_more) {
    LoopbackServer server([](int peer) {
        char some[1000];
        (void)!recv(peer, some, sizeof some, 0);
        say(peer, std::string_view("INSTREAM size limit exceeded. ERROR\0", 36));
        shutdown(peer, SHUT_RD);
    });
    EXPECT_THROW(virus_in(std::string(60'000'000, 'a'), {server.host}), Failure);
}

TEST(VirusScanner, waits_no_longer_than_it_was_told) {
    LoopbackServer silent([](int peer) { hear(peer, "never"); });
    const auto begun = std::chrono::steady_clock::now();
    EXPECT_THROW(virus_in("x", {silent.host, std::chrono::milliseconds(200)}), Failure);
    EXPECT_LT(std::chrono::steady_clock::now() - begun, std::chrono::seconds(5));
    EXPECT_THROW(virus_in("x", {"127.0.0.1:1"}), Failure);
    EXPECT_THROW(virus_in("x", {"/nowhere/clamd.ctl"}), Failure);
    EXPECT_THROW(virus_in("x", {"/" + std::string(200, 'x')}), Failure);
    EXPECT_THROW(virus_in("x", {"nothing"}), Failure);
}

TEST(VirusScanner, calls_a_socket_by_its_path) {
    const std::string path = fmt::format("/tmp/hemu-clamd-{}", getpid());
    const int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    path.copy(address.sun_path, sizeof address.sun_path - 1);
    unlink(path.c_str());
    ASSERT_EQ(bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    ASSERT_EQ(listen(listener, 1), 0);
    std::thread fake([&] {
        const int peer = accept(listener, nullptr, nullptr);
        hear(peer, std::string_view("zVERSION\0", 9));
        say(peer, std::string_view("ClamAV 1.4.6/27500/Tue Nov 24\0", 30));
        close(peer);
    });
    EXPECT_EQ(scanner_version({path}), "ClamAV 1.4.6/27500/Tue Nov 24");
    fake.join();
    close(listener);
    unlink(path.c_str());
}

}  // namespace hemu::outbound
