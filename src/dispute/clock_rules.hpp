// Deadlines, pure: when a clock ends, how near it is, and how to say so.
#pragma once
#include "clocks.hpp"
#include "time.hpp"

namespace hemu::dispute {

/// agreed: the parties named the day; a desk sets it (run_until).
enum class ClockUnit { hour, day, working_day, month, agreed };
BOOST_DESCRIBE_ENUM(ClockUnit, hour, day, working_day, month, agreed)

struct ClockRule {
    std::string code;
    LegalDate valid_from;
    std::string name_zh;
    std::string name_en;
    std::string concerns;
    std::string started_by;
    std::string met_by;
    std::string applies_to;
    std::int64_t amount = 0;
    ClockUnit unit = ClockUnit::day;
    bool roll_forward = true;
    std::string pause_reasons;
    std::string extension;
    std::string on_expiry;
    std::string basis;
    std::string certainty;
};
BOOST_DESCRIBE_STRUCT(ClockRule, (),
                      (code, valid_from, name_zh, name_en, concerns, started_by, met_by, applies_to, amount, unit,
                       roll_forward, pause_reasons, extension, on_expiry, basis, certainty))

/// A pause from a legal date to another; an open one has no end yet.
struct Pause {
    std::string reason;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
};

/// The last moment of the period. The starting day or hour is not counted (CPL art. 85, Civil Code art. 201); days
/// after the first day of a pause up to and including its last are not counted; months end on the same-numbered day
/// or the month's last (Civil Code art. 202); a last day on a holiday moves to the next working day (Civil Code art.
/// 203). An open pause is counted up to `today`. An agreed extension replaces the computed end.
Instant due(const ClockRule&, Instant started_at, const std::vector<Pause>&, std::optional<LegalDate> extended_to,
            LegalDate today, const WorkingCalendar&);

/// From when on the clock counts as "soon": a fifth of the period or two working days before the end, whichever is
/// earlier; never before the start.
Instant soon_at(Instant started_at, Instant due_at, const WorkingCalendar&);

ClockMood mood_of(bool paused, Instant soon_at, Instant due_at, Instant moment);

/// "30 working days from 3 March, paused 6 days for appraisal, moved past a holiday, until 20 April." in zh or en.
std::string explain(const ClockRule&, Instant started_at, const std::vector<Pause>&,
                    std::optional<LegalDate> extended_to, Instant due_at, LegalDate today, const WorkingCalendar&,
                    std::string_view language);

/// What of a dispute decides whether a rule applies to it.
struct ClockSubject {
    std::string national_type;
    std::optional<std::string> difficulty;
    std::string channel;
    std::vector<std::string> flags;
};

/// Whether the city says how long it is: no law that was read or is known does, and no agreement.
bool may_change(const ClockRule&);

/// The longest that makes sense: a year, in any unit; three years in months.
bool is_sensible(ClockUnit, std::int64_t amount);

/// Conditions such as `type!=10,11 channel=court_delegated flag=summary_procedure`, all of which must hold.
bool applies(const ClockRule&, const ClockSubject&);

/// Is `word` one of the blank-separated words? A mark after `@` on a listed word is ignored.
bool lists(std::string_view words, std::string_view word);

/// The mark after `@` on a listed word, from when its event counts: `register` from the registration, `effective`
/// from the day on which the agreement took effect, none from the event itself.
std::string_view mark_of(std::string_view words, std::string_view word);

/// Of all versions of all rules, those in force on the day.
std::vector<ClockRule> in_force(const std::vector<ClockRule>&, LegalDate on);

/// Reasons that all of these rules list; rules that know no pause are left out of account.
std::vector<std::string> common_pause_reasons(const std::vector<ClockRule>&);

/// Whether it is a period for mediating after which mediation is over by law: deemed failed, ended as T03, or given
/// back to the court. The city's own service standards are none.
bool ends_mediation(const ClockRule&);

}  // namespace hemu::dispute
