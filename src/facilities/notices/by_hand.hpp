// What staff do with notices of a case: send one, say what came of a call, print a letter.
#pragma once
#include "sending.hpp"
#include "telling.hpp"

namespace hemu::notices {

/// place: where to come, for events that name one. mail_address and openid are kept for the party.
struct SendForm {
    Id<dispute::Party> party_id;
    NoticeEvent event = NoticeEvent::general;
    NoticeMethod method = NoticeMethod::message;
    std::optional<Instant> at;
    std::optional<LegalDate> on;
    std::optional<std::string> place;
    std::optional<std::string> mail_address;
    std::optional<std::string> openid;
};
BOOST_DESCRIBE_STRUCT(SendForm, (), (party_id, event, method, at, on, place, mail_address, openid))

/// What would be sent: its words, to whom (masked), and when.
struct SendPreview {
    std::string words;
    NoticeLanguage language = NoticeLanguage::zh;
    std::optional<std::string> recipient;
    Instant due_at;
};
BOOST_DESCRIBE_STRUCT(SendPreview, (), (words, language, recipient, due_at))

/// Methods that somebody can choose now, for the page.
std::vector<NoticeMethod> methods_by_hand(const config::Config&);

SendPreview preview(db::Tx&, const dispute::Dispute&, const SendForm&, const identity::Context&);
/// Refusals: invalid unknown_party, event not_by_hand (what holds a code), method not_set_up, no_number, mail_address
/// missing or mail_address_wrong, openid missing or openid_wrong, place too_long.
void send_by_hand(db::Tx&, dispute::Dispute&, const SendForm&, const identity::Context&);

/// reached: whom the call, visit or letter was for.
struct OutcomeForm {
    bool reached = false;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(OutcomeForm, (), (reached, words))
/// Refusals: not_found; conflict notice_is_settled when nobody of staff is at work on it.
void note_outcome(db::Tx&, dispute::Dispute&, Id<Notice>, const OutcomeForm&, const identity::Context&);

struct LetterView {
    std::string number;
    std::string body_name;
    std::optional<std::string> body_phone;
    std::string party_name;
    std::optional<std::string> address;
    NoticeEvent event = NoticeEvent::general;
    NoticeLanguage language = NoticeLanguage::zh;
    std::string words;
    std::string link;  ///< only named where the city has no public address yet
    LegalDate written_on;
};
BOOST_DESCRIBE_STRUCT(LetterView, (),
                      (number, body_name, body_phone, party_name, address, event, language, words, link, written_on))
/// Opens the party's address. Refusal not_found.
LetterView letter_of(db::Tx&, const dispute::Dispute&, Id<Notice>, const identity::Context&);

}  // namespace hemu::notices
