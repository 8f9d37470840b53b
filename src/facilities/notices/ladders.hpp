// 联系阶梯 By which methods, in which order, the parties are told of an event: the city's own, in versions that are
// valid from a day, or the program's from data/notice_events.json.
#pragma once
#include "rules.hpp"

namespace hemu::notices {

struct Ladder;

struct LadderHead {
    NoticeEvent event = NoticeEvent::general;
    std::int64_t version = 0;
    LegalDate valid_from_on;
    Instant made_at;
    std::string made_by_name;
};
BOOST_DESCRIBE_STRUCT(LadderHead, (), (event, version, valid_from_on, made_at, made_by_name))

/// A version of the city's own ladder.
struct LadderVersion : LadderHead {
    std::vector<NoticeMethod> methods;
};
BOOST_DESCRIBE_STRUCT(LadderVersion, (LadderHead), (methods))

struct LadderRow : LadderHead {
    db::Json<std::vector<NoticeMethod>> methods;
};
BOOST_DESCRIBE_STRUCT(LadderRow, (LadderHead), (methods))

/// The ladder of an event on a day: the newest of the city's versions that are valid, if there is one.
db::Later<LadderRow> ask_ladder(db::Tx&, NoticeEvent, LegalDate today);
/// All of the city, the newest first.
std::vector<LadderVersion> all_ladders(db::Tx&);

struct LadderForm {
    NoticeEvent event = NoticeEvent::general;
    std::vector<NoticeMethod> methods;
    std::optional<LegalDate> valid_from_on;  ///< absent: at once
};
BOOST_DESCRIBE_STRUCT(LadderForm, (), (event, methods, valid_from_on))

/// Refusals: as why_not_ladder; invalid valid_from_on in_the_past; conflict when somebody was faster.
void add_ladder(db::Tx&, const LadderForm&, const identity::Context&);

}  // namespace hemu::notices
