#pragma once
#include "access.hpp"
#include "identity.hpp"

namespace hemu::demo {

/// Somebody at a browser, or one of staff at the desk: what a route does is done, without a server in between.
class Visitor {
  public:
    explicit Visitor(const identity::Context& cx) : cx_(cx) {}
    Visitor(const identity::Context& cx, const identity::Actor& actor) : cx_(cx) { cx_.actor = actor; }

    /// A citizen whom code or phone have let in as a party of a dispute.
    static Visitor party(const identity::Context& cx, Id<dispute::Dispute> dispute, Id<dispute::Party> party) {
        Visitor visitor(cx, identity::machine(identity::Duty::citizen));
        const auto request = http::make_request("POST", "/");
        visitor.keep_pass(cx.db.transact(
            [&](db::Tx& tx) { return access::let_into(http::no_content(), tx, dispute, party, request, cx); }));
        return visitor;
    }

    /// `values`: of the names in the pattern, in their order.
    http::Reply ask(const identity::Routes& routes, const std::string& method, const std::string& pattern,
                    const std::vector<std::string>& values, std::string body,
                    std::vector<http::Header> headers = {}) {
        const auto found = std::find_if(routes.begin(), routes.end(), [&](const identity::Route& one) {
            return one.method == method && one.path == pattern;
        });
        if (found == routes.end()) throw std::logic_error("the demonstration knows no " + pattern);
        if (std::none_of(headers.begin(), headers.end(),
                         [](const http::Header& header) { return header.name == "Content-Type"; }))
            headers.push_back({"Content-Type", "application/json"});
        if (!pass_.empty()) headers.push_back({"Cookie", pass_});
        auto request = http::make_request(method, pattern, std::move(headers), std::move(body));
        const http::Route route{method, pattern, nullptr};
        request.route = &route;
        request.path_values = values;
        auto reply = found->handler(request, cx_);
        keep_pass(reply);
        return reply;
    }

  private:
    void keep_pass(const http::Reply& reply) {
        for (const auto& header : reply.headers)
            if (header.name == "Set-Cookie")
                pass_ += (pass_.empty() ? "" : "; ") + header.value.substr(0, header.value.find(';'));
    }

    identity::Context cx_;
    std::string pass_;
};

}  // namespace hemu::demo
