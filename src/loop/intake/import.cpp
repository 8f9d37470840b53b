#include "csv.hpp"
#include "import_store.hpp"
#include "registration.hpp"
#include "text.hpp"

namespace hemu::intake {

static std::string& column_of(ImportColumns& columns, std::string_view field) {
    if (field == "date") return columns.date;
    if (field == "place") return columns.place;
    if (field == "narrative") return columns.narrative;
    if (field == "type") return columns.type.emplace();
    if (field == "reference") return columns.reference.emplace();
    if (field == "name") return columns.name.emplace();
    if (field == "phone") return columns.phone.emplace();
    throw Refusal(Fault::invalid, "map_wrong");
}

ImportColumns parse_map(std::string_view map) {
    ImportColumns columns;
    while (!map.empty()) {
        const std::string_view pair = map.substr(0, map.find(','));
        map.remove_prefix(std::min(map.size(), pair.size() + 1));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos || equals + 1 == pair.size()) throw Refusal(Fault::invalid, "map_wrong");
        column_of(columns, text::trim(pair.substr(0, equals))) = text::trim(pair.substr(equals + 1));
    }
    if (columns.date.empty() || columns.place.empty() || columns.narrative.empty())
        throw Refusal(Fault::invalid, "map_incomplete");
    return columns;
}

/// Where in a row each field stands.
struct Places {
    std::size_t date, place, narrative;
    std::optional<std::size_t> type, reference, name, phone;
};

static std::size_t column_in(const CsvRow& heading, const std::string& name) {
    for (std::size_t i = 0; i < heading.size(); ++i)
        if (text::trim(heading[i]) == name) return i;
    throw Refusal(Fault::invalid, "column_missing", {{name, "column_missing"}});
}

static std::optional<std::size_t> column_in(const CsvRow& heading, const std::optional<std::string>& name) {
    return name ? std::optional(column_in(heading, *name)) : std::nullopt;
}

static Places places_in(const CsvRow& heading, const ImportColumns& columns) {
    return {column_in(heading, columns.date),      column_in(heading, columns.place),
            column_in(heading, columns.narrative), column_in(heading, columns.type),
            column_in(heading, columns.reference), column_in(heading, columns.name),
            column_in(heading, columns.phone)};
}

static Letter letter_in(const CsvRow& row, std::int64_t number, const Places& at) {
    const auto field = [&](std::optional<std::size_t> column) {
        return column && *column < row.size() ? std::string(text::trim(row[*column])) : std::string();
    };
    return {number,         field(at.date),      field(at.place), field(at.narrative),
            field(at.type), field(at.reference), field(at.name),  field(at.phone)};
}

static std::vector<Letter> letters_in(std::string_view csv, const ImportColumns& columns) {
    CsvReader reader(csv);
    const auto heading = reader.next();
    if (!heading) throw Refusal(Fault::invalid, "csv_broken");
    const Places at = places_in(*heading, columns);
    std::vector<Letter> letters;
    for (auto row = reader.next(); row; row = reader.next())
        letters.push_back(letter_in(*row, static_cast<std::int64_t>(letters.size()) + 2, at));
    if (reader.is_broken())
        throw Refusal(Fault::invalid, "csv_broken", {{fmt::format("line {}", reader.line()), "csv_broken"}});
    return letters;
}

/// What stays the same for all rows of one import.
class Import {
  public:
    Import(const ImportOptions& options, const identity::Context& cx) : options_(options), cx_(cx) {}

    ImportedRow take(db::Tx& tx, const Letter& letter) {
        prepare(tx);
        const std::string reference = reference_of(letter);
        if (const auto before = imported_before(tx, reference))
            return {letter.row, ImportOutcome::known, before->number, "", "imported_before"};
        ImportedRow row{letter.row, ImportOutcome::refused, "", "", why_not_take(letter, legal_date(cx_.moment))};
        std::optional<Id<dispute::Dispute>> dispute;
        if (row.why.empty()) dispute = register_letter(tx, letter, row);
        save_imported(tx, reference, options_.file_name, row, dispute, cx_.moment);
        return row;
    }

  private:
    void prepare(db::Tx& tx) {
        if (!words_.empty()) return;
        words_ = type_words(tx);
        settings_ = settings(tx);
        if (options_.similarity_percent) settings_.import_similarity_percent = *options_.similarity_percent;
    }

    /// The sender's reference where there is one, else file, row and text together: a changed row is a new one.
    std::string reference_of(const Letter& letter) const {
        const std::string plain = letter.reference.empty()
                                      ? fmt::format("{}\n{}\n{}\n{}\n{}", options_.file_name, letter.row, letter.date,
                                                    letter.place, letter.narrative)
                                      : fmt::format("reference\n{}", letter.reference);
        return cx_.keys.search_digest(plain, "import_row");
    }

    const PlaceFound& place_of(db::Tx& tx, const std::string& word) {
        const auto [entry, is_new] = places_.try_emplace(word);
        if (is_new) entry->second = place_among(places_named(tx, word, options_.city_code), options_.city_code);
        return entry->second;
    }

    Id<dispute::Dispute> register_letter(db::Tx& tx, const Letter& letter, ImportedRow& row) {
        const PlaceFound& place = place_of(tx, letter.place);
        const LegalDate date = *date_in(letter.date);
        const Registration form = registration_of(letter, type_of(letter, words_), place.code, date, options_.source);
        const Incoming incoming = incoming_of(form.parties, form.narrative, form.place_code, cx_.keys);
        const LegalDate since = add_months(legal_date(cx_.moment), -static_cast<int>(settings_.duplicate_months));
        const Prepared prepared = prepare_registration(tx, incoming, since, cx_);
        Registered made = register_prepared(tx, form, incoming, prepared, cx_);
        row.outcome = ImportOutcome::taken;
        row.number = made.dispute.number;
        row.why = place.note;
        if (const auto near = near_letter(incoming, date, prepared.round.candidates,
                                          settings_.import_similarity_percent, settings_.import_days))
            merge_letter(tx, made.dispute, *near, row);
        return made.dispute.id;
    }

    void merge_letter(db::Tx& tx, dispute::Dispute& merged, const NearLetter& near, ImportedRow& row) {
        auto kept = dispute::load(tx, near.id);
        if (!kept) return;
        merge(tx, merged, *kept, MergeCause::import_, near.percent, "", cx_);
        row.outcome = ImportOutcome::merged;
        row.merged_into = kept->number;
        row.why = "near_same_text";
    }

    const ImportOptions& options_;
    const identity::Context& cx_;
    std::vector<TypeWord> words_;
    Settings settings_;
    std::map<std::string, PlaceFound> places_;
};

static void count(ImportReport& report, ImportedRow row) {
    ++report.rows;
    switch (row.outcome) {
        case ImportOutcome::taken:
            ++report.taken;
            break;
        case ImportOutcome::merged:
            ++report.merged;
            break;
        case ImportOutcome::refused:
            ++report.refused;
            break;
        case ImportOutcome::known:
            ++report.known;
            break;
    }
    report.items.push_back(std::move(row));
}

ImportReport import_reports(std::string_view csv, const ImportOptions& options, const identity::Context& cx) {
    const std::vector<Letter> letters = letters_in(csv, options.columns);
    ImportReport report;
    report.file_name = options.file_name;
    Import import(options, cx);
    // One transaction for many rows: the disk is waited for once, and a break leaves whole rows only.
    static constexpr std::size_t batch = 100;
    for (std::size_t start = 0; start < letters.size(); start += batch) {
        const auto end = std::min(letters.size(), start + batch);
        auto rows = cx.db.transact([&](db::Tx& tx) {
            std::vector<ImportedRow> taken;
            for (std::size_t i = start; i < end; ++i) taken.push_back(import.take(tx, letters[i]));
            return taken;
        });
        for (ImportedRow& row : rows) count(report, std::move(row));
    }
    return report;
}

std::string report_as_csv(const ImportReport& report) {
    std::string csv = "row,outcome,number,merged_into,why\r\n";
    for (const ImportedRow& row : report.items)
        csv += fmt::format("{},{},{},{},{}\r\n", row.row, json::enum_word(row.outcome), csv_field(row.number),
                           csv_field(row.merged_into), csv_field(row.why));
    return csv;
}

}  // namespace hemu::intake
