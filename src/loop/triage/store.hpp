// Rows of triage: assessments, refusals, redirections, settings.
#pragma once
#include "rules.hpp"

namespace hemu::triage {

Settings settings(db::Tx&);
std::vector<WarningWord> warning_words(db::Tx&);

/// What the suggestion looks at, read together.
Facts facts_of(db::Tx&, const dispute::Dispute&, LegalDate today);
PartiesSeen parties_seen(db::Tx&, const dispute::Dispute&);

void save_assessment(db::Tx&, const dispute::Dispute&, const Checks&, const Suggestion&, const identity::Context&);
void save_refusal(db::Tx&, const dispute::Dispute&, const Refused&, const identity::Context&);
void save_redirection(db::Tx&, const dispute::Dispute&, const Redirection&, const identity::Context&);

struct RefusalView {
    RefusalReason reason = RefusalReason::R08;
    std::vector<Way> routes;
    std::string words;
    Instant refused_at;
};
BOOST_DESCRIBE_STRUCT(RefusalView, (), (reason, routes, words, refused_at))

struct RedirectionView {
    Way to = Way::court;
    std::optional<Id<identity::Organisation>> organisation_id;
    RefusalReason reason = RefusalReason::R06;
    std::string words;
    Instant redirected_at;
};
BOOST_DESCRIBE_STRUCT(RedirectionView, (), (to, organisation_id, reason, words, redirected_at))

/// What was written for the dispute's present revision.
std::optional<Checks> checks_of(db::Tx&, const dispute::Dispute&);
std::optional<RefusalView> refusal_of(db::Tx&, const dispute::Dispute&);
std::optional<RedirectionView> redirection_of(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::triage
