// 函件 Letters to a partner, which say on paper what its messages say: acceptance, refusal, outcome, and the
// certificate that an agreement was performed (domain facts D19, 8.3).
#pragma once
#include "pdf.hpp"
#include "telling.hpp"

namespace hemu::partners {

enum class LetterKind { acceptance, refusal, result, certificate };
BOOST_DESCRIBE_ENUM(LetterKind, acceptance, refusal, result, certificate)

/// What stands in it. event: the latest of the journal of which such a letter tells.
struct LetterFacts {
    ReferralRow referral;
    dispute::Dispute dispute;
    dispute::Event event;
    std::string body_name;    ///< that holds the case
    std::string sender_name;  ///< the window, whose seal it bears
    std::optional<AcceptanceTold> acceptance;
    std::optional<RefusalTold> refusal;
    std::optional<ResultTold> result;
    LegalDate written_on;
};

/// Those that can be written as the case stands.
std::vector<LetterKind> letters_of(db::Tx&, const dispute::Dispute&);
/// Refusal not_found when there is nothing of which it could tell.
LetterFacts letter_facts(db::Tx&, LetterKind, const ReferralRow&, const dispute::Dispute&, LegalDate today);
/// In Chinese, as letters between authorities are.
pdf::Paper letter_paper(LetterKind, const LetterFacts&);

}  // namespace hemu::partners
