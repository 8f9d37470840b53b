// Deadlines, pure: when a clock ends, how near it is, and how to say so.
#pragma once
#include "clocks.hpp"
#include "time.hpp"

namespace hemu::dispute {

/// agreed: the parties named the day; a desk sets it (run_until).
enum class ClockUnit { hour, day, working_day, month, agreed };
BOOST_DESCRIBE_ENUM(ClockUnit, hour, day, working_day, month, agreed)

/// What has to be counted, from when, until when, and what then; a row of data/clock_rules.json.
/// concerns: staff (binds the body that holds the dispute), party (a right or duty of the parties), partner (binds a
///   court, commission, authority, hospital …; never in the queues) · standing: in_force; preset (another place's
///   rule or practice, which a city may adopt); ended (no longer adopted) · replaces: codes that start no clock while
///   this rule is in force · started_by, met_by: kinds of events, with marks (see mark_of); `?reason` in started_by
///   when Hemu knows of no such moment · amount: negative when counted back · extension: see Extending.
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
    std::string standing = "in_force";
    std::string replaces;
};
BOOST_DESCRIBE_STRUCT(ClockRule, (),
                      (code, valid_from, name_zh, name_en, concerns, started_by, met_by, applies_to, amount, unit,
                       roll_forward, pause_reasons, extension, on_expiry, basis, certainty, standing, replaces))

/// `who[+most][@event]`: whose word extends the period, by how many more of its units at most, and the event that
/// tells of it when no desk of the house does. Without `most` the event names the day (`until_on`).
struct Extending {
    std::string_view who;
    std::optional<std::int64_t> most;
    std::string_view event;
};
/// Nothing when the period cannot be extended.
std::optional<Extending> extending(const ClockRule&);
/// Whether the parties extend it, alone or with the committee.
bool extended_by_consent(const ClockRule&);

/// A pause from a legal date to another; an open one has no end yet.
struct Pause {
    std::string reason;
    LegalDate from_on;
    std::optional<LegalDate> to_on;
};

/// A later end, and the day on which it was agreed or granted.
struct Extended {
    LegalDate to_on;
    LegalDate since_on;
};

/// The last moment of the period. The starting day or hour is not counted (CPL art. 85, SPC interpretation art. 125,
/// Civil Code art. 201); the days of a pause from its first up to the day before going on are not counted; months end
/// on the same-numbered day or the month's last (Civil Code art. 202); a last day on a holiday moves to the next
/// working day (Civil Code art. 203), of a period counted back to the working day before, so that it is not cut. An
/// open pause is counted up to `today`. An extension replaces the computed end; pauses after it move it.
Instant due(const ClockRule&, Instant started_at, const std::vector<Pause>&, std::optional<Extended>, LegalDate today,
            const WorkingCalendar&);

/// From when on the clock counts as "soon": a fifth of the period or two working days before the end, whichever is
/// earlier; never before the start.
Instant soon_at(Instant started_at, Instant due_at, const WorkingCalendar&);

ClockMood mood_of(bool paused, Instant soon_at, Instant due_at, Instant moment);

/// "30 working days from 3 March, paused 6 days for appraisal, moved past a holiday, until 20 April." in zh or en.
std::string explain(const ClockRule&, Instant started_at, const std::vector<Pause>&, std::optional<Extended>,
                    Instant due_at, LegalDate today, const WorkingCalendar&, std::string_view language);

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
/// from the day on which the agreement took effect, any other from the day or moment that the event's content names
/// under this name, none from the event itself.
std::string_view mark_of(std::string_view words, std::string_view word);
/// That day (its beginning) or moment of an event's content, if it names it.
std::optional<Instant> named_moment(std::string_view content, std::string_view mark);

/// Whether an event is known that starts the clock.
bool has_start(const ClockRule&);

/// Of each code the newest version that is valid on the day, whatever its standing; they live as long as the rules.
std::vector<const ClockRule*> newest(const std::vector<ClockRule>&, LegalDate on);
/// Of those the ones that start clocks: in force, and not replaced by another in force.
std::vector<const ClockRule*> starting(const std::vector<ClockRule>&, LegalDate on);
std::vector<ClockRule> in_force(const std::vector<ClockRule>&, LegalDate on);

/// Reasons that all of these rules list; rules that know no pause are left out of account.
std::vector<std::string> common_pause_reasons(const std::vector<ClockRule>&);

/// Whether it is a period for mediating after which mediation is over by law: deemed failed, ended as T03, or given
/// back to the court. The city's own service standards are none.
bool ends_mediation(const ClockRule&);

}  // namespace hemu::dispute
