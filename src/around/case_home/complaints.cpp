#include "calendar.hpp"
#include "organisations.hpp"
#include "sealing.hpp"
#include "store.hpp"
#include "text.hpp"

namespace hemu::case_home {

static const sealing::SealedColumn sealed_columns[] = {{"case_home_complaint", "id", "words_sealed", "case_home"},
                                                       {"case_home_complaint", "id", "answer_sealed", "case_home"}};

struct ComplaintRow {
    Id<Complaint> id;
    ComplaintAbout about = ComplaintAbout::delay;
    ComplaintState state = ComplaintState::open;
    std::string words_sealed;
    Instant made_at;
    LegalDate answer_by_on;
    std::optional<std::string> to_name;
    std::optional<ComplaintOutcome> outcome;
    std::optional<std::string> answer_sealed;
    std::optional<Instant> answered_at;
};
BOOST_DESCRIBE_STRUCT(ComplaintRow, (),
                      (id, about, state, words_sealed, made_at, answer_by_on, to_name, outcome, answer_sealed,
                       answered_at))

static void fill(ComplaintView& view, const ComplaintRow& row, const crypto::Keys& keys) {
    view.id = row.id;
    view.about = row.about;
    view.state = row.state;
    view.words = opened(keys, row.words_sealed);
    view.made_at = row.made_at;
    view.answer_by_on = row.answer_by_on;
    view.to_name = row.to_name.value_or("");
    view.outcome = row.outcome;
    if (row.answer_sealed) view.answer = opened(keys, row.answer_sealed);
    view.answered_at = row.answered_at;
}

static const db::Statement select_of_party{"case_home.complaints_of_party", R"(
    SELECT c.id, c.about, c.state, c.words_sealed, c.made_at, c.answer_by_on, o.name AS to_name, c.outcome,
           c.answer_sealed, c.answered_at
      FROM case_home_complaint c LEFT JOIN organisation o ON o.id = c.to_organisation_id
     WHERE c.dispute_id = $1 AND c.party_id = $2
     ORDER BY c.made_at DESC, c.id DESC)"};

std::vector<ComplaintView> complaints_of_party(db::Tx& tx, Id<Dispute> dispute, PartyId party,
                                               const crypto::Keys& keys) {
    std::vector<ComplaintView> complaints;
    for (const ComplaintRow& row : tx.all<ComplaintRow>(select_of_party, dispute, party))
        fill(complaints.emplace_back(), row, keys);
    return complaints;
}

/// Supervisors and leaders of a body who are not named on the dispute that they would judge.
static const std::string has_judges = R"(
    0 < (SELECT count(*) FROM post p JOIN account a ON a.id = p.account_id AND a.state = 'active'
          WHERE p.organisation_id = s.over_id AND p.duty IN ('supervisor', 'leader') AND p.ended_at IS NULL
            AND p.from_on <= $3 AND (p.to_on IS NULL OR p.to_on >= $3)
            AND p.account_id NOT IN (SELECT n.account_id FROM dispute_person n
                                      WHERE n.dispute_id = $2 AND n.until_at IS NULL)))";

// The nearest body above the holder, that is the one with most bodies over it; the holder's own only when there is
// none.
static const db::Statement select_judging_body{"case_home.judging_body", R"(
    SELECT s.over_id
      FROM organisation_scope s
     WHERE s.under_id = $1 AND)" + has_judges + R"(
     ORDER BY CASE WHEN s.over_id = $1 THEN 1 ELSE 0 END,
              (SELECT count(*) FROM organisation_scope u WHERE u.under_id = s.over_id) DESC
     LIMIT 1)"};

static const db::Statement select_root{"case_home.root_over", R"(
    SELECT s.over_id
      FROM organisation_scope s JOIN organisation o ON o.id = s.over_id
     WHERE s.under_id = $1 AND o.parent_id IS NULL
     LIMIT 1)"};

static Id<identity::Organisation> judging_body(db::Tx& tx, const Dispute& dispute, LegalDate today) {
    using Body = Id<identity::Organisation>;
    if (const auto found = tx.maybe<Body>(select_judging_body, dispute.holder_id, dispute.id, today)) return *found;
    return tx.maybe<Body>(select_root, dispute.holder_id).value_or(dispute.holder_id);
}

struct ComplaintOwner {
    Id<Dispute> dispute_id;
    PartyId party_id;
};
BOOST_DESCRIBE_STRUCT(ComplaintOwner, (), (dispute_id, party_id))

static const db::Statement select_owner{"case_home.complaint_owner",
                                        "SELECT dispute_id, party_id FROM case_home_complaint WHERE id = $1"};

static const db::Statement count_today{"case_home.complaints_since", R"(
    SELECT count(*) FROM case_home_complaint WHERE dispute_id = $1 AND party_id = $2 AND made_at >= $3)"};

static const db::Statement insert_complaint{"case_home.insert_complaint", R"(
    INSERT INTO case_home_complaint (id, dispute_id, party_id, about, against_organisation_id, to_organisation_id,
                                     state, words_sealed, made_at, answer_by_on)
    VALUES ($1, $2, $3, $4, $5, $6, 'open', $7, $8, $9))"};

/// Neither who nor about what: whoever is complained of reads the journal too.
struct ComplaintContent {
    Id<Complaint> complaint_id;
};
BOOST_DESCRIBE_STRUCT(ComplaintContent, (), (complaint_id))

void complain(db::Tx& tx, Caller& by, Id<Complaint> id, const ComplaintForm& form) {
    if (const auto owner = tx.maybe<ComplaintOwner>(select_owner, id)) {
        if (owner->dispute_id == by.dispute.id && owner->party_id == by.party_id) return;
        throw Refusal(Fault::not_found, "not_found");
    }
    refuse_if(why_not_words(form.words, longest_words));
    const LegalDate today = legal_date(by.cx.moment);
    const Settings chosen = settings(tx);
    if (tx.one<std::int64_t>(count_today, by.dispute.id, by.party_id, start_of(today)) >= chosen.complaints_a_day)
        throw Refusal(Fault::too_many, "too_many_complaints");
    const LegalDate until = calendar::load(tx)->add_working_days(today, chosen.complaint_working_days);
    const auto to = judging_body(tx, by.dispute, today);
    dispute::record(tx, by.dispute, "complaint", by.cx, ComplaintContent{id});
    tx.run(insert_complaint, id, by.dispute.id, by.party_id, form.about, by.dispute.holder_id, to,
           by.cx.keys.seal(form.words, "case_home"), by.cx.moment, until);
}

struct ComplaintLineRow : ComplaintRow {
    Id<Dispute> dispute_id;
    std::string number;
    bool visible = false;
    bool secret = false;
    std::optional<std::string> against_name;
    std::optional<std::string> party_name;
    std::optional<std::string> phone_sealed;
    std::optional<std::string> taken_by_name;
    std::optional<std::string> answered_by_name;
};
BOOST_DESCRIBE_STRUCT(ComplaintLineRow, (ComplaintRow),
                      (dispute_id, number, visible, secret, against_name, party_name, phone_sealed, taken_by_name,
                       answered_by_name))

/// Whoever stands at or above the body that it was sent to, and is not named on the case. $1 account, $2 duty, $3
/// organisation.
static const std::string judged_by_actor = R"(
       1 = (SELECT 1 FROM organisation_scope s WHERE s.over_id = $3 AND s.under_id = c.to_organisation_id)
       AND NOT EXISTS (SELECT 1 FROM dispute_person n
                        WHERE n.dispute_id = c.dispute_id AND n.account_id = $1 AND n.until_at IS NULL))";

static const db::Statement select_lines{"case_home.complaints_to", R"(
    SELECT c.id, c.about, c.state, c.words_sealed, c.made_at, c.answer_by_on, o.name AS to_name, c.outcome,
           c.answer_sealed, c.answered_at, c.dispute_id, d.number,
           CASE WHEN)" + dispute::visible_sql() + R"( THEN TRUE ELSE FALSE END AS visible,
           CASE WHEN d.secrecy = 'normal' THEN FALSE ELSE TRUE END AS secret,
           g.name AS against_name, p.name AS party_name, p.phone_sealed, c.taken_by_name, c.answered_by_name
      FROM case_home_complaint c
      JOIN dispute d ON d.id = c.dispute_id
      LEFT JOIN organisation o ON o.id = c.to_organisation_id
      LEFT JOIN organisation g ON g.id = c.against_organisation_id
      LEFT JOIN dispute_party p ON p.id = c.party_id
     WHERE (c.state = 'answered') = $4 AND)" + judged_by_actor + R"(
     ORDER BY c.answer_by_on, c.id
     LIMIT 200)"};

std::vector<ComplaintLine> complaints_to(db::Tx& tx, bool answered, const Context& cx) {
    std::vector<ComplaintLine> lines;
    const auto rows =
        tx.all<ComplaintLineRow>(select_lines, cx.actor.account, cx.actor.duty, cx.actor.organisation, answered);
    for (const ComplaintLineRow& row : rows) {
        ComplaintLine& line = lines.emplace_back();
        fill(line, row, cx.keys);
        if (row.visible) {
            line.dispute_id = row.dispute_id;
            line.number = row.number;
        }
        line.against_name = row.against_name.value_or("");
        // Lists name nobody of a private or restricted dispute (domain facts 2.18).
        if (!row.secret) {
            line.party_name = row.party_name.value_or("");
            if (row.phone_sealed) line.phone = text::mask_phone(cx.keys.open(*row.phone_sealed, "phone"));
        }
        line.taken_by_name = row.taken_by_name;
        line.answered_by_name = row.answered_by_name;
        line.late = row.state != ComplaintState::answered && row.answer_by_on < legal_date(cx.moment);
    }
    return lines;
}

struct JudgedRow {
    Id<Dispute> dispute_id;
    PartyId party_id;
    ComplaintState state = ComplaintState::open;
};
BOOST_DESCRIBE_STRUCT(JudgedRow, (), (dispute_id, party_id, state))

static const db::Statement select_judged{"case_home.complaint", R"(
    SELECT c.dispute_id, c.party_id, c.state FROM case_home_complaint c
     WHERE c.id = $4 AND $2 IN ('supervisor', 'leader') AND)" + judged_by_actor};

static JudgedRow judged(db::Tx& tx, Id<Complaint> id, const Context& cx) {
    const auto row = tx.maybe<JudgedRow>(select_judged, cx.actor.account, cx.actor.duty, cx.actor.organisation, id);
    if (!row) throw Refusal(Fault::not_found, "not_found");
    if (row->state == ComplaintState::answered) throw Refusal(Fault::conflict, "answered_already");
    return *row;
}

static const db::Statement update_taken{"case_home.take_complaint", R"(
    UPDATE case_home_complaint SET state = 'taken', taken_at = $2, taken_by_id = $3, taken_by_name = $4
     WHERE id = $1 AND state = 'open')"};

void take_complaint(db::Tx& tx, Id<Complaint> id, const Context& cx) {
    const JudgedRow row = judged(tx, id, cx);
    if (row.state == ComplaintState::taken) return;
    auto dispute = dispute::load(tx, row.dispute_id).value();
    dispute::record(tx, dispute, "complaint_taken", cx, ComplaintContent{id});
    tx.must_change(update_taken, id, cx.moment, cx.actor.account, cx.actor.name);
}

static const db::Statement update_answered{"case_home.answer_complaint", R"(
    UPDATE case_home_complaint
       SET state = 'answered', answered_at = $2, answered_by_id = $3, answered_by_name = $4, outcome = $5,
           answer_sealed = $6
     WHERE id = $1 AND state <> 'answered')"};

void answer_complaint(db::Tx& tx, Id<Complaint> id, const ComplaintAnswerForm& form, const Context& cx) {
    const JudgedRow row = judged(tx, id, cx);
    refuse_if(why_not_words(form.words, longest_words));
    auto dispute = dispute::load(tx, row.dispute_id).value();
    dispute::record(tx, dispute, "complaint_answered", cx, ComplaintContent{id});
    tx.must_change(update_answered, id, cx.moment, cx.actor.account, cx.actor.name, form.outcome,
                   cx.keys.seal(form.words, "case_home"));
    notices::Occasion occasion;
    occasion.party_id = row.party_id;
    notices::tell(tx, dispute, notices::NoticeEvent::answered, to_text(id), occasion, cx);
}

}  // namespace hemu::case_home
