#include <fstream>

#include "testing_site.hpp"

namespace hemu::http {
namespace {

using ::testing::HasSubstr;

class StaticFilesTest : public ::testing::Test {
  protected:
    StaticFilesTest() : folder(std::filesystem::temp_directory_path() / fmt::format("hemu_pages_{}", ::getpid())) {
        put("index.html", "<p>citizen");
        put("index.html.br", "BR citizen");
        put("desk/index.html", "<p>desk");
        put("assets/index-BxK3f9aQ.js", "code");
        put("assets/index-BxK3f9aQ.js.br", "BR code");
        put("assets/index-BxK3f9aQ.js.gz", "GZ code");
        put("assets/touch-icon.png", "icon");
        put("desk/和.svg", "<svg/>");
        put("alone.gz", "an archive");
        std::ofstream(folder.parent_path() / "hemu_secret.txt") << "secret";
        auto options = short_limits();
        options.files = StaticFiles(folder, {{"/", "/index.html"}, {"/desk/", "/desk/index.html"}});
        log::set_level(log::Level::off);
        server = std::make_unique<Server>(std::move(options), small_site());
        server->start();
    }
    ~StaticFilesTest() override { std::filesystem::remove_all(folder); }

    void put(const std::string& name, std::string_view bytes) {
        std::filesystem::create_directories((folder / name).parent_path());
        std::ofstream(folder / name) << bytes;
    }
    Answer get(std::string_view target, const std::vector<Header>& headers = {}) {
        return Client(server->port()).get(target, headers);
    }
    std::filesystem::path folder;
    std::unique_ptr<Server> server;
};

TEST_F(StaticFilesTest, PagesAndFilesAreServed) {
    const auto page = get("/");
    EXPECT_EQ(page.body, "<p>citizen");
    EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
    EXPECT_EQ(page.header("cache-control"), "no-cache");
    EXPECT_EQ(page.header("vary"), "Accept-Encoding");
    EXPECT_THAT(page.header("content-security-policy"), HasSubstr("default-src 'self'"));
    EXPECT_THAT(page.header("content-security-policy"), HasSubstr("style-src-attr 'unsafe-inline'"));
    EXPECT_THAT(page.header("content-security-policy"), ::testing::Not(HasSubstr("script-src 'unsafe")));
    EXPECT_EQ(get("/assets/touch-icon.png").header("content-type"), "image/png");
    EXPECT_EQ(get("/desk/%E5%92%8C.svg").body, "<svg/>");
    EXPECT_EQ(get("/alone.gz").body, "an archive");
}

TEST_F(StaticFilesTest, TheFormTheReaderTakes) {
    const auto br = get("/assets/index-BxK3f9aQ.js", {{"Accept-Encoding", "gzip, deflate, br"}});
    EXPECT_EQ(br.body, "BR code");
    EXPECT_EQ(br.header("content-encoding"), "br");
    EXPECT_EQ(br.header("content-type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(get("/assets/index-BxK3f9aQ.js", {{"Accept-Encoding", "gzip, br;q=0"}}).body, "GZ code");
    const auto plain = get("/assets/index-BxK3f9aQ.js");
    EXPECT_EQ(plain.body, "code");
    EXPECT_EQ(plain.header("content-encoding"), "");
    EXPECT_NE(plain.header("etag"), br.header("etag"));
    EXPECT_EQ(get("/", {{"Accept-Encoding", "gzip"}}).body, "<p>citizen") << "no such form there";
}

TEST_F(StaticFilesTest, HashedNamesAreKeptForGood) {
    EXPECT_EQ(get("/assets/index-BxK3f9aQ.js").header("cache-control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(get("/assets/touch-icon.png").header("cache-control"), "no-cache");
}

TEST_F(StaticFilesTest, WhatTheReaderHasIsNotSentAgain) {
    const auto tag = get("/").header("etag");
    Client client(server->port());
    const auto again = client.get("/", {{"If-None-Match", tag}});
    EXPECT_EQ(again.status, 304);
    EXPECT_EQ(again.header("etag"), tag);
    EXPECT_EQ(again.header("content-length"), "");
    EXPECT_EQ(client.get("/", {{"If-None-Match", "\"other\""}}).status, 200);
    EXPECT_EQ(client.ask("HEAD", "/").header("content-length"), "10");
    EXPECT_EQ(client.get("/").body, "<p>citizen");
}

TEST_F(StaticFilesTest, PathsWithinAnApplicationAreItsPage) {
    EXPECT_EQ(get("/status/421202").body, "<p>citizen");
    EXPECT_EQ(get("/desk/").body, "<p>desk");
    EXPECT_EQ(get("/desk").body, "<p>desk");
    EXPECT_EQ(get("/desk/disputes/018f?tab=timeline").body, "<p>desk");
    EXPECT_EQ(get("/desks").body, "<p>citizen");
    EXPECT_EQ(get("/desk/missing.js").status, 404);
    EXPECT_EQ(get("/assets/old-hash.css").status, 404);
    EXPECT_EQ(get("/api/unknown").status, 404);
    EXPECT_EQ(get("/api").status, 404);
    EXPECT_EQ(get("/worker").body, "GET /worker  ") << "routes go first";
    EXPECT_EQ(Client(server->port()).post("/desk/", "{}").status, 404);
}

TEST_F(StaticFilesTest, NothingOutsideTheFolderIsReached) {
    for (const auto* path :
         {"/../hemu_secret.txt", "/%2e%2e/hemu_secret.txt", "/..%2fhemu_secret.txt", "/desk/../../hemu_secret.txt",
          "//hemu_secret.txt", "/assets/%2e%2e%2f%2e%2e%2fhemu_secret.txt", "/./../hemu_secret.txt",
          "/..\\hemu_secret.txt", "/%00/../hemu_secret.txt"}) {
        const auto answer = get(path);
        EXPECT_EQ(answer.status, 404) << path;
        EXPECT_THAT(answer.body, ::testing::Not(HasSubstr("secret"))) << path;
    }
}

TEST(StaticFiles, AFolderThatIsNotThereIsAnError) {
    EXPECT_THROW(StaticFiles("/nowhere/at/all", {}), std::runtime_error);
}

}  // namespace
}  // namespace hemu::http
