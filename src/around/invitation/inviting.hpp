// Asking somebody: a fresh code, and the notice that carries it.
#pragma once
#include "store.hpp"

namespace hemu::invitation {

/// The code in force ends, a fresh one is told to the party. Refusal conflict not_in_this_state.
void invite(db::Tx&, const dispute::Dispute&, Id<dispute::Party>, const identity::Context&);
/// By hand, and for everybody who is no applicant. Refusals: as invite; not_found party_not_found.
void invite_again(db::Tx&, dispute::Dispute&, Id<dispute::Party>, const identity::Context&);

/// The secrets of a notice that carries this code.
std::map<std::string, std::string> secrets_of(const std::string& code, const identity::Context&);
/// What a code's link begins with; empty without a public address.
std::string short_address(const config::Config&);

/// What is to be done about an invitation whose moment has come: a reminder, the next method, or nothing any more.
void follow_up(db::Tx&, Id<Invitation>, const identity::Context&);

/// Paper for somebody who was invited. code: in clear, for the letter alone.
struct InvitationLetter {
    std::string number;
    std::string body_name;
    std::optional<std::string> body_phone;
    std::optional<std::string> body_address;
    std::string party_name;
    std::optional<std::string> address;
    std::vector<std::string> asked_by;
    notices::NoticeLanguage language = notices::NoticeLanguage::zh;
    std::string code;
    std::string link;        ///< of the QR code; without a public address only the path
    std::string short_link;  ///< to type, with the code by hand
    LegalDate written_on;
    LegalDate ends_on;
};
BOOST_DESCRIBE_STRUCT(InvitationLetter, (),
                      (number, body_name, body_phone, body_address, party_name, address, asked_by, language, code,
                       link, short_link, written_on, ends_on))
/// Opens code and address; the attempt becomes a service record, once a day. Refusals: not_found; conflict
/// invitation_over.
InvitationLetter letter_of(db::Tx&, dispute::Dispute&, Id<Invitation>, const identity::Context&);

/// Name, phone and address of the body that holds the dispute.
struct BodyRow {
    std::string name;
    std::optional<std::string> phone;
    std::optional<std::string> address;
};
BOOST_DESCRIBE_STRUCT(BodyRow, (), (name, phone, address))
BodyRow body_of(db::Tx&, const dispute::Dispute&);

}  // namespace hemu::invitation
