#include "figures.hpp"

namespace hemu::invitation {

Rate rate_of(std::int64_t count, std::int64_t of, std::int64_t least) {
    Rate rate{count, of, std::nullopt, std::nullopt};
    if (of < least || of == 0) return rate;
    rate.permille = (count * 1000 + of / 2) / of;
    rate.interval = interval_of(count, of);
    return rate;
}

// Invitations `i` of the bodies at and below $1, made since $2.
static const std::string in_scope = R"(
      FROM organisation_scope s
      JOIN dispute d ON d.holder_id = s.under_id
      JOIN invitation i ON i.dispute_id = d.id AND i.made_at >= $2
)";

static const db::Statement count_invited{"invitation.count_invited", R"(
    SELECT count(*) AS count
      FROM (SELECT DISTINCT i.dispute_id, i.revision, i.party_id)" + in_scope +
                                                                         R"(
             WHERE s.over_id = $1) invited)"};

struct StepCount {
    EntryWay way = EntryWay::link;
    EntryStep furthest = EntryStep::opened;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(StepCount, (), (way, furthest, count))

static const db::Statement count_steps{"invitation.count_steps", R"(
    SELECT i.opened_by AS way, i.furthest, count(*) AS count)" + in_scope +
                                                                     R"(
     WHERE s.over_id = $1 AND i.opened_by IS NOT NULL AND i.furthest IS NOT NULL
     GROUP BY i.opened_by, i.furthest)"};

struct AnswerCount {
    EntryWay way = EntryWay::link;
    InvitationAnswer answer = InvitationAnswer::agree;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(AnswerCount, (), (way, answer, count))

// The last answer of each party who was asked.
static const db::Statement count_answers{"invitation.count_answers", R"(
    SELECT last.way, last.answer, count(*) AS count
      FROM (SELECT a.way, a.answer,
                   row_number() OVER (PARTITION BY a.dispute_id, a.revision, a.party_id
                                      ORDER BY a.given_at DESC, a.id DESC) AS place
              FROM invitation_answer a
              JOIN (SELECT DISTINCT i.dispute_id, i.revision, i.party_id)" +
                                                                         in_scope + R"(
                     WHERE s.over_id = $1) invited
                ON invited.dispute_id = a.dispute_id AND invited.revision = a.revision
               AND invited.party_id = a.party_id) last
     WHERE last.place = 1
     GROUP BY last.way, last.answer)"};

struct SentCount {
    notices::NoticeMethod method = notices::NoticeMethod::message;
    std::int64_t count = 0;
};
BOOST_DESCRIBE_STRUCT(SentCount, (), (method, count))

static const db::Statement count_sent{"invitation.count_sent", R"(
    SELECT sent.method, count(*) AS count
      FROM (SELECT DISTINCT r.method, i.dispute_id, i.party_id)" + in_scope +
                                                                   R"(
              JOIN notice n ON n.dispute_id = i.dispute_id AND n.party_id = i.party_id
                           AND n.event IN ('invited', 'answer_due')
              JOIN notice_service r ON r.notice_id = n.id AND r.state <> 'failed'
             WHERE s.over_id = $1) sent
     GROUP BY sent.method)"};

static std::optional<EntryWay> way_of(notices::NoticeMethod method) {
    using notices::NoticeMethod;
    switch (method) {
        case NoticeMethod::message:
        case NoticeMethod::wechat:
        case NoticeMethod::mail:
            return EntryWay::link;
        case NoticeMethod::letter:
            return EntryWay::paper;
        case NoticeMethod::call:
            return EntryWay::phone;
        case NoticeMethod::visit:
            return EntryWay::visit;
        case NoticeMethod::window:
            return EntryWay::window;
        case NoticeMethod::inbox:
            return std::nullopt;
    }
    return std::nullopt;
}

static void add_steps(WayFigures& figures, const StepCount& row) {
    figures.opened += row.count;
    if (row.furthest >= EntryStep::asked) figures.asked += row.count;
    if (row.furthest >= EntryStep::chosen) figures.chosen += row.count;
    if (row.furthest >= EntryStep::answered) figures.answered += row.count;
}

static std::int64_t& of_answer(WayFigures& figures, InvitationAnswer answer) {
    if (answer == InvitationAnswer::agree) return figures.agreed;
    return answer == InvitationAnswer::later ? figures.later : figures.refused;
}

static void add_up(InvitationFigures& all, std::int64_t least) {
    for (const WayFigures& way : all.ways) {
        all.agreed += way.agreed;
        all.later += way.later;
        all.refused += way.refused;
    }
    const std::int64_t answered = all.agreed + all.later + all.refused;
    all.silent = all.invited - answered;
    all.join = rate_of(all.agreed, all.invited, least);
    all.answers = rate_of(answered, all.invited, least);
    all.least_for_a_rate = least;
}

InvitationFigures figures(db::Tx& tx, std::int64_t days, const identity::Context& cx) {
    const Instant since = start_of(legal_date(cx.moment) + -(days - 1));
    const auto body = cx.actor.organisation;
    auto steps = tx.later<StepCount>(count_steps, body, since);
    auto answers = tx.later<AnswerCount>(count_answers, body, since);
    auto sent = tx.later<SentCount>(count_sent, body, since);
    auto invited = tx.later<std::int64_t>(count_invited, body, since);
    InvitationFigures all;
    all.days = days;
    for (const EntryWay way :
         {EntryWay::link, EntryWay::paper, EntryWay::typed, EntryWay::phone, EntryWay::window, EntryWay::visit})
        all.ways.emplace_back().way = way;
    const auto of = [&](EntryWay way) -> WayFigures& { return all.ways[static_cast<std::size_t>(way)]; };
    for (const StepCount& row : steps.all()) add_steps(of(row.way), row);
    for (const AnswerCount& row : answers.all()) of_answer(of(row.way), row.answer) += row.count;
    for (const SentCount& row : sent.all())
        if (const auto way = way_of(row.method)) of(*way).sent += row.count;
    all.invited = invited.one();
    add_up(all, settings(tx).least_for_a_rate);
    return all;
}

}  // namespace hemu::invitation
