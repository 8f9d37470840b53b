#include "embedded.hpp"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <stdexcept>

namespace hemu {

TEST(Embedded, carries_the_data_files) {
    for (const std::string_view name :
         {"clock_rules.json", "dispute_flags.json", "dispute_types.json", "problems.json"})
        EXPECT_NO_THROW(boost::json::parse(std::string(embedded_file(name)))) << name;
    EXPECT_THROW(embedded_file("nothing.json"), std::out_of_range);
}

// Every problem speaks both languages.
TEST(Embedded, problems_have_words_in_both_languages) {
    const auto problems = boost::json::parse(std::string(embedded_file("problems.json"))).as_object();
    EXPECT_GT(problems.size(), 150u);
    for (const auto& [code, words] : problems)
        for (const std::string_view language : {"zh", "en"})
            EXPECT_FALSE(words.at(language).as_string().empty()) << std::string_view(code);
}

}  // namespace hemu
