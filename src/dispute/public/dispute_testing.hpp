// A small city for tests of the desks: places, bodies, people, the rules of the clocks.
#pragma once
#include "accounts.hpp"
#include "clocks.hpp"
#include "dispute.hpp"
#include "embedded.hpp"
#include "identity_testing.hpp"
#include "organisations.hpp"
#include "parties.hpp"

namespace hemu::dispute {

/// 咸安区 with a town and two villages: the city's and the county's centre, committees of town and village, a medical
/// committee of the county. It must outlive the contexts it gives.
class TestCity {
  public:
    using BodyId = Id<identity::Organisation>;

    explicit TestCity(db::Database& database) : database_(database) {
        database.transact([&](db::Tx& tx) {
            add_places(tx);
            add_bodies(tx);
            load_clock_rules(tx, embedded_file("clock_rules.json"));
        });
    }

    /// Tuesday 24 November 2026, ten o'clock in China: working hours.
    static Instant morning() { return start_of(LegalDate(2026, 11, 24)) + std::chrono::hours(10); }

    /// The second after the last one that was given, from morning on: acts of a test have an order.
    Instant tick() { return morning() + std::chrono::seconds(++ticks_); }

    static constexpr std::string_view village_code = "421202100201";
    static constexpr std::string_view other_village_code = "421202100202";

    /// Somebody of this duty at this body; another one for each `which`. Made by the first call, which therefore
    /// stands outside of transactions.
    identity::Actor person(identity::Duty duty, BodyId body, int which = 1) {
        const std::string login =
            fmt::format("{}.{}.{}", json::enum_word(duty).substr(0, 8), to_text(body).substr(24), which);
        if (const auto known = people_.find(login); known != people_.end()) return known->second;
        const auto name = fmt::format("测试{}", people_.size() + 1);
        return people_[login] = database_.transact([&](db::Tx& tx) {
            const auto account = identity::create_account(tx, {login, name, password_hash(), false}, morning());
            identity::give_post(tx, account, {duty, body, LegalDate(2020, 1, 1), std::nullopt}, morning());
            return identity::actor_of(tx, login, legal_date(morning())).value();
        });
    }

    /// Somebody of this duty at this body before his browser, signed in; it asks these routes at the moment `now`.
    identity::testing::Caller caller(const identity::Routes& asked, identity::Duty duty, BodyId body, int which = 1) {
        const auto actor = person(duty, body, which);
        identity::Routes all = asked;
        all.insert(all.end(), identity::routes.begin(), identity::routes.end());
        identity::testing::Caller caller(database_, all, now);
        for (const auto& [login, known] : people_)
            if (known.account == actor.account) caller.sign_in(login);
        return caller;
    }
    /// Nobody with an account.
    identity::testing::Caller citizen(const identity::Routes& asked) { return {database_, asked, now}; }

    identity::Context as(const identity::Actor& actor, Instant moment = morning()) {
        return {database_, actor, moment, keys, config};
    }
    identity::Context as(identity::Duty duty, BodyId body, Instant moment = morning()) {
        return as(person(duty, body), moment);
    }
    identity::Context as_machine(Instant moment = morning()) {
        return as(identity::machine(identity::Duty::supervisor), moment);
    }

    /// A dispute between 张三 and 李四 at the county's centre, put into a state without the verbs before it.
    Dispute add_dispute(State state, const std::function<void(Dispute&)>& change = {}) {
        const auto cx = as(identity::Duty::clerk, county_centre);
        return database_.transact([&](db::Tx& tx) {
            Dispute fresh = fresh_dispute(cx);
            if (change) change(fresh);
            open(tx, fresh, fmt::format("code {}", disputes_), std::nullopt, {}, cx);
            add_parties(tx, fresh.id, both_sides(), cx);
            tx.run_text(fmt::format("UPDATE dispute SET state = '{}' WHERE id = '{}'", json::enum_word(state),
                                    to_text(fresh.id)));
            return load(tx, fresh.id).value();
        });
    }

    /// The body holds it as lead, and the actor is named as its mediator.
    void hand_to(const Dispute& dispute, BodyId body, const identity::Actor& mediator) {
        database_.transact([&](db::Tx& tx) {
            Dispute found = load(tx, dispute.id).value();
            set_holder(tx, found, body);
            give_body(tx, found, body, BodyRole::lead, morning());
            give_person(tx, found, mediator.account, PersonRole::presiding_mediator, morning());
        });
    }

    /// An event of this kind at this moment, for the clocks that it starts or meets.
    void run_clocks_as_after(const Dispute& dispute, std::string_view kind, Instant moment = morning()) {
        const auto cx = as(identity::Duty::clerk, county_centre, moment);
        database_.transact([&](db::Tx& tx) {
            Dispute found = load(tx, dispute.id).value();
            record_with(tx, found, kind, cx, "{}");
        });
    }

    /// The clocks that run, by code.
    std::vector<std::string> running_clocks(const Dispute& dispute, Instant moment = morning()) {
        return database_.read([&](db::Tx& tx) {
            std::vector<std::string> codes;
            for (const ClockView& clock : clocks_of(tx, load(tx, dispute.id).value(), moment, "zh"))
                if (clock.state == "running") codes.push_back(clock.code);
            std::sort(codes.begin(), codes.end());
            return codes;
        });
    }

    /// The parties' ids in their order.
    std::vector<Id<Party>> parties_in(const Dispute& dispute) {
        const auto cx = as(identity::Duty::clerk, county_centre);
        return database_.read([&](db::Tx& tx) {
            std::vector<Id<Party>> ids;
            for (const PartyView& party : parties_of(tx, dispute, cx)) ids.push_back(party.id);
            return ids;
        });
    }

    Dispute reload(Id<Dispute> id) {
        return database_.read([&](db::Tx& tx) { return load(tx, id).value(); });
    }
    Dispute reload(const Dispute& dispute) { return reload(dispute.id); }

    static std::vector<PartyForm> both_sides() {
        std::vector<PartyForm> parties(2);
        parties[0].name = "张三";
        parties[0].phone = "13800000001";
        parties[1].side = Side::respondent;
        parties[1].name = "李四";
        return parties;
    }

    /// Kinds of the events of a dispute in order.
    std::vector<std::string> events_of(Id<Dispute> dispute) {
        static const db::Statement select_kinds{
            "testing.events", "SELECT kind FROM dispute_event WHERE dispute_id = $1 ORDER BY number"};
        return database_.read([&](db::Tx& tx) { return tx.all<std::string>(select_kinds, dispute); });
    }

    std::vector<std::string> events_of(const Dispute& dispute) { return events_of(dispute.id); }

    db::Database& database() { return database_; }

    const crypto::Keys& keys = identity::testing::keys();
    config::Config config;
    Instant now = morning();
    BodyId city_centre, county_centre, medical, town, village, other_village;

  private:
    static const std::string& password_hash() {
        static const std::string hash = crypto::hash_password(identity::testing::password);
        return hash;
    }

    static void add_places(db::Tx& tx) {
        tx.run_text(R"(INSERT INTO place (code, name, full_name, initials, level, parent_code) VALUES
            ('42', '湖北省', '湖北省', 'hbs', 'province', NULL),
            ('4212', '咸宁市', '咸宁市', 'xns', 'city', '42'),
            ('421202', '咸安区', '咸宁市咸安区', 'xaq', 'county', '4212'),
            ('421221', '嘉鱼县', '咸宁市嘉鱼县', 'jyx', 'county', '4212'),
            ('421202100', '汀泗桥镇', '咸宁市咸安区汀泗桥镇', 'tsqz', 'town', '421202'),
            ('421202100201', '高桥村', '咸宁市咸安区汀泗桥镇高桥村', 'gqc', 'village', '421202100'),
            ('421202100202', '聂家村', '咸宁市咸安区汀泗桥镇聂家村', 'njc', 'village', '421202100'),
            ('421221100', '官桥镇', '咸宁市嘉鱼县官桥镇', 'gqz', 'town', '421221'),
            ('421221100201', '高桥村', '咸宁市嘉鱼县官桥镇高桥村', 'gqc', 'village', '421221100'))");
    }

    using Kind = organisations::OrganisationKind;
    using Level = organisations::OrganisationLevel;

    static BodyId add_body(db::Tx& tx, std::string name, std::string abbreviation, Kind kind, Level level,
                           std::string_view place, std::optional<BodyId> parent,
                           std::vector<std::string> fields = {}) {
        organisations::OrganisationForm form;
        form.name = std::move(name);
        form.abbreviation = std::move(abbreviation);
        form.kind = kind;
        form.level = level;
        form.place_code = place;
        form.parent_id = parent;
        form.fields = std::move(fields);
        form.open_from_on = LegalDate(2020, 1, 1);
        return organisations::create(tx, form, morning());
    }

    void add_bodies(db::Tx& tx) {
        city_centre =
            add_body(tx, "咸宁市人民调解中心", "咸", Kind::mediation_centre, Level::city, "4212", std::nullopt);
        county_centre =
            add_body(tx, "咸安区人民调解中心", "咸安", Kind::mediation_centre, Level::county, "421202", city_centre);
        medical = add_body(tx, "咸安区医疗纠纷人民调解委员会", "咸安医", Kind::industry_committee, Level::county,
                           "421202", county_centre, {"15"});
        town = add_body(tx, "汀泗桥镇人民调解委员会", "汀", Kind::people_committee, Level::town, "421202100",
                        county_centre);
        village =
            add_body(tx, "高桥村人民调解委员会", "高桥", Kind::people_committee, Level::village, village_code, town);
        other_village = add_body(tx, "聂家村人民调解委员会", "聂家", Kind::people_committee, Level::village,
                                 other_village_code, town);
    }

    Dispute fresh_dispute(const identity::Context& cx) {
        Dispute fresh;
        fresh.id = Id<Dispute>::fresh(cx.moment);
        fresh.number = fmt::format("咸安登〔2026〕测{}号", ++disputes_);
        fresh.registered_at = cx.moment;
        fresh.registered_on = legal_date(cx.moment);
        fresh.registered_by_id = cx.actor.account;
        fresh.window_id = fresh.holder_id = cx.actor.organisation;
        fresh.title = "张三与李四邻里纠纷";
        fresh.narrative = "楼上夜间装修噪音扰民";
        fresh.national_type = "02";
        fresh.people_count = 2;
        fresh.place_code = village_code;
        return fresh;
    }

    db::Database& database_;
    std::map<std::string, identity::Actor> people_;
    int disputes_ = 0;
    int ticks_ = 0;
};

}  // namespace hemu::dispute
