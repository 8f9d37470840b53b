#include "rules.hpp"

#include "tasks.hpp"

namespace hemu::bulk {

using identity::Duties;
using identity::Duty;

/// The desk's own route for one dispute.
struct DeskRoute {
    const identity::Routes& routes;
    std::string_view path;
};

static DeskRoute desk_route_of(Act act) {
    switch (act) {
        case Act::claim:
            return {dispute::routes, "/api/disputes/{dispute}/claim"};
        case Act::release:
            return {dispute::routes, "/api/disputes/{dispute}/release"};
        case Act::hold:
            return {dispute::routes, "/api/disputes/{dispute}/hold"};
        case Act::note:
            break;
        case Act::offer:
            return {assignment::routes, "/api/disputes/{dispute}/offers"};
        case Act::assign:
            return {assignment::routes, "/api/disputes/{dispute}/mediators"};
        case Act::order:
            return {supervision::routes, "/api/disputes/{dispute}/orders"};
        case Act::visit_plan:
            return {evaluation::routes, "/api/disputes/{dispute}/visits"};
        case Act::close:
            return {closing::routes, "/api/disputes/{dispute}/closing"};
    }
    return {tasks::routes, "/api/disputes/{dispute}/notes"};
}

Duties duties_of(Act act) {
    const DeskRoute desk = desk_route_of(act);
    const auto route = std::find_if(desk.routes.begin(), desk.routes.end(), [&](const identity::Route& one) {
        return one.method == "POST" && one.path == desk.path;
    });
    if (route == desk.routes.end()) throw std::logic_error(fmt::format("no desk has {}", desk.path));
    return route->duties;
}

std::vector<Act> acts_of(Duty duty) {
    std::vector<Act> acts;
    for (const auto word : json::enum_words<Act>()) {
        const Act act = *json::enum_from_word<Act>(word);
        if (duties_of(act).contains(duty)) acts.push_back(act);
    }
    return acts;
}

static bool has_form(const What& what) {
    switch (what.act) {
        case Act::claim:
        case Act::release:
            return true;
        case Act::hold:
            return what.hold.has_value();
        case Act::note:
            return what.note.has_value();
        case Act::offer:
            return what.offer.has_value();
        case Act::assign:
            return what.assign.has_value();
        case Act::order:
            return what.order.has_value();
        case Act::visit_plan:
            return what.visit_plan.has_value();
        case Act::close:
            return what.close.has_value();
    }
    return false;
}

Verdict why_not_bulk(const BulkForm& form, const identity::Actor& actor) {
    if (!duties_of(form.what.act).contains(actor.duty)) return Verdict::refused(Fault::forbidden, "duty_may_not");
    Verdict verdict;
    if (!has_form(form.what)) verdict.add(fmt::format("what.{}", json::enum_word(form.what.act)), "missing");
    if (form.dispute_ids.empty()) verdict.add("dispute_ids", "missing");
    if (form.dispute_ids.size() > most_at_once) verdict.add("dispute_ids", "too_many_at_once");
    return verdict;
}

std::vector<Id<dispute::Dispute>> each_once(const std::vector<Id<dispute::Dispute>>& ids) {
    std::vector<Id<dispute::Dispute>> once;
    std::set<Id<dispute::Dispute>> seen;
    for (const auto& id : ids)
        if (seen.insert(id).second) once.push_back(id);
    return once;
}

}  // namespace hemu::bulk
