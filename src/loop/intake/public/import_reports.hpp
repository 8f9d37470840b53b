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
    std::string file_name;
    ImportColumns columns;
    dispute::Source source = dispute::Source::other_department;
    std::string city_code;                           ///< where a letter belongs whose place is in no list
    std::optional<std::int64_t> similarity_percent;  ///< instead of the city's setting
};

enum class ImportOutcome { taken, merged, refused, known };
BOOST_DESCRIBE_ENUM(ImportOutcome, taken, merged, refused, known)

/// One row of the file (2 is the first after the heading) and what became of it. why: near_same_text, empty_text,
/// bad_date, … or a note such as place_not_listed. type: a local or national code.
struct ImportedRow {
    std::int64_t row = 0;
    ImportOutcome outcome = ImportOutcome::taken;
    std::string number;
    std::string merged_into;
    std::string why;
    std::string date;
    std::string written_place;
    std::string place_name;
    std::string type;
    std::string title;
};
BOOST_DESCRIBE_STRUCT(ImportedRow, (),
                      (row, outcome, number, merged_into, why, date, written_place, place_name, type, title))

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
/// said so. A row that was imported before, from this file or a later edition of it, is left alone (known): rows are
/// known by the sender's reference where there is one, else by their content. csv: UTF-8 or GB 18030.
/// Refusals: invalid csv_broken, column_missing; forbidden duty_may_not.
ImportReport import_reports(std::string csv, const ImportOptions&, const identity::Context&);

/// The report as a table for people, CSV with a byte-order mark so that spreadsheets know it for UTF-8. language: zh
/// or en.
std::string report_as_csv(const ImportReport&, std::string_view language);

/// What was taken, merged or refused and why, in some lines.
std::string summary_of(const ImportReport&, std::string_view language);

}  // namespace hemu::intake
