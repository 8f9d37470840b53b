#include "corrections.hpp"

#include "text.hpp"

namespace hemu::dispute {

std::vector<std::string> fields_of(const PartyCorrection& correction) {
    std::vector<std::string> names;
    boost::mp11::mp_for_each<json::detail::members<PartyCorrection>>([&](auto member) {
        if (correction.*member.pointer) names.emplace_back(member.name);
    });
    return names;
}

bool is_empty(const PartyCorrection& correction) { return fields_of(correction).empty(); }

struct CorrectedRow {
    PartyKind kind = PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_kind;
};
BOOST_DESCRIBE_STRUCT(CorrectedRow, (), (kind, name, identity_kind))

static const db::Statement select_corrected{"dispute.party_to_correct", R"(
    SELECT kind, name, identity_kind FROM dispute_party
     WHERE id = $1 AND dispute_id = $2 AND removed_at IS NULL)"};

static const db::Statement update_corrected{"dispute.correct_party", R"(
    UPDATE dispute_party
       SET name = coalesce($3, name), name_initials = coalesce($4, name_initials),
           identity_sealed = coalesce($5, identity_sealed), identity_digest = coalesce($6, identity_digest),
           phone_sealed = coalesce($7, phone_sealed), phone_digest = coalesce($8, phone_digest),
           address_sealed = coalesce($9, address_sealed), birth_on = coalesce($10, birth_on),
           sex = coalesce($11, sex)
     WHERE id = $1 AND dispute_id = $2)"};

/// A minor's guardian and the like are not asked for again: only what is given is looked at.
static void check(const PartyForm& form, const PartyCorrection& correction, std::string_view path, LegalDate today) {
    Verdict verdict;
    const auto given = fields_of(correction);
    for (const FieldFault& fault : why_not_party(form, today).fields)
        if (std::find(given.begin(), given.end(), fault.field) != given.end())
            verdict.add(std::string(path) + fault.field, fault.code);
    refuse_if(verdict);
}

void correct_party(db::Tx& tx, const Dispute& dispute, Id<Party> id, const PartyCorrection& correction,
                   std::string_view path, const identity::Context& cx) {
    const auto row = tx.maybe<CorrectedRow>(select_corrected, id, dispute.id);
    if (!row) throw Refusal(Fault::not_found, "party_not_found");
    PartyForm form;
    form.kind = row->kind;
    form.name = correction.name.value_or(row->name);
    form.identity_kind = row->identity_kind;
    form.identity_number = correction.identity_number;
    form.phone = correction.phone;
    form.address = correction.address;
    check(form, correction, path, legal_date(cx.moment));

    const auto sealed = [&](const std::optional<std::string>& plain, std::string_view context) {
        return plain ? std::optional(cx.keys.seal(*plain, context)) : std::nullopt;
    };
    const auto number = [](const std::optional<std::string>& typed) {
        return typed ? std::optional(text::normal_number(*typed)) : std::nullopt;
    };
    const PartyDigests digests = digests_of(form, cx.keys);
    std::optional<std::string> name;
    std::optional<std::string> initials;
    if (correction.name) name = text::trim(*correction.name);
    if (name && row->kind != PartyKind::natural) initials = text::pinyin_initials(*name);
    const auto read = text::check_resident_number(correction.identity_number.value_or(""));
    tx.run(update_corrected, id, dispute.id, name, initials, sealed(number(correction.identity_number), "identity"),
           digests.identity, sealed(number(correction.phone), "phone"), digests.phone,
           sealed(correction.address, "address"), read.valid ? read.birth_on : std::nullopt,
           read.valid ? read.sex : std::nullopt);
}

}  // namespace hemu::dispute
