#include "live_audience.hpp"

#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "live_message.hpp"

namespace hemu::dispute {

using identity::Actor;
using identity::Duty;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAreArray;

static const db::Statement select_outbox{"live_audience_test.outbox", R"(
    SELECT 0 AS number, subject_id, topics, words FROM live_outbox ORDER BY id)"};
class live_rights : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (!IsSkipped()) city_ = std::make_unique<TestCity>(database());
    }
    /// A session of this actor in his post.
    live::Reader sign_in(const Actor& actor) {
        live::Reader reader{{Id<identity::Session>::fresh(TestCity::morning()).bytes}, {actor.post.bytes}};
        const auto until = to_text(TestCity::morning() + std::chrono::hours(1));
        database().transact([&](db::Tx& tx) {
            tx.run_text(
                fmt::format("INSERT INTO session (id, token_digest, account_id, post_id, owes, created_at, "
                            "seen_at, idle_until, ends_at) VALUES "
                            "('{0}', '{0}', '{1}', '{2}', 'nothing', '{3}', '{3}', '{4}', '{4}')",
                            to_text(reader.session_id), to_text(actor.account), to_text(actor.post),
                            to_text(TestCity::morning()), until));
        });
        return reader;
    }
    void run(const std::string& sql) {
        database().transact([&](db::Tx& tx) { tx.run_text(sql); });
    }
    static live::Message about(const Dispute& dispute, std::string_view words = "{}") {
        return {1, {dispute.id.bytes}, "queue", std::string(words)};
    }
    std::vector<live::Reader> readers_of(const live::Message& message, Instant moment = TestCity::morning()) {
        auto readers = database().read([&](db::Tx& tx) { return audience_->readers_of(tx, {message}, moment); });
        std::sort(readers[0].begin(), readers[0].end());
        return readers[0];
    }
    bool present(const live::Reader& reader, Instant moment = TestCity::morning()) {
        const auto all = database().read([&](db::Tx& tx) { return audience_->present(tx, moment); });
        return std::find(all.begin(), all.end(), reader) != all.end();
    }
    bool finds(const Actor& actor, const Dispute& dispute) {
        try {
            database().read([&](db::Tx& tx) { return find(tx, dispute.id, actor); });
            return true;
        } catch (const Refusal&) {
            return false;
        }
    }
    /// Everything announced since the last call.
    std::vector<live::Message> announced() {
        return database().transact([](db::Tx& tx) {
            auto messages = tx.all<live::Message>(select_outbox);
            tx.run_text("DELETE FROM live_outbox");
            return messages;
        });
    }

    std::unique_ptr<TestCity> city_;
    std::unique_ptr<live::Audience> audience_ = live_audience();
};
INSTANTIATE_TEST_SUITE_P(engines, live_rights, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

static constexpr Duty all_duties[] = {Duty::clerk,
                                      Duty::mediator,
                                      Duty::head,
                                      Duty::dispatcher,
                                      Duty::supervisor,
                                      Duty::judge,
                                      Duty::leader,
                                      Duty::system_administrator,
                                      Duty::security_administrator,
                                      Duty::audit_administrator};

TEST_P(live_rights, are_those_of_finding_the_dispute) {
    std::vector<std::pair<Actor, live::Reader>> people;
    for (const auto body : {city_->city_centre, city_->county_centre, city_->town, city_->village})
        for (const Duty duty : all_duties) {
            const Actor actor = city_->person(duty, body);
            people.emplace_back(actor, sign_in(actor));
        }
    std::size_t sights = 0;
    for (const char* secrecy : {"normal", "private", "restricted"})
        for (const auto holder : {city_->county_centre, city_->village}) {
            const Dispute dispute = city_->add_dispute(State::taken);
            run(fmt::format("UPDATE dispute SET secrecy = '{}' WHERE id = '{}'", secrecy, to_text(dispute.id)));
            database().transact([&](db::Tx& tx) {
                Dispute changed = load(tx, dispute.id).value();
                set_holder(tx, changed, holder);
                give_body(tx, changed, holder, BodyRole::lead, TestCity::morning());
                give_person(tx, changed, people[2].first.account, PersonRole::mediator, TestCity::morning());
            });
            std::vector<live::Reader> expected;
            for (const auto& [actor, reader] : people)
                if (finds(actor, dispute)) expected.push_back(reader);
            sights += expected.size();
            EXPECT_THAT(readers_of(about(dispute)), UnorderedElementsAreArray(expected)) << secrecy;
        }
    EXPECT_GT(sights, 20U);
}

TEST_P(live_rights, end_with_session_post_and_account) {
    const Actor actor = city_->person(Duty::clerk, city_->county_centre);
    const Dispute dispute = city_->add_dispute(State::registered);
    const auto reader = sign_in(actor);
    const auto may_read = [&](Instant moment = TestCity::morning()) {
        const bool reads = readers_of(about(dispute), moment) == std::vector{reader};
        EXPECT_EQ(present(reader, moment), reads);
        return reads;
    };
    const auto session = "WHERE id = '" + to_text(reader.session_id) + "'";
    EXPECT_TRUE(may_read());
    EXPECT_FALSE(may_read(TestCity::morning() + std::chrono::minutes(61))) << "idle for too long";
    run("UPDATE session SET owes = 'password' " + session);
    EXPECT_FALSE(may_read());
    run("UPDATE session SET owes = 'nothing' " + session);
    run("UPDATE account SET state = 'disabled' WHERE id = '" + to_text(actor.account) + "'");
    EXPECT_FALSE(may_read());
    run("UPDATE account SET state = 'active' WHERE id = '" + to_text(actor.account) + "'");
    EXPECT_TRUE(may_read());
    run("UPDATE post SET to_on = '2026-11-23' WHERE id = '" + to_text(actor.post) + "'");
    EXPECT_FALSE(may_read());
    run("UPDATE post SET to_on = '2026-11-24' WHERE id = '" + to_text(actor.post) + "'");
    EXPECT_TRUE(may_read());
    const Actor other = city_->person(Duty::clerk, city_->county_centre, 2);
    run("UPDATE session SET post_id = '" + to_text(other.post) + "' " + session);
    EXPECT_FALSE(may_read()) << "the reader was the session in its post";
    run("DELETE FROM session " + session);
    EXPECT_FALSE(may_read());
}

TEST_P(live_rights, say_what_a_reader_missed) {
    const auto mediator = city_->person(Duty::mediator, city_->village);
    const auto reader = sign_in(mediator);
    const auto stranger = sign_in(city_->person(Duty::mediator, city_->other_village));
    const Dispute seen = city_->add_dispute(State::taken);
    const Dispute unseen = city_->add_dispute(State::taken);
    database().transact(
        [&](db::Tx& tx) { give_body(tx, seen, city_->village, BodyRole::lead, TestCity::morning()); });
    std::string rows;
    std::int64_t number = 0;
    for (const Dispute* dispute : {&seen, &unseen, &seen})
        rows +=
            fmt::format("{}({}, '{}', 'queue', '{{}}')", rows.empty() ? "" : ", ", ++number, to_text(dispute->id));
    rows += fmt::format(", (4, '{}', 'queue', 'null'), (5, '{}', 'queue', 'null')", to_text(mediator.account),
                        to_text(city_->village));
    run("INSERT INTO live_message (number, subject_id, topics, words) VALUES " + rows);
    const auto missed = [&](const live::Reader& of, std::int64_t after, std::int64_t up_to) {
        const auto messages =
            database().read([&](db::Tx& tx) { return audience_->missed(tx, of, after, up_to, TestCity::morning()); });
        std::vector<std::int64_t> numbers;
        for (const auto& message : messages) numbers.push_back(message.number);
        return numbers;
    };
    EXPECT_THAT(missed(reader, 0, 5), ElementsAre(1, 3, 4, 5));
    EXPECT_THAT(missed(reader, 1, 4), ElementsAre(3, 4));
    EXPECT_THAT(missed(stranger, 0, 5), IsEmpty());
    run("DELETE FROM session WHERE id = '" + to_text(reader.session_id) + "'");
    EXPECT_THAT(missed(reader, 0, 5), IsEmpty());
}

TEST_P(live_rights, a_message_says_that_something_happened_and_nothing_else) {
    const Dispute dispute = city_->add_dispute(State::registered);
    announced();
    const auto cx = city_->as(Duty::clerk, city_->county_centre);
    database().transact([&](db::Tx& tx) {
        Dispute found = load(tx, dispute.id).value();
        const auto event = record_with(tx, found, "note", cx, "{}");
        add_note(tx, found, event, "张三不愿见面", cx.moment);
    });
    const auto messages = announced();
    ASSERT_EQ(messages.size(), 1U);
    EXPECT_EQ(messages[0].topics, "queue dispute:" + to_text(dispute.id));
    EXPECT_EQ(messages[0].subject_id.bytes, dispute.id.bytes);
    const auto words = boost::json::parse(messages[0].words).as_object();
    EXPECT_EQ(words.at("kind"), "note");
    EXPECT_EQ(words.at("state"), "registered");
    EXPECT_EQ(words.at("number"), 2);
    EXPECT_EQ(words.at("version"), 1);
    EXPECT_EQ(words.at("dispute_id").as_string(), to_text(dispute.id));
    EXPECT_EQ(words.size(), 6U);
}

TEST_P(live_rights, who_loses_sight_is_told_to_look) {
    const auto mediator = city_->person(Duty::mediator, city_->village);
    const auto of_mediator = sign_in(mediator);
    const auto of_village = sign_in(city_->person(Duty::head, city_->village));
    const auto of_town = sign_in(city_->person(Duty::head, city_->town));
    const auto elsewhere = sign_in(city_->person(Duty::head, city_->other_village));
    const Dispute dispute = city_->add_dispute(State::taken);
    const auto told = [&] {
        std::set<live::Reader> readers;
        for (const live::Message& message : announced()) {
            EXPECT_EQ(message.words, no_words);
            for (const auto& reader : readers_of(message)) readers.insert(reader);
        }
        EXPECT_FALSE(readers.contains(elsewhere));
        return readers;
    };
    const auto change = [&](const std::function<void(db::Tx&, Dispute&)>& what) {
        announced();
        database().transact([&](db::Tx& tx) {
            Dispute found = load(tx, dispute.id).value();
            what(tx, found);
        });
    };
    const auto moment = TestCity::morning();
    change([&](db::Tx& tx, Dispute& found) {
        give_body(tx, found, city_->village, BodyRole::lead, moment);
        give_person(tx, found, mediator.account, PersonRole::mediator, moment);
        set_holder(tx, found, city_->village);
    });
    EXPECT_FALSE(told().contains(of_mediator)) << "nobody but the holder before loses sight";
    change(
        [&](db::Tx& tx, Dispute& found) { end_person(tx, found, mediator.account, PersonRole::mediator, moment); });
    EXPECT_EQ(told(), std::set{of_mediator});
    change([&](db::Tx& tx, Dispute& found) {
        Grading grading;
        grading.national_type = found.national_type;
        grading.secrecy = Secrecy::restricted;
        set_grading(tx, found, grading);
    });
    EXPECT_EQ(told(), (std::set{of_mediator, of_village, of_town}));
    change([&](db::Tx& tx, Dispute& found) {
        end_body(tx, found, city_->village, BodyRole::lead, moment);
        set_holder(tx, found, found.window_id);
    });
    EXPECT_EQ(told(), (std::set{of_mediator, of_village, of_town}));
}

TEST_P(live_rights, know_their_topics) {
    EXPECT_TRUE(audience_->is_topic("queue"));
    EXPECT_TRUE(audience_->is_topic("dispute:0198a6f0-0000-7000-8000-000000000000"));
    for (const char* topic : {"", "queues", "dispute:", "dispute:1", "audit"})
        EXPECT_FALSE(audience_->is_topic(topic));
}

}  // namespace hemu::dispute
