#include "auditing.hpp"
#include "clock_store.hpp"
#include "routes_parts.hpp"

namespace hemu::dispute {

using identity::Context;
using identity::Duty;
using identity::None;

/// A version of a rule. in_force: today, of all versions of its code · changeable: no law says how long it is, so the
/// city may.
struct ClockRuleView : ClockRule {
    bool in_force = false;
    bool changeable = false;
};
BOOST_DESCRIBE_STRUCT(ClockRuleView, (ClockRule), (in_force, changeable))

static std::vector<ClockRuleView> shown_rules(db::Tx& tx, LegalDate today) {
    const auto rules = read_clock_rules(tx);
    const auto valid = in_force(rules, today);
    std::vector<ClockRuleView> views;
    for (const ClockRule& rule : rules) {
        ClockRuleView& view = views.emplace_back();
        static_cast<ClockRule&>(view) = rule;
        view.in_force = std::any_of(valid.begin(), valid.end(), [&](const ClockRule& one) {
            return one.code == rule.code && one.valid_from == rule.valid_from;
        });
        view.changeable = may_change(rule);
    }
    return views;
}

static http::Reply list_rules(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(shown_rules(tx, legal_date(cx.moment))); });
}

struct ClockAmountForm {
    std::int64_t amount = 0;
    LegalDate valid_from;
};
BOOST_DESCRIBE_STRUCT(ClockAmountForm, (), (amount, valid_from))

/// Clocks that run keep the version under which they began.
static http::Reply change_amount(const http::Request& request, const Context& cx) {
    const auto form = request.body<ClockAmountForm>();
    const std::string code = request.path_text("code");
    return cx.db.transact([&](db::Tx& tx) {
        set_clock_amount(tx, code, form.amount, form.valid_from, legal_date(cx.moment));
        audit::record(
            tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change",
                                   fmt::format("clock_rule {} from {}", code, to_text(form.valid_from)), {"amount"}));
        return http::ok(shown_rules(tx, legal_date(cx.moment)));
    });
}

identity::Routes clock_rule_routes() {
    return {
        identity::get<None, std::vector<ClockRuleView>>("/api/clock_rules", identity::administrators, list_rules,
                                                        "Every version of every rule of the clocks"),
        identity::put<ClockAmountForm, std::vector<ClockRuleView>>(
            "/api/clock_rules/{code}", Duty::system_administrator, change_amount,
            "Give a rule that no law fixes another length, from a day to come"),
    };
}

}  // namespace hemu::dispute
