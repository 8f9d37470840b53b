// Bytes that have arrived on a connection and are not yet parsed.
#pragma once
#include <string>
#include <string_view>

namespace hemu::http {

class Input {
  public:
    std::string_view arrived() const { return std::string_view(bytes_).substr(begin_, end_ - begin_); }
    bool empty() const { return begin_ == end_; }
    void take(std::size_t count) { begin_ += count; }
    void add(std::size_t count) { end_ += count; }
    void clear() { begin_ = end_ = 0; }

    struct Room {
        char* data;
        std::size_t size;
    };
    /// Where the next bytes may arrive: at least `least` of them. Gives back what an earlier large request needed.
    Room room(std::size_t least) {
        if (begin_ == end_) {
            clear();
            if (bytes_.size() > 4 * least) std::string().swap(bytes_);
        }
        if (bytes_.size() - end_ < least) {
            bytes_.erase(0, begin_);
            end_ -= std::exchange(begin_, 0);
            if (bytes_.size() - end_ < least) bytes_.resize(std::max(end_ + least, end_ * 2));
        }
        return {bytes_.data() + end_, bytes_.size() - end_};
    }

  private:
    std::string bytes_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace hemu::http
