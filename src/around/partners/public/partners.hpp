// 对接单位 Partners: a court, a police station, a petition office refers a matter, and it becomes a dispute; what is
// done about it is told, and what they tell of their side starts and meets the clocks that concern them.
#pragma once
#include "agreements.hpp"
#include "exchange.hpp"
#include "parties.hpp"
#include "ways.hpp"

namespace hemu::partners {

extern const identity::Routes routes;

/// That the parties agree to mediation and to their data going here: who said so, and when (PIPL art. 23; Ningbo
/// people's mediation regulation art. 19).
struct ReferralConsent {
    std::vector<std::string> given_by;
    LegalDate given_on;
};
BOOST_DESCRIBE_STRUCT(ReferralConsent, (), (given_by, given_on))

/// Who works on it at the partner.
struct ReferralContact {
    std::string name;
    std::optional<std::string> phone;
};
BOOST_DESCRIBE_STRUCT(ReferralContact, (), (name, phone))

/// 委托 A matter handed over, to us or by us; the message of kind referral. Its number at the partner is the
/// reference of the package, its papers travel in the package. received_on: when the partner itself got it.
/// deadline_on: by when it wants an outcome.
struct Referral {
    std::string matter;
    std::optional<std::string> letter_number;
    std::optional<LegalDate> letter_on;
    std::optional<LegalDate> received_on;
    std::optional<LegalDate> deadline_on;
    std::optional<ReferralConsent> consent;
    std::optional<ReferralContact> contact;
    std::string place_code;
    std::string national_type;
    std::optional<std::string> local_type;
    std::string narrative;
    std::string request;
    std::optional<LegalDate> occurred_on;
    std::optional<std::int64_t> people_count;
    std::optional<Fen> amount_fen;
    std::optional<std::vector<std::string>> flags;
    std::vector<dispute::PartyForm> parties;
    std::optional<bool> urgent;
    std::optional<std::string> passing_basis;  ///< on what the personal data goes along (PIPL art. 13, 23)
};
BOOST_DESCRIBE_STRUCT(Referral, (),
                      (matter, letter_number, letter_on, received_on, deadline_on, consent, contact, place_code,
                       national_type, local_type, narrative, request, occurred_on, people_count, amount_fen, flags,
                       parties, urgent, passing_basis))

enum class AnswerKind { acceptance, refusal, progress, result };
BOOST_DESCRIBE_ENUM(AnswerKind, acceptance, refusal, progress, result)

/// A partner's answer to what we handed over; the message of kind acceptance, refusal, progress or result that comes
/// in. number: its own. on, at: the day or moment of which it speaks. due_on: by when it will be done, of an
/// acceptance. amount_fen: that an insurer consents to pay, of a result. reason, result: codes of
/// data/partner_matters.json. event: what happened at its side, of a progress.
struct PartnerAnswer {
    std::optional<std::string> number;
    std::optional<LegalDate> on;
    std::optional<Instant> at;
    std::optional<LegalDate> due_on;
    std::optional<Fen> amount_fen;
    std::optional<std::string> reason;
    std::optional<std::string> result;
    std::optional<std::string> event;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(PartnerAnswer, (), (number, on, at, due_on, amount_fen, reason, result, event, words))

/// The message of kind event: what happened at the partner. kind: of data/partner_matters.json. on, at: the day or
/// the moment of which that event speaks.
struct PartnerTold {
    std::string kind;
    std::optional<LegalDate> on;
    std::optional<Instant> at;
};
BOOST_DESCRIBE_STRUCT(PartnerTold, (), (kind, on, at))

/// The message of kind acceptance.
struct AcceptanceTold {
    std::string number;
    LegalDate accepted_on;
    std::string body_name;
    std::optional<LegalDate> due_on;
};
BOOST_DESCRIBE_STRUCT(AcceptanceTold, (), (number, accepted_on, body_name, due_on))

/// The message of kind refusal. reason: R01 to R08 (domain facts 2.4). not_suitable: the same in the words of the
/// partner's own list, where it has one (data/partner_matters.json). ways: what the parties were told instead.
struct RefusalTold {
    std::string number;
    LegalDate refused_on;
    std::string reason;
    std::optional<std::string> not_suitable;
    std::vector<dispute::Way> ways;
};
BOOST_DESCRIBE_STRUCT(RefusalTold, (), (number, refused_on, reason, not_suitable, ways))

/// The message of kind progress. what: the event of the journal.
struct ProgressTold {
    std::string number;
    std::string what;
    dispute::State state = dispute::State::registered;
    Instant happened_at;
};
BOOST_DESCRIBE_STRUCT(ProgressTold, (), (number, what, state, happened_at))

struct TermTold {
    agreements::TermKind kind = agreements::TermKind::other;
    std::string text;
    std::optional<Fen> amount_fen;
    std::optional<LegalDate> due_on;
    bool performed = false;
    std::optional<LegalDate> performed_on;
};
BOOST_DESCRIBE_STRUCT(TermTold, (), (kind, text, amount_fen, due_on, performed, performed_on))

/// 履行证明 That everything agreed was done, and when: what police look at (Public Security Administration
/// Punishments Law of 2025, art. 9).
struct PerformanceTold {
    Fen agreed_fen;
    Fen performed_fen;
    std::int64_t open_terms = 0;
    std::optional<LegalDate> performed_on;  ///< of the last term, once none is open
};
BOOST_DESCRIBE_STRUCT(PerformanceTold, (), (agreed_fen, performed_fen, open_terms, performed_on))

/// The message of kind result; sent when the mediation ends, when the agreement takes effect, when it is performed or
/// breached, and when the case is closed. It holds what the parties signed and what they agreed to be undisputed;
/// never concessions, offers or separate talks (People's Mediation Law art. 23; SPC interpretation of the CPL
/// art. 107). reason: T01 to T12, of a failed one.
struct ResultTold {
    std::string number;
    dispute::State state = dispute::State::closed;
    std::string what;
    Instant happened_at;
    std::optional<std::string> result;
    std::optional<std::string> reason;
    std::vector<dispute::Way> ways;
    std::optional<std::string> agreement_form;
    std::optional<LegalDate> effective_on;
    std::vector<TermTold> terms;
    std::optional<PerformanceTold> performance;
    std::vector<std::string> undisputed_facts;
    std::optional<bool> satisfied;  ///< of an order, as the latest return visit heard
};
BOOST_DESCRIBE_STRUCT(ResultTold, (),
                      (number, state, what, happened_at, result, reason, ways, agreement_form, effective_on, terms,
                       performance, undisputed_facts, satisfied))

/// Works in referrals, events and further materials. A receiver of the exchange.
std::optional<exchange::TakenIn> receive(db::Tx&, const exchange::Incoming&, const identity::Context&);

/// Tells the partner who referred a dispute what happens to it. A reaction to events of the journal.
void follow(db::Tx&, const dispute::Dispute&, const dispute::Event&, const identity::Context&);

/// Everything wrong with the content of a message, by field; what only the register knows is left out. For the kit
/// that checks a partner's packages. today: the legal date.
Verdict why_not_message(exchange::MessageKind, const exchange::PartnerKind*, const std::string& content,
                        LegalDate today);

}  // namespace hemu::partners
