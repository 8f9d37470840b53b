// 当事人 The parties of a dispute, their agents and guardians; identity, phone and address sealed.
#pragma once
#include "dispute.hpp"

namespace hemu::dispute {

enum class Side { applicant, respondent, third_party };
BOOST_DESCRIBE_ENUM(Side, applicant, respondent, third_party)
enum class PartyKind { natural, legal, unincorporated };
BOOST_DESCRIBE_ENUM(PartyKind, natural, legal, unincorporated)
enum class AgentKind { lawyer, legal_worker, unit_staff, close_relative, citizen, guardian };
BOOST_DESCRIBE_ENUM(AgentKind, lawyer, legal_worker, unit_staff, close_relative, citizen, guardian)
enum class Willingness { unknown, willing, unwilling };
BOOST_DESCRIBE_ENUM(Willingness, unknown, willing, unwilling)
/// What was there of an agent's power when the window looked: the original, a copy, or it will be brought.
enum class PowerEvidence { seen_original, copy, will_bring };
BOOST_DESCRIBE_ENUM(PowerEvidence, seen_original, copy, will_bring)

struct Party;

/// Powers that may be given to an agent (domain facts 2.7): apply_or_end, collect_evidence, choose_mediator,
/// admit_or_waive, attend_and_sign, receive_documents, other. relation: how he stands to the party, in words.
struct AgentForm {
    AgentKind kind = AgentKind::citizen;
    std::string name;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::vector<std::string> powers;
    std::optional<std::string> relation;
    std::optional<PowerEvidence> evidence;
};
BOOST_DESCRIBE_STRUCT(AgentForm, (), (kind, name, identity_number, phone, powers, relation, evidence))

/// A party as it comes in, in clear. identity_kind: resident_card, passport, credit_code or other. language, help:
/// codes of data/party_needs.json. known_as: a party of an earlier dispute who is the same; see take_over_known.
struct PartyForm {
    Side side = Side::applicant;
    PartyKind kind = PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_kind;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::optional<LegalDate> birth_on;
    std::optional<std::string> sex;
    std::optional<std::string> ethnicity;
    std::optional<std::string> occupation;
    std::optional<std::string> legal_representative;
    std::optional<bool> representative;
    std::optional<std::string> language;
    std::optional<std::vector<std::string>> help;
    std::optional<std::string> needs;
    std::optional<Willingness> willing;
    std::optional<std::vector<AgentForm>> agents;
    std::optional<Id<Party>> known_as;
};
BOOST_DESCRIBE_STRUCT(PartyForm, (),
                      (side, kind, name, identity_kind, identity_number, phone, address, birth_on, sex, ethnicity,
                       occupation, legal_representative, representative, language, help, needs, willing, agents,
                       known_as))

struct AgentView {
    std::string id;
    AgentKind kind = AgentKind::citizen;
    std::string name;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::vector<std::string> powers;
    std::optional<std::string> relation;
    std::optional<PowerEvidence> evidence;
};
BOOST_DESCRIBE_STRUCT(AgentView, (), (id, kind, name, identity_number, phone, powers, relation, evidence))

/// A party as shown: identity number, phone and address masked unless it was opened with a reason.
struct PartyView {
    Id<Party> id;
    Side side = Side::applicant;
    PartyKind kind = PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_kind;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::optional<LegalDate> birth_on;
    std::optional<std::string> sex;
    std::optional<std::string> ethnicity;
    std::optional<std::string> occupation;
    std::optional<std::string> legal_representative;
    bool representative = false;
    std::optional<std::string> language;
    std::vector<std::string> help;
    std::string needs;
    Willingness willing = Willingness::unknown;
    bool masked = true;
    std::vector<AgentView> agents;
};
BOOST_DESCRIBE_STRUCT(PartyView, (),
                      (id, side, kind, name, identity_kind, identity_number, phone, address, birth_on, sex, ethnicity,
                       occupation, legal_representative, representative, language, help, needs, willing, masked,
                       agents))

/// Everything wrong with the parties, by field path (`parties[1].phone`): numbers that fail GB 11643 or GB 32100, no
/// applicant, a minor without guardian (CPL art. 60), more than two agents a party (CPL art. 61), more than five
/// representatives a side.
/// today: the legal date of registration, for the age of minors.
Verdict why_not_parties(const std::vector<PartyForm>&, LegalDate today);

/// The same for one party who joins later; field paths without `parties[…]`.
Verdict why_not_party(const PartyForm&, LegalDate today);

/// What only the parties who are there already forbid: a sixth representative of a side.
Verdict why_not_join(const PartyForm&, const std::vector<PartyView>& there);

/// Fills what a form leaves open from the party it is known as: number, phone, address and what else describes him.
/// The values go from row to row here and never to a page. Refusal invalid party_not_found when the actor may not see
/// that party's dispute; its field begins with `path`.
void take_over_known(db::Tx&, PartyForm&, std::string_view path, const identity::Context&);

/// Seals and stores them, in their order. Call after why_not_parties.
void add_parties(db::Tx&, Id<Dispute>, const std::vector<PartyForm>&, const identity::Context&);

/// A party who joins later, until the agreement is in effect. Refusals: conflict not_in_this_state after that; as
/// why_not_parties, which the caller has asked.
void add_party_later(db::Tx&, const Dispute&, const PartyForm&, const identity::Context&);

/// One party in clear; the caller has recorded the reason and audits it. Refusal not_found.
PartyView unmasked_party(db::Tx&, const Dispute&, Id<Party>, const identity::Context&);

/// All of them in clear, as above.
std::vector<PartyView> unmasked_parties_of(db::Tx&, const Dispute&, const identity::Context&);

/// The parties masked; the dispute must have been found by the actor before.
std::vector<PartyView> parties_of(db::Tx&, const Dispute&, const identity::Context&);

void set_willing(db::Tx&, const Dispute&, Id<Party>, Willingness);
/// What a party needs in a session; what he says himself replaces what the window wrote. Refusal not_found.
void set_needs(db::Tx&, const Dispute&, Id<Party>, const std::optional<std::string>& language,
               const std::vector<std::string>& help);
/// A party's own number, which the caller knows to be his. Refusal not_found.
void set_phone(db::Tx&, const Dispute&, Id<Party>, std::string_view phone, const crypto::Keys&);

/// Keyed digests under which the same person or phone is found again; empty when the form has none.
struct PartyDigests {
    std::optional<std::string> identity;
    std::optional<std::string> phone;
};
PartyDigests digests_of(const PartyForm&, const crypto::Keys&);

}  // namespace hemu::dispute
