#pragma once
#include "entrances.hpp"

namespace hemu::entrances {

struct Counts {
    std::int64_t looks = 0;
    std::int64_t begun = 0;
    std::int64_t sent = 0;
};
BOOST_DESCRIBE_STRUCT(Counts, (), (looks, begun, sent))

/// An entrance with the names of what it belongs to, and its counts in the period.
struct EntranceView : Entrance {
    std::optional<std::string> organisation_name;
    std::optional<std::string> place_name;
    Counts counts;
};
BOOST_DESCRIBE_STRUCT(EntranceView, (Entrance), (organisation_name, place_name, counts))

/// Active ones first, then by name. without: applications that came by no known entrance.
struct EntrancesView {
    std::string public_url;  ///< what short links begin with
    LegalDate from_on;
    LegalDate to_on;
    std::vector<EntranceView> entrances;
    Counts without;
};
BOOST_DESCRIBE_STRUCT(EntrancesView, (), (public_url, from_on, to_on, entrances, without))

EntrancesView view_of(db::Tx&, LegalDate from_on, LegalDate to_on);

/// Refusal not_found.
Entrance get(db::Tx&, Id<Entrance>);
/// Refusals: those of make, not_found, precondition_failed version_outdated.
Entrance change(db::Tx&, Id<Entrance>, std::int64_t version, EntranceForm);

}  // namespace hemu::entrances
