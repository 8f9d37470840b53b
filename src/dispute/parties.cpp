#include "parties.hpp"

#include "audit.hpp"
#include "journal.hpp"
#include "sealing.hpp"
#include "text.hpp"
#include "types.hpp"

namespace hemu::dispute {

static bool is_resident_card(const PartyForm& form) {
    return form.identity_number && (!form.identity_kind || *form.identity_kind == "resident_card") &&
           form.kind == PartyKind::natural;
}

static bool is_credit_code(const PartyForm& form) {
    return form.identity_number && form.kind != PartyKind::natural &&
           (!form.identity_kind || *form.identity_kind == "credit_code");
}

static std::optional<LegalDate> birth_of(const PartyForm& form) {
    if (is_resident_card(form)) {
        const auto card = text::check_resident_number(*form.identity_number);
        if (card.valid) return card.birth_on;
    }
    return form.birth_on;
}

static bool is_minor(const PartyForm& form, LegalDate today) {
    const auto birth = birth_of(form);
    return form.kind == PartyKind::natural && birth && today < add_months(*birth, 18 * 12);
}

static bool has_guardian(const PartyForm& form) {
    return form.agents && std::any_of(form.agents->begin(), form.agents->end(),
                                      [](const AgentForm& agent) { return agent.kind == AgentKind::guardian; });
}

static std::size_t delegated_agents(const PartyForm& form) {
    if (!form.agents) return 0;
    return static_cast<std::size_t>(
        std::count_if(form.agents->begin(), form.agents->end(),
                      [](const AgentForm& agent) { return agent.kind != AgentKind::guardian; }));
}

static void check_numbers(const PartyForm& form, Verdict& verdict) {
    if (is_resident_card(form) && !text::check_resident_number(*form.identity_number).valid)
        verdict.add("identity_number", "resident_number_wrong");
    if (is_credit_code(form) && !text::check_credit_code(*form.identity_number).valid)
        verdict.add("identity_number", "credit_code_wrong");
    if (form.phone && !text::is_phone(*form.phone)) verdict.add("phone", "phone_wrong");
    if (form.sex && *form.sex != "male" && *form.sex != "female") verdict.add("sex", "unknown_word");
}

static void check_needs(const PartyForm& form, Verdict& verdict) {
    if (form.language && !is_language(*form.language)) verdict.add("language", "unknown_word");
    if (!form.help) return;
    for (std::size_t i = 0; i < form.help->size(); ++i)
        if (!is_help((*form.help)[i])) verdict.add(fmt::format("help[{}]", i), "unknown_word");
}

/// Matters that a power of attorney can list (domain facts 2.7).
static constexpr std::array<std::string_view, 7> known_powers = {
    "apply_or_end", "collect_evidence", "choose_mediator", "admit_or_waive", "attend_and_sign", "receive_documents",
    "other"};

static void check_powers(const AgentForm& agent, const std::string& at, Verdict& verdict) {
    for (std::size_t i = 0; i < agent.powers.size(); ++i)
        if (std::find(known_powers.begin(), known_powers.end(), agent.powers[i]) == known_powers.end())
            verdict.add(fmt::format("{}powers[{}]", at, i), "unknown_word");
}

static void check_agents(const PartyForm& form, Verdict& verdict) {
    if (!form.agents) return;
    for (std::size_t i = 0; i < form.agents->size(); ++i) {
        const AgentForm& agent = (*form.agents)[i];
        const std::string at = fmt::format("agents[{}].", i);
        if (text::trim(agent.name).empty()) verdict.add(at + "name", "missing");
        if (agent.phone && !text::is_phone(*agent.phone)) verdict.add(at + "phone", "phone_wrong");
        if (text::length(agent.relation.value_or("")) > 50) verdict.add(at + "relation", "too_long");
        if (agent.identity_number && !text::check_resident_number(*agent.identity_number).valid)
            verdict.add(at + "identity_number", "resident_number_wrong");
        check_powers(agent, at, verdict);
    }
    // CPL art. 61: one or two agents. Guardians act by law and are not counted.
    if (delegated_agents(form) > 2) verdict.add("agents", "too_many_agents");
}

Verdict why_not_party(const PartyForm& form, LegalDate today) {
    Verdict verdict;
    if (text::trim(form.name).empty()) verdict.add("name", "missing");
    if (text::length(form.name) > 100) verdict.add("name", "too_long");
    check_numbers(form, verdict);
    check_needs(form, verdict);
    check_agents(form, verdict);
    // CPL art. 60: a guardian acts for a party without full capacity.
    if (is_minor(form, today) && !has_guardian(form)) verdict.add("agents", "guardian_missing");
    return verdict;
}

/// Many parties of one side are spoken for by at most five (Ningbo regulation art. 20; Medical Dispute Regulation
/// art. 30; Petition Work Regulation art. 20).
static constexpr std::ptrdiff_t most_representatives = 5;

template <class Parties>
static std::ptrdiff_t representatives_in(const Parties& parties, Side side) {
    return std::count_if(parties.begin(), parties.end(), [&](const auto& party) {
        return party.side == side && std::optional<bool>(party.representative).value_or(false);
    });
}

Verdict why_not_join(const PartyForm& form, const std::vector<PartyView>& there) {
    const bool full = representatives_in(there, form.side) >= most_representatives;
    if (!form.representative.value_or(false) || !full) return {};
    return Verdict::refused(Fault::invalid, "too_many_representatives", "representative");
}

Verdict why_not_parties(const std::vector<PartyForm>& forms, LegalDate today) {
    Verdict verdict;
    for (std::size_t i = 0; i < forms.size(); ++i)
        for (const FieldFault& fault : why_not_party(forms[i], today).fields)
            verdict.add(fmt::format("parties[{}].{}", i, fault.field), fault.code);
    const bool has_applicant =
        std::any_of(forms.begin(), forms.end(), [](const PartyForm& form) { return form.side == Side::applicant; });
    if (!has_applicant) verdict.add("parties", "applicant_missing");
    for (const Side side : {Side::applicant, Side::respondent, Side::third_party})
        if (representatives_in(forms, side) > most_representatives)
            verdict.add("parties", "too_many_representatives");
    return verdict;
}

static std::optional<std::string> phone_digest(const std::optional<std::string>& phone, const crypto::Keys& keys) {
    if (!phone || phone->empty()) return std::nullopt;
    return keys.search_digest(text::normal_number(*phone), "phone");
}

PartyDigests digests_of(const PartyForm& form, const crypto::Keys& keys) {
    PartyDigests digests;
    if (form.identity_number && !form.identity_number->empty())
        digests.identity = keys.search_digest(text::normal_number(*form.identity_number), "identity");
    digests.phone = phone_digest(form.phone, keys);
    return digests;
}

static const sealing::SealedColumn sealed_columns[] = {
    {"dispute_party", "id", "identity_sealed", "identity"}, {"dispute_party", "id", "phone_sealed", "phone"},
    {"dispute_party", "id", "address_sealed", "address"},   {"dispute_agent", "id", "identity_sealed", "identity"},
    {"dispute_agent", "id", "phone_sealed", "phone"},       {"dispute", "id", "address_sealed", "address"}};

static std::optional<std::string> sealed(const crypto::Keys& keys, const std::optional<std::string>& plain,
                                         std::string_view context) {
    if (!plain || plain->empty()) return std::nullopt;
    return keys.seal(*plain, context);
}

static std::optional<std::string> normal(const std::optional<std::string>& number) {
    return number ? std::optional(text::normal_number(*number)) : std::nullopt;
}

static const db::Statement insert_party{"dispute.insert_party", R"(
    INSERT INTO dispute_party (id, dispute_id, position, side, kind, name, name_initials, identity_kind,
                               identity_sealed, identity_digest, phone_sealed, phone_digest, address_sealed, birth_on,
                               sex, ethnicity, occupation, legal_representative, representative, language, help, needs,
                               willing)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22,
            $23))"};

static const db::Statement insert_agent{"dispute.insert_agent", R"(
    INSERT INTO dispute_agent (id, dispute_id, party_id, kind, name, identity_sealed, phone_sealed, phone_digest,
                               powers, relation, evidence)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))"};

struct Agent;

static std::string default_identity_kind(const PartyForm& form) {
    return form.kind == PartyKind::natural ? "resident_card" : "credit_code";
}

static std::optional<std::string> sex_of(const PartyForm& form) {
    if (is_resident_card(form)) return text::check_resident_number(*form.identity_number).sex;
    return form.sex;
}

/// Organisations are found by the initials of their names too; people are not.
static std::string name_initials(const PartyForm& form) {
    return form.kind == PartyKind::natural ? std::string() : text::pinyin_initials(form.name);
}

static void add_party(db::Tx& tx, Id<Dispute> dispute, std::int64_t position, const PartyForm& form,
                      const identity::Context& cx) {
    const auto id = Id<Party>::fresh(cx.moment);
    const PartyDigests digests = digests_of(form, cx.keys);
    std::optional<std::string> identity_kind = form.identity_kind;
    if (form.identity_number && !identity_kind) identity_kind = default_identity_kind(form);
    tx.run(insert_party, id, dispute, position, form.side, form.kind, text::trim(form.name), name_initials(form),
           identity_kind, sealed(cx.keys, normal(form.identity_number), "identity"), digests.identity,
           sealed(cx.keys, normal(form.phone), "phone"), digests.phone, sealed(cx.keys, form.address, "address"),
           birth_of(form), sex_of(form), form.ethnicity, form.occupation, form.legal_representative,
           form.representative.value_or(false), form.language,
           db::Json(form.help.value_or(std::vector<std::string>{})), form.needs.value_or(""),
           form.willing.value_or(Willingness::unknown));
    if (!form.agents) return;
    for (const AgentForm& agent : *form.agents)
        tx.run(insert_agent, Id<Agent>::fresh(cx.moment), dispute, id, agent.kind, text::trim(agent.name),
               sealed(cx.keys, normal(agent.identity_number), "identity"),
               sealed(cx.keys, normal(agent.phone), "phone"), phone_digest(agent.phone, cx.keys),
               db::Json(agent.powers), agent.relation, agent.evidence);
}

void add_parties(db::Tx& tx, Id<Dispute> dispute, const std::vector<PartyForm>& forms, const identity::Context& cx) {
    std::int64_t position = 0;
    for (const PartyForm& form : forms) add_party(tx, dispute, ++position, form, cx);
}

/// Until the agreement is in effect or the dispute has ended otherwise; then the file says who they were.
static bool may_join(State state) {
    return state == State::registered || (State::accepted <= state && state <= State::agreed);
}

void add_party_later(db::Tx& tx, const Dispute& dispute, const PartyForm& form, const identity::Context& cx) {
    if (!may_join(dispute.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    // Positions only order the list; a later party stands behind all others because time only grows.
    add_party(tx, dispute.id, cx.moment.microseconds, form, cx);
    tell_words(tx, dispute.id, WordsOf::party, form.name);
}

struct PartyRow {
    Id<Party> id;
    Side side = Side::applicant;
    PartyKind kind = PartyKind::natural;
    std::string name;
    std::optional<std::string> identity_kind;
    std::optional<std::string> identity_sealed;
    std::optional<std::string> phone_sealed;
    std::optional<std::string> address_sealed;
    std::optional<LegalDate> birth_on;
    std::optional<std::string> sex;
    std::optional<std::string> ethnicity;
    std::optional<std::string> occupation;
    std::optional<std::string> legal_representative;
    bool representative = false;
    std::optional<std::string> language;
    std::string help;
    std::string needs;
    Willingness willing = Willingness::unknown;
};
BOOST_DESCRIBE_STRUCT(PartyRow, (),
                      (id, side, kind, name, identity_kind, identity_sealed, phone_sealed, address_sealed, birth_on,
                       sex, ethnicity, occupation, legal_representative, representative, language, help, needs,
                       willing))

struct AgentRow {
    std::string id;
    Id<Party> party_id;
    AgentKind kind = AgentKind::citizen;
    std::string name;
    std::optional<std::string> identity_sealed;
    std::optional<std::string> phone_sealed;
    std::string powers;
    std::optional<std::string> relation;
    std::optional<PowerEvidence> evidence;
};
BOOST_DESCRIBE_STRUCT(AgentRow, (),
                      (id, party_id, kind, name, identity_sealed, phone_sealed, powers, relation, evidence))

static const db::Statement select_parties{"dispute.parties", R"(
    SELECT id, side, kind, name, identity_kind, identity_sealed, phone_sealed, address_sealed, birth_on, sex,
           ethnicity, occupation, legal_representative, representative, language, help, needs, willing
      FROM dispute_party
     WHERE dispute_id = $1 AND removed_at IS NULL
     ORDER BY position, id)"};

static const db::Statement select_agents{"dispute.agents", R"(
    SELECT id, party_id, kind, name, identity_sealed, phone_sealed, powers, relation, evidence
      FROM dispute_agent
     WHERE dispute_id = $1 AND removed_at IS NULL
     ORDER BY id)"};

static PartyView plain_view(const PartyRow& row) {
    PartyView view;
    view.id = row.id;
    view.side = row.side;
    view.kind = row.kind;
    view.name = row.name;
    view.identity_kind = row.identity_kind;
    view.birth_on = row.birth_on;
    view.sex = row.sex;
    view.ethnicity = row.ethnicity;
    view.occupation = row.occupation;
    view.legal_representative = row.legal_representative;
    view.representative = row.representative;
    view.language = row.language;
    view.help = json::read<std::vector<std::string>>(row.help);
    view.needs = row.needs;
    view.willing = row.willing;
    return view;
}

template <class Mask>
static std::optional<std::string> opened(const crypto::Keys& keys, const std::optional<std::string>& sealed_text,
                                         std::string_view context, bool masked, Mask mask) {
    if (!sealed_text) return std::nullopt;
    const std::string plain = keys.open(*sealed_text, context);
    return masked ? std::string(mask(plain)) : plain;
}

static PartyView view_of(const PartyRow& row, const std::vector<AgentRow>& agents, const crypto::Keys& keys,
                         bool masked) {
    PartyView view = plain_view(row);
    view.masked = masked;
    view.identity_number = opened(keys, row.identity_sealed, "identity", masked, text::mask_identity_number);
    view.phone = opened(keys, row.phone_sealed, "phone", masked, text::mask_phone);
    view.address = opened(keys, row.address_sealed, "address", masked, text::mask_address);
    for (const AgentRow& agent : agents) {
        if (agent.party_id != row.id) continue;
        view.agents.push_back({agent.id, agent.kind, agent.name,
                               opened(keys, agent.identity_sealed, "identity", masked, text::mask_identity_number),
                               opened(keys, agent.phone_sealed, "phone", masked, text::mask_phone),
                               json::read<std::vector<std::string>>(agent.powers), agent.relation, agent.evidence});
    }
    return view;
}

static std::vector<PartyView> views_of(db::Tx& tx, const Dispute& dispute, bool masked, const identity::Context& cx) {
    auto later_rows = tx.later<PartyRow>(select_parties, dispute.id);
    auto later_agents = tx.later<AgentRow>(select_agents, dispute.id);
    const auto rows = later_rows.all();
    const auto agents = later_agents.all();
    std::vector<PartyView> views;
    for (const PartyRow& row : rows) views.push_back(view_of(row, agents, cx.keys, masked));
    return views;
}

std::vector<PartyView> parties_of(db::Tx& tx, const Dispute& dispute, const identity::Context& cx) {
    return views_of(tx, dispute, true, cx);
}

std::vector<PartyView> unmasked_parties_of(db::Tx& tx, const Dispute& dispute, const identity::Context& cx) {
    return views_of(tx, dispute, false, cx);
}

PartyView unmasked_party(db::Tx& tx, const Dispute& dispute, Id<Party> party, const identity::Context& cx) {
    const auto agents = tx.all<AgentRow>(select_agents, dispute.id);
    for (const PartyRow& row : tx.all<PartyRow>(select_parties, dispute.id))
        if (row.id == party) return view_of(row, agents, cx.keys, false);
    throw Refusal(Fault::not_found, "party_not_found");
}

static const db::Statement select_known{"dispute.known_party", R"(
    SELECT p.id, p.side, p.kind, p.name, p.identity_kind, p.identity_sealed, p.phone_sealed, p.address_sealed,
           p.birth_on, p.sex, p.ethnicity, p.occupation, p.legal_representative, p.representative, p.language, p.help,
           p.needs, p.willing
      FROM dispute_party p
      JOIN dispute d ON d.id = p.dispute_id
     WHERE p.id = $4 AND p.removed_at IS NULL AND)" + visible_sql()};

static void fill(std::optional<std::string>& open, const std::optional<std::string>& known) {
    if (!open || open->empty()) open = known;
}

static void fill_sealed(std::optional<std::string>& open, const std::optional<std::string>& sealed_text,
                        std::string_view context, const crypto::Keys& keys) {
    if (sealed_text && (!open || open->empty())) open = keys.open(*sealed_text, context);
}

static void fill_from(PartyForm& form, const PartyRow& known, const crypto::Keys& keys) {
    if (!form.identity_number && known.identity_sealed) form.identity_kind = known.identity_kind;
    fill_sealed(form.identity_number, known.identity_sealed, "identity", keys);
    fill_sealed(form.phone, known.phone_sealed, "phone", keys);
    fill_sealed(form.address, known.address_sealed, "address", keys);
    if (!form.birth_on) form.birth_on = known.birth_on;
    fill(form.sex, known.sex);
    fill(form.ethnicity, known.ethnicity);
    fill(form.occupation, known.occupation);
    fill(form.legal_representative, known.legal_representative);
    fill(form.language, known.language);
    if (!form.help) form.help = json::read<std::vector<std::string>>(known.help);
}

void take_over_known(db::Tx& tx, PartyForm& form, std::string_view path, const identity::Context& cx) {
    if (!form.known_as) return;
    const auto known =
        tx.maybe<PartyRow>(select_known, cx.actor.account, cx.actor.duty, cx.actor.organisation, *form.known_as);
    if (!known) throw Refusal(Fault::invalid, "invalid", {{fmt::format("{}known_as", path), "party_not_found"}});
    fill_from(form, *known, cx.keys);
}

static const db::Statement update_willing{"dispute.set_willing", R"(
    UPDATE dispute_party SET willing = $3 WHERE dispute_id = $1 AND id = $2 AND removed_at IS NULL)"};

void set_willing(db::Tx& tx, const Dispute& dispute, Id<Party> party, Willingness willing) {
    if (tx.changed(update_willing, dispute.id, party, willing) != 1)
        throw Refusal(Fault::not_found, "party_not_found");
}

static const db::Statement update_needs{"dispute.set_needs", R"(
    UPDATE dispute_party SET language = $3, help = $4 WHERE dispute_id = $1 AND id = $2 AND removed_at IS NULL)"};

void set_needs(db::Tx& tx, const Dispute& dispute, Id<Party> party, const std::optional<std::string>& language,
               const std::vector<std::string>& help) {
    if (tx.changed(update_needs, dispute.id, party, language, db::Json(help)) != 1)
        throw Refusal(Fault::not_found, "party_not_found");
}

static const db::Statement update_phone{"dispute.set_phone", R"(
    UPDATE dispute_party SET phone_sealed = $3, phone_digest = $4
     WHERE dispute_id = $1 AND id = $2 AND removed_at IS NULL)"};

void set_phone(db::Tx& tx, const Dispute& dispute, Id<Party> party, std::string_view phone,
               const crypto::Keys& keys) {
    const std::string plain = text::normal_number(phone);
    if (tx.changed(update_phone, dispute.id, party, keys.seal(plain, "phone"), phone_digest(plain, keys)) != 1)
        throw Refusal(Fault::not_found, "party_not_found");
}

}  // namespace hemu::dispute
