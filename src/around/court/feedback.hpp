// 反馈 What courts tell back of agreements, for the committee that made them and the bureau above it (SPC rule of
// 2011 art. 12; Ningbo art. 25-26).
#pragma once
#include "store.hpp"

namespace hemu::court {

/// declined, rejected: the application for confirmation · upheld, changed 变更, annulled 撤销, void 无效: by
/// judgment.
enum class CourtOutcome { declined, rejected, upheld, changed, annulled, void_ };
BOOST_DESCRIBE_ENUM(CourtOutcome, declined, rejected, upheld, changed, annulled, void_)

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

/// What was told of this dispute, the newest first.
std::vector<FeedbackLine> feedback_of(db::Tx&, const Dispute&);
/// Of the actor's body and of those below it; the newest first, at most 200.
std::vector<FeedbackLine> feedback_for(db::Tx&, const Context&);
/// Refusal not_found.
void see_feedback(db::Tx&, Id<Feedback>, const Context&);

}  // namespace hemu::court
