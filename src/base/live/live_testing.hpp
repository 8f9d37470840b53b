// For tests of the feed: a page that listens, and rights that a test sets.
#pragma once
#include <gmock/gmock.h>

#include <condition_variable>
#include <set>

#include "db_testing.hpp"
#include "live_hub.hpp"
#include "log.hpp"

namespace hemu::live {

using namespace std::chrono_literals;

inline Reader reader(int session, int post = 1) {
    Reader made;
    made.session_id.bytes[15] = static_cast<std::uint8_t>(session);
    made.post_id.bytes[15] = static_cast<std::uint8_t>(post);
    return made;
}

inline Id<Subject> subject(int number) {
    Id<Subject> made;
    made.bytes[15] = static_cast<std::uint8_t>(number);
    return made;
}

/// The reading end of a stream: what was written, cut into events.
class Page : public http::StreamEnd {
  public:
    bool write(const http::StreamPiece& piece) override {
        const std::lock_guard lock(guard_);
        if (!open_) return false;
        text_ += piece.bytes();
        for (auto end = text_.find("\n\n"); end != text_.npos; end = text_.find("\n\n")) {
            take(text_.substr(0, end));
            text_.erase(0, end + 2);
        }
        changed_.notify_all();
        return true;
    }
    void close() override {
        const std::lock_guard lock(guard_);
        open_ = false;
    }
    bool is_open() const override {
        const std::lock_guard lock(guard_);
        return open_;
    }
    /// "3 words" for messages, "position 3" and "look_again 3" for the rest.
    std::vector<std::string> events() const {
        const std::lock_guard lock(guard_);
        return events_;
    }
    std::vector<std::string> wait_for(std::size_t count) const {
        std::unique_lock lock(guard_);
        changed_.wait_for(lock, 10s, [&] { return events_.size() >= count; });
        return events_;
    }
    std::string last_id() const {
        const std::lock_guard lock(guard_);
        return last_id_;
    }

  private:
    void take(const std::string& block) {
        std::string type, id, data;
        std::istringstream lines(block);
        for (std::string line; std::getline(lines, line);) {
            if (line.starts_with("event: ")) type = line.substr(7);
            if (line.starts_with("id: ")) id = line.substr(4);
            if (line.starts_with("data: ")) data = line.substr(6);
        }
        if (id.empty()) return;
        last_id_ = id;
        events_.push_back(type.empty() ? id + " " + data : type + " " + id);
    }

    mutable std::mutex guard_;
    mutable std::condition_variable changed_;
    std::string text_, last_id_;
    std::vector<std::string> events_;
    bool open_ = true;
};

inline const db::Statement select_messages_between{"live_test.messages", R"(
    SELECT number, subject_id, topics, words FROM live_message WHERE number > $1 AND number <= $2 ORDER BY number)"};

/// What a test allows, changed at any time.
struct Rights {
    std::mutex guard;
    std::set<Reader> present;
    std::set<std::pair<Reader, Id<Subject>>> may_see;
    int failures_to_come = 0;

    void allow(const Reader& one, std::initializer_list<int> subjects) {
        const std::lock_guard lock(guard);
        present.insert(one);
        for (const int number : subjects) may_see.insert({one, subject(number)});
    }
    void forbid(const Reader& one, int number) {
        const std::lock_guard lock(guard);
        may_see.erase({one, subject(number)});
    }
    void leave(const Reader& one) {
        const std::lock_guard lock(guard);
        present.erase(one);
    }
};

class TestAudience : public Audience {
  public:
    explicit TestAudience(std::shared_ptr<Rights> rights) : rights_(std::move(rights)) {}
    bool is_topic(std::string_view topic) const override { return topic == "all" || topic.starts_with("one:"); }
    std::vector<Reader> present(db::Tx&, Instant) override {
        const std::lock_guard lock(rights_->guard);
        return {rights_->present.begin(), rights_->present.end()};
    }
    std::vector<std::vector<Reader>> readers_of(db::Tx&, const std::vector<Message>& messages, Instant) override {
        const std::lock_guard lock(rights_->guard);
        if (rights_->failures_to_come-- > 0) throw std::runtime_error("rights cannot be read");
        std::vector<std::vector<Reader>> readers(messages.size());
        for (std::size_t i = 0; i < messages.size(); ++i)
            for (const Reader& one : rights_->present)
                if (rights_->may_see.contains({one, messages[i].subject_id})) readers[i].push_back(one);
        return readers;
    }
    std::vector<Message> missed(db::Tx& tx, const Reader& one, std::int64_t after, std::int64_t up_to,
                                Instant) override {
        auto messages = tx.all<Message>(select_messages_between, after, up_to);
        const std::lock_guard lock(rights_->guard);
        std::erase_if(messages, [&](const Message& message) {
            return !rights_->present.contains(one) || !rights_->may_see.contains({one, message.subject_id});
        });
        return messages;
    }

  private:
    std::shared_ptr<Rights> rights_;
};

}  // namespace hemu::live
