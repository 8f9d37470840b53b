// What is known already while a party is typed: the same person and organisations in earlier disputes, bodies of the
// directory, and what was learned from how people graded.
#pragma once
#include <memory>

#include "store.hpp"
#include "type_lessons.hpp"
#include "type_words.hpp"

namespace hemu::intake {

/// Where a party of an earlier dispute stands; numbers still sealed.
struct EarlierParty {
    Id<dispute::Dispute> dispute_id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    LegalDate registered_on;
    Id<dispute::Party> party_id;
    dispute::PartyKind kind = dispute::PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_sealed;
    std::optional<std::string> identity_digest;
    std::optional<std::string> phone_sealed;
    std::optional<std::string> address_sealed;
    std::optional<LegalDate> birth_on;
    std::optional<std::string> sex;
};
BOOST_DESCRIBE_STRUCT(EarlierParty, (),
                      (dispute_id, number, title, state, registered_on, party_id, kind, name, identity_sealed,
                       identity_digest, phone_sealed, address_sealed, birth_on, sex))

/// Parties with this number, phone or name, and people of no secret dispute whose name begins so (from two characters
/// on), in disputes that the actor may see; those that are just so first, then the newest, at most 50.
std::vector<EarlierParty> earlier_parties(db::Tx&, const dispute::PartyDigests&, const std::string& name,
                                          const identity::Actor&);

struct EarlierCase {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    LegalDate registered_on;
};
BOOST_DESCRIBE_STRUCT(EarlierCase, (), (id, number, title, state, registered_on))

/// A party who was here before, masked. party_id: what `known_as` takes over.
struct EarlierPerson {
    Id<dispute::Party> party_id;
    dispute::PartyKind kind = dispute::PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> address;
    std::optional<LegalDate> birth_on;
    std::optional<std::string> sex;
    std::vector<EarlierCase> cases;
};
BOOST_DESCRIBE_STRUCT(EarlierPerson, (),
                      (party_id, kind, name, identity_number, phone, address, birth_on, sex, cases))

/// At most five, each with the latest party's data and all cases.
std::vector<EarlierPerson> people_in(const std::vector<EarlierParty>&, const crypto::Keys&);

/// An organisation that a party may be: of an earlier dispute, masked, or of the directory (then without party_id).
struct KnownOrganisation {
    std::optional<Id<dispute::Party>> party_id;
    dispute::PartyKind kind = dispute::PartyKind::legal;
    std::string name;
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> legal_representative;
};
BOOST_DESCRIBE_STRUCT(KnownOrganisation, (), (party_id, kind, name, identity_number, phone, legal_representative))

/// Organisations whose name contains the words or whose initials do, of disputes that the actor may see and that are
/// not secret, and open bodies of the directory; at most six.
std::vector<KnownOrganisation> known_organisations(db::Tx&, const std::string& words, const identity::Context&);

/// What people called the latest disputes of the city, up to 2,000.
TypeLessons read_lessons(db::Tx&);
/// The same, read anew each hour.
std::shared_ptr<const TypeLessons> type_lessons(db::Tx&, Instant moment);

}  // namespace hemu::intake
