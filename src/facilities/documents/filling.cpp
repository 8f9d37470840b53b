#include "filling.hpp"

#include <fmt/format.h>

namespace hemu::documents {

using boost::json::object;
using boost::json::value;

static const value* step_into(const value* at, std::string_view name) {
    const object* inside = at ? at->if_object() : nullptr;
    return inside ? inside->if_contains(name) : nullptr;
}

const value* Scope::find(std::string_view path) const {
    const std::string_view first = path.substr(0, path.find('.'));
    const value* at = item_ ? item_->if_contains(first) : nullptr;
    if (!at) at = whole_->if_contains(first);
    for (std::size_t from = first.size(); at && from < path.size();) {
        const std::size_t to = std::min(path.find('.', from + 1), path.size());
        at = step_into(at, path.substr(from + 1, to - from - 1));
        from = to;
    }
    return at;
}

bool holds(const value* at) {
    if (!at || at->is_null()) return false;
    if (const auto* text = at->if_string()) return !text->empty();
    if (const auto* list = at->if_array()) return !list->empty();
    if (const auto* yes = at->if_bool()) return *yes;
    return true;
}

bool Scope::says(std::string_view condition) const {
    if (!condition.starts_with('!')) return holds(find(condition));
    return !holds(find(condition.substr(1)));
}

static std::string words_of(const value& at) {
    if (const auto* text = at.if_string()) return std::string(*text);
    if (at.is_number()) return std::to_string(at.to_number<std::int64_t>());
    return "";
}

std::string Scope::said(std::string_view placeholder) const {
    const std::size_t bar = placeholder.find('|');
    if (placeholder == "index") return std::to_string(index_);
    const value* at = find(placeholder.substr(0, bar));
    if (holds(at)) return words_of(*at);
    return bar == placeholder.npos ? "" : std::string(placeholder.substr(bar + 1));
}

std::string Scope::fill(std::string_view words) const {
    std::string filled;
    for (std::size_t at = 0; at < words.size();) {
        const std::size_t open = words.find('{', at);
        const std::size_t shut = open == words.npos ? words.npos : words.find('}', open);
        if (shut == words.npos) return filled.append(words.substr(at));
        filled.append(words.substr(at, open - at)).append(said(words.substr(open + 1, shut - open - 1)));
        at = shut + 1;
    }
    return filled;
}

std::vector<Scope> Scope::of_each(const std::optional<std::string>& list) const {
    if (!list) return {*this};
    std::vector<Scope> scopes;
    const value* found = find(*list);
    if (const auto* items = found ? found->if_array() : nullptr)
        for (const value& item : *items) scopes.emplace_back(*whole_, item.if_object(), scopes.size() + 1);
    return scopes;
}

void each_placeholder(std::string_view words, const std::function<void(std::string_view)>& tell) {
    for (std::size_t at = words.find('{'); at != words.npos; at = words.find('{', at)) {
        const std::size_t shut = words.find('}', at);
        if (shut == words.npos) return tell("");
        const auto placeholder = words.substr(at + 1, shut - at - 1);
        tell(placeholder.substr(0, placeholder.find('|')));
        at = shut + 1;
    }
}

}  // namespace hemu::documents
