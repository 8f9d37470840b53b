#include "type_lessons.hpp"

#include <algorithm>
#include <cmath>

#include "text.hpp"

namespace hemu::intake {

// Found on letters with known subjects, see type_words_test.cpp.
static constexpr double half_after = 300;
static constexpr double smoothing = 0.1;
static constexpr double damping = 0.5;

void TypeLessons::learn(std::string_view narrative, const std::string& national_type) {
    for (std::string& pair : text::bigrams(narrative)) ++pairs_[std::move(pair)][national_type];
    ++disputes_[national_type];
    ++learned_;
}

double TypeLessons::weight() const {
    const double learned = static_cast<double>(learned_);
    return learned / (learned + half_after);
}

/// By how much more often the pair stands in disputes of this type than in all, as a logarithm.
double TypeLessons::speaks_for(const Counts& pair, const std::string& national_type) const {
    double all = 0;
    for (const auto& [type, count] : pair) all += static_cast<double>(count);
    const auto own = pair.find(national_type);
    const double here = own == pair.end() ? 0 : static_cast<double>(own->second);
    const auto of_type = static_cast<double>(disputes_.at(national_type));
    return std::log((here + smoothing) / (of_type + 2 * smoothing)) -
           std::log((all + smoothing) / (static_cast<double>(learned_) + 2 * smoothing));
}

std::map<std::string, double> TypeLessons::shares(std::string_view narrative) const {
    std::vector<const Counts*> known;
    for (const std::string& pair : text::bigrams(narrative))
        if (const auto found = pairs_.find(pair); found != pairs_.end()) known.push_back(&found->second);
    // Pairs overlap and repeat each other; their sum would be far too sure of itself.
    const double each = damping / std::sqrt(std::max<double>(1, static_cast<double>(known.size())));
    std::map<std::string, double> shares;
    double sum = 0;
    for (const auto& [type, count] : disputes_) {
        double score = damping * std::log(static_cast<double>(count) / static_cast<double>(learned_));
        for (const Counts* pair : known) score += each * speaks_for(*pair, type);
        sum += shares[type] = std::exp(score);
    }
    for (auto& [type, share] : shares) share /= sum;
    return shares;
}

std::vector<std::string> TypeLessons::words_for(std::string_view narrative, const std::string& national_type) const {
    static constexpr std::size_t most = 3;
    std::vector<std::pair<double, std::string>> speaking;
    for (std::string& pair : text::bigrams(narrative))
        if (const auto found = pairs_.find(pair); found != pairs_.end() && found->second.contains(national_type))
            speaking.emplace_back(-speaks_for(found->second, national_type), std::move(pair));
    std::sort(speaking.begin(), speaking.end());
    std::vector<std::string> words;
    for (auto& [strength, pair] : speaking)
        if (words.size() < most && strength < 0) words.push_back(std::move(pair));
    return words;
}

}  // namespace hemu::intake
