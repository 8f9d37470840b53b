// 研 Assess: what a registered dispute is, whether it may be mediated here, and where it goes when it may not.
// Verbs: accept registered→accepted, refuse registered→refused, redirect registered,accepted→redirected.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "dispute.hpp"
#include "ways.hpp"

namespace hemu::triage {

extern const dispute::Verb accept_verb;
extern const dispute::Verb refuse_verb;
extern const dispute::Verb redirect_verb;
extern const identity::Routes routes;

/// 受理条件 The acceptance conditions as a person confirmed them, A1 to A6 in this order. A7, always register, is the
/// register itself. not_medical_elsewhere is asked in medical disputes only.
/// Source: Several Rules on People's Mediation Work art. 20, 22; PML art. 17; Medical Dispute Regulation art. 31.
struct Checks {
    bool civil_dispute = false;
    bool definite = false;
    bool no_refusal = false;
    bool not_reserved = false;
    bool not_handled_elsewhere = false;
    std::optional<bool> not_medical_elsewhere;
};
BOOST_DESCRIBE_STRUCT(Checks, (),
                      (civil_dispute, definite, no_refusal, not_reserved, not_handled_elsewhere,
                       not_medical_elsewhere))

/// 不予受理理由 R06 is listed because it is named everywhere, but leads to redirection, never to refusal.
enum class RefusalReason { R01, R02, R03, R04, R05, R06, R07, R08 };
BOOST_DESCRIBE_ENUM(RefusalReason, R01, R02, R03, R04, R05, R06, R07, R08)

using dispute::Way;

struct Acceptance {
    dispute::Grading grading;
    Checks checks;
    bool risk_confirmed = false;
    std::optional<std::string> words;
};
BOOST_DESCRIBE_STRUCT(Acceptance, (), (grading, checks, risk_confirmed, words))

struct Refused {
    RefusalReason reason = RefusalReason::R08;
    std::vector<Way> routes;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Refused, (), (reason, routes, words))

struct Redirection {
    Way to = Way::court;
    std::optional<Id<identity::Organisation>> organisation_id;
    RefusalReason reason = RefusalReason::R06;
    std::string words;
};
BOOST_DESCRIBE_STRUCT(Redirection, (), (to, organisation_id, reason, words))

/// One ground of a suggestion. about: difficulty, risk or secrecy; code names a threshold, flag or kind; points are
/// those of the risk score.
struct Ground {
    std::string about;
    std::string code;
    std::int64_t points = 0;
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(Ground, (), (about, code, points, basis))

/// What the rules propose; a person decides (PIPL art. 24: every ground is told).
struct Suggestion {
    dispute::Difficulty difficulty = dispute::Difficulty::simple;
    dispute::Risk risk = dispute::Risk::blue;
    dispute::Secrecy secrecy = dispute::Secrecy::normal;
    std::int64_t score = 0;
    std::vector<Ground> reasons;
};
BOOST_DESCRIBE_STRUCT(Suggestion, (), (difficulty, risk, secrecy, score, reasons))

/// A person accepts the dispute: checks A1 to A6 hold, the grading is complete, the risk colour is confirmed. Sets
/// the grading and advances. Refusals: invalid with the fields at fault; conflict not_in_this_state; forbidden.
void accept(db::Tx&, dispute::Dispute&, const Acceptance&, const identity::Context&);

/// Refuses to mediate and tells the lawful ways. Refusals: invalid (redirect_instead for R06, ways_missing, …).
void refuse(db::Tx&, dispute::Dispute&, const Refused&, const identity::Context&);

/// Passes the dispute to another body or way.
void redirect(db::Tx&, dispute::Dispute&, const Redirection&, const identity::Context&);

/// A new grading of an open dispute; risk is only ever lowered by a person doing this.
void grade(db::Tx&, dispute::Dispute&, const dispute::Grading&, const identity::Context&);

/// What the rules propose for the dispute as it stands.
Suggestion suggestion_for(db::Tx&, const dispute::Dispute&, LegalDate today);

}  // namespace hemu::triage
