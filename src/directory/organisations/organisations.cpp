#include "organisations.hpp"

#include "rules.hpp"
#include "store.hpp"
#include "text.hpp"
#include "tree.hpp"

namespace hemu::organisations {

static Verdict why_not_places(db::Tx& tx, const OrganisationForm& form) {
    Verdict verdict = places::why_not_place(tx, form.place_code, "place_code");
    for (std::size_t i = 0; i < form.area.size(); ++i)
        verdict.add(places::why_not_place(tx, form.area[i], fmt::format("area[{}]", i)));
    return verdict;
}

static Verdict why_not_known_parent(db::Tx& tx, const OrganisationForm& form) {
    Verdict verdict;
    if (form.parent_id && !find(tx, *form.parent_id)) verdict.add("parent_id", "organisation_unknown");
    return verdict;
}

static const db::Statement select_same_name{"organisations.same_name", R"(
    SELECT id FROM organisation WHERE name = $1)"};

std::optional<OrganisationId> organisation_named(db::Tx& tx, std::string_view name) {
    return tx.maybe<OrganisationId>(select_same_name, name);
}

static const db::Statement select_same_abbreviation{"organisations.same_abbreviation", R"(
    SELECT id FROM organisation WHERE abbreviation = $1 AND id <> $2 LIMIT 1)"};

/// Two bodies with one abbreviation would give the same case numbers.
static void refuse_taken_words(db::Tx& tx, const OrganisationForm& form, OrganisationId own) {
    const auto taken = organisation_named(tx, text::trim(form.name));
    if (taken && *taken != own) throw Refusal(Fault::conflict, "name_taken", {{"name", "name_taken"}});
    const std::string abbreviation = text::trim(form.abbreviation);
    if (!abbreviation.empty() && tx.maybe<OrganisationId>(select_same_abbreviation, abbreviation, own))
        throw Refusal(Fault::conflict, "abbreviation_taken", {{"abbreviation", "abbreviation_taken"}});
}

OrganisationId create(db::Tx& tx, const OrganisationForm& form, Instant moment) {
    refuse_if(why_not_form(form));
    lock_tree(tx);
    refuse_if(why_not_places(tx, form));
    refuse_if(why_not_known_parent(tx, form));
    const auto id = OrganisationId::fresh(moment);
    refuse_taken_words(tx, form, id);
    insert_rows(tx, id, form);
    add_to_tree(tx, id, form.parent_id);
    return id;
}

void change(db::Tx& tx, OrganisationId id, std::int64_t version, const OrganisationForm& form) {
    refuse_if(why_not_form(form));
    lock_tree(tx);
    const auto before = get(tx, id);
    refuse_if(why_not_places(tx, form));
    refuse_if(why_not_known_parent(tx, form));
    refuse_taken_words(tx, form, id);
    if (form.parent_id && form.parent_id != before.parent_id)
        refuse_if(why_not_parent(id, *form.parent_id, stands_over(tx, id, *form.parent_id)));
    if (!update_rows(tx, id, version, form)) throw Refusal(Fault::precondition_failed, "version_outdated");
    if (form.parent_id != before.parent_id) move_in_tree(tx, id, form.parent_id);
}

// The place's own code and those above it are listed as parameters, so that the index on area codes answers.
static const db::Statement select_serving{"organisations.serving", R"(
    SELECT o.id, o.name, o.abbreviation, o.kind, o.level, o.place_code, a.place_code AS area_code,
           EXISTS (SELECT 1 FROM organisation_field f WHERE f.organisation_id = o.id) AS has_fields,
           EXISTS (SELECT 1 FROM organisation_field f WHERE f.organisation_id = o.id AND f.field IN ($6, $7)) AS field_served
      FROM organisation_area a
      JOIN organisation o ON o.id = a.organisation_id
     WHERE a.place_code IN ($1, $2, $3, $4)
       AND o.open_from_on <= $5 AND (o.closed_on IS NULL OR o.closed_on > $5)
     ORDER BY length(a.place_code) DESC, o.name, o.id)"};

db::Later<Server> ask_serving(db::Tx& tx, std::string_view place_code, std::string_view field,
                              std::string_view other_field, LegalDate on) {
    using places::at_level;
    using places::PlaceLevel;
    return tx.later<Server>(select_serving, at_level(place_code, PlaceLevel::city),
                            at_level(place_code, PlaceLevel::county), at_level(place_code, PlaceLevel::town),
                            at_level(place_code, PlaceLevel::village), on, field, other_field);
}

std::vector<Server> serving_among(std::vector<Server> asked) {
    std::vector<Server> servers;
    std::set<OrganisationId> seen;
    for (Server& server : asked) {
        const bool other_fields = server.has_fields && !server.field_served;
        if (!mediates(server.kind) || other_fields || !seen.insert(server.id).second) continue;
        servers.push_back(std::move(server));
    }
    return servers;
}

std::vector<Server> serving(db::Tx& tx, std::string_view place_code, std::string_view field, LegalDate on) {
    return serving_among(ask_serving(tx, place_code, field, field, on).all());
}

}  // namespace hemu::organisations
