// Rows of organisation and what belongs to it.
#pragma once
#include "organisations.hpp"

namespace hemu::organisations {

/// What a list shows of a body.
struct OrganisationLine {
    OrganisationId id;
    std::string name;
    std::string abbreviation;
    OrganisationKind kind = OrganisationKind::people_committee;
    OrganisationLevel level = OrganisationLevel::village;
    std::string place_code;
    std::string place_name;
    std::optional<OrganisationId> parent_id;
    std::optional<std::string> phone;
    LegalDate open_from_on;
    std::optional<LegalDate> closed_on;
};
BOOST_DESCRIBE_STRUCT(OrganisationLine, (),
                      (id, name, abbreviation, kind, level, place_code, place_name, parent_id, phone, open_from_on,
                       closed_on))

/// What to list; absent or empty: anything. Those after (name, id) of `after`, by name.
struct Filter {
    std::string words;  ///< in name or abbreviation
    std::optional<OrganisationKind> kind;
    std::optional<OrganisationLevel> level;
    std::string field;  ///< works in it, or in all
    std::string place;  ///< its seat lies there or below
    std::optional<OrganisationId> parent;
    std::string after_name;
    OrganisationId after_id;
    std::int64_t limit = 50;
};
std::vector<OrganisationLine> list(db::Tx&, const Filter&);
OrganisationLine line_of(db::Tx&, OrganisationId);

/// The body's own row with its fields and area; a body without a named area serves its own place.
void insert_rows(db::Tx&, OrganisationId, const OrganisationForm&);
/// False when its version is another by now.
bool update_rows(db::Tx&, OrganisationId, std::int64_t version, const OrganisationForm&);

/// Fields, asked for without waiting.
db::Later<std::string> fields_later(db::Tx&, OrganisationId);

}  // namespace hemu::organisations
