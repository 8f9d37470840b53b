#include "paging.hpp"
#include "places.hpp"

namespace hemu::places {

static http::Reply list(const http::Request& request, const identity::Context& cx) {
    const auto words = request.query("q").value_or("");
    const auto parent = request.query("parent").value_or("");
    const auto limit = request.query_number("limit", 200, 1, 1000);

    return cx.db.read([&](db::Tx& tx) { return http::ok(search(tx, words, parent, limit)); });
}

static http::Reply show(const http::Request& request, const identity::Context& cx) {
    const std::string& code = request.path_text("code");

    return cx.db.read([&](db::Tx& tx) {
        const auto place = find(tx, code);
        if (!place) throw Refusal(Fault::not_found, "not_found");
        return http::ok(*place);
    });
}

const identity::Routes routes = {
    identity::get<identity::None, std::vector<Place>>(
        "/api/places", identity::everyone, list, "Places by code, name or pinyin initials",
        {{"q", "query", "start of the code or of the pinyin initials, or part of the name; town and village: gt zj"},
         {"parent", "query", "only below this code; without q its children"},
         {"limit", "query", "", "integer"}}),
    identity::get<identity::None, Place>("/api/places/{code}", identity::everyone, show, "One place"),
};

}  // namespace hemu::places
