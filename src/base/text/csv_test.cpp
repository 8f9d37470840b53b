#include "csv.hpp"

#include <gmock/gmock.h>

namespace hemu::text {

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

TEST(Csv, counts_rows_as_a_table_does) {
    CsvReader reader("a\n\n\r\n\"b\nb\"\r\nc");
    const auto row_of_next = [&] { return reader.next() ? reader.row() : 0; };
    EXPECT_EQ(row_of_next(), 1);
    EXPECT_EQ(row_of_next(), 4);
    EXPECT_EQ(row_of_next(), 5);
    EXPECT_EQ(row_of_next(), 0);
}

TEST(InUtf8, converts_what_is_gb18030_only) {
    const std::string letters = "date,text\n1,物业\n2,物业\n";
    EXPECT_EQ(in_utf8(letters), letters);
    EXPECT_EQ(in_utf8("date,text\n1,\xCE\xEF\xD2\xB5\n2,\xCE\xEF\xD2\xB5\n"), letters);
    const std::string one_broken = letters + "3,\xCE\xEF\n";
    EXPECT_EQ(in_utf8(one_broken), one_broken);
    EXPECT_EQ(in_utf8("\xCE\xEF\xD2\xB5\n\xFF\n\xCE\xEF\xD2\xB5"), "物业\n\xFF\n物业");
    const std::string marked = "\xEF\xBB\xBF\xCE\xEF";
    EXPECT_EQ(in_utf8(marked), marked);
    EXPECT_EQ(in_utf8(""), "");
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

}  // namespace hemu::text
