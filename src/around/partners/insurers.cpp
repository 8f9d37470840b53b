// 保险机构 Insurers: called in above a sum, their written consent in the file before they pay by an agreement.
#include <algorithm>

#include "outgoing.hpp"

namespace hemu::partners {

using dispute::Dispute;
using identity::Context;

static constexpr std::string_view matter_code = "insurer_call";
static constexpr std::string_view medical = "15";

static bool is_consent(const OutRow& row) {
    return row.matter == matter_code && (row.result == "solved" || row.result == "partly");
}

InsurerNeed insurer_need(const Dispute& dispute, const OutSettings& chosen, const std::vector<OutRow>& outs) {
    InsurerNeed need;
    const std::int64_t yuan = dispute.amount_fen.amount / 100;
    const bool is_medical = dispute.national_type == medical;
    need.must_be_called = is_medical && chosen.insurer_medical_yuan > 0 && yuan > chosen.insurer_medical_yuan;
    need.must_be_appraised = is_medical && chosen.appraisal_medical_yuan > 0 && yuan >= chosen.appraisal_medical_yuan;
    need.called = std::any_of(outs.begin(), outs.end(), [](const auto& row) { return row.matter == matter_code; });
    need.consented = std::any_of(outs.begin(), outs.end(), is_consent);
    return need;
}

Fen insurer_pays(const std::vector<agreements::TermView>& terms, const std::vector<dispute::PartyView>& parties,
                 const std::string& insurer) {
    Fen sum;
    for (const auto& term : terms)
        for (const auto& party : parties)
            if (term.kind == agreements::TermKind::pay && term.party_id == party.id && party.name == insurer)
                sum = sum + term.amount_fen.value_or(Fen{});
    return sum;
}

static const db::Statement select_insurers{"partners.insurers",
                                           "SELECT name FROM exchange_partner WHERE kind = 'insurer'"};

/// To how much the insurer of this name has consented; its paper came with the answer or lies in the file.
static Fen consented_by(const std::vector<OutRow>& outs, const std::string& insurer) {
    Fen most;
    for (const OutRow& row : outs)
        if (is_consent(row) && row.partner_name == insurer)
            most.amount = std::max(most.amount, row.amount_fen.value_or(Fen{}).amount);
    return most;
}

void guard_insurer(db::Tx& tx, const Dispute& dispute, const dispute::Event& event, const Context& cx) {
    const bool binds = event.kind == "take_effect" || event.kind == "agree_orally" || event.kind == "settle_at_once";
    if (!binds) return;
    const auto insurers = tx.all<std::string>(select_insurers);
    if (insurers.empty()) return;
    const auto agreement = agreements::find(tx, dispute);
    if (!agreement) return;
    const auto parties = dispute::parties_of(tx, dispute, cx);
    const auto outs = outs_of(tx, dispute.id);
    for (const std::string& insurer : insurers)
        if (insurer_pays(agreement->terms, parties, insurer) > consented_by(outs, insurer))
            throw Refusal(Fault::conflict, "insurer_consent_missing");
}

}  // namespace hemu::partners
