// 通行凭证 How somebody without an account comes in: a code that was told once opens one thing, and a pass in a
// cookie keeps it open for some hours.
#pragma once
#include "dispute.hpp"
#include "parties.hpp"

namespace hemu::access {

extern const identity::Routes routes;

/// What somebody writes down who has not sent it yet. Its rows belong to the folder application.
struct Application;

/// application: one that is not sent yet · party: one dispute, as one of its parties. A browser may hold one of each.
enum class PassKind { application, party };
BOOST_DESCRIBE_ENUM(PassKind, application, party)

/// What a cookie opens: the application, or the dispute as this party.
struct Pass {
    PassKind kind = PassKind::application;
    std::optional<Id<Application>> application_id;
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<Id<dispute::Party>> party_id;
    Instant ends_at;
};
BOOST_DESCRIBE_STRUCT(Pass, (), (kind, application_id, dispute_id, party_id, ends_at))

/// Eight letters and digits that nobody mixes up: 29^8, some 39 bits. Only code_digest of it is stored.
std::string fresh_code();
/// Keyed digest of a code as typed: case, blanks and hyphens do not matter.
std::string code_digest(const crypto::Keys&, std::string_view typed);

/// Before a code that opens by itself is looked up. Refusal too_many codes_guessed: this hour so many wrong codes
/// came in, from wherever, that somebody is guessing (setting wrong_codes_an_hour). Give the route a Rate as well.
void refuse_guessing(const identity::Context&);
/// The code opens nothing: counted. Refusal not_found code_not_found, the same for wrong, used up and over.
[[noreturn]] void refuse_code(const identity::Context&);

/// The answer, with a fresh pass in its cookie.
http::Reply let_in(http::Reply, db::Tx&, Pass, const http::Request&, const identity::Context&);
http::Reply let_into(http::Reply, db::Tx&, Id<Application>, const http::Request&, const identity::Context&);
http::Reply let_into(http::Reply, db::Tx&, Id<dispute::Dispute>, Id<dispute::Party>, const http::Request&,
                     const identity::Context&);

/// What the caller's cookie opens. Rights of a citizen's route: it reads and writes by these ids and no others.
/// Refusal unauthenticated pass_needed.
Id<Application> application_of(db::Tx&, const http::Request&, const identity::Context&);
struct PartyPass {
    Id<dispute::Dispute> dispute_id;
    Id<dispute::Party> party_id;
};
/// A party who was taken off the dispute is let in no more.
PartyPass party_of(db::Tx&, const http::Request&, const identity::Context&);

/// The context in which a party's deed is written into the journal: duty citizen, no account, at the body that holds
/// the dispute.
identity::Context as_party(const identity::Context&, const dispute::Dispute&);

/// Ends every pass to an application: it was sent, or given up.
void end_passes(db::Tx&, Id<Application>);

/// Whether the number was confirmed by a code sent to it, for this application or as this party.
bool is_confirmed(db::Tx&, Id<Application>, std::string_view phone, const crypto::Keys&);
bool is_confirmed(db::Tx&, Id<dispute::Party>, std::string_view phone, const crypto::Keys&);

/// What was confirmed for the application counts for the party that it became.
void carry_confirmations(db::Tx&, Id<Application>, Id<dispute::Party>);

/// Ended passes, counts of wrong codes and codes of phones are forgotten.
void keep_house(db::Database&, Instant moment);

}  // namespace hemu::access
