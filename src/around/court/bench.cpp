// The judge's page: what lies at his court, and what he decides.
#include "calendar.hpp"
#include "feedback.hpp"
#include "packages.hpp"
#include "text.hpp"

namespace hemu::court {

struct BenchRow {
    Id<Confirmation> id;
    Id<Dispute> dispute_id;
    std::string number;
    std::string body_name;
    std::string national_type;
    ConfirmationState state = ConfirmationState::handed_in;
    std::optional<LegalDate> received_on;
    std::optional<LegalDate> accepted_on;
    std::optional<LegalDate> extended_until_on;
    std::optional<std::string> case_number;
    std::int64_t warnings = 0;
    std::int64_t agreed = 0;
};
BOOST_DESCRIBE_STRUCT(BenchRow, (),
                      (id, dispute_id, number, body_name, national_type, state, received_on, accepted_on,
                       extended_until_on, case_number, warnings, agreed))

// The right is the court's own: what was handed in to it. $1 the court, $2 to $5 states, $6 one application or none.
static const db::Statement select_lines{"court.bench_lines", R"(
    SELECT c.id, c.dispute_id, d.number, coalesce(b.name, '') AS body_name, d.national_type, c.state, c.received_on,
           c.accepted_on, c.extended_until_on, c.case_number, c.warnings,
           (SELECT CAST(coalesce(sum(t.amount_fen), 0) AS bigint)
              FROM agreement a JOIN agreement_term t ON t.agreement_id = a.id
             WHERE a.dispute_id = c.dispute_id AND a.revision = c.revision AND a.edition = c.edition) AS agreed
      FROM court_confirmation c
      JOIN dispute d ON d.id = c.dispute_id
      LEFT JOIN organisation b ON b.id = d.holder_id
     WHERE c.court_id = $1 AND c.state IN ($2, $3, $4, $5) AND (CAST($6 AS uuid) IS NULL OR c.id = $6)
       AND c.received_at IS NOT NULL
     ORDER BY c.received_at, c.id
     LIMIT 200)"};

struct NameRow {
    Id<Dispute> dispute_id;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(NameRow, (), (dispute_id, name))

static const db::Statement select_names{"court.bench_names", R"(
    SELECT p.dispute_id, p.name
      FROM court_confirmation c JOIN dispute_party p ON p.dispute_id = c.dispute_id
     WHERE c.court_id = $1 AND c.state IN ($2, $3, $4, $5) AND (CAST($6 AS uuid) IS NULL OR c.id = $6)
       AND p.removed_at IS NULL
     ORDER BY p.dispute_id, p.position)"};

static std::array<ConfirmationState, 4> states_of(BenchView view) {
    using enum ConfirmationState;
    if (view == BenchView::waiting) return {handed_in, returned, handed_in, returned};
    if (view == BenchView::deciding) return {accepted, accepted, accepted, accepted};
    return {ruled, rejected, declined, withdrawn};
}

static std::vector<BenchLine> lines_in(db::Tx& tx, const std::array<ConfirmationState, 4>& in,
                                       std::optional<Id<Confirmation>> one, const Context& cx) {
    const auto calendar = calendar::load(tx);
    auto later = tx.later<BenchRow>(select_lines, cx.actor.organisation, in[0], in[1], in[2], in[3], one);
    const auto names = tx.all<NameRow>(select_names, cx.actor.organisation, in[0], in[1], in[2], in[3], one);
    std::vector<BenchLine> lines;
    for (const BenchRow& row : later.all()) {
        BenchLine line{
            row.id,    row.dispute_id,  row.number,      row.body_name,   {}, row.national_type, Fen{row.agreed},
            row.state, row.received_on, row.accepted_on, row.case_number, {}, row.warnings};
        for (const NameRow& name : names)
            if (name.dispute_id == row.dispute_id) line.party_names.push_back(name.name);
        line.due_on = court_days(row.state, row.received_on, row.accepted_on, row.extended_until_on, *calendar);
        lines.push_back(std::move(line));
    }
    return lines;
}

std::vector<BenchLine> bench_lines(db::Tx& tx, BenchView view, const Context& cx) {
    return lines_in(tx, states_of(view), std::nullopt, cx);
}

static const db::Statement select_row{"court.bench_row", "SELECT " + confirmation_columns() + R"(
      FROM court_confirmation c
     WHERE c.id = $1 AND c.court_id = $2 AND c.received_at IS NOT NULL)"};

struct AtCourt {
    ConfirmationRow row;
    Dispute dispute;
};

/// What the parties themselves handed to his court is open to a judge, also where the case is not.
static AtCourt at_court(db::Tx& tx, Id<Confirmation> id, const Context& cx) {
    auto row = tx.maybe<ConfirmationRow>(select_row, id, cx.actor.organisation);
    auto dispute = row ? dispute::load(tx, row->dispute_id) : std::nullopt;
    // A dispute that was reopened has another agreement.
    if (!dispute) throw Refusal(Fault::not_found, "not_found");
    return {std::move(*row), std::move(*dispute)};
}

static AtCourt for_move(db::Tx& tx, Id<Confirmation> id, BenchMove move, const Context& cx) {
    auto found = at_court(tx, id, cx);
    if (found.row.revision != found.dispute.revision) throw Refusal(Fault::conflict, "confirmation_not_here");
    refuse_if(why_not_bench(found.row.state, move));
    return found;
}

struct SameRow {
    std::string party_name;
    std::string number;
    std::optional<Id<Confirmation>> confirmation_id;
    std::optional<Id<Dispute>> dispute_id;
    std::optional<ConfirmationState> state;
    std::optional<LegalDate> day_on;
    std::int64_t agreed = 0;
};
BOOST_DESCRIBE_STRUCT(SameRow, (), (party_name, number, confirmation_id, dispute_id, state, day_on, agreed))

// The same number, or the same name. $4 the dispute.
static const std::string same_people = R"(
    SELECT q.dispute_id, min(q.name) AS name
      FROM (SELECT q.dispute_id, q.name
              FROM dispute_party p JOIN dispute_party q ON q.identity_digest = p.identity_digest
             WHERE p.dispute_id = $4 AND p.identity_digest IS NOT NULL AND q.dispute_id <> $4
             UNION
            SELECT q.dispute_id, q.name
              FROM dispute_party p JOIN dispute_party q ON q.name = p.name
             WHERE p.dispute_id = $4 AND q.dispute_id <> $4) q
     GROUP BY q.dispute_id)";

static const db::Statement select_same{"court.same_parties", R"(
    SELECT s.name AS party_name, d.number, c.id AS confirmation_id,
           CASE WHEN)" + dispute::visible_sql() + R"( THEN d.id END AS dispute_id, c.state,
           coalesce(c.received_on, d.registered_on) AS day_on,
           (SELECT CAST(coalesce(sum(t.amount_fen), 0) AS bigint) FROM agreement_term t WHERE t.agreement_id = a.id)
               AS agreed
      FROM ()" + same_people + R"() s
      JOIN dispute d ON d.id = s.dispute_id
      LEFT JOIN agreement a ON a.dispute_id = d.id AND a.revision = d.revision AND a.replaced_at IS NULL
      LEFT JOIN court_confirmation c
        ON c.dispute_id = d.id AND c.revision = d.revision AND c.edition = a.edition AND c.court_id = $3
       AND c.received_at IS NOT NULL
     WHERE c.id IS NOT NULL OR)" + dispute::visible_sql() + R"(
     ORDER BY d.id DESC
     LIMIT 50)"};

static std::vector<SameParty> same_parties_of(db::Tx& tx, const Dispute& dispute, const Context& cx) {
    std::vector<SameParty> same;
    for (const SameRow& row :
         tx.all<SameRow>(select_same, cx.actor.account, cx.actor.duty, cx.actor.organisation, dispute.id))
        same.push_back({row.party_name, row.number, row.confirmation_id, row.dispute_id, row.state, row.day_on,
                        Fen{row.agreed}});
    return same;
}

BenchCase bench_case(db::Tx& tx, Id<Confirmation> id, const Context& cx) {
    const auto [row, dispute] = at_court(tx, id, cx);
    const auto lines = lines_in(tx, {row.state, row.state, row.state, row.state}, id, cx);
    Examined found = examine(tx, dispute, row, row.applied_on.value_or(legal_date(cx.moment)), cx);
    BenchCase one;
    one.line = lines.at(0);
    one.checks = std::move(found.checks);
    one.wording = std::move(found.wording);
    one.materials = std::move(found.materials);
    one.application = view_of(tx, row);
    one.agreement = found.agreement.value_or(agreements::AgreementView{});
    one.effective_on = found.effective_on.value_or(LegalDate{});
    one.parties = std::move(found.parties);
    one.same_parties = same_parties_of(tx, dispute, cx);
    one.moves = bench_moves_of(row.state);
    return one;
}

struct CountContent {
    std::int64_t marks = 0;
};
BOOST_DESCRIBE_STRUCT(CountContent, (), (marks))

void send_back(db::Tx& tx, Id<Confirmation> id, const SendBackForm& form, const Context& cx) {
    auto [row, dispute] = for_move(tx, id, BenchMove::send_back, cx);
    if (form.marks.empty() && text::trim(form.words).empty())
        throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    for (std::size_t i = 0; i < form.marks.size(); ++i)
        if (text::trim(form.marks[i].words).empty() || form.marks[i].field.empty())
            throw Refusal(Fault::invalid, "invalid", {{fmt::format("marks[{}].words", i), "missing"}});
    row.state = ConfirmationState::returned;
    row.marks = db::Json(form.marks);
    row.court_words = form.words;
    save(tx, row, cx);
    dispute::record(tx, dispute, "confirmation_returned", cx,
                    CountContent{static_cast<std::int64_t>(form.marks.size())});
}

static Verdict why_not_day(LegalDate day, std::optional<LegalDate> not_before, const char* field, const Context& cx) {
    if (legal_date(cx.moment) < day) return Verdict::refused(Fault::invalid, "in_the_future", field);
    if (not_before && day < *not_before) return Verdict::refused(Fault::invalid, "too_early", field);
    return {};
}

struct AcceptedContent {
    LegalDate accepted_on;
    std::string case_number;
};
BOOST_DESCRIBE_STRUCT(AcceptedContent, (), (accepted_on, case_number))

static const db::Statement count_number{"court.case_number", R"(
    SELECT count(*) FROM court_confirmation WHERE court_id = $1 AND case_number = $2 AND id <> $3)"};

void accept(db::Tx& tx, Id<Confirmation> id, const AcceptanceForm& form, const Context& cx) {
    auto [row, dispute] = for_move(tx, id, BenchMove::accept, cx);
    refuse_if(why_not_day(form.accepted_on, row.applied_on, "accepted_on", cx));
    const std::string number = text::trim(form.case_number);
    if (number.empty()) throw Refusal(Fault::invalid, "invalid", {{"case_number", "missing"}});
    if (tx.one<std::int64_t>(count_number, row.court_id, number, row.id) > 0)
        throw Refusal(Fault::invalid, "invalid", {{"case_number", "number_taken"}});
    row.state = ConfirmationState::accepted;
    row.accepted_on = form.accepted_on;
    row.case_number = number;
    row.judge_name = cx.actor.name;
    save(tx, row, cx);
    dispute::give_person(tx, dispute, cx.actor.account, dispute::PersonRole::judge, cx.moment);
    dispute::record(tx, dispute, "confirmation_accepted", cx, AcceptedContent{form.accepted_on, number});
}

struct ReasonContent {
    CourtReason reason = CourtReason::other;
    LegalDate decided_on;
};
BOOST_DESCRIBE_STRUCT(ReasonContent, (), (reason, decided_on))

void decline(db::Tx& tx, Id<Confirmation> id, const DeclinationForm& form, const Context& cx) {
    auto [row, dispute] = for_move(tx, id, BenchMove::decline, cx);
    refuse_if(why_not_day(form.declined_on, row.applied_on, "declined_on", cx));
    if (!declines(form.reason)) throw Refusal(Fault::invalid, "invalid", {{"reason", "reason_of_another_decision"}});
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    row.state = ConfirmationState::declined;
    row.reason = form.reason;
    row.court_words = form.words;
    row.judge_name = cx.actor.name;
    save(tx, row, cx);
    tell_back(tx, dispute, row.court_id,
              {CourtOutcome::declined, form.reason, std::nullopt, form.declined_on, form.words}, cx);
    dispute::record(tx, dispute, "confirmation_declined", cx, ReasonContent{form.reason, form.declined_on});
}

struct ExtendedContent {
    LegalDate until_on;
};
BOOST_DESCRIBE_STRUCT(ExtendedContent, (), (until_on))

void extend(db::Tx& tx, Id<Confirmation> id, const CourtExtensionForm& form, const Context& cx) {
    auto [row, dispute] = for_move(tx, id, BenchMove::extend, cx);
    const auto days = court_days(row.state, row.received_on, row.accepted_on, std::nullopt, *calendar::load(tx));
    if (form.until_on <= days.at(0)) throw Refusal(Fault::invalid, "invalid", {{"until_on", "too_early"}});
    row.extended_until_on = form.until_on;
    save(tx, row, cx);
    dispute::record(tx, dispute, "confirmation_extended", cx, ExtendedContent{form.until_on});
}

/// performance_ends_on: from there the two years for enforcement count (CPL art. 250).
struct RuledContent {
    LegalDate ruled_on;
    std::string ruling_number;
    std::optional<LegalDate> performance_ends_on;
};
BOOST_DESCRIBE_STRUCT(RuledContent, (), (ruled_on, ruling_number, performance_ends_on))

static void confirm_it(db::Tx& tx, ConfirmationRow& row, Dispute& dispute, const Context& cx) {
    row.state = ConfirmationState::ruled;
    row.performance_ends_on = performance_end(agreements::find(tx, dispute).value(), dispute.effective_on);
    if (row.performance_ends_on)
        row.enforce_by_on = calendar::load(tx)->roll_forward(add_months(*row.performance_ends_on, 24));
    save(tx, row, cx);
    dispute::record(tx, dispute, "confirmation_ruled", cx,
                    RuledContent{*row.ruled_on, *row.ruling_number, row.performance_ends_on});
}

static void reject_it(db::Tx& tx, ConfirmationRow& row, Dispute& dispute, const RulingForm& form, const Context& cx) {
    Verdict verdict;
    if (!form.reason || !rejects(*form.reason)) verdict.add("reason", "reason_of_another_decision");
    if (text::trim(form.words.value_or("")).empty()) verdict.add("words", "missing");
    refuse_if(verdict);
    row.state = ConfirmationState::rejected;
    row.reason = form.reason;
    row.court_words = form.words;
    save(tx, row, cx);
    tell_back(tx, dispute, row.court_id,
              {CourtOutcome::rejected, form.reason, row.ruling_number, form.ruled_on, form.words}, cx);
    dispute::record(tx, dispute, "confirmation_rejected", cx, ReasonContent{*form.reason, form.ruled_on});
}

void rule(db::Tx& tx, Id<Confirmation> id, const RulingForm& form, const Context& cx) {
    auto [row, dispute] = for_move(tx, id, form.confirmed ? BenchMove::confirm : BenchMove::reject, cx);
    refuse_if(why_not_day(form.ruled_on, row.accepted_on, "ruled_on", cx));
    if (text::trim(form.ruling_number).empty())
        throw Refusal(Fault::invalid, "invalid", {{"ruling_number", "missing"}});
    row.ruled_on = form.ruled_on;
    row.ruling_number = text::trim(form.ruling_number);
    if (form.confirmed) return confirm_it(tx, row, dispute, cx);
    reject_it(tx, row, dispute, form, cx);
}

struct LapsedContent {
    LegalDate withdrawn_on;
    bool by_silence = true;
};
BOOST_DESCRIBE_STRUCT(LapsedContent, (), (withdrawn_on, by_silence))

void lapse(db::Tx& tx, Id<Confirmation> id, const ConfirmationWithdrawal& form, const Context& cx) {
    auto [row, dispute] = for_move(tx, id, BenchMove::lapse, cx);
    refuse_if(why_not_day(form.withdrawn_on, row.accepted_on, "withdrawn_on", cx));
    if (text::trim(form.words).empty()) throw Refusal(Fault::invalid, "invalid", {{"words", "missing"}});
    row.state = ConfirmationState::withdrawn;
    row.court_words = form.words;
    save(tx, row, cx);
    dispute::record(tx, dispute, "confirmation_withdrawn", cx, LapsedContent{form.withdrawn_on});
}

// Many at once

/// Ends a transaction that was only a try.
struct OnlyTried {};

static void decide_one(db::Tx& tx, const BenchBulkForm& form, BenchBulkItem& item, const Context& cx) {
    const auto [row, dispute] = at_court(tx, item.id, cx);
    item.number = dispute.number;
    for (const auto& party : dispute::parties_of(tx, dispute, cx)) item.party_names.push_back(party.name);
    if (form.decision == BenchBulkDecision::accept) return accept(tx, item.id, {form.on, item.court_number}, cx);
    rule(tx, item.id, {true, form.on, item.court_number, std::nullopt, std::nullopt}, cx);
}

static BenchBulkItem decided(const BenchBulkForm& form, std::size_t place, const Context& cx) {
    BenchBulkItem item;
    try {
        cx.db.transact_aside([&](db::Tx& tx) {
            item = BenchBulkItem{};
            item.id = form.ids[place];
            item.court_number =
                fmt::format("{}{}号", form.number_prefix, form.first_number + static_cast<std::int64_t>(place));
            decide_one(tx, form, item, cx);
            if (form.preview) throw OnlyTried{};
        });
    } catch (const OnlyTried&) {
        return item;
    } catch (const Refusal& refusal) {
        item.code = refusal.fields.empty() ? refusal.code : refusal.fields.front().code;
    }
    return item;
}

static constexpr std::size_t most_at_once = 100;

std::vector<BenchBulkItem> decide_many(const BenchBulkForm& form, const Context& cx) {
    Verdict verdict;
    if (form.ids.empty() || form.ids.size() > most_at_once) verdict.add("ids", "out_of_range");
    if (std::set(form.ids.begin(), form.ids.end()).size() != form.ids.size()) verdict.add("ids", "named_twice");
    if (text::trim(form.number_prefix).empty()) verdict.add("number_prefix", "missing");
    if (form.first_number < 1) verdict.add("first_number", "out_of_range");
    refuse_if(verdict);
    std::vector<BenchBulkItem> items;
    for (std::size_t i = 0; i < form.ids.size(); ++i) items.push_back(decided(form, i, cx));
    return items;
}

}  // namespace hemu::court
