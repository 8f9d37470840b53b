#include "rules.hpp"

#include "text.hpp"

namespace hemu::organisations {

bool is_committee(OrganisationKind kind) {
    switch (kind) {
        case OrganisationKind::people_committee:
        case OrganisationKind::industry_committee:
        case OrganisationKind::enterprise_committee:
            return true;
        default:
            return false;
    }
}

/// A governance centre is the door of its place and sends disputes on; it has no committee of its own and mediates
/// none (domain facts 0.3, 2.5).
bool mediates(OrganisationKind kind) {
    switch (kind) {
        case OrganisationKind::mediation_centre:
        case OrganisationKind::stationed_room:
        case OrganisationKind::personal_studio:
        case OrganisationKind::administrative_body:
        case OrganisationKind::commercial_body:
            return true;
        default:
            return is_committee(kind);
    }
}

bool is_open(const Organisation& body, LegalDate on) {
    return body.open_from_on <= on && (!body.closed_on || on < *body.closed_on);
}

places::PlaceLevel place_level(OrganisationLevel level) {
    switch (level) {
        case OrganisationLevel::city:
            return places::PlaceLevel::city;
        case OrganisationLevel::county:
            return places::PlaceLevel::county;
        case OrganisationLevel::town:
            return places::PlaceLevel::town;
        case OrganisationLevel::village:
            return places::PlaceLevel::village;
    }
    return places::PlaceLevel::village;
}

template <class Item>
static bool has_twice(std::vector<Item> items) {
    std::sort(items.begin(), items.end());
    return std::adjacent_find(items.begin(), items.end()) != items.end();
}

Verdict why_not_form(const OrganisationForm& form) {
    Verdict verdict;
    if (text::trim(form.name).empty()) verdict.add("name", "blank");
    if (mediates(form.kind) && text::trim(form.abbreviation).empty())
        verdict.add("abbreviation", "abbreviation_missing");
    if (places::level_of(form.place_code) != place_level(form.level)) verdict.add("place_code", "level_wrong");
    if (has_twice(form.area)) verdict.add("area", "area_twice");
    if (has_twice(form.fields)) verdict.add("fields", "field_twice");
    if (form.closed_on && *form.closed_on < form.open_from_on) verdict.add("closed_on", "term_reversed");
    return verdict;
}

Verdict why_not_parent(OrganisationId body, OrganisationId parent, bool stands_over_parent) {
    if (body == parent || stands_over_parent)
        return Verdict::refused(Fault::conflict, "parent_is_below", "parent_id");
    return {};
}

}  // namespace hemu::organisations
