#include "json.hpp"

#include <gmock/gmock.h>

namespace hemu::json {

using testing::ElementsAre;
using testing::IsEmpty;

enum class Colour { red, default_ };
BOOST_DESCRIBE_ENUM(Colour, red, default_)

struct Inner {
    std::string name;
    std::optional<std::int64_t> count;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (name, count))

struct Base {
    bool yes = false;
};
BOOST_DESCRIBE_STRUCT(Base, (), (yes))

struct Everything : Base {
    std::int64_t whole = 0;
    std::uint8_t small = 0;
    double real = 0;
    std::string text;
    Colour colour = Colour::red;
    Instant at;
    LegalDate on;
    Fen sum;
    Id<Inner> id;
    std::vector<Inner> list;
    std::vector<bool> bits;
    std::map<std::string, std::int64_t> counts;
    std::optional<Inner> inner;
    boost::json::value any;
};
BOOST_DESCRIBE_STRUCT(Everything, (Base),
                      (whole, small, real, text, colour, at, on, sum, id, list, bits, counts, inner, any))

static const std::string whole_text =
    R"({"yes":true,"whole":-9007199254740993,"small":255,"real":0.5,"text":"和睦","colour":"default",)"
    R"("at":"2026-11-24T02:00:00.000000Z","on":"2026-11-24","sum":12345,"id":"01939f2a-0000-7abc-8def-0123456789ab",)"
    R"("list":[{"name":"a"},{"name":"b","count":2}],"bits":[true,false],"counts":{"x":1},"inner":{"name":"c"},"any":[1,null]})";

/// The code of the refusal, then every field at fault.
template <class T>
static std::vector<std::string> faults(std::string_view text) {
    std::vector<std::string> found;
    try {
        read<T>(text);
    } catch (const Refusal& refusal) {
        EXPECT_EQ(refusal.fault, Fault::invalid);
        if (refusal.fields.empty()) found.push_back(refusal.code);
        for (const FieldFault& fault : refusal.fields) found.push_back(fault.field + " " + fault.code);
    }
    return found;
}

TEST(Reading, gives_back_what_was_written) {
    const auto value = read<Everything>(whole_text);
    EXPECT_TRUE(value.yes);
    EXPECT_EQ(value.whole, -9007199254740993);
    EXPECT_EQ(value.small, 255);
    EXPECT_EQ(value.text, "和睦");
    EXPECT_EQ(value.colour, Colour::default_);
    EXPECT_EQ(value.on, LegalDate(2026, 11, 24));
    EXPECT_EQ(value.sum, Fen{12345});
    EXPECT_EQ(value.list[1].count, 2);
    EXPECT_FALSE(value.list[0].count);
    EXPECT_EQ(value.bits, (std::vector<bool>{true, false}));
    EXPECT_EQ(value.counts.at("x"), 1);
    EXPECT_EQ(value.inner->name, "c");
    EXPECT_EQ(read<Everything>(write(value)).id, value.id);
    const std::string written = write(value);
    EXPECT_EQ(boost::json::parse(written), boost::json::parse(whole_text));
    EXPECT_EQ(write(read<Everything>(written)), written);
}

// Every wrong field is named by its path, all of them at once.
TEST(Reading, names_every_field_at_fault) {
    EXPECT_THAT(faults<Everything>("{}"),
                ElementsAre("yes missing", "whole missing", "small missing", "real missing", "text missing",
                            "colour missing", "at missing", "on missing", "sum missing", "id missing", "list missing",
                            "bits missing", "counts missing", "any missing"));
    EXPECT_THAT(faults<Everything>(R"({"yes":"true","whole":"1","small":256,"real":"x","text":1,"colour":"green",
        "at":"yesterday","on":"2026-02-30","sum":1.5,"id":"x","list":[{"name":1},{"nam":"x"},7],"bits":[1],"counts":[],
        "inner":"x","any":1,"more":1})"),
                ElementsAre("yes not_yes_or_no", "whole not_a_number", "small not_a_number", "real not_a_number",
                            "text not_text", "colour unknown_word", "at not_a_time", "on not_a_date",
                            "sum not_a_number", "id not_an_id", "list[0].name not_text", "list[1].name missing",
                            "list[1].nam unknown_field", "list[2] not_an_object", "bits[0] not_yes_or_no",
                            "counts not_an_object", "inner not_an_object", "more unknown_field"));
}

TEST(Reading, an_optional_may_be_missing_or_null_and_nothing_else) {
    EXPECT_FALSE(read<Inner>(R"({"name":"a"})").count);
    EXPECT_FALSE(read<Inner>(R"({"name":"a","count":null})").count);
    EXPECT_THAT(faults<Inner>(R"({"name":null})"), ElementsAre("name not_text"));
    EXPECT_THAT(faults<Inner>(R"({"name":"a","count":"1"})"), ElementsAre("count not_a_number"));
}

TEST(Reading, of_numbers_minds_their_bounds) {
    EXPECT_THAT(faults<std::vector<std::int8_t>>("[-129,-128,127,128]"),
                ElementsAre("[0] not_a_number", "[3] not_a_number"));
    EXPECT_THAT(faults<std::vector<std::int64_t>>("[9223372036854775807,9223372036854775808,-9223372036854775808]"),
                ElementsAre("[1] not_a_number"));
    EXPECT_THAT(faults<std::vector<std::uint64_t>>("[0,-1,9223372036854775808]"),
                ElementsAre("[1] not_a_number", "[2] not_a_number"));
    EXPECT_THAT(faults<std::vector<std::int64_t>>("[1.0,1e3,true]"),
                ElementsAre("[0] not_a_number", "[1] not_a_number", "[2] not_a_number"));
}

TEST(Reading, of_text_refuses_what_no_database_keeps) {
    EXPECT_THAT(faults<std::vector<std::string>>(R"(["a\u0000b"])"), ElementsAre("[0] not_text"));
}

TEST(Reading, refuses_what_is_no_json) {
    for (const std::string_view text :
         {"", "{", "{\"name\":}", "[1,]", "{} x", "nul", "\"\\x\"", "{'name':1}", "\xFF"})
        EXPECT_THAT(faults<boost::json::value>(text), ElementsAre("malformed_json")) << text;
}

// A hundred thousand brackets must not exhaust the stack.
TEST(Reading, ends_at_a_depth) {
    EXPECT_THAT(faults<boost::json::value>(std::string(32, '[') + std::string(32, ']')), IsEmpty());
    EXPECT_THAT(faults<boost::json::value>(std::string(33, '[') + std::string(33, ']')),
                ElementsAre("malformed_json"));
    EXPECT_THAT(faults<boost::json::value>(std::string(100'000, '[')), ElementsAre("malformed_json"));
}

TEST(Reading, lists_at_most_fifty_faults) {
    std::string text = "[";
    for (int i = 0; i < 100; ++i) text += i ? ",0" : "0";
    EXPECT_EQ(faults<std::vector<std::string>>(text + "]").size(), 50u);
}

TEST(Reading, of_a_wrong_root_names_no_field) {
    EXPECT_THAT(faults<Inner>("[]"), ElementsAre(" not_an_object"));
    EXPECT_THAT(faults<std::vector<Inner>>("{}"), ElementsAre(" not_a_list"));
}

TEST(Writing, escapes_what_json_asks_for) {
    EXPECT_EQ(write(std::string("\"\\\n\r\t\x01\x1F/和")), "\"\\\"\\\\\\n\\r\\t\\u0001\\u001f/和\"");
    for (int c = 0; c < 128; ++c) {
        const std::string text(1, static_cast<char>(c));
        EXPECT_EQ(boost::json::parse(write(text)).as_string(), text) << c;
    }
}

TEST(Writing, leaves_out_empty_optionals_but_not_in_lists) {
    EXPECT_EQ(write(Inner{"a", std::nullopt}), R"({"name":"a"})");
    EXPECT_EQ(write(std::vector<std::optional<std::int64_t>>{1, std::nullopt}), "[1,null]");
}

TEST(Writing, of_numbers_is_exact) {
    EXPECT_EQ(write(std::int64_t{INT64_MIN}), "-9223372036854775808");
    EXPECT_EQ(write(0.1), "0.1");
    EXPECT_EQ(write(1e300), "1e+300");
    // JSON knows no infinity.
    EXPECT_EQ(write(std::numeric_limits<double>::infinity()), "null");
    EXPECT_EQ(write(std::numeric_limits<double>::quiet_NaN()), "null");
}

TEST(Words, drop_the_underscore_that_the_language_needs) {
    EXPECT_EQ(enum_word(Colour::default_), "default");
    EXPECT_EQ(enum_from_word<Colour>("default"), Colour::default_);
    EXPECT_FALSE(enum_from_word<Colour>("default_"));
    EXPECT_FALSE(enum_from_word<Colour>(""));
    EXPECT_THAT(enum_words<Colour>(), ElementsAre("red", "default"));
}

namespace other {
struct Inner {
    bool yes = false;
};
BOOST_DESCRIBE_STRUCT(Inner, (), (yes))
}  // namespace other

TEST(Schema, has_one_shape_of_a_name) {
    Components components;
    schema<Inner>(components);
    schema<Inner>(components);
    try {
        schema<other::Inner>(components);
        FAIL();
    } catch (const std::logic_error& error) {
        EXPECT_STREQ(error.what(), "hemu::json::Inner and hemu::json::other::Inner have one name in the API");
    }
}

TEST(Schema, describes_what_is_read) {
    Components components;
    const auto root = schema<Everything>(components);
    EXPECT_EQ(root.at("$ref").as_string(), "#/components/schemas/Everything");
    const auto& everything = components.at("Everything");
    EXPECT_FALSE(everything.at("additionalProperties").as_bool());
    const auto& properties = everything.at("properties").as_object();
    EXPECT_EQ(properties.at("at").at("format").as_string(), "date-time");
    EXPECT_EQ(properties.at("on").at("format").as_string(), "date");
    EXPECT_EQ(properties.at("id").at("format").as_string(), "uuid");
    EXPECT_EQ(properties.at("list").at("items").at("$ref").as_string(), "#/components/schemas/Inner");
    EXPECT_EQ(components.at("Colour").at("enum"), (boost::json::array{"red", "default"}));
    const auto& required = everything.at("required").as_array();
    EXPECT_EQ(required.size(), 14u);
    EXPECT_EQ(std::find(required.begin(), required.end(), "inner"), required.end());
}

}  // namespace hemu::json
