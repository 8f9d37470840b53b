// Seeded random walks over all verbs: events explain the state, clocks are never lost, there is no dead end.
#include <gtest/gtest.h>

#include <cstdlib>
#include <random>

#include "assignment.hpp"
#include "closing.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "evaluation.hpp"
#include "handling.hpp"
#include "intake.hpp"
#include "triage.hpp"
#include "verb_graph.hpp"
#include "verification.hpp"

namespace hemu {

using dispute::Dispute;
using dispute::State;
using identity::Context;
using identity::Duty;

/// Walks of one engine: 10,000 on SQLite; fewer on PostgreSQL, where each step waits for a server.
static int walks_on(db::Engine engine) {
    if (const char* given = std::getenv("HEMU_TEST_WALKS")) return std::atoi(given);
    return engine == db::Engine::sqlite ? 10'000 : 1'000;
}

/// In one transaction; PostgreSQL slows down with every savepoint that is open or was taken back in it.
static constexpr int walks_at_once = 5;

/// Another seed walks other ways; every run walks the same ones.
static unsigned seed() {
    const char* given = std::getenv("HEMU_TEST_SEED");
    return given ? static_cast<unsigned>(std::atoi(given)) : 20261124U;
}

class Walker {
  public:
    Walker(dispute::TestCity& city, std::uint64_t seed)
        : city_(city),
          clerk_(city.person(Duty::clerk, city.county_centre)),
          dispatcher_(city.person(Duty::dispatcher, city.county_centre)),
          head_(city.person(Duty::head, city.town)),
          county_head_(city.person(Duty::head, city.county_centre)),
          mediator_(city.person(Duty::mediator, city.town)),
          random_(seed) {}

    /// One walk; every step is a verb chosen by chance, lawful or not.
    void walk(db::Tx& tx) {
        moment_ = dispute::TestCity::morning();
        Dispute found = registered(tx);
        const Dispute other = registered(tx);
        for (int step = 0; step < 20; ++step) {
            moment_ = moment_ + std::chrono::hours(1 + random_() % 30);
            const dispute::Verb& verb = choose(found.state);
            const State before = found.state;
            const std::int64_t version = found.version;
            const bool lawful = std::find(verb.from.begin(), verb.from.end(), before) != verb.from.end();
            const bool done = tried(tx, found, verb.name, other);
            if (done) {
                ++taken_[std::string(verb.name)];
                EXPECT_TRUE(lawful) << verb.name << " from " << json::enum_word(before);
                EXPECT_GT(found.version, version);
                check(tx, found);
            }
        }
    }

    const std::map<std::string, int>& taken() const { return taken_; }
    std::string refusals() const {
        std::string text;
        for (const auto& [what, count] : refused_) text += fmt::format("{} {}\n", what, count);
        return text;
    }

  private:
    /// Mostly a verb that the state allows, sometimes any.
    const dispute::Verb& choose(State state) {
        std::vector<const dispute::Verb*> verbs = dispute::all_verbs();
        if (random_() % 5 > 0)
            std::erase_if(verbs, [&](const dispute::Verb* verb) {
                return std::find(verb->from.begin(), verb->from.end(), state) == verb->from.end();
            });
        if (verbs.empty()) verbs = dispute::all_verbs();
        const dispute::Verb* chosen = verbs[random_() % verbs.size()];
        // Ways out are many and early: without a second thought hardly a walk would reach mediation.
        for (int again = 0; again < 4 && is_way_out(chosen->to); ++again) chosen = verbs[random_() % verbs.size()];
        return *chosen;
    }

    static bool is_way_out(State state) {
        return state == State::merged || state == State::refused || state == State::redirected ||
               state == State::withdrawn || state == State::terminated || state == State::performed;
    }

    Context as(const identity::Actor& actor) { return city_.as(actor, moment_); }

    Dispute registered(db::Tx& tx) {
        intake::Registration form;
        form.narrative = fmt::format("第{}件，邻里因排水发生争执。", random_());
        form.request = "请求恢复排水。";
        form.national_type = "02";
        form.place_code = dispute::TestCity::village_code;
        form.parties = dispute::TestCity::both_sides();
        // Each its own people: thousands of cases of the same two would all be looked through as its doubles.
        for (auto& party : form.parties) party.phone = fmt::format("139{:08}", random_() % 100'000'000);
        return dispute::load(tx, intake::register_dispute(tx, form, as(clerk_)).id).value();
    }

    /// Whether the verb was done. A refusal must leave the dispute as it was.
    bool tried(db::Tx& tx, Dispute& found, std::string_view verb, const Dispute& other) {
        Dispute attempt = found;
        // A refused deed may have sent statements; the savepoint takes them back as a request's rollback would.
        tx.run_text("SAVEPOINT step");
        try {
            do_verb(tx, attempt, verb, other);
            tx.run_text("RELEASE SAVEPOINT step");
        } catch (const Refusal& refusal) {
            ++refused_[std::string(verb) + " " + (refusal.fields.empty() ? refusal.code : refusal.fields[0].code)];
            tx.run_text("ROLLBACK TO SAVEPOINT step");
            tx.run_text("RELEASE SAVEPOINT step");
            EXPECT_EQ(dispute::load(tx, found.id)->event_number, found.event_number);
            return false;
        }
        const bool advanced = attempt.version > found.version;
        found = dispute::load(tx, found.id).value();
        return advanced;
    }

    void do_verb(db::Tx& tx, Dispute& found, std::string_view verb, const Dispute& other) {
        if (verb == "merge") return merge(tx, found, other);
        if (verb == "withdraw") return intake::withdraw(tx, found, "已自行和解", as(dispatcher_));
        if (verb == "accept") return accept(tx, found);
        if (verb == "refuse")
            return triage::refuse(tx, found, {triage::RefusalReason::R02, {dispute::Way::court}, "法院已受理"},
                                  as(dispatcher_));
        if (verb == "redirect")
            return triage::redirect(tx, found,
                                    {dispute::Way::court, std::nullopt, triage::RefusalReason::R02, "法院已受理"},
                                    as(dispatcher_));
        if (verb == "offer") return assignment::offer(tx, found, {city_.town, std::nullopt}, as(dispatcher_));
        if (verb == "take") return assignment::take(tx, found, as(head_));
        if (verb == "return")
            return assignment::hand_back(tx, found, {assignment::ReturnReason::capacity, "人手不足"}, as(head_));
        if (verb == "assign") return assign(tx, found);
        if (verb == "receive") return pass(tx, found);
        if (verb == "begin") return begin(tx, found);
        if (verb == "pause") return handling::pause(tx, found, {"appraisal"}, as(mediator_));
        if (verb == "resume") return handling::resume(tx, found, as(mediator_));
        if (verb == "agree") return agree(tx, found, agreements::AgreementShape::written);
        if (verb == "agree_orally") return agree(tx, found, agreements::AgreementShape::oral);
        if (verb == "terminate")
            return handling::terminate(
                tx, found, {handling::TerminationReason::T02, {dispute::Way::court}, "意见分歧"}, as(mediator_));
        if (verb == "settle_at_once") return settle(tx, found);
        if (verb == "take_effect") return sign_everything(tx, found);
        if (verb == "perform") return perform(tx, found);
        if (verb == "breach") return breach(tx, found);
        if (verb == "close") return close(tx, found);
        if (verb == "archive") return closing::archive(tx, found, {}, as(clerk_));
        if (verb == "reopen") return closing::reopen(tx, found, {"出现新情况"}, as(dispatcher_));
        FAIL() << "no walk knows the verb " << verb;
    }

    void merge(db::Tx& tx, Dispute& found, const Dispute& other) {
        Dispute kept = dispute::load(tx, other.id).value();
        intake::merge(tx, found, kept, intake::MergeCause::person, 0, "同一纠纷", as(dispatcher_));
    }

    void accept(db::Tx& tx, Dispute& found) {
        triage::Acceptance form;
        form.grading.national_type = "02";
        form.grading.difficulty = random_() % 3 == 0 ? dispute::Difficulty::general : dispute::Difficulty::simple;
        form.checks = {true, true, true, true, true, std::nullopt};
        form.risk_confirmed = true;
        triage::accept(tx, found, form, as(dispatcher_));
    }

    /// The town passes it to the county's centre, which passes it down again, so that the town's people go on.
    void pass(db::Tx& tx, Dispute& found) {
        using assignment::PassReason;
        assignment::pass_on(tx, found, {city_.county_centre, PassReason::too_difficult, "请区中心办理"}, as(head_));
        assignment::receive(tx, found, as(county_head_));
        assignment::pass_on(tx, found, {city_.town, PassReason::simpler, "由镇里办理"}, as(county_head_));
        assignment::receive(tx, found, as(head_));
    }

    void assign(db::Tx& tx, Dispute& found) {
        assignment::MediatorsForm form;
        form.presiding_id = mediator_.account;
        form.recusal = {{mediator_.account, true, assignment::Relation::none, std::nullopt}};
        assignment::assign(tx, found, form, as(head_));
    }

    std::vector<dispute::PartyView> parties(db::Tx& tx, const Dispute& found) {
        return dispute::parties_of(tx, found, as(mediator_));
    }

    void begin(db::Tx& tx, Dispute& found) {
        handling::OpeningForm form;
        form.notice_given_on = legal_date(moment_);
        for (const auto& party : parties(tx, found)) form.given_to.push_back(party.id);
        handling::begin(tx, found, form, as(mediator_));
        const auto session = handling::plan_session(tx, found, {moment_, "调解室", {}, {}}, as(mediator_));
        handling::SessionRecordForm record;
        record.planned_at = moment_;
        record.place = "调解室";
        record.participants = {"张三", "李四"};
        record.held_from = moment_;
        record.held_to = moment_;
        record.record = "双方陈述";
        handling::record_session(tx, found, session, record, 1, as(mediator_));
    }

    agreements::TermForm term() {
        agreements::TermForm form;
        form.kind = agreements::TermKind::act;
        form.text = "恢复排水";
        form.due_on = legal_date(moment_) + 5;
        form.manner = "当面";
        return form;
    }

    void agree(db::Tx& tx, Dispute& found, agreements::AgreementShape shape) {
        agreements::AgreementForm form;
        form.form = shape;
        form.facts = form.points = form.responsibility = "排水";
        form.terms = {term()};
        handling::agree(tx, found, form, as(mediator_));
    }

    void settle(db::Tx& tx, Dispute& found) {
        handling::settle_at_once(tx, found, {"当场说和", {term()}, std::nullopt, std::nullopt}, as(mediator_));
    }

    void sign_everything(db::Tx& tx, Dispute& found) {
        for (const auto& party : parties(tx, found))
            closing::sign(tx, found, {{party.id, {}, {}}, closing::Manner::signature, legal_date(moment_)},
                          as(mediator_));
        closing::sign(tx, found, {{{}, {}, true}, closing::Manner::signature, legal_date(moment_)}, as(mediator_));
        closing::seal(tx, found, {legal_date(moment_)}, as(head_));
    }

    void perform(db::Tx& tx, Dispute& found) {
        agreements::PerformanceForm form;
        form.performed_on = legal_date(moment_);
        closing::perform(tx, found, form, as(mediator_));
    }

    void breach(db::Tx& tx, Dispute& found) {
        const auto agreement = agreements::find(tx, found);
        if (!agreement) throw Refusal(Fault::conflict, "agreement_missing");
        closing::breach(tx, found, {agreement->terms.front().id, "到期未履行"}, as(mediator_));
    }

    void close(db::Tx& tx, Dispute& found) {
        const bool agreed = found.state == State::performed || found.state == State::breached;
        if (agreed) {
            evaluation::VisitForm visit;
            visit.visited_on = legal_date(moment_);
            evaluation::visit(tx, found, visit, as(mediator_));
        }
        closing::close(tx, found, {agreed ? closing::CaseResult::success : closing::CaseResult::failed, std::nullopt},
                       as(dispatcher_));
    }

    void check(db::Tx& tx, const Dispute& found) {
        bool late_lost = false;
        for (const auto& clock : dispute::clocks_of(tx, found, moment_, "en")) {
            EXPECT_FALSE(clock.explanation.empty());
            late_lost =
                late_lost || (found.state == State::paused && clock.code == "PM-MED" && clock.state == "running");
        }
        EXPECT_FALSE(late_lost) << "a paused dispute whose clock runs";
        const bool over = found.state == State::archived || found.state == State::merged;
        const bool way_out =
            std::any_of(dispute::all_verbs().begin(), dispute::all_verbs().end(), [&](const auto* verb) {
                return std::find(verb->from.begin(), verb->from.end(), found.state) != verb->from.end();
            });
        EXPECT_TRUE(over || way_out) << "dead end: " << json::enum_word(found.state);
    }

    dispute::TestCity& city_;
    identity::Actor clerk_, dispatcher_, head_, county_head_, mediator_;
    std::mt19937_64 random_;
    Instant moment_;
    std::map<std::string, int> taken_;
    std::map<std::string, int> refused_;
};

HEMU_ON_BOTH_ENGINES(lifecycle);

TEST_P(lifecycle, random_walks_leave_a_whole_journal) {
    dispute::TestCity city(database());
    dispute::set_reactions({evaluation::plan_visits});
    Walker walker(city, seed());
    const int walks = walks_on(database().engine());
    for (int done = 0; done < walks; done += walks_at_once)
        database().transact([&](db::Tx& tx) {
            for (int i = 0; i < walks_at_once; ++i) walker.walk(tx);
        });
    for (const auto* verb : dispute::all_verbs())
        EXPECT_GT(walker.taken().contains(std::string(verb->name)), 0) << "never walked: " << verb->name << "\n"
                                                                       << walker.refusals();
    const auto verified = dispute::verify(database());
    EXPECT_TRUE(verified.breaks.empty()) << verified.breaks.front().what;
    EXPECT_EQ(verified.chains, 2 * ((walks + walks_at_once - 1) / walks_at_once) * walks_at_once);
}

TEST(verbs, the_graph_has_no_fault) { EXPECT_EQ(app::faults_of_the_graph(), std::vector<std::string>()); }

}  // namespace hemu
