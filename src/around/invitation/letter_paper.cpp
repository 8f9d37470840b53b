#include "letter_paper.hpp"

#include "embedded.hpp"

namespace hemu::invitation {

using notices::NoticeLanguage;

struct InvitationWords {
    std::string title;
    std::string to;
    std::string somebody;
    std::string between;
    std::vector<std::string> say;
    std::string how;
};
BOOST_DESCRIBE_STRUCT(InvitationWords, (), (title, to, somebody, between, say, how))

struct InvitationFile {
    InvitationWords zh;
    InvitationWords en;
};
BOOST_DESCRIBE_STRUCT(InvitationFile, (), (zh, en))

static const InvitationWords& words_in(NoticeLanguage language) {
    static const auto file = json::read<InvitationFile>(embedded_file("invitation_letter_words.json"));
    return language == NoticeLanguage::zh ? file.zh : file.en;
}

static std::string day_words(LegalDate day, NoticeLanguage language) {
    if (language == NoticeLanguage::en) return to_text(day);
    return chinese_text(day);
}

static pdf::Text sentence(std::string words, NoticeLanguage language) {
    pdf::Text said = pdf::paragraph(std::move(words));
    said.style.size = 13;
    said.style.space_before = 3;
    if (language == NoticeLanguage::en) said.style.first_indent_ems = 0;
    return said;
}

static pdf::Text line(std::string words, double size, pdf::Align align, bool bold = false) {
    return {std::move(words), {.size = size, .bold = bold, .align = align, .line_height = 1.5}};
}

/// `7 K 3 M   9 Q X A`: read one by one.
static std::string spaced(const std::string& code) {
    std::string words;
    for (std::size_t i = 0; i < code.size(); ++i)
        words += fmt::format("{}{}", i == 0 ? "" : i == 4 ? "   " : " ", code[i]);
    return words;
}

static pdf::Blocks sentences(const InvitationLetter& letter, const InvitationWords& words) {
    using fmt::arg;
    const std::string who =
        letter.asked_by.empty() ? words.somebody : fmt::format("{}", fmt::join(letter.asked_by, words.between));
    pdf::Blocks said;
    for (const std::string& one : words.say)
        said.push_back(sentence(fmt::format(fmt::runtime(one), arg("who", who), arg("body", letter.body_name),
                                            arg("date", day_words(letter.ends_on, letter.language)),
                                            arg("phone", letter.body_phone.value_or(""))),
                                letter.language));
    return said;
}

static pdf::Together foot(const InvitationLetter& letter, const InvitationWords& words, const std::string& site) {
    const std::string typed = letter.short_link.empty() ? site + "/j" : letter.short_link;
    const std::string link = letter.short_link.empty() ? site + letter.link : letter.link;
    const pdf::Blocks beside = {
        line(fmt::format(fmt::runtime(words.how), fmt::arg("link", typed)), 12, pdf::Align::left),
        line(spaced(letter.code), 26, pdf::Align::left, true)};
    pdf::Blocks blocks = {pdf::Space{6}, pdf::Rule{}, pdf::Beside{{{1, {pdf::Code{link, 36}}}, {3, beside}}, 5},
                          pdf::Space{4}, line(letter.body_name, 14, pdf::Align::right)};
    for (const auto& more : {letter.body_address, letter.body_phone})
        if (more) blocks.push_back(line(*more, 11, pdf::Align::right));
    blocks.push_back(line(day_words(letter.written_on, letter.language), 14, pdf::Align::right));
    return {blocks};
}

pdf::Paper letter_paper(const InvitationLetter& letter, const std::string& site) {
    const InvitationWords& words = words_in(letter.language);
    pdf::Paper paper;
    paper.title = words.title + " " + letter.number;
    paper.language = letter.language == NoticeLanguage::zh ? "zh-CN" : "en";
    paper.author = letter.body_name;
    paper.made_at = start_of(letter.written_on);
    paper.page_numbers = false;
    pdf::WindowAddress window;
    if (letter.address) window.lines.push_back(*letter.address);
    window.lines.push_back(letter.party_name);
    window.sender = letter.body_name;
    paper.blocks = {window, pdf::title(words.title), line(letter.number, 12, pdf::Align::centre),
                    line(fmt::format(fmt::runtime(words.to), letter.party_name), 14, pdf::Align::left)};
    for (auto& block : sentences(letter, words)) paper.blocks.push_back(std::move(block));
    paper.blocks.push_back(foot(letter, words, site));
    return paper;
}

}  // namespace hemu::invitation
