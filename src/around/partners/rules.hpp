// What a message of a partner needs, and which events of a case it hears of.
#pragma once
#include "intake.hpp"
#include "partners.hpp"

namespace hemu::partners {

Verdict why_not_referral(const Referral&, exchange::PartnerKind, const std::vector<std::string>& agreed_matters,
                         LegalDate today);
intake::Registration registration_of(const Referral&, const exchange::Matter&, const std::string& reference);

/// Refuses an event that such a partner cannot tell, that lacks its day, or whose day is still to come. Without a
/// partner: told by our own desk, of any.
Verdict why_not_told(const PartnerTold&, std::optional<exchange::PartnerKind>, LegalDate today);
/// What the journal keeps of it: `{"until_on": "2026-12-31"}`.
std::string event_content(const PartnerTold&);

/// Refuses an order that comes back before it has an outcome, a second time, or that is none.
Verdict why_not_come_back(const exchange::Matter*, dispute::State, std::int64_t times_before);

/// visit: a result again, of an order, with what the return visit heard.
enum class Tells { nothing, acceptance, refusal, progress, result, visit };
/// What an event of the journal is to the partner.
Tells tells(std::string_view event_kind);
/// Whether the papers that came with the referral go back with it.
bool gives_back(std::string_view event_kind);

}  // namespace hemu::partners
