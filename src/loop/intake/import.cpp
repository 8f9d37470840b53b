#include "csv.hpp"
#include "import_store.hpp"
#include "places.hpp"
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

static std::size_t column_in(const text::CsvRow& heading, const std::string& name) {
    for (std::size_t i = 0; i < heading.size(); ++i)
        if (text::trim(heading[i]) == name) return i;
    throw Refusal(Fault::invalid, "column_missing", {{name, "column_missing"}});
}

static std::optional<std::size_t> column_in(const text::CsvRow& heading, const std::optional<std::string>& name) {
    return name ? std::optional(column_in(heading, *name)) : std::nullopt;
}

static Places places_in(const text::CsvRow& heading, const ImportColumns& columns) {
    return {column_in(heading, columns.date),      column_in(heading, columns.place),
            column_in(heading, columns.narrative), column_in(heading, columns.type),
            column_in(heading, columns.reference), column_in(heading, columns.name),
            column_in(heading, columns.phone)};
}

static Letter letter_in(const text::CsvRow& row, std::int64_t number, const Places& at, std::size_t columns) {
    const auto field = [&](std::optional<std::size_t> column) {
        if (!column || *column >= row.size()) return std::string();
        return text::is_utf8(row[*column]) ? text::trim(row[*column]) : row[*column];
    };
    const auto surplus = row.begin() + static_cast<std::ptrdiff_t>(std::min(columns, row.size()));
    return {number,
            field(at.date),
            field(at.place),
            field(at.narrative),
            field(at.type),
            field(at.reference),
            field(at.name),
            field(at.phone),
            std::any_of(surplus, row.end(), [](const std::string& more) { return !more.empty(); })};
}

static std::vector<Letter> letters_in(std::string_view csv, const ImportColumns& columns) {
    text::CsvReader reader(csv);
    const auto heading = reader.next();
    if (!heading) throw Refusal(Fault::invalid, "csv_broken");
    const Places at = places_in(*heading, columns);
    std::vector<Letter> letters;
    for (auto row = reader.next(); row; row = reader.next())
        letters.push_back(letter_in(*row, reader.row(), at, heading->size()));
    if (reader.is_broken())
        throw Refusal(Fault::invalid, "csv_broken", {{fmt::format("line {}", reader.line()), "csv_broken"}});
    return letters;
}

static std::string content_of(const Letter& letter) {
    return fmt::format("{}\n{}\n{}\n{}\n{}", letter.date, letter.place, letter.name, letter.phone, letter.narrative);
}

/// For each letter the how manieth of its content it is: somebody who wrote twice is taken twice, once each.
static std::vector<std::int64_t> numbered(const std::vector<Letter>& letters) {
    std::map<std::string, std::int64_t> seen;
    std::vector<std::int64_t> numbers;
    for (const Letter& letter : letters) numbers.push_back(++seen[content_of(letter)]);
    return numbers;
}

/// What stays the same for all rows of one import.
class Import {
  public:
    Import(const ImportOptions& options, const identity::Context& cx) : options_(options), cx_(cx) {}

    /// nth: of the letters in the file that are the same to the last word.
    ImportedRow take(db::Tx& tx, const Letter& letter, std::int64_t nth) {
        prepare(tx);
        const std::string reference = reference_of(letter, nth);
        ImportedRow row = row_of(letter);
        if (const auto before = imported_before(tx, reference)) {
            row.outcome = ImportOutcome::known;
            row.number = before->number;
            row.why = "imported_before";
            return row;
        }
        row.outcome = ImportOutcome::refused;
        row.why = why_not_take(letter, legal_date(cx_.moment));
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
        city_name_ = places::name_of(tx, options_.city_code);
        if (options_.similarity_percent) settings_.import_similarity_percent = *options_.similarity_percent;
    }

    static ImportedRow row_of(const Letter& letter) {
        const auto readable = [](const std::string& field) { return text::is_utf8(field) ? field : std::string(); };
        ImportedRow row;
        row.row = letter.row;
        row.date = readable(letter.date);
        row.written_place = readable(letter.place);
        row.title = short_title(readable(letter.narrative));
        return row;
    }

    /// The sender's reference where there is one, else everything the row says: a changed row is a new one.
    std::string reference_of(const Letter& letter, std::int64_t nth) const {
        const std::string plain = letter.reference.empty()
                                      ? fmt::format("{}\n{}", nth, content_of(letter))
                                      : fmt::format("reference\n{}\n{}", letter.reference, letter.date);
        return cx_.keys.search_digest(plain, "import_row");
    }

    struct FoundHere {
        PlaceFound place;
        std::string name;
    };
    const FoundHere& place_of(db::Tx& tx, const std::string& written) {
        const auto [entry, is_new] = places_.try_emplace(written);
        if (!is_new) return entry->second;
        std::vector<NamedPlace> named;
        for (const std::string& word : place_words(written, city_name_)) {
            named = places_named(tx, word, options_.city_code);
            if (!named.empty()) break;
        }
        entry->second.place = place_among(named, options_.city_code);
        entry->second.name = places::name_of(tx, entry->second.place.code);
        return entry->second;
    }

    Id<dispute::Dispute> register_letter(db::Tx& tx, const Letter& letter, ImportedRow& row) {
        const auto& [place, place_name] = place_of(tx, letter.place);
        const LegalDate date = *date_in(letter.date);
        const TypeFound type = type_of(letter, words_);
        const Registration form = registration_of(letter, type, place.code, date, options_.source);
        const Incoming incoming = incoming_of(form.parties, form.narrative, form.place_code, cx_.keys);
        const LegalDate since = add_months(legal_date(cx_.moment), -static_cast<int>(settings_.duplicate_months));
        const Prepared prepared = prepare_registration(tx, form, incoming, since, cx_);
        Registered made = register_prepared(tx, form, incoming, prepared, cx_);
        if (!place.note.empty() && !letter.place.empty()) note_place(tx, made.dispute, letter.place);
        row.outcome = ImportOutcome::taken;
        row.number = made.dispute.number;
        row.why = place.note;
        row.place_name = place_name;
        row.type = type.local_type.value_or(type.national_type);
        const auto near = near_letter(incoming, date, prepared.round.candidates, settings_.import_similarity_percent,
                                      settings_.import_days);
        if (near && !is_elsewhere(letter.place, written_place(tx, near->id).value_or(letter.place), near->percent))
            merge_letter(tx, made.dispute, *near, row);
        return made.dispute.id;
    }

    /// A place that is in no list stays readable on the case.
    void note_place(db::Tx& tx, dispute::Dispute& dispute, const std::string& written) const {
        const auto event = dispute::record(tx, dispute, "note", cx_, json::Nothing{});
        dispute::add_note(tx, dispute, event, "来信所写地区：" + written, cx_.moment);
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
    std::string city_name_;
    std::map<std::string, FoundHere> places_;
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

ImportReport import_reports(std::string csv, const ImportOptions& options, const identity::Context& cx) {
    if (!merge_verb.duties.contains(cx.actor.duty)) throw Refusal(Fault::forbidden, "duty_may_not");
    const std::vector<Letter> letters = letters_in(text::in_utf8(std::move(csv)), options.columns);
    const std::vector<std::int64_t> numbers = numbered(letters);
    ImportReport report;
    report.file_name = options.file_name;
    Import import(options, cx);
    // One transaction for many rows: the disk is waited for once, and a break leaves whole rows only.
    static constexpr std::size_t batch = 100;
    for (std::size_t start = 0; start < letters.size(); start += batch) {
        const auto end = std::min(letters.size(), start + batch);
        auto rows = cx.db.transact([&](db::Tx& tx) {
            std::vector<ImportedRow> taken;
            for (std::size_t i = start; i < end; ++i) taken.push_back(import.take(tx, letters[i], numbers[i]));
            return taken;
        });
        for (ImportedRow& row : rows) count(report, std::move(row));
    }
    return report;
}

}  // namespace hemu::intake
