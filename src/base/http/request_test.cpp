#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bytes.hpp"
#include "http_server.hpp"

namespace hemu::http {
namespace {

struct Form {
    std::string title;
    std::optional<std::int64_t> people;
};
BOOST_DESCRIBE_STRUCT(Form, (), (title, people))

template <class F>
std::string refusal_of(F function) {
    try {
        function();
    } catch (const Refusal& refusal) {
        return refusal.code +
               (refusal.fields.empty() ? "" : ":" + refusal.fields[0].field + ":" + refusal.fields[0].code);
    }
    return "none";
}

TEST(Request, HeadersAreFoundWithoutCase) {
    const auto request =
        make_request("GET", "/", {{"X-Hemu", "1"}, {"x-forwarded-for", "a"}, {"X-FORWARDED-FOR", "b"}});
    EXPECT_EQ(request.header("x-hemu"), "1");
    EXPECT_EQ(request.header("X-Forwarded-For"), "a");
    EXPECT_EQ(request.joined_header("X-Forwarded-For"), "a, b");
    EXPECT_EQ(request.header("x"), std::nullopt);
}

TEST(Request, CookiesAreFoundByExactName) {
    const auto request = make_request("GET", "/", {{"Cookie", "session_2=x; session=\"abc\"; empty=; a=b=c"}});
    EXPECT_EQ(request.cookie("session"), "abc");
    EXPECT_EQ(request.cookie("empty"), "");
    EXPECT_EQ(request.cookie("a"), "b=c");
    EXPECT_EQ(request.cookie("Session"), std::nullopt);
}

TEST(Request, QueryIsDecoded) {
    const auto request = make_request("GET", "/x?q=%E5%BC%A0+san&limit=50&flag&bad=%FF&%71%32=z");
    EXPECT_EQ(request.query("q"), "张 san");
    EXPECT_EQ(request.query("flag"), "");
    EXPECT_EQ(request.query("q2"), "z");
    EXPECT_EQ(request.query("none"), std::nullopt);
    EXPECT_EQ(request.query_number("limit", 20, 1, 100), 50);
    EXPECT_EQ(request.query_number("after", 20, 1, 100), 20);
    EXPECT_EQ(refusal_of([&] { static_cast<void>(request.query_number("limit", 20, 1, 40)); }),
              "invalid:limit:out_of_range");
    EXPECT_EQ(refusal_of([&] { static_cast<void>(request.query_number("q", 20, 1, 40)); }), "invalid:q:out_of_range");
    EXPECT_EQ(refusal_of([&] { static_cast<void>(request.query("bad")); }), "invalid:bad:not_text");
}

TEST(Request, BodyIsReadAsDescribed) {
    EXPECT_EQ(make_request("POST", "/", {}, R"({"title":"a"})").body<Form>().title, "a");
    EXPECT_EQ(refusal_of([] { static_cast<void>(make_request("POST", "/", {}, R"({"title":1})").body<Form>()); }),
              "invalid:title:not_text");
    const auto plain = make_request("POST", "/", {{"Content-Type", "text/plain"}}, "{}");
    EXPECT_EQ(refusal_of([&] { static_cast<void>(plain.body<Form>()); }), "json_expected");
    const auto with_charset = make_request("POST", "/", {{"Content-Type", "Application/JSON; charset=utf-8"}}, "{}");
    EXPECT_EQ(refusal_of([&] { static_cast<void>(with_charset.body<Form>()); }), "invalid:title:missing");
}

TEST(Request, IfMatchIsAVersion) {
    const auto of = [](std::string value) {
        return make_request("PUT", "/", {{"If-Match", std::move(value)}}).if_match();
    };
    EXPECT_EQ(make_request("PUT", "/").if_match(), std::nullopt);
    EXPECT_EQ(of("*"), std::nullopt);
    EXPECT_EQ(of("\"7\""), 7);
    EXPECT_EQ(of("W/\"12\""), 12);
    for (const auto* bad : {"7", "\"\"", "\"a\"", "\"7", "\"7\", \"8\"", "\"99999999999999999999\""})
        EXPECT_EQ(refusal_of([&] { of(bad); }), "version_outdated") << bad;
    EXPECT_EQ(with_version(no_content(), 7).headers[0].value, "\"7\"");
}

TEST(Request, IfNoneMatchKnowsListsAndWeakTags) {
    const auto current = [](std::string value) {
        return make_request("GET", "/", {{"If-None-Match", std::move(value)}}).has_current("\"abc\"");
    };
    EXPECT_TRUE(current("\"abc\""));
    EXPECT_TRUE(current("W/\"abc\""));
    EXPECT_TRUE(current("\"x\", \"abc\""));
    EXPECT_TRUE(current("*"));
    EXPECT_FALSE(current("\"ab\""));
    EXPECT_FALSE(make_request("GET", "/").has_current("\"abc\""));
}

TEST(Request, PathIdsThatAreNoneAreNotFound) {
    const std::vector<Route> routes;
    const Route route{.method = "GET", .path_pattern = "/api/disputes/{dispute}", .handler = nullptr};
    auto request = make_request("GET", "/api/disputes/x");
    request.route = &route;
    request.path_values = {"x"};
    EXPECT_EQ(refusal_of([&] { static_cast<void>(request.path_id<Form>("dispute")); }), "not_found");
    request.path_values = {"018f0e4c-7b2a-7c3d-8e4f-5a6b7c8d9e0f"};
    EXPECT_EQ(to_text(request.path_id<Form>("dispute")), "018f0e4c-7b2a-7c3d-8e4f-5a6b7c8d9e0f");
}

TEST(Cookie, IsKeptFromScriptsAndPlainLines) {
    auto request = make_request("GET", "/");
    EXPECT_EQ(with_cookie(no_content(), request, {.name = "session", .value = "abc", .lasts = {}}).headers[0].value,
              "session=abc; Path=/; SameSite=Lax; HttpOnly");
    request.secure = true;
    const Cookie readable{
        .name = "hemu_language", .value = "en", .lasts = std::chrono::hours(1), .path = "/", .script_may_read = true};
    EXPECT_EQ(with_cookie(no_content(), request, readable).headers[0].value,
              "hemu_language=en; Path=/; SameSite=Lax; Max-Age=3600; Secure");
    EXPECT_THROW(with_cookie(no_content(), request, {.name = "a", .value = "b;c", .lasts = {}}), std::logic_error);
}

TEST(Language, FollowsTheQualityOfWhatWeSpeak) {
    EXPECT_EQ(preferred_language(""), "zh");
    EXPECT_EQ(preferred_language("en-GB,en;q=0.9,zh;q=0.8"), "en");
    EXPECT_EQ(preferred_language("zh-CN, en;q=0.5"), "zh");
    EXPECT_EQ(preferred_language("fr, en;q=0.3, zh;q=0.4"), "zh");
    EXPECT_EQ(preferred_language("fr, de"), "zh");
    EXPECT_EQ(preferred_language("*, en;q=0.9"), "zh");
    EXPECT_EQ(preferred_language("en;q=0, zh;q=0.1"), "zh");
    EXPECT_EQ(preferred_language(";;q=,,en;q=nan,;="), "zh");
}

TEST(Trace, TakesWellFormedParentsOnly) {
    const std::string id = "4bf92f3577b34da6a3ce929d0e0e4736";
    EXPECT_EQ(trace_id_of("00-" + id + "-00f067aa0ba902b7-01"), id);
    EXPECT_EQ(trace_id_of("01-" + id + "-00f067aa0ba902b7-01-more"), id);
    EXPECT_EQ(trace_id_of("00-" + id + "-00f067aa0ba902b7-01-more"), std::nullopt);
    EXPECT_EQ(trace_id_of("ff-" + id + "-00f067aa0ba902b7-01"), std::nullopt);
    EXPECT_EQ(trace_id_of("00-00000000000000000000000000000000-00f067aa0ba902b7-01"), std::nullopt);
    EXPECT_EQ(trace_id_of("00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"), std::nullopt);
    EXPECT_EQ(trace_id_of("\n"), std::nullopt);
}

TEST(Addresses, NetworksContainTheirs) {
    const AddressList list({"10.0.0.0/8", "192.168.1.7", "2001:db8::/33", "::1"});
    for (const auto* inside : {"10.1.2.3", "::ffff:10.9.9.9", "192.168.1.7", "2001:db8:7fff::1", "::1"})
        EXPECT_TRUE(list.contains(inside)) << inside;
    for (const auto* outside : {"11.1.2.3", "192.168.1.8", "2001:db8:8000::1", "::2", "", "x", "10.1.2.3:80"})
        EXPECT_FALSE(list.contains(outside)) << outside;
    for (const auto* wrong : {"10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "x", "", "::/129", "10.0.0.0/8x", "/8"})
        EXPECT_THROW(AddressList({wrong}), std::runtime_error) << wrong;
    EXPECT_TRUE(AddressList({"0.0.0.0/0"}).contains("203.0.113.1"));
    EXPECT_FALSE(AddressList({"0.0.0.0/0"}).contains("2001:db8::1"));
}

TEST(Problem, CarriesWordsFieldsAndTrace) {
    const ProblemWords words(
        R"({"invalid":{"zh":"有误","en":"Something is wrong"},"missing":{"zh":"缺","en":"is missing"}})");
    auto request = make_request("POST", "/");
    request.words = &words;
    request.language = "en";
    const auto reply = problem(request, Fault::invalid, "invalid", {{"parties[1].name", "missing"}});
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.content_type, "application/problem+json");
    EXPECT_EQ(reply.body,
              R"({"type":"urn:hemu:problem:invalid","title":"Unprocessable Content","status":422,"code":"invalid",)"
              R"("detail":"Something is wrong","errors":[{"field":"parties[1].name","code":"missing",)"
              R"("words":"is missing"}],"trace_id":"0123456789abcdef0123456789abcdef"})");
    EXPECT_THROW(ProblemWords(R"({"a":{"zh":"甲"}})"), std::runtime_error);
}

TEST(Problem, IsAPageForWhoAskedForOne) {
    const ProblemWords words(R"({"too_many_tries":{"zh":"请<稍后>再试","en":"Later"}})");
    Route page;
    page.output_type = "text/html";
    auto request = make_request("GET", "/");
    request.words = &words;
    request.route = &page;
    const auto reply = problem(request, Fault::too_many, "too_many_tries");
    EXPECT_EQ(reply.status, 429);
    EXPECT_EQ(reply.content_type, "text/html; charset=utf-8");
    EXPECT_NE(reply.body.find("<h1>请&lt;稍后&gt;再试</h1>"), std::string::npos) << reply.body;
}

}  // namespace
}  // namespace hemu::http
