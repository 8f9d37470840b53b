// Small readings of header and target text.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hemu::http {

bool same_word(std::string_view one, std::string_view other);  ///< ASCII, without case
std::string_view trimmed(std::string_view text);               ///< without blanks and tabs at both ends
/// Parts between commas, trimmed, empty ones left out.
std::vector<std::string_view> listed(std::string_view text);

enum class Plus { is_plus, is_blank };
/// Percent-decoded; nothing when an escape is broken or the result is no UTF-8 or holds a zero byte.
std::optional<std::string> decoded(std::string_view text, Plus plus = Plus::is_plus);
bool is_utf8(std::string_view text);

/// "zh" or "en" from Accept-Language; Chinese when neither is asked for.
std::string_view preferred_language(std::string_view accept_language);

/// The trace id of a W3C traceparent header, or nothing when the header is malformed.
std::optional<std::string_view> trace_id_of(std::string_view traceparent);

/// Whether a quality list ("br, gzip;q=0.5") admits a coding.
bool accepts(std::string_view accept_encoding, std::string_view coding);

}  // namespace hemu::http
