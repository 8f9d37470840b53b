#include "letter_paper.hpp"

#include "embedded.hpp"

namespace hemu::notices {

struct LetterWords {
    std::string title;
    std::string to;
    std::string follow;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(LetterWords, (), (title, to, follow, phone))

struct LetterFile {
    LetterWords zh;
    LetterWords en;
};
BOOST_DESCRIBE_STRUCT(LetterFile, (), (zh, en))

static const LetterWords& words_in(NoticeLanguage language) {
    static const auto file = json::read<LetterFile>(embedded_file("letter_words.json"));
    return language == NoticeLanguage::zh ? file.zh : file.en;
}

static std::string filled(const std::string& pattern, const std::string& value) {
    return fmt::format(fmt::runtime(pattern), value);
}

static std::string day_words(LegalDate day, NoticeLanguage language) {
    if (language == NoticeLanguage::en) return to_text(day);
    return chinese_text(day);
}

static pdf::Text small(std::string words) {
    return {std::move(words), {.size = 10.5, .align = pdf::Align::left, .line_height = 1.5}};
}

static pdf::Text at_right(std::string words) { return {std::move(words), {.size = 14, .align = pdf::Align::right}}; }

static pdf::Together foot(const LetterView& letter, const LetterWords& words, const std::string& link) {
    pdf::Blocks beside = {small(filled(words.follow, link))};
    if (letter.body_phone) beside.push_back(small(filled(words.phone, *letter.body_phone)));
    return {{pdf::Space{8}, at_right(letter.body_name), at_right(day_words(letter.written_on, letter.language)),
             pdf::Space{8}, pdf::Rule{}, pdf::Beside{{{1, {pdf::Code{link, 30}}}, {4, beside}}, 4}}};
}

pdf::Paper letter_paper(const LetterView& letter, const std::string& link) {
    const LetterWords& words = words_in(letter.language);
    const bool is_chinese = letter.language == NoticeLanguage::zh;
    pdf::Paper paper;
    paper.title = words.title + " " + letter.number;
    paper.language = is_chinese ? "zh-CN" : "en";
    paper.author = letter.body_name;
    paper.made_at = start_of(letter.written_on);
    pdf::WindowAddress window;
    if (letter.address) window.lines.push_back(*letter.address);
    window.lines.push_back(letter.party_name);
    window.sender = letter.body_name;
    pdf::Text number{letter.number, {.size = 12, .align = pdf::Align::centre}};
    pdf::Text to{filled(words.to, letter.party_name), {.size = 14, .align = pdf::Align::left, .space_before = 10}};
    pdf::Text said = pdf::paragraph(letter.words);
    said.style.size = 14;
    if (!is_chinese) said.style.first_indent_ems = 0, said.style.align = pdf::Align::left;
    paper.blocks = {window, pdf::title(words.title), number, to, said, foot(letter, words, link)};
    return paper;
}

}  // namespace hemu::notices
