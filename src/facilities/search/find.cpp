#include "find.hpp"

#include <algorithm>

#include "text.hpp"

namespace hemu::search {

using dispute::Dispute;

/// The text of a dispute in which most of what is wanted stands, and what was found in any of its texts.
class Comparison {
  public:
    Comparison(const Candidate& row, const Query& query, const Sought& sought)
        : row_(row), query_(query), sought_(sought), found_(query.wanted.size(), false) {}

    void compare_own(const std::vector<PartyName>& parties) {
        look_at(Where::number, row_.number);
        for (const PartyName& party : parties) look_at_party(party);
        look_at(Where::title, row_.title);
        look_at(Where::narrative, row_.narrative);
        look_at(Where::request, row_.request);
    }

    void look_at(Where where, const std::string& words) { look_at(where, words, where == Where::party); }

    /// The index holds what was once written, and only pairs of characters: the texts decide.
    bool is_found() const {
        return by_digest_ || std::all_of(found_.begin(), found_.end(), [](bool one) { return one; });
    }

    SearchHit hit() const {
        SearchHit hit;
        hit.id = row_.id;
        hit.number = row_.number;
        hit.title = row_.listed_title;
        hit.state = row_.state;
        hit.risk = row_.risk;
        hit.difficulty = row_.difficulty;
        hit.secrecy = row_.secrecy;
        hit.national_type = row_.national_type;
        hit.holder_name = row_.holder_name.value_or("");
        hit.handler_name = row_.handler_name;
        hit.registered_at = row_.registered_at;
        hit.where = where_;
        if (row_.secrecy != dispute::Secrecy::normal || !where_) return hit;
        Excerpt excerpt = excerpt_of(words_, highlights_);
        hit.excerpt = std::move(excerpt.words);
        hit.highlights = std::move(excerpt.highlights);
        return hit;
    }

  private:
    void look_at(Where where, const std::string& words, bool is_name) {
        if (words.empty()) return;
        const Text text(words, is_name);
        std::vector<Highlight> all;
        std::size_t count = 0;
        for (std::size_t i = 0; i < query_.wanted.size(); ++i) {
            const auto found = text.find(query_.wanted[i]);
            if (found.empty()) continue;
            found_[i] = true;
            ++count;
            all.insert(all.end(), found.begin(), found.end());
        }
        if (count > most_) keep(where, words, std::move(all), count);
    }

    void look_at_party(const PartyName& party) {
        const bool phone = sought_.phone && party.phone_digest == sought_.phone;
        const bool identity = sought_.identity && party.identity_digest == sought_.identity;
        by_digest_ = by_digest_ || phone || identity;
        // A whole number is more than any words; what it belongs to is said, the number itself stays sealed.
        if (phone || identity)
            keep(phone ? Where::phone : Where::identity_number, party.name, {}, query_.wanted.size() + 1);
        look_at(Where::party, party.name);
    }

    void keep(Where where, const std::string& words, std::vector<Highlight> highlights, std::size_t count) {
        where_ = where;
        words_ = words;
        highlights_ = std::move(highlights);
        most_ = count;
    }

    const Candidate& row_;
    const Query& query_;
    const Sought& sought_;
    std::vector<bool> found_;
    bool by_digest_ = false;
    std::size_t most_ = 0;
    std::optional<Where> where_;
    std::string words_;
    std::vector<Highlight> highlights_;
};

static std::vector<SearchHit> compared(db::Tx& tx, const std::vector<Candidate>& rows, const Query& query,
                                       const Sought& sought) {
    std::vector<Comparison> all;
    std::vector<db::Later<PartyName>> names;
    for (const Candidate& row : rows) names.push_back(names_later(tx, row.id));
    for (std::size_t i = 0; i < rows.size(); ++i)
        all.emplace_back(rows[i], query, sought).compare_own(names[i].all());
    std::vector<std::pair<std::size_t, std::vector<db::Later<std::string>>>> records;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        if (all[i].is_found()) continue;
        records.emplace_back(i, std::vector<db::Later<std::string>>());
        for (const Source* source : sources())
            records.back().second.push_back(tx.later<std::string>(source->words_of, rows[i].id));
    }
    for (auto& [i, texts] : records)
        for (std::size_t j = 0; j < texts.size(); ++j)
            for (const std::string& words : texts[j].all()) all[i].look_at(sources()[j]->where, words);
    std::vector<SearchHit> hits;
    for (const Comparison& one : all)
        if (one.is_found()) hits.push_back(one.hit());
    return hits;
}

/// Whether what was typed may be a whole phone or identity number, which parties are found by through digests.
static bool may_be_a_number(const std::string& number) {
    const auto plain = [](char one) {
        return (one >= '0' && one <= '9') || (one >= 'A' && one <= 'Z') || one == '+';
    };
    const auto digits =
        std::count_if(number.begin(), number.end(), [](char one) { return one >= '0' && one <= '9'; });
    return number.size() >= 5 && number.size() <= 30 && digits >= 4 &&
           std::all_of(number.begin(), number.end(), plain);
}

static Sought sought_of(const Wish& wish, const Query& query, const identity::Context& cx) {
    Sought sought;
    sought.tokens = query.tokens;
    sought.filters = wish.filters;
    sought.limit = wish.limit + 1;
    if (const std::string number = text::normal_number(wish.words); may_be_a_number(number)) {
        dispute::PartyForm form;
        form.phone = form.identity_number = number;
        const auto digests = dispute::digests_of(form, cx.keys);
        sought.phone = digests.phone;
        sought.identity = digests.identity;
    }
    sought.before.bytes.fill(0xFF);
    if (wish.after.empty()) return sought;
    const auto before = Id<Dispute>::parse(wish.after);
    if (!before) throw Refusal(Fault::invalid, "cursor_wrong", {{"after", "cursor_wrong"}});
    sought.before = *before;
    return sought;
}

/// When a dispute was registered: its id begins with the time (UUIDv7, RFC 9562).
static LegalDate day_of(Id<Dispute> id) {
    std::int64_t milliseconds = 0;
    for (std::size_t i = 0; i < 6; ++i) milliseconds = milliseconds * 256 + id.bytes[i];
    return legal_date(Instant{milliseconds * 1000});
}

SearchPage find(db::Tx& tx, const Wish& wish, const identity::Context& cx) {
    const Query query = query_of(wish.words);
    if (query.wanted.empty() && !text::trim(wish.words).empty()) return {};
    const Sought sought = sought_of(wish, query, cx);
    Candidates found = candidates(tx, sought, cx.actor);
    SearchPage page;
    if (static_cast<std::int64_t>(found.rows.size()) == sought.limit) {
        found.rows.pop_back();
        page.next = to_text(found.rows.back().id);
    } else if (found.looked_to) {
        page.next = to_text(*found.looked_to);
        page.looked_until = day_of(*found.looked_to);
    }
    page.items = compared(tx, found.rows, query, sought);
    return page;
}

}  // namespace hemu::search
