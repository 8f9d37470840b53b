// 委派、委托 Cases that a court sends: 委派 before it files them, 委托 afterwards. They are kept apart by their code
// from the first moment: other periods, other papers (Invited-mediation rule art. 1, 11, 26, 27; Online rule art. 12,
// 15, 24).
#pragma once
#include "court.hpp"

namespace hemu::court {

struct Entrustment;

enum class EntrustmentKind { delegated, entrusted };
BOOST_DESCRIBE_ENUM(EntrustmentKind, delegated, entrusted)
enum class Procedure { ordinary, summary };
BOOST_DESCRIBE_ENUM(Procedure, ordinary, summary)
/// both: the parties consent, as the court has it · to_ask: the mediator helps to ask the other side (Online rule
/// art. 15), of delegated cases only.
enum class CourtConsent { both, to_ask };
BOOST_DESCRIBE_ENUM(CourtConsent, both, to_ask)
/// received · confirmed: a committee took it · settled · returned to the court.
enum class EntrustmentState { received, confirmed, settled, returned };
BOOST_DESCRIBE_ENUM(EntrustmentState, received, confirmed, settled, returned)

/// procedure: of entrusted cases, and of no others. case_number: the court's. dispute: its source and channel follow
/// from the kind.
struct EntrustmentForm {
    EntrustmentKind kind = EntrustmentKind::delegated;
    std::optional<Procedure> procedure;
    std::optional<CourtId> court_id;  ///< left out by a judge: his own
    std::string case_number;
    std::string judge_name;
    std::optional<std::string> judge_phone;
    std::optional<std::string> letter_number;
    CourtConsent consent = CourtConsent::both;
    std::vector<std::string> materials;
    LegalDate received_on;
    intake::Registration dispute;
};
BOOST_DESCRIBE_STRUCT(EntrustmentForm, (),
                      (kind, procedure, court_id, case_number, judge_name, judge_phone, letter_number, consent,
                       materials, received_on, dispute))

/// ended_by: take_effect, agree_orally, settle_at_once; T01 to T12, withdrawn, refused, redirected, unconfirmed.
struct EntrustmentView {
    Id<Entrustment> id;
    Id<dispute::Dispute> dispute_id;
    std::string number;
    dispute::State dispute_state = dispute::State::registered;
    EntrustmentKind kind = EntrustmentKind::delegated;
    std::optional<Procedure> procedure;
    CourtId court_id;
    std::string court_name;
    std::string case_number;
    std::string judge_name;
    std::optional<std::string> judge_phone;
    std::optional<std::string> letter_number;
    CourtConsent consent = CourtConsent::both;
    std::vector<std::string> materials;
    LegalDate received_on;
    LegalDate confirm_by_on;
    EntrustmentState state = EntrustmentState::received;
    std::optional<Instant> confirmed_at;
    std::optional<Instant> ended_at;
    std::optional<std::string> ended_by;
};
BOOST_DESCRIBE_STRUCT(EntrustmentView, (),
                      (id, dispute_id, number, dispute_state, kind, procedure, court_id, court_name, case_number,
                       judge_name, judge_phone, letter_number, consent, materials, received_on, confirm_by_on, state,
                       confirmed_at, ended_at, ended_by))

/// Everything wrong with the form but for the dispute itself.
Verdict why_not_entrust(const EntrustmentForm&, LegalDate today);
/// Registers it at the nearest centre of the place. Refusals: as why_not_entrust and intake::register_dispute;
/// invalid court_id court_unknown, case_number number_taken; conflict no_window_here.
intake::Receipt entrust(db::Tx&, const EntrustmentForm&, const identity::Context&);
std::optional<EntrustmentView> entrustment_of(db::Tx&, const dispute::Dispute&, const identity::Context&);
/// At the judge's court, open ones first, at most 200.
std::vector<EntrustmentView> entrustments_at(db::Tx&, const identity::Context&);

/// Cases that nobody took within three working days go back; returns how many.
std::int64_t return_unconfirmed(const identity::Context&);

}  // namespace hemu::court
