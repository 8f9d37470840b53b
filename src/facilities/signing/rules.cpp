#include "rules.hpp"

#include <cmath>

#include "text.hpp"

namespace hemu::signing {

static constexpr std::size_t most_points = 20'000;
static constexpr std::size_t least_points = 8;
/// Of the pad's width: shorter is a dot.
static constexpr double least_length = 0.15;
static constexpr std::int64_t most_days = 90;
static constexpr std::int64_t largest_pad = 10'000;

bool is_turn(const std::vector<SignerStanding>& all, std::size_t position, bool in_order) {
    if (position >= all.size() || all[position].state != SignerState::waiting) return false;
    const bool last = all[position].role == SignerRole::keeper;
    for (std::size_t at = 0; at < all.size(); ++at) {
        if (at == position || all[at].state == SignerState::signed_) continue;
        if (last && all[at].role != SignerRole::keeper) return false;
        if (in_order && at < position) return false;
    }
    return true;
}

std::vector<SigningMethod> methods_of(SignerRole role, bool ink_only) {
    if (ink_only) return {SigningMethod::ink};
    switch (role) {
        case SignerRole::party:
        case SignerRole::agent:
            return {SigningMethod::strokes, SigningMethod::phone, SigningMethod::fingerprint, SigningMethod::ink};
        case SignerRole::mediator:
        case SignerRole::judge:
            return {SigningMethod::password, SigningMethod::ink};
        case SignerRole::keeper:
            return {SigningMethod::seal};
    }
    return {};
}

bool keeps_seal(identity::Duty duty) { return duty == identity::Duty::head || duty == identity::Duty::judge; }

Verdict why_not_strokes(const HandStrokes& hand) {
    const auto wrong = [](std::string code) { return Verdict::refused(Fault::invalid, std::move(code), "strokes"); };
    if (hand.width < 1 || hand.height < 1 || hand.width > largest_pad || hand.height > largest_pad)
        return wrong("out_of_range");
    std::size_t points = 0;
    double length = 0;
    for (const auto& line : hand.lines) {
        if (line.size() % 3 != 0) return wrong("out_of_range");
        points += line.size() / 3;
        if (points > most_points) return wrong("too_long");
        for (std::size_t at = 0; at + 2 < line.size(); at += 3) {
            if (line[at] < 0 || line[at] > hand.width || line[at + 1] < 0 || line[at + 1] > hand.height)
                return wrong("out_of_range");
            if (at >= 3) length += std::hypot(double(line[at] - line[at - 3]), double(line[at + 1] - line[at - 2]));
        }
    }
    if (points == 0) return wrong("signature_empty");
    if (points < least_points || length < least_length * double(hand.width)) return wrong("signature_too_short");
    return {};
}

Verdict why_not_end(LegalDate ends_on, LegalDate today) {
    if (ends_on < today || ends_on - today > most_days)
        return Verdict::refused(Fault::invalid, "signing_days_wrong", "ends_on");
    return {};
}

std::string drawn(const HandStrokes& hand, double width, double height) {
    // What was drawn, without the empty pad around it.
    double left = double(hand.width), right = 0, top = double(hand.height), bottom = 0;
    for (const auto& line : hand.lines)
        for (std::size_t at = 0; at + 2 < line.size(); at += 3) {
            left = std::min(left, double(line[at]));
            right = std::max(right, double(line[at]));
            top = std::min(top, double(line[at + 1]));
            bottom = std::max(bottom, double(line[at + 1]));
        }
    const double scale = std::min(width / std::max(1.0, right - left), height / std::max(1.0, bottom - top));
    const double lift = (height - (bottom - top) * scale) / 2;
    std::string operators = "1.4 w 1 J 1 j 0.05 0.05 0.25 RG\n";
    for (const auto& line : hand.lines) {
        for (std::size_t at = 0; at + 2 < line.size(); at += 3)
            operators += fmt::format("{:.2f} {:.2f} {}\n", (double(line[at]) - left) * scale,
                                     lift + (bottom - double(line[at + 1])) * scale, at == 0 ? "m" : "l");
        // A dot is a line to itself.
        if (line.size() == 3)
            operators += fmt::format("{:.2f} {:.2f} l\n", (double(line[0]) - left) * scale,
                                     lift + (bottom - double(line[1])) * scale);
        if (!line.empty()) operators += "S\n";
    }
    return operators;
}

std::optional<std::string> check_code_in(std::string_view typed) {
    const std::string code = text::normal_number(typed);
    const bool fine = code.size() == 12 && code.find_first_not_of(crypto::clear_alphabet) == std::string::npos;
    return fine ? std::optional(code) : std::nullopt;
}

}  // namespace hemu::signing
