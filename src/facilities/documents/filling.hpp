// How placeholders of a template find what they stand for.
#pragma once
#include <functional>

#include "documents.hpp"

namespace hemu::documents {

/// Whether a value says something: neither absent nor empty nor false.
bool holds(const boost::json::value*);

/// The data as one line of a template sees it: an item of a list before the whole.
class Scope {
  public:
    explicit Scope(const boost::json::object& whole) : whole_(&whole) {}
    Scope(const boost::json::object& whole, const boost::json::object* item, std::size_t index)
        : whole_(&whole), item_(item), index_(index) {}

    const boost::json::value* find(std::string_view path) const;
    bool says(std::string_view condition) const;
    /// The words with every placeholder replaced, once: what comes in is not looked through again.
    std::string fill(std::string_view words) const;
    /// Itself, or one for each item of the list.
    std::vector<Scope> of_each(const std::optional<std::string>& list) const;

  private:
    std::string said(std::string_view placeholder) const;

    const boost::json::object* whole_;
    const boost::json::object* item_ = nullptr;
    std::size_t index_ = 0;
};

/// Tells the path of every placeholder; an empty one for a brace that is not closed.
void each_placeholder(std::string_view words, const std::function<void(std::string_view)>& tell);

}  // namespace hemu::documents
