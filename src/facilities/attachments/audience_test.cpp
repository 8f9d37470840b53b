#include "audience.hpp"

#include <gmock/gmock.h>

#include <filesystem>

#include "attachments.hpp"
#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "hidden.hpp"
#include "search.hpp"

namespace hemu::attachments {

using dispute::Side;
using dispute::TestCity;
using identity::Context;
using identity::Duty;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

static constexpr Audience all[] = {Audience::office,     Audience::joint,       Audience::applicant,
                                   Audience::respondent, Audience::third_party, Audience::caucus};

TEST(Audience, of_a_side_is_for_it_and_for_who_works_on_the_case) {
    const auto seen = [](const Reader& reader) {
        std::string words;
        for (const Audience one : all) words += may_see(reader, one) ? 'x' : '.';
        return words;
    };
    EXPECT_EQ(seen({}), "xx....");
    EXPECT_EQ(seen({.mediates = true}), "xxxxxx");
    EXPECT_EQ(seen({.keeps = true}), "xxxxx.") << "not even the head hears what was said in a separate talk";
    EXPECT_EQ(seen({.added = true}), "xxxxx.");
    EXPECT_EQ(seen({.was_given = true}), "xxxxx.");
    const auto of_party = [](Side side, bool added) {
        std::string words;
        for (const Audience one : all) words += may_see(side, added, one) ? 'x' : '.';
        return words;
    };
    EXPECT_EQ(of_party(Side::applicant, false), ".xx...");
    EXPECT_EQ(of_party(Side::respondent, false), ".x.x..");
    EXPECT_EQ(of_party(Side::third_party, false), ".x..x.");
    EXPECT_EQ(of_party(Side::applicant, true), "xxxxxx") << "his own";
}

/// A dispute that came in at the county's centre and is held by the town's committee, with a mediator and one file
/// for each audience, which he added.
class audiences : public db::OnBothEngines {
  protected:
    void SetUp() override {
        db::OnBothEngines::SetUp();
        if (IsSkipped()) return;
        city.emplace(database());
        city->config.data_dir = folder.string();
        dispute = city->add_dispute(dispute::State::mediating);
        city->hand_to(dispute, city->town, city->person(Duty::mediator, city->town));
        dispute = city->reload(dispute);
        database().transact([&](db::Tx& tx) { search::reindex(tx, dispute.id); });
        for (const Audience one : all)
            files[one] = add(mediator(), std::string(json::enum_word(one)) + "材料.txt", one);
    }
    void TearDown() override {
        std::filesystem::remove_all(folder);
        db::OnBothEngines::TearDown();
    }

    Context as(Duty duty, TestCity::BodyId body, int which = 1) {
        return city->as(city->person(duty, body, which), city->tick());
    }
    Context mediator() { return as(Duty::mediator, city->town); }
    Context nobody() { return city->as(identity::machine(Duty::citizen), city->tick()); }
    Place place_of(std::size_t party) {
        return Place::of(access::PartyPass{dispute.id, city->parties_in(dispute)[party]});
    }

    Id<Attachment> add(const Context& cx, const Place& place, const std::string& name,
                       std::optional<Audience> audience, const std::string& content) {
        const auto upload = database().transact([&](db::Tx& tx) {
            const auto size = static_cast<std::int64_t>(content.size());
            return begin_upload(tx, place, {name, AttachmentKind::evidence, size, audience}, cx);
        });
        return take_piece(cx, place, upload.id, 0, content).attachment_id.value();
    }
    Id<Attachment> add(const Context& cx, const std::string& name, std::optional<Audience> audience) {
        return add(cx, Place::of(dispute.id), name, audience, name);
    }

    AttachmentList list(const Context& cx) {
        return database().read(
            [&](db::Tx& tx) { return attachments_of(tx, dispute::find(tx, dispute.id, cx.actor), cx.actor); });
    }
    PartyFiles list_of_party(std::size_t party) {
        const access::PartyPass pass{dispute.id, *place_of(party).party_id};
        return database().read([&](db::Tx& tx) { return files_of_party(tx, pass); });
    }
    /// What the list and opening show of the six; they must agree.
    std::string seen(const Context& cx) {
        const auto items = list(cx).items;
        std::string words;
        for (const Audience one : all) {
            const bool listed =
                std::any_of(items.begin(), items.end(), [&](const auto& file) { return file.id == files[one]; });
            const bool opens = refusal_of([&] {
                                   open_attachment(http::make_request("GET", "/"), cx, dispute.id, files[one]);
                               }) != "not_found";
            EXPECT_EQ(listed, opens) << json::enum_word(one);
            words += listed ? 'x' : '.';
        }
        return words;
    }
    template <class Act>
    static std::string refusal_of(Act act) {
        try {
            act();
        } catch (const Refusal& refusal) {
            return refusal.fields.empty() ? refusal.code : refusal.fields[0].field + " " + refusal.fields[0].code;
        }
        return "";
    }
    std::string change(const Context& cx, Audience from, const AudienceForm& form) {
        return refusal_of([&] {
            database().transact([&](db::Tx& tx) {
                auto found = dispute::find(tx, dispute.id, cx.actor);
                change_audience(tx, found, files[from], form, cx);
            });
        });
    }
    std::string tokens() {
        static const db::Statement select{"testing.tokens_of",
                                          "SELECT CAST(tokens AS text) FROM search_entry WHERE dispute_id = $1"};
        return database().read([&](db::Tx& tx) { return tx.one<std::string>(select, dispute.id); });
    }

    std::filesystem::path folder = std::filesystem::temp_directory_path() / ("hemu_who_" + crypto::random_code(10));
    std::optional<TestCity> city;
    dispute::Dispute dispute;
    std::map<Audience, Id<Attachment>> files;
};
INSTANTIATE_TEST_SUITE_P(engines, audiences, ::testing::Values(db::Engine::sqlite, db::Engine::postgres),
                         db::engine_name);

TEST_P(audiences, are_asked_where_rows_are_fetched) {
    EXPECT_EQ(seen(mediator()), "xxxxxx");
    for (const Duty duty : {Duty::clerk, Duty::head, Duty::dispatcher})
        EXPECT_EQ(seen(as(duty, city->town)), "xxxxx.") << json::enum_word(duty);
    for (const Duty duty : {Duty::judge, Duty::leader, Duty::supervisor})
        EXPECT_EQ(seen(as(duty, city->county_centre)), "xx....") << json::enum_word(duty);
    EXPECT_EQ(seen(as(Duty::mediator, city->town, 2)), "xx....") << "a mediator of other cases";
    EXPECT_EQ(seen(as(Duty::clerk, city->county_centre)), "xx....") << "the window hands on and lets go";
    database().transact([&](db::Tx& tx) {
        dispute::end_person(tx, dispute, mediator().actor.account, dispute::PersonRole::presiding_mediator,
                            TestCity::morning());
    });
    EXPECT_EQ(seen(mediator()), "xxxxx.") << "replaced: what he brought himself, but no talks";
}

TEST_P(audiences, are_asked_where_events_are_told) {
    const auto told = [&](const Context& cx) {
        const auto hidden = database().read([&](db::Tx& tx) { return hidden_from(tx, dispute.id, cx.actor); });
        std::string words;
        for (const Audience one : all) words += hidden.contains(to_text(files[one])) ? '.' : 'x';
        EXPECT_EQ(words, seen(cx));
        return words;
    };
    EXPECT_EQ(told(mediator()), "xxxxxx");
    EXPECT_EQ(told(as(Duty::head, city->town)), "xxxxx.");
    EXPECT_EQ(told(as(Duty::leader, city->county_centre)), "xx....");
    database().transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, dispute.id, mediator().actor);
        remove_attachment(tx, found, files[Audience::caucus], {"放错了"}, mediator());
    });
    const auto hidden =
        database().read([&](db::Tx& tx) { return hidden_from(tx, dispute.id, as(Duty::head, city->town).actor); });
    EXPECT_THAT(hidden, ElementsAre(to_text(files[Audience::caucus]))) << "that it was there, too";
}

TEST_P(audiences, of_parties_are_their_side_and_what_is_joint) {
    add(nobody(), place_of(0), "甲的欠条.txt", std::nullopt, "一");
    add(nobody(), place_of(1), "乙的收条.txt", Audience::joint, "二");
    const auto names = [](const auto& given) {
        std::vector<std::string> all_names;
        for (const auto& one : given) all_names.push_back(one.name);
        return all_names;
    };
    EXPECT_THAT(names(list_of_party(0).items), ElementsAre("甲的欠条.txt"));
    EXPECT_EQ(list_of_party(0).items[0].audience, Audience::applicant);
    EXPECT_THAT(names(list_of_party(0).shared), ElementsAre("joint材料.txt", "applicant材料.txt", "乙的收条.txt"));
    EXPECT_THAT(names(list_of_party(1).shared), ElementsAre("joint材料.txt", "respondent材料.txt"));
    EXPECT_EQ(refusal_of([&] { add(nobody(), place_of(0), "x.txt", Audience::respondent, "三"); }),
              "audience unknown_word");
    EXPECT_EQ(refusal_of([&] { add(nobody(), place_of(0), "x.txt", Audience::office, "三"); }),
              "audience unknown_word");
}

TEST_P(audiences, are_kept_among_the_mediators_by_them_alone) {
    EXPECT_EQ(refusal_of([&] { add(as(Duty::head, city->town), "x.txt", Audience::caucus); }),
              "audience caucus_by_mediators");
    EXPECT_EQ(change(as(Duty::head, city->town), Audience::applicant, {Audience::caucus, "他说的"}),
              "audience caucus_by_mediators");
    EXPECT_EQ(change(as(Duty::head, city->town), Audience::caucus, {Audience::joint, "公开"}), "not_found");
    EXPECT_EQ(change(mediator(), Audience::applicant, {Audience::caucus, "单独谈话中提供"}), "");
    EXPECT_EQ(seen(as(Duty::head, city->town)), "xx.xx.");
}

TEST_P(audiences, change_with_a_reason_by_who_works_on_the_case) {
    EXPECT_EQ(change(mediator(), Audience::applicant, {Audience::joint, "  "}), "reason missing");
    EXPECT_EQ(change(mediator(), Audience::applicant, {Audience::applicant, "再想想"}),
              "audience audience_unchanged");
    EXPECT_EQ(change(as(Duty::leader, city->county_centre), Audience::joint, {Audience::office, "试试"}),
              "not_on_this_dispute");
    EXPECT_EQ(change(as(Duty::leader, city->county_centre), Audience::applicant, {Audience::office, "试试"}),
              "not_found");
    EXPECT_EQ(change(mediator(), Audience::applicant, {Audience::joint, "甲方同意向对方出示"}), "");
    EXPECT_THAT(city->events_of(dispute), Contains("attachment_audience"));
    EXPECT_EQ(list_of_party(1).shared.size(), 3U);
    const auto reason = [&] {
        for (const auto& one : list(mediator()).items)
            if (one.id == files[Audience::applicant]) return one.audience_reason.value_or("");
        return std::string();
    };
    EXPECT_EQ(reason(), "甲方同意向对方出示");
}

TEST_P(audiences, leave_narrow_names_out_of_the_index) {
    EXPECT_THAT(tokens(), testing::AllOf(HasSubstr("office"), HasSubstr("joint")));
    for (const char* name : {"applicant", "respondent", "third", "caucus"})
        EXPECT_THAT(tokens(), Not(HasSubstr(name)));
    EXPECT_EQ(change(mediator(), Audience::joint, {Audience::respondent, "乙方只愿给我们看"}), "");
    EXPECT_THAT(tokens(), Not(HasSubstr("joint")));
    EXPECT_EQ(change(mediator(), Audience::joint, {Audience::office, "内部"}), "");
    EXPECT_THAT(tokens(), HasSubstr("joint"));
}

TEST_P(audiences, are_widened_for_a_body_that_was_handed_the_file) {
    const auto judge = as(Duty::judge, city->county_centre);
    database().transact([&](db::Tx& tx) {
        for (const Audience one : {Audience::applicant, Audience::applicant, Audience::caucus})
            give(tx, dispute, {files[one]}, judge.actor.organisation, judge.moment);
    });
    EXPECT_EQ(seen(judge), "xxx...");
}

TEST_P(audiences, hide_what_is_coming_in_as_well) {
    const auto cx = mediator();
    const auto upload = database().transact([&](db::Tx& tx) {
        return begin_upload(tx, Place::of(dispute.id), {"谈话.txt", AttachmentKind::evidence, 9, Audience::caucus},
                            cx);
    });
    const auto head = as(Duty::head, city->town);
    const auto look = [&](const Context& reader) {
        return refusal_of(
            [&] { database().read([&](db::Tx& tx) { return upload_of(tx, dispute, upload.id, reader.actor); }); });
    };
    EXPECT_EQ(look(cx), "");
    EXPECT_EQ(look(head), "not_found");
    EXPECT_THAT(list(head).uploads, IsEmpty());
}

TEST_P(audiences, of_two_files_tell_of_the_same_content_only_whom_both_are_for) {
    const auto again = add(mediator(), Place::of(dispute.id), "又一份.txt", std::nullopt, "applicant材料.txt");
    const auto same_as = [&](const Context& cx) {
        for (const auto& one : list(cx).items)
            if (one.id == again) return one.same_as;
        return std::optional<Id<Attachment>>();
    };
    EXPECT_EQ(same_as(mediator()), files[Audience::applicant]);
    EXPECT_EQ(same_as(as(Duty::leader, city->county_centre)), std::nullopt);
    add(nobody(), place_of(0), "甲也有.txt", std::nullopt, "joint材料.txt");
    add(nobody(), place_of(0), "另一份.txt", std::nullopt, "respondent材料.txt");
    const auto own = list_of_party(0).items;
    EXPECT_EQ(own.at(0).same_as, files[Audience::joint]);
    EXPECT_EQ(own.at(1).same_as, std::nullopt) << "the other side's is none of his business";
}

}  // namespace hemu::attachments
