#include "queue_export.hpp"

#include "embedded.hpp"
#include "sheet.hpp"
#include "types.hpp"

namespace hemu::dispute {

/// The words of the pages, so that a sheet says what the screen says.
class Words {
  public:
    explicit Words(std::string_view language)
        : english_(language == "en"),
          all_(boost::json::parse(
              std::string(embedded_file(english_ ? "words_en_dispute.json" : "words_zh_dispute.json")))) {}

    std::string of(std::string_view group, std::string_view word) const {
        const auto* found = all_.as_object().if_contains(group);
        const auto* words = found ? found->as_object().if_contains(word) : nullptr;
        return words ? std::string(words->as_string()) : std::string(word);
    }
    template <class Enum>
    requires std::is_enum_v<Enum> std::string of(std::string_view group, Enum value)
    const { return of(group, json::enum_word(value)); }
    std::string type(std::string_view code) const {
        const NationalType* found = national_type(code);
        return found ? (english_ ? found->en : found->zh) : std::string(code);
    }

  private:
    bool english_;
    boost::json::value all_;
};

static sheet::Column heading(QueueColumn column, const Words& words) {
    const bool wide = column == QueueColumn::type || column == QueueColumn::holder || column == QueueColumn::hold;
    return {words.of("queue_column", column), wide ? 24.0 : 14.0};
}

static std::string hold_words(const QueueRow& row, const Words& words) {
    if (row.came_back) return words.of("sheet", "came_back");
    if (!row.hold_reason) return "";
    std::string text = words.of("hold_reason", *row.hold_reason);
    if (row.hold_until_on) text += " " + to_text(*row.hold_until_on);
    return text;
}

static sheet::Cell cell_of(QueueColumn column, const QueueRow& row, const Words& words) {
    switch (column) {
        case QueueColumn::state:
            return words.of("state", row.state);
        case QueueColumn::due:
            return row.due_at ? sheet::Cell(*row.due_at) : sheet::Cell();
        case QueueColumn::type:
            return words.type(row.national_type);
        case QueueColumn::risk:
            return words.of("risk", row.risk);
        case QueueColumn::holder:
            return row.holder_name;
        case QueueColumn::handler:
            return row.handler_name.value_or("");
        case QueueColumn::registered:
            return row.registered_at;
        case QueueColumn::amount:
            return row.amount_fen;
        case QueueColumn::people:
            return row.people_count;
        case QueueColumn::hold:
            return hold_words(row, words);
    }
    return {};
}

static std::vector<sheet::Column> headings(const std::vector<QueueColumn>& columns, const Words& words) {
    std::vector<sheet::Column> all = {{words.of("sheet", "number"), 20}, {words.of("sheet", "title"), 44}};
    for (const QueueColumn column : columns) {
        all.push_back(heading(column, words));
        if (column == QueueColumn::due) all.push_back({words.of("sheet", "mood"), 12});
    }
    return all;
}

static std::vector<sheet::Cell> cells_of(const QueueRow& row, const std::vector<QueueColumn>& columns,
                                         const Words& words) {
    std::vector<sheet::Cell> cells = {row.number, row.title};
    for (const QueueColumn column : columns) {
        cells.push_back(cell_of(column, row, words));
        if (column == QueueColumn::due)
            cells.push_back(row.due_at ? sheet::Cell(words.of("mood", row.mood)) : sheet::Cell());
    }
    return cells;
}

QueueSheet queue_sheet(db::Tx& tx, const QueueQuery& query, const std::vector<QueueColumn>& columns,
                       const std::optional<std::vector<Id<Dispute>>>& only, const identity::Context& cx) {
    const std::set<Id<Dispute>> wanted = only ? std::set(only->begin(), only->end()) : std::set<Id<Dispute>>();
    const Words words(cx.actor.language);
    sheet::Sheet sheet(words.of("sheet", "name"), headings(columns, words));
    QueueSheet made;
    std::string after;
    do {
        const QueuePage page = page_of(tx, query, after, 1000, cx);
        for (const QueueRow& row : page.items) {
            if (made.rows == most_exported || (only && !wanted.contains(row.id))) continue;
            sheet.add(cells_of(row, columns, words));
            ++made.rows;
        }
        after = page.next.value_or("");
    } while (!after.empty() && made.rows < most_exported);
    made.bytes = sheet.bytes();
    return made;
}

}  // namespace hemu::dispute
