#include "store.hpp"

#include "organisations.hpp"
#include "text.hpp"

namespace hemu::numbers {

using dispute::Dispute;
using OrganisationId = Id<identity::Organisation>;

struct PatternRow : PatternForm {
    std::int64_t version = 0;
    Instant changed_at;
    std::string changed_by_name;
};
BOOST_DESCRIBE_STRUCT(PatternRow, (PatternForm), (version, changed_at, changed_by_name))

static const db::Statement select_pattern{"numbers.pattern", R"(
    SELECT file_pattern, paper_pattern, field_word, version, changed_at, changed_by_name
      FROM number_pattern WHERE organisation_id = $1)"};

struct BodyRow {
    std::string abbreviation;
    organisations::OrganisationKind kind = organisations::OrganisationKind::people_committee;
};
BOOST_DESCRIBE_STRUCT(BodyRow, (), (abbreviation, kind))

static const db::Statement select_body{"numbers.body", "SELECT abbreviation, kind FROM organisation WHERE id = $1"};

static BodyRow body_of(db::Tx& tx, OrganisationId body) {
    return tx.maybe<BodyRow>(select_body, body).value_or(BodyRow{});
}

NumberPatterns patterns_of(db::Tx& tx, OrganisationId body, LegalDate today) {
    NumberPatterns patterns;
    const BodyRow known = body_of(tx, body);
    static_cast<PatternForm&>(patterns) = patterns_for(known.kind);
    if (const auto row = tx.maybe<PatternRow>(select_pattern, body)) {
        static_cast<PatternForm&>(patterns) = *row;
        patterns.version = row->version;
        patterns.changed_at = row->changed_at;
        patterns.changed_by_name = row->changed_by_name;
    }
    patterns.abbreviation = known.abbreviation;
    const NumberParts example{patterns.abbreviation, patterns.field_word, "移", today.year(), 1};
    patterns.file_example = written(patterns.file_pattern, example);
    patterns.paper_example = written(patterns.paper_pattern, example);
    return patterns;
}

static const db::Statement insert_pattern{"numbers.insert_pattern", R"(
    INSERT INTO number_pattern (organisation_id, file_pattern, paper_pattern, field_word, changed_at, changed_by_name,
                                version)
    VALUES ($1, $2, $3, $4, $5, $6, 1)
    ON CONFLICT (organisation_id) DO NOTHING)"};

static const db::Statement update_pattern{"numbers.update_pattern", R"(
    UPDATE number_pattern SET file_pattern = $2, paper_pattern = $3, field_word = $4, changed_at = $5,
                              changed_by_name = $6, version = version + 1
     WHERE organisation_id = $1 AND version = $7)"};

void set_patterns(db::Tx& tx, OrganisationId body, const PatternForm& form, std::int64_t version,
                  const identity::Context& cx) {
    refuse_if(why_not_pattern(form, body_of(tx, body).kind));
    const std::int64_t changed = version == 0
                                     ? tx.changed(insert_pattern, body, form.file_pattern, form.paper_pattern,
                                                  form.field_word, cx.moment, cx.actor.name)
                                     : tx.changed(update_pattern, body, form.file_pattern, form.paper_pattern,
                                                  form.field_word, cx.moment, cx.actor.name, version);
    if (changed != 1) throw Refusal(Fault::precondition_failed, "version_outdated");
}

static const db::Statement select_number{"numbers.of_case", R"(
    SELECT number FROM number_given
     WHERE dispute_id = $1 AND revision = $2 AND kind = $3 AND about = $4 AND void_at IS NULL)"};

std::optional<std::string> number_of(db::Tx& tx, const Dispute& dispute, const NumberUse& use) {
    return tx.maybe<std::string>(select_number, dispute.id, dispute.revision, use.kind, use.about);
}

static const db::Statement select_taken{"numbers.taken", "SELECT id FROM number_given WHERE number = $1"};

static const db::Statement insert_number{"numbers.insert", R"(
    INSERT INTO number_given (id, organisation_id, kind, series, year, serial, number, dispute_id, revision, about,
                              given_at, given_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
    ON CONFLICT (dispute_id, revision, kind, about) WHERE void_at IS NULL DO NOTHING)"};

std::string give(db::Tx& tx, const Dispute& dispute, OrganisationId body, const NumberUse& use, LegalDate on,
                 const identity::Context& cx) {
    const NumberPatterns patterns = patterns_of(tx, body, on);
    const std::string counter = use.kind == NumberKind::file ? "file" : "paper_" + use.series;
    const std::int64_t serial = dispute::next_serial(tx, body, counter, on.year());
    const bool is_file = use.kind == NumberKind::file;
    const std::string number = written(is_file ? patterns.file_pattern : patterns.paper_pattern,
                                       {patterns.abbreviation, patterns.field_word, use.series, on.year(), serial});
    if (tx.maybe<Id<GivenNumber>>(select_taken, number)) throw Refusal(Fault::conflict, "number_collides");
    if (tx.changed(insert_number, Id<GivenNumber>::fresh(cx.moment), body, use.kind, use.series,
                   std::int64_t{on.year()}, serial, number, dispute.id, dispute.revision, use.about, cx.moment,
                   cx.actor.name) != 1)
        throw Refusal(Fault::conflict, "number_there");
    return number;
}

static const db::Statement select_register{"numbers.register", R"(
    SELECT n.id, n.kind, n.series, n.year, n.serial, n.number, d.id AS dispute_id, d.number AS dispute_number,
           n.given_at, n.given_by_name, n.void_at, n.void_by_name, n.void_reason,
           coalesce(n.void_at IS NULL AND d.state <> 'archived', FALSE) AS may_void
      FROM number_given n LEFT JOIN dispute d ON d.id = n.dispute_id AND )" +
                                                                   dispute::visible_sql() +
                                                                   R"(
     WHERE n.organisation_id = $3 AND n.kind = $4 AND n.series = $5 AND n.year = $6 AND n.serial < $7
     ORDER BY n.serial DESC
     LIMIT $8)"};

struct Tally {
    std::int64_t given = 0;
    std::int64_t last = 0;
    std::int64_t void_count = 0;
};
BOOST_DESCRIBE_STRUCT(Tally, (), (given, last, void_count))

static const db::Statement select_tally{"numbers.tally", R"(
    SELECT count(*) AS given, coalesce(max(serial), 0) AS last, count(void_at) AS void_count
      FROM number_given WHERE organisation_id = $1 AND kind = $2 AND series = $3 AND year = $4)"};

static const db::Statement select_series{"numbers.series", R"(
    SELECT DISTINCT series FROM number_given WHERE organisation_id = $1 AND kind = 'paper' ORDER BY series)"};

NumberRegister register_of(db::Tx& tx, const identity::Actor& actor, std::int64_t year, const std::string& series,
                           std::int64_t before_serial, std::int64_t limit) {
    const NumberKind kind = series.empty() ? NumberKind::file : NumberKind::paper;
    NumberRegister all;
    all.items = tx.all<NumberLine>(select_register, actor.account, actor.duty, actor.organisation, kind, series, year,
                                   before_serial, limit + 1);
    if (static_cast<std::int64_t>(all.items.size()) > limit) {
        all.items.pop_back();
        all.next = std::to_string(all.items.back().serial);
    }
    const auto tally = tx.one<Tally>(select_tally, actor.organisation, kind, series, year);
    all.void_count = tally.void_count;
    all.gaps = tally.last - tally.given;
    all.series = tx.all<std::string>(select_series, actor.organisation);
    return all;
}

struct NumberRow {
    NumberKind kind = NumberKind::file;
    std::string series;
    std::string about;
    std::string number;
    std::int64_t year = 0;
    Id<Dispute> dispute_id;
    std::optional<Instant> void_at;
};
BOOST_DESCRIBE_STRUCT(NumberRow, (), (kind, series, about, number, year, dispute_id, void_at))

static const db::Statement select_row{"numbers.row", R"(
    SELECT kind, series, about, number, year, dispute_id, void_at FROM number_given
     WHERE id = $1 AND organisation_id = $2)"};

static const db::Statement update_void{"numbers.void", R"(
    UPDATE number_given SET void_at = $2, void_by_name = $3, void_reason = $4 WHERE id = $1 AND void_at IS NULL)"};

struct VoidContent {
    std::string void_number;
    std::optional<std::string> new_number;
};
BOOST_DESCRIBE_STRUCT(VoidContent, (), (void_number, new_number))

void make_void(db::Tx& tx, Id<GivenNumber> id, const std::string& reason, const identity::Context& cx) {
    const auto row = tx.maybe<NumberRow>(select_row, id, cx.actor.organisation);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    Dispute dispute = dispute::find(tx, row->dispute_id, cx.actor);
    if (text::trim(reason).empty()) throw Refusal(Fault::invalid, "invalid", {{"reason", "missing"}});
    if (dispute.state == dispute::State::archived) throw Refusal(Fault::conflict, "not_in_this_state");
    if (tx.changed(update_void, id, cx.moment, cx.actor.name, text::trim(reason)) != 1)
        throw Refusal(Fault::conflict, "number_is_void");
    VoidContent content{row->number, std::nullopt};
    if (row->kind == NumberKind::file)
        content.new_number = give(tx, dispute, cx.actor.organisation, {row->kind, row->series, row->about},
                                  LegalDate(static_cast<int>(row->year), 12, 31), cx);
    dispute::record(tx, dispute, "number_void", cx, content);
}

}  // namespace hemu::numbers
