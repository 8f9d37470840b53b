#include "loans.hpp"

#include "handling.hpp"
#include "organisations.hpp"
#include "parties.hpp"
#include "store.hpp"
#include "store_loans.hpp"
#include "text.hpp"

namespace hemu::archive {

using dispute::State;
using identity::Duty;

static constexpr std::size_t longest_words = 500;

struct LoanRow : LoanFacts {
    Id<identity::Organisation> organisation_id;
    std::optional<Id<Dispute>> dispute_id;
    std::optional<std::int64_t> revision;
    Id<identity::Account> borrower_id;
    db::Json<std::vector<VolumePart>> parts;
    std::int64_t version = 1;
};
BOOST_DESCRIBE_STRUCT(LoanRow, (LoanFacts), (organisation_id, dispute_id, revision, borrower_id, parts, version))

/// $1 account, $2 duty, $3 organisation: one's own, those of one's archive, those of archives below.
static std::string selecting(std::string_view condition) {
    return R"(
    SELECT l.id, l.organisation_id, o.name AS organisation_name, l.file_number, l.dispute_id, l.revision,
           CASE WHEN l.organisation_id = $3 THEN d.number END AS dispute_number, l.borrower_id, l.borrower_name,
           b.name AS borrower_organisation_name, l.reason, l.days, l.parts, l.state, l.version, l.asked_at,
           l.decided_at, l.decided_by_name, l.decision_words, l.until_on, l.returned_at, l.returned_by_name, l.opened
      FROM archive_loan l
      JOIN organisation o ON o.id = l.organisation_id
      JOIN organisation b ON b.id = l.borrower_organisation_id
      LEFT JOIN dispute d ON d.id = l.dispute_id
     WHERE (   l.borrower_id = $1
            OR ($2 IN ('head', 'clerk') AND l.organisation_id = $3)
            OR ($2 IN ('dispatcher', 'supervisor', 'leader')
                AND l.organisation_id IN (SELECT s.under_id FROM organisation_scope s WHERE s.over_id = $3))))" +
           std::string(condition);
}

static const db::Statement select_list{"archive.loans", selecting(R"(
       AND ($4 = '' OR ($4 = 'overdue' AND l.state = 'lent' AND l.until_on < $5) OR l.state = $4)
     ORDER BY l.asked_at DESC, l.id DESC
     LIMIT 200)")};

static const db::Statement select_one{"archive.loan", selecting(" AND l.id = $4")};

static LoanView view_of(const LoanRow& row, const Context& cx) {
    LoanView view;
    static_cast<LoanFacts&>(view) = row;
    view.parts = *row.parts;
    view.overdue = row.state == LoanState::lent && row.until_on && *row.until_on < legal_date(cx.moment);
    view.mine = row.borrower_id == cx.actor.account;
    const bool of_archive = row.organisation_id == cx.actor.organisation;
    view.may_decide = row.state == LoanState::asked && of_archive && cx.actor.duty == Duty::head && !view.mine;
    view.may_return = row.state == LoanState::lent &&
                      (view.mine || (of_archive && (cx.actor.duty == Duty::head || cx.actor.duty == Duty::clerk)));
    return view;
}

LoanList loan_list(db::Tx& tx, const std::string& state, const Context& cx) {
    LoanList list;
    for (const LoanRow& row : tx.all<LoanRow>(select_list, cx.actor.account, cx.actor.duty, cx.actor.organisation,
                                              state, legal_date(cx.moment)))
        list.items.push_back(view_of(row, cx));
    list.most_days = archive_settings(tx).loan_days;
    return list;
}

static const db::Statement insert_loan{"archive.ask_loan", R"(
    INSERT INTO archive_loan (id, organisation_id, file_number, borrower_id, borrower_name, borrower_organisation_id,
                              reason, days, parts, state, version, asked_at, opened)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'asked', 1, $10, 0))"};

static const db::Statement count_body{"archive.count_body", "SELECT count(*) FROM organisation WHERE id = $1"};

Id<Loan> ask_loan(db::Tx& tx, const LoanForm& form, const Context& cx) {
    const std::string number = text::trim(form.file_number), reason = text::trim(form.reason);
    Verdict verdict;
    if (number.empty()) verdict.add("file_number", "missing");
    if (text::length(number) > 60) verdict.add("file_number", "too_long");
    if (reason.empty()) verdict.add("reason", "missing");
    if (text::length(reason) > longest_words) verdict.add("reason", "too_long");
    if (form.days < 1 || form.days > archive_settings(tx).loan_days) verdict.add("days", "out_of_range");
    refuse_if(verdict);
    if (tx.one<std::int64_t>(count_body, form.organisation_id) == 0) throw Refusal(Fault::not_found, "not_found");
    const auto id = Id<Loan>::fresh(cx.moment);
    tx.run(insert_loan, id, form.organisation_id, number, cx.actor.account, cx.actor.name, cx.actor.organisation,
           reason, form.days, db::Json(form.parts), cx.moment);
    return id;
}

static LoanRow loan_for(db::Tx& tx, Id<Loan> id, const Context& cx) {
    auto row = tx.maybe<LoanRow>(select_one, cx.actor.account, cx.actor.duty, cx.actor.organisation, id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    return *row;
}

struct Filing {
    Id<Dispute> dispute_id;
    std::int64_t revision = 1;
};
BOOST_DESCRIBE_STRUCT(Filing, (), (dispute_id, revision))

// Of the archive itself alone; oral cases without a file number are asked for by the number of the register.
static const db::Statement select_filing{"archive.find_filing", R"(
    SELECT a.dispute_id, a.revision
      FROM closing_archive a JOIN dispute d ON d.id = a.dispute_id
     WHERE a.organisation_id = $1 AND (a.file_number = $2 OR d.number = $2) AND a.disposed_on IS NULL
     ORDER BY a.revision DESC
     LIMIT 1)"};

static const db::Statement update_decided{"archive.decide_loan", R"(
    UPDATE archive_loan
       SET state = $3, version = version + 1, dispute_id = $4, revision = $5, decided_at = $6, decided_by_name = $7,
           decision_words = $8, until_on = $9
     WHERE id = $1 AND version = $2)"};

struct LentContent {
    Id<Loan> loan_id;
    std::optional<LegalDate> until_on;
};
BOOST_DESCRIBE_STRUCT(LentContent, (), (loan_id, until_on))

static void note_in_journal(db::Tx& tx, Id<Dispute> id, std::string_view kind, const LentContent& content,
                            const Context& cx) {
    // Whoever returns a file need not see its case.
    if (auto dispute = dispute::load(tx, id)) dispute::record(tx, *dispute, kind, cx, content);
}

void decide_loan(db::Tx& tx, Id<Loan> id, const LoanDecision& decision, const Context& cx) {
    const LoanRow row = loan_for(tx, id, cx);
    if (row.organisation_id != cx.actor.organisation || cx.actor.duty != Duty::head)
        throw Refusal(Fault::not_found, "not_found");
    if (row.borrower_id == cx.actor.account) throw Refusal(Fault::forbidden, "decides_own_loan");
    if (row.state != LoanState::asked) throw Refusal(Fault::conflict, "not_in_this_state");
    if (text::length(decision.words.value_or("")) > longest_words)
        throw Refusal(Fault::invalid, "invalid", {{"words", "too_long"}});
    std::optional<Filing> filing;
    std::optional<LegalDate> until;
    if (decision.approved) {
        filing = tx.maybe<Filing>(select_filing, row.organisation_id, row.file_number);
        if (!filing) throw Refusal(Fault::invalid, "invalid", {{"file_number", "unknown_file"}});
        // The head lends what he may see himself.
        dispute::find(tx, filing->dispute_id, cx.actor);
        until = legal_date(cx.moment) + row.days;
    }
    if (tx.changed(update_decided, id, row.version, decision.approved ? LoanState::lent : LoanState::refused,
                   filing ? std::optional(filing->dispute_id) : std::nullopt,
                   filing ? std::optional(filing->revision) : std::nullopt, cx.moment, cx.actor.name, decision.words,
                   until) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    if (filing) note_in_journal(tx, filing->dispute_id, "loan", {id, until}, cx);
}

static const db::Statement update_returned{"archive.return_loan", R"(
    UPDATE archive_loan SET state = 'returned', version = version + 1, returned_at = $3, returned_by_name = $4
     WHERE id = $1 AND version = $2)"};

void return_loan(db::Tx& tx, Id<Loan> id, const Context& cx) {
    const LoanRow row = loan_for(tx, id, cx);
    if (row.state != LoanState::lent) throw Refusal(Fault::conflict, "not_in_this_state");
    if (!view_of(row, cx).may_return) throw Refusal(Fault::not_found, "not_found");
    if (tx.changed(update_returned, id, row.version, cx.moment, cx.actor.name) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
    note_in_journal(tx, *row.dispute_id, "loan_returned", {id, std::nullopt}, cx);
}

/// The loan of somebody who reads, and its file as it was filed.
struct Reading {
    LoanRow row;
    Dispute dispute;
};

static Reading reading_of(db::Tx& tx, Id<Loan> id, const Context& cx) {
    const LoanRow row = loan_for(tx, id, cx);
    if (row.borrower_id != cx.actor.account || !row.dispute_id) throw Refusal(Fault::not_found, "not_found");
    if (row.state != LoanState::lent || *row.until_on < legal_date(cx.moment))
        throw Refusal(Fault::conflict, "loan_over");
    auto dispute = dispute::load(tx, *row.dispute_id);
    if (!dispute) throw Refusal(Fault::not_found, "not_found");
    dispute->revision = *row.revision;
    return {row, *dispute};
}

static bool holds(const LoanRow& row, VolumePart part) {
    return row.parts->empty() || std::find(row.parts->begin(), row.parts->end(), part) != row.parts->end();
}

static void add_papers(db::Tx& tx, const Reading& reading, const Context& cx, std::vector<LentPaper>& papers) {
    const Dispute& dispute = reading.dispute;
    const auto add = [&](VolumePart part, std::string on, std::vector<std::string> words) {
        if (holds(reading.row, part)) papers.push_back({part, std::move(on), std::move(words)});
    };
    std::vector<std::string> parties;
    for (const auto& party : dispute::parties_of(tx, dispute, cx)) parties.push_back(party.name);
    add(VolumePart::application, to_text(dispute.registered_on),
        {dispute.title, fmt::format("{}", fmt::join(parties, "、")), dispute.narrative, dispute.request});
    const auto handling = handling::handling_of(tx, dispute, cx);
    for (const auto& one : handling.investigations)
        add(VolumePart::investigation, to_text(one.on), {one.place, one.asked_person, one.content});
    for (const auto& one : handling.sessions)
        if (one.held_from)
            add(VolumePart::session_record, to_text(legal_date(*one.held_from)),
                {one.place, one.record.value_or(""), one.result.value_or("")});
    if (const auto& agreement = handling.agreement) {
        std::vector<std::string> words = {agreement->facts, agreement->points, agreement->responsibility};
        for (const auto& term : agreement->terms) words.push_back(term.text);
        add(VolumePart::agreement, to_text(agreement->concluded_on), std::move(words));
    }
}

static std::optional<VolumePart> part_of(attachments::AttachmentKind kind) {
    using attachments::AttachmentKind;
    if (kind == AttachmentKind::identity) return VolumePart::identity;
    if (kind == AttachmentKind::power) return VolumePart::power;
    if (kind == AttachmentKind::evidence || kind == AttachmentKind::picture) return VolumePart::evidence;
    return std::nullopt;
}

static std::vector<attachments::AttachmentView> files_of(db::Tx& tx, const Reading& reading, const Context& cx) {
    std::vector<attachments::AttachmentView> files;
    for (const auto& one : attachments::attachments_of(tx, reading.dispute, cx.actor).items) {
        const auto part = part_of(one.kind);
        if (!one.removed_at && (reading.row.parts->empty() || (part && holds(reading.row, *part))))
            files.push_back(one);
    }
    return files;
}

static const db::Statement count_opened{"archive.count_opened",
                                        "UPDATE archive_loan SET opened = opened + 1 WHERE id = $1"};

LentView read_lent(db::Tx& tx, Id<Loan> id, const Context& cx) {
    const Reading reading = reading_of(tx, id, cx);
    LentView view;
    view.number = reading.dispute.number;
    view.file_number = reading.row.file_number;
    view.organisation_name = reading.row.organisation_name;
    view.reader = reading.row.borrower_name + " " + reading.row.borrower_organisation_name;
    view.until_on = *reading.row.until_on;
    view.opened_at = cx.moment;
    add_papers(tx, reading, cx, view.papers);
    for (const auto& file : files_of(tx, reading, cx))
        view.files.push_back({file.id, file.name, file.media_type, file.size_bytes});
    tx.run(count_opened, id);
    return view;
}

attachments::AttachmentView lent_file(db::Tx& tx, Id<Loan> id, Id<attachments::Attachment> wanted,
                                      const Context& cx) {
    for (const auto& file : files_of(tx, reading_of(tx, id, cx), cx))
        if (file.id == wanted) return file;
    throw Refusal(Fault::not_found, "not_found");
}

}  // namespace hemu::archive
