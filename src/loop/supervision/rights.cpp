#include "notices.hpp"
#include "store.hpp"

namespace hemu::supervision {

using dispute::Dispute;
using identity::Context;

struct RightContent {
    std::string clock;
    LegalDate due_on;
};
BOOST_DESCRIBE_STRUCT(RightContent, (), (clock, due_on))

static constexpr std::int64_t rights_at_a_time = 1000;

static bool tell(const EndingRight& right, const Context& cx) {
    return cx.db.transact([&](db::Tx& tx) {
        auto dispute = dispute::load(tx, right.dispute_id);
        if (!dispute || !is_untold(tx, right)) return false;
        const LegalDate due_on = legal_date(right.due_at);
        dispute::record(tx, *dispute, "right_ends", cx, RightContent{right.code, due_on});
        dispute::DueClock told;
        told.id = right.id;
        dispute::mark_reminded(tx, told, 100);
        notices::Occasion occasion;
        occasion.on = due_on;
        notices::tell(tx, *dispute, notices::NoticeEvent::right_ends, right.id, occasion, cx);
        return true;
    });
}

std::int64_t tell_of_rights(const Context& cx, Instant due_before) {
    const auto rights =
        cx.db.read([&](db::Tx& tx) { return ending_rights(tx, cx.moment, due_before, rights_at_a_time); });
    return std::count_if(rights.begin(), rights.end(), [&](const EndingRight& right) { return tell(right, cx); });
}

}  // namespace hemu::supervision
