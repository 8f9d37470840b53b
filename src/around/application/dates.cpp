#include "dates.hpp"

#include "evidence.hpp"

namespace hemu::application {

/// Names of the papers that he will bring; empty when there are none.
static std::string papers_to_bring(const ApplicationTold& told, const std::string& language) {
    std::vector<std::string> papers;
    for (const EvidenceItem& item : told.evidence) {
        if (item.state != EvidenceState::will_bring) continue;
        for (const EvidenceSuggestion& one : evidence_named({item}))
            papers.push_back(language == "en" ? one.en : one.zh);
        if (item.code == own_evidence && item.words) papers.push_back(*item.words);
    }
    return fmt::format("{}", fmt::join(papers, language == "en" ? ", " : "、"));
}

static text::CalendarEntry answer_due(const ApplicationRow& row, const ApplicationReceipt& receipt,
                                      const ApplicationTold& told) {
    text::CalendarEntry entry;
    entry.uid = to_text(row.id) + "-answer@hemu";
    entry.title = in(words().answer_due, row.language);
    entry.words =
        filled(in(words().answer_due_words, row.language),
               {{"number", receipt.number}, {"body", receipt.body_name}, {"phone", receipt.body_phone.value_or("")}});
    if (const auto papers = papers_to_bring(told, row.language); !papers.empty())
        entry.words += "\n" + filled(in(words().bring_words, row.language), {{"papers", papers}});
    entry.place = receipt.body_address.value_or("");
    entry.on = receipt.next_by.value();
    entry.remind_days_before = 0;
    return entry;
}

static text::CalendarEntry day_away(const ApplicationRow& row, const DaysAway& days) {
    text::CalendarEntry entry;
    entry.uid = fmt::format("{}-{}@hemu", to_text(row.id), to_text(days.from_on));
    entry.title = in(words().day_away, row.language);
    entry.on = days.from_on;
    entry.last_on = days.to_on;
    return entry;
}

std::vector<text::CalendarEntry> dates_of(const ApplicationRow& row, const ApplicationReceipt& receipt,
                                          const ApplicationTold& told) {
    std::vector<text::CalendarEntry> entries;
    if (receipt.next_by) entries.push_back(answer_due(row, receipt, told));
    for (const DaysAway& days : told.days_away) entries.push_back(day_away(row, days));
    return entries;
}

}  // namespace hemu::application
