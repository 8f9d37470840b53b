#pragma once
#include "reviews.hpp"

namespace hemu::archive {

/// The numbers of archive_setting, by their codes.
struct ArchiveSettings {
    std::int64_t weight_lawful_acceptance = 15;
    std::int64_t weight_complete_papers = 20;
    std::int64_t weight_standard_forms = 15;
    std::int64_t weight_proper_evidence = 15;
    std::int64_t weight_correct_law = 15;
    std::int64_t weight_timely_visit = 10;
    std::int64_t weight_proper_binding = 10;
    std::int64_t grade_excellent = 90;
    std::int64_t grade_good = 80;
    std::int64_t grade_passed = 60;
    std::int64_t loan_days = 14;
};
BOOST_DESCRIBE_STRUCT(ArchiveSettings, (),
                      (weight_lawful_acceptance, weight_complete_papers, weight_standard_forms,
                       weight_proper_evidence, weight_correct_law, weight_timely_visit, weight_proper_binding,
                       grade_excellent, grade_good, grade_passed, loan_days))

ReviewScores weights_of(const ArchiveSettings&);
std::int64_t sum_of(const ReviewScores&);
ReviewGrade grade_of(std::int64_t score, std::int64_t most, const ArchiveSettings&);

/// No point gets more than its weight; a file that goes back has remarks, each with words.
Verdict why_not_judge(const JudgementForm&, const ReviewScores& weights);
/// Every remark is answered.
Verdict why_not_repair(const RepairForm&, const std::vector<RemarkView>&);
Verdict why_not_draw(const DrawForm&);

/// Those of the pool that the lot takes: by the digest of seed and id, so that the same seed and the same pool give
/// the same files. The pool in the order of its ids.
std::vector<std::string> drawn_from(const std::vector<std::string>& pool, const std::string& seed, std::size_t count);
/// How many a draw of so much per hundred takes, at least one of a pool that is not empty.
std::size_t draw_size(const DrawForm&, std::size_t pool);

}  // namespace hemu::archive
