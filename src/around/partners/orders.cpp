// 工单 Orders of hotlines and 110: their senders ask whether people are satisfied, and send them back once.
#include "closing.hpp"
#include "outgoing.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::State;
using identity::Context;

static const db::Statement count_returns{"partners.count_returns", R"(
    SELECT count(*) AS count FROM dispute_event WHERE dispute_id = $1 AND kind = 'order_unsatisfied')"};

/// By the machine of the window that registered it: nobody there decides whether it comes back.
static void open_again(db::Tx& tx, Dispute& dispute, const Context& cx) {
    identity::Actor actor = identity::machine(identity::Duty::dispatcher, dispute.window_id);
    actor.name = cx.actor.name;
    closing::reopen(tx, dispute, {"工单回访不满意，退回重办"},
                    {cx.db, actor, cx.moment, cx.keys, cx.config, cx.live});
}

void take_told(db::Tx& tx, Dispute& dispute, const PartnerTold& told, std::optional<std::string> words,
               const Context& cx) {
    if (told.kind == "order_unsatisfied") {
        const auto row = referral_of(tx, dispute.id);
        refuse_if(why_not_come_back(row ? exchange::find_matter(row->matter) : nullptr, dispute.state,
                                    tx.one<std::int64_t>(count_returns, dispute.id)));
        if (dispute.state == State::closed || dispute.state == State::archived) open_again(tx, dispute, cx);
    }
    const auto event = dispute::record_with(tx, dispute, told.kind, cx, event_content(told));
    if (words && !words->empty()) dispute::add_note(tx, dispute, event, *words, cx.moment);
}

}  // namespace hemu::partners
