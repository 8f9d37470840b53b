#include "citizens.hpp"

#include "application.hpp"
#include "case_home.hpp"
#include "entrances.hpp"
#include "guidance.hpp"
#include "invitation.hpp"
#include "visitor.hpp"

namespace hemu::demo {

using dispute::Dispute;
using identity::Actor;
using identity::Context;
using identity::Duty;
using PartyId = Id<dispute::Party>;

namespace {

/// A party of a dispute of which something is shown.
struct Case {
    Id<Dispute> id;
    PartyId party_id;
    std::string number;
    std::optional<Id<identity::Account>> handler_id;
};
BOOST_DESCRIBE_STRUCT(Case, (), (id, party_id, number, handler_id))

const db::Statement select_cases{"demo.cases", R"(
    SELECT d.id, p.id AS party_id, d.number, d.handler_id
      FROM dispute d
      JOIN dispute_party p ON p.dispute_id = d.id AND p.side = $2 AND p.position = $3 AND p.removed_at IS NULL
     WHERE d.state = $1 AND d.secrecy = 'normal'
     ORDER BY d.number DESC LIMIT 12)"};

std::vector<Case> cases(const Context& cx, dispute::State state, dispute::Side side) {
    const std::int64_t position = side == dispute::Side::applicant ? 1 : 2;
    return cx.db.read([&](db::Tx& tx) { return tx.all<Case>(select_cases, state, side, position); });
}

const Actor* staff_with(const City& city, std::optional<Id<identity::Account>> account) {
    for (const auto* bodies : {&city.committees, &city.centres})
        for (const Body& body : *bodies)
            for (const Actor& one : body.mediators)
                if (one.account == account) return &one;
    return nullptr;
}

constexpr std::int64_t days_counted = 30;

/// Returns the code of the one by which the application that was sent came.
std::string add_entrances(db::Tx& tx, Random& random, const City& city, const Context& cx) {
    using entrances::EntranceKind;
    using entrances::Target;
    struct Made {
        const char* name;
        EntranceKind kind;
        Target target;
        std::size_t looks_a_day;
    };
    static constexpr Made all[] = {
        {"咸宁日报法治版", EntranceKind::newspaper, Target::home, 4},
        {"市政府门户网站", EntranceKind::website, Target::guidance, 16},
        {"市司法局微信公众号", EntranceKind::wechat, Target::application, 30},
        {"鄂汇办城市客户端", EntranceKind::app, Target::application, 12},
        {"市民之家大屏", EntranceKind::screen, Target::home, 9},
        {"市中心医院病房床头卡", EntranceKind::bed, Target::guidance, 3},
        {"公交车座椅背", EntranceKind::car, Target::home, 7},
        {"桂花城小区门禁", EntranceKind::estate, Target::application, 11},
    };
    std::string code;
    Context keeper = cx;
    keeper.actor = *city.centres.front().dispatcher;
    for (const Made& one : all) {
        entrances::EntranceForm form;
        form.name = one.name;
        form.kind = one.kind;
        form.leads_to = one.target;
        form.organisation_id = city.centres.front().id;
        const auto made = entrances::make(tx, form, keeper);
        if (one.kind == EntranceKind::wechat) code = made.code;
        for (std::int64_t day = 0; day < days_counted; ++day) {
            const LegalDate on = legal_date(cx.moment) + -day;
            const std::size_t looks = below(random, one.looks_a_day + 1);
            for (std::size_t i = 0; i < looks; ++i) {
                entrances::count_look(tx, made, on);
                if (below(random, 100) >= 9) continue;
                entrances::count_begun(tx, made.code, on);
                if (below(random, 100) < 45) entrances::count_sent(tx, made.code, on);
            }
        }
    }
    return code;
}

/// Of a hundred who begin, some leave at every question; halls and phones are told apart.
void add_walks(db::Tx& tx, Random& random, const Context& cx) {
    constexpr std::size_t walks_of_door = 12;
    constexpr std::size_t whole_way = 20;
    for (const auto& ways : guidance::ways_through(tx, legal_date(cx.moment)))
        for (std::size_t left = 2 + below(random, walks_of_door); left > 0; --left) {
            const auto& answers = ways.answers[below(random, ways.answers.size())];
            const std::size_t steps = below(random, 100) < 70 ? whole_way : 1 + below(random, 5);
            const LegalDate on = legal_date(cx.moment) + -static_cast<std::int64_t>(below(random, days_counted));
            const auto channel = below(random, 5) == 0 ? dispute::Channel::kiosk : dispute::Channel::online;
            guidance::count_walk(tx, ways.door, answers, steps, channel, on);
        }
}

dispute::PartyForm person(dispute::Side side, const std::string& name, const std::string& phone) {
    dispute::PartyForm form;
    form.side = side;
    form.name = name;
    form.phone = phone;
    return form;
}

/// Begins an application and writes into it; the visitor may go on with it. Returns its code.
std::string write_application(Visitor& visitor, const std::string& phone, const application::ApplicationForm& form,
                              std::optional<std::string> entrance) {
    using application::routes;
    application::ApplicationStart start;
    start.phone = phone;
    start.language = "zh";
    start.from = std::move(entrance);
    const auto begun = visitor.ask(routes, "POST", "/api/citizen/applications", {}, json::write(start));
    visitor.ask(routes, "PUT", "/api/citizen/application", {}, json::write(form), {{"If-Match", "\"1\""}});
    return json::read<application::ApplicationStarted>(begun.body).code;
}

application::ApplicationForm half_an_application(Random& random) {
    application::ApplicationForm form;
    form.parties = {person(dispute::Side::applicant, invented_name(random), "19900001001")};
    form.narrative = "去年交的健身卡，店关门了，电话打不通，还剩八个月没用。";
    form.step = "want";
    return form;
}

application::ApplicationForm whole_application(Random& random, const places::Place& village) {
    application::ApplicationForm form;
    form.parties = {person(dispute::Side::applicant, invented_name(random), "19900001002"),
                    person(dispute::Side::respondent, invented_name(random), "19900001003")};
    form.narrative = "楼上卫生间一直漏水，我家天花板鼓包掉皮，找了三次都说再看看。";
    form.request = "修好漏水，补我家天花板的钱。";
    form.national_type = "02";
    form.local_type = "0203";
    form.place_code = village.code;
    form.occurred_words = "今年入秋以后";
    form.amount_fen = Fen{260000};
    form.evidence = {{"photos", application::EvidenceState::will_bring, {}}};
    form.other_handlers = {
        {application::EarlierHandler::village, "社区", std::nullopt, application::EarlierOutcome::failed}};
    form.step = "check";
    return form;
}

std::string add_applications(Random& random, const places::Place& village, const std::string& entrance,
                             const Context& cx) {
    Visitor writer(cx, identity::machine(Duty::citizen));
    const auto code = write_application(writer, "19900001001", half_an_application(random), std::nullopt);
    Visitor sender(cx, identity::machine(Duty::citizen));
    write_application(sender, "19900001002", whole_application(random, village), entrance);
    const auto view = json::read<application::ApplicationView>(
        sender.ask(application::routes, "GET", "/api/citizen/application", {}, "").body);
    application::SubmissionForm consents;
    for (const auto& one : view.consents_needed) consents.consents.push_back({one, 1});
    const auto receipt = json::read<application::ApplicationReceipt>(
        sender.ask(application::routes, "POST", "/api/citizen/application/submission", {}, json::write(consents))
            .body);
    return fmt::format(
        "  an application under way: /apply/resume, phone 19900001001, code {}\n"
        "  a case as its applicant sees it: /case, query code {}, phone 19900001002\n",
        code, receipt.query_code);
}

void put(Visitor& visitor, const std::string& what, const std::string& body, Instant moment) {
    const auto id = to_text(Id<case_home::Message>::fresh(moment));
    visitor.ask(case_home::routes, "PUT", "/api/citizen/case/" + what + "/{id}", {id}, body);
}

/// What parties of cases under mediation write, and one answer of a mediator.
void add_letters(const City& city, const Context& cx) {
    const auto mediating = cases(cx, dispute::State::mediating, dispute::Side::applicant);
    const auto at = [&](std::size_t number, const char* what, const char* body) {
        if (mediating.empty()) return;
        const Case& one = mediating[number % mediating.size()];
        auto visitor = Visitor::party(cx, one.id, one.party_id);
        put(visitor, what, body, cx.moment);
    };
    at(0, "messages", R"({"words":"下次调解能不能改到下午？上午要送孩子上学。"})");
    at(1, "messages", R"({"words":"对方昨天打电话说愿意先付一半，我想听听你们的意见。"})");
    at(2, "asks", R"({"kind":"urge","words":"已经等了几天，想知道什么时候安排调解。"})");
    at(3, "complaints", R"({"about":"delay","words":"打了两次电话都没有人接，也没有回。"})");
    at(4, "asks", R"({"kind":"call","wanted_part":"afternoon","words":"想问清楚要带什么材料。"})");
    at(5, "data_requests", R"({"kind":"copy"})");
    if (mediating.empty()) return;
    if (const Actor* mediator = staff_with(city, mediating[0].handler_id)) {
        Visitor desk(cx, *mediator);
        desk.ask(case_home::routes, "PUT", "/api/disputes/{dispute}/case_home/parties/{party}/messages/{message}",
                 {to_text(mediating[0].id), to_text(mediating[0].party_id),
                  to_text(Id<case_home::Message>::fresh(cx.moment))},
                 R"({"words":"可以，改到下午两点半，地点不变。"})");
    }
}

/// Of those who were asked lately one agrees and says his side, one needs time, one does not want to; the others are
/// silent.
void add_answers(const Context& cx) {
    const auto asked = cases(cx, dispute::State::taken, dispute::Side::respondent);
    const auto more = cases(cx, dispute::State::assigned, dispute::Side::respondent);
    std::vector<Case> all = asked;
    all.insert(all.end(), more.begin(), more.end());
    const auto open = cases(cx, dispute::State::accepted, dispute::Side::respondent);
    all.insert(all.end(), open.begin(), open.end());
    const auto answer = [&](std::size_t number, invitation::EntryWay way,
                            const std::string& body) -> std::optional<Visitor> {
        if (number >= all.size()) return std::nullopt;
        const Case& one = all[number];
        cx.db.transact([&](db::Tx& tx) {
            auto found = dispute::load(tx, one.id).value();
            if (way == invitation::EntryWay::paper) invitation::post_letter(tx, found, one.party_id, cx);
            invitation::come_in(tx, found, one.party_id, way, cx);
        });
        auto visitor = Visitor::party(cx, one.id, one.party_id);
        visitor.ask(invitation::routes, "PUT", "/api/citizen/invitation/answer", {}, body);
        return visitor;
    };
    if (auto visitor = answer(0, invitation::EntryWay::paper, R"({"answer":"agree"})"))
        visitor->ask(invitation::routes, "PUT", "/api/citizen/invitation/account", {},
                     R"({"statement":"事情有出入，我愿意当面说清楚，希望周末谈。","days_away":[],"help":[]})");
    answer(1, invitation::EntryWay::paper,
           fmt::format(R"({{"answer":"later","until_on":"{}"}})", to_text(legal_date(cx.moment) + 4)));
    answer(2, invitation::EntryWay::typed, R"({"answer":"refuse","reason":"已经找了律师，准备走诉讼。"})");
}

}  // namespace

std::string add_citizens(Random& random, const City& city, const std::vector<places::Place>& villages,
                         const Context& cx) {
    const auto entrance = cx.db.transact([&](db::Tx& tx) {
        Random own = random;
        add_walks(tx, own, cx);
        return add_entrances(tx, own, city, cx);
    });
    const auto way_in = add_applications(random, villages[below(random, villages.size())], entrance, cx);
    add_letters(city, cx);
    add_answers(cx);
    return way_in;
}

}  // namespace hemu::demo
