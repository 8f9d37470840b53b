#include "auditing.hpp"
#include "poster.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::entrances {

using http::None;
using identity::Context;
using identity::Duty;

/// What short links begin with: the city's public address, or the one this page was asked under.
static std::string public_url(const http::Request& request, const Context& cx) {
    if (!cx.config.public_url.empty()) return cx.config.public_url;
    return fmt::format("{}://{}", request.secure ? "https" : "http", request.host);
}

static EntrancesView view(db::Tx& tx, const http::Request& request, const Context& cx) {
    const auto days = request.query_number("days", 30, 1, 366);
    const LegalDate today = legal_date(cx.moment);
    EntrancesView all = view_of(tx, today + (1 - days), today);
    all.public_url = public_url(request, cx);
    return all;
}

static http::Reply list(const http::Request& request, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(view(tx, request, cx)); });
}

static audit::Entry entry(const http::Request& request, const Context& cx, std::string act, const Entrance& one,
                          std::vector<std::string> fields = {}) {
    return identity::entry_of(cx, request, audit::AuditKind::setting, std::move(act), one.code, std::move(fields));
}

static http::Reply add(const http::Request& request, const Context& cx) {
    const auto form = request.body<EntranceForm>();
    return cx.db.transact([&](db::Tx& tx) {
        const Entrance made = make(tx, form, cx);
        audit::record(tx, entry(request, cx, "make_entrance", made));
        return http::with_version(http::created(made), made.version);
    });
}

static http::Reply edit(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Entrance>("entrance");
    const auto version = request.if_match();
    const auto form = request.body<EntranceForm>();
    if (!version) throw Refusal(Fault::precondition_required, "version_required");
    return cx.db.transact([&](db::Tx& tx) {
        const Entrance changed = change(tx, id, *version, form);
        audit::record(tx, entry(request, cx, "change_entrance", changed));
        return http::with_version(http::ok(changed), changed.version);
    });
}

static pdf::PaperSize size_in(const http::Request& request) {
    const auto size = request.query("size").value_or("a4");
    if (size == "a3") return pdf::PaperSize::a3;
    if (size == "a5") return pdf::PaperSize::a5;
    if (size != "a4") throw Refusal(Fault::invalid, "invalid", {{"size", "unknown_word"}});
    return pdf::PaperSize::a4;
}

static http::Reply print_poster(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Entrance>("entrance");
    const auto size = size_in(request);
    std::optional<organisations::Organisation> body;
    const Entrance entrance = cx.db.read([&](db::Tx& tx) {
        Entrance found = get(tx, id);
        if (found.organisation_id) body = organisations::find(tx, *found.organisation_id);
        return found;
    });
    const auto link = public_url(request, cx) + "/go/" + entrance.code;
    auto reply =
        http::text(pdf::print(poster(entrance, body, link, size, cx.moment)).bytes, std::string(pdf::media_type));
    return http::with_header(std::move(reply), "Content-Disposition",
                             fmt::format("inline; filename=\"poster-{}.pdf\"", entrance.code));
}

/// A browser that only looks ahead has shown nobody anything.
static bool is_a_look(const http::Request& request) {
    const auto purpose = request.header("Sec-Purpose").value_or(request.header("Purpose").value_or(""));
    return request.method == "GET" && purpose.find("prefetch") == std::string_view::npos;
}

/// Whoever comes is let in; only known entrances are counted.
static http::Reply go(const http::Request& request, const Context& cx) {
    const auto found = cx.db.read([&](db::Tx& tx) { return find_active(tx, request.path_text("code")); });
    if (found && is_a_look(request))
        cx.db.transact([&](db::Tx& tx) { count_look(tx, *found, legal_date(cx.moment)); });
    return http::with_header(http::redirect(found ? address_of(*found) : "/"), "Cache-Control", "no-store");
}

static constexpr identity::Duties readers{Duty::leader, Duty::supervisor, Duty::dispatcher,
                                          Duty::system_administrator};
static constexpr identity::Duties keepers{Duty::dispatcher, Duty::system_administrator};

const identity::Routes routes = {
    identity::get<None, EntrancesView>("/api/entrances", readers, list,
                                       "Entrances, and how many came by each in the period",
                                       {{"days", "query", "of the period, 1 to 366; 30 when absent", "integer"}}),
    identity::post<EntranceForm, Entrance>("/api/entrances", keepers, add, "A new entrance, with a code of its own"),
    identity::put<EntranceForm, Entrance>("/api/entrances/{entrance}", keepers, edit,
                                          "Change the entrance read at If-Match"),
    identity::get<None, None>("/api/entrances/{entrance}/poster", readers, print_poster, "Its poster",
                              {{"size", "query", "a3, a4 or a5; a4 when absent"}})
        .with_output_type(std::string(pdf::media_type))
        .with_status(200),
    // A hall, an estate or a carrier's customers share one address.
    identity::get<None, None>("/go/{code}", identity::anyone, go, "The short link of an entrance")
        .with_status(303)
        .with_rate({1'200, 10}),
};

}  // namespace hemu::entrances
