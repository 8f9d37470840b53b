// What happens by which date once an application is sent, for the calendar of a phone.
#pragma once
#include "calendar_file.hpp"
#include "store.hpp"

namespace hemu::application {

/// The day by which the window answers, with the papers to bring; and the days on which the applicant cannot come.
std::vector<text::CalendarEntry> dates_of(const ApplicationRow&, const ApplicationReceipt&, const ApplicationTold&);

}  // namespace hemu::application
