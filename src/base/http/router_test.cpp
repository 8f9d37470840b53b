#include "router.hpp"

#include <gtest/gtest.h>

#include "http_openapi.hpp"
#include "http_server.hpp"

namespace hemu::http {
namespace {

Route route(std::string method, std::string pattern) {
    return {
        .method = std::move(method), .path_pattern = std::move(pattern), .handler = [](Request&) { return Reply(); }};
}

class RouterTest : public testing::Test {
  protected:
    std::vector<Route> routes{route("GET", "/api/disputes"),
                              route("POST", "/api/disputes"),
                              route("GET", "/api/disputes/{dispute}"),
                              route("POST", "/api/disputes/{dispute}/acceptance"),
                              route("POST", "/api/disputes/duplicates"),
                              route("GET", "/api/disputes/{dispute}/parties/{party}"),
                              route("GET", "/api/disputes/new/parties/all"),
                              route("GET", "/")};
    Router router{routes};

    std::string found(std::string_view method, std::string_view target) {
        request = make_request(method, target);
        const auto result = router.find(request);
        return result.route ? result.route->method + " " + result.route->path_pattern : "none";
    }
    Request request;
};

TEST_F(RouterTest, FindsTheMethodOfAPath) {
    EXPECT_EQ(found("GET", "/api/disputes"), "GET /api/disputes");
    EXPECT_EQ(found("HEAD", "/api/disputes?q=1"), "GET /api/disputes");
    EXPECT_EQ(found("POST", "/api/disputes"), "POST /api/disputes");
    EXPECT_EQ(found("DELETE", "/api/disputes"), "none");
    EXPECT_EQ(found("GET", "/"), "GET /");
}

TEST_F(RouterTest, NamesTakeWholeDecodedSegments) {
    EXPECT_EQ(found("GET", "/api/disputes/a%2Fb%20%E5%92%8C"), "GET /api/disputes/{dispute}");
    EXPECT_EQ(request.path_text("dispute"), "a/b 和");
    EXPECT_EQ(found("GET", "/api/disputes/1/parties/2"), "GET /api/disputes/{dispute}/parties/{party}");
    EXPECT_EQ(request.path_text("dispute"), "1");
    EXPECT_EQ(request.path_text("party"), "2");
    EXPECT_THROW(static_cast<void>(request.path_text("other")), std::logic_error);
}

TEST_F(RouterTest, PlainSegmentsGoFirstAndDoNotHideNames) {
    EXPECT_EQ(found("POST", "/api/disputes/duplicates"), "POST /api/disputes/duplicates");
    EXPECT_EQ(found("GET", "/api/disputes/new/parties/all"), "GET /api/disputes/new/parties/all");
    EXPECT_EQ(found("GET", "/api/disputes/new/parties/7"), "GET /api/disputes/{dispute}/parties/{party}");
    EXPECT_EQ(request.path_text("dispute"), "new");
}

TEST_F(RouterTest, OtherPathsAreNotFound) {
    for (const auto* path : {"/api", "/api/", "/api/disputes/", "/api//disputes", "/api/disputes/1/", "//", "",
                             "api/disputes", "/api/disputes/1/parties/", "/api/disputes//acceptance", "*"})
        EXPECT_EQ(found("GET", path), "none") << path;
    std::string deep;
    for (int i = 0; i < 5000; ++i) deep += "/a";
    EXPECT_EQ(found("GET", deep), "none");
}

TEST_F(RouterTest, BrokenEscapesMatchNothing) {
    for (const auto* path : {"/api/disputes/%", "/api/disputes/%4", "/api/disputes/%GG", "/api/disputes/%00",
                             "/api/disputes/%FF%FE", "/api/disputes/%C0%AF"})
        EXPECT_EQ(found("GET", path), "none") << path;
}

TEST_F(RouterTest, TellsTheMethodsOfAPath) {
    EXPECT_EQ(router.allowed("/api/disputes"), "GET, HEAD, OPTIONS, POST");
    EXPECT_EQ(router.allowed("/api/disputes/7/acceptance"), "OPTIONS, POST");
    EXPECT_EQ(router.allowed("/nowhere"), "");
}

TEST(Router, NamesWhatIsDeclaredTwice) {
    const std::vector<Route> twice = {route("POST", "/api/disputes/{dispute}/claim"), route("GET", "/api/tasks"),
                                      route("POST", "/api/disputes/{id}/claim")};
    const auto said = [&](auto use) -> std::string {
        try {
            use();
        } catch (const std::logic_error& error) {
            return error.what();
        }
        return "";
    };
    const std::string words =
        "POST /api/disputes/{id}/claim is declared twice, also as /api/disputes/{dispute}/claim";
    EXPECT_EQ(said([&] { Router router(twice); }), words);
    EXPECT_EQ(said([&] { openapi(twice, {}); }), words);
    ServerOptions options;
    options.clock = hemu::now;
    EXPECT_EQ(said([&] { Server server(std::move(options), twice); }), words);
}

TEST(Router, RefusesUnclearPatterns) {
    const auto make = [](std::vector<Route> routes) { Router router(routes); };
    EXPECT_THROW(make({route("GET", "/a"), route("GET", "/a")}), std::logic_error);
    EXPECT_THROW(make({route("GET", "/{a}"), route("GET", "/{b}")}), std::logic_error);
    EXPECT_THROW(make({route("GET", "a")}), std::logic_error);
    EXPECT_THROW(make({route("GET", "/a{b}")}), std::logic_error);
    EXPECT_NO_THROW(make({route("GET", "/{a}"), route("POST", "/{b}")}));
}

}  // namespace
}  // namespace hemu::http
