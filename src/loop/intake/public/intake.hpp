// 汇 Gather: every channel into one register; duplicates found; receipt with query code.
// Verbs: merge registered→merged, withdraw registered,accepted,offered,taken,assigned→withdrawn.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "jobs.hpp"
#include "organisations.hpp"
#include "parties.hpp"

namespace hemu::intake {

extern const dispute::Verb merge_verb;
extern const dispute::Verb withdraw_verb;
extern const identity::Routes routes;

/// What a window has typed of a dispute that is not registered yet.
struct Draft;

/// A dispute as it comes in. Without a title one is made from parties and type; without a number of people the
/// parties are counted. draft_id: the caller's draft it was typed as, which registering throws away.
struct Registration {
    dispute::Source source = dispute::Source::application;
    dispute::Channel channel = dispute::Channel::window;
    std::optional<std::string> source_reference;
    std::optional<std::string> title;
    std::string narrative;
    std::string request;
    std::string national_type;
    std::optional<std::string> local_type;
    std::string place_code;
    std::optional<std::string> address;
    std::optional<LegalDate> occurred_on;
    std::optional<std::int64_t> people_count;
    std::optional<Fen> amount_fen;
    std::optional<std::vector<std::string>> flags;
    std::optional<dispute::Secrecy> secrecy;
    std::vector<dispute::PartyForm> parties;
    std::optional<Id<Draft>> draft_id;
};
BOOST_DESCRIBE_STRUCT(Registration, (),
                      (source, channel, source_reference, title, narrative, request, national_type, local_type,
                       place_code, address, occurred_on, people_count, amount_fen, flags, secrecy, parties, draft_id))

enum class DuplicateReason { same_person, same_counterparty, near_text };
BOOST_DESCRIBE_ENUM(DuplicateReason, same_person, same_counterparty, near_text)

/// An earlier dispute that may be the same. similarity of the narratives: 0 to 1.
struct DuplicateHint {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    std::vector<DuplicateReason> reasons;
    double similarity = 0;
};
BOOST_DESCRIBE_STRUCT(DuplicateHint, (), (id, number, title, state, reasons, similarity))

/// Hints the reader may open, likest first, and how many more there are that he may not see.
struct Duplicates {
    std::vector<DuplicateHint> items;
    std::int64_t hidden_count = 0;
};
BOOST_DESCRIBE_STRUCT(Duplicates, (), (items, hidden_count))

/// Why a body is proposed, in the order of the routing rules (domain facts 2.5).
enum class ProposalReason {
    industry_field,    ///< an industry committee works in this field (Ningbo regulation art. 18)
    serves_place,      ///< the committee of the place (Several Rules art. 21)
    across_villages,   ///< the township's, for what lies across villages (Several Rules art. 21)
    across_townships,  ///< the county's
    across_counties,   ///< the city's
    difficult,         ///< ten people or more, serious injury or an expert question: the township's
    major,             ///< thirty people or more, death or a risk of many: the county's
    nearest_above      ///< there is none on that level: the next one above
};
BOOST_DESCRIBE_ENUM(ProposalReason, industry_field, serves_place, across_villages, across_townships, across_counties,
                    difficult, major, nearest_above)

/// 建议承办 The body that the rules propose while a dispute is registered; a dispatcher decides.
struct BodyProposal {
    organisations::OrganisationId organisation_id;
    std::string name;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::village;
    std::vector<ProposalReason> reasons;
};
BOOST_DESCRIBE_STRUCT(BodyProposal, (), (organisation_id, name, level, reasons))

/// 回执 What the citizen takes home. The query code is told here once; only its keyed digest is stored. next_by: the
/// day by which the window says whether it accepts.
struct Receipt {
    Id<dispute::Dispute> id;
    std::string number;
    dispute::State state = dispute::State::registered;
    std::int64_t version = 0;
    std::string query_code;
    Instant registered_at;
    std::optional<LegalDate> next_by;
    std::string body_name;
    std::optional<std::string> body_phone;
    std::optional<std::string> body_address;
    std::optional<BodyProposal> proposal;
    std::vector<DuplicateHint> duplicates;
    std::int64_t hidden_duplicates = 0;
};
BOOST_DESCRIBE_STRUCT(Receipt, (),
                      (id, number, state, version, query_code, registered_at, next_by, body_name, body_phone,
                       body_address, proposal, duplicates, hidden_duplicates))

/// Everything wrong with the form, by field path, but for the parties, which dispute::why_not_parties examines.
/// today: the legal date of registration.
Verdict why_not_register(const Registration&, bool place_known, LegalDate today);

/// words: those that led to it, the weightiest first, at most four.
struct TypeProposal {
    std::string national_type;
    std::optional<std::string> local_type;
    std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(TypeProposal, (), (national_type, local_type, words))

/// Types that a narrative speaks of, by listed words and by the city's lessons, likeliest first, at most five.
std::vector<TypeProposal> types_in(db::Tx&, std::string_view narrative, Instant moment);

/// Registers a dispute at the actor's body, always, whatever will become of it (Several Rules art. 23).
/// Refusals: invalid with the fields at fault.
Receipt register_dispute(db::Tx&, const Registration&, const identity::Context&);

/// What a merge rests on. similarity_percent: of the narratives, when a comparison led to it.
enum class MergeCause { person, import_ };
BOOST_DESCRIBE_ENUM(MergeCause, person, import_)

/// Merges a registered dispute into another that goes on; both keep the trace.
/// Refusals: conflict merge_into_itself, kept_is_merged, kept_is_over, not_in_this_state; forbidden.
void merge(db::Tx&, dispute::Dispute& merged, dispute::Dispute& kept, MergeCause, std::int64_t similarity_percent,
           const std::string& reason, const identity::Context&);

/// The applicant takes his application back (PML art. 23: nobody is kept in mediation).
void withdraw(db::Tx&, dispute::Dispute&, const std::string& reason, const identity::Context&);

/// Forgets the fingerprints of texts older than duplicates are looked for. Returns how many.
std::int64_t forget_old_sketches(db::Database&, LegalDate today);

/// Throws away drafts that nobody saved for some days (setting draft_days). Returns how many.
std::int64_t forget_old_drafts(db::Database&, Instant moment);

/// Forgetting as daily jobs: their handlers, and their rows. The surroundings must outlive the runner.
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

}  // namespace hemu::intake
