#include <gmock/gmock.h>

#include "filling.hpp"
#include "mutations.hpp"
#include "text_form.hpp"

namespace hemu::documents {

using boost::json::object;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

static object data(std::string_view text) { return boost::json::parse(text).as_object(); }

TEST(placeholders, are_replaced_once_and_by_what_is_nearest) {
    const object all = data(
        R"({"name": "外", "sum": 3, "none": "", "party": {"name": "里{sum}"}, "list": [{"name": "甲"}, {"name": "乙"}]})");
    const Scope whole(all);
    EXPECT_EQ(whole.fill("{name}与{party.name}，{sum}份"), "外与里{sum}，3份");
    EXPECT_EQ(whole.fill("{none|无}、{absent|也无}、{absent}"), "无、也无、");
    EXPECT_EQ(whole.fill("没有关上 {name"), "没有关上 {name");
    std::string said;
    for (const Scope& one : whole.of_each("list")) said += one.fill("{index}.{name}{sum} ");
    EXPECT_EQ(said, "1.甲3 2.乙3 ");
    EXPECT_THAT(whole.of_each("absent"), IsEmpty());
    EXPECT_THAT(whole.of_each(std::nullopt), SizeIs(1));
}

TEST(conditions, ask_whether_something_is_there) {
    const object all =
        data(R"({"text": "x", "empty": "", "list": [], "yes": true, "no": false, "part": {"a": "1"}})");
    const Scope whole(all);
    for (const auto* there : {"text", "yes", "part", "part.a", "!empty", "!list", "!no", "!absent", "!part.b"})
        EXPECT_TRUE(whole.says(there)) << there;
    for (const auto* not_there : {"!text", "empty", "list", "no", "absent", "part.b", "text.deeper"})
        EXPECT_FALSE(whole.says(not_there)) << not_there;
}

static Template with(std::string_view lines) {
    return {"X1", "样张", 1, LegalDate(2020, 1, 1), "", "", {}, json::read<std::vector<Line>>(lines)};
}

TEST(templates, that_name_what_is_not_there_are_told_by_field) {
    const object shape = data(R"({"name": "x", "list": [{"word": "y"}]})");
    const auto faults = [&](std::string_view lines) {
        std::string said;
        for (const auto& fault : why_not_template(with(lines), shape).fields)
            said += fault.field + " " + fault.code + ";";
        return said;
    };
    EXPECT_EQ(faults(R"([{"kind": "line", "words": "{name}{wrong}"}])"), "lines[0].words unknown_name;");
    EXPECT_EQ(faults(R"([{"kind": "line", "words": "{name"}])"), "lines[0].words unclosed;");
    EXPECT_EQ(faults(R"([{"kind": "line", "words": "{word}{index}", "each": "list"}])"), "");
    EXPECT_EQ(faults(R"([{"kind": "line", "words": "{word}"}])"), "lines[0].words unknown_name;");
    EXPECT_EQ(faults(R"([{"kind": "line", "words": "x", "each": "lost"}])"), "lines[0].each unknown_name;");
    EXPECT_EQ(faults(R"([{"kind": "line", "words": "x", "when": "!lost"}])"), "lines[0].when unknown_name;");
    EXPECT_EQ(faults(R"([{"kind": "table"}])"), "lines[0].columns missing;");
    EXPECT_EQ(faults(R"([{"kind": "facts"}])"), "lines[0].facts missing;");
    EXPECT_EQ(faults("[]"), "lines missing;");
}

TEST(template_text, says_the_same_as_the_lines) {
    for (const Template& one : templates_on(LegalDate(2026, 11, 27))) {
        const auto read = read_text(as_text(one.lines));
        EXPECT_THAT(read.faults, IsEmpty()) << one.code;
        EXPECT_EQ(json::write(read.lines), json::write(one.lines)) << as_text(one.lines);
        EXPECT_EQ(read.begins.size(), one.lines.size());
    }
}

TEST(template_text, names_the_line_that_cannot_be_read) {
    const auto read = read_text(
        "# 标题\n\n= 没有竖线\n[when x 正文\n=> 什么\n+ 列 0 | {x}\n### 三级\n~ 签名：\n~~ 另一人： |\n正文");
    std::string said;
    for (const TextFault& fault : read.faults) said += fmt::format("{} {} {};", fault.line, fault.code, fault.what);
    EXPECT_EQ(said, "3 missing |;4 unclosed [when x 正文;5 unknown_sign =>;6 out_of_range 0;7 unknown_sign ###;");
    ASSERT_THAT(read.lines, SizeIs(3));
    EXPECT_THAT(read.begins, ElementsAre(1, 8, 10));
    EXPECT_THAT(*read.lines[1].facts, SizeIs(1));
    EXPECT_THAT(read_text("").lines, IsEmpty());
}

TEST(papers, leave_out_what_is_not_so_and_repeat_what_is_many) {
    const object all = data(R"({"title": "标题", "list": [{"w": "甲"}, {"w": "乙"}], "no": false})");
    const auto paper = fill(with(R"([
        {"kind": "title", "words": "{title}"},
        {"kind": "paragraph", "words": "不出现", "when": "no"},
        {"kind": "paragraph", "words": "第{index}项{w}", "each": "list"},
        {"kind": "table", "each": "list", "columns": [{"heading": "序", "words": "{index}", "share": 1}, {"heading": "名", "words": "{w}", "share": 3}]},
        {"kind": "table", "each": "nothing", "columns": [{"heading": "序", "words": "{index}", "share": 1}]},
        {"kind": "signatures", "facts": [{"label": "签名：", "words": ""}]}])"),
                            all, {"调委会", Instant{1'800'000'000'000'000}, "编号1"});
    std::string words;
    for (const auto& line : pdf::print(paper).lines) words += line.words + "\n";
    for (const auto* said : {"标题", "第1项甲", "第2项乙", "签名：", "调委会"})
        EXPECT_THAT(words + paper.author, HasSubstr(said));
    EXPECT_THAT(words, testing::Not(HasSubstr("不出现")));
    EXPECT_EQ(std::count_if(paper.blocks.begin(), paper.blocks.end(),
                            [](const pdf::Block& block) { return std::holds_alternative<pdf::Table>(block); }),
              1);
}

TEST(papers, say_what_is_missing) {
    auto pattern = with(R"([{"kind": "line", "words": "x"}])");
    pattern.needs = {"agreement", "name"};
    EXPECT_THAT(missing_of(pattern, data(R"({"name": "", "agreement": {"a": 1}})")), ElementsAre("name"));
}

TEST(built_in_templates, are_one_a_code_and_not_from_the_future) {
    EXPECT_THAT(templates_on(LegalDate(2010, 12, 31)), IsEmpty());
    const auto all = templates_on(LegalDate(2026, 11, 27));
    EXPECT_GE(all.size(), 12u);
    for (std::size_t i = 1; i < all.size(); ++i) EXPECT_LT(all[i - 1].code, all[i].code);
}

TEST(template_texts, keep_a_column_without_a_heading) {
    const std::string text = "[each papers] +  | {index}\n+ 2026 1 | {name}\n\n";
    const auto read = read_text(text);
    ASSERT_THAT(read.faults, IsEmpty());
    EXPECT_EQ(read.lines.at(0).columns->at(0).heading, "");
    EXPECT_EQ(as_text(read.lines), text);
}

TEST(template_texts, that_were_changed_are_read_again_as_they_were_written) {
    std::vector<std::string> samples;
    for (const auto& one : templates_on(LegalDate(2026, 11, 27))) samples.push_back(as_text(one.lines));
    Mutations texts(samples,
                    {"[each ", "[when !", "]", "|", "\n", "\\n", "{", "}", "+ ", "~~ ", "= ", "...", "{a.b", "〔"});
    int whole = 0;
    for (int i = 0; i < 20'000; ++i) {
        const auto read = read_text(texts.next());
        EXPECT_EQ(read.lines.size(), read.begins.size());
        if (!read.faults.empty()) continue;
        ++whole;
        const std::string written = as_text(read.lines);
        EXPECT_EQ(as_text(read_text(written).lines), written);
    }
    EXPECT_GT(whole, 0);
}

}  // namespace hemu::documents
