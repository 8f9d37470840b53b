#include "rules.hpp"

#include <algorithm>

#include "text.hpp"
#include "types.hpp"

namespace hemu::intake {

using dispute::Channel;
using dispute::Side;
using dispute::Source;
using dispute::State;

static bool blank(std::string_view words) { return words.find_first_not_of(" \t\r\n") == std::string_view::npos; }

static constexpr std::size_t most_narrative_bytes = 60000;
static constexpr std::size_t most_request_bytes = 12000;
static constexpr std::size_t most_line_bytes = 600;
static constexpr std::size_t most_parties = 200;

static void check_words(const Registration& form, Verdict& verdict) {
    if (blank(form.narrative)) verdict.add("narrative", "missing");
    if (form.narrative.size() > most_narrative_bytes) verdict.add("narrative", "too_long");
    if (form.request.size() > most_request_bytes) verdict.add("request", "too_long");
    if (form.title && form.title->size() > most_line_bytes) verdict.add("title", "too_long");
    if (form.address && form.address->size() > most_line_bytes) verdict.add("address", "too_long");
    if (form.source_reference && form.source_reference->size() > most_line_bytes)
        verdict.add("source_reference", "too_long");
}

static void check_type(const Registration& form, Verdict& verdict) {
    if (!dispute::national_type(form.national_type)) verdict.add("national_type", "type_unknown");
    if (!form.local_type) return;
    const auto* local = dispute::local_type(*form.local_type);
    if (!local)
        verdict.add("local_type", "type_unknown");
    else if (local->national != form.national_type)
        verdict.add("local_type", "type_of_another_kind");
}

static bool is_court_channel(Channel channel) {
    return channel == Channel::court_delegated || channel == Channel::court_entrusted;
}

/// A door that only one source uses, and the other way round: delegation and entrustment must not be mixed up, their
/// clocks differ (invited-mediation rule art. 1, 11), so a court's dispute says which it is.
static void check_door(const Registration& form, Verdict& verdict) {
    if (is_court_channel(form.channel) != (form.source == Source::court)) {
        if (form.source == Source::court && form.channel != Channel::import_)
            verdict.add("channel", "delegated_or_entrusted");
        if (is_court_channel(form.channel)) verdict.add("source", "source_is_court");
    }
    if (form.channel == Channel::call_110 && form.source != Source::police) verdict.add("source", "source_is_police");
    if (form.channel == Channel::petition && form.source != Source::petition_office)
        verdict.add("source", "source_is_petition_office");
}

static void check_numbers(const Registration& form, LegalDate today, Verdict& verdict) {
    if (form.occurred_on && *form.occurred_on > today) verdict.add("occurred_on", "in_the_future");
    if (form.people_count && (*form.people_count < 1 || *form.people_count > 1000000))
        verdict.add("people_count", "out_of_range");
    if (form.amount_fen && form.amount_fen->amount < 0) verdict.add("amount_fen", "out_of_range");
    if (!form.flags) return;
    for (std::size_t i = 0; i < form.flags->size(); ++i)
        if (!dispute::is_flag((*form.flags)[i])) verdict.add(fmt::format("flags[{}]", i), "flag_unknown");
}

Verdict why_not_register(const Registration& form, bool place_known, LegalDate today) {
    Verdict verdict;
    check_words(form, verdict);
    check_type(form, verdict);
    if (!place_known) verdict.add("place_code", "place_unknown");
    check_door(form, verdict);
    check_numbers(form, today, verdict);
    if (form.parties.size() > most_parties) verdict.add("parties", "too_many_parties");
    return verdict;
}

Verdict why_not_by_hand(const Registration& form) {
    Verdict verdict;
    if (form.channel == Channel::import_) verdict.add("channel", "channel_reserved");
    return verdict;
}

static std::string side_words(const Registration& form, Side side) {
    std::string first;
    std::int64_t count = 0;
    for (const auto& party : form.parties) {
        if (party.side != side) continue;
        if (++count == 1) first = text::trim(party.name);
    }
    if (count < 2) return first;
    return fmt::format("{}等{}人", first, count);
}

std::string title_of(const Registration& form) {
    if (form.title && !blank(*form.title)) return text::trim(*form.title);
    const auto* national = dispute::national_type(form.national_type);
    const auto* local = form.local_type ? dispute::local_type(*form.local_type) : nullptr;
    const std::string kind = local ? local->zh : national ? national->zh : "纠纷";
    const std::string applicant = side_words(form, Side::applicant);
    const std::string respondent = side_words(form, Side::respondent);
    if (applicant.empty() || respondent.empty()) return applicant + respondent + kind;
    return applicant + "与" + respondent + kind;
}

/// How long the longest of the endings is that the name has; 0: none.
static std::size_t ending_of(std::string_view name, std::initializer_list<std::string_view> endings) {
    std::size_t longest = 0;
    for (const std::string_view ending : endings)
        if (name.size() > ending.size() && name.ends_with(ending)) longest = std::max(longest, ending.size());
    return longest;
}

std::optional<dispute::PartyKind> likely_kind(std::string_view name) {
    const std::size_t legal =
        ending_of(name, {"公司", "集团", "银行", "医院", "卫生院", "大学", "学校", "中学", "小学", "幼儿园", "委员会",
                         "村委会", "居委会", "合作社", "人民政府", "办事处", "研究院", "养老院"});
    const std::size_t unincorporated =
        ending_of(name, {"分公司", "支行", "业主委员会", "业委会", "事务所", "合伙企业", "工作室", "经营部", "商店",
                         "超市", "餐馆", "饭店", "诊所", "培训中心", "门市部", "商行"});
    if (legal == 0 && unincorporated == 0) return std::nullopt;
    return legal > unincorporated ? dispute::PartyKind::legal : dispute::PartyKind::unincorporated;
}

std::int64_t people_of(const Registration& form) {
    return form.people_count.value_or(std::max<std::int64_t>(1, static_cast<std::int64_t>(form.parties.size())));
}

std::string area_of(std::string_view place_code) { return std::string(place_code.substr(0, 6)); }

static bool same_number(const Known& one, const Known& other) {
    return (one.identity_digest && one.identity_digest == other.identity_digest) ||
           (one.phone_digest && one.phone_digest == other.phone_digest);
}

struct Match {
    bool number = false;
    bool name = false;
};

static Match match_of(const Incoming& incoming, Side side, const Candidate& candidate) {
    Match match;
    for (const Known& mine : incoming.parties) {
        if (mine.side != side) continue;
        for (const Known& theirs : candidate.parties) {
            match.number = match.number || same_number(mine, theirs);
            match.name = match.name || (mine.name == theirs.name && theirs.side == side && !mine.name.empty());
        }
    }
    return match;
}

DuplicateHint compare(const Incoming& incoming, const Candidate& candidate, std::int64_t hint_percent) {
    DuplicateHint hint{candidate.id, candidate.number, candidate.title, candidate.state, {}, 0};
    const Match person = match_of(incoming, Side::applicant, candidate);
    const Match counterparty = match_of(incoming, Side::respondent, candidate);
    const double alike = text::similarity(incoming.pairs, pairs_of(candidate.narrative));
    hint.similarity = static_cast<double>(static_cast<std::int64_t>(alike * 100 + 0.5)) / 100;
    const bool near_text = alike * 100 >= static_cast<double>(hint_percent);
    if (person.number) hint.reasons.push_back(DuplicateReason::same_person);
    const bool same_place = incoming.place_code == candidate.place_code;
    if ((counterparty.number && (person.number || near_text || same_place)) ||
        (counterparty.name && (person.number || near_text)))
        hint.reasons.push_back(DuplicateReason::same_counterparty);
    if (near_text) hint.reasons.push_back(DuplicateReason::near_text);
    return hint;
}

static double weight(const DuplicateHint& hint) {
    double sum = hint.similarity;
    for (const DuplicateReason reason : hint.reasons) sum += reason == DuplicateReason::same_person ? 1.5 : 1.0;
    return sum;
}

Duplicates hints_of(const Incoming& incoming, const std::vector<Candidate>& candidates, std::int64_t hint_percent) {
    Duplicates found;
    for (const Candidate& candidate : candidates) {
        DuplicateHint hint = compare(incoming, candidate, hint_percent);
        if (hint.reasons.empty()) continue;
        if (candidate.visible)
            found.items.push_back(std::move(hint));
        else
            ++found.hidden_count;
    }
    std::stable_sort(
        found.items.begin(), found.items.end(),
        [](const DuplicateHint& one, const DuplicateHint& other) { return weight(one) > weight(other); });
    if (found.items.size() > 10) found.items.resize(10);
    return found;
}

bool goes_on(State state) {
    switch (state) {
        case State::merged:
        case State::refused:
        case State::redirected:
        case State::withdrawn:
        case State::terminated:
        case State::closed:
        case State::archived:
            return false;
        default:
            return true;
    }
}

Verdict why_not_merge(const dispute::Dispute& merged, const dispute::Dispute& kept) {
    if (merged.id == kept.id) return Verdict::refused(Fault::conflict, "merge_into_itself");
    if (kept.state == State::merged) return Verdict::refused(Fault::conflict, "kept_is_merged");
    if (!goes_on(kept.state)) return Verdict::refused(Fault::conflict, "kept_is_over");
    return {};
}

}  // namespace hemu::intake
