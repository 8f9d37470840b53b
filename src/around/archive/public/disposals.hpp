// 鉴定销毁 Legal holds, and the disposal of files whose day is over: proposed, appraised, approved by two, carried
// out by a job, certified. The register of numbers and the journal stay (PIPL art. 19, 47; Archives Law).
#pragma once
#include "archive.hpp"
#include "pdf.hpp"

namespace hemu::archive {

struct Disposal;

struct LegalHoldForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(LegalHoldForm, (), (reason))

struct LegalHoldView {
    std::string reason;
    Instant held_at;
    std::string held_by_name;
    std::optional<Instant> lifted_at;
    std::optional<std::string> lifted_by_name;
    std::optional<std::string> lift_reason;
};
BOOST_DESCRIBE_STRUCT(LegalHoldView, (), (reason, held_at, held_by_name, lifted_at, lifted_by_name, lift_reason))
struct LegalHoldList {
    std::vector<LegalHoldView> items;
};
BOOST_DESCRIBE_STRUCT(LegalHoldList, (), (items))

/// Nothing of the case is disposed of until it is lifted. Refusals: invalid reason; conflict held_already, not_held.
void hold(db::Tx&, dispute::Dispute&, const LegalHoldForm&, const identity::Context&);
void lift_hold(db::Tx&, dispute::Dispute&, const LegalHoldForm&, const identity::Context&);

enum class DisposalState { proposed, appraised, head_approved, approved, executed, ended };
BOOST_DESCRIBE_ENUM(DisposalState, proposed, appraised, head_approved, approved, executed, ended)

/// One line of the list. left_out: why it is spared: held, lent, reviewed, under_way (a message to or from a
/// partner is), opened_again; empty when it is not.
struct DisposalFile {
    std::string number;
    std::optional<std::string> file_number;
    LegalDate archived_on;
    Retention retention = Retention::short_;
    LegalDate dispose_after_on;
    std::string digest;
    std::optional<std::string> left_out;
    std::optional<Instant> disposed_at;
};
BOOST_DESCRIBE_STRUCT(DisposalFile, (),
                      (number, file_number, archived_on, retention, dispose_after_on, digest, left_out, disposed_at))

/// What a row of the lists and its view both say.
struct DisposalFacts {
    Id<Disposal> id;
    std::string organisation_name;
    std::int64_t year = 0;
    DisposalState state = DisposalState::proposed;
    Instant proposed_at;
    std::string proposed_by_name;
    std::optional<std::string> appraisal;
    std::optional<Instant> appraised_at;
    std::optional<std::string> appraised_by_name;
    std::optional<std::string> head_name;
    std::optional<Instant> head_at;
    std::optional<std::string> centre_name;
    std::optional<Instant> centre_at;
    std::optional<std::string> ended_words;
    std::optional<std::string> certificate_number;
    std::optional<Instant> executed_at;
};
BOOST_DESCRIBE_STRUCT(DisposalFacts, (),
                      (id, organisation_name, year, state, proposed_at, proposed_by_name, appraisal, appraised_at,
                       appraised_by_name, head_name, head_at, centre_name, centre_at, ended_words, certificate_number,
                       executed_at))

/// may: what the reader may do next: appraise, approve, end.
struct DisposalView : DisposalFacts {
    std::vector<DisposalFile> files;
    std::vector<std::string> may;
};
BOOST_DESCRIBE_STRUCT(DisposalView, (DisposalFacts), (files, may))

struct DisposalList {
    std::vector<DisposalView> items;
    std::int64_t due = 0;  ///< files of the reader's archive whose day is over now
};
BOOST_DESCRIBE_STRUCT(DisposalList, (), (items, due))

struct DisposalForm {
    std::int64_t year = 0;
};
BOOST_DESCRIBE_STRUCT(DisposalForm, (), (year))
/// words: the opinion of who appraises; of an approval may be empty.
struct DisposalStepForm {
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(DisposalStepForm, (), (words))

/// The files whose day is over by the end of that year and is past. Refusals: invalid year out_of_range; conflict
/// disposal_open, nothing_to_dispose.
Id<Disposal> propose_disposal(db::Tx&, const DisposalForm&, const identity::Context&);
/// Refusals: not_found; conflict not_in_this_state; invalid words missing.
void appraise_disposal(db::Tx&, Id<Disposal>, const DisposalStepForm&, const identity::Context&);
/// First by the head of the archive, then by another person of the centre above; then a job carries it out. Refusals:
/// not_found; conflict not_in_this_state; forbidden same_person_twice.
void approve_disposal(db::Tx&, Id<Disposal>, const DisposalStepForm&, const identity::Context&);
/// Not to be carried out. Refusals: invalid words missing.
void end_disposal(db::Tx&, Id<Disposal>, const DisposalStepForm&, const identity::Context&);

/// What an approved disposal does to each file in a transaction of its own; who runs it twice does it once.
void carry_out(db::Database&, Id<Disposal>, const identity::Surroundings&, Instant moment);
std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);

/// 销毁证明. Refusals: not_found; conflict not_in_this_state before it was carried out.
pdf::Paper certificate(db::Tx&, Id<Disposal>, const identity::Context&);

}  // namespace hemu::archive
