// What is kept of a party, for himself (Personal Information Protection Law art. 45).
#include "auditing.hpp"
#include "evaluation.hpp"
#include "store.hpp"

namespace hemu::case_home {

struct CopyOfData {
    Instant made_at;
    std::string number;
    dispute::State state = dispute::State::registered;
    LegalDate registered_on;
    dispute::PartyView party;
    std::optional<std::string> narrative;
    std::optional<std::string> request;
    std::vector<HomeTerm> terms;
    std::vector<notices::InboxItem> notices;
    std::vector<MessageView> messages;
    std::vector<AskView> asks;
    std::vector<ComplaintView> complaints;
    std::vector<DataView> data_requests;
    std::vector<attachments::AttachmentView> files;
    std::vector<evaluation::SatisfactionView> satisfaction;
};
BOOST_DESCRIBE_STRUCT(CopyOfData, (),
                      (made_at, number, state, registered_on, party, narrative, request, terms, notices, messages,
                       asks, complaints, data_requests, files, satisfaction))

static bool is_granted(const std::vector<DataView>& requests, Id<DataRequest> id) {
    const auto found = std::find_if(requests.begin(), requests.end(), [&](const auto& one) { return one.id == id; });
    if (found == requests.end()) throw Refusal(Fault::not_found, "not_found");
    return found->outcome == DataOutcome::provided;
}

static const db::Statement update_taken{"case_home.take_copy", R"(
    UPDATE case_home_data_request SET taken_at = $2 WHERE id = $1 AND taken_at IS NULL)"};

struct TakenContent {
    Id<DataRequest> request_id;
    PartyId party_id;
};
BOOST_DESCRIBE_STRUCT(TakenContent, (), (request_id, party_id))

/// Line by line and indented, so that people can read it too.
static std::string readable(const boost::json::value& value, int depth = 0) {
    const std::string indent(static_cast<std::size_t>(depth + 1) * 2, ' ');
    const std::string back(static_cast<std::size_t>(depth) * 2, ' ');
    std::string out;
    if (const auto* object = value.if_object(); object && !object->empty()) {
        for (const auto& pair : *object)
            out += (out.empty() ? "{\n" : ",\n") + indent + boost::json::serialize(boost::json::value(pair.key())) +
                   ": " + readable(pair.value(), depth + 1);
        return out + "\n" + back + "}";
    }
    if (const auto* list = value.if_array(); list && !list->empty()) {
        for (const auto& item : *list) out += (out.empty() ? "[\n" : ",\n") + indent + readable(item, depth + 1);
        return out + "\n" + back + "]";
    }
    return boost::json::serialize(value);
}

std::string copy_of_data(db::Tx& tx, Caller& by, Id<DataRequest> id, const http::Request& request) {
    const HomeView home = home_of(tx, by.dispute, by.party_id, by.cx);
    if (!is_granted(home.data_requests, id)) throw Refusal(Fault::conflict, "copy_not_granted");
    if (!home.phone_confirmed) throw Refusal(Fault::forbidden, "phone_not_confirmed");
    CopyOfData copy;
    copy.made_at = by.cx.moment;
    copy.number = home.number;
    copy.state = home.state;
    copy.registered_on = home.registered_on;
    copy.party = dispute::unmasked_party(tx, by.dispute, by.party_id, by.cx);
    if (home.side == dispute::Side::applicant) {
        copy.narrative = by.dispute.narrative;
        copy.request = by.dispute.request;
    }
    copy.terms = home.terms;
    copy.notices = home.notices;
    copy.messages = home.messages;
    copy.asks = home.asks;
    copy.complaints = home.complaints;
    copy.data_requests = home.data_requests;
    copy.files =
        attachments::own_files(tx, attachments::Place::of(access::PartyPass{by.dispute.id, by.party_id})).items;
    for (auto& one : evaluation::evaluation_of(tx, by.dispute).satisfaction)
        if (one.party_id == by.party_id) copy.satisfaction.push_back(std::move(one));
    tx.run(update_taken, id, by.cx.moment);
    dispute::record(tx, by.dispute, "data_copy", by.cx, TakenContent{id, by.party_id});
    audit::record(tx, identity::entry_of(by.cx, request, audit::AuditKind::export_, "data_copy", to_text(by.party_id),
                                         {"identity_number", "phone", "address"}));
    return readable(boost::json::parse(json::write(copy))) + "\n";
}

}  // namespace hemu::case_home
