// Finds the route of a path: a tree of segments, plain ones before {names}.
#pragma once
#include <unordered_map>

#include "http.hpp"

namespace hemu::http {

class Router {
  public:
    /// The routes outlive the router. std::logic_error when two have the same method and pattern, or a pattern is
    /// malformed.
    explicit Router(const std::vector<Route>& routes);

    struct Found {
        const Route* route = nullptr;  ///< nothing: see the other two
        bool malformed = false;        ///< a segment's escapes are broken
        std::string allowed;           ///< the methods of the path when it exists under others: "GET, HEAD, OPTIONS"
    };
    /// Fills request.route and request.path_values. HEAD finds GET.
    Found find(Request& request) const;
    /// The methods of a path for OPTIONS and 405; empty when no route has it.
    std::string allowed(std::string_view path) const;

  private:
    struct Text {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
    };
    struct Node {
        std::unordered_map<std::string, std::unique_ptr<Node>, Text, std::equal_to<>> plain;
        std::unique_ptr<Node> named;
        std::vector<const Route*> routes;
    };
    using Segments = std::vector<std::string_view>;

    void add(const Route& route);
    static const Route* find_in(const Node& node, const Segments& segments, std::size_t depth,
                                std::string_view method, std::vector<std::string_view>& values);
    static void collect(const Node& node, const Segments& segments, std::size_t depth,
                        std::vector<std::string_view>& methods);
    Node root_;
};

}  // namespace hemu::http
