// How a period is counted, for those who count and those who say how it was counted.
#pragma once
#include "clock_rules.hpp"

namespace hemu::dispute {

/// The last day of the period before it moves past days off; the start itself for hours and agreed days.
LegalDate plain_end(const ClockRule&, LegalDate start, const std::vector<Pause>&, LegalDate today,
                    const WorkingCalendar&);
LegalDate rolled(const ClockRule&, LegalDate end, const WorkingCalendar&);
/// The extended end with the pauses after the extension, before it moves past days off.
LegalDate moved_end(const ClockRule&, const Extended&, const std::vector<Pause>&, LegalDate today,
                    const WorkingCalendar&);
std::vector<Pause> pauses_since(const std::vector<Pause>&, LegalDate day);
/// The hour after that of the moment: from there hours are counted (SPC interpretation of the CPL art. 125).
Instant first_full_hour(Instant);

}  // namespace hemu::dispute
