// 入口 Where people first hear of mediation: a newspaper, a screen, a poster at the estate, each with a code of its
// own. Counted a day are looks, applications begun and applications sent, and nothing about people.
#pragma once
#include "dispute.hpp"

namespace hemu::entrances {

extern const identity::Routes routes;

/// 报、网、微、端、屏、床、车、小区; other: what the city adds, in its own words.
enum class EntranceKind { newspaper, website, wechat, app, screen, bed, car, estate, other };
BOOST_DESCRIBE_ENUM(EntranceKind, newspaper, website, wechat, app, screen, bed, car, estate, other)

/// The first page that who comes by it sees. guidance: all doors, or the one that `door` names.
enum class Target { home, guidance, application };
BOOST_DESCRIBE_ENUM(Target, home, guidance, application)

struct EntranceForm {
    std::string name;
    EntranceKind kind = EntranceKind::estate;
    std::optional<std::string> kind_words;  ///< of `other`: what it is
    std::optional<Id<identity::Organisation>> organisation_id;
    std::optional<std::string> place_code;
    Target leads_to = Target::home;
    std::optional<std::string> door;  ///< a tree of guidance
    bool active = true;
};
BOOST_DESCRIBE_STRUCT(EntranceForm, (), (name, kind, kind_words, organisation_id, place_code, leads_to, door, active))

struct Entrance : EntranceForm {
    Id<Entrance> id;
    std::string code;
    Instant made_at;
    std::string made_by_name;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Entrance, (EntranceForm), (id, code, made_at, made_by_name, version))

/// Refusals: invalid of why_not, organisation_unknown, unknown_place.
Entrance make(db::Tx&, EntranceForm, const identity::Context&);

/// The active entrance with this code, as somebody may have typed it.
std::optional<Entrance> find_active(db::Tx&, std::string_view code);

/// How the entrance with this code is called, active or not.
std::optional<std::string> name_of(db::Tx&, std::string_view code);

void count_look(db::Tx&, const Entrance&, LegalDate day);
/// An application was begun, or sent, by somebody who came by this code. A code that is empty, unknown or no longer
/// active counts as no entrance.
void count_begun(db::Tx&, std::string_view code, LegalDate day);
void count_sent(db::Tx&, std::string_view code, LegalDate day);

}  // namespace hemu::entrances
