#include "log.hpp"

#include <gmock/gmock.h>

#include <boost/json.hpp>
#include <thread>

namespace hemu::log {

/// What the deed wrote to standard error, line by line.
template <class Deed>
static std::vector<boost::json::object> lines_of(Deed deed) {
    testing::internal::CaptureStderr();
    deed();
    std::istringstream written(testing::internal::GetCapturedStderr());
    std::vector<boost::json::object> lines;
    for (std::string line; std::getline(written, line);) lines.push_back(boost::json::parse(line).as_object());
    return lines;
}

TEST(Log, writes_json_lines) {
    const auto lines = lines_of([] {
        info("served",
             {{"path", "/api/\"quoted\"\n"}, {"status", 200}, {"kept", true}, {"text", std::string("和睦")}});
        error("failed");
    });
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].at("event").as_string(), "served");
    EXPECT_EQ(lines[0].at("level").as_string(), "info");
    EXPECT_EQ(lines[0].at("path").as_string(), "/api/\"quoted\"\n");
    EXPECT_EQ(lines[0].at("status").as_int64(), 200);
    EXPECT_TRUE(lines[0].at("kept").as_bool());
    EXPECT_EQ(lines[0].at("text").as_string(), "和睦");
    EXPECT_TRUE(lines[0].contains("at"));
    EXPECT_FALSE(lines[0].contains("trace_id"));
    EXPECT_EQ(lines[1].at("level").as_string(), "error");
}

TEST(Log, carries_the_trace_of_its_thread) {
    const auto lines = lines_of([] {
        const Trace outer("one");
        {
            const Trace inner("two");
            EXPECT_EQ(trace_id(), "two");
            warn("inner");
        }
        warn("outer");
        std::thread([] { warn("elsewhere"); }).join();
    });
    ASSERT_EQ(lines.size(), 3u);
    EXPECT_EQ(lines[0].at("trace_id").as_string(), "two");
    EXPECT_EQ(lines[1].at("trace_id").as_string(), "one");
    EXPECT_FALSE(lines[2].contains("trace_id"));
    EXPECT_EQ(trace_id(), "");
}

TEST(Log, drops_what_is_below_its_level) {
    const auto lines = lines_of([] {
        debug("not by default");
        set_level(Level::debug);
        debug("now");
        set_level(Level::error);
        warn("not any more");
        error("still");
        set_level(Level::off);
        error("never");
        set_level(Level::info);
    });
    ASSERT_EQ(lines.size(), 2u);
    EXPECT_EQ(lines[0].at("event").as_string(), "now");
    EXPECT_EQ(lines[1].at("event").as_string(), "still");
}

}  // namespace hemu::log
