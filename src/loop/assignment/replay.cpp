#include <map>
#include <set>

#include "routing_rules.hpp"

namespace hemu::assignment {

using OrganisationId = Id<identity::Organisation>;

struct OfferRow;

struct KeptOffer {
    Id<OfferRow> offer_id;
    Id<dispute::Dispute> dispute_id;
    std::string number;
    Instant offered_at;
    OrganisationId chosen_id;
    db::Json<std::vector<KeptCandidate>> candidates;
};
BOOST_DESCRIBE_STRUCT(KeptOffer, (), (offer_id, dispute_id, number, offered_at, chosen_id, candidates))

static const db::Statement select_kept{"assignment.kept_offers", R"(
    SELECT r.offer_id, r.dispute_id, d.number, r.offered_at, r.chosen_id, r.candidates
      FROM assignment_routing r
      JOIN dispute d ON d.id = r.dispute_id
     WHERE r.offered_at >= $1 AND r.offered_at < $2
       AND (r.offered_at > $1 OR r.offer_id > $3)
     ORDER BY r.offered_at, r.offer_id
     LIMIT 500)"};

/// Every kept offer of the period, some hundred at a time.
template <class Take>
static void each_kept(db::Tx& tx, Instant from, Instant until, Take take) {
    Id<OfferRow> after;
    for (;;) {
        const auto offers = tx.all<KeptOffer>(select_kept, from, until, after);
        for (const KeptOffer& offer : offers) take(offer);
        if (offers.size() < 500) return;
        from = offers.back().offered_at;
        after = offers.back().offer_id;
    }
}

using Pairs = std::map<std::pair<OrganisationId, OrganisationId>, std::int64_t>;

static std::vector<RoutingMove> moves_of(db::Tx& tx, const Pairs& pairs) {
    std::vector<RoutingMove> moves;
    for (const auto& [pair, count] : pairs)
        moves.push_back({pair.first, organisations::name_of(tx, pair.first), pair.second,
                         organisations::name_of(tx, pair.second), count});
    std::sort(moves.begin(), moves.end(), [](const RoutingMove& one, const RoutingMove& other) {
        return std::tie(other.count, one.from_name, one.to_name) <
               std::tie(one.count, other.from_name, other.to_name);
    });
    return moves;
}

RoutingReplay replay(db::Tx& tx, const RoutingWeights& weights, LegalDate from_on, LegalDate to_on,
                     std::vector<ReplayedOffer>* each) {
    Verdict verdict = why_not_weights(weights);
    if (to_on < from_on) verdict.add("to_on", "period_reversed");
    refuse_if(verdict);
    RoutingReplay result{from_on, to_on, 0, 0, 0, {}};
    Pairs pairs;
    std::set<Id<dispute::Dispute>> seen;
    each_kept(tx, start_of(from_on), start_of(to_on + 1), [&](const KeptOffer& offer) {
        if (offer.candidates->empty() || !seen.insert(offer.dispute_id).second) return;
        const OrganisationId first = offer.candidates->front().id;
        const OrganisationId would = first_of(*offer.candidates, weights);
        ++result.disputes;
        if (offer.chosen_id != first) ++result.not_first;
        if (would == first) return;
        ++result.elsewhere;
        ++pairs[{first, would}];
        if (each) each->push_back({offer.number, legal_date(offer.offered_at), first, would, offer.chosen_id});
    });
    result.moves = moves_of(tx, pairs);
    return result;
}

}  // namespace hemu::assignment
