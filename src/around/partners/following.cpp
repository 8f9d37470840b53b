// What happens to a dispute is told to the partner who referred it.
#include "outgoing.hpp"
#include "telling.hpp"

namespace hemu::partners {

using dispute::Dispute;
using dispute::Event;
using dispute::Source;
using exchange::MessageKind;
using identity::Context;

static void tell(db::Tx& tx, const ReferralRow& referral, MessageKind kind, std::string content, const Context& cx,
                 std::vector<exchange::PaperOnShelf> papers = {}) {
    exchange::send(tx, referral.partner_id,
                   {kind, referral.reference, referral.dispute_id, std::move(content), std::move(papers)}, cx);
}

static void tell_event(db::Tx& tx, const ReferralRow& referral, const Dispute& dispute, const Event& event,
                       const Context& cx) {
    switch (tells(event.kind)) {
        case Tells::acceptance:
            return tell(tx, referral, MessageKind::acceptance, json::write(acceptance_told(tx, dispute, event)), cx);
        case Tells::refusal:
            return tell(tx, referral, MessageKind::refusal, json::write(refusal_told(referral, dispute, event)), cx);
        case Tells::progress:
            return tell(tx, referral, MessageKind::progress, json::write(progress_told(dispute, event)), cx);
        case Tells::result:
            return tell(tx, referral, MessageKind::result, json::write(result_told(tx, dispute, event)), cx);
        case Tells::visit:
            if (const auto* matter = exchange::find_matter(referral.matter); matter && matter->is_order)
                tell(tx, referral, MessageKind::result, json::write(result_told(tx, dispute, event)), cx);
            return;
        case Tells::nothing:
            return;
    }
}

/// Only what came from somebody else can have been referred.
static bool may_be_referred(const Dispute& dispute) {
    return dispute.source_reference && dispute.source != Source::proactive;
}

void follow(db::Tx& tx, const Dispute& dispute, const Event& event, const Context& cx) {
    guard_insurer(tx, dispute, event, cx);
    if (tells(event.kind) == Tells::nothing || !may_be_referred(dispute)) return;
    const auto referral = referral_of(tx, dispute.id);
    if (!referral) return;
    tell_event(tx, *referral, dispute, event, cx);
    if (gives_back(event.kind) && !referral->papers->empty())
        tell(tx, *referral, MessageKind::materials, json::write(progress_told(dispute, event)), cx,
             *referral->papers);
}

}  // namespace hemu::partners
