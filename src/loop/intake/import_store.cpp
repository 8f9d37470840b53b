#include "import_store.hpp"

namespace hemu::intake {

static const db::Statement select_type_words{"intake.type_words", R"(
    SELECT word, national_type, local_type FROM intake_type_word ORDER BY position, word)"};

std::vector<TypeWord> type_words(db::Tx& tx) { return tx.all<TypeWord>(select_type_words); }

static const db::Statement select_places{"intake.places_named", R"(
    SELECT code FROM place
     WHERE substr(code, 1, 4) = $2
       AND (name = $1 OR substr(full_name, length(full_name) - length($1) + 1) = $1)
     ORDER BY code)"};

std::vector<NamedPlace> places_named(db::Tx& tx, std::string_view word, std::string_view city_code) {
    if (word.empty()) return {};
    return tx.all<NamedPlace>(select_places, word, city_code.substr(0, 4));
}

static const db::Statement select_imported{"intake.imported_before", R"(
    SELECT coalesce(d.number, '') AS number
      FROM intake_import_row r LEFT JOIN dispute d ON d.id = r.dispute_id
     WHERE r.reference = $1)"};

std::optional<ImportedBefore> imported_before(db::Tx& tx, const std::string& reference) {
    return tx.maybe<ImportedBefore>(select_imported, reference);
}

static const db::Statement select_written_place{"intake.written_place",
                                                "SELECT written_place FROM intake_import_row WHERE dispute_id = $1"};

std::optional<std::string> written_place(db::Tx& tx, Id<dispute::Dispute> dispute) {
    return tx.maybe<std::string>(select_written_place, dispute);
}

static const db::Statement insert_imported{"intake.save_imported", R"(
    INSERT INTO intake_import_row (reference, file_name, row_number, outcome, why, written_place, dispute_id, imported_at)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

void save_imported(db::Tx& tx, const std::string& reference, const std::string& file_name, const ImportedRow& row,
                   std::optional<Id<dispute::Dispute>> dispute, Instant moment) {
    tx.run(insert_imported, reference, file_name, row.row, row.outcome, row.why, row.written_place, dispute, moment);
}

}  // namespace hemu::intake
