// 变更协议 What the parties may do when the court did not confirm their agreement, beside suing: change it by
// mediation or make a new one (CPL art. 206). It is signed and sealed again, and may be brought to the court again.
// Verbs: change_agreement performing,breached→agreed; keep_agreement agreed→performing.
#pragma once
#include "editions.hpp"
#include "store.hpp"

namespace hemu::court {

extern const dispute::Verb change_agreement_verb;
extern const dispute::Verb keep_agreement_verb;

/// words: what the parties want changed, and why.
struct ChangedAgreementForm : agreements::AgreementForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ChangedAgreementForm, (agreements::AgreementForm), (words))

/// Everything that a changed agreement lacks: as agreements::why_not_agreement, and that it is in writing and names
/// the one that it changes by its number.
Verdict why_not_change(const ChangedAgreementForm&, const dispute::Dispute&, const std::vector<dispute::PartyView>&,
                       const std::optional<std::string>& old_number);

/// Refusals: as change_agreement_verb and why_not_change.
void change_agreement(db::Tx&, Dispute&, const ChangedAgreementForm&, const Context&);

struct ChangeDropForm {
    std::string words;
};
BOOST_DESCRIBE_STRUCT(ChangeDropForm, (), (words))
/// Not everybody signs the change: the agreement before it stands. Refusals: as keep_agreement_verb; invalid words
/// missing.
void keep_agreement(db::Tx&, Dispute&, const ChangeDropForm&, const Context&);

/// What was agreed before, and what the court said of it.
std::vector<EarlierEdition> earlier_editions(db::Tx&, const Dispute&);

}  // namespace hemu::court
