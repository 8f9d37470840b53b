// Rows of assignment: offers, mediators with their answers on recusal, helpers, settings.
#pragma once
#include "rules.hpp"

namespace hemu::assignment {

Settings settings(db::Tx&);

/// Cases that a body holds and that are not closed; more than 1,000 are not counted.
db::Later<std::int64_t> ask_open_cases(db::Tx&, Id<identity::Organisation>);
/// Bodies that the dispute was expressly sent to (role linked).
std::vector<Id<identity::Organisation>> referral_targets(db::Tx&, const dispute::Dispute&);
/// Bodies that returned the dispute in its present revision.
std::vector<Id<identity::Organisation>> returned_by(db::Tx&, const dispute::Dispute&);

void save_offer(db::Tx&, const dispute::Dispute&, const OpenOffer&, const identity::Context&);
/// By which offer the holder has it: the one that was taken last, or that still waits.
std::optional<OpenOffer> standing_offer(db::Tx&, const dispute::Dispute&);
/// The lead's request to another level that nobody has answered.
std::optional<OpenOffer> open_passing(db::Tx&, const dispute::Dispute&);
void answer_offer(db::Tx&, const OpenOffer&, OfferState, std::optional<ReturnReason>, const identity::Context&);
/// Keeps how all bodies stood when this one was chosen.
void keep_routing(db::Tx&, const dispute::Dispute&, const OpenOffer&, Instant moment);

struct Declared {
    Id<identity::Account> account_id;
    Relation relation = Relation::none;
};
BOOST_DESCRIBE_STRUCT(Declared, (), (account_id, relation))
/// Who has declared a relation to a party, or none; the latest word of each.
std::vector<Declared> declarations_of(db::Tx&, const dispute::Dispute&);
/// Those who have declared one.
std::vector<Id<identity::Account>> related_accounts(db::Tx&, const dispute::Dispute&);
/// Whom a party asked to be replaced.
std::vector<Id<identity::Account>> objected_accounts(db::Tx&, const dispute::Dispute&);
void save_objection(db::Tx&, const dispute::Dispute&, Id<identity::Account>, Id<dispute::Party>, Instant moment);
void save_declaration(db::Tx&, const dispute::Dispute&, const DeclarationForm&, const identity::Context&);

std::vector<PartyAt> parties_at(db::Tx&, const dispute::Dispute&);
/// Whether the body itself is a party.
bool is_party(db::Tx&, const dispute::Dispute&, std::string_view name);

struct Named {
    std::string id;
    Id<identity::Account> account_id;
    bool presiding = false;
};
BOOST_DESCRIBE_STRUCT(Named, (), (id, account_id, presiding))
/// The mediators now.
std::vector<Named> named_now(db::Tx&, const dispute::Dispute&);
void save_mediator(db::Tx&, const dispute::Dispute&, const RecusalForm&, bool presiding,
                   const std::optional<std::vector<Id<dispute::Party>>>& chosen_by, Instant moment);
void end_mediator(db::Tx&, const Named&, const std::string& reason, Instant moment);

void save_helper(db::Tx&, const dispute::Dispute&, const HelperForm&, Instant moment);
/// How many rows ended: 1, or 0 when the body does not help.
std::int64_t end_helper_row(db::Tx&, const dispute::Dispute&, Id<identity::Organisation>, Instant moment);
void end_all_helpers(db::Tx&, const dispute::Dispute&, Instant moment);

std::vector<OfferView> offers_of(db::Tx&, const dispute::Dispute&);
std::vector<MediatorView> mediators_of(db::Tx&, const dispute::Dispute&);
/// Those who help now.
std::vector<HelperView> helpers_of(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::assignment
