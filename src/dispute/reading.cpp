#include "reading.hpp"

namespace hemu::dispute {

// Rows of 档案. A reviewer is whoever may judge: the review has no name before it was judged.
static const db::Statement count_openings{"dispute.openings", R"(
    SELECT (SELECT count(*) FROM archive_loan
             WHERE dispute_id = $1 AND borrower_id = $2 AND state = 'lent' AND until_on >= $3)
           + (SELECT count(*) FROM archive_review
               WHERE dispute_id = $1 AND state <> 'accepted' AND $4 IN ('head', 'dispatcher', 'supervisor')))"};

void refuse_unlent(db::Tx& tx, const Dispute& dispute, const identity::Actor& actor, Instant moment) {
    if (dispute.state != State::archived || dispute.holder_id == actor.organisation) return;
    if (tx.one<std::int64_t>(count_openings, dispute.id, actor.account, legal_date(moment), actor.duty) == 0)
        throw Refusal(Fault::forbidden, "loan_needed");
}

static HiddenFrom& hidden() {
    static HiddenFrom one = nullptr;
    return one;
}

void set_hidden(HiddenFrom of_whoever_keeps) { hidden() = of_whoever_keeps; }

std::set<std::string> hidden_from(db::Tx& tx, Id<Dispute> dispute, const identity::Actor& actor) {
    return hidden() ? hidden()(tx, dispute, actor) : std::set<std::string>();
}

}  // namespace hemu::dispute
