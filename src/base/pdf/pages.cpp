#include "pages.hpp"

namespace hemu::pdf {

namespace {

class Pages {
  public:
    Pages(const std::vector<Strip>& strips, double room) : strips_(strips), room_(room) {}

    void put(std::size_t first, std::size_t last) {
        if (strips_[first].new_page || !fits(height(first, last))) turn();
        for (std::size_t at = first; at <= last; ++at) put(at);
    }
    std::vector<Place> places;

  private:
    const std::vector<Strip>& strips_;
    double room_;
    std::size_t page_ = 0;
    double y_ = 0;
    static constexpr double tolerance = 0.01;

    bool fits(double more) const { return y_ + more <= room_ + tolerance; }

    double height(std::size_t first, std::size_t last) const {
        double sum = 0;
        for (std::size_t at = first; at <= last; ++at)
            sum += strips_[at].height + (y_ + sum > 0 ? strips_[at].gap : 0);
        return sum;
    }

    void turn() {
        if (y_ == 0) return;
        ++page_;
        y_ = 0;
    }

    void put(std::size_t at) {
        const Strip& strip = strips_[at];
        if (!fits(height(at, at))) turn();
        if (y_ == 0 && page_ > 0 && strip.heading && *strip.heading != at) {
            places.push_back({*strip.heading, page_, 0});
            y_ = strips_[*strip.heading].height;
        } else if (y_ > 0) {
            y_ += strip.gap;
        }
        places.push_back({at, page_, y_});
        y_ += strip.height;
    }
};

}  // namespace

std::vector<Place> paginate(const std::vector<Strip>& strips, double room) {
    Pages pages(strips, room);
    for (std::size_t first = 0; first < strips.size();) {
        std::size_t last = first;
        while (strips[last].sticks && last + 1 < strips.size() && !strips[last + 1].new_page) ++last;
        pages.put(first, last);
        first = last + 1;
    }
    return std::move(pages.places);
}

}  // namespace hemu::pdf
