// 批量导入 A file of reports (letters, hotline lists) into the register, each row through the real verbs.
#pragma once
#include "intake.hpp"

namespace hemu::intake {

/// Which column of the file is what, by its heading. date, place and narrative must be given.
struct ImportColumns {
    std::string date;
    std::string place;
    std::string narrative;
    std::optional<std::string> type;
    std::optional<std::string> reference;
    std::optional<std::string> name;
    std::optional<std::string> phone;
};

/// Reads `date=date,place=region,narrative=topic,type=keyword_category`. Refusal invalid (map_wrong, map_incomplete).
ImportColumns parse_map(std::string_view);

struct ImportOptions {
    std::string file_name;  ///< part of every row's reference, so that the same file is taken once
    ImportColumns columns;
    dispute::Source source = dispute::Source::other_department;
    std::string city_code;                           ///< where a letter belongs whose place is in no list
    std::optional<std::int64_t> similarity_percent;  ///< instead of the city's setting
};

enum class ImportOutcome { taken, merged, refused, known };
BOOST_DESCRIBE_ENUM(ImportOutcome, taken, merged, refused, known)

/// One row of the file (2 is the first after the heading). why: near_same_text, empty_text, bad_date, … or a note
/// such as place_unknown.
struct ImportedRow {
    std::int64_t row = 0;
    ImportOutcome outcome = ImportOutcome::taken;
    std::string number;
    std::string merged_into;
    std::string why;
};
BOOST_DESCRIBE_STRUCT(ImportedRow, (), (row, outcome, number, merged_into, why))

struct ImportReport {
    std::string file_name;
    std::int64_t rows = 0;
    std::int64_t taken = 0;
    std::int64_t merged = 0;
    std::int64_t refused = 0;
    std::int64_t known = 0;
    std::vector<ImportedRow> items;
};
BOOST_DESCRIBE_STRUCT(ImportReport, (), (file_name, rows, taken, merged, refused, known, items))

/// Takes every row into the register of the actor's body: registers it, and merges it when a near-same text of the
/// same place is there within some days (setting import_days). A row without text or with a bad date is refused and
/// said so. A row that was imported before is left alone (known). Refusal invalid (csv_broken, column_missing).
ImportReport import_reports(std::string_view csv, const ImportOptions&, const identity::Context&);

/// The report as CSV: row, outcome, number, merged_into, why.
std::string report_as_csv(const ImportReport&);

}  // namespace hemu::intake
