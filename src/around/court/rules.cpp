#include "rules.hpp"

#include "text.hpp"

namespace hemu::court {

using organisations::OrganisationLevel;

LegalDate last_day(LegalDate effective_on, const WorkingCalendar& calendar) {
    return calendar.roll_forward(effective_on + 30);
}

template <class T>
static bool is_among(const std::vector<T>& all, const T& one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

static bool is_one_of(std::initializer_list<std::string_view> all, std::string_view one) {
    return std::find(all.begin(), all.end(), one) != all.end();
}

static std::string first_word(std::string_view words, std::initializer_list<std::string_view> sought) {
    for (const std::string_view one : sought)
        if (words.find(one) != std::string_view::npos) return std::string(one);
    return "";
}

/// Marriage, parentage, adoption: their validity or end (SPC interpretation art. 355).
static std::string status_word(std::string_view words) {
    return first_word(words,
                      {"解除婚姻关系", "自愿离婚", "准予离婚", "婚姻无效", "婚姻有效", "亲子关系", "收养关系"});
}

static std::string title_word(std::string_view words) {
    return first_word(words, {"所有权归", "产权归", "使用权归", "承包权归", "专利权归", "著作权归", "商标权归",
                              "确认所有权", "确认产权"});
}

static std::string vague_word(std::string_view words) {
    return first_word(words, {"尽快", "尽量", "适当", "酌情", "视情况", "近期", "若干", "左右", "等费用", "相关费用",
                              "另行协商", "再行协商", "协商解决", "有条件时"});
}

/// SPC civil mediation provisions art. 8: no clause that leaves the matter to the court.
static std::string court_word(std::string_view words) {
    return first_word(words, {"由法院判决", "由人民法院判决", "由法院裁决", "由人民法院裁决"});
}

static void mark_term(std::vector<WordingMark>& marks, const agreements::TermView& term, const std::string& at,
                      std::size_t party_count) {
    const auto mark = [&](const char* field, WordingCode code, std::string word = "") {
        marks.push_back({at + field, code, std::move(word)});
    };
    if (auto word = vague_word(term.text); !word.empty()) mark(".text", WordingCode::vague_word, std::move(word));
    if (auto word = status_word(term.text); !word.empty()) mark(".text", WordingCode::status_words, std::move(word));
    if (auto word = title_word(term.text); !word.empty()) mark(".text", WordingCode::title_words, std::move(word));
    if (auto word = court_word(term.text); !word.empty()) mark(".text", WordingCode::court_decides, std::move(word));
    if (!term.due_on) mark(".due_on", WordingCode::time_missing);
    if (!term.party_id) mark(".party_id", WordingCode::payer_missing);
    if (term.kind != agreements::TermKind::pay) return;
    if (!term.amount_fen) mark(".amount_fen", WordingCode::amount_missing);
    if (text::trim(term.manner).empty()) mark(".manner", WordingCode::manner_missing);
    if (party_count > 2 && term.text.find("向") == std::string::npos) mark(".text", WordingCode::payee_unclear);
}

std::vector<WordingMark> wording_of(const agreements::AgreementView& agreement, std::size_t party_count) {
    std::vector<WordingMark> marks;
    for (std::size_t i = 0; i < agreement.terms.size(); ++i)
        mark_term(marks, agreement.terms[i], fmt::format("terms[{}]", i), party_count);
    if (agreement.breach_clause)
        if (auto word = court_word(*agreement.breach_clause); !word.empty())
            marks.push_back({"breach_clause", WordingCode::court_decides, std::move(word)});
    return marks;
}

static bool has_mark(const std::vector<WordingMark>& marks, std::initializer_list<WordingCode> codes) {
    return std::any_of(marks.begin(), marks.end(), [&](const WordingMark& mark) {
        return std::find(codes.begin(), codes.end(), mark.code) != codes.end();
    });
}

/// Without who, what and when a term cannot be enforced.
static bool is_unclear(const std::vector<WordingMark>& marks) {
    return has_mark(marks, {WordingCode::payer_missing, WordingCode::amount_missing, WordingCode::time_missing,
                            WordingCode::court_decides});
}

static constexpr std::string_view art_355 = "《民诉法解释》第355条";
static constexpr std::string_view art_358 = "《民诉法解释》第358条";

static Finding by_person(const Matter& matter, CheckCode code) {
    return is_among(matter.confirmed, code) ? Finding::holds : Finding::look;
}

static Finding against_if(bool wrong) { return wrong ? Finding::against : Finding::holds; }

static Finding status_finding(const Matter& matter, const std::vector<WordingMark>& marks) {
    if (has_mark(marks, {WordingCode::status_words})) return Finding::against;
    const bool family = matter.national_type == "01";
    return family ? by_person(matter, CheckCode::status_relation) : Finding::holds;
}

static Finding title_finding(const Matter& matter, const std::vector<WordingMark>& marks) {
    if (has_mark(marks, {WordingCode::title_words})) return Finding::against;
    const bool about_title = is_one_of({"03", "07", "08"}, matter.national_type) || matter.local_type == "0502";
    return about_title ? by_person(matter, CheckCode::title_to_rights) : Finding::holds;
}

static Finding clearness(const Matter& matter, const std::vector<WordingMark>& marks) {
    if (!matter.agreement || is_unclear(marks)) return Finding::against;
    if (has_mark(marks, {WordingCode::vague_word, WordingCode::payee_unclear, WordingCode::manner_missing}))
        return by_person(matter, CheckCode::clear_terms);
    return Finding::holds;
}

std::vector<ConfirmationCheck> checks_of(const Matter& matter) {
    const auto marks =
        matter.agreement ? wording_of(*matter.agreement, matter.party_count) : std::vector<WordingMark>{};
    const bool written = matter.agreement && matter.agreement->form == agreements::AgreementShape::written;
    const bool in_time = matter.last_day_on && matter.applied_on <= *matter.last_day_on;
    const bool presided = organisations::is_committee(matter.body_kind) ||
                          matter.body_kind == organisations::OrganisationKind::mediation_centre ||
                          matter.invited_by_court;
    const auto person = [&](CheckCode code, std::string_view basis) {
        return ConfirmationCheck{code, by_person(matter, code), std::string(basis)};
    };
    return {
        {CheckCode::written_agreement, against_if(!written), "《人民调解法》第28条、第33条；《民诉法解释》第354条"},
        {CheckCode::in_effect, against_if(!matter.effective_on), "《人民调解法》第29条、第33条"},
        {CheckCode::in_time, against_if(!in_time), "《人民调解法》第33条；《民事诉讼法》第205条"},
        {CheckCode::committee_presided, against_if(!presided), "《民事诉讼法》第205条；《民诉法解释》第354条"},
        {CheckCode::civil_matter, Finding::holds, std::string(art_355)},
        {CheckCode::status_relation, status_finding(matter, marks), std::string(art_355)},
        {CheckCode::title_to_rights, title_finding(matter, marks), std::string(art_355)},
        person(CheckCode::other_procedure, art_355),
        person(CheckCode::lawful, art_358),
        person(CheckCode::outsiders, art_358),
        person(CheckCode::public_interest, art_358),
        person(CheckCode::voluntary, art_358),
        {CheckCode::clear_terms, clearness(matter, marks), std::string(art_358)},
    };
}

// Materials

static bool is_side(const dispute::PartyView& party, Material material) {
    return (party.side == dispute::Side::applicant) == (material == Material::applicant_papers);
}

static std::vector<MaterialPaper> papers_for(Material material, const std::optional<ConfirmationForm>& form,
                                             const std::vector<attachments::AttachmentView>& files) {
    std::vector<MaterialPaper> papers;
    if (!form) return papers;
    for (const MaterialLink& link : form->papers)
        for (const auto& file : files)
            if (link.material == material && file.id == link.attachment_id && !file.removed_at &&
                file.audience != attachments::Audience::caucus)
                papers.push_back({file.id, file.name, file.digest});
    return papers;
}

/// Every party applies, and each has confirmed where papers reach him.
static bool all_apply(const std::optional<ConfirmationForm>& form, const std::vector<dispute::PartyView>& parties,
                      bool with_address) {
    return form && std::all_of(parties.begin(), parties.end(), [&](const dispute::PartyView& party) {
               return std::any_of(form->applicants.begin(), form->applicants.end(), [&](const Applicant& one) {
                   return one.party_id == party.id && (!with_address || one.address_confirmed);
               });
           });
}

static bool is_in_register(Material material, const FileFacts& facts, const std::optional<ConfirmationForm>& form,
                           const std::vector<dispute::PartyView>& parties) {
    switch (material) {
        case Material::mediation_application:
            return facts.applied_in_writing;
        case Material::service_address:
            return all_apply(form, parties, true);
        case Material::agreement:
            return facts.agreement_sealed;
        case Material::confirmation_application:
            return all_apply(form, parties, false);
        case Material::mediation_record:
            return facts.session_recorded;
        case Material::rights_notice:
            return facts.notice_given;
        case Material::transfer_letter:
            return facts.from_court && facts.letter_kept;
        default:
            return false;
    }
}

static bool is_needed(Material material, const FileFacts& facts, const std::vector<dispute::PartyView>& parties) {
    switch (material) {
        case Material::preservation:
        case Material::appraisal:
        case Material::other:
            return false;
        case Material::transfer_letter:
            return facts.from_court;
        case Material::mediation_application:
            return facts.applied_in_writing;
        case Material::applicant_papers:
        case Material::respondent_papers:
            return std::any_of(parties.begin(), parties.end(),
                               [&](const auto& party) { return is_side(party, material); });
        default:
            return true;
    }
}

std::vector<MaterialView> materials_of(const FileFacts& facts, const std::optional<ConfirmationForm>& form,
                                       const std::vector<dispute::PartyView>& parties,
                                       const std::vector<attachments::AttachmentView>& files) {
    std::vector<MaterialView> all;
    for (int i = 0; i <= static_cast<int>(Material::other); ++i) {
        MaterialView one;
        one.material = static_cast<Material>(i);
        one.from_register = is_in_register(one.material, facts, form, parties);
        one.papers = papers_for(one.material, form, files);
        one.state = one.from_register || !one.papers.empty()  ? MaterialState::have
                    : is_needed(one.material, facts, parties) ? MaterialState::missing
                                                              : MaterialState::not_needed;
        all.push_back(std::move(one));
    }
    return all;
}

// Courts

/// Both lie in the same county.
static bool same_county(std::string_view one, std::string_view other) {
    return one.size() >= 6 && other.size() >= 6 && one.substr(0, 6) == other.substr(0, 6);
}

static CourtProposal proposal_for(const CourtSeat& court, std::string_view body_place, std::string_view matter_place,
                                  const std::optional<CourtId>& inviting) {
    CourtProposal proposal{court.id, court.name, {}, {}};
    if (inviting) {
        if (*inviting == court.id) proposal.grounds.push_back(CourtGround::inviting_court);
        return proposal;
    }
    if (court.level == OrganisationLevel::city) {
        proposal.may_be.push_back(CourtGround::intermediate);
        return proposal;
    }
    // A centre of the city has its seat in no county: then the place of the matter and the parties count.
    if (same_county(court.place_code, body_place)) proposal.grounds.push_back(CourtGround::committee_seat);
    if (same_county(court.place_code, matter_place)) proposal.grounds.push_back(CourtGround::subject_matter);
    proposal.may_be.push_back(CourtGround::party_domicile);
    return proposal;
}

std::vector<CourtProposal> courts_for(const std::vector<CourtSeat>& courts, std::string_view body_place,
                                      std::string_view matter_place, const std::optional<CourtId>& inviting) {
    std::vector<CourtProposal> proposals;
    for (const CourtSeat& court : courts) {
        auto one = proposal_for(court, body_place, matter_place, inviting);
        if (!one.grounds.empty() || !one.may_be.empty()) proposals.push_back(std::move(one));
    }
    std::stable_sort(proposals.begin(), proposals.end(), [](const CourtProposal& one, const CourtProposal& other) {
        return one.grounds.size() > other.grounds.size();
    });
    return proposals;
}

// Preparing and handing in

static Verdict why_not_court(const ConfirmationForm& form, const std::vector<CourtProposal>& courts) {
    const auto court = std::find_if(courts.begin(), courts.end(),
                                    [&](const CourtProposal& one) { return one.organisation_id == form.court_id; });
    if (court == courts.end()) return Verdict::refused(Fault::invalid, "court_not_competent", "court_id");
    if (is_among(court->grounds, form.ground) || is_among(court->may_be, form.ground)) return {};
    return Verdict::refused(Fault::invalid, "ground_does_not_hold", "ground");
}

static std::string why_not_applicant(const Applicant& one, const std::vector<dispute::PartyView>& parties) {
    const auto party =
        std::find_if(parties.begin(), parties.end(), [&](const auto& known) { return known.id == one.party_id; });
    if (party == parties.end()) return "party_not_found";
    if (!one.agent_id) return "";
    const bool known = std::any_of(party->agents.begin(), party->agents.end(),
                                   [&](const dispute::AgentView& agent) { return agent.id == *one.agent_id; });
    return known ? "" : "agent_not_found";
}

Verdict why_not_prepare(const ConfirmationForm& form, const std::vector<CourtProposal>& courts,
                        const std::vector<dispute::PartyView>& parties,
                        const std::vector<attachments::AttachmentView>& files) {
    Verdict verdict;
    const Verdict court = why_not_court(form, courts);
    if (!court.fine()) verdict.add(court.fields.front().field, court.fields.front().code);
    std::set<PartyId> seen;
    for (std::size_t i = 0; i < form.applicants.size(); ++i) {
        const Applicant& one = form.applicants[i];
        const std::string at = fmt::format("applicants[{}].", i);
        const std::string code = why_not_applicant(one, parties);
        if (!code.empty()) verdict.add(at + (code == "agent_not_found" ? "agent_id" : "party_id"), code);
        if (!seen.insert(one.party_id).second) verdict.add(at + "party_id", "named_twice");
    }
    for (std::size_t i = 0; i < form.papers.size(); ++i) {
        const auto known = std::find_if(files.begin(), files.end(), [&](const auto& file) {
            return file.id == form.papers[i].attachment_id && !file.removed_at;
        });
        const std::string at = fmt::format("papers[{}].attachment_id", i);
        if (known == files.end())
            verdict.add(at, "not_found");
        else if (known->audience == attachments::Audience::caucus)
            verdict.add(at, "caucus_stays");
    }
    return verdict;
}

std::vector<FieldMark> lacking_of(const std::vector<ConfirmationCheck>& checks,
                                  const std::vector<MaterialView>& materials,
                                  const std::optional<ConfirmationForm>& form,
                                  const std::vector<dispute::PartyView>& parties) {
    std::vector<FieldMark> lacking;
    for (const ConfirmationCheck& check : checks) {
        if (check.finding == Finding::holds) continue;
        lacking.push_back({"checks." + std::string(json::enum_word(check.code)),
                           check.finding == Finding::against ? "check_against" : "check_not_confirmed"});
    }
    if (!form) lacking.push_back({"court_id", "missing"});
    if (!all_apply(form, parties, false)) lacking.push_back({"applicants", "all_must_apply"});
    for (const MaterialView& one : materials)
        if (one.state == MaterialState::missing)
            lacking.push_back({"materials." + std::string(json::enum_word(one.material)), "missing"});
    return lacking;
}

Verdict why_not_hand_in(const std::vector<FieldMark>& lacking, LegalDate applied_on, const ConfirmationForm& form,
                        std::optional<LegalDate> last_day_on, LegalDate today) {
    if (!lacking.empty()) {
        Verdict verdict = Verdict::refused(Fault::conflict, "confirmation_not_ready");
        for (const FieldMark& one : lacking) verdict.fields.push_back({one.field, one.words});
        return verdict;
    }
    if (today < applied_on) return Verdict::refused(Fault::invalid, "in_the_future", "applied_on");
    if (last_day_on && *last_day_on < applied_on) return Verdict::refused(Fault::invalid, "too_late", "applied_on");
    for (const Applicant& one : form.applicants)
        if (applied_on < one.applied_on) return Verdict::refused(Fault::invalid, "before_the_parties", "applied_on");
    return {};
}

// What may be done

std::vector<ConfirmationMove> moves_of(const std::optional<ConfirmationView>& application, bool in_effect) {
    using enum ConfirmationMove;
    if (!application) return in_effect ? std::vector{prepare} : std::vector<ConfirmationMove>{};
    switch (application->state) {
        case ConfirmationState::prepared:
            return {prepare, hand_in};
        case ConfirmationState::handed_in:
        case ConfirmationState::accepted:
            return {withdraw};
        case ConfirmationState::returned:
            return {prepare, supplement, withdraw};
        case ConfirmationState::ruled:
            return application->enforcement_on ? std::vector{serve, object} : std::vector{serve, object, enforce};
        case ConfirmationState::rejected:
        case ConfirmationState::declined:
            return {change, sue};
        case ConfirmationState::withdrawn:
            return {prepare, sue};
    }
    return {};
}

std::vector<BenchMove> bench_moves_of(ConfirmationState state) {
    using enum BenchMove;
    if (state == ConfirmationState::handed_in) return {accept, send_back, decline};
    if (state == ConfirmationState::returned) return {decline};
    if (state == ConfirmationState::accepted) return {confirm, reject, extend, lapse};
    return {};
}

Verdict why_not_bench(ConfirmationState state, BenchMove move) {
    if (is_among(bench_moves_of(state), move)) return {};
    return Verdict::refused(Fault::conflict, "confirmation_not_here");
}

std::vector<LegalDate> court_days(ConfirmationState state, std::optional<LegalDate> received_on,
                                  std::optional<LegalDate> accepted_on, std::optional<LegalDate> extended_until_on,
                                  const WorkingCalendar& calendar) {
    if (state == ConfirmationState::handed_in && received_on) return {calendar.roll_forward(*received_on + 3)};
    if (state != ConfirmationState::accepted || !accepted_on) return {};
    std::vector<LegalDate> days;
    for (const int amount : {15, 30}) {
        const LegalDate by_law = calendar.roll_forward(*accepted_on + amount);
        // The rule of 2011 gives its president ten more days, the special procedure as many as he approves.
        const LegalDate most = amount == 15 ? calendar.roll_forward(*accepted_on + 25) : LegalDate(9999, 12, 31);
        days.push_back(extended_until_on ? std::max(by_law, std::min(*extended_until_on, most)) : by_law);
    }
    return days;
}

std::optional<LegalDate> performance_end(const agreements::AgreementView& agreement,
                                         std::optional<LegalDate> effective_on) {
    std::optional<LegalDate> last;
    for (const agreements::TermView& term : agreement.terms)
        if (term.due_on && (!last || *last < *term.due_on)) last = term.due_on;
    return last ? last : effective_on;
}

bool declines(CourtReason reason) {
    using enum CourtReason;
    return is_among(
        std::vector{outside_court, status_relation, other_procedure, title_to_rights, too_late, not_joint, other},
        reason);
}

bool rejects(CourtReason reason) {
    using enum CourtReason;
    return is_among(
        std::vector{breaks_law, public_interest, outsiders_rights, public_order, not_voluntary, unclear, other},
        reason);
}

}  // namespace hemu::court
