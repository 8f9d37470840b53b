#include "wish.hpp"

#include <charconv>

namespace hemu::live {

static std::vector<std::string> split(std::string_view text, char separator) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find(separator, from), text.size());
        if (end > from) parts.emplace_back(text.substr(from, end - from));
        from = end + 1;
    }
    return parts;
}

static std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

Wish wish_of(const http::Request& request, const Audience& audience, std::int64_t most_topics) {
    Wish wish;
    Verdict verdict;
    wish.topics = split(request.query("topics").value_or(""), ',');
    std::sort(wish.topics.begin(), wish.topics.end());
    wish.topics.erase(std::unique(wish.topics.begin(), wish.topics.end()), wish.topics.end());
    if (wish.topics.empty()) verdict.add("topics", "missing");
    if (static_cast<std::int64_t>(wish.topics.size()) > most_topics) verdict.add("topics", "too_many");
    for (const std::string& topic : wish.topics)
        if (!audience.is_topic(topic)) {
            verdict.add("topics", "unknown_word");
            break;
        }
    // A browser that comes back by itself repeats the address and tells the newer number in the header.
    std::string after(request.header("Last-Event-ID").value_or(""));
    if (after.empty()) after = request.query("last_event_id").value_or("");
    if (!after.empty()) wish.after = number_in(after);
    if (!after.empty() && !wish.after) verdict.add("last_event_id", "not_a_number");
    refuse_if(verdict);
    return wish;
}

std::vector<std::string> topics_of(const Message& message) { return split(message.topics, ' '); }

bool concerns(const Message& message, const std::vector<std::string>& topics) {
    for (const std::string& topic : topics_of(message))
        if (std::find(topics.begin(), topics.end(), topic) != topics.end()) return true;
    return false;
}

std::string message_event(const Message& message) {
    return fmt::format("id: {}\ndata: {}\n\n", message.number, message.words);
}

static std::string bare_event(std::string_view type, std::int64_t number) {
    return fmt::format("event: {}\nid: {}\ndata:\n\n", type, number);
}

std::string position_event(std::int64_t number) { return bare_event("position", number); }

std::string look_again_event(std::int64_t number) { return bare_event("look_again", number); }

std::string retry_line(const Reader& reader) {
    return fmt::format("retry: {}\n\n", 1'000 + std::hash<Id<ReadingSession>>{}(reader.session_id) % 2'000);
}

}  // namespace hemu::live
