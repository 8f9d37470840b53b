// 参与率 How many of those who were asked take part, by which way they came, and where they stopped. Counts only.
#pragma once
#include "store.hpp"

namespace hemu::invitation {

/// permille and interval: only where enough were asked (setting least_for_a_rate).
struct Rate {
    std::int64_t count = 0;
    std::int64_t of = 0;
    std::optional<std::int64_t> permille;
    std::optional<Interval> interval;  ///< 95 %, Wilson, in thousandths
};
BOOST_DESCRIBE_STRUCT(Rate, (), (count, of, permille, interval))
Rate rate_of(std::int64_t count, std::int64_t of, std::int64_t least);

/// sent: parties who were tried this way without a failure. opened to answered: invitations that came in this way and
/// got at least so far; who noted an answer at the window counts as having come in there.
struct WayFigures {
    EntryWay way = EntryWay::link;
    std::int64_t sent = 0;
    std::int64_t opened = 0;
    std::int64_t asked = 0;
    std::int64_t chosen = 0;
    std::int64_t answered = 0;
    std::int64_t agreed = 0;
    std::int64_t later = 0;
    std::int64_t refused = 0;
};
BOOST_DESCRIBE_STRUCT(WayFigures, (), (way, sent, opened, asked, chosen, answered, agreed, later, refused))

/// invited: parties who were asked in the period. join: those whose last answer is agree, of the invited. answers:
/// those who gave any answer, of the invited.
struct InvitationFigures {
    std::int64_t days = 0;
    std::int64_t invited = 0;
    std::int64_t agreed = 0;
    std::int64_t later = 0;
    std::int64_t refused = 0;
    std::int64_t silent = 0;
    Rate join;
    Rate answers;
    std::vector<WayFigures> ways;
    std::int64_t least_for_a_rate = 0;
};
BOOST_DESCRIBE_STRUCT(InvitationFigures, (),
                      (days, invited, agreed, later, refused, silent, join, answers, ways, least_for_a_rate))

/// Of the caller's body and those below it, invited in the last `days` days.
InvitationFigures figures(db::Tx&, std::int64_t days, const identity::Context&);

}  // namespace hemu::invitation
