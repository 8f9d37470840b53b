// 案卷评查 Reviews of closed files by seven points (domain facts 2.17): picked by hand or drawn by lot, judged with
// remarks, returned for repair under a clock, accepted.
#pragma once
#include "archive.hpp"

namespace hemu::archive {

enum class ReviewPoint {
    lawful_acceptance,
    complete_papers,
    standard_forms,
    proper_evidence,
    correct_law,
    timely_visit,
    proper_binding
};
BOOST_DESCRIBE_ENUM(ReviewPoint, lawful_acceptance, complete_papers, standard_forms, proper_evidence, correct_law,
                    timely_visit, proper_binding)

enum class ReviewState { picked, returned, repaired, accepted };
BOOST_DESCRIBE_ENUM(ReviewState, picked, returned, repaired, accepted)

enum class ReviewGrade { excellent, good, passed, failed };
BOOST_DESCRIBE_ENUM(ReviewGrade, excellent, good, passed, failed)

/// What each point got, or may get at most.
struct ReviewScores {
    std::int64_t lawful_acceptance = 0;
    std::int64_t complete_papers = 0;
    std::int64_t standard_forms = 0;
    std::int64_t proper_evidence = 0;
    std::int64_t correct_law = 0;
    std::int64_t timely_visit = 0;
    std::int64_t proper_binding = 0;
};
BOOST_DESCRIBE_STRUCT(ReviewScores, (),
                      (lawful_acceptance, complete_papers, standard_forms, proper_evidence, correct_law, timely_visit,
                       proper_binding))

/// part: at which paper of the file; page: of the file.
struct RemarkForm {
    ReviewPoint point = ReviewPoint::complete_papers;
    std::optional<VolumePart> part;
    std::optional<std::int64_t> page;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(RemarkForm, (), (point, part, page, words))

struct RemarkView : RemarkForm {
    std::string id;
    std::optional<std::string> answer;
};
BOOST_DESCRIBE_STRUCT(RemarkView, (RemarkForm), (id, answer))

/// accepted: otherwise it goes back to the body, which repairs what the remarks name.
struct JudgementForm {
    ReviewScores scores;
    std::vector<RemarkForm> remarks;
    std::optional<std::string> words;
    bool accepted = true;
};
BOOST_DESCRIBE_STRUCT(JudgementForm, (), (scores, remarks, words, accepted))

struct RemarkAnswer {
    std::string id;
    std::string answer;
};
BOOST_DESCRIBE_STRUCT(RemarkAnswer, (), (id, answer))
struct RepairForm {
    std::vector<RemarkAnswer> answers;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(RepairForm, (), (answers, words))

struct FileReview;
struct Draw;

/// What a row of the reviews and its view both say.
struct FileReviewFacts {
    Id<FileReview> id;
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::optional<std::string> file_number;
    std::string organisation_name;
    std::optional<std::string> mediator_name;
    ReviewState state = ReviewState::picked;
    std::int64_t version = 1;
    Instant picked_at;
    std::string picked_by_name;
    std::optional<std::int64_t> score;
    std::optional<std::int64_t> most;
    std::optional<ReviewGrade> grade;
    std::optional<std::string> words;
    std::optional<std::string> reviewer_name;
    std::optional<Instant> reviewed_at;
    std::optional<std::string> repair_words;
    std::optional<std::string> repaired_by_name;
    std::int64_t times_returned = 0;
};
BOOST_DESCRIBE_STRUCT(FileReviewFacts, (),
                      (id, dispute_id, number, file_number, organisation_name, mediator_name, state, version,
                       picked_at, picked_by_name, score, most, grade, words, reviewer_name, reviewed_at, repair_words,
                       repaired_by_name, times_returned))

/// most: what the file could get in all. drawn: by lot. repair_until_on: by when the body repairs. may_judge,
/// may_repair: the reader.
struct FileReviewView : FileReviewFacts {
    bool drawn = false;
    std::optional<ReviewScores> scores;
    ReviewScores weights;
    std::optional<LegalDate> repair_until_on;
    std::vector<RemarkView> remarks;
    bool may_judge = false;
    bool may_repair = false;
};
BOOST_DESCRIBE_STRUCT(FileReviewView, (FileReviewFacts),
                      (drawn, scores, weights, repair_until_on, remarks, may_judge, may_repair))

struct FileReviewList {
    std::vector<FileReviewView> items;
    std::string next;
};
BOOST_DESCRIBE_STRUCT(FileReviewList, (), (items, next))

/// seed: whoever wants to draw the same again gives the one that was shown; a fresh one when absent.
struct DrawForm {
    Id<identity::Organisation> organisation_id;
    LegalDate from_on;
    LegalDate to_on;
    std::int64_t wanted = 0;
    bool by_percent = false;
    std::optional<std::string> seed;
};
BOOST_DESCRIBE_STRUCT(DrawForm, (), (organisation_id, from_on, to_on, wanted, by_percent, seed))

/// pool: how many files there were to draw from, and the SM3 of their ids in order, so that a draw can be made again.
struct DrawView {
    Id<Draw> id;
    std::string organisation_name;
    LegalDate from_on;
    LegalDate to_on;
    std::int64_t wanted = 0;
    bool by_percent = false;
    std::string seed;
    std::int64_t pool = 0;
    std::string pool_digest;
    std::int64_t drawn = 0;
    Instant drawn_at;
    std::string drawn_by_name;
};
BOOST_DESCRIBE_STRUCT(DrawView, (),
                      (id, organisation_name, from_on, to_on, wanted, by_percent, seed, pool, pool_digest, drawn,
                       drawn_at, drawn_by_name))

/// What reviews of a body, or of the files that a mediator led, came to. percent: of what the files could get.
struct ReviewResult {
    std::string name;
    std::string organisation_name;
    bool of_mediator = false;
    std::int64_t reviewed = 0;
    std::int64_t percent = 0;
    std::int64_t excellent = 0;
    std::int64_t good = 0;
    std::int64_t passed = 0;
    std::int64_t failed = 0;
    std::int64_t returned = 0;
};
BOOST_DESCRIBE_STRUCT(ReviewResult, (),
                      (name, organisation_name, of_mediator, reviewed, percent, excellent, good, passed, failed,
                       returned))
struct ReviewResults {
    std::vector<ReviewResult> items;
};
BOOST_DESCRIBE_STRUCT(ReviewResults, (), (items))

/// What was found, in its order.
std::vector<RemarkView> remarks_of(db::Tx&, Id<FileReview>);
/// Picks a closed file for review, by hand. Refusals: conflict not_in_this_state, review_open; forbidden
/// reviews_own_file.
Id<FileReview> pick(db::Tx&, dispute::Dispute&, const identity::Context&);
/// Draws files of a body by lot. Refusals: invalid by field; not_found for a body that is not below the caller's.
DrawView draw(db::Tx&, const DrawForm&, const identity::Context&);
/// Refusals: not_found; conflict not_in_this_state; forbidden reviews_own_file; invalid by field out_of_range,
/// missing, too_long.
void judge(db::Tx&, Id<FileReview>, const JudgementForm&, const identity::Context&);
/// The body's answer to every remark. Refusals: not_found; conflict not_in_this_state; forbidden
/// not_your_bodys_dispute; invalid answers missing.
void repair(db::Tx&, Id<FileReview>, const RepairForm&, const identity::Context&);

}  // namespace hemu::archive
