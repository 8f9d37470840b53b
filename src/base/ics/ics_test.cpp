#include "ics.hpp"

#include <gmock/gmock.h>

namespace hemu::ics {

using testing::HasSubstr;
using testing::Not;

static Entry entry() {
    Entry one;
    one.uid = "a@hemu";
    one.summary = "调解会";
    one.on = LegalDate(2026, 11, 24);
    return one;
}

TEST(Ics, tells_days_and_moments) {
    Entry at_a_moment = entry();
    at_a_moment.at = start_of(at_a_moment.on) + std::chrono::hours(10);
    at_a_moment.remind_days = 1;
    const std::string file = write({entry(), at_a_moment}, start_of({2026, 11, 1}));
    EXPECT_THAT(file, testing::StartsWith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"));
    EXPECT_THAT(file, testing::EndsWith("END:VEVENT\r\nEND:VCALENDAR\r\n"));
    EXPECT_THAT(file, HasSubstr("DTSTART;VALUE=DATE:20261124\r\n"));
    EXPECT_THAT(file, HasSubstr("DTSTART:20261124T020000Z\r\nDURATION:PT60M\r\n"));
    EXPECT_THAT(file, HasSubstr("DTSTAMP:20261031T160000Z\r\n"));
    EXPECT_THAT(file, HasSubstr("TRIGGER:-P1D\r\n"));
}

TEST(Ics, escapes_texts_and_lets_no_line_through) {
    Entry one = entry();
    one.place = "一楼,二室;\\\r\nATTENDEE:x";
    EXPECT_THAT(write({one}, {}), HasSubstr("LOCATION:一楼\\,二室\\;\\\\\\nATTENDEE:x\r\n"));
}

TEST(Ics, folds_between_characters) {
    Entry one = entry();
    for (int i = 0; i < 60; ++i) one.description += "调解";
    const std::string file = write({one}, {});
    std::size_t begins = 0;
    for (std::size_t end = file.find("\r\n"); end != file.npos; begins = end + 2, end = file.find("\r\n", begins)) {
        EXPECT_LE(end - begins, 75U);
        const auto first = static_cast<unsigned char>(file[begins + (file[begins] == ' ' ? 1 : 0)]);
        EXPECT_NE(first & 0xC0U, 0x80U) << "a character was cut";
    }
}

}  // namespace hemu::ics
