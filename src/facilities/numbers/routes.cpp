#include "auditing.hpp"
#include "store.hpp"

namespace hemu::numbers {

using http::None;
using identity::Context;
using identity::Duty;

static http::Reply show_register(const http::Request& request, const Context& cx) {
    const auto year = request.query_number("year", legal_date(cx.moment).year(), 2000, 2999);
    const auto before = request.query_number("before", 1'000'000'000, 1, 1'000'000'000);
    const auto limit = request.query_number("limit", 50, 1, 200);
    const std::string series = request.query("series").value_or("");
    return cx.db.read([&](db::Tx& tx) { return http::ok(register_of(tx, cx.actor, year, series, before, limit)); });
}

static http::Reply show_patterns(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) {
        const auto patterns = patterns_of(tx, cx.actor.organisation, legal_date(cx.moment));
        return http::with_version(http::ok(patterns), patterns.version);
    });
}

static http::Reply change_patterns(const http::Request& request, const Context& cx) {
    const auto form = request.body<PatternForm>();
    const auto version = request.if_match();
    if (!version) throw Refusal(Fault::precondition_required, "version_required");
    return cx.db.transact([&](db::Tx& tx) {
        set_patterns(tx, cx.actor.organisation, form, *version, cx);
        audit::record(
            tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change_number_pattern",
                                   to_text(cx.actor.organisation), {"file_pattern", "paper_pattern", "field_word"}));
        const auto patterns = patterns_of(tx, cx.actor.organisation, legal_date(cx.moment));
        return http::with_version(http::ok(patterns), patterns.version);
    });
}

struct VoidForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(VoidForm, (), (reason))

static http::Reply void_number(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<GivenNumber>("number");
    const auto form = request.body<VoidForm>();
    return cx.db.transact([&](db::Tx& tx) {
        make_void(tx, id, form.reason, cx);
        return http::no_content();
    });
}

static constexpr identity::Duties readers{Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};

const identity::Routes routes = {
    identity::get<None, NumberRegister>("/api/numbers", readers, show_register,
                                        "Every number that the body gave in a year, void ones too",
                                        {{"year", "query", "this year when absent", "integer"},
                                         {"series", "query", "of papers (移); of files when absent"},
                                         {"before", "query", "only smaller serials", "integer"},
                                         {"limit", "query", "1 to 200; 50 when absent", "integer"}}),
    identity::post<VoidForm, None>("/api/numbers/{number}/void", Duty::head, void_number,
                                   "Make a number of one's body void; it stays in the register with its reason"),
    identity::get<None, NumberPatterns>("/api/number_patterns", readers, show_patterns,
                                        "How the body writes its numbers"),
    identity::put<PatternForm, NumberPatterns>("/api/number_patterns", Duty::head, change_patterns,
                                               "Write them otherwise from now on; at If-Match"),
};

}  // namespace hemu::numbers
