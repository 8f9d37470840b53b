#include "auditing.hpp"
#include "data_file.hpp"
#include "paging.hpp"
#include "text.hpp"

namespace hemu::places {

static const db::Statement select_place{"places.place", R"(
    SELECT code, name, level, full_name, parent_code AS parent FROM place WHERE code = $1)"};

std::optional<Place> find(db::Tx& tx, std::string_view code) { return tx.maybe<Place>(select_place, code); }

std::string name_of(db::Tx& tx, std::string_view code) {
    const auto found = find(tx, code);
    return found ? found->full_name : std::string(code);
}

Verdict why_not_place(db::Tx& tx, std::string_view code, std::string_view field) {
    Verdict verdict;
    if (!find(tx, code)) verdict.add(std::string(field), "unknown_place");
    return verdict;
}

static const db::Statement select_children{"places.children", R"(
    SELECT code, name, level, full_name, parent_code AS parent FROM place
     WHERE parent_code = $1 ORDER BY code LIMIT $2)"};

static const db::Statement select_cities{"places.cities", R"(
    SELECT code, name, level, full_name, parent_code AS parent FROM place
     WHERE level = 'city' ORDER BY code LIMIT $1)"};

/// What a search looks at: `below` is a pattern of codes, `wanted` one of the column.
static std::string search_by(std::string_view column) {
    return fmt::format(R"(
    SELECT code, name, level, full_name, parent_code AS parent FROM place
     WHERE code LIKE $1 ESCAPE '!' AND {} LIKE $2 ESCAPE '!'
     ORDER BY length(code), code LIMIT $3)",
                       column);
}
static const db::Statement select_by_code{"places.by_code", search_by("code")};
static const db::Statement select_by_initials{"places.by_initials", search_by("initials")};
static const db::Statement select_by_name{"places.by_name", search_by("full_name")};

/// A place by its own name or initials below one that is named likewise. What is not asked for is an empty pattern.
static const std::string_view named_above = R"(
       AND ($A = '' OR EXISTS (SELECT 1 FROM place a
                                WHERE a.code IN (substr(p.code, 1, 4), substr(p.code, 1, 6), substr(p.code, 1, 9))
                                  AND a.code <> p.code
                                  AND (a.name LIKE $A ESCAPE '!' OR a.initials LIKE $A ESCAPE '!'))))";

static std::string above(std::string_view parameter) {
    std::string sql(named_above);
    for (auto at = sql.find("$A"); at != sql.npos; at = sql.find("$A")) sql.replace(at, 2, parameter);
    return sql;
}

static const db::Statement select_below{"places.below", R"(
    SELECT p.code, p.name, p.level, p.full_name, p.parent_code AS parent FROM place p
     WHERE p.code LIKE $1 ESCAPE '!' AND (p.name LIKE $2 ESCAPE '!' OR p.initials LIKE $2 ESCAPE '!'))" +
                                                            above("$4") + above("$5") + R"(
     ORDER BY length(p.code), p.code LIMIT $3)"};

static bool is_all(std::string_view text, char least, char most) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c >= least && c <= most; });
}

static std::string lower_case(std::string_view text) {
    std::string lower(text);
    for (char& c : lower)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return lower;
}

/// The words that blanks part; full-width blanks too.
static std::vector<std::string> parted(std::string_view words) {
    std::vector<std::string> parts;
    const std::string normal = text::normal(words);
    for (std::size_t at = 0; at < normal.size();) {
        const auto end = std::min(normal.find(' ', at), normal.size());
        if (end > at) parts.push_back(normal.substr(at, end - at));
        at = end + 1;
    }
    return parts;
}

/// Letters are the beginning of initials, other words a part of the name.
static std::string pattern_of(const std::string& word) {
    return is_all(word, 'a', 'z') ? identity::like_starting(word) : identity::like_containing(word);
}

static std::vector<Place> search_below(db::Tx& tx, const std::vector<std::string>& parts, std::string_view parent,
                                       std::int64_t limit) {
    const std::string nearest = pattern_of(parts[parts.size() - 2]);
    const std::string highest = parts.size() > 2 ? pattern_of(parts[parts.size() - 3]) : std::string();
    return tx.all<Place>(select_below, identity::like_starting(parent), pattern_of(parts.back()), limit, nearest,
                         highest);
}

std::vector<Place> search(db::Tx& tx, std::string_view words, std::string_view parent, std::int64_t limit) {
    if (words.empty() && parent.empty()) return tx.all<Place>(select_cities, limit);
    if (words.empty()) return tx.all<Place>(select_children, parent, limit);
    const auto parts = parted(words);
    if (parts.size() > 1) return search_below(tx, parts, parent, limit);
    const std::string below = identity::like_starting(parent);
    if (is_all(words, '0', '9')) return tx.all<Place>(select_by_code, below, identity::like_starting(words), limit);
    const std::string lower = lower_case(words);
    if (is_all(lower, 'a', 'z'))
        return tx.all<Place>(select_by_initials, below, identity::like_starting(lower), limit);
    return tx.all<Place>(select_by_name, below, identity::like_containing(words), limit);
}

static const db::Statement upsert_place{"places.upsert", R"(
    INSERT INTO place (code, name, full_name, initials, level, parent_code) VALUES ($1, $2, $3, $4, $5, $6)
    ON CONFLICT (code) DO UPDATE
       SET name = excluded.name, full_name = excluded.full_name, initials = excluded.initials)"};

std::int64_t load(db::Database& database, const std::filesystem::path& data_files, std::string_view city_code,
                  Instant moment) {
    if (level_of(city_code) != PlaceLevel::city)
        throw std::runtime_error(fmt::format("{} is no code of a city: four digits are", city_code));
    const auto places = read_places(read_gzip(data_files / "places" / fmt::format("{}.csv.gz", city_code)));
    database.transact([&](db::Tx& tx) {
        for (const auto& [place, initials] : places)
            tx.run(upsert_place, place.code, place.name, place.full_name, initials, place.level, place.parent);
        audit::Entry entry;
        entry.happened_at = moment;
        entry.kind = audit::AuditKind::place;
        entry.act = "load";
        entry.subject = city_code;
        audit::record(tx, entry);
    });
    return static_cast<std::int64_t>(places.size());
}

}  // namespace hemu::places
