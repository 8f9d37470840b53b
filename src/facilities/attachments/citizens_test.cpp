#include "citizens.hpp"

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "contents.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "shelf.hpp"

namespace hemu::attachments {

using access::Application;
using dispute::TestCity;
using identity::Context;
using identity::Duty;
using testing::ElementsAre;
using testing::IsEmpty;

/// A case whose parties bring files, and an application beside it.
class citizens_files : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        city.emplace(database());
        city->config.data_dir = folder.string();
        dispute = city->add_dispute(dispute::State::accepted);
        const auto parties = city->parties_in(dispute);
        applicant = Place::of(access::PartyPass{dispute.id, parties[0]});
        respondent = Place::of(access::PartyPass{dispute.id, parties[1]});
    }
    void TearDown() override {
        std::filesystem::remove_all(folder);
        db::OnBothEngines::TearDown();
    }

    Context nobody() { return city->as(identity::machine(Duty::citizen), city->tick()); }
    UploadView begin(const Place& place, std::int64_t size, const std::string& name = "收条.txt") {
        const auto cx = nobody();
        return database().transact([&](db::Tx& tx) {
            return begin_upload(tx, place, {name, AttachmentKind::evidence, size}, cx);
        });
    }
    Id<Attachment> add(const Place& place, const std::string& content, const std::string& name = "收条.txt") {
        const auto upload = begin(place, static_cast<std::int64_t>(content.size()), name);
        return take_piece(nobody(), place, upload.id, 0, content).attachment_id.value();
    }
    std::vector<std::string> names_at(const Place& place) {
        return database().read([&](db::Tx& tx) {
            std::vector<std::string> names;
            for (const auto& one : own_files(tx, place).items) names.push_back(one.name);
            return names;
        });
    }
    std::string opened(const Place& place, Id<Attachment> id) {
        return refusal_of([&] {
            open_own(
                http::make_request("GET", "/"), nobody(), [&](db::Tx&) { return place; }, id);
        });
    }
    template <class Act>
    static std::string refusal_of(Act act) {
        try {
            act();
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
        return "";
    }
    std::size_t files_on_disk(const std::string& name) const {
        std::size_t files = 0;
        if (std::filesystem::exists(folder / name))
            for (const auto& one : std::filesystem::recursive_directory_iterator(folder / name))
                files += one.is_regular_file() ? 1 : 0;
        return files;
    }
    void set(std::string_view code, int value) {
        database().transact([&](db::Tx& tx) {
            tx.run_text(fmt::format("UPDATE attachment_setting SET value = {} WHERE code = '{}'", value, code));
        });
    }

    const std::filesystem::path folder =
        std::filesystem::temp_directory_path() / ("hemu_files_" + crypto::random_code(10));
    std::optional<TestCity> city;
    dispute::Dispute dispute;
    Place applicant, respondent;
    const Id<Application> application_id = Id<Application>::fresh(TestCity::morning());
    const Place application = Place::of(application_id);
};
INSTANTIATE_TEST_SUITE_P(engines, citizens_files, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(citizens_files, are_a_partys_own_and_staff_sees_whose) {
    const auto id = add(applicant, "欠条一张", "欠条.txt");
    EXPECT_THAT(names_at(applicant), ElementsAre("欠条.txt"));
    EXPECT_THAT(names_at(respondent), IsEmpty());
    EXPECT_EQ(opened(applicant, id), "");
    EXPECT_EQ(opened(respondent, id), "not_found");
    EXPECT_EQ(opened(application, id), "not_found");
    const auto clerk = city->as(Duty::clerk, city->county_centre);
    const auto seen = database().read(
        [&](db::Tx& tx) { return attachments_of(tx, dispute::find(tx, dispute.id, clerk.actor), clerk.actor); });
    ASSERT_EQ(seen.items.size(), 1U);
    EXPECT_EQ(seen.items[0].added_by_name, "张三");
    EXPECT_EQ(seen.items[0].party_id, applicant.party_id);
    EXPECT_THAT(city->events_of(dispute), ElementsAre("register", "attachment"));
}

TEST_P(citizens_files, are_gone_on_with_by_their_owner_only) {
    const auto upload = begin(applicant, 6);
    const auto cx = nobody();
    EXPECT_EQ(refusal_of([&] { take_piece(cx, respondent, upload.id, 0, "abc"); }), "not_found");
    EXPECT_EQ(refusal_of([&] { drop_upload(cx, application, upload.id); }), "not_found");
    EXPECT_EQ(take_piece(cx, applicant, upload.id, 0, "abc").offset_bytes, 3);
    drop_upload(cx, applicant, upload.id);
    EXPECT_EQ(refusal_of([&] { take_piece(cx, applicant, upload.id, 3, "def"); }), "not_found");
}

TEST_P(citizens_files, stay_within_the_citys_limits) {
    set("party_files", 2);
    set("party_megabytes", 1);
    EXPECT_EQ(refusal_of([&] { begin(applicant, 2 * 1024 * 1024); }), "too_many_megabytes");
    add(applicant, "一");
    begin(applicant, 3);
    EXPECT_EQ(refusal_of([&] { begin(applicant, 3); }), "too_many_files");
    EXPECT_EQ(refusal_of([&] { begin(respondent, 3); }), "");
    EXPECT_EQ(refusal_of([&] { begin(application, 3); }), "");
}

TEST_P(citizens_files, are_taken_back_by_their_party_alone_and_leave_the_disk) {
    const auto id = add(applicant, "发错的病历", "病历.txt");
    add(applicant, "欠条一张", "欠条.txt");
    const auto take_it_back = [&](const Place& place) {
        return refusal_of([&] {
            const auto cx = nobody();
            database().transact([&](db::Tx& tx) { take_back(tx, {*place.dispute_id, *place.party_id}, id, cx); });
        });
    };
    EXPECT_EQ(take_it_back(respondent), "not_found");
    EXPECT_EQ(take_it_back(applicant), "");
    EXPECT_EQ(take_it_back(applicant), "not_found") << "it is gone";
    EXPECT_THAT(names_at(applicant), ElementsAre("欠条.txt"));
    EXPECT_EQ(opened(applicant, id), "not_found");
    EXPECT_EQ(files_on_disk("attachments"), 2U);
    sweep(database(), city->config, city->keys);
    EXPECT_EQ(files_on_disk("attachments"), 1U);
    EXPECT_EQ(verify(database(), city->config, city->keys).files, 1);
    EXPECT_THAT(city->events_of(dispute),
                ElementsAre("register", "attachment", "attachment", "attachment_taken_back"));
    const auto clerk = city->as(Duty::clerk, city->county_centre);
    const auto seen = database().read(
        [&](db::Tx& tx) { return attachments_of(tx, dispute::find(tx, dispute.id, clerk.actor), clerk.actor); });
    ASSERT_EQ(seen.items.size(), 2U);
    EXPECT_TRUE(seen.items[1].taken_back) << "staff see that there was one";
    add(applicant, "发错的病历", "病历.txt");
    EXPECT_EQ(files_on_disk("attachments"), 2U);
}

TEST_P(citizens_files, stay_in_the_record_once_the_mediation_has_rested_on_them) {
    const auto shown = add(applicant, "欠条一张", "欠条.txt");
    const auto record = city->as(Duty::mediator, city->county_centre, city->tick());
    database().transact([&](db::Tx& tx) {
        auto found = dispute::load(tx, dispute.id).value();
        dispute::record(tx, found, "session_held", record, json::Nothing{});
    });
    const auto later = add(applicant, "刚拍的", "照片.txt");
    const access::PartyPass pass{*applicant.dispute_id, *applicant.party_id};
    const auto files = database().read([&](db::Tx& tx) { return files_of_party(tx, pass); });
    ASSERT_EQ(files.items.size(), 2U);
    EXPECT_TRUE(files.items[0].in_record);
    EXPECT_FALSE(files.items[1].in_record);
    const auto take_it_back = [&](Id<Attachment> id) {
        return refusal_of([&] {
            const auto cx = nobody();
            database().transact([&](db::Tx& tx) { take_back(tx, pass, id, cx); });
        });
    };
    EXPECT_EQ(take_it_back(shown), "file_in_record");
    EXPECT_EQ(take_it_back(later), "");
    add(applicant, "结案后", "结案后.txt");
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET state = 'closed'"); });
    for (const auto& one : database().read([&](db::Tx& tx) { return files_of_party(tx, pass); }).items)
        EXPECT_TRUE(one.in_record) << one.name;
}

TEST_P(citizens_files, of_an_archived_case_are_no_more_taken) {
    database().transact([&](db::Tx& tx) { tx.run_text("UPDATE dispute SET state = 'archived'"); });
    EXPECT_EQ(refusal_of([&] { begin(applicant, 3); }), "not_in_this_state");
}

TEST_P(citizens_files, become_the_disputes_when_the_application_is_sent) {
    add(application, "聊天记录", "聊天.txt");
    const auto coming = begin(application, 9, "半途.txt");
    const auto cx = nobody();
    const auto files = database().transact([&](db::Tx& tx) {
        auto found = dispute::load(tx, dispute.id).value();
        return hand_over(tx, application_id, found, *applicant.party_id, "张三", access::as_party(cx, found));
    });
    EXPECT_EQ(files, 1);
    EXPECT_THAT(names_at(application), IsEmpty());
    EXPECT_THAT(names_at(applicant), ElementsAre("聊天.txt"));
    EXPECT_EQ(refusal_of([&] { take_piece(nobody(), application, coming.id, 0, "abc"); }), "not_found");
    EXPECT_EQ(take_piece(nobody(), applicant, coming.id, 0, "abc").offset_bytes, 3);
    EXPECT_EQ(verify(database(), city->config, city->keys).damaged, "");
}

TEST_P(citizens_files, that_are_dropped_leave_the_disk_unless_somebody_else_has_the_same) {
    add(application, "同一份");
    add(application, "只此一份");
    add(applicant, "同一份");
    const auto half = begin(application, 9);
    take_piece(nobody(), application, half.id, 0, "abc");
    EXPECT_EQ(files_on_disk("attachments"), 2U);
    EXPECT_EQ(files_on_disk("uploads"), 1U);
    database().transact([&](db::Tx& tx) { drop_files(tx, application_id, TestCity::morning()); });
    sweep(database(), city->config, city->keys);
    EXPECT_EQ(files_on_disk("attachments"), 1U);
    EXPECT_EQ(files_on_disk("uploads"), 0U);
    EXPECT_EQ(verify(database(), city->config, city->keys).damaged, "");
    sweep(database(), city->config, city->keys);
    EXPECT_EQ(files_on_disk("attachments"), 1U);
}

TEST_P(citizens_files, are_not_swept_while_somebody_is_about_to_name_them) {
    add(application, "同一份");
    database().transact([&](db::Tx& tx) { drop_files(tx, application_id, TestCity::morning()); });
    const auto clerk = city->as(Duty::clerk, city->county_centre);
    std::atomic<bool> holds = false;
    std::thread keeper([&] {
        database().transact([&](db::Tx& tx) {
            keep_content(tx, "同一份", clerk);
            holds = true;
            std::this_thread::sleep_for(std::chrono::milliseconds(300));
            auto found = dispute::load(tx, dispute.id).value();
            add_file(tx, found, "收条.txt", AttachmentKind::evidence, "同一份", clerk);
        });
    });
    while (!holds) std::this_thread::yield();
    sweep(database(), city->config, city->keys);
    keeper.join();
    EXPECT_EQ(files_on_disk("attachments"), 1U);
    EXPECT_EQ(verify(database(), city->config, city->keys).damaged, "");
}

}  // namespace hemu::attachments
