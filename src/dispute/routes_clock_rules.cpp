#include "auditing.hpp"
#include "clock_store.hpp"
#include "routes_parts.hpp"

namespace hemu::dispute {

using identity::Context;
using identity::Duty;
using identity::None;

/// Where a version stands today: in_force; to_come, from its day on; replaced by a later version; preset, which the
/// city has not adopted; ended, no longer adopted; displaced by the rules of another place that the city has adopted.
enum class RuleStanding { in_force, to_come, replaced, preset, ended, displaced };
BOOST_DESCRIBE_ENUM(RuleStanding, in_force, to_come, replaced, preset, ended, displaced)

/// A version of a rule. in_force: clocks start under it today · changeable: no law says how long it is, so the city
/// may · adoptable: another place's rule or practice, which the city may adopt and end.
struct ClockRuleView : ClockRule {
    RuleStanding stands = RuleStanding::in_force;
    bool in_force = false;
    bool changeable = false;
    bool adoptable = false;
};
BOOST_DESCRIBE_STRUCT(ClockRuleView, (ClockRule), (stands, in_force, changeable, adoptable))

static RuleStanding standing_of(const ClockRule& rule, const std::vector<ClockRule>& rules, LegalDate today) {
    const auto has = [&](const std::vector<const ClockRule*>& found) {
        return std::find(found.begin(), found.end(), &rule) != found.end();
    };
    if (today < rule.valid_from) return RuleStanding::to_come;
    if (!has(newest(rules, today))) return RuleStanding::replaced;
    if (has(starting(rules, today))) return RuleStanding::in_force;
    if (rule.standing == "preset") return RuleStanding::preset;
    return rule.standing == "ended" ? RuleStanding::ended : RuleStanding::displaced;
}

static std::vector<ClockRuleView> shown_rules(db::Tx& tx, LegalDate today) {
    const auto rules = read_clock_rules(tx);
    std::vector<ClockRuleView> views;
    for (const ClockRule& rule : rules) {
        ClockRuleView& view = views.emplace_back();
        static_cast<ClockRule&>(view) = rule;
        view.stands = standing_of(rule, rules, today);
        view.in_force = view.stands == RuleStanding::in_force;
        view.changeable = may_change(rule) && has_start(rule);
        view.adoptable = is_adoptable(rules, rule);
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

struct ClockStandingForm {
    std::string standing;
    LegalDate valid_from;
};
BOOST_DESCRIBE_STRUCT(ClockStandingForm, (), (standing, valid_from))

/// standing: in_force adopts, ended ends; clocks that run are left alone.
static http::Reply change_standing(const http::Request& request, const Context& cx) {
    const auto form = request.body<ClockStandingForm>();
    const std::string code = request.path_text("code");
    return cx.db.transact([&](db::Tx& tx) {
        set_clock_standing(tx, code, form.standing, form.valid_from, legal_date(cx.moment));
        audit::record(tx, identity::entry_of(
                              cx, request, audit::AuditKind::setting, form.standing == "ended" ? "end" : "adopt",
                              fmt::format("clock_rule {} from {}", code, to_text(form.valid_from)), {"standing"}));
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
        identity::put<ClockStandingForm, std::vector<ClockRuleView>>(
            "/api/clock_rules/{code}/standing", Duty::system_administrator, change_standing,
            "Adopt another place's rule, or end that, from a day to come"),
    };
}

}  // namespace hemu::dispute
