#include "rules.hpp"

namespace hemu::bulk {

using identity::Duties;
using identity::Duty;

Duties duties_of(Act act) {
    switch (act) {
        case Act::claim:
        case Act::release:
        case Act::hold:
            return {Duty::clerk, Duty::mediator, Duty::head, Duty::dispatcher};
        case Act::note:
            return identity::staff;
        case Act::offer:
            return {Duty::dispatcher, Duty::clerk};
        case Act::assign:
            return {Duty::head, Duty::dispatcher};
        case Act::order:
            return {Duty::supervisor, Duty::dispatcher, Duty::leader};
        case Act::visit_plan:
        case Act::close:
            return {Duty::mediator, Duty::head, Duty::clerk, Duty::dispatcher};
    }
    return {};
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
