// The decisions of reaching somebody, pure.
#pragma once
#include "notices.hpp"

namespace hemu::notices {

/// Rows of notice_setting; each shows its basis.
struct Settings {
    std::int64_t quiet_from_minute = 1260;
    std::int64_t quiet_to_minute = 480;
    std::int64_t most_messages_a_day = 5;
    std::int64_t tries = 3;
    std::int64_t first_retry_minutes = 2;
    std::int64_t second_message_minutes = 120;
    std::int64_t unreported_hours = 24;
    std::int64_t due_soon_days = 3;
    std::int64_t call_within_days = 1;
};

/// What a template may name: number, body, date, place, link, phone (of the body), code. Nothing of a person.
using Facts = std::map<std::string, std::string>;

/// The names in braces that are none of the fields; `{` alone when a brace is not closed.
std::vector<std::string> unknown_placeholders(std::string_view words, const std::vector<std::string>& fields);
/// Words with their placeholders filled; what has no fact becomes nothing.
std::string filled_in(std::string_view words, const Facts&);

/// Everything wrong with a template: missing, too_long, unknown_placeholder.
Verdict why_not_words(std::string_view words, NoticeMethod, const std::vector<std::string>& fields);

/// The moment itself, or the end of the quiet hours that it lies in. Equal bounds: there are none.
Instant after_quiet_hours(Instant, const Settings&);
/// When the next day's sending begins.
Instant next_morning(Instant, const Settings&);

/// Methods that the program sends itself, over a server.
bool is_electronic(NoticeMethod);
/// Methods that a person carries out: letter, call, visit, window.
bool is_by_staff(NoticeMethod);

/// What of a ladder can be walked: methods that are set up. Without any electronic one there is nothing to walk: the
/// notice stands on the case page, and nobody's desk is flooded with calls.
std::vector<NoticeMethod> usable(const std::vector<NoticeMethod>& ladder, const std::vector<NoticeMethod>& set_up);

/// Everything wrong with a ladder: methods missing, ladder_too_long, method_is_no_step (case page, window),
/// electronic_missing (it would not be walked).
Verdict why_not_ladder(const std::vector<NoticeMethod>&);

/// As WeChat names a person to one public account.
bool is_openid(std::string_view);

/// A number, an address or an openid, so that only who knows it knows it again.
std::string masked_recipient(const std::string& to);

struct Position {
    std::int64_t step = 0;
    std::int64_t tries = 0;  ///< made with the method of this step
};

/// Where a notice goes on after a failed attempt, and when; nothing at the end of its ladder. again: the same method
/// may succeed later.
struct GoingOn {
    Position position;
    Instant due_at;
};
std::optional<GoingOn> after_failure(const std::vector<NoticeMethod>& ladder, Position, bool again, Instant moment,
                                     const Settings&);

/// Words with every secret in them made unreadable.
std::string masked(std::string words, const Facts& secrets);

/// A report never goes back: read stays read.
bool is_progress(ServiceState from, ServiceState to);

}  // namespace hemu::notices
