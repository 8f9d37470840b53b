// A paper gets a last page for its signers, and where each of them stands is found on what was set.
#include "store.hpp"
#include "text.hpp"

namespace hemu::signing {

static constexpr double points_of_mm = 72 / 25.4;
static constexpr double sheet_height_mm = 297;
static constexpr double right_edge_mm = 183;
static constexpr double body_em_mm = 15 / points_of_mm;
static constexpr double seal_mm = 42;

static pdf::Text small(std::string words, double size = 10.5) {
    return {std::move(words), {.size = size, .align = pdf::Align::left, .line_height = 1.6}};
}

static std::string line_of(std::size_t position, const PlannedSigner& signer) {
    return fmt::format("{}. {}{}{}", position + 1, signer.label, signer.label.empty() ? "" : "　", signer.name);
}

static std::string how_to_check(const SigningPlan& plan, const std::string& code) {
    return fmt::format("核对码：{} {} {}", code.substr(0, 4), code.substr(4, 4), code.substr(8)) +
           fmt::format(
               "\n扫描二维码，或者打开 {}/check 输入核对码，可以核对手中的文书与签署的原件是否一致。"
               "核对页不显示任何个人信息。",
               plan.site);
}

/// What the page says of how this paper is signed.
static std::string manner_words(const SigningPlan& plan) {
    if (plan.ink_only)
        return "本文书涉及婚姻、收养或者继承等人身关系，依照《中华人民共和国电子签名法》第三条，不使用电子签名："
               "各方在纸质文书上签名、盖章或者按指印，签署后的纸质文书拍照存入案卷，电子印章只证明存档的文件没有改动"
               "。";
    return "本页是文书的组成部分。签署人签署的是本文书的全部内容；签署的方式和时间记在各人名下，"
           "签署后任何改动都会使印章失效。";
}

static pdf::Paper with_last_page(pdf::Paper paper, const SigningPlan& plan, const std::string& code) {
    auto& blocks = paper.blocks;
    blocks.emplace_back(pdf::NewPage{});
    blocks.emplace_back(pdf::heading("签署页"));
    blocks.emplace_back(small(manner_words(plan)));
    if (plan.replaces)
        blocks.emplace_back(
            small(fmt::format("本文书为第{}版，代替核对码为 {} 的第{}版。", plan.replaces->version + 1,
                              plan.replaces->check_code, plan.replaces->version)));
    pdf::Beside check;
    check.parts.push_back({1, {pdf::Code{fmt::format("{}/check/{}", plan.site, code), 30}}});
    check.parts.push_back({3.4, {small(how_to_check(plan, code))}});
    blocks.emplace_back(pdf::Space{3});
    blocks.emplace_back(std::move(check));
    for (std::size_t at = 0; at < plan.signers.size(); ++at) {
        pdf::Text name = small(line_of(at, plan.signers[at]), 12);
        name.style.bold = true;
        blocks.emplace_back(pdf::Together{{pdf::Rule{}, name, pdf::Space{18}}});
    }
    blocks.emplace_back(pdf::Rule{});
    return paper;
}

/// Full-width characters have the width of their height, others about half of it.
static double ems_of(std::string_view words) {
    double ems = 0;
    for (std::size_t at = 0; at < words.size(); ++at) {
        const auto byte = static_cast<unsigned char>(words[at]);
        if (byte < 0x80)
            ems += 0.55;
        else if (byte >= 0xe0)
            ems += 1;
        else if (byte >= 0xc0)
            ems += 0.6;
    }
    return ems;
}

static MarkBox box_at(std::size_t page, double x_mm, double base_mm, double below_mm, double width_mm,
                      double height_mm) {
    return {static_cast<std::int64_t>(page), x_mm * points_of_mm,
            (sheet_height_mm - base_mm - below_mm) * points_of_mm, width_mm * points_of_mm, height_mm * points_of_mm};
}

/// Beside the line, or below it where it leaves too little room.
static MarkBox hand_beside(const pdf::SetLine& line) {
    const double end = line.x_mm + ems_of(line.words) * body_em_mm + 2;
    const double room = right_edge_mm - end;
    if (room < 25) return box_at(line.page, line.x_mm + 30, line.y_mm, 13, 60, 12);
    return box_at(line.page, end, line.y_mm, 4, std::min(room, 55.0), 14);
}

static bool is_marked(const pdf::SetLine& line, const std::vector<std::string>& marks) {
    return std::any_of(marks.begin(), marks.end(),
                       [&](const std::string& mark) { return !mark.empty() && line.words.starts_with(mark); });
}

/// `　　　　年　　月　　日` at the end of a paper.
static bool is_empty_date(const pdf::SetLine& line) {
    return line.words.starts_with("　") && line.words.ends_with("年　　月　　日");
}

static const pdf::SetLine& last_page_line(const std::vector<pdf::SetLine>& lines, const std::string& words) {
    // A long name takes several lines: the first is enough to stand by.
    const auto found = std::find_if(lines.rbegin(), lines.rend(), [&](const pdf::SetLine& line) {
        return !line.words.empty() && words.starts_with(line.words) && line.words.size() > 3;
    });
    if (found == lines.rend()) throw std::runtime_error("a signer has no line on the last page");
    return *found;
}

static SignerPlace place_of(std::size_t position, const PlannedSigner& signer,
                            const std::vector<pdf::SetLine>& lines) {
    const pdf::SetLine& own = last_page_line(lines, line_of(position, signer));
    SignerPlace place;
    place.note = box_at(own.page, own.x_mm, own.y_mm, 8, 90, 8);
    place.hand = box_at(own.page, 120, own.y_mm, 18, 60, 20);
    const auto marked = std::find_if(lines.rbegin(), lines.rend(),
                                     [&](const pdf::SetLine& line) { return is_marked(line, signer.marks); });
    if (signer.role == SignerRole::keeper) {
        // Across the body's name and the day, as seals are put.
        const pdf::SetLine& line = marked == lines.rend() ? own : *marked;
        const double middle = marked == lines.rend() ? 150 : line.x_mm + ems_of(line.words) * body_em_mm / 2;
        place.hand = box_at(line.page, middle - seal_mm / 2, line.y_mm, seal_mm / 2 + 3, seal_mm, seal_mm);
        for (auto at = marked.base(); marked != lines.rend() && at != lines.end(); ++at)
            if (is_empty_date(*at)) place.date = box_at(at->page, at->x_mm, at->y_mm, 0, 11 * body_em_mm, body_em_mm);
        return place;
    }
    if (marked != lines.rend()) place.hand = hand_beside(*marked);
    return place;
}

FrozenPaper freeze(pdf::Paper paper, const SigningPlan& plan) {
    FrozenPaper frozen;
    frozen.check_code = crypto::random_code(12);
    auto printed = pdf::print(with_last_page(std::move(paper), plan, frozen.check_code));
    for (std::size_t at = 0; at < plan.signers.size(); ++at)
        frozen.places.push_back(place_of(at, plan.signers[at], printed.lines));
    frozen.bytes = std::move(printed.bytes);
    return frozen;
}

}  // namespace hemu::signing
