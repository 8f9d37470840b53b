#include "audit.hpp"
#include "csv.hpp"
#include "organisations.hpp"
#include "rules.hpp"
#include "text.hpp"

namespace hemu::organisations {

/// The cells of one row by the names of their columns.
using Cells = std::map<std::string, std::string>;

static std::string cell(const Cells& cells, const std::string& column) {
    const auto found = cells.find(column);
    return found == cells.end() ? std::string() : found->second;
}

static std::optional<std::string> cell_if_any(const Cells& cells, const std::string& column) {
    const std::string content = cell(cells, column);
    return content.empty() ? std::nullopt : std::optional(content);
}

static std::vector<std::string> codes_in(const std::string& content) {
    std::istringstream words(content);
    return {std::istream_iterator<std::string>(words), {}};
}

static std::optional<OrganisationLevel> level_at(std::string_view place_code) {
    using enum OrganisationLevel;
    for (const OrganisationLevel level : {city, county, town, village})
        if (places::level_of(place_code) == place_level(level)) return level;
    return std::nullopt;
}

static OrganisationForm form_of(db::Tx& tx, const Cells& cells, LegalDate today) {
    Verdict verdict;
    OrganisationForm form;
    form.name = cell(cells, "name");
    form.abbreviation = cell(cells, "abbreviation");
    form.place_code = cell(cells, "place_code");
    form.phone = cell_if_any(cells, "phone");
    form.address = cell_if_any(cells, "address");
    form.fields = codes_in(cell(cells, "fields"));
    form.area = codes_in(cell(cells, "area"));
    const auto kind = json::enum_from_word<OrganisationKind>(cell(cells, "kind"));
    if (!kind) verdict.add("kind", "unknown_word");
    form.kind = kind.value_or(form.kind);
    const auto level = level_at(form.place_code);
    if (!level) verdict.add("place_code", "unknown_place");
    form.level = level.value_or(form.level);
    const std::string opened = cell(cells, "open_from_on");
    const auto open_from_on = opened.empty() ? std::optional(today) : parse_date(opened);
    if (!open_from_on) verdict.add("open_from_on", "bad_date");
    form.open_from_on = open_from_on.value_or(today);
    if (const std::string parent = cell(cells, "parent"); !parent.empty()) {
        form.parent_id = organisation_named(tx, parent);
        if (!form.parent_id) verdict.add("parent", "organisation_unknown");
    }
    refuse_if(verdict);
    return form;
}

static audit::Entry entry_of(OrganisationId id, Instant moment) {
    audit::Entry entry;
    entry.happened_at = moment;
    entry.kind = audit::AuditKind::organisation;
    entry.act = "create_from_list";
    entry.subject = to_text(id);
    return entry;
}

struct NumberedRow {
    std::int64_t number = 0;
    Cells cells;
};

static std::vector<NumberedRow> rows_of(const std::string& csv) {
    text::CsvReader reader(csv);
    const auto heading = reader.next();
    if (!heading) throw Refusal(Fault::invalid, "csv_broken");
    for (const char* needed : {"name", "abbreviation", "kind", "place_code"})
        if (std::find(heading->begin(), heading->end(), needed) == heading->end())
            throw Refusal(Fault::invalid, "column_missing", {{needed, "column_missing"}});
    std::vector<NumberedRow> rows;
    while (const auto row = reader.next()) {
        NumberedRow numbered{reader.row(), {}};
        for (std::size_t i = 0; i < std::min(row->size(), heading->size()); ++i)
            numbered.cells[text::trim((*heading)[i])] = text::trim((*row)[i]);
        rows.push_back(std::move(numbered));
    }
    if (reader.is_broken())
        throw Refusal(Fault::invalid, "csv_broken", {{fmt::format("line {}", reader.line()), "csv_broken"}});
    return rows;
}

/// What was refused, with the row in front of each field.
static Refusal in_row(const Refusal& refusal, std::int64_t number) {
    Refusal placed = refusal;
    if (placed.fields.empty()) placed.fields.push_back({"", placed.code});
    for (FieldFault& fault : placed.fields) fault.field = fmt::format("row {} {}", number, fault.field);
    return placed;
}

ListLoaded load_list(db::Database& database, std::string csv, Instant moment) {
    const auto rows = rows_of(text::in_utf8(std::move(csv)));
    return database.transact([&](db::Tx& tx) {
        ListLoaded loaded;
        for (const auto& [number, cells] : rows) {
            try {
                if (organisation_named(tx, cell(cells, "name"))) {
                    ++loaded.known;
                    continue;
                }
                const auto id = create(tx, form_of(tx, cells, legal_date(moment)), moment);
                audit::record(tx, entry_of(id, moment));
                ++loaded.made;
            } catch (const Refusal& refusal) {
                throw in_row(refusal, number);
            }
        }
        return loaded;
    });
}

}  // namespace hemu::organisations
