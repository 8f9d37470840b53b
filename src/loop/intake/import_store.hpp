// Rows of the import: what was taken before, words for types, places by name.
#pragma once
#include "import_rules.hpp"

namespace hemu::intake {

std::vector<TypeWord> type_words(db::Tx&);

/// Places of the city (four digits) whose name is the word or whose full name ends with it.
std::vector<NamedPlace> places_named(db::Tx&, std::string_view word, std::string_view city_code);

struct ImportedBefore {
    std::string number;
};
BOOST_DESCRIBE_STRUCT(ImportedBefore, (), (number))
/// Where the file placed the letter that became this dispute; nothing when it came in otherwise.
std::optional<std::string> written_place(db::Tx&, Id<dispute::Dispute>);

/// The number under which a row was taken, empty when it was refused; nothing when it is new.
std::optional<ImportedBefore> imported_before(db::Tx&, const std::string& reference);

void save_imported(db::Tx&, const std::string& reference, const std::string& file_name, const ImportedRow&,
                   std::optional<Id<dispute::Dispute>>, Instant moment);

}  // namespace hemu::intake
