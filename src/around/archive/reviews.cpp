#include <random>

#include "crypto.hpp"
#include "db_settings.hpp"
#include "numbers.hpp"
#include "organisations.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::archive {

using dispute::State;
using identity::Duty;

static const db::Statement select_settings{"archive.settings", "SELECT code, value FROM archive_setting"};

ArchiveSettings archive_settings(db::Tx& tx) { return db::read_settings<ArchiveSettings>(tx, select_settings); }

struct ReviewRow : FileReviewFacts {
    std::int64_t revision = 1;
    Id<identity::Organisation> organisation_id;
    std::optional<Id<Draw>> draw_id;
    db::Json<std::optional<ReviewScores>> points;
    std::optional<Instant> repair_until_at;
    std::int64_t named = 0;
};
BOOST_DESCRIBE_STRUCT(ReviewRow, (FileReviewFacts),
                      (revision, organisation_id, draw_id, points, repair_until_at, named))

/// $1 account, $2 duty, $3 organisation. named: the reader is one of the file's own people, or mediates at its body.
static std::string selecting(std::string_view condition) {
    return R"(
    SELECT r.id, r.dispute_id, r.revision, r.organisation_id, d.number,
           (SELECT n.number FROM number_given n
             WHERE n.dispute_id = r.dispute_id AND n.revision = r.revision AND n.kind = 'file' AND n.void_at IS NULL
             LIMIT 1) AS file_number,
           o.name AS organisation_name, m.name AS mediator_name, r.state, r.version, r.picked_at, r.picked_by_name,
           r.draw_id, r.points, r.score, r.most, r.grade, r.words, r.reviewer_name, r.reviewed_at,
           (SELECT max(c.due_at) FROM dispute_clock c
             WHERE c.dispute_id = r.dispute_id AND c.code = 'REVIEW-REPAIR' AND c.state = 'running') AS repair_until_at,
           r.repair_words, r.repaired_by_name, r.times_returned,
           (SELECT count(*) FROM dispute_person p WHERE p.dispute_id = r.dispute_id AND p.account_id = $1)
           + (SELECT count(*) FROM post w
               WHERE w.account_id = $1 AND w.organisation_id = r.organisation_id AND w.duty = 'mediator'
                 AND w.ended_at IS NULL) AS named
      FROM archive_review r
      JOIN dispute d ON d.id = r.dispute_id
      JOIN organisation o ON o.id = r.organisation_id
      LEFT JOIN account m ON m.id = r.mediator_id
     WHERE)" +
           dispute::visible_sql() + std::string(condition);
}

static const db::Statement select_of_dispute{"archive.reviews_of_dispute", selecting(R"(
       AND r.dispute_id = $4
     ORDER BY r.picked_at DESC, r.id DESC)")};

static const db::Statement select_one{"archive.review", selecting(" AND r.id = $4")};

// Whose reviews somebody sees: of every body below his, of his body, or of the files that he led.
static constexpr std::string_view own_reviews = R"(
       AND (   ($2 IN ('dispatcher', 'supervisor', 'leader')
                AND r.organisation_id IN (SELECT s.under_id FROM organisation_scope s WHERE s.over_id = $3))
            OR ($2 IN ('head', 'clerk') AND r.organisation_id = $3)
            OR ($2 = 'mediator' AND r.mediator_id = $1)))";

static const db::Statement select_list{"archive.review_list", selecting(std::string(own_reviews) + R"(
       AND ($4 = '' OR r.state = $4)
       AND (r.picked_at, r.id) < ($5, $6)
     ORDER BY r.picked_at DESC, r.id DESC
     LIMIT $7)")};

struct RemarkRow {
    std::string id;
    ReviewPoint point = ReviewPoint::complete_papers;
    std::optional<VolumePart> part;
    std::optional<std::int64_t> page;
    std::string words;
    std::optional<std::string> answer;
};
BOOST_DESCRIBE_STRUCT(RemarkRow, (), (id, point, part, page, words, answer))

static const db::Statement select_remarks{"archive.remarks", R"(
    SELECT id, point, part, page, words, answer FROM archive_remark WHERE review_id = $1 ORDER BY position)"};

static std::vector<RemarkView> remarks_in(const std::vector<RemarkRow>& rows) {
    std::vector<RemarkView> remarks;
    for (const RemarkRow& row : rows) {
        RemarkView view;
        static_cast<RemarkForm&>(view) = {row.point, row.part, row.page, row.words};
        view.id = row.id;
        view.answer = row.answer;
        remarks.push_back(std::move(view));
    }
    return remarks;
}

std::vector<RemarkView> remarks_of(db::Tx& tx, Id<FileReview> id) {
    return remarks_in(tx.all<RemarkRow>(select_remarks, id));
}

static constexpr identity::Duties judges{Duty::head, Duty::dispatcher, Duty::supervisor};
static constexpr identity::Duties repairers{Duty::head, Duty::clerk, Duty::mediator};

static bool waits_for_reviewer(ReviewState state) {
    return state == ReviewState::picked || state == ReviewState::repaired;
}

static FileReviewView view_of(const ReviewRow& row, const std::vector<RemarkRow>& remarks,
                              const ReviewScores& weights, const Context& cx) {
    FileReviewView view;
    static_cast<FileReviewFacts&>(view) = row;
    view.drawn = row.draw_id.has_value();
    view.scores = *row.points;
    view.weights = weights;
    if (row.state == ReviewState::returned && row.repair_until_at)
        view.repair_until_on = legal_date(*row.repair_until_at);
    view.remarks = remarks_in(remarks);
    view.may_judge = waits_for_reviewer(row.state) && judges.contains(cx.actor.duty) && row.named == 0;
    view.may_repair = row.state == ReviewState::returned && repairers.contains(cx.actor.duty) &&
                      row.organisation_id == cx.actor.organisation;
    return view;
}

/// Their remarks are asked for together.
static std::vector<FileReviewView> views_of(db::Tx& tx, const std::vector<ReviewRow>& rows, const Context& cx) {
    const auto weights = weights_of(archive_settings(tx));
    std::vector<db::Later<RemarkRow>> remarks;
    for (const ReviewRow& row : rows) remarks.push_back(tx.later<RemarkRow>(select_remarks, row.id));
    std::vector<FileReviewView> views;
    for (std::size_t i = 0; i < rows.size(); ++i) views.push_back(view_of(rows[i], remarks[i].all(), weights, cx));
    return views;
}

FileReviewList reviews_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    const auto& actor = cx.actor;
    const auto rows = tx.all<ReviewRow>(select_of_dispute, actor.account, actor.duty, actor.organisation, dispute.id);
    return {views_of(tx, rows, cx), ""};
}

FileReviewList review_list(db::Tx& tx, const std::string& state, const std::string& before, std::int64_t limit,
                           const Context& cx) {
    const auto from = read_before<FileReview>(before);
    const auto& actor = cx.actor;
    auto rows = tx.all<ReviewRow>(select_list, actor.account, actor.duty, actor.organisation, state, from.at, from.id,
                                  limit + 1);
    FileReviewList list;
    if (static_cast<std::int64_t>(rows.size()) > limit) {
        rows.pop_back();
        list.next = to_text(Before<FileReview>{rows.back().picked_at, rows.back().id});
    }
    list.items = views_of(tx, rows, cx);
    return list;
}

static const db::Statement count_own{"archive.own_file", R"(
    SELECT (SELECT count(*) FROM dispute_person WHERE dispute_id = $1 AND account_id = $2)
           + (SELECT count(*) FROM post
               WHERE account_id = $2 AND organisation_id = $3 AND duty = 'mediator' AND ended_at IS NULL))"};

/// No file is judged by one of its own people or by a mediator of its body.
static void refuse_own(db::Tx& tx, Id<Dispute> dispute, Id<identity::Organisation> body, const Context& cx) {
    if (tx.one<std::int64_t>(count_own, dispute, cx.actor.account, body) > 0)
        throw Refusal(Fault::forbidden, "reviews_own_file");
}

/// Who mediated it last, presided rather than helped.
static const db::Statement select_mediator{"archive.reviewed_mediator", R"(
    SELECT p.account_id FROM dispute_person p
     WHERE p.dispute_id = $1 AND p.role IN ('mediator', 'presiding_mediator')
     ORDER BY p.until_at IS NOT NULL, p.role DESC, p.since_at DESC LIMIT 1)"};

static const db::Statement insert_review{"archive.pick", R"(
    INSERT INTO archive_review (id, dispute_id, revision, organisation_id, mediator_id, draw_id, state, version,
                                picked_at, picked_by_id, picked_by_name, points, times_returned)
    VALUES ($1, $2, $3, $4, $5, $6, 'picked', 1, $7, $8, $9, $10, 0)
    ON CONFLICT (dispute_id) WHERE state <> 'accepted' DO NOTHING)"};

struct PickedContent {
    Id<FileReview> review_id;
    bool drawn = false;
};
BOOST_DESCRIBE_STRUCT(PickedContent, (), (review_id, drawn))

static Id<FileReview> save_pick(db::Tx& tx, Dispute& dispute, std::optional<Id<Draw>> draw, const Context& cx) {
    const auto id = Id<FileReview>::fresh(cx.moment);
    const db::Json<std::optional<ReviewScores>> no_points;
    const auto mediator = tx.maybe<Id<identity::Account>>(select_mediator, dispute.id);
    if (tx.changed(insert_review, id, dispute.id, dispute.revision, dispute.holder_id, mediator, draw, cx.moment,
                   cx.actor.account, cx.actor.name, no_points) != 1)
        throw Refusal(Fault::conflict, "review_open");
    dispute::record(tx, dispute, "review_picked", cx, PickedContent{id, draw.has_value()});
    return id;
}

Id<FileReview> pick(db::Tx& tx, Dispute& dispute, const Context& cx) {
    if (dispute.state != State::closed && dispute.state != State::archived)
        throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_own(tx, dispute.id, dispute.holder_id, cx);
    return save_pick(tx, dispute, std::nullopt, cx);
}

// Files that are reviewed, or were, are not drawn again.
static const db::Statement select_pool{"archive.draw_pool", R"(
    SELECT CAST(d.id AS text) AS id
      FROM dispute d
     WHERE d.holder_id = $4 AND d.closed_at >= $5 AND d.closed_at < $6 AND d.state IN ('closed', 'archived') AND)" +
                                                                dispute::visible_sql() + R"(
       AND NOT EXISTS (SELECT 1 FROM archive_review r WHERE r.dispute_id = d.id AND r.revision = d.revision)
       AND NOT EXISTS (SELECT 1 FROM closing_archive a WHERE a.dispute_id = d.id AND a.disposed_on IS NOT NULL)
     ORDER BY d.id)"};

static const db::Statement count_below{
    "archive.is_below", "SELECT count(*) FROM organisation_scope WHERE over_id = $1 AND under_id = $2"};

static const db::Statement insert_draw{"archive.insert_draw", R"(
    INSERT INTO archive_draw (id, organisation_id, from_on, to_on, wanted, by_percent, seed, pool, pool_digest, drawn,
                              drawn_at, drawn_by_name, drawn_by_organisation_id)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13))"};

static std::string fresh_seed() { return crypto::to_hex(crypto::random_bytes(8)); }

DrawView draw(db::Tx& tx, const DrawForm& form, const Context& cx) {
    refuse_if(why_not_draw(form));
    if (tx.one<std::int64_t>(count_below, cx.actor.organisation, form.organisation_id) == 0)
        throw Refusal(Fault::not_found, "not_found");
    const auto& actor = cx.actor;
    const auto pool = tx.all<std::string>(select_pool, actor.account, actor.duty, actor.organisation,
                                          form.organisation_id, start_of(form.from_on), start_of(form.to_on + 1));
    std::string seed = text::trim(form.seed.value_or(""));
    if (seed.empty()) seed = fresh_seed();
    const auto drawn = drawn_from(pool, seed, draw_size(form, pool.size()));
    DrawView view;
    view.id = Id<Draw>::fresh(cx.moment);
    view.organisation_name = organisations::name_of(tx, form.organisation_id);
    view.from_on = form.from_on;
    view.to_on = form.to_on;
    view.wanted = form.wanted;
    view.by_percent = form.by_percent;
    view.seed = seed;
    view.pool = static_cast<std::int64_t>(pool.size());
    view.pool_digest = crypto::to_hex(crypto::sm3(fmt::format("{}", fmt::join(pool, "\n"))));
    view.drawn = static_cast<std::int64_t>(drawn.size());
    view.drawn_at = cx.moment;
    view.drawn_by_name = actor.name;
    tx.run(insert_draw, view.id, form.organisation_id, view.from_on, view.to_on, view.wanted, view.by_percent,
           view.seed, view.pool, view.pool_digest, view.drawn, cx.moment, actor.name, actor.organisation);
    for (const std::string& id : drawn) {
        auto dispute = dispute::load(tx, Id<Dispute>::parse(id).value());
        save_pick(tx, *dispute, view.id, cx);
    }
    return view;
}

static const db::Statement select_draws{"archive.draws", R"(
    SELECT w.id, o.name AS organisation_name, w.from_on, w.to_on, w.wanted, w.by_percent, w.seed, w.pool,
           w.pool_digest, w.drawn, w.drawn_at, w.drawn_by_name
      FROM archive_draw w
      JOIN organisation o ON o.id = w.organisation_id
     WHERE w.drawn_by_organisation_id = $1
     ORDER BY w.drawn_at DESC, w.id DESC
     LIMIT 50)"};

std::vector<DrawView> draws_of(db::Tx& tx, const Context& cx) {
    return tx.all<DrawView>(select_draws, cx.actor.organisation);
}

static ReviewRow review_for(db::Tx& tx, Id<FileReview> id, const Context& cx) {
    auto row = tx.maybe<ReviewRow>(select_one, cx.actor.account, cx.actor.duty, cx.actor.organisation, id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    return *row;
}

static const db::Statement update_judged{"archive.judge", R"(
    UPDATE archive_review
       SET state = $3, version = version + 1, points = $4, score = $5, most = $6, grade = $7, words = $8,
           reviewer_id = $9, reviewer_name = $10, reviewed_at = $11, times_returned = times_returned + $12
     WHERE id = $1 AND version = $2)"};

static const db::Statement delete_remarks{"archive.delete_remarks",
                                          "DELETE FROM archive_remark WHERE review_id = $1"};

static const db::Statement insert_remark{"archive.insert_remark", R"(
    INSERT INTO archive_remark (id, review_id, position, point, part, page, words, answer)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8))"};

struct Remark;

/// What the body said of the same remark before stays with it.
static std::optional<std::string> earlier_answer(const std::vector<RemarkView>& before, const RemarkForm& remark) {
    for (const RemarkView& one : before)
        if (one.point == remark.point && one.words == text::trim(remark.words)) return one.answer;
    return std::nullopt;
}

struct JudgedContent {
    Id<FileReview> review_id;
    std::int64_t score = 0;
    std::int64_t most = 0;
    ReviewGrade grade = ReviewGrade::passed;
    std::int64_t remarks = 0;
};
BOOST_DESCRIBE_STRUCT(JudgedContent, (), (review_id, score, most, grade, remarks))

void judge(db::Tx& tx, Id<FileReview> id, const JudgementForm& form, const Context& cx) {
    const ReviewRow row = review_for(tx, id, cx);
    refuse_own(tx, row.dispute_id, row.organisation_id, cx);
    if (!waits_for_reviewer(row.state)) throw Refusal(Fault::conflict, "not_in_this_state");
    const auto settings = archive_settings(tx);
    const auto weights = weights_of(settings);
    refuse_if(why_not_judge(form, weights));
    const std::int64_t score = sum_of(form.scores), most = sum_of(weights);
    const ReviewGrade grade = grade_of(score, most, settings);
    const auto state = form.accepted ? ReviewState::accepted : ReviewState::returned;
    if (tx.changed(update_judged, id, row.version, state, db::Json(std::optional(form.scores)), score, most, grade,
                   form.words, cx.actor.account, cx.actor.name, cx.moment, std::int64_t{form.accepted ? 0 : 1}) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    const auto before = remarks_of(tx, id);
    tx.run(delete_remarks, id);
    std::int64_t position = 0;
    for (const RemarkForm& one : form.remarks)
        tx.run(insert_remark, Id<Remark>::fresh(cx.moment), id, position++, one.point, one.part, one.page,
               text::trim(one.words), earlier_answer(before, one));
    Dispute dispute = dispute::find(tx, row.dispute_id, cx.actor);
    dispute::record(tx, dispute, form.accepted ? "review" : "review_returned", cx,
                    JudgedContent{id, score, most, grade, position});
}

static const db::Statement update_repaired{"archive.repair", R"(
    UPDATE archive_review
       SET state = 'repaired', version = version + 1, repair_words = $3, repaired_by_name = $4, repaired_at = $5
     WHERE id = $1 AND version = $2)"};

static const db::Statement update_answer{"archive.answer_remark",
                                         "UPDATE archive_remark SET answer = $3 WHERE id = $1 AND review_id = $2"};

struct RepairedContent {
    Id<FileReview> review_id;
};
BOOST_DESCRIBE_STRUCT(RepairedContent, (), (review_id))

void repair(db::Tx& tx, Id<FileReview> id, const RepairForm& form, const Context& cx) {
    const ReviewRow row = review_for(tx, id, cx);
    if (row.organisation_id != cx.actor.organisation) throw Refusal(Fault::forbidden, "not_your_bodys_dispute");
    if (row.state != ReviewState::returned) throw Refusal(Fault::conflict, "not_in_this_state");
    refuse_if(why_not_repair(form, remarks_of(tx, id)));
    if (tx.changed(update_repaired, id, row.version, form.words, cx.actor.name, cx.moment) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    for (const RemarkAnswer& one : form.answers) tx.run(update_answer, one.id, id, text::trim(one.answer));
    Dispute dispute = dispute::find(tx, row.dispute_id, cx.actor);
    dispute::record(tx, dispute, "review_repaired", cx, RepairedContent{id});
}

static std::string resulting(std::string_view name, std::string_view of_mediator, std::string_view join) {
    return fmt::format(R"(
    SELECT {0} AS name, o.name AS organisation_name, {1} AS of_mediator, count(*) AS reviewed,
           CAST(coalesce(sum(r.score) * 100 / nullif(sum(r.most), 0), 0) AS bigint) AS percent,
           count(*) FILTER (WHERE r.grade = 'excellent') AS excellent,
           count(*) FILTER (WHERE r.grade = 'good') AS good,
           count(*) FILTER (WHERE r.grade = 'passed') AS passed,
           count(*) FILTER (WHERE r.grade = 'failed') AS failed,
           count(*) FILTER (WHERE r.times_returned > 0) AS returned
      FROM archive_review r
      JOIN organisation o ON o.id = r.organisation_id{2}
     WHERE r.state = 'accepted' AND r.reviewed_at >= $4 AND r.reviewed_at < $5)",
                       name, of_mediator, join) +
           std::string(own_reviews);
}

static const db::Statement count_by_body{"archive.results_by_body", resulting("o.name", "FALSE", "") + R"(
     GROUP BY o.id, o.name
     ORDER BY percent DESC, o.name)"};

static const db::Statement count_by_mediator{
    "archive.results_by_mediator", resulting("m.name", "TRUE", "\n      JOIN account m ON m.id = r.mediator_id") + R"(
     GROUP BY m.id, m.name, o.id, o.name
     ORDER BY percent DESC, m.name)"};

ReviewResults review_results(db::Tx& tx, LegalDate from, LegalDate to, const Context& cx) {
    const auto& actor = cx.actor;
    ReviewResults results;
    for (const auto* select : {&count_by_body, &count_by_mediator})
        for (auto& one : tx.all<ReviewResult>(*select, actor.account, actor.duty, actor.organisation, start_of(from),
                                              start_of(to + 1)))
            results.items.push_back(std::move(one));
    return results;
}

}  // namespace hemu::archive
