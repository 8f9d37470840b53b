#include "guard.hpp"
#include "identity_testing.hpp"

namespace hemu::identity::testing {

const crypto::Keys& keys() {
    static const std::string master(32, 'm');
    static const crypto::Keys one(master, {{1, crypto::Keys::make_wrapped(master)}});
    return one;
}

const config::Config& config() {
    static const config::Config one;
    return one;
}

Actor make_person(db::Database& database, std::string_view login, Duty duty, Id<Organisation> organisation,
                  Instant moment) {
    static const std::string hash = crypto::hash_password(std::string(password));
    Actor actor;
    actor.name = "Person " + std::string(login);
    actor.duty = duty;
    actor.organisation = organisation;
    database.transact([&](db::Tx& tx) {
        actor.account = create_account(tx, {std::string(login), actor.name, hash, false}, moment);
        if (duty != Duty::citizen)
            actor.post = give_post(tx, actor.account, {duty, organisation, LegalDate(2020, 1, 1), {}}, moment);
    });
    return actor;
}

Context context_of(db::Database& database, const Actor& actor, Instant moment) {
    return {database, actor, moment, keys(), config()};
}

Caller::Caller(db::Database& database, const Routes& routes, const Instant& moment)
    : routes_(wrap(routes, {database, keys(), config(), [&moment] { return moment; }})) {}

static std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    while (!path.empty()) {
        const auto end = path.find('/', 1);
        segments.push_back(path.substr(1, end == path.npos ? path.npos : end - 1));
        path.remove_prefix(end == path.npos ? path.size() : end);
    }
    return segments;
}

/// The values of {names} when the path fits the pattern.
static std::optional<std::vector<std::string>> values_in(std::string_view pattern, std::string_view path) {
    const auto wanted = segments_of(pattern);
    const auto given = segments_of(path);
    if (wanted.size() != given.size()) return std::nullopt;
    std::vector<std::string> values;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (wanted[i].starts_with('{'))
            values.emplace_back(given[i]);
        else if (wanted[i] != given[i])
            return std::nullopt;
    }
    return values;
}

/// Name and value of each cookie that the reply sets.
static std::vector<std::pair<std::string, std::string>> cookies_in(const http::Reply& reply) {
    std::vector<std::pair<std::string, std::string>> cookies;
    for (const auto& header : reply.headers) {
        if (header.name != "Set-Cookie") continue;
        const std::string pair = header.value.substr(0, header.value.find(';'));
        cookies.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
    }
    return cookies;
}

void Caller::keep_cookies(const http::Reply& reply) {
    for (const auto& [name, value] : cookies_in(reply)) {
        if (name == session_cookie)
            cookie = name + "=" + value;
        else
            passes[name] = value;
    }
}

std::string Caller::all_cookies() const {
    std::string all = cookie;
    for (const auto& [name, value] : passes) all += (all.empty() ? "" : "; ") + name + "=" + value;
    return all;
}

http::Reply Caller::ask(std::string_view method, std::string_view target, std::string body,
                        std::map<std::string, std::string> headers) {
    headers.try_emplace("X-Hemu", "1");
    headers.try_emplace("Host", "hemu.test");
    headers.try_emplace("Content-Type", "application/json");
    headers.try_emplace("Idempotency-Key", fmt::format("key-{}-{:08}", cookie.substr(0, 24), ++keys_given_));
    headers.try_emplace("Cookie", all_cookies());
    std::vector<http::Header> list;
    for (const auto& [name, value] : headers)
        if (!value.empty()) list.push_back({name, value});
    auto request = http::make_request(method, target, std::move(list), std::move(body));
    request.host = headers["Host"];
    request.client_address = address;
    // A route without {names} goes before one with them, as in the server.
    const http::Route* found = nullptr;
    for (const auto& route : routes_) {
        const auto values = values_in(route.path_pattern, request.path);
        if (route.method != method || !values || (found && request.path_values.size() <= values->size())) continue;
        found = &route;
        request.path_values = *values;
    }
    if (!found) return http::problem(request, Fault::not_found, "no_such_route");
    request.route = found;
    try {
        auto reply = found->handler(request);
        keep_cookies(reply);
        return reply;
    } catch (const Refusal& refusal) {
        return http::problem(request, refusal);
    }
}

http::Reply Caller::sign_in(std::string_view login, std::string_view with_password) {
    boost::json::object form{{"login", login}, {"password", with_password}};
    return post("/api/session", boost::json::serialize(form));
}

static boost::json::object problem_in(const http::Reply& reply) {
    if (reply.content_type != "application/problem+json") return {};
    return boost::json::parse(reply.body).as_object();
}

std::string code_of(const http::Reply& reply) {
    const auto problem = problem_in(reply);
    const auto* code = problem.if_contains("code");
    return code ? std::string(code->as_string()) : std::string();
}

std::string fields_of(const http::Reply& reply) {
    std::string all;
    const auto problem = problem_in(reply);
    if (const auto* errors = problem.if_contains("errors"))
        for (const auto& error : errors->as_array())
            all += fmt::format("{}{}:{}", all.empty() ? "" : " ", std::string_view(error.at("field").as_string()),
                               std::string_view(error.at("code").as_string()));
    return all;
}

}  // namespace hemu::identity::testing
