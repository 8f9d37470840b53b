#include <gmock/gmock.h>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "evidence.hpp"
#include "store.hpp"

namespace hemu::application {

using dispute::TestCity;
using identity::Duty;
using identity::testing::Caller;
using identity::testing::code_of;
using identity::testing::fields_of;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

static constexpr std::string_view phone = "13800000001";

class application : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        city_.emplace(database());
        std::filesystem::create_directories(folder_);
        city_->config.data_dir = folder_.string();
        all_ = routes;
        for (const auto* more : {&access::routes, &attachments::routes, &identity::routes})
            all_.insert(all_.end(), more->begin(), more->end());
    }

    void TearDown() override {
        std::filesystem::remove_all(folder_);
        db::OnBothEngines::TearDown();
    }

    Caller citizen() { return {database(), all_, city_->now}; }

    struct Begun {
        Caller caller;
        std::string code;
    };
    Begun begun(std::string_view number = phone, std::string_view more = "") {
        Begun made{citizen(), ""};
        const auto reply = made.caller.post("/api/citizen/applications",
                                            fmt::format(R"({{"phone":"{}","language":"zh"{}}})", number, more));
        EXPECT_EQ(reply.status, 201) << reply.body;
        if (reply.status == 201) made.code = json::read<ApplicationStarted>(reply.body).code;
        return made;
    }

    static ApplicationForm whole_form() {
        ApplicationForm form;
        form.parties = TestCity::both_sides();
        form.parties[0].phone.reset();
        form.narrative = "楼上卫生间渗水，楼下天花板起皮脱落";
        form.request = "修好并赔偿";
        form.place_code = std::string(TestCity::village_code);
        form.occurred_words = "今年春天";
        form.evidence = {{"photos", EvidenceState::will_bring, {}},
                         {"own", EvidenceState::cannot_get, "楼上的装修合同"}};
        form.days_away = {{LegalDate(2026, 12, 1), LegalDate(2026, 12, 3)}};
        form.other_handlers = {
            {EarlierHandler::village, "高桥村委会", LegalDate(2026, 10, 1), EarlierOutcome::failed}};
        form.asks_apart = true;
        form.step = "check";
        return form;
    }

    static ApplicationView view_in(const http::Reply& reply) {
        EXPECT_EQ(reply.status, 200) << reply.body;
        return json::read<ApplicationView>(reply.body);
    }
    ApplicationView view(Caller& caller) { return view_in(caller.get("/api/citizen/application")); }

    static http::Reply save(Caller& caller, const ApplicationForm& form, std::int64_t version) {
        return caller.ask("PUT", "/api/citizen/application", json::write(form),
                          {{"If-Match", fmt::format("\"{}\"", version)}});
    }
    static std::string all_consents(const ApplicationView& view) {
        SubmissionForm form;
        for (const auto& code : view.consents_needed) form.consents.push_back({code, 1});
        return json::write(form);
    }
    http::Reply submit(Caller& caller) {
        const auto now = view(caller);
        return caller.post("/api/citizen/application/submission",
                           now.submitted ? R"({"consents":[]})" : all_consents(now));
    }
    static http::Reply resume(Caller& caller, std::string_view code, std::string_view number) {
        return caller.post("/api/citizen/applications/resumption",
                           fmt::format(R"({{"phone":"{}","code":"{}"}})", number, code));
    }
    /// As the routes do it, into a folder of the test's own.
    void upload(const std::string& words) {
        const auto cx = city_->as(identity::machine(Duty::citizen), city_->now);
        const auto place = attachments::Place::of(the_application());
        const auto size = static_cast<std::int64_t>(words.size());
        const auto made = database().transact([&](db::Tx& tx) {
            return attachments::begin_upload(tx, place, {"聊天记录.txt", attachments::AttachmentKind::evidence, size},
                                             cx);
        });
        attachments::take_piece(cx, place, made.id, 0, words);
    }
    Id<Application> the_application() {
        static const db::Statement select{"testing.the_application", "SELECT id FROM application"};
        return database().read([&](db::Tx& tx) { return tx.one<Id<Application>>(select); });
    }
    std::size_t files_on_disk() const {
        std::size_t files = 0;
        for (const auto& one : std::filesystem::recursive_directory_iterator(folder_)) files += one.is_regular_file();
        return files;
    }
    void run_jobs() {
        identity::Surroundings around{database(), city_->keys, city_->config, [this] { return city_->now; }};
        for (const auto handlers : {job_handlers, attachments::job_handlers})
            for (const auto& handler : handlers(around)) handler.work({}, city_->now);
    }
    std::int64_t count(const std::string& sql) {
        // A statement of the test's own, prepared nowhere else.
        static std::map<std::string, std::unique_ptr<db::Statement>> made;
        auto& statement = made[sql];
        if (!statement)
            statement = std::make_unique<db::Statement>(fmt::format("testing.count_{}", made.size()), sql);
        return database().read([&](db::Tx& tx) { return tx.one<std::int64_t>(*statement); });
    }

    const std::filesystem::path folder_ =
        std::filesystem::temp_directory_path() / ("hemu_applications_" + crypto::random_code(10));
    std::optional<TestCity> city_;
    identity::Routes all_;
};
INSTANTIATE_TEST_SUITE_P(engines, application, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(application, is_begun_with_any_form_of_a_phone_and_says_when_it_goes) {
    auto [caller, code] = begun("+86 138-0000-0001");
    EXPECT_EQ(code.size(), 8U);
    const auto shown = view(caller);
    EXPECT_EQ(shown.phone, "138****0001");
    EXPECT_EQ(shown.deletes_on, LegalDate(2026, 12, 24));
    EXPECT_EQ(shown.version, 1);
    EXPECT_FALSE(shown.phone_can_be_confirmed);
    EXPECT_EQ(fields_of(caller.post("/api/citizen/applications",
                                    R"({"phone":"12","language":"de","from":"a b","channel":"window"})")),
              "phone:phone_wrong language:unknown_word channel:channel_reserved from:unknown_word");
}

TEST_P(application, is_saved_at_every_step_and_gone_on_with_elsewhere) {
    auto [first, code] = begun();
    ApplicationForm form;
    form.narrative = "漏水";
    form.step = "what_happened";
    ASSERT_EQ(view_in(save(first, form, 1)).version, 2);
    auto second = citizen();
    city_->now = city_->now + std::chrono::hours(48);
    const auto resumed = view_in(resume(second, "  " + code.substr(0, 4) + "-" + code.substr(4), "138 0000 0001"));
    EXPECT_EQ(resumed.form.narrative, "漏水");
    EXPECT_EQ(resumed.form.step, "what_happened");
    // Two devices: the second one's answer stands, the first is told.
    form.narrative = "楼上漏水";
    EXPECT_EQ(view_in(save(second, form, 2)).deletes_on, LegalDate(2026, 12, 26));
    city_->now = city_->now + -std::chrono::hours(48);
    EXPECT_EQ(code_of(save(first, form, 2)), "version_outdated");
    EXPECT_EQ(code_of(first.ask("PUT", "/api/citizen/application", json::write(form))), "version_required");
}

TEST_P(application, tells_nobody_whether_the_code_or_the_phone_is_wrong) {
    const auto [owner, code] = begun();
    auto stranger = citizen();
    const auto wrong_phone = resume(stranger, code, "13800000009");
    const auto wrong_code = resume(stranger, "ABCDEFGH", phone);
    EXPECT_EQ(wrong_phone.status, 404);
    EXPECT_EQ(code_of(wrong_phone), "code_not_found");
    EXPECT_EQ(code_of(wrong_code), "code_not_found");
    EXPECT_EQ(wrong_phone.status, wrong_code.status);
    EXPECT_EQ(code_of(stranger.get("/api/citizen/application")), "pass_needed");
    for (int i = 0; i < 8; ++i) resume(stranger, "ABCDEFGH", phone);
    EXPECT_EQ(code_of(resume(stranger, code, phone)), "too_many_tries");
}

TEST_P(application, keeps_what_is_typed_sealed) {
    auto [caller, code] = begun();
    ASSERT_EQ(save(caller, whole_form(), 1).status, 200);
    static const db::Statement select{
        "testing.application_rows",
        "SELECT content_sealed || phone_digest || code_digest || address_digest FROM application"};
    const auto row = database().read([&](db::Tx& tx) { return tx.one<std::string>(select); });
    for (const std::string_view word : {"张三", "渗水", "13800000001", "192.0.2.1"})
        EXPECT_THAT(row, Not(HasSubstr(word)));
    EXPECT_THAT(row, Not(HasSubstr(code)));
}

TEST_P(application, names_wrong_fields_and_keeps_the_version) {
    auto [caller, code] = begun();
    auto form = whole_form();
    form.place_code = "999999999999";
    form.parties[1].phone = "1";
    EXPECT_EQ(fields_of(save(caller, form, 1)), "place_code:place_unknown parties[1].phone:phone_wrong");
    EXPECT_EQ(view(caller).version, 1);
}

TEST_P(application, becomes_a_registered_dispute_at_the_centre_of_its_place) {
    auto [caller, code] = begun(phone, R"(,"from":"poster_3","channel":"kiosk")");
    ASSERT_EQ(save(caller, whole_form(), 1).status, 200);
    upload("欠条照片说明");
    const auto before = view(caller);
    EXPECT_THAT(before.missing, testing::IsEmpty());
    ASSERT_EQ(before.files.size(), 1U);
    EXPECT_EQ(before.guessed_types.front().local_type, "0203");
    EXPECT_EQ(fields_of(caller.post("/api/citizen/application/submission", R"({"consents":[]})")),
              "consents.rights_and_duties:consent_missing consents.personal_data:consent_missing "
              "consents.passing_on:consent_missing consents.sensitive_data:consent_missing");

    const auto reply = submit(caller);
    ASSERT_EQ(reply.status, 201) << reply.body;
    const auto receipt = json::read<ApplicationReceipt>(reply.body);
    EXPECT_EQ(receipt.body_name, "咸安区人民调解中心");
    EXPECT_FALSE(receipt.phone_confirmed);
    EXPECT_TRUE(receipt.next_by.has_value());

    static const db::Statement select{"testing.sent_dispute", "SELECT dispute_id FROM application"};
    const auto id = database().read([&](db::Tx& tx) { return tx.one<Id<dispute::Dispute>>(select); });
    const auto dispute = city_->reload(id);
    EXPECT_EQ(dispute.number, receipt.number);
    EXPECT_EQ(dispute.channel, dispute::Channel::kiosk);
    EXPECT_EQ(dispute.local_type, "0203");
    EXPECT_EQ(dispute.window_id, city_->county_centre);
    EXPECT_THAT(city_->events_of(id), ElementsAre("register", "attachment", "application"));

    auto clerk = city_->caller(all_, Duty::clerk, city_->county_centre);
    const auto told = json::read<ApplicationOfCase>(clerk.get("/api/disputes/" + to_text(id) + "/application").body);
    ASSERT_TRUE(told.told);
    EXPECT_EQ(told.told->from, "poster_3");
    // No entrance has this code: counted once as begun and once as sent, by no known entrance.
    static const db::Statement select_counts{"testing.entrance_counts",
                                             "SELECT begun * 10 + sent FROM entrance_count WHERE code = ''"};
    EXPECT_EQ(database().read([&](db::Tx& tx) { return tx.one<std::int64_t>(select_counts); }), 11);
    EXPECT_EQ(told.told->evidence.size(), 2U);
    EXPECT_EQ(told.told->other_handlers.front().name, "高桥村委会");
    EXPECT_EQ(told.consents.size(), 4U);
    const auto files = clerk.get("/api/disputes/" + to_text(id) + "/attachments").body;
    EXPECT_THAT(files, HasSubstr(R"("added_by_name":"张三")"));
    // The applicant is in as a party now, and finds his file there.
    EXPECT_THAT(caller.get("/api/citizen/case/attachments").body, HasSubstr("聊天记录.txt"));
}

TEST_P(application, is_sent_once_however_often_it_is_asked) {
    auto [caller, code] = begun();
    ASSERT_EQ(save(caller, whole_form(), 1).status, 200);
    const auto first = submit(caller);
    const auto again = submit(caller);
    EXPECT_EQ(first.body, again.body);
    EXPECT_EQ(count("SELECT count(*) AS count FROM dispute"), 1);
    const auto shown = view(caller);
    EXPECT_TRUE(shown.submitted);
    EXPECT_EQ(shown.form.narrative, "");
    EXPECT_EQ(code_of(save(caller, whole_form(), shown.version)), "already_submitted");
    EXPECT_EQ(code_of(caller.ask("DELETE", "/api/citizen/application")), "already_submitted");
    EXPECT_EQ(
        code_of(caller.post("/api/citizen/application/uploads", R"({"name":"a","kind":"evidence","size_bytes":1})")),
        "already_submitted");
    // From another device by code and phone the receipt can still be seen.
    auto elsewhere = citizen();
    EXPECT_EQ(view_in(resume(elsewhere, code, phone)).submitted->number,
              json::read<ApplicationReceipt>(first.body).number);
}

TEST_P(application, is_not_sent_half_filled_nor_as_an_older_version) {
    auto [caller, code] = begun();
    EXPECT_EQ(fields_of(caller.post("/api/citizen/application/submission", R"({"consents":[]})")),
              "narrative:missing place_code:missing parties:applicant_missing parties:other_side_missing");
    ASSERT_EQ(save(caller, whole_form(), 1).status, 200);
    const auto reply = caller.ask("POST", "/api/citizen/application/submission", all_consents(view(caller)),
                                  {{"If-Match", "\"1\""}});
    EXPECT_EQ(code_of(reply), "version_outdated");
}

TEST_P(application, has_a_calendar_once_it_is_sent) {
    auto [caller, code] = begun();
    EXPECT_EQ(code_of(caller.get("/api/citizen/application/calendar.ics")), "not_submitted");
    ASSERT_EQ(save(caller, whole_form(), 1).status, 200);
    ASSERT_EQ(submit(caller).status, 201);
    const auto file = caller.get("/api/citizen/application/calendar.ics");
    EXPECT_EQ(file.content_type, "text/calendar; charset=utf-8");
    EXPECT_THAT(file.body, HasSubstr("DTSTART;VALUE=DATE:20261201\r\nDTEND;VALUE=DATE:20261204\r\n"));
    EXPECT_THAT(file.body, HasSubstr("调解中心答复是否受理"));
    std::string unfolded = file.body;
    for (auto at = unfolded.find("\r\n "); at != unfolded.npos; at = unfolded.find("\r\n ")) unfolded.erase(at, 3);
    EXPECT_THAT(unfolded, HasSubstr("现场照片或视频"));
    EXPECT_THAT(file.body, Not(HasSubstr("张三")));
}

TEST_P(application, that_is_given_up_leaves_nothing) {
    auto [caller, code] = begun();
    upload("要删的内容");
    EXPECT_EQ(files_on_disk(), 1U);
    EXPECT_EQ(caller.ask("DELETE", "/api/citizen/application").status, 204);
    EXPECT_EQ(code_of(caller.get("/api/citizen/application")), "pass_needed");
    EXPECT_EQ(count("SELECT count(*) AS count FROM attachment"), 0);
    EXPECT_EQ(count("SELECT count(*) AS count FROM attachment_leftover"), 2);
    run_jobs();
    EXPECT_EQ(count("SELECT count(*) AS count FROM attachment_leftover"), 0);
    EXPECT_EQ(files_on_disk(), 0U);
}

TEST_P(application, goes_on_its_day_unless_it_is_saved) {
    auto [kept, kept_code] = begun();
    auto [left, left_code] = begun("13800000002");
    city_->now = TestCity::morning() + std::chrono::hours(24 * 29);
    auto again = citizen();
    resume(again, kept_code, phone);
    ASSERT_EQ(save(again, whole_form(), 1).status, 200);
    city_->now = TestCity::morning() + std::chrono::hours(24 * 30);
    run_jobs();
    EXPECT_EQ(count("SELECT count(*) AS count FROM application"), 1);
    auto late = citizen();
    late.address = "192.0.2.9";
    EXPECT_EQ(code_of(resume(late, left_code, "13800000002")), "code_not_found");
}

TEST_P(application, cannot_be_begun_without_end) {
    begun(), begun(), begun();
    // Those in which nothing was written make room.
    auto [written, code] = begun();
    ASSERT_EQ(save(written, whole_form(), 1).status, 200);
    EXPECT_EQ(count("SELECT count(*) AS count FROM application"), 3);
    for (int i = 0; i < 2; ++i) {
        auto [more, more_code] = begun();
        ASSERT_EQ(save(more, whole_form(), 1).status, 200);
    }
    auto one_more = citizen();
    const std::string start = fmt::format(R"({{"phone":"{}","language":"zh"}})", phone);
    EXPECT_EQ(code_of(one_more.post("/api/citizen/applications", start)), "too_many_applications");
    database().transact(
        [](db::Tx& tx) { tx.run_text("UPDATE application_setting SET value = 3 WHERE code = 'drafts_of_address'"); });
    EXPECT_EQ(code_of(one_more.post("/api/citizen/applications", R"({"phone":"13800000007","language":"zh"})")),
              "too_many_applications");
}

TEST_P(application, that_is_begun_twice_by_one_attempt_is_one) {
    const auto start = [&](const char* attempt, const char* number) {
        auto caller = citizen();
        const auto reply =
            caller.post("/api/citizen/applications",
                        fmt::format(R"({{"phone":"{}","language":"zh","attempt_id":"{}"}})", number, attempt));
        EXPECT_EQ(reply.status, 201) << reply.body;
        return std::pair(std::move(caller), json::read<ApplicationStarted>(reply.body).code);
    };
    const auto resumed = [&](const char* number, const std::string& code) {
        auto caller = citizen();
        return caller
            .post("/api/citizen/applications/resumption",
                  fmt::format(R"({{"phone":"{}","code":"{}"}})", number, code))
            .status;
    };
    static constexpr const char* one = "01890a5d-ac96-774b-bcce-b302099a8057";
    const auto lost = start(one, "13800000001").second;
    auto [caller, code] = start(one, "13800000002");
    EXPECT_EQ(count("SELECT count(*) AS count FROM application"), 1);
    EXPECT_EQ(resumed("13800000001", lost), 404);
    EXPECT_EQ(resumed("13800000002", code), 200);
    ASSERT_EQ(save(caller, whole_form(), 1).status, 200);
    const auto again = start("01890a5d-ac96-774b-bcce-b302099a8058", "13800000002").second;
    EXPECT_NE(again, code);
    EXPECT_EQ(count("SELECT count(*) AS count FROM application"), 2);
}

TEST_P(application, shows_its_notices_and_places_to_anybody) {
    auto caller = citizen();
    EXPECT_THAT(caller.get("/api/citizen/consents?language=en").body, HasSubstr("Mediation is free."));
    EXPECT_THAT(caller.get("/api/citizen/consents?language=zh").body, HasSubstr("调解不收钱"));
    const auto villages =
        json::read<std::vector<places::Place>>(caller.get("/api/citizen/places?within=421202100").body);
    EXPECT_EQ(villages.size(), 2U);
    EXPECT_THAT(caller.get("/api/citizen/places?search=%E8%81%82").body, Not(HasSubstr("高桥村")));
}

}  // namespace hemu::application
