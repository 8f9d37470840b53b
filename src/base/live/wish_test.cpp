#include "wish.hpp"

#include "live_testing.hpp"

namespace hemu::live {

TEST(live_wish, reads_topics_once_and_the_number_of_the_header) {
    const TestAudience audience(std::make_shared<Rights>());
    const auto request =
        http::make_request("GET", "/api/live?topics=one:2,all,one:2&last_event_id=3", {{"Last-Event-ID", "7"}});
    const Wish wish = wish_of(request, audience, 2);
    EXPECT_THAT(wish.topics, ::testing::ElementsAre("all", "one:2"));
    EXPECT_EQ(wish.after, 7);
    EXPECT_EQ(wish_of(http::make_request("GET", "/api/live?topics=all"), audience, 2).after, std::nullopt);
    EXPECT_EQ(wish_of(http::make_request("GET", "/api/live?topics=all&last_event_id=0"), audience, 2).after, 0);
}

TEST(live_wish, says_whom_a_message_concerns) {
    const Message message{4, subject(1), "all one:1", "{}"};
    EXPECT_TRUE(concerns(message, {"one:1"}));
    EXPECT_TRUE(concerns(message, {"all", "one:2"}));
    EXPECT_FALSE(concerns(message, {"one:2", "one:11"}));
}

// https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
TEST(live_wish, writes_events_as_browsers_read_them) {
    EXPECT_EQ(message_event({4, subject(1), "all", R"({"a":1})"}), "id: 4\ndata: {\"a\":1}\n\n");
    EXPECT_EQ(position_event(4), "event: position\nid: 4\ndata:\n\n");
    EXPECT_EQ(look_again_event(4), "event: look_again\nid: 4\ndata:\n\n");
    for (int i = 0; i < 100; ++i) {
        const std::string line = retry_line(reader(i));
        EXPECT_TRUE(line.starts_with("retry: ") && line.ends_with("\n\n"));
        const int wait = std::stoi(line.substr(7));
        EXPECT_TRUE(wait >= 1'000 && wait < 3'000) << wait;
    }
}

}  // namespace hemu::live
