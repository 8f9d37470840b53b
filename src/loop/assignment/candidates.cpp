// Which bodies could take a dispute: who serves its place, and what is known of them today.
#include <algorithm>

#include "routing_rules.hpp"
#include "store.hpp"

namespace hemu::assignment {

using dispute::Dispute;
using organisations::OrganisationKind;
using OrganisationId = Id<identity::Organisation>;
using AccountId = Id<identity::Account>;

template <class T>
static bool contains(const std::vector<T>& list, const T& item) {
    return std::find(list.begin(), list.end(), item) != list.end();
}

/// Bodies that serve the place, for the local type as well as for its national type.
static std::vector<organisations::Server> servers_of(db::Tx& tx, const Dispute& dispute, LegalDate today) {
    auto servers = organisations::serving(tx, dispute.place_code, dispute.national_type, today);
    if (!dispute.local_type) return servers;
    for (auto& special : organisations::serving(tx, dispute.place_code, *dispute.local_type, today)) {
        const auto same =
            std::find_if(servers.begin(), servers.end(), [&](const auto& server) { return server.id == special.id; });
        if (same == servers.end())
            servers.push_back(std::move(special));
        else
            same->field_served = same->field_served || special.field_served;
    }
    return servers;
}

struct MediatorAt {
    AccountId account_id;
    db::Json<std::vector<std::string>> languages;
};
BOOST_DESCRIBE_STRUCT(MediatorAt, (), (account_id, languages))

static const db::Statement select_mediators_at{"assignment.mediators_at", R"(
    SELECT DISTINCT p.account_id, COALESCE(CAST(m.languages AS text), '[]') AS languages
      FROM post p
      JOIN account a ON a.id = p.account_id AND a.state = 'active'
      LEFT JOIN mediator m ON m.account_id = p.account_id
     WHERE p.organisation_id = $1 AND p.duty IN ('mediator', 'head') AND p.ended_at IS NULL
       AND p.from_on <= $2 AND (p.to_on IS NULL OR p.to_on >= $2))"};

struct Outcome {
    std::int64_t settled = 0;
    std::int64_t ended = 0;
};
BOOST_DESCRIBE_STRUCT(Outcome, (), (settled, ended))

// Among the latest 400 that it had to do with, so that a body of many years is asked no more than a young one.
static const db::Statement select_outcome{"assignment.outcome_of", R"(
    SELECT count(CASE WHEN d.result IN ('success', 'partial') THEN 1 END) AS settled, count(*) AS ended
      FROM (SELECT dispute_id, role FROM dispute_body
             WHERE organisation_id = $1
             ORDER BY dispute_id DESC LIMIT 400) latest
      JOIN dispute d ON d.id = latest.dispute_id
     WHERE latest.role = 'lead' AND d.holder_id = $1 AND d.national_type = $2 AND d.closed_at IS NOT NULL
       AND d.result IS NOT NULL)"};

static const db::Statement select_house{"assignment.house_of", R"(
    SELECT h.kind FROM organisation o JOIN organisation h ON h.id = o.parent_id WHERE o.id = $1)"};

static const db::Statement select_languages{"assignment.languages_asked", R"(
    SELECT DISTINCT language FROM dispute_party
     WHERE dispute_id = $1 AND removed_at IS NULL AND language IS NOT NULL AND language <> 'mandarin')"};

static const db::Statement select_unit_names{"assignment.units_of", R"(
    SELECT name FROM dispute_party WHERE dispute_id = $1 AND removed_at IS NULL AND kind <> 'natural')"};

static bool is_house_of(OrganisationKind house, dispute::Source source) {
    switch (source) {
        case dispute::Source::court:
            return house == OrganisationKind::court;
        case dispute::Source::procuratorate:
            return house == OrganisationKind::procuratorate;
        case dispute::Source::police:
            return house == OrganisationKind::police;
        case dispute::Source::petition_office:
            return house == OrganisationKind::petition_office;
        case dispute::Source::other_department:
            return house == OrganisationKind::department || house == OrganisationKind::administrative_body;
        default:
            return false;
    }
}

/// What is asked of one body, sent with the questions about the others.
struct Asked {
    Asked(db::Tx& tx, const Dispute& dispute, const organisations::Server& server, LegalDate today)
        : open(ask_open_cases(tx, server.id)),
          mediators(tx.later<MediatorAt>(select_mediators_at, server.id, today)),
          outcome(tx.later<Outcome>(select_outcome, server.id, dispute.national_type)) {
        if (server.kind == OrganisationKind::stationed_room)
            house.emplace(tx.later<OrganisationKind>(select_house, server.id));
    }
    db::Later<std::int64_t> open;
    db::Later<MediatorAt> mediators;
    db::Later<Outcome> outcome;
    std::optional<db::Later<OrganisationKind>> house;
};

/// What the dispute says of every body.
struct Known {
    Known(db::Tx& tx, const Dispute& dispute)
        : targets(referral_targets(tx, dispute)),
          returned(returned_by(tx, dispute)),
          languages(tx.all<std::string>(select_languages, dispute.id)),
          units(tx.all<std::string>(select_unit_names, dispute.id)),
          related(related_accounts(tx, dispute)) {}
    std::vector<OrganisationId> targets;
    std::vector<OrganisationId> returned;
    std::vector<std::string> languages;
    std::vector<std::string> units;
    std::vector<AccountId> related;
};

static void weigh_mediators(Possible& possible, const std::vector<MediatorAt>& mediators, const Known& known) {
    possible.mediators = static_cast<std::int64_t>(mediators.size());
    possible.free_mediators = std::count_if(mediators.begin(), mediators.end(), [&](const MediatorAt& one) {
        return !contains(known.related, one.account_id);
    });
    possible.languages_asked = static_cast<std::int64_t>(known.languages.size());
    possible.languages_spoken =
        std::count_if(known.languages.begin(), known.languages.end(), [&](const std::string& language) {
            return std::any_of(mediators.begin(), mediators.end(),
                               [&](const MediatorAt& one) { return contains(*one.languages, language); });
        });
}

static Possible possible_of(organisations::Server server, const Dispute& dispute, const Known& known, Asked& asked) {
    Possible possible;
    possible.open_cases = asked.open.one();
    weigh_mediators(possible, asked.mediators.all(), known);
    const Outcome outcome = asked.outcome.one();
    possible.settled = outcome.settled;
    possible.ended = outcome.ended;
    if (asked.house) {
        const auto house = asked.house->maybe();
        possible.in_house_of_source = house && is_house_of(*house, dispute.source);
    }
    possible.referral_target = contains(known.targets, server.id);
    possible.returned_before = contains(known.returned, server.id);
    possible.is_party = contains(known.units, server.name);
    possible.server = std::move(server);
    return possible;
}

static std::vector<CandidateView> candidates_by(db::Tx& tx, const Dispute& dispute, LegalDate today,
                                                const RoutingWeights& weights) {
    const Known known(tx, dispute);
    auto servers = servers_of(tx, dispute, today);
    std::vector<Asked> asked;
    for (const auto& server : servers) asked.emplace_back(tx, dispute, server, today);
    std::vector<Possible> possibles;
    for (std::size_t i = 0; i < servers.size(); ++i)
        possibles.push_back(possible_of(std::move(servers[i]), dispute, known, asked[i]));
    return ranked({dispute.difficulty, dispute::flags_of(tx, dispute), dispute.place_code}, possibles, weights,
                  settings(tx).cases_per_mediator);
}

std::vector<CandidateView> candidates_for(db::Tx& tx, const Dispute& dispute, LegalDate today) {
    return candidates_by(tx, dispute, today, weights_on(tx, today).weights);
}

static const db::Statement insert_routing{"assignment.keep_routing", R"(
    INSERT INTO assignment_routing (offer_id, dispute_id, offered_at, weights_version, chosen_id, chosen_rank,
                                    chosen_score, candidates)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

void keep_routing(db::Tx& tx, const Dispute& dispute, const OpenOffer& offer, Instant moment) {
    const LegalDate today = legal_date(moment);
    const WeightsVersion weights = weights_on(tx, today);
    const auto views = candidates_by(tx, dispute, today, weights.weights);
    const auto chosen = std::find_if(views.begin(), views.end(), [&](const CandidateView& one) {
        return one.organisation_id == offer.organisation_id;
    });
    std::optional<std::int64_t> rank;
    std::optional<std::int64_t> score;
    if (chosen != views.end()) {
        rank = chosen - views.begin() + 1;
        score = chosen->score;
    }
    tx.run(insert_routing, offer.id, dispute.id, moment, weights.version, offer.organisation_id, rank, score,
           db::Json(kept(views)));
}

}  // namespace hemu::assignment
