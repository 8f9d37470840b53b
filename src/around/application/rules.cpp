#include "rules.hpp"

#include "evidence.hpp"
#include "text.hpp"
#include "types.hpp"

namespace hemu::application {

using dispute::AgentForm;
using dispute::PartyForm;
using dispute::PartyKind;
using dispute::Side;

static constexpr std::size_t most_parties = 20;
static constexpr std::size_t most_handlers = 10;
static constexpr std::size_t most_evidence = 40;
static constexpr std::size_t most_days = 20;
static constexpr std::size_t most_answers = 40;

static void tidy(std::string& words) { words = text::trim(words); }
static void tidy(std::optional<std::string>& words) {
    if (!words) return;
    tidy(*words);
    if (words->empty()) words.reset();
}

static void tidy(AgentForm& agent) {
    tidy(agent.name);
    tidy(agent.identity_number);
    tidy(agent.phone);
    tidy(agent.relation);
}

static void tidy(PartyForm& party) {
    tidy(party.name);
    for (auto* words :
         {&party.identity_kind, &party.identity_number, &party.phone, &party.address, &party.sex, &party.ethnicity,
          &party.occupation, &party.legal_representative, &party.language, &party.needs})
        tidy(*words);
    if (!party.identity_number) party.identity_kind.reset();
    if (!party.agents) return;
    for (AgentForm& agent : *party.agents) tidy(agent);
}

ApplicationForm tidied(ApplicationForm form) {
    for (PartyForm& party : form.parties) tidy(party);
    for (auto* words : {&form.narrative, &form.request, &form.step}) tidy(*words);
    for (auto* words : {&form.national_type, &form.local_type, &form.place_code, &form.address, &form.occurred_words,
                        &form.helper, &form.phone})
        tidy(*words);
    for (OtherHandler& handler : form.other_handlers) tidy(handler.name);
    for (EvidenceItem& item : form.evidence) tidy(item.words);
    return form;
}

std::optional<std::size_t> first_applicant(const std::vector<PartyForm>& parties) {
    for (std::size_t i = 0; i < parties.size(); ++i)
        if (parties[i].side == Side::applicant) return i;
    return std::nullopt;
}

/// The number of the application is the applicant's own, or that of who acts for him.
static void give_phone(PartyForm& applicant, ApplyingFor whom, std::string_view phone) {
    const bool acts_for_him = whom != ApplyingFor::self && applicant.agents && !applicant.agents->empty();
    auto& number = acts_for_him ? applicant.agents->front().phone : applicant.phone;
    if (!number && whom == ApplyingFor::other && !acts_for_him) return;
    if (!number) number = phone;
}

static void ask_apart(PartyForm& party) {
    auto help = party.help.value_or(std::vector<std::string>{});
    if (std::find(help.begin(), help.end(), "separate_rooms") == help.end()) help.emplace_back("separate_rooms");
    party.help = std::move(help);
}

intake::Registration registration_of(const ApplicationForm& form, std::string_view phone, dispute::Channel channel,
                                     const std::optional<intake::TypeProposal>& type) {
    intake::Registration registration;
    registration.source = dispute::Source::application;
    registration.channel = channel;
    registration.narrative = form.narrative;
    registration.request = form.request;
    registration.national_type = form.national_type.value_or(type ? type->national_type : "99");
    registration.local_type = form.national_type ? form.local_type : type ? type->local_type : std::nullopt;
    registration.place_code = form.place_code.value_or("");
    registration.address = form.address;
    registration.occurred_on = form.occurred_on;
    registration.amount_fen = form.amount_fen;
    registration.parties = form.parties;
    if (const auto first = first_applicant(registration.parties))
        give_phone(registration.parties[*first], form.applying_for, phone);
    for (PartyForm& party : registration.parties)
        if (form.asks_apart && party.side == Side::applicant) ask_apart(party);
    return registration;
}

std::string contact_phone(const intake::Registration& registration, ApplyingFor whom) {
    const auto first = first_applicant(registration.parties);
    if (!first) return "";
    const PartyForm& applicant = registration.parties[*first];
    const bool acts_for_him = whom != ApplyingFor::self && applicant.agents && !applicant.agents->empty();
    if (acts_for_him && applicant.agents->front().phone) return *applicant.agents->front().phone;
    return applicant.phone.value_or("");
}

static void check_phone(const ApplicationForm& form, Verdict& wrong) {
    if (form.phone && !text::is_phone(*form.phone)) wrong.add("phone", "phone_wrong");
}

static void check_length(const std::optional<std::string>& words, std::size_t most, std::string field,
                         Verdict& wrong) {
    if (words && text::length(*words) > most) wrong.add(std::move(field), "too_long");
}

static void check_lists(const ApplicationForm& form, LegalDate today, Verdict& wrong) {
    if (form.parties.size() > most_parties) wrong.add("parties", "too_many_parties");
    if (form.other_handlers.size() > most_handlers) wrong.add("other_handlers", "too_long");
    if (form.evidence.size() > most_evidence) wrong.add("evidence", "too_long");
    if (form.days_away.size() > most_days) wrong.add("days_away", "too_long");
    for (std::size_t i = 0; i < form.other_handlers.size(); ++i) {
        const OtherHandler& handler = form.other_handlers[i];
        check_length(handler.name, 100, fmt::format("other_handlers[{}].name", i), wrong);
        if (handler.on && *handler.on > today) wrong.add(fmt::format("other_handlers[{}].on", i), "in_the_future");
    }
    for (std::size_t i = 0; i < form.evidence.size(); ++i) {
        const EvidenceItem& item = form.evidence[i];
        check_length(item.words, 200, fmt::format("evidence[{}].words", i), wrong);
        if (item.code != own_evidence && !is_evidence(item.code))
            wrong.add(fmt::format("evidence[{}].code", i), "unknown_word");
    }
    for (std::size_t i = 0; i < form.days_away.size(); ++i)
        if (form.days_away[i].to_on < form.days_away[i].from_on)
            wrong.add(fmt::format("days_away[{}].to_on", i), "before_begin");
}

static void check_guidance(const GuidanceTaken& taken, Verdict& wrong) {
    bool fits = taken.door.size() <= 60 && taken.leaf.size() <= 60 && taken.answers.size() <= most_answers;
    for (const auto& [question, answer] : taken.answers) fits = fits && question.size() <= 60 && answer.size() <= 60;
    if (!fits) wrong.add("guidance", "too_long");
}

/// What only a desk may say of a party.
static void check_reserved(const ApplicationForm& form, Verdict& wrong) {
    for (std::size_t i = 0; i < form.parties.size(); ++i)
        if (form.parties[i].known_as) wrong.add(fmt::format("parties[{}].known_as", i), "unknown_field");
}

/// Half filled in, and no fault as long as it is not sent.
static bool is_only_lacking(const FieldFault& fault, const ApplicationForm& form) {
    if (fault.field == "place_code") return !form.place_code;
    return fault.code == "missing" || fault.code == "applicant_missing" || fault.code == "guardian_missing";
}

static Verdict faults_of_registration(const ApplicationForm& form, const Known& known) {
    const auto registration = registration_of(form, known.phone, dispute::Channel::online, std::nullopt);
    Verdict all = intake::why_not_register(registration, known.place_known, known.today);
    all.add(dispute::why_not_parties(registration.parties, known.today));
    return all;
}

static bool has_side(const ApplicationForm& form, Side side) {
    return std::any_of(form.parties.begin(), form.parties.end(),
                       [&](const PartyForm& party) { return party.side == side; });
}

static void find_missing(const ApplicationForm& form, std::vector<Lacking>& missing) {
    if (!has_side(form, Side::respondent)) missing.push_back({"parties", "other_side_missing"});
    const auto first = first_applicant(form.parties);
    if (form.applying_for != ApplyingFor::other || !first) return;
    const auto& agents = form.parties[*first].agents;
    if (!agents || agents->empty()) missing.push_back({fmt::format("parties[{}].agents", *first), "agent_missing"});
}

static void advise_on_party(const PartyForm& party, const std::string& at, std::vector<Lacking>& advised) {
    const bool applies = party.side == Side::applicant;
    if (applies && !party.identity_number) advised.push_back({at + "identity_number", "identity_advised"});
    if (applies && party.kind != PartyKind::natural && !party.legal_representative)
        advised.push_back({at + "legal_representative", "representative_advised"});
    if (party.side == Side::respondent && !party.phone && !party.address)
        advised.push_back({at + "phone", "respondent_contact_advised"});
    if (!party.agents) return;
    for (std::size_t i = 0; i < party.agents->size(); ++i) {
        const AgentForm& agent = (*party.agents)[i];
        if (agent.kind != dispute::AgentKind::guardian && agent.evidence != dispute::PowerEvidence::seen_original)
            advised.push_back({fmt::format("{}agents[{}].evidence", at, i), "power_advised"});
    }
}

static void find_advised(const ApplicationForm& form, std::vector<Lacking>& advised) {
    if (form.request.empty()) advised.push_back({"request", "request_advised"});
    if (!form.occurred_on && !form.occurred_words) advised.push_back({"occurred_on", "occurred_advised"});
    for (std::size_t i = 0; i < form.parties.size(); ++i)
        advise_on_party(form.parties[i], fmt::format("parties[{}].", i), advised);
}

Checked check(const ApplicationForm& form, const Known& known) {
    Checked checked;
    for (FieldFault& fault : faults_of_registration(form, known).fields) {
        if (is_only_lacking(fault, form))
            checked.missing.push_back({fault.field, fault.field == "place_code" ? "missing" : fault.code});
        else
            checked.wrong.add(fault.field, fault.code);
    }
    find_missing(form, checked.missing);
    find_advised(form, checked.advised);
    check_phone(form, checked.wrong);
    check_reserved(form, checked.wrong);
    check_length(form.occurred_words, 200, "occurred_words", checked.wrong);
    check_length(form.helper, 200, "helper", checked.wrong);
    check_length(form.step, 60, "step", checked.wrong);
    check_lists(form, known.today, checked.wrong);
    if (form.guidance) check_guidance(*form.guidance, checked.wrong);
    return checked;
}

bool is_sensitive(const ApplicationForm& form, bool has_files) {
    const auto agent_has_number = [](const AgentForm& agent) { return agent.identity_number.has_value(); };
    return has_files || std::any_of(form.parties.begin(), form.parties.end(), [&](const PartyForm& party) {
               return party.identity_number || party.ethnicity || party.needs ||
                      (party.help && !party.help->empty()) ||
                      (party.agents && std::any_of(party.agents->begin(), party.agents->end(), agent_has_number));
           });
}

static std::optional<LegalDate> birth_of(const PartyForm& party) {
    if (party.identity_number) {
        const auto card = text::check_resident_number(*party.identity_number);
        if (card.valid) return card.birth_on;
    }
    return party.birth_on;
}

bool names_a_child(const ApplicationForm& form, LegalDate today) {
    return std::any_of(form.parties.begin(), form.parties.end(), [&](const PartyForm& party) {
        const auto birth = birth_of(party);
        return party.side == Side::applicant && party.kind == PartyKind::natural && birth &&
               today < add_months(*birth, 14 * 12);
    });
}

static bool is_about(const std::string& door_type, const intake::TypeProposal& proposal) {
    return door_type == proposal.national_type || door_type == proposal.local_type;
}

static intake::TypeProposal type_by_code(const std::string& code) {
    const auto* local = dispute::local_type(code);
    if (!local) return {code, std::nullopt, {}};
    return {local->national, local->code, {}};
}

std::optional<intake::TypeProposal> likely_type(const std::vector<std::string>& types_of_door,
                                                const std::vector<intake::TypeProposal>& guessed) {
    for (const auto& proposal : guessed)
        for (const std::string& type : types_of_door)
            if (is_about(type, proposal)) return proposal;
    if (!types_of_door.empty()) return type_by_code(types_of_door.front());
    if (guessed.empty()) return std::nullopt;
    return guessed.front();
}

std::optional<organisations::OrganisationId> window_among(const std::vector<organisations::Server>& nearest_first) {
    for (const auto& body : nearest_first)
        if (body.kind == organisations::OrganisationKind::mediation_centre) return body.id;
    for (const auto& body : nearest_first)
        if (body.kind == organisations::OrganisationKind::people_committee && !body.has_fields) return body.id;
    return std::nullopt;
}

}  // namespace hemu::application
