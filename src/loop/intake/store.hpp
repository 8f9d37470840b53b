// Rows of intake: sketches, proposals, merges, settings; and looking for earlier disputes.
#pragma once
#include "rules.hpp"

namespace hemu::intake {

struct Settings {
    std::int64_t duplicate_months = 6;
    std::int64_t hint_similarity_percent = 50;
    std::int64_t import_similarity_percent = 75;
    std::int64_t import_days = 60;
    std::int64_t draft_days = 7;
};
BOOST_DESCRIBE_STRUCT(Settings, (),
                      (duplicate_months, hint_similarity_percent, import_similarity_percent, import_days, draft_days))

/// The city's settings, kept for ten seconds or until forget_settings.
Settings settings(db::Tx&);
void forget_settings();

/// What an incoming dispute is compared by.
Incoming incoming_of(const std::vector<dispute::PartyForm>&, std::string_view narrative, std::string_view place_code,
                     const crypto::Keys&);

/// What registering needs to read, in one round trip. candidates: earlier disputes that share a person's number or
/// phone, or whose text may be near, newest first; at most 20 for each of four numbers, four phones and six bands
/// of the text, 60 in all, so that the cost does not grow with the register.
struct Surroundings {
    std::string name;  ///< of the actor's body, and what follows
    std::string abbreviation;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    bool place_known = false;
    std::vector<Candidate> candidates;
};
/// meanwhile: what may be asked in the same round trip.
Surroundings look_round(db::Tx&, const Incoming&, LegalDate since, const identity::Actor&,
                        const std::function<void()>& meanwhile);

void save_sketch(db::Tx&, Id<dispute::Dispute>, const Incoming&, LegalDate registered_on);
void save_proposal(db::Tx&, Id<dispute::Dispute>, const BodyProposal&);
/// What was proposed when the dispute was registered.
std::optional<BodyProposal> proposal_of(db::Tx&, Id<dispute::Dispute>);
void save_merge(db::Tx&, Id<dispute::Dispute> merged, Id<dispute::Dispute> kept, MergeCause,
                std::int64_t similarity_percent, const identity::Context&);

/// How many sketches of disputes registered before the day were dropped.
std::int64_t drop_sketches(db::Tx&, LegalDate before);

}  // namespace hemu::intake
