#include "router.hpp"

#include "bytes.hpp"

namespace hemu::http {

static constexpr std::size_t deepest_path = 32;

/// "/api/x/" is "api", "x", ""; nothing when the path is deeper than any route.
static bool split(std::string_view path, std::vector<std::string_view>& segments) {
    if (path.empty() || path.front() != '/') return false;
    path.remove_prefix(1);
    for (;;) {
        const auto slash = path.find('/');
        segments.push_back(path.substr(0, slash));
        if (slash == path.npos) return true;
        if (segments.size() == deepest_path) return false;
        path.remove_prefix(slash + 1);
    }
}

static bool is_named(std::string_view segment) {
    return segment.size() > 2 && segment.front() == '{' && segment.back() == '}';
}

Router::Router(const std::vector<Route>& routes) {
    for (const auto& route : routes) add(route);
}

void Router::add(const Route& route) {
    Segments segments;
    if (!split(route.path_pattern, segments))
        throw std::logic_error(fmt::format("{} is no path pattern", route.path_pattern));
    Node* node = &root_;
    for (const auto segment : segments) {
        if (!is_named(segment) && segment.find_first_of("{}") != segment.npos)
            throw std::logic_error(fmt::format("{}: a name fills a whole segment", route.path_pattern));
        auto& next = is_named(segment) ? node->named : node->plain[std::string(segment)];
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    for (const auto* other : node->routes)
        if (other->method == route.method)
            throw std::logic_error(fmt::format("{} {} is declared twice, also as {}", route.method,
                                               route.path_pattern, other->path_pattern));
    node->routes.push_back(&route);
}

static const Route* with_method(const std::vector<const Route*>& routes, std::string_view method) {
    for (const auto* route : routes)
        if (route->method == method) return route;
    return nullptr;
}

const Route* Router::find_in(const Node& node, const Segments& segments, std::size_t depth, std::string_view method,
                             std::vector<std::string_view>& values) {
    if (depth == segments.size()) return with_method(node.routes, method);
    if (const auto next = node.plain.find(segments[depth]); next != node.plain.end())
        if (const auto* route = find_in(*next->second, segments, depth + 1, method, values)) return route;
    if (!node.named || segments[depth].empty()) return nullptr;
    values.push_back(segments[depth]);
    if (const auto* route = find_in(*node.named, segments, depth + 1, method, values)) return route;
    values.pop_back();
    return nullptr;
}

void Router::collect(const Node& node, const Segments& segments, std::size_t depth,
                     std::vector<std::string_view>& methods) {
    if (depth == segments.size()) {
        for (const auto* route : node.routes) methods.push_back(route->method);
        return;
    }
    if (const auto next = node.plain.find(segments[depth]); next != node.plain.end())
        collect(*next->second, segments, depth + 1, methods);
    if (node.named && !segments[depth].empty()) collect(*node.named, segments, depth + 1, methods);
}

Router::Found Router::find(Request& request) const {
    Segments segments;
    segments.reserve(8);
    if (!split(request.path, segments)) return {};
    std::vector<std::string_view> values;
    const std::string_view method = request.method == "HEAD" ? std::string_view("GET") : request.method;
    const auto* route = find_in(root_, segments, 0, method, values);
    if (route == nullptr) return {.route = nullptr, .malformed = false, .allowed = allowed(request.path)};
    for (const auto value : values) {
        auto plain = decoded(value);
        if (!plain) return {.route = nullptr, .malformed = true, .allowed = {}};
        request.path_values.push_back(std::move(*plain));
    }
    request.route = route;
    return {.route = route, .malformed = false, .allowed = {}};
}

std::string Router::allowed(std::string_view path) const {
    Segments segments;
    std::vector<std::string_view> methods;
    if (split(path, segments)) collect(root_, segments, 0, methods);
    if (methods.empty()) return {};
    if (std::find(methods.begin(), methods.end(), "GET") != methods.end()) methods.push_back("HEAD");
    methods.push_back("OPTIONS");
    std::sort(methods.begin(), methods.end());
    methods.erase(std::unique(methods.begin(), methods.end()), methods.end());
    return fmt::format("{}", fmt::join(methods, ", "));
}

}  // namespace hemu::http
