#include "store.hpp"

#include <algorithm>

#include "organisations.hpp"
#include "rules.hpp"

namespace hemu::entrances {

static const std::string columns =
    "e.id, e.code, e.name, e.kind, e.kind_words, e.organisation_id, e.place_code, e.leads_to, e.door, e.active, "
    "e.made_at, e.made_by_name, e.version";

static const db::Statement select_by_id{"entrances.by_id", "SELECT " + columns + " FROM entrance e WHERE e.id = $1"};

Entrance get(db::Tx& tx, Id<Entrance> id) {
    if (auto found = tx.maybe<Entrance>(select_by_id, id)) return *found;
    throw Refusal(Fault::not_found, "not_found");
}

static const db::Statement select_active{"entrances.by_code",
                                         "SELECT " + columns + " FROM entrance e WHERE e.code = $1 AND e.active"};

std::optional<Entrance> find_active(db::Tx& tx, std::string_view typed) {
    const std::string code = code_in(typed);
    if (code.empty()) return std::nullopt;
    return tx.maybe<Entrance>(select_active, code);
}

static const db::Statement select_name{"entrances.name", "SELECT name FROM entrance WHERE code = $1"};

std::optional<std::string> name_of(db::Tx& tx, std::string_view typed) {
    return tx.maybe<std::string>(select_name, code_in(typed));
}

static void refuse_unknown(db::Tx& tx, const EntranceForm& form) {
    Verdict verdict = why_not(form);
    if (form.organisation_id && !organisations::find(tx, *form.organisation_id))
        verdict.add("organisation_id", "organisation_unknown");
    if (form.place_code) verdict.add(places::why_not_place(tx, *form.place_code, "place_code"));
    refuse_if(verdict);
}

static const db::Statement insert_entrance{"entrances.insert", R"(
    INSERT INTO entrance (id, code, name, kind, kind_words, organisation_id, place_code, leads_to, door, active,
                          made_at, made_by_name, version)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)
    ON CONFLICT (code) DO NOTHING)"};

Entrance make(db::Tx& tx, EntranceForm form, const identity::Context& cx) {
    form = tidied(std::move(form));
    refuse_unknown(tx, form);
    const auto id = Id<Entrance>::fresh(cx.moment);
    // Of 600 million codes one is hardly ever taken twice.
    for (std::int64_t changed = 0; changed != 1;)
        changed = tx.changed(insert_entrance, id, crypto::random_code(code_length), form.name, form.kind,
                             form.kind_words, form.organisation_id, form.place_code, form.leads_to, form.door,
                             form.active, cx.moment, cx.actor.name);
    return get(tx, id);
}

static const db::Statement update_entrance{"entrances.update", R"(
    UPDATE entrance SET name = $3, kind = $4, kind_words = $5, organisation_id = $6, place_code = $7, leads_to = $8,
                        door = $9, active = $10, version = $2 + 1
     WHERE id = $1 AND version = $2)"};

Entrance change(db::Tx& tx, Id<Entrance> id, std::int64_t version, EntranceForm form) {
    get(tx, id);
    form = tidied(std::move(form));
    refuse_unknown(tx, form);
    if (tx.changed(update_entrance, id, version, form.name, form.kind, form.kind_words, form.organisation_id,
                   form.place_code, form.leads_to, form.door, form.active) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    return get(tx, id);
}

static const db::Statement upsert_count{"entrances.count", R"(
    INSERT INTO entrance_count (code, counted_on, looks, begun, sent) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (code, counted_on) DO UPDATE
       SET looks = entrance_count.looks + excluded.looks, begun = entrance_count.begun + excluded.begun,
           sent = entrance_count.sent + excluded.sent)"};

static void count(db::Tx& tx, const std::string& code, LegalDate day, const Counts& more) {
    tx.run(upsert_count, code, day, more.looks, more.begun, more.sent);
}

static std::string known_code(db::Tx& tx, std::string_view typed) {
    const auto found = find_active(tx, typed);
    return found ? found->code : std::string();
}

void count_look(db::Tx& tx, const Entrance& entrance, LegalDate day) { count(tx, entrance.code, day, {1, 0, 0}); }

void count_begun(db::Tx& tx, std::string_view code, LegalDate day) {
    count(tx, known_code(tx, code), day, {0, 1, 0});
}

void count_sent(db::Tx& tx, std::string_view code, LegalDate day) { count(tx, known_code(tx, code), day, {0, 0, 1}); }

static const db::Statement select_views{"entrances.views", "SELECT " + columns + R"(,
           o.name AS organisation_name, p.full_name AS place_name
      FROM entrance e
      LEFT JOIN organisation o ON o.id = e.organisation_id
      LEFT JOIN place p ON p.code = e.place_code
     ORDER BY e.active DESC, e.name, e.id)"};

static const db::Statement select_counts{"entrances.counts", R"(
    SELECT code, sum(looks) AS looks, sum(begun) AS begun, sum(sent) AS sent
      FROM entrance_count WHERE counted_on >= $1 AND counted_on <= $2 GROUP BY code)"};

struct ViewRow : Entrance {
    std::optional<std::string> organisation_name;
    std::optional<std::string> place_name;
};
BOOST_DESCRIBE_STRUCT(ViewRow, (Entrance), (organisation_name, place_name))

struct CountRow : Counts {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(CountRow, (Counts), (code))

EntrancesView view_of(db::Tx& tx, LegalDate from_on, LegalDate to_on) {
    EntrancesView view;
    view.from_on = from_on;
    view.to_on = to_on;
    const auto counts = tx.all<CountRow>(select_counts, from_on, to_on);
    const auto counts_of = [&](const std::string& code) {
        const auto found =
            std::find_if(counts.begin(), counts.end(), [&](const CountRow& row) { return row.code == code; });
        return found == counts.end() ? Counts{} : static_cast<const Counts&>(*found);
    };
    for (const ViewRow& row : tx.all<ViewRow>(select_views)) {
        EntranceView one;
        static_cast<Entrance&>(one) = row;
        one.organisation_name = row.organisation_name;
        one.place_name = row.place_name;
        one.counts = counts_of(row.code);
        view.entrances.push_back(std::move(one));
    }
    view.without = counts_of("");
    return view;
}

}  // namespace hemu::entrances
