#include "store.hpp"

#include "paging.hpp"
#include "text.hpp"

namespace hemu::organisations {

static const db::Statement select_one{"organisations.organisation", R"(
    SELECT id, name, abbreviation, kind, level, place_code, parent_id, phone, address, open_from_on, closed_on, version
      FROM organisation WHERE id = $1)"};

std::optional<Organisation> find(db::Tx& tx, OrganisationId id) { return tx.maybe<Organisation>(select_one, id); }

Organisation get(db::Tx& tx, OrganisationId id) {
    auto found = find(tx, id);
    if (!found) throw Refusal(Fault::not_found, "not_found");
    return *found;
}

static const db::Statement select_name{"organisations.name", R"(
    SELECT name FROM organisation WHERE id = $1)"};

std::string name_of(db::Tx& tx, OrganisationId id) { return tx.maybe<std::string>(select_name, id).value_or(""); }

static const db::Statement select_fields{"organisations.fields", R"(
    SELECT field FROM organisation_field WHERE organisation_id = $1 ORDER BY field)"};

std::vector<std::string> fields_of(db::Tx& tx, OrganisationId id) { return tx.all<std::string>(select_fields, id); }

db::Later<std::string> fields_later(db::Tx& tx, OrganisationId id) {
    return tx.later<std::string>(select_fields, id);
}

static const db::Statement select_area{"organisations.area", R"(
    SELECT place_code FROM organisation_area WHERE organisation_id = $1 ORDER BY place_code)"};

std::vector<std::string> area_of(db::Tx& tx, OrganisationId id) { return tx.all<std::string>(select_area, id); }

static const std::string line_columns = R"(
    SELECT o.id, o.name, o.abbreviation, o.kind, o.level, o.place_code, COALESCE(p.full_name, '') AS place_name,
           o.parent_id, o.phone, o.open_from_on, o.closed_on
      FROM organisation o
      LEFT JOIN place p ON p.code = o.place_code)";

static const db::Statement select_line{"organisations.line", line_columns + R"(
     WHERE o.id = $1)"};

OrganisationLine line_of(db::Tx& tx, OrganisationId id) { return tx.one<OrganisationLine>(select_line, id); }

static const db::Statement select_lines{"organisations.list", line_columns + R"(
     WHERE (o.name, o.id) > ($1, $2)
       AND (o.name LIKE $3 ESCAPE '!' OR o.abbreviation LIKE $3 ESCAPE '!')
       AND (o.kind = $4 OR $4 IS NULL)
       AND (o.level = $5 OR $5 IS NULL)
       AND (o.parent_id = $6 OR $6 IS NULL)
       AND o.place_code LIKE $7 ESCAPE '!'
       AND ($8 = '' OR EXISTS (SELECT 1 FROM organisation_field f WHERE f.organisation_id = o.id AND f.field = $8)
                    OR NOT EXISTS (SELECT 1 FROM organisation_field f WHERE f.organisation_id = o.id))
     ORDER BY o.name, o.id
     LIMIT $9)"};

std::vector<OrganisationLine> list(db::Tx& tx, const Filter& filter) {
    return tx.all<OrganisationLine>(select_lines, filter.after_name, filter.after_id,
                                    identity::like_containing(filter.words), filter.kind, filter.level, filter.parent,
                                    identity::like_starting(filter.place), filter.field, filter.limit);
}

static const db::Statement insert_field{"organisations.insert_field", R"(
    INSERT INTO organisation_field (organisation_id, field) VALUES ($1, $2))"};
static const db::Statement insert_area{"organisations.insert_area", R"(
    INSERT INTO organisation_area (organisation_id, place_code) VALUES ($1, $2))"};

static void insert_lists(db::Tx& tx, OrganisationId id, const OrganisationForm& form) {
    for (const std::string& field : form.fields) tx.run(insert_field, id, field);
    if (form.area.empty()) return tx.run(insert_area, id, form.place_code);
    for (const std::string& place : form.area) tx.run(insert_area, id, place);
}

static const db::Statement delete_fields{"organisations.delete_fields", R"(
    DELETE FROM organisation_field WHERE organisation_id = $1)"};
static const db::Statement delete_area{"organisations.delete_area", R"(
    DELETE FROM organisation_area WHERE organisation_id = $1)"};

static void replace_lists(db::Tx& tx, OrganisationId id, const OrganisationForm& form) {
    tx.run(delete_fields, id);
    tx.run(delete_area, id);
    insert_lists(tx, id, form);
}

static const db::Statement insert_organisation{"organisations.insert", R"(
    INSERT INTO organisation (id, name, abbreviation, kind, level, place_code, parent_id, phone, address, open_from_on,
                              closed_on, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1))"};

static const db::Statement update_organisation{"organisations.update", R"(
    UPDATE organisation
       SET name = $3, abbreviation = $4, kind = $5, level = $6, place_code = $7, parent_id = $8, phone = $9,
           address = $10, open_from_on = $11, closed_on = $12, version = version + 1
     WHERE id = $1 AND version = $2)"};

void insert_rows(db::Tx& tx, OrganisationId id, const OrganisationForm& form) {
    tx.run(insert_organisation, id, text::trim(form.name), text::trim(form.abbreviation), form.kind, form.level,
           form.place_code, form.parent_id, form.phone, form.address, form.open_from_on, form.closed_on);
    insert_lists(tx, id, form);
}

bool update_rows(db::Tx& tx, OrganisationId id, std::int64_t version, const OrganisationForm& form) {
    if (tx.changed(update_organisation, id, version, text::trim(form.name), text::trim(form.abbreviation), form.kind,
                   form.level, form.place_code, form.parent_id, form.phone, form.address, form.open_from_on,
                   form.closed_on) == 0)
        return false;
    replace_lists(tx, id, form);
    return true;
}

static const db::Statement select_staff{"organisations.staff", R"(
    SELECT p.account_id, a.name, p.duty, p.from_on, p.to_on
      FROM post p
      JOIN account a ON a.id = p.account_id AND a.state = 'active'
     WHERE p.organisation_id = $1 AND p.ended_at IS NULL AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on >= $2)
     ORDER BY p.duty, a.name, p.account_id)"};

std::vector<Colleague> staff_of(db::Tx& tx, OrganisationId id, LegalDate on) {
    return tx.all<Colleague>(select_staff, id, on);
}

}  // namespace hemu::organisations
