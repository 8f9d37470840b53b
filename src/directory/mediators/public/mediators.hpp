// 调解员 Mediators: their grade, fields, languages, and the village they belong to.
#pragma once
#include "organisations.hpp"

namespace hemu::mediators {

/// 专职、兼职、特邀.
enum class MediatorKind { full_time, part_time, invited };
BOOST_DESCRIBE_ENUM(MediatorKind, full_time, part_time, invited)

/// 推选、聘任 (People's Mediation Law art. 9, 13): members of the committee are elected, others engaged by it.
enum class MediatorEntry { elected, engaged };
BOOST_DESCRIBE_ENUM(MediatorEntry, elected, engaged)

enum class Sex { female, male };
BOOST_DESCRIBE_ENUM(Sex, female, male)

/// A mediator at the body of his post.
struct Mediator {
    Id<identity::Account> account_id;
    std::string name;
    Id<identity::Organisation> organisation_id;
    std::string organisation_name;
    MediatorKind kind = MediatorKind::part_time;
    MediatorEntry entry = MediatorEntry::engaged;
    std::optional<std::int64_t> grade;  ///< 1 is the highest of four; absent: none
    std::vector<std::string> fields;    ///< dispute type codes; empty: all
    std::vector<std::string> languages;
    std::optional<std::string> village_code;  ///< where he lives, for grounds to step aside
    std::optional<LegalDate> since_on;
};
BOOST_DESCRIBE_STRUCT(Mediator, (),
                      (account_id, name, organisation_id, organisation_name, kind, entry, grade, fields, languages,
                       village_code, since_on))

struct MediatorForm {
    MediatorKind kind = MediatorKind::part_time;
    MediatorEntry entry = MediatorEntry::engaged;
    std::optional<std::int64_t> grade;
    std::vector<std::string> fields;
    std::vector<std::string> languages;
    std::optional<Sex> sex;  ///< for the law's check that a committee has a woman
    std::optional<std::string> village_code;
    std::optional<LegalDate> since_on;
};
BOOST_DESCRIBE_STRUCT(MediatorForm, (), (kind, entry, grade, fields, languages, sex, village_code, since_on))

extern const identity::Routes routes;

/// Everybody with a mediator's or a head's post on this day at the body (nil: anywhere), who works in the field
/// (empty: any). Highest grade first, then by name.
std::vector<Mediator> list(db::Tx&, Id<identity::Organisation>, std::string_view field, LegalDate on);

/// The mediator in his present post; nothing when he has none.
std::optional<Mediator> find(db::Tx&, Id<identity::Account>, LegalDate on);

/// Stores the profile of an account. Refusals: invalid (grade_unknown, field_twice, language_twice,
/// village_wrong, unknown_place).
void save(db::Tx&, Id<identity::Account>, const MediatorForm&);

/// The profile as saved.
std::optional<MediatorForm> profile_of(db::Tx&, Id<identity::Account>);

/// Whether the actor keeps this mediator's profile: a system administrator, or the head of a body where he has a
/// post.
bool may_keep(db::Tx&, const identity::Actor&, Id<identity::Account>, LegalDate on);

/// What the law asks of a committee and this one lacks: members_too_few, members_too_many, no_woman. Warnings only.
struct CommitteeWarning {
    std::string code;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(CommitteeWarning, (), (code, basis))
std::vector<CommitteeWarning> committee_warnings(db::Tx&, Id<identity::Organisation>, LegalDate on);

}  // namespace hemu::mediators
