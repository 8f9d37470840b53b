// What of notices is shown: to staff on the case, to a party on the case page.
#include "sending.hpp"

namespace hemu::notices {

using dispute::Dispute;
using identity::Context;

static ServiceView view_of(const ServiceRow& row, const Facts& secrets, const crypto::Keys& keys) {
    ServiceView view;
    view.id = row.id;
    view.method = row.method;
    view.state = row.state;
    if (row.recipient_sealed) view.recipient = masked_recipient(keys.open(*row.recipient_sealed, "contact"));
    view.words = masked(words_in(row.words_sealed, keys), secrets);
    view.fault = row.fault;
    view.remark = row.remark;
    view.begun_at = row.begun_at;
    view.changed_at = row.changed_at;
    return view;
}

std::vector<PartyNotice> notices_of(db::Tx& tx, const Dispute& dispute, const crypto::Keys& keys) {
    const auto services = services_of(tx, dispute.id);
    std::vector<PartyNotice> views;
    for (const NoticeRow& row : rows_of(tx, dispute.id)) {
        PartyNotice view{row.id,     row.party_id, row.event,        row.state, row.method(), *row.ladder, row.step,
                         row.due_at, row.made_at,  row.made_by_name, {}};
        const Facts secrets = secrets_of(row, keys);
        for (const ServiceRow& service : services)
            if (service.notice_id == row.id) view.services.push_back(view_of(service, secrets, keys));
        views.push_back(std::move(view));
    }
    return views;
}

std::vector<InboxItem> inbox_of(db::Tx& tx, Id<Dispute> dispute, Id<dispute::Party> party, const crypto::Keys& keys) {
    std::vector<InboxItem> items;
    for (const NoticeRow& row : rows_of_party(tx, dispute, party))
        items.push_back({row.event, row.made_at, words_in(row.inbox_sealed, keys)});
    return items;
}

struct ReadContent {
    Id<Notice> notice_id;
    Id<dispute::Party> party_id;
    NoticeEvent about = NoticeEvent::general;
    NoticeMethod method = NoticeMethod::inbox;
};
BOOST_DESCRIBE_STRUCT(ReadContent, (), (notice_id, party_id, about, method))

void mark_read(db::Tx& tx, Dispute& dispute, Id<dispute::Party> party, const Context& cx) {
    for (NoticeRow& row : rows_of_party(tx, dispute.id, party)) {
        if (row.state == NoticeState::read) continue;
        row.state = NoticeState::read;
        row.due_at.reset();
        update_notice(tx, row);
        dispute::record(tx, dispute, "notice_read", cx,
                        ReadContent{row.id, row.party_id, row.event, NoticeMethod::inbox});
    }
}

}  // namespace hemu::notices
