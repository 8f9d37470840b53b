// 反馈 What courts tell back of agreements, for the committee that made them and the bureau above it (SPC rule of
// 2011 art. 12; Ningbo art. 25-26).
#pragma once
#include "store.hpp"

namespace hemu::court {

enum class CourtOutcome { declined, rejected, upheld, changed, void_ };
BOOST_DESCRIBE_ENUM(CourtOutcome, declined, rejected, upheld, changed, void_)

struct Feedback;
struct FeedbackLine {
    Id<Feedback> id;
    Id<Dispute> dispute_id;
    std::string number;
    std::string court_name;
    std::string body_name;
    CourtOutcome outcome = CourtOutcome::rejected;
    std::optional<CourtReason> reason;
    std::optional<std::string> court_number;
    LegalDate decided_on;
    std::optional<std::string> words;
    std::optional<Instant> seen_at;
    std::optional<std::string> seen_by_name;
};
BOOST_DESCRIBE_STRUCT(FeedbackLine, (),
                      (id, dispute_id, number, court_name, body_name, outcome, reason, court_number, decided_on,
                       words, seen_at, seen_by_name))

struct Told {
    CourtOutcome outcome = CourtOutcome::rejected;
    std::optional<CourtReason> reason;
    std::optional<std::string> court_number;
    LegalDate decided_on;
    std::optional<std::string> words;
};
void tell_back(db::Tx&, const Dispute&, CourtId, const Told&, const Context&);

/// 裁判结果 A judgment over an agreement: upheld, changed or void.
struct JudgmentForm {
    CourtOutcome outcome = CourtOutcome::upheld;
    LegalDate judged_on;
    std::string court_number;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(JudgmentForm, (), (outcome, judged_on, court_number, words))
/// By a judge to whom the case is open. Refusals: invalid outcome unknown_word, court_number missing, judged_on
/// in_the_future; conflict agreement_missing.
void tell_judgment(db::Tx&, Dispute&, const JudgmentForm&, const Context&);

/// Of the actor's body and of those below it; the newest first, at most 200.
std::vector<FeedbackLine> feedback_for(db::Tx&, const Context&);
/// Refusal not_found.
void see_feedback(db::Tx&, Id<Feedback>, const Context&);

}  // namespace hemu::court
