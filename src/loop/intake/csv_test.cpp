#include "csv.hpp"

#include <gmock/gmock.h>

namespace hemu::intake {

static std::vector<CsvRow> rows_of(std::string_view text) {
    CsvReader reader(text);
    std::vector<CsvRow> rows;
    while (auto row = reader.next()) rows.push_back(*row);
    return rows;
}

static bool broken(std::string_view text) {
    CsvReader reader(text);
    while (reader.next()) {
    }
    return reader.is_broken();
}

// RFC 4180, section 2, points 1 to 7.
TEST(Csv, reads_lines_with_either_ending_and_without_the_last) {
    const std::vector<CsvRow> expected = {{"a", "b"}, {"c", "d"}};
    EXPECT_EQ(rows_of("a,b\r\nc,d\r\n"), expected);
    EXPECT_EQ(rows_of("a,b\nc,d"), expected);
    EXPECT_EQ(rows_of("\xEF\xBB\xBF"
                      "a,b\nc,d"),
              expected);
}

TEST(Csv, reads_quoted_fields_with_commas_quotes_and_line_breaks) {
    EXPECT_EQ(rows_of("\"a,b\",\"say \"\"no\"\"\",\"x\r\ny\"\n"),
              (std::vector<CsvRow>{{"a,b", "say \"no\"", "x\r\ny"}}));
    EXPECT_EQ(rows_of("\"\",\n"), (std::vector<CsvRow>{{"", ""}}));
}

TEST(Csv, keeps_empty_fields_and_skips_empty_lines) {
    EXPECT_EQ(rows_of("a,,c\n\n\r\n,,\n"), (std::vector<CsvRow>{{"a", "", "c"}, {"", "", ""}}));
    EXPECT_THAT(rows_of(""), testing::IsEmpty());
}

TEST(Csv, says_when_it_is_broken_and_where) {
    EXPECT_TRUE(broken("a,\"b\nc"));
    EXPECT_TRUE(broken("\"a\"x,b\n"));
    EXPECT_FALSE(broken("a\"x,b\n"));
    CsvReader reader("a\nb\n\"c");
    while (reader.next()) {
    }
    EXPECT_EQ(reader.line(), 3U);
}

TEST(Csv, writes_what_it_reads) {
    for (const std::string value : {"plain", "with,comma", "with \"quotes\"", "two\nlines", ""})
        EXPECT_EQ(rows_of(csv_field(value) + ",x"), (std::vector<CsvRow>{{value, "x"}}));
}

}  // namespace hemu::intake
