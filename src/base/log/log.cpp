#include "log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "json.hpp"
#include "time.hpp"

namespace hemu::log {

static thread_local std::string current_trace;

Value::Value(std::string_view text) { json::detail::write_text(json_, text); }

static spdlog::logger& logger() {
    static const auto made = [] {
        auto line = std::make_shared<spdlog::logger>("hemu", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        line->set_pattern("%v");
        line->flush_on(spdlog::level::info);
        return line;
    }();
    return *made;
}

static spdlog::level::level_enum level_of(Level level) {
    switch (level) {
        case Level::debug:
            return spdlog::level::debug;
        case Level::info:
            return spdlog::level::info;
        case Level::warn:
            return spdlog::level::warn;
        case Level::error:
            return spdlog::level::err;
        case Level::off:
            return spdlog::level::off;
    }
    return spdlog::level::info;
}

void set_level(Level level) { logger().set_level(level_of(level)); }

static void write(Level level, std::string_view word, std::string_view event, Fields fields) {
    if (!logger().should_log(level_of(level))) return;
    std::string line = "{\"at\":\"" + to_json_text(now()) + "\",\"level\":\"" + std::string(word) + "\",\"event\":";
    json::detail::write_text(line, event);
    if (!current_trace.empty()) line += ",\"trace_id\":\"" + current_trace + "\"";
    for (const Field& field : fields) {
        line += ',';
        json::detail::write_text(line, field.key);
        line += ':' + field.value.json();
    }
    logger().log(level_of(level), line + "}");
}

void debug(std::string_view event, Fields fields) { write(Level::debug, "debug", event, fields); }
void info(std::string_view event, Fields fields) { write(Level::info, "info", event, fields); }
void warn(std::string_view event, Fields fields) { write(Level::warn, "warn", event, fields); }
void error(std::string_view event, Fields fields) { write(Level::error, "error", event, fields); }

Trace::Trace(std::string_view trace_id) : before_(std::exchange(current_trace, std::string(trace_id))) {}
Trace::~Trace() { current_trace = std::move(before_); }

const std::string& trace_id() { return current_trace; }

}  // namespace hemu::log
