#include "db_recording.hpp"

#include "recording.hpp"

namespace hemu::db {

static thread_local Recording* running = nullptr;

Recording::Recording(std::string title) : title_(std::move(title)) {
    if (running) throw std::logic_error("recordings do not nest");
    running = this;
}

Recording::~Recording() { running = nullptr; }

Recording* Recording::current() { return running; }

std::optional<std::string> parameter_text(const Value& value) {
    if (std::holds_alternative<std::monostate>(value)) return std::nullopt;
    if (const auto* truth = std::get_if<bool>(&value)) return *truth ? "true" : "false";
    if (const auto* whole = std::get_if<std::int64_t>(&value)) return std::to_string(*whole);
    if (const auto* real = std::get_if<double>(&value)) return fmt::format("{}", *real);
    if (const auto* view = std::get_if<std::string_view>(&value)) return std::string(*view);
    return std::get<std::string>(value);
}

void record_slowly(const std::string& name, const std::string& sql, std::span<const Value> values, bool waited) {
    RecordedStatement recorded{name, sql, {}, waited};
    for (const Value& value : values) recorded.parameters.push_back(parameter_text(value));
    running->add(std::move(recorded));
}

}  // namespace hemu::db
