// What a window clerk sends to register a dispute: never the same twice, so that nothing is answered from memory.
#pragma once
#include <string>
#include <vector>

#include "intake.hpp"

namespace hemu::bench {

/// The logins of the demonstration city that register, each at a body of its own, so that each has its own serial
/// numbers: the centres of the city and its counties, and industry committees.
inline const std::vector<std::string> registrars = {
    "clerk",       "clerk1",           "clerk2",           "clerk3",           "clerk4",          "clerk5",
    "clerk6",      "mediator_medical", "mediator_family",  "mediator_finance", "mediator_labour", "mediator_price",
    "mediator_ip", "mediator_school",  "mediator_traffic", "mediator_property"};
inline constexpr std::string_view password = "Hemu-demo-2026";

/// A number with its check digit (GB 11643-1999).
inline std::string resident_number(std::uint64_t number) {
    static constexpr int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const std::string digits = fmt::format("421202{:04}{:02}{:02}{:03}", 1950 + number % 50, 1 + number / 50 % 12,
                                           1 + number / 600 % 28, number / 16800 % 1000);
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += weights[i] * (digits[i] - '0');
    return digits + "10X98765432"[sum % 11];
}

inline std::string name_of(std::uint64_t number) {
    static constexpr std::string_view family[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "吴"};
    static constexpr std::string_view given[] = {"建", "文", "志", "春", "晓", "国", "玉", "海",
                                                 "丽", "永", "光", "秀", "家", "明", "红", "德"};
    return fmt::format("{}{}{}", family[number % 8], given[number / 8 % 16], given[number / 128 % 16]);
}

/// Sixty characters by chance, which resemble no other narrative; or words that resemble all others of their kind, so
/// that every registration is compared with as many earlier ones as the program ever looks at.
inline std::string narrative(std::uint64_t chance, bool alike) {
    if (alike)
        return fmt::format(
            "{}号楼{}室卫生间长期渗水，楼下天花板起皮脱落，{}月以来多次上门协商未果，双方对修复费用和责任看法不一。",
            chance % 997, chance / 997 % 3000, chance % 12 + 1);
    std::string words;
    for (int i = 0; i < 60; ++i) {
        chance = chance * 6364136223846793005U + 1442695040888963407U;
        const auto letter = 0x4E00U + static_cast<unsigned>(chance >> 40) % 12000U;
        words += {static_cast<char>(0xE0U | letter >> 12U), static_cast<char>(0x80U | (letter >> 6U & 0x3FU)),
                  static_cast<char>(0x80U | (letter & 0x3FU))};
    }
    return words;
}

/// The body of POST /api/disputes. chance: whatever differs from call to call.
inline std::string registration(std::uint64_t chance, bool alike, const std::string& place_code, LegalDate today) {
    const auto party = [&](dispute::Side side, std::uint64_t who) {
        dispute::PartyForm form;
        form.side = side;
        form.name = name_of(who);
        form.identity_number = resident_number(who);
        form.phone = fmt::format("199{:08}", who % 100'000'000);
        form.address = fmt::format("幸福路{}号{}单元", who % 900 + 1, who % 7 + 1);
        return form;
    };
    intake::Registration form;
    form.narrative = narrative(chance, alike);
    form.request = "请求修复防水并赔偿损失。";
    form.national_type = "02";
    form.local_type = "0203";
    form.place_code = place_code;
    form.address = fmt::format("幸福小区{}栋", chance % 997);
    form.occurred_on = today + -3;
    form.amount_fen = Fen{static_cast<std::int64_t>(chance % 500'000)};
    form.parties = {party(dispute::Side::applicant, chance), party(dispute::Side::respondent, chance / 7 + 11)};
    return json::write(form);
}

}  // namespace hemu::bench
