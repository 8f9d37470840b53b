// 机构 Bodies: committees, centres, rooms, departments, courts; who stands over whom, what they serve, who works
// there.
#pragma once
#include "identity.hpp"
#include "places.hpp"

namespace hemu::organisations {

using OrganisationId = Id<identity::Organisation>;

/// What a body is. Words in docs/words.md.
enum class OrganisationKind {
    people_committee,         ///< 村(居)、乡镇(街道)人民调解委员会
    industry_committee,       ///< 行业性专业性人民调解委员会
    enterprise_committee,     ///< 企事业单位人民调解委员会
    mediation_centre,         ///< 人民调解中心
    governance_centre,        ///< 综治中心
    stationed_room,           ///< 派驻调解室
    personal_studio,          ///< 个人调解工作室
    administrative_body,      ///< 行政调解组织
    commercial_body,          ///< 商事调解组织
    court,                    ///< 人民法院、人民法庭
    procuratorate,            ///< 人民检察院
    police,                   ///< 公安机关、派出所
    petition_office,          ///< 信访机构
    justice_bureau,           ///< 司法局、司法所
    arbitration_body,         ///< 仲裁机构
    labour_arbitration_body,  ///< 劳动人事争议仲裁机构
    notary_office,            ///< 公证机构
    legal_aid_centre,         ///< 法律援助机构
    department                ///< 其他部门
};
BOOST_DESCRIBE_ENUM(OrganisationKind, people_committee, industry_committee, enterprise_committee, mediation_centre,
                    governance_centre, stationed_room, personal_studio, administrative_body, commercial_body, court,
                    procuratorate, police, petition_office, justice_bureau, arbitration_body, labour_arbitration_body,
                    notary_office, legal_aid_centre, department)

enum class OrganisationLevel { city, county, town, village };
BOOST_DESCRIBE_ENUM(OrganisationLevel, city, county, town, village)

/// Committees and rooms of people's mediation (People's Mediation Law art. 8; administrative mediation stays apart).
bool is_committee(OrganisationKind);
/// Bodies that take disputes to mediate.
bool mediates(OrganisationKind);

struct Organisation {
    OrganisationId id;
    std::string name;
    std::string abbreviation;  ///< stands in case numbers: 咸人调
    OrganisationKind kind = OrganisationKind::people_committee;
    OrganisationLevel level = OrganisationLevel::village;
    std::string place_code;                   ///< its seat
    std::optional<OrganisationId> parent_id;  ///< for coordination; committees have no rank over each other
    std::optional<std::string> phone;         ///< a public number, in clear
    std::optional<std::string> address;       ///< of the office
    LegalDate open_from_on;
    std::optional<LegalDate> closed_on;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Organisation, (),
                      (id, name, abbreviation, kind, level, place_code, parent_id, phone, address, open_from_on,
                       closed_on, version))

extern const identity::Routes routes;

/// Whether it works on this day.
bool is_open(const Organisation&, LegalDate on);

std::optional<Organisation> find(db::Tx&, OrganisationId);
/// Refusal not_found.
Organisation get(db::Tx&, OrganisationId);
/// Its name; empty when there is none.
std::string name_of(db::Tx&, OrganisationId);
std::optional<OrganisationId> organisation_named(db::Tx&, std::string_view name);

/// What somebody fills in. `fields`: codes of dispute types it works in, empty: all. `area`: place codes it serves,
/// empty: its own place.
struct OrganisationForm {
    std::string name;
    std::string abbreviation;
    OrganisationKind kind = OrganisationKind::people_committee;
    OrganisationLevel level = OrganisationLevel::village;
    std::string place_code;
    std::optional<OrganisationId> parent_id;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::vector<std::string> fields;
    std::vector<std::string> area;
    LegalDate open_from_on;
    std::optional<LegalDate> closed_on;
};
BOOST_DESCRIBE_STRUCT(OrganisationForm, (),
                      (name, abbreviation, kind, level, place_code, parent_id, phone, address, fields, area,
                       open_from_on, closed_on))

/// Makes a body, with its place in the tree. Refusals: invalid (unknown_place, blank, abbreviation_missing,
/// level_wrong, area_twice, field_twice, term_reversed, organisation_unknown), conflict name_taken,
/// abbreviation_taken.
OrganisationId create(db::Tx&, const OrganisationForm&, Instant moment);
/// Changes a body read at `version`; moving it moves everything under it. Refusals: not_found, version_outdated,
/// conflict parent_is_below, and those of create.
void change(db::Tx&, OrganisationId, std::int64_t version, const OrganisationForm&);

struct ListLoaded {
    std::int64_t made = 0;
    std::int64_t known = 0;
};
/// Makes the bodies of a table, each audited, all or none. Its heading names columns: name, abbreviation, kind,
/// place_code, and where wanted parent (the name of a body above or in the database), fields and area (codes with
/// blanks between them), phone, address, open_from_on. The level is that of the place. Bodies whose name is there
/// already are left alone. csv: UTF-8 or GB 18030. Refusals: invalid csv_broken, column_missing, and what create
/// refuses, each field with its row: `row 7 kind`.
ListLoaded load_list(db::Database&, std::string csv, Instant moment);

std::vector<std::string> fields_of(db::Tx&, OrganisationId);
std::vector<std::string> area_of(db::Tx&, OrganisationId);

/// Whether `over` is `under` itself or stands above it in the tree.
bool stands_over(db::Tx&, OrganisationId over, OrganisationId under);

/// A body that could take a dispute, and how near it serves the place.
struct Server {
    OrganisationId id;
    std::string name;
    std::string abbreviation;
    OrganisationKind kind = OrganisationKind::people_committee;
    OrganisationLevel level = OrganisationLevel::village;
    std::string place_code;
    std::string area_code;      ///< the served area that contains the place; the longest
    bool has_fields = false;    ///< it works in named fields only
    bool field_served = false;  ///< it names the field asked for
};
BOOST_DESCRIBE_STRUCT(Server, (),
                      (id, name, abbreviation, kind, level, place_code, area_code, has_fields, field_served))
/// Open bodies that mediate, whose area contains the place; nearest area first. Bodies of other named fields are left
/// out. field: a dispute type code, or empty for bodies of every field.
std::vector<Server> serving(db::Tx&, std::string_view place_code, std::string_view field, LegalDate on);
/// The same in two steps, for callers who ask other things in the same round trip. Either field counts as served.
db::Later<Server> ask_serving(db::Tx&, std::string_view place_code, std::string_view field,
                              std::string_view other_field, LegalDate on);
std::vector<Server> serving_among(std::vector<Server> asked);

/// Somebody's post at a body.
struct Colleague {
    Id<identity::Account> account_id;
    std::string name;
    identity::Duty duty = identity::Duty::mediator;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
};
BOOST_DESCRIBE_STRUCT(Colleague, (), (account_id, name, duty, from_on, to_on))
/// Who has a post at the body on this day, by duty and name.
std::vector<Colleague> staff_of(db::Tx&, OrganisationId, LegalDate on);

}  // namespace hemu::organisations
