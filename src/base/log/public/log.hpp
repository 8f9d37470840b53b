// 日志 JSON lines on standard error, each with the trace id of the request it belongs to. No personal data.
#pragma once
#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>

namespace hemu::log {

enum class Level { debug, info, warn, error, off };

/// A value of a line: text, number or truth. Types that hold personal data have no way in.
class Value {
  public:
    Value(std::string_view text);                                      // NOLINT
    Value(const std::string& text) : Value(std::string_view(text)) {}  // NOLINT
    Value(const char* text) : Value(std::string_view(text)) {}         // NOLINT
    Value(bool truth) : json_(truth ? "true" : "false") {}             // NOLINT
    template <std::integral Number>
    Value(Number number) : json_(std::to_string(number)) {}  // NOLINT
    const std::string& json() const { return json_; }

  private:
    std::string json_;
};

struct Field {
    std::string_view key;
    Value value;
};
using Fields = std::initializer_list<Field>;

void debug(std::string_view event, Fields fields = {});
void info(std::string_view event, Fields fields = {});
void warn(std::string_view event, Fields fields = {});
void error(std::string_view event, Fields fields = {});

/// Lines below this level are dropped.
void set_level(Level);

/// For as long as it lives, lines of this thread carry the trace id.
class Trace {
  public:
    explicit Trace(std::string_view trace_id);
    ~Trace();
    Trace(const Trace&) = delete;
    Trace& operator=(const Trace&) = delete;

  private:
    std::string before_;
};

/// The trace id of this thread, for work that another thread does in its place.
const std::string& trace_id();

}  // namespace hemu::log
