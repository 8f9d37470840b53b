#include "life.hpp"

#include "assignment.hpp"
#include "closing.hpp"
#include "entrusting.hpp"
#include "evaluation.hpp"
#include "handling.hpp"
#include "intake.hpp"
#include "invitation.hpp"
#include "supervision.hpp"
#include "triage.hpp"

namespace hemu::demo {

using dispute::Difficulty;
using dispute::Dispute;
using dispute::Side;
using identity::Actor;
using identity::Context;

namespace {

/// Thrown when the story reaches the present.
struct Present {};

constexpr std::chrono::hours days_that_answers_are_told{24 * 60};
constexpr std::int64_t opening_minute = 8 * 60 + 30;
constexpr std::int64_t closing_minute = 17 * 60 + 30;

std::size_t season_weight(const Share& share, unsigned month) {
    // Wages are asked for before the Spring Festival.
    if (share.type != "10") return share.per_thousand;
    return month == 12 || month == 1 ? share.per_thousand * 3 : share.per_thousand * 2 / 3;
}

template <class Items, class Weight>
const auto& choose(Random& random, const Items& items, Weight weight) {
    std::size_t sum = 0;
    for (const auto& item : items) sum += weight(item);
    std::size_t left = below(random, sum);
    for (const auto& item : items) {
        if (left < weight(item)) return item;
        left -= weight(item);
    }
    return *std::begin(items);
}

class Life {
  public:
    Life(db::Tx& tx, Random& random, const Stage& stage, Instant begin)
        : tx_(tx), random_(random), stage_(stage), moment_(begin) {}

    void live_through();

  private:
    Context as(const Actor& actor) const {
        Context context = stage_.cx;
        context.actor = actor;
        context.moment = moment_;
        return context;
    }
    bool chance(std::size_t per_hundred) { return below(random_, 100) < per_hundred; }
    LegalDate today() const { return legal_date(moment_); }

    void next_hours();
    void next_days(std::size_t least, std::size_t most);
    /// Today still, or for some of a hundred the next working day.
    void soon(std::size_t tomorrow_per_hundred) { chance(tomorrow_per_hundred) ? next_days(1, 1) : next_hours(); }
    void until(LegalDate day);
    void stop_at_the_present() const {
        if (stage_.cx.moment <= moment_) throw Present();
    }

    static Actor citizen() { return identity::machine(identity::Duty::citizen); }
    const Story& choose_story();
    dispute::PartyForm party(Side side);
    dispute::PartyForm respondent(const Story& story);
    std::int64_t stake(const Story& story);
    intake::Registration registration();
    intake::Receipt registered();
    court::EntrustmentForm sent_by(const Court& court, intake::Registration form);
    const Body& window_for(const places::Place& village);
    const Body& body_for(Difficulty difficulty, const places::Place& village);

    void come_again(Dispute& found);
    bool turned_away(Dispute& found);
    void accept(Dispute& found);
    bool settled_at_once(Dispute& found);
    const Body& hand_over(Dispute& found);
    void name_mediators(Dispute& found, const Body& body);
    void hear_the_other_side(Dispute& found, const Body& body);
    void mediate(Dispute& found, const Body& body);
    void hold_session(Dispute& found, const Actor& mediator);
    void order(Dispute& found, const Body& body);
    void fail(Dispute& found, const Actor& mediator);
    void agree(Dispute& found, const Body& body);
    std::vector<agreements::TermForm> terms(const Dispute& found);
    void sign(Dispute& found, const Body& body);
    void perform(Dispute& found, const Body& body);
    void visit(Dispute& found, evaluation::PerformanceFound performance, bool satisfied, const Actor& visitor);
    void close(Dispute& found, closing::CaseResult result, const Actor& actor);

    db::Tx& tx_;
    Random& random_;
    const Stage& stage_;
    Instant moment_;
    const Story* story_ = nullptr;
    const places::Place* village_ = nullptr;
    const Body* window_ = nullptr;
    std::vector<dispute::PartyView> parties_;
    bool partial_ = false;
};

/// Some time later on the same working day, or early on the next.
void Life::next_hours() {
    moment_ = moment_ + std::chrono::minutes(20 + below(random_, 160));
    const std::int64_t minute = legal_hour(moment_) * 60 + legal_minute(moment_);
    const bool at_work = stage_.calendar.is_working_day(today()) && minute < closing_minute;
    if (!at_work)
        moment_ = start_of(stage_.calendar.add_working_days(today(), 1)) +
                  std::chrono::minutes(opening_minute + static_cast<std::int64_t>(below(random_, 120)));
    stop_at_the_present();
}

void Life::next_days(std::size_t least, std::size_t most) {
    until(stage_.calendar.add_working_days(today(),
                                           static_cast<std::int64_t>(least + below(random_, most - least + 1))));
}

/// To an hour of that day, or of the next that is worked; never back in time.
void Life::until(LegalDate day) {
    const auto minute = opening_minute + static_cast<std::int64_t>(below(
                                             random_, static_cast<std::size_t>(closing_minute - opening_minute)));
    const Instant then = start_of(stage_.calendar.roll_forward(day)) + std::chrono::minutes(minute);
    if (then <= moment_) return next_hours();
    moment_ = then;
    stop_at_the_present();
}

const Story& Life::choose_story() {
    const unsigned month = today().month();
    const Share& share = choose(random_, type_shares, [&](const Share& one) { return season_weight(one, month); });
    return choose(random_, stories(), [&](const Story& one) { return one.type == share.type ? one.weight : 0; });
}

dispute::PartyForm Life::party(Side side) {
    dispute::PartyForm form;
    form.side = side;
    form.name = invented_name(random_);
    // Numbers of the range that telephone companies keep unassigned for tests.
    form.phone = fmt::format("1990000{:04}", below(random_, 10000));
    form.willing = dispute::Willingness::willing;
    return form;
}

dispute::PartyForm Life::respondent(const Story& story) {
    static constexpr std::array<std::array<std::string_view, 2>, 8> units = {{{"", ""},
                                                                              {"实业公司", "制品厂"},
                                                                              {"医院", "卫生院"},
                                                                              {"商行", "健身房"},
                                                                              {"物业服务公司", "物业公司"},
                                                                              {"建筑劳务公司", "装饰公司"},
                                                                              {"银行支行", "银行信用卡中心"},
                                                                              {"农业公司", "养殖场"}}};
    static constexpr std::array<std::string_view, 10> brands = {"和顺", "永兴", "康宁", "安居", "百汇",
                                                                "长青", "金桂", "楚源", "同德", "明珠"};
    dispute::PartyForm form = party(Side::respondent);
    if (story.unit == Unit::nobody) return form;
    form.kind = dispute::PartyKind::legal;
    form.legal_representative = form.name;
    // Said to be invented, since any plain name may belong to somebody.
    form.name = fmt::format("{}{}（演示）", brands[below(random_, brands.size())],
                            units[static_cast<std::size_t>(story.unit)][below(random_, 2)]);
    return form;
}

/// In fen: mostly half to twice the usual sum, seldom far more.
std::int64_t Life::stake(const Story& story) {
    const std::size_t luck = below(random_, 100);
    const std::int64_t factor = luck < 2 ? 12 : luck < 10 ? 4 : 1;
    return story.yuan * factor * static_cast<std::int64_t>(50 + below(random_, 100));
}

intake::Registration Life::registration() {
    const WayIn& way = choose(random_, ways_in(), [](const WayIn& one) { return one.per_thousand; });
    intake::Registration form;
    form.source = way.source;
    form.channel = way.channel;
    form.narrative = std::string(story_->narrative) + "（" + village_->name + "）";
    form.request = story_->request;
    form.national_type = story_->type;
    if (!story_->local_type.empty()) form.local_type = story_->local_type;
    form.place_code = village_->code;
    form.occurred_on = today() + -static_cast<std::int64_t>(below(random_, 30));
    form.amount_fen = Fen{stake(*story_)};
    form.parties = {party(Side::applicant), respondent(*story_)};
    if (chance(8)) form.parties.push_back(party(Side::respondent));
    // Wages and flats are quarrels of many.
    if ((story_->type == "10" || story_->flag == "group_petition") && chance(35))
        form.people_count = static_cast<std::int64_t>(4 + below(random_, 36));
    if (!story_->flag.empty() && chance(story_->flag == "migrant_worker" ? 90 : 20))
        form.flags = {std::string(story_->flag)};
    return form;
}

static const db::Statement count_sent{"demo.court_cases",
                                      "SELECT count(*) FROM court_entrustment WHERE court_id = $1"};

court::EntrustmentForm Life::sent_by(const Court& court, intake::Registration form) {
    court::EntrustmentForm sent;
    const bool delegated = form.channel == dispute::Channel::court_delegated;
    sent.kind = delegated ? court::EntrustmentKind::delegated : court::EntrustmentKind::entrusted;
    if (!delegated) sent.procedure = chance(60) ? court::Procedure::summary : court::Procedure::ordinary;
    sent.court_id = court.id;
    const auto number = tx_.one<std::int64_t>(count_sent, court.id) + 1;
    sent.case_number = fmt::format("（{}）鄂{}{}{}号", today().year(), court.place_code.substr(2),
                                   delegated ? "诉前调" : "民初", number);
    sent.judge_name = court.judge.name;
    sent.materials = {"起诉状", "证据材料"};
    sent.received_on = today();
    sent.dispute = std::move(form);
    return sent;
}

/// What a court sends comes with its letter.
intake::Receipt Life::registered() {
    auto form = registration();
    const bool by_court = form.source == dispute::Source::court;
    for (const Court& court : stage_.city.courts)
        if (by_court && village_->code.starts_with(court.place_code))
            return court::entrust(tx_, sent_by(court, std::move(form)), as(*window_->clerk));
    return intake::register_dispute(tx_, form, as(*window_->clerk));
}

const Body& Life::window_for(const places::Place& village) {
    for (const Body& centre : stage_.city.centres)
        if (centre.place_code.size() == 6 && village.code.starts_with(centre.place_code) && chance(75)) return centre;
    return stage_.city.centres.front();
}

/// Industry disputes go to the field's committee, difficult ones to a centre, all others to a town's committee.
const Body& Life::body_for(Difficulty difficulty, const places::Place& village) {
    for (const Body& body : stage_.city.committees)
        for (const std::string& field : body.fields)
            if (field == story_->type || field == story_->local_type) return body;
    if (difficulty >= Difficulty::difficult) return *window_;
    for (const Body& body : stage_.city.committees)
        if (body.fields.empty() && village.code.starts_with(body.place_code.substr(0, 6))) return body;
    return *window_;
}

void Life::live_through() {
    story_ = &choose_story();
    village_ = &stage_.villages[below(random_, stage_.villages.size())];
    window_ = &window_for(*village_);
    const auto receipt = registered();
    Dispute found = *dispute::load(tx_, receipt.id);
    parties_ = dispute::parties_of(tx_, found, as(*window_->clerk));
    soon(40);
    if (chance(3)) come_again(found);
    if (turned_away(found)) return;
    accept(found);
    if (settled_at_once(found)) return;
    const Body& body = hand_over(found);
    mediate(found, body);
}

/// The same person reports it once more over the hotline; the two become one.
void Life::come_again(Dispute& found) {
    intake::Registration form;
    form.source = dispute::Source::other_department;
    form.channel = dispute::Channel::hotline_12345;
    form.narrative = std::string(story_->narrative) + "再次来电反映。";
    form.request = story_->request;
    form.national_type = found.national_type;
    form.place_code = found.place_code;
    form.parties = {party(Side::applicant), party(Side::respondent)};
    form.parties[0].name = parties_[0].name;
    const auto receipt = intake::register_dispute(tx_, form, as(*window_->clerk));
    Dispute second = *dispute::load(tx_, receipt.id);
    next_hours();
    intake::merge(tx_, second, found, intake::MergeCause::person, 90, "同一当事人就同一事项再次反映。",
                  as(*window_->dispatcher));
}

bool Life::turned_away(Dispute& found) {
    const Context cx = as(*window_->dispatcher);
    const std::size_t luck = below(random_, 100);
    if (luck < 2) {
        triage::refuse(tx_, found, {triage::RefusalReason::R02, {dispute::Way::court}, "法院已受理。"}, cx);
    } else if (luck < 3) {
        triage::refuse(tx_, found,
                       {triage::RefusalReason::R04, {dispute::Way::police}, "现场有殴打行为，已告知由公安机关处理。"},
                       cx);
    } else if (luck < 5) {
        const bool labour = found.national_type == "10" || found.national_type == "11";
        triage::Redirection form;
        form.to = labour ? dispute::Way::labour_arbitration : dispute::Way::court;
        form.reason = triage::RefusalReason::R06;
        form.words = "当事人要求通过其他途径解决，已引导并移送材料。";
        triage::redirect(tx_, found, form, cx);
    } else {
        return false;
    }
    next_days(1, 3);
    close(found, closing::CaseResult::failed, *window_->clerk);
    return true;
}

void Life::accept(Dispute& found) {
    const auto suggested = triage::suggestion_for(tx_, found, today());
    triage::Acceptance form;
    form.grading.national_type = story_->type;
    if (!story_->local_type.empty()) form.grading.local_type = story_->local_type;
    form.grading.difficulty = suggested.difficulty;
    form.grading.risk = suggested.risk;
    form.grading.secrecy = suggested.secrecy;
    form.grading.people_count = found.people_count;
    form.grading.amount_fen = found.amount_fen;
    form.grading.flags = dispute::flags_of(tx_, found);
    form.checks = {true, true, true, true, true, story_->type == "15" ? std::optional(true) : std::nullopt};
    form.risk_confirmed = true;
    triage::accept(tx_, found, form, as(*window_->dispatcher));
}

/// Small matters that the window settles while both sides stand there.
bool Life::settled_at_once(Dispute& found) {
    if (found.difficulty != Difficulty::simple || found.secrecy != dispute::Secrecy::normal ||
        agreements::writing_needed(found) || !chance(9))
        return false;
    next_hours();
    handling::OnTheSpot form;
    form.facts = story_->narrative;
    form.terms = terms(found);
    form.terms.resize(1);
    form.terms[0].amount_fen = found.amount_fen.amount > 0 ? std::optional(found.amount_fen) : std::nullopt;
    form.terms[0].due_on = today();
    form.words = "双方到场，当场说清并履行。";
    handling::settle_at_once(tx_, found, form, as(*window_->clerk));
    next_days(3, 7);
    visit(found, evaluation::PerformanceFound::performed, true, *window_->clerk);
    close(found, closing::CaseResult::success, *window_->clerk);
    return true;
}

const Body& Life::hand_over(Dispute& found) {
    const Body* body = &body_for(*found.difficulty, *village_);
    soon(20);
    assignment::offer(tx_, found, {body->id, std::nullopt}, as(*window_->dispatcher));
    soon(40);
    if (body != window_ && chance(4)) {
        assignment::hand_back(tx_, found, {assignment::ReturnReason::capacity, "调解员外出培训，近期人手不足。"},
                              as(*body->head));
        body = window_;
        next_hours();
        assignment::offer(tx_, found, {body->id, "原单位人手不足，由中心直接办理。"}, as(*window_->dispatcher));
        next_hours();
    }
    if (chance(2)) {
        intake::withdraw(tx_, found, "双方已自行和解，申请撤回。", as(*window_->clerk));
        next_days(1, 3);
        close(found, closing::CaseResult::failed, *window_->clerk);
        throw Present();
    }
    assignment::take(tx_, found, as(*body->head));
    soon(20);
    // Before somebody is named to mediate: he would be asked to look at each answer.
    if (stage_.cx.moment + -days_that_answers_are_told < moment_) hear_the_other_side(found, *body);
    name_mediators(found, *body);
    return *body;
}

/// Most come by the letter or with the code that the window gave them, and agree; the others are called.
void Life::hear_the_other_side(Dispute& found, const Body& body) {
    using invitation::EntryWay;
    for (std::size_t i = 1; i < parties_.size(); ++i) {
        const auto party = parties_[i].id;
        if (chance(25)) {
            invitation::NotedAnswer noted;
            noted.party_id = party;
            noted.way = chance(80) ? EntryWay::phone : EntryWay::visit;
            invitation::note_answer(tx_, found, noted, as(*body.head));
        } else {
            const bool by_letter = chance(60);
            if (by_letter) invitation::post_letter(tx_, found, party, as(*window_->clerk));
            invitation::come_in(tx_, found, party, by_letter ? EntryWay::paper : EntryWay::typed, as(citizen()));
            invitation::answer_as_party(tx_, found, party, {}, as(citizen()));
        }
    }
}

void Life::name_mediators(Dispute& found, const Body& body) {
    assignment::MediatorsForm form;
    form.presiding_id = body.mediators.front().account;
    form.recusal = {{form.presiding_id, true, assignment::Relation::none, std::nullopt}};
    if (*found.difficulty >= Difficulty::difficult) {
        form.others = {body.head->account};
        form.recusal.push_back({body.head->account, true, assignment::Relation::none, std::nullopt});
    }
    assignment::assign(tx_, found, form, as(*body.head));
}

/// Appraisal stops the clock where its rule allows it: medical, traffic and injuries.
static bool may_need_appraisal(std::string_view type) { return type == "15" || type == "16" || type == "06"; }

void Life::mediate(Dispute& found, const Body& body) {
    const Actor& mediator = body.mediators.front();
    found.difficulty == Difficulty::simple ? soon(30) : next_days(1, 2);
    handling::OpeningForm opening;
    opening.notice_given_on = today();
    for (const auto& one : parties_) opening.given_to.push_back(one.id);
    handling::begin(tx_, found, opening, as(mediator));
    hold_session(found, mediator);
    if (chance(6)) order(found, body);
    if (may_need_appraisal(found.national_type) && chance(25)) {
        handling::pause(tx_, found, {"appraisal"}, as(mediator));
        next_days(5, 20);
        handling::resume(tx_, found, as(mediator));
        hold_session(found, mediator);
    }
    if (chance(*found.difficulty >= Difficulty::difficult ? 60 : 25)) hold_session(found, mediator);
    if (chance(4)) return fail(found, mediator);
    agree(found, body);
}

void Life::hold_session(Dispute& found, const Actor& mediator) {
    handling::SessionForm plan;
    plan.mode = chance(20) ? handling::SessionMode::separate : handling::SessionMode::joint;
    plan.place = chance(30) ? "村（社区）调解室" : "中心调解室";
    for (const auto& one : parties_) plan.participants.push_back(one.name);
    plan.planned_at = moment_ + std::chrono::hours(24);
    const auto session = handling::plan_session(tx_, found, plan, as(mediator));
    found.difficulty == Difficulty::simple ? next_days(1, 2) : next_days(2, 5);
    handling::SessionRecordForm record;
    static_cast<handling::SessionForm&>(record) = plan;
    record.held_from = moment_ + -std::chrono::minutes(80);
    record.held_to = moment_;
    record.record = "双方陈述事实和意见，调解员释明法律规定，逐项交换意见，争议焦点逐步缩小。";
    handling::record_session(tx_, found, session, record, 1, as(mediator));
}

void Life::order(Dispute& found, const Body& body) {
    // The city's supervisor sees no private file.
    if (found.secrecy != dispute::Secrecy::normal) return;
    const Actor& supervisor = *stage_.city.supervisor;
    const auto id = supervision::give_order(
        tx_, found, {supervision::OrderKind::supervise, "请说明进展和下一步安排。", today() + 3}, as(supervisor));
    next_days(1, 2);
    supervision::reply_to_order(tx_, found, id, "已召开调解会，双方差距缩小，拟于近日再次协商。", as(*body.head));
    next_hours();
    supervision::close_order(tx_, found, id, "同意，请抓紧办理。", as(supervisor));
}

void Life::fail(Dispute& found, const Actor& mediator) {
    next_days(1, 4);
    handling::TerminationForm form;
    form.reason = chance(30) ? handling::TerminationReason::T01 : handling::TerminationReason::T02;
    form.routes = {dispute::Way::court};
    form.words = "双方意见分歧较大，已告知可向人民法院起诉。";
    handling::terminate(tx_, found, form, as(mediator));
    next_days(1, 5);
    close(found, closing::CaseResult::failed, mediator);
}

std::vector<agreements::TermForm> Life::terms(const Dispute& found) {
    const std::int64_t amount = found.amount_fen.amount;
    const bool in_parts = story_->local_type == "0402" && amount >= 300'000;
    const std::int64_t parts = in_parts ? 3 : 1;
    std::vector<agreements::TermForm> all;
    for (std::int64_t part = 1; part <= parts; ++part) {
        agreements::TermForm term;
        term.kind = amount > 0 ? agreements::TermKind::pay : agreements::TermKind::act;
        term.text = in_parts ? fmt::format("第{}期归还借款本金。", part) : std::string(story_->terms);
        term.party_id = parties_[1].id;
        if (amount > 0) term.amount_fen = Fen{part < parts ? amount / parts : amount - amount / parts * (parts - 1)};
        term.due_on = today() + (in_parts ? part * 30 : static_cast<std::int64_t>(5 + below(random_, 12)));
        term.manner = amount > 0 ? "转账" : "当面履行";
        all.push_back(term);
    }
    return all;
}

void Life::agree(Dispute& found, const Body& body) {
    partial_ = chance(3);
    const bool oral = !agreements::writing_needed(found) && found.amount_fen.amount < 500'000 && chance(35);
    agreements::AgreementForm form;
    form.form = oral ? agreements::AgreementShape::oral : agreements::AgreementShape::written;
    form.scope = partial_ ? agreements::Scope::partial : agreements::Scope::full;
    form.facts = story_->narrative;
    form.points = story_->request;
    form.responsibility = "双方按各自过错承担责任。";
    form.terms = terms(found);
    if (partial_) {
        form.open_points = "其余请求当事人另行协商或向人民法院起诉。";
        form.routes = {dispute::Way::court};
    }
    form.copies = static_cast<std::int64_t>(parties_.size()) + 1;
    handling::agree(tx_, found, form, as(body.mediators.front()));
    if (!oral) sign(found, body);
    perform(found, body);
}

void Life::sign(Dispute& found, const Body& body) {
    const Actor& mediator = body.mediators.front();
    for (const auto& one : parties_)
        closing::sign(tx_, found, {{one.id, std::nullopt, std::nullopt}, closing::Manner::signature, today()},
                      as(mediator));
    closing::sign(tx_, found, {{std::nullopt, std::nullopt, true}, closing::Manner::signature, today()},
                  as(mediator));
    next_hours();
    closing::seal(tx_, found, {today()}, as(*body.head));
}

/// Each term on its day or a little before; six of a hundred are not kept, half of those after urging.
void Life::perform(Dispute& found, const Body& body) {
    const Actor& mediator = body.mediators.front();
    const auto agreement = agreements::find(tx_, found);
    for (const auto& term : agreement->terms) {
        if (chance(6) && found.state == dispute::State::performing) {
            until(*term.due_on + 2);
            closing::breach(tx_, found, {term.id, "到期未履行，已电话和上门督促。"}, as(mediator));
            next_days(3, 10);
            if (chance(50)) return close(found, closing::CaseResult::partial, mediator);
        } else {
            until(std::max(today(), *term.due_on + -static_cast<std::int64_t>(below(random_, 5))));
        }
        agreements::PerformanceForm performance;
        performance.term_id = term.id;
        performance.performed_on = today();
        performance.amount_fen = term.amount_fen;
        performance.proof = term.amount_fen ? agreements::Proof::transfer : agreements::Proof::statement;
        closing::perform(tx_, found, performance, as(mediator));
    }
    next_days(2, 5);
    visit(found, evaluation::PerformanceFound::performed, chance(96), mediator);
    next_hours();
    close(found, partial_ ? closing::CaseResult::partial : closing::CaseResult::success, mediator);
    next_days(2, 12);
    closing::archive(tx_, found, {}, as(*body.head));
}

void Life::visit(Dispute& found, evaluation::PerformanceFound performance, bool satisfied, const Actor& visitor) {
    evaluation::VisitForm form;
    form.visited_on = today();
    form.manner = chance(25) ? evaluation::VisitManner::visit : evaluation::VisitManner::phone;
    form.performance = performance;
    form.satisfied = satisfied;
    evaluation::visit(tx_, found, form, as(visitor));
}

void Life::close(Dispute& found, closing::CaseResult result, const Actor& actor) {
    // The file of a broken agreement is visited as well before it is closed.
    if (found.state == dispute::State::breached)
        visit(found, evaluation::PerformanceFound::not_performed, false, actor);
    closing::close(tx_, found, {result, std::nullopt}, as(actor));
}

}  // namespace

void live(db::Tx& tx, Random& random, const Stage& stage, Instant begin) {
    try {
        Life(tx, random, stage, begin).live_through();
    } catch (const Present&) {
        return;
    }
}

}  // namespace hemu::demo
