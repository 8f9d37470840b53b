#include "find.hpp"
#include "organisations.hpp"
#include "paging.hpp"
#include "text.hpp"
#include "types.hpp"

namespace hemu::search {

using identity::Context;
using identity::None;

/// The words of a list between commas; each must be one that `is_known` knows.
template <class IsKnown>
static std::string list_of(const http::Request& request, const char* name, IsKnown is_known) {
    const std::string given = request.query(name).value_or("");
    for (std::size_t at = 0; !given.empty() && at <= given.size();) {
        const auto end = std::min(given.find(',', at), given.size());
        if (!is_known(given.substr(at, end - at))) throw Refusal(Fault::invalid, "invalid", {{name, "unknown_word"}});
        at = end + 1;
    }
    return given.empty() ? given : "," + given + ",";
}

template <class Word>
static std::string words_of(const http::Request& request, const char* name) {
    return list_of(request, name,
                   [](const std::string& word) { return json::enum_from_word<Word>(word).has_value(); });
}

static std::string date_of(const http::Request& request, const char* name, std::string otherwise) {
    const auto text = request.query(name);
    if (!text || text->empty()) return otherwise;
    if (!parse_date(*text)) throw Refusal(Fault::invalid, "invalid", {{name, "not_a_date"}});
    return *text;
}

static std::string word_of(const http::Request& request, const char* name, bool (*is_known)(const std::string&)) {
    std::string word = request.query(name).value_or("");
    if (!word.empty() && !is_known(word)) throw Refusal(Fault::invalid, "invalid", {{name, "unknown_word"}});
    return word;
}

static bool is_code(const std::string& code) {
    return code.size() <= 12 && code.find_first_not_of("0123456789") == std::string::npos;
}

static Filters filters_of(const http::Request& request) {
    Filters filters;
    filters.states = words_of<dispute::State>(request, "state");
    filters.risks = words_of<dispute::Risk>(request, "risk");
    filters.difficulties = words_of<dispute::Difficulty>(request, "difficulty");
    filters.sources = words_of<dispute::Source>(request, "source");
    filters.channels = words_of<dispute::Channel>(request, "channel");
    filters.secrecies = words_of<dispute::Secrecy>(request, "secrecy");
    filters.national_types =
        list_of(request, "national_type", [](const std::string& code) { return dispute::national_type(code); });
    filters.local_types =
        list_of(request, "local_type", [](const std::string& code) { return dispute::local_type(code); });
    filters.levels = words_of<organisations::OrganisationLevel>(request, "level");
    if (const auto body = request.query("body"); body && !body->empty()) {
        filters.body = Id<identity::Organisation>::parse(*body);
        if (!filters.body) throw Refusal(Fault::invalid, "invalid", {{"body", "not_an_id"}});
    }
    filters.place = word_of(request, "place", is_code);
    filters.flag = word_of(request, "flag", [](const std::string& code) { return dispute::is_flag(code); });
    filters.from = date_of(request, "from", filters.from);
    filters.to = date_of(request, "to", filters.to);
    filters.open =
        word_of(request, "open", [](const std::string& word) { return word == "open" || word == "closed"; });
    return filters;
}

static constexpr std::size_t most_characters = 200;

static std::string typed_in(const http::Request& request) {
    const std::string typed = text::trim(request.query("q").value_or(""));
    if (text::length(typed) > most_characters) throw Refusal(Fault::invalid, "invalid", {{"q", "too_long"}});
    return typed;
}

static http::Reply search_disputes(const http::Request& request, const Context& cx) {
    const Wish wish{typed_in(request), filters_of(request), request.query("after").value_or(""),
                    identity::limit_of(request)};
    return cx.db.read([&](db::Tx& tx) { return http::ok(find(tx, wish, cx)); });
}

struct PaletteBody {
    Id<identity::Organisation> id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(PaletteBody, (), (id, name))

/// What a few letters may mean: people are hits in the name of a party, with the case that names him.
struct PaletteView {
    std::vector<SearchHit> cases;
    std::vector<SearchHit> people;
    std::vector<PaletteBody> bodies;
};
BOOST_DESCRIBE_STRUCT(PaletteView, (), (cases, people, bodies))

static const db::Statement select_bodies{"search.bodies", R"(
    SELECT id, name FROM organisation WHERE closed_on IS NULL OR closed_on > $1 ORDER BY name)"};

static constexpr std::size_t most_of_a_kind = 6;

/// Bodies are some hundreds: their initials are made as they are looked through.
static std::vector<PaletteBody> bodies_like(db::Tx& tx, const std::string& typed, LegalDate today) {
    const std::string wanted = text::normal(typed);
    std::vector<PaletteBody> found;
    for (PaletteBody& body : tx.all<PaletteBody>(select_bodies, today)) {
        if (found.size() == most_of_a_kind) break;
        const bool named = text::normal(body.name).find(wanted) != std::string::npos;
        if (named || text::pinyin_initials(body.name).find(wanted) != std::string::npos)
            found.push_back(std::move(body));
    }
    return found;
}

static http::Reply palette(const http::Request& request, const Context& cx) {
    const std::string typed = typed_in(request);
    return cx.db.read([&](db::Tx& tx) {
        PaletteView view;
        if (typed.empty()) return http::ok(view);
        for (SearchHit& hit : find(tx, {typed, {}, "", 2 * most_of_a_kind}, cx).items) {
            auto& kind = hit.where == Where::party ? view.people : view.cases;
            if (kind.size() < most_of_a_kind) kind.push_back(std::move(hit));
        }
        view.bodies = bodies_like(tx, typed, legal_date(cx.moment));
        return http::ok(view);
    });
}

static const std::vector<http::Parameter> search_parameters = {
    {"q", "query", "words, a number, a name or its initials, a whole phone or identity number"},
    {"state", "query", "several between commas, as in all lists"},
    {"risk"},
    {"difficulty"},
    {"source"},
    {"channel"},
    {"secrecy"},
    {"national_type"},
    {"local_type"},
    {"level", "query", "of the body that holds it: city, county, town, village"},
    {"body", "query", "that holds it, or stands over the one that does"},
    {"place", "query", "code of the place or of one above it"},
    {"flag"},
    {"from", "query", "first day of registration"},
    {"to", "query", "last day of registration"},
    {"open", "query", "open or closed"},
    {"after", "query", "cursor of the page before"},
    {"limit", "query", "rows a page, at most 200", "integer"}};

const identity::Routes routes = {
    identity::get<None, SearchPage>("/api/search", identity::staff, search_disputes,
                                    "Disputes by everything that is written about them", search_parameters),
    identity::get<None, PaletteView>("/api/palette", identity::staff, palette,
                                     "Cases, people and bodies that a few letters may mean",
                                     {{"q", "query", "as in the search"}}),
};

}  // namespace hemu::search
