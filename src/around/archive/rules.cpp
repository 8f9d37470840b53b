#include "rules.hpp"

#include "crypto.hpp"
#include "text.hpp"

namespace hemu::archive {

static constexpr std::size_t longest_words = 1000;
static constexpr std::int64_t most_drawn = 500;

ReviewScores weights_of(const ArchiveSettings& settings) {
    return {settings.weight_lawful_acceptance, settings.weight_complete_papers, settings.weight_standard_forms,
            settings.weight_proper_evidence,   settings.weight_correct_law,     settings.weight_timely_visit,
            settings.weight_proper_binding};
}

/// Calls `see` with the name of each point, what it got and what it may get.
template <class See>
static void for_each_point(const ReviewScores& scores, const ReviewScores& weights, See see) {
    boost::mp11::mp_for_each<boost::describe::describe_members<ReviewScores, boost::describe::mod_any_access>>(
        [&](auto member) { see(std::string(member.name), scores.*member.pointer, weights.*member.pointer); });
}

std::int64_t sum_of(const ReviewScores& scores) {
    std::int64_t sum = 0;
    for_each_point(scores, scores, [&](const std::string&, std::int64_t score, std::int64_t) { sum += score; });
    return sum;
}

ReviewGrade grade_of(std::int64_t score, std::int64_t most, const ArchiveSettings& settings) {
    const auto reaches = [&](std::int64_t percent) { return score * 100 >= most * percent; };
    if (reaches(settings.grade_excellent)) return ReviewGrade::excellent;
    if (reaches(settings.grade_good)) return ReviewGrade::good;
    return reaches(settings.grade_passed) ? ReviewGrade::passed : ReviewGrade::failed;
}

Verdict why_not_judge(const JudgementForm& form, const ReviewScores& weights) {
    Verdict verdict;
    for_each_point(form.scores, weights, [&](const std::string& name, std::int64_t score, std::int64_t weight) {
        if (score < 0 || weight < score) verdict.add("scores." + name, "out_of_range");
    });
    if (!form.accepted && form.remarks.empty()) verdict.add("remarks", "missing");
    for (std::size_t at = 0; at < form.remarks.size(); ++at) {
        const RemarkForm& remark = form.remarks[at];
        const std::string field = fmt::format("remarks[{}].", at);
        if (text::trim(remark.words).empty()) verdict.add(field + "words", "missing");
        if (text::length(remark.words) > longest_words) verdict.add(field + "words", "too_long");
        if (remark.page && (*remark.page < 1 || *remark.page > 9999)) verdict.add(field + "page", "out_of_range");
    }
    if (text::length(form.words.value_or("")) > longest_words) verdict.add("words", "too_long");
    return verdict;
}

Verdict why_not_repair(const RepairForm& form, const std::vector<RemarkView>& remarks) {
    Verdict verdict;
    for (const RemarkView& remark : remarks) {
        const auto answer = std::find_if(form.answers.begin(), form.answers.end(),
                                         [&](const RemarkAnswer& one) { return one.id == remark.id; });
        if (answer == form.answers.end() || text::trim(answer->answer).empty())
            verdict.add("answers", "missing");
        else if (text::length(answer->answer) > longest_words)
            verdict.add("answers", "too_long");
    }
    if (text::length(form.words.value_or("")) > longest_words) verdict.add("words", "too_long");
    return verdict;
}

Verdict why_not_draw(const DrawForm& form) {
    Verdict verdict;
    if (form.to_on < form.from_on) verdict.add("to_on", "before_from");
    if (form.wanted < 1 || form.wanted > (form.by_percent ? 100 : most_drawn)) verdict.add("wanted", "out_of_range");
    if (text::length(form.seed.value_or("")) > 64) verdict.add("seed", "too_long");
    return verdict;
}

std::size_t draw_size(const DrawForm& form, std::size_t pool) {
    const auto wanted = static_cast<std::size_t>(form.wanted);
    return std::min(pool, form.by_percent ? (pool * wanted + 99) / 100 : wanted);
}

std::vector<std::string> drawn_from(const std::vector<std::string>& pool, const std::string& seed,
                                    std::size_t count) {
    std::vector<std::pair<std::string, std::string>> lots;
    for (const std::string& id : pool) lots.emplace_back(crypto::to_hex(crypto::sm3(seed + " " + id)), id);
    std::sort(lots.begin(), lots.end());
    std::vector<std::string> drawn;
    for (std::size_t at = 0; at < std::min(count, lots.size()); ++at) drawn.push_back(lots[at].second);
    return drawn;
}

}  // namespace hemu::archive
