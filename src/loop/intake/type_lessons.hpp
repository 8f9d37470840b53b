// What is learned from the types that people gave to earlier disputes, pure: which pairs of characters stand in the
// narratives of which type. Nothing of a single narrative can be read out of it.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace hemu::intake {

class TypeLessons {
  public:
    void learn(std::string_view narrative, const std::string& national_type);

    /// How likely each type is, together 1; empty when nothing was learned.
    std::map<std::string, double> shares(std::string_view narrative) const;
    /// Pairs of characters of the narrative that speak most for the type, at most three.
    std::vector<std::string> words_for(std::string_view narrative, const std::string& national_type) const;
    /// How much a proposal leans on what was learned, from 0 to nearly 1: half after 300 disputes.
    double weight() const;

  private:
    using Counts = std::map<std::string, std::int64_t>;
    double speaks_for(const Counts& pair, const std::string& national_type) const;

    std::unordered_map<std::string, Counts> pairs_;
    Counts disputes_;
    std::int64_t learned_ = 0;
};

}  // namespace hemu::intake
