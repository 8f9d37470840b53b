#include <charconv>

#include "auditing.hpp"
#include "calendar.hpp"

namespace hemu::calendar {

/// The year in the path; the calendar in use began in 1949, and nobody plans beyond 2999.
static int year_of(const http::Request& request) {
    const std::string& text = request.path_text("year");
    int year = 0;
    const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), year);
    const bool whole = fault == std::errc{} && end == text.data() + text.size();
    if (!whole || year < 1949 || year > 2999) throw Refusal(Fault::not_found, "not_found");
    return year;
}

static http::Reply show_year(const http::Request& request, const identity::Context& cx) {
    const int year = year_of(request);
    return cx.db.read([&](db::Tx& tx) { return http::ok(days_of(tx, year)); });
}

struct DayForm {
    DayKind kind = DayKind::normal;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(DayForm, (), (kind, name))

/// Whoever changes the calendar moves deadlines of disputes that begin from now on.
static http::Reply change_day(const http::Request& request, const identity::Context& cx) {
    const auto date = parse_date(request.path_text("date"));
    if (!date || date->year() != year_of(request)) throw Refusal(Fault::not_found, "not_found");
    const auto form = request.body<DayForm>();

    return cx.db.transact([&](db::Tx& tx) {
        set(tx, {*date, form.kind, form.name});
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::calendar, "change", to_text(*date),
                                             {"kind", std::string(json::enum_word(form.kind))}));
        return http::ok(days_of(tx, date->year()));
    });
}

const identity::Routes routes = {
    identity::get<identity::None, std::vector<Day>>("/api/calendar/{year}", identity::everyone, show_year,
                                                    "Holidays and make-up workdays of a year"),
    identity::put<DayForm, std::vector<Day>>("/api/calendar/{year}/{date}", identity::Duty::system_administrator,
                                             change_day, "Set a day"),
};

}  // namespace hemu::calendar
