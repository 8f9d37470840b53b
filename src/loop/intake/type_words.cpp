#include "type_words.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "embedded.hpp"
#include "text.hpp"

namespace hemu::intake {

struct ListedWords {
    std::string type;
    std::vector<std::string> names;
    std::vector<std::string> hints;
};
BOOST_DESCRIBE_STRUCT(ListedWords, (), (type, names, hints))

struct WordFile {
    std::string basis;
    std::vector<ListedWords> types;
};
BOOST_DESCRIBE_STRUCT(WordFile, (), (basis, types))

static constexpr double weight_of_name = 3;
static constexpr double weight_of_hint = 1;

/// Two characters count once, six and more twice.
static double length_factor(const std::string& word) {
    return 1 + 0.25 * (static_cast<double>(std::min<std::size_t>(text::length(word), 6)) - 2);
}

static std::vector<WordsOfType> read_words() {
    const auto file = json::read<WordFile>(embedded_file("type_words.json"));
    std::map<std::string, int> types_of_word;
    for (const ListedWords& listed : file.types) {
        std::set<std::string> words(listed.names.begin(), listed.names.end());
        words.insert(listed.hints.begin(), listed.hints.end());
        for (const std::string& word : words) ++types_of_word[word];
    }
    std::vector<WordsOfType> all;
    for (const ListedWords& listed : file.types) {
        WordsOfType& type = all.emplace_back(WordsOfType{listed.type, {}});
        const auto add = [&](const std::vector<std::string>& words, double weight) {
            for (const std::string& word : words)
                type.words.push_back({word, weight * length_factor(word) / std::sqrt(types_of_word[word])});
        };
        add(listed.names, weight_of_name);
        add(listed.hints, weight_of_hint);
        std::stable_sort(type.words.begin(), type.words.end(),
                         [](const KeyWord& one, const KeyWord& other) { return one.weight > other.weight; });
    }
    return all;
}

const std::vector<WordsOfType>& words_of_types() {
    static const std::vector<WordsOfType> all = read_words();
    return all;
}

struct Found {
    double weight = 0;
    std::vector<std::string> words;
};

static std::map<std::string, Found> found_in(std::string_view narrative) {
    std::map<std::string, Found> all;
    for (const WordsOfType& type : words_of_types())
        for (const KeyWord& key : type.words) {
            if (narrative.find(key.word) == narrative.npos) continue;
            Found& found = all[type.type];
            found.weight += key.weight;
            if (found.words.size() < 4) found.words.push_back(key.word);
        }
    return all;
}

static std::string national_of(const std::string& type) { return type.substr(0, 2); }

struct Ranked {
    double score = 0;
    std::string type;
    std::vector<std::string> words;
};

static std::vector<Ranked> by_words(const std::map<std::string, Found>& found) {
    std::vector<Ranked> all;
    double sum = 0;
    for (const auto& [type, own] : found) {
        Ranked one{own.weight, type, own.words};
        const auto above = found.find(national_of(type));
        if (above != found.end() && above->first != type) one.score += 0.5 * above->second.weight;
        sum += one.score;
        all.push_back(std::move(one));
    }
    for (Ranked& one : all) one.score /= sum;
    return all;
}

/// Every type that words speak for takes its part of what was learned of its national type; a likely one that no
/// word speaks for joins.
static void lean_on(const TypeLessons& lessons, std::string_view narrative, std::vector<Ranked>& all) {
    static constexpr double likely = 0.3;
    const double weight = lessons.weight();
    for (Ranked& one : all) one.score *= 1 - weight;
    for (const auto& [type, share] : lessons.shares(narrative)) {
        bool listed = false;
        for (Ranked& one : all) {
            if (national_of(one.type) != type) continue;
            one.score += weight * share;
            listed = true;
        }
        if (listed || share < likely) continue;
        auto words = lessons.words_for(narrative, type);
        if (!words.empty()) all.push_back({weight * share, type, std::move(words)});
    }
}

std::vector<TypeProposal> propose_types(std::string_view narrative, const TypeLessons& lessons) {
    static constexpr std::size_t most = 5;
    static constexpr int most_of_one = 2;
    std::vector<Ranked> all = by_words(found_in(narrative));
    lean_on(lessons, narrative, all);
    std::stable_sort(all.begin(), all.end(),
                     [](const Ranked& one, const Ranked& other) { return one.score > other.score; });
    std::vector<TypeProposal> proposals;
    std::map<std::string, int> of_national;
    for (Ranked& one : all) {
        if (proposals.size() == most || ++of_national[national_of(one.type)] > most_of_one) continue;
        const bool is_local = one.type.size() > 2;
        proposals.push_back(
            {national_of(one.type), is_local ? std::optional(one.type) : std::nullopt, std::move(one.words)});
    }
    return proposals;
}

}  // namespace hemu::intake
