// 分派评分 How bodies are weighed for a dispute: the parts of a score, the city's weights in versions, and what other
// weights would have done.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "identity.hpp"

namespace hemu::assignment {

/// What a body is weighed by among those that stand on the same step of the routing order. Points 0 to 100 each.
enum class RoutingPart {
    field,      ///< it names the kind of dispute: 100; it works in every field: 50
    area,       ///< how narrow the served area is that contains the place; have: levels of 4
    distance,   ///< levels of division that its seat shares with the place; have of 4
    load,       ///< open cases (have) against what its mediators can carry (of)
    outcome,    ///< settled (have) of ended (of) disputes of this type that it led lately
    needs,      ///< languages asked for (of) that its mediators speak (have)
    stationed,  ///< a room in the house that the dispute comes from: 100; no room: 50
    recusal     ///< mediators (of) who have declared no relation to a party (have)
};
BOOST_DESCRIBE_ENUM(RoutingPart, field, area, distance, load, outcome, needs, stationed, recusal)

/// One part of a body's score; have and of are the numbers behind the points.
struct RoutingScore {
    RoutingPart part = RoutingPart::field;
    std::int64_t points = 0;
    std::int64_t weight = 0;
    std::int64_t have = 0;
    std::int64_t of = 0;
};
BOOST_DESCRIBE_STRUCT(RoutingScore, (), (part, points, weight, have, of))

/// How much each part counts, 0 to 100; a part of weight 0 is shown and does not count.
struct RoutingWeights {
    std::int64_t field = 0;
    std::int64_t area = 0;
    std::int64_t distance = 0;
    std::int64_t load = 0;
    std::int64_t outcome = 0;
    std::int64_t needs = 0;
    std::int64_t stationed = 0;
    std::int64_t recusal = 0;
    friend bool operator==(const RoutingWeights&, const RoutingWeights&) = default;
};
BOOST_DESCRIBE_STRUCT(RoutingWeights, (), (field, area, distance, load, outcome, needs, stationed, recusal))

/// A version of the weights; 0 is the program's own, of which nobody is the maker.
struct WeightsVersion {
    std::int64_t version = 0;
    RoutingWeights weights;
    std::string basis;
    LegalDate valid_from_on;
    std::optional<Instant> made_at;
    std::optional<std::string> made_by_name;
    bool in_force = false;
};
BOOST_DESCRIBE_STRUCT(WeightsVersion, (), (version, weights, basis, valid_from_on, made_at, made_by_name, in_force))

struct WeightsForm {
    RoutingWeights weights;
    std::string basis;
    LegalDate valid_from_on;
};
BOOST_DESCRIBE_STRUCT(WeightsForm, (), (weights, basis, valid_from_on))

/// The program's own and the city's, the newest first.
std::vector<WeightsVersion> weights_versions(db::Tx&, LegalDate today);
/// Refusal not_found.
WeightsVersion weights_version(db::Tx&, std::int64_t version, LegalDate today);
/// The newest version that is valid on this day.
WeightsVersion weights_on(db::Tx&, LegalDate day);
/// Refusals: invalid (out_of_range, nothing_counts, missing, in_the_past).
void add_weights(db::Tx&, const WeightsForm&, const identity::Context&);
/// Weights from a JSON file, as `{"field": 20, …}` or as a document with `weights`. Refusals as add_weights.
RoutingWeights read_weights(const std::string& json);

/// A dispute whose first body would have been another.
struct ReplayedOffer {
    std::string number;
    LegalDate offered_on;
    Id<identity::Organisation> first_id;   ///< stood first then
    Id<identity::Organisation> would_id;   ///< would have stood first
    Id<identity::Organisation> chosen_id;  ///< to which it was offered
};

struct RoutingMove {
    Id<identity::Organisation> from_id;
    std::string from_name;
    Id<identity::Organisation> to_id;
    std::string to_name;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(RoutingMove, (), (from_id, from_name, to_id, to_name, count))

/// disputes: first offered in the period, each counted by its first offer · elsewhere: of these, how many would have
/// had another body first · not_first: to how many another body than the first was chosen.
struct RoutingReplay {
    LegalDate from_on;
    LegalDate to_on;
    std::int64_t disputes = 0;
    std::int64_t elsewhere = 0;
    std::int64_t not_first = 0;
    std::vector<RoutingMove> moves;
};
BOOST_DESCRIBE_STRUCT(RoutingReplay, (), (from_on, to_on, disputes, elsewhere, not_first, moves))

/// Ranks what was known at each offer of the period again by these weights. `each`: the disputes that would have gone
/// elsewhere, in order of time. Refusals: invalid to_on period_reversed; as add_weights.
RoutingReplay replay(db::Tx&, const RoutingWeights&, LegalDate from_on, LegalDate to_on,
                     std::vector<ReplayedOffer>* each = nullptr);

}  // namespace hemu::assignment
