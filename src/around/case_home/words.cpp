#include "words.hpp"

#include <map>

#include "embedded.hpp"

namespace hemu::case_home {

struct BothWords {
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(BothWords, (), (zh, en))

struct WordsFile {
    std::map<std::string, BothWords> tasks;
    std::map<std::string, BothWords> calendar;
};
BOOST_DESCRIBE_STRUCT(WordsFile, (), (tasks, calendar))

static const WordsFile& file() {
    static const auto read = json::read<WordsFile>(embedded_file("case_home_words.json"));
    return read;
}

std::string task_words(AskKind kind) { return file().tasks.at(std::string(json::enum_word(kind))).zh; }

std::string calendar_words(DateCode code, std::string_view language) {
    const BothWords& words = file().calendar.at(std::string(json::enum_word(code)));
    return language == "en" ? words.en : words.zh;
}

}  // namespace hemu::case_home
