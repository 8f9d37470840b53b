// Rows of the index, and how disputes are found by them.
#pragma once
#include "search.hpp"
#include "tokens.hpp"

namespace hemu::search {

/// In the order in which they were declared.
const std::vector<const Source*>& sources();

/// What of the register is asked for. Lists are words with a comma before and behind each, or empty: all.
struct Filters {
    std::string states, risks, difficulties, sources, channels, secrecies, national_types, local_types, levels;
    std::optional<Id<identity::Organisation>> body;  ///< that holds it, or stands over the one that does
    std::string place;                               ///< code of the place, or of one above it
    std::string flag;
    std::string from = "0001-01-01", to = "9999-12-31";  ///< legal dates of registration
    std::string open;                                    ///< open, closed or empty
};

/// What the candidates are found by. before: only disputes older than this one. phone, identity: keyed digests.
struct Sought {
    std::vector<std::string> tokens;
    std::optional<std::string> phone, identity;
    Filters filters;
    Id<dispute::Dispute> before;
    std::int64_t limit = 50;
};

/// A dispute with what excerpts are cut from; `listed_title` is what a list may show.
struct Candidate {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    std::string listed_title;
    std::string narrative;
    std::string request;
    dispute::State state = dispute::State::registered;
    dispute::Risk risk = dispute::Risk::blue;
    std::optional<dispute::Difficulty> difficulty;
    dispute::Secrecy secrecy = dispute::Secrecy::normal;
    std::string national_type;
    std::optional<std::string> holder_name;
    std::optional<std::string> handler_name;
    Instant registered_at;
};
BOOST_DESCRIBE_STRUCT(Candidate, (),
                      (id, number, title, listed_title, narrative, request, state, risk, difficulty, secrecy,
                       national_type, holder_name, handler_name, registered_at))

/// At most `limit` disputes that the actor may see, newest first. looked_to: the last one looked at, when not all of
/// the register was.
struct Candidates {
    std::vector<Candidate> rows;
    std::optional<Id<dispute::Dispute>> looked_to;
};
Candidates candidates(db::Tx&, const Sought&, const identity::Actor&);

/// A party as the search compares it.
struct PartyName {
    std::string name;
    std::optional<std::string> identity_digest;
    std::optional<std::string> phone_digest;
};
BOOST_DESCRIBE_STRUCT(PartyName, (), (name, identity_digest, phone_digest))
db::Later<PartyName> names_later(db::Tx&, Id<dispute::Dispute>);

}  // namespace hemu::search
