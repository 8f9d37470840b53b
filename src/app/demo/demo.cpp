#include "demo.hpp"

#include "assignment.hpp"
#include "city.hpp"
#include "closing.hpp"
#include "evaluation.hpp"
#include "handling.hpp"
#include "intake.hpp"
#include "places.hpp"
#include "stories.hpp"
#include "triage.hpp"

namespace hemu::demo {

using dispute::Dispute;
using identity::Actor;
using identity::Context;

static const db::Statement count_accounts{"demo.accounts", "SELECT count(*) AS count FROM account"};

bool is_empty(db::Database& database) {
    return database.read([](db::Tx& tx) { return tx.one<std::int64_t>(count_accounts); }) == 0;
}

/// Thrown when the story reaches the present: what has not happened yet stays undone.
struct Present {};

/// One dispute as it is lived: every step at a later working hour, by whoever does such a thing.
class Life {
  public:
    Life(db::Tx& tx, Random& random, const City& city, const Context& cx, const std::vector<places::Place>& villages)
        : tx_(tx), random_(random), city_(city), cx_(cx), villages_(villages) {}

    void live(Instant begin) {
        moment_ = begin;
        try {
            live_through();
        } catch (const Present&) {
            return;
        }
    }

  private:
    Context as(const Actor& actor) {
        Context context = cx_;
        context.actor = actor;
        context.moment = moment_;
        return context;
    }

    bool chance(std::size_t percent) { return below(random_, 100) < percent; }

    /// Some days on, at an hour of the working day.
    void later(std::size_t most_days) {
        const LegalDate day = legal_date(moment_) + static_cast<std::int64_t>(1 + below(random_, most_days));
        moment_ = start_of(day) + std::chrono::minutes(510 + below(random_, 510));
        if (cx_.moment < moment_) throw Present();
    }

    const Story& choose_story() {
        int sum = 0;
        for (const Story& story : stories()) sum += story.weight;
        auto left = static_cast<int>(below(random_, static_cast<std::size_t>(sum)));
        for (const Story& story : stories())
            if ((left -= story.weight) < 0) return story;
        return stories().front();
    }

    dispute::PartyForm party(dispute::Side side) {
        dispute::PartyForm form;
        form.side = side;
        form.name = invented_name(random_);
        // Numbers of the range that telephone companies keep unassigned for test.
        form.phone = fmt::format("1990000{:04}", below(random_, 10000));
        form.willing = dispute::Willingness::willing;
        return form;
    }

    intake::Registration registration(const Story& story, const places::Place& village) {
        using dispute::Channel;
        using dispute::Source;
        static constexpr std::array<std::pair<Source, Channel>, 10> ways = {{
            {Source::application, Channel::window},
            {Source::application, Channel::window},
            {Source::application, Channel::phone},
            {Source::application, Channel::visit},
            {Source::proactive, Channel::grid},
            {Source::proactive, Channel::village},
            {Source::court, Channel::court_delegated},
            {Source::police, Channel::call_110},
            {Source::petition_office, Channel::petition},
            {Source::other_department, Channel::hotline_12345},
        }};
        intake::Registration form;
        std::tie(form.source, form.channel) = ways[below(random_, ways.size())];
        form.narrative = std::string(story.narrative) + "（" + village.name + "）";
        form.request = story.request;
        form.national_type = story.type;
        if (!story.local_type.empty()) form.local_type = story.local_type;
        form.place_code = village.code;
        form.occurred_on = legal_date(moment_) + -static_cast<std::int64_t>(below(random_, 30));
        form.amount_fen =
            Fen{static_cast<std::int64_t>(story.fees) * static_cast<std::int64_t>(50 + below(random_, 100))};
        form.parties = {party(dispute::Side::applicant), party(dispute::Side::respondent)};
        if (chance(8)) form.parties.push_back(party(dispute::Side::respondent));
        return form;
    }

    const Body& window_for(const places::Place& village) {
        for (const Body& centre : city_.centres)
            if (centre.place_code.size() == 6 && village.code.starts_with(centre.place_code) && chance(70))
                return centre;
        return city_.centres.front();
    }

    const Body& committee_for(const Story& story, const places::Place& village) {
        for (const Body& body : city_.committees)
            for (const std::string& field : body.fields)
                if (field == story.type || field == story.local_type) return body;
        std::vector<const Body*> general;
        for (const Body& body : city_.committees)
            if (body.fields.empty() && village.code.starts_with(body.place_code.substr(0, 6)))
                general.push_back(&body);
        return general.empty() ? city_.committees.back() : *general[below(random_, general.size())];
    }

    void live_through() {
        const Story& story = choose_story();
        const places::Place& village = villages_[below(random_, villages_.size())];
        const Body& window = window_for(village);
        const auto receipt = intake::register_dispute(tx_, registration(story, village), as(*window.clerk));
        Dispute found = *dispute::load(tx_, receipt.id);
        later(1);
        if (chance(3)) return refuse(found, window);
        accept(found, story, window);
        const Body& body = committee_for(story, village);
        later(1);
        hand_over(found, window, body);
        later(3);
        mediate(found, story, body);
    }

    void refuse(Dispute& found, const Body& window) {
        triage::refuse(tx_, found, {triage::RefusalReason::R02, {dispute::Way::court}, "法院已受理。"},
                       as(*window.dispatcher));
        later(3);
        closing::close(tx_, found, {closing::CaseResult::failed, std::nullopt}, as(*window.clerk));
    }

    void accept(Dispute& found, const Story& story, const Body& window) {
        const Context cx = as(*window.dispatcher);
        const auto suggested = triage::suggestion_for(tx_, found, legal_date(moment_));
        triage::Acceptance form;
        form.grading.national_type = story.type;
        if (!story.local_type.empty()) form.grading.local_type = story.local_type;
        form.grading.difficulty = suggested.difficulty;
        form.grading.risk = suggested.risk;
        form.grading.secrecy = suggested.secrecy;
        form.grading.people_count = found.people_count;
        form.grading.amount_fen = found.amount_fen;
        form.checks = {true, true, true, true, true, story.type == "15" ? std::optional(true) : std::nullopt};
        form.risk_confirmed = true;
        triage::accept(tx_, found, form, cx);
    }

    void hand_over(Dispute& found, const Body& window, const Body& body) {
        assignment::offer(tx_, found, {body.id, std::nullopt}, as(*window.dispatcher));
        later(1);
        assignment::take(tx_, found, as(*body.head));
        assignment::MediatorsForm form;
        form.presiding_id = body.mediators.front().account;
        form.recusal = {{form.presiding_id, true, assignment::Relation::none, std::nullopt}};
        if (found.difficulty && *found.difficulty >= dispute::Difficulty::difficult) {
            form.others = {body.head->account};
            form.recusal.push_back({body.head->account, true, assignment::Relation::none, std::nullopt});
        }
        assignment::assign(tx_, found, form, as(*body.head));
    }

    void mediate(Dispute& found, const Story& story, const Body& body) {
        const Actor& mediator = body.mediators.front();
        const auto parties = dispute::parties_of(tx_, found, as(mediator));
        handling::OpeningForm opening;
        opening.notice_given_on = legal_date(moment_);
        for (const auto& one : parties) opening.given_to.push_back(one.id);
        handling::begin(tx_, found, opening, as(mediator));
        hold_session(found, parties, mediator);
        later(6);
        if (chance(6)) return fail(found, mediator);
        if (chance(25)) {
            hold_session(found, parties, mediator);
            later(4);
        }
        conclude(found, story, parties, body);
    }

    void hold_session(Dispute& found, const std::vector<dispute::PartyView>& parties, const Actor& mediator) {
        handling::SessionForm plan;
        plan.planned_at = moment_ + std::chrono::hours(24);
        plan.place = "调解室";
        for (const auto& one : parties) plan.participants.push_back(one.name);
        const auto session = handling::plan_session(tx_, found, plan, as(mediator));
        later(4);
        handling::SessionRecordForm record;
        static_cast<handling::SessionForm&>(record) = plan;
        record.held_from = moment_ + -std::chrono::hours(1);
        record.held_to = moment_;
        record.record = "双方陈述事实和意见，调解员释明法律规定，逐项交换意见。";
        handling::record_session(tx_, found, session, record, 1, as(mediator));
    }

    void fail(Dispute& found, const Actor& mediator) {
        handling::TerminationForm form;
        form.reason = handling::TerminationReason::T02;
        form.routes = {dispute::Way::court};
        form.words = "双方意见分歧较大，已告知可向人民法院起诉。";
        handling::terminate(tx_, found, form, as(mediator));
        later(5);
        closing::close(tx_, found, {closing::CaseResult::failed, std::nullopt}, as(mediator));
    }

    void conclude(Dispute& found, const Story& story, const std::vector<dispute::PartyView>& parties,
                  const Body& body) {
        agreements::AgreementForm form;
        form.form = !agreements::writing_needed(found) && chance(25) ? agreements::AgreementShape::oral
                                                                     : agreements::AgreementShape::written;
        form.facts = story.narrative;
        form.points = story.request;
        form.responsibility = "双方按各自过错承担责任。";
        agreements::TermForm term;
        term.kind = found.amount_fen.amount > 0 ? agreements::TermKind::pay : agreements::TermKind::act;
        term.text = story.terms;
        term.party_id = parties.back().id;
        if (found.amount_fen.amount > 0) term.amount_fen = found.amount_fen;
        term.due_on = legal_date(moment_) + 10;
        term.manner = "转账或当面履行";
        form.terms = {term};
        form.copies = static_cast<std::int64_t>(parties.size()) + 1;
        handling::agree(tx_, found, form, as(body.mediators.front()));
        if (form.form == agreements::AgreementShape::written) sign(found, parties, body);
        finish(found, body);
    }

    void sign(Dispute& found, const std::vector<dispute::PartyView>& parties, const Body& body) {
        const Actor& mediator = body.mediators.front();
        for (const auto& one : parties)
            closing::sign(tx_, found,
                          {{one.id, std::nullopt, std::nullopt}, closing::Manner::signature, legal_date(moment_)},
                          as(mediator));
        closing::sign(tx_, found,
                      {{std::nullopt, std::nullopt, true}, closing::Manner::signature, legal_date(moment_)},
                      as(mediator));
        later(2);
        closing::seal(tx_, found, {legal_date(moment_)}, as(*body.head));
    }

    void finish(Dispute& found, const Body& body) {
        const Actor& mediator = body.mediators.front();
        later(10);
        agreements::PerformanceForm performance;
        performance.performed_on = legal_date(moment_);
        performance.proof = agreements::Proof::transfer;
        closing::perform(tx_, found, performance, as(mediator));
        later(8);
        evaluation::VisitForm visit;
        visit.visited_on = legal_date(moment_);
        visit.satisfied = chance(95);
        evaluation::visit(tx_, found, visit, as(mediator));
        later(3);
        closing::close(tx_, found, {closing::CaseResult::success, std::nullopt}, as(mediator));
        later(10);
        closing::archive(tx_, found, {closing::Retention::long_, std::nullopt, std::nullopt}, as(*body.head));
    }

    db::Tx& tx_;
    Random& random_;
    const City& city_;
    const Context& cx_;
    const std::vector<places::Place>& villages_;
    Instant moment_;
};

/// A working hour of the last two years: more before the Spring Festival, when wages are due, and more of late.
static Instant begin_of(Random& random, Instant present) {
    for (;;) {
        const auto days = static_cast<std::int64_t>(below(random, 730));
        const LegalDate day = legal_date(present) + -days;
        const bool season = day.month() == 1 || day.month() == 12;
        if (day.weekday() > 5 || (!season && below(random, 100) < 25)) continue;
        const Instant begin = start_of(day) + std::chrono::minutes(510 + below(random, 510));
        if (begin < present) return begin;
    }
}

static const db::Statement select_villages{"demo.villages", R"(
    SELECT code, name FROM place WHERE length(code) = 12 ORDER BY code)"};

struct VillageRow {
    std::string code;
    std::string name;
};
BOOST_DESCRIBE_STRUCT(VillageRow, (), (code, name))

static std::vector<places::Place> all_villages(db::Tx& tx) {
    std::vector<places::Place> villages;
    for (const VillageRow& row : tx.all<VillageRow>(select_villages)) {
        places::Place place;
        place.code = row.code;
        place.name = row.name;
        villages.push_back(place);
    }
    return villages;
}

std::string build(const Size& size, const Context& cx) {
    seed_ids(size.seed);
    db::Database& database = cx.db;
    Random random(size.seed);
    const auto [city, villages] = database.transact([&](db::Tx& tx) {
        random.seed(size.seed);
        return std::pair(make_city(tx, random, cx), all_villages(tx));
    });
    std::vector<Instant> begins;
    for (std::int64_t i = 0; i < size.disputes; ++i) begins.push_back(begin_of(random, cx.moment));
    std::sort(begins.begin(), begins.end());
    for (std::size_t from = 0; from < begins.size(); from += 50) {
        const Random before = random;
        database.transact([&](db::Tx& tx) {
            random = before;
            Life life(tx, random, city, cx, villages);
            for (std::size_t i = from; i < std::min(from + 50, begins.size()); ++i) life.live(begins[i]);
        });
    }
    return fmt::format("{} bodies, {} accounts, {} disputes", city.bodies, city.accounts, size.disputes);
}

}  // namespace hemu::demo
