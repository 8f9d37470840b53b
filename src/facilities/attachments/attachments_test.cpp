#include "attachments.hpp"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>

#include "db_testing.hpp"
#include "dispute_testing.hpp"
#include "mutations.hpp"
#include "rules.hpp"
#include "search.hpp"
#include "shelf.hpp"

namespace hemu::attachments {

using dispute::Dispute;
using dispute::State;
using dispute::TestCity;
using identity::Context;
using identity::Duty;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

HEMU_ON_BOTH_ENGINES(attachments);

TEST(attachment_rules, take_a_name_without_folders_and_a_size_within_bounds) {
    EXPECT_EQ(clean_name(" C:\\文件\\收条\n.jpg "), "收条.jpg");
    EXPECT_EQ(clean_name("../../etc/passwd"), "passwd");
    const auto said = [](const UploadForm& form) {
        std::vector<std::string> faults;
        for (const auto& fault : why_not_upload(form, true).fields) faults.push_back(fault.field + " " + fault.code);
        return faults;
    };
    EXPECT_THAT(said({"收条.jpg", AttachmentKind::evidence, 1}), IsEmpty());
    EXPECT_THAT(said({"收条.jpg", AttachmentKind::evidence, largest_file}), IsEmpty());
    EXPECT_THAT(said({"/", AttachmentKind::evidence, 0}), ElementsAre("name missing", "size_bytes file_empty"));
    EXPECT_THAT(said({std::string(121, 'x'), AttachmentKind::evidence, largest_file + 1}),
                ElementsAre("name too_long", "size_bytes file_too_large"));
}

TEST(attachment_rules, take_an_offset_of_digits_alone) {
    EXPECT_EQ(offset_in("0"), 0);
    EXPECT_EQ(offset_in("8388608"), 8'388'608);
    for (const char* header : {"", "-0", "-1", "+1", " 1", "1 ", "0x1", "9223372036854775808"})
        EXPECT_FALSE(offset_in(header)) << header;
}

TEST(attachment_rules, take_changed_offsets_and_names_or_refuse_them) {
    Mutations offsets({"0", "8388608", "52428800", "9223372036854775807", "-1", "+1", "0x10", "1e3", " 7"});
    for (int i = 0; i < 20'000; ++i) {
        const std::string header = offsets.next();
        const auto offset = offset_in(header);
        const bool digits = !header.empty() && header.find_first_not_of("0123456789") == header.npos;
        EXPECT_FALSE(offset && !digits) << header;
        if (offset) {
            EXPECT_EQ(std::to_string(*offset),
                      header.substr(std::min(header.find_first_not_of('0'), header.size() - 1)));
        }
    }
    Mutations given({"收条.jpg", "../../etc/passwd", "C:\\文件\\收条\n.jpg", std::string(300, 'n')},
                    {"/", "\\", "\r\n", std::string(1, '\0')});
    for (int i = 0; i < 20'000; ++i) {
        const std::string name = clean_name(given.next());
        EXPECT_EQ(name.find_first_of("/\\\r\n"), name.npos);
        EXPECT_EQ(name.find('\0'), name.npos);
    }
}

/// A case and a folder for its files.
class Office {
  public:
    explicit Office(db::Database& database)
        : folder(std::filesystem::temp_directory_path() / ("hemu_files_" + crypto::random_code(10))),
          city(database),
          dispute(city.add_dispute(State::registered)) {
        city.config.data_dir = folder.string();
    }
    ~Office() { std::filesystem::remove_all(folder); }

    Context as(Duty duty, TestCity::BodyId body, int which = 1) {
        return city.as(city.person(duty, body, which), city.tick());
    }
    Context clerk() { return as(Duty::clerk, city.county_centre); }

    template <class Act>
    static std::string refusal_of(Act act) {
        try {
            act();
        } catch (const Refusal& refusal) {
            return refusal.code;
        }
        return "";
    }
    UploadView begin(const Context& cx, std::int64_t size, const std::string& name = "收条.txt") {
        return city.database().transact([&](db::Tx& tx) {
            return begin_upload(tx, Place::of(dispute.id), {name, AttachmentKind::evidence, size}, cx);
        });
    }
    AttachmentList list(const Context& cx) {
        return city.database().read(
            [&](db::Tx& tx) { return attachments_of(tx, dispute::find(tx, dispute.id, cx.actor), cx.actor); });
    }
    Id<Attachment> add(const std::string& content) {
        const auto cx = clerk();
        const auto upload = begin(cx, static_cast<std::int64_t>(content.size()));
        return take_piece(cx, Place::of(dispute.id), upload.id, 0, content).attachment_id.value();
    }
    std::string open(const Context& cx, Id<Attachment> id) {
        return *open_attachment(http::make_request("GET", "/"), cx, dispute.id, id).content;
    }
    std::string remove(const Context& cx, Id<Attachment> id, const std::string& reason) {
        return refusal_of([&] {
            city.database().transact([&](db::Tx& tx) {
                Dispute found = dispute::find(tx, dispute.id, cx.actor);
                remove_attachment(tx, found, id, {reason}, cx);
            });
        });
    }
    std::vector<std::filesystem::path> files(const std::string& name) {
        std::vector<std::filesystem::path> found;
        if (!std::filesystem::exists(folder / name)) return found;
        for (const auto& one : std::filesystem::recursive_directory_iterator(folder / name))
            if (one.is_regular_file()) found.push_back(one.path());
        return found;
    }
    std::string verified() { return verify(city.database(), city.config, city.keys).damaged; }

    std::filesystem::path folder;
    TestCity city;
    Dispute dispute;
};

TEST_P(attachments, come_in_pieces_and_rest_sealed_under_their_digest) {
    Office office(database());
    const auto cx = office.clerk();
    const std::string content = "今收到张三交来的欠条原件。\n";
    const auto upload = office.begin(cx, static_cast<std::int64_t>(content.size()));
    EXPECT_THAT(office.list(cx).uploads, SizeIs(1));
    EXPECT_EQ(take_piece(cx, Place::of(office.dispute.id), upload.id, 0, content.substr(0, 9)).offset_bytes, 9);
    EXPECT_EQ(Office::refusal_of([&] { take_piece(cx, Place::of(office.dispute.id), upload.id, 0, content); }),
              "offset_wrong");
    EXPECT_EQ(Office::refusal_of([&] { take_piece(cx, Place::of(office.dispute.id), upload.id, 9, content); }),
              "file_too_large");
    const auto done = take_piece(cx, Place::of(office.dispute.id), upload.id, 9, content.substr(9));
    ASSERT_TRUE(done.attachment_id);
    EXPECT_EQ(take_piece(cx, Place::of(office.dispute.id), upload.id, done.size_bytes, "").attachment_id,
              done.attachment_id)
        << "an empty piece at the end asks for nothing";

    const auto list = office.list(cx);
    ASSERT_THAT(list.items, SizeIs(1));
    EXPECT_THAT(list.uploads, IsEmpty());
    EXPECT_EQ(list.items[0].media_type, "text/plain");
    EXPECT_EQ(list.items[0].digest, crypto::to_hex(crypto::sm3(content)));
    EXPECT_EQ(office.open(cx, *done.attachment_id), content);
    EXPECT_THAT(office.files("uploads"), IsEmpty());
    const auto kept = office.files("attachments");
    ASSERT_THAT(kept, SizeIs(1));
    std::ifstream file(kept[0], std::ios::binary);
    const std::string stored{std::istreambuf_iterator<char>(file), {}};
    EXPECT_EQ(stored.find("欠条"), std::string::npos) << "what rests on disk is sealed";
}

TEST_P(attachments, go_on_where_the_record_stands_after_a_crash) {
    Office office(database());
    const auto cx = office.clerk();
    const auto upload = office.begin(cx, 6);
    take_piece(cx, Place::of(office.dispute.id), upload.id, 0, "abc");
    // Written, but the server died before it could note it down.
    Shelf(office.city.config, office.city.keys).write_piece(upload.id, 3, "xy");
    const auto done = take_piece(cx, Place::of(office.dispute.id), upload.id, 3, "def");
    EXPECT_EQ(office.open(cx, done.attachment_id.value()), "abcdef");
}

TEST_P(attachments, do_not_count_their_last_piece_until_they_stand) {
    Office office(database());
    const auto cx = office.clerk();
    const auto upload = office.begin(cx, 3);
    std::filesystem::create_directories(office.folder);
    std::ofstream(office.folder / "attachments", std::ios::binary) << "no folder can be made here";
    EXPECT_ANY_THROW(take_piece(cx, Place::of(office.dispute.id), upload.id, 0, "abc"));
    EXPECT_EQ(office.list(cx).uploads.at(0).offset_bytes, 0);
    std::filesystem::remove(office.folder / "attachments");
    const auto done = take_piece(cx, Place::of(office.dispute.id), upload.id, 0, "abc");
    EXPECT_EQ(done.offset_bytes, 3);
    EXPECT_EQ(office.open(cx, done.attachment_id.value()), "abc");
}

TEST_P(attachments, refuse_what_could_run_and_drop_it) {
    Office office(database());
    const auto cx = office.clerk();
    const auto upload = office.begin(cx, 4, "photo.jpg");
    const std::string program("MZ\0\1", 4);
    EXPECT_EQ(Office::refusal_of([&] { take_piece(cx, Place::of(office.dispute.id), upload.id, 0, program); }),
              "file_unsupported");
    EXPECT_THAT(office.list(cx).uploads, IsEmpty());
    EXPECT_THAT(office.files("uploads"), IsEmpty());
    EXPECT_THAT(office.files("attachments"), IsEmpty());
}

TEST_P(attachments, are_seen_by_whoever_sees_the_case_and_uploads_by_their_owner) {
    Office office(database());
    const auto cx = office.clerk();
    const auto id = office.add("abc");
    const auto colleague = office.as(Duty::clerk, office.city.county_centre, 2);
    const auto stranger = office.as(Duty::clerk, office.city.town);
    const auto upload = office.begin(cx, 3);
    EXPECT_EQ(office.open(colleague, id), "abc");
    EXPECT_THAT(office.list(colleague).uploads, IsEmpty());
    EXPECT_EQ(Office::refusal_of([&] { take_piece(colleague, Place::of(office.dispute.id), upload.id, 0, "xyz"); }),
              "not_found");
    EXPECT_EQ(Office::refusal_of([&] { office.open(stranger, id); }), "dispute_not_found");
    EXPECT_EQ(Office::refusal_of([&] { drop_upload(stranger, Place::of(office.dispute.id), upload.id); }),
              "dispute_not_found");
    drop_upload(cx, Place::of(office.dispute.id), upload.id);
    EXPECT_THAT(office.list(cx).uploads, IsEmpty());
}

TEST_P(attachments, are_taken_out_with_a_reason_by_who_added_them_or_by_who_arranges) {
    Office office(database());
    const auto first = office.add("abc");
    const auto second = office.add("def");
    const auto colleague = office.as(Duty::clerk, office.city.county_centre, 2);
    const auto dispatcher = office.as(Duty::dispatcher, office.city.county_centre);
    EXPECT_EQ(office.remove(office.clerk(), first, " "), "invalid");
    EXPECT_EQ(office.remove(colleague, first, "传错了"), "not_your_file");
    EXPECT_EQ(office.remove(office.clerk(), first, "传错了"), "");
    EXPECT_EQ(office.remove(dispatcher, second, "与本案无关"), "");
    EXPECT_EQ(office.remove(dispatcher, second, "与本案无关"), "already_removed");
    EXPECT_EQ(Office::refusal_of([&] { office.open(colleague, first); }), "not_found");
    EXPECT_EQ(office.list(colleague).items[0].removal_reason, "与本案无关");
}

TEST_P(attachments, are_found_by_their_names_until_they_are_taken_out) {
    Office office(database());
    const auto tokens = [&] {
        static const db::Statement select{"testing.tokens",
                                          "SELECT CAST(tokens AS text) FROM search_entry WHERE dispute_id = $1"};
        return database().read([&](db::Tx& tx) { return tx.one<std::string>(select, office.dispute.id); });
    };
    database().transact([&](db::Tx& tx) { search::reindex(tx, office.dispute.id); });
    const auto cx = office.clerk();
    const auto upload = office.begin(cx, 3, "玛瑙照片.txt");
    const auto id = take_piece(cx, Place::of(office.dispute.id), upload.id, 0, "abc").attachment_id.value();
    EXPECT_THAT(tokens(), HasSubstr("玛瑙"));
    EXPECT_EQ(office.remove(cx, id, "传错了"), "");
    EXPECT_THAT(tokens(), testing::AllOf(testing::Not(HasSubstr("玛瑙")), HasSubstr("传错")));
}

TEST_P(attachments, are_not_added_to_what_is_in_the_archive) {
    Office office(database());
    const auto cx = office.clerk();
    office.dispute = office.city.add_dispute(State::archived);
    EXPECT_EQ(Office::refusal_of([&] { office.begin(cx, 3); }), "not_in_this_state");
}

TEST_P(attachments, that_are_missing_or_changed_are_found_by_the_verification) {
    Office office(database());
    const auto id = office.add(std::string(600'000, 'a'));
    EXPECT_EQ(office.verified(), "");
    const auto path = office.files("attachments").at(0);
    {
        std::ifstream file(path, std::ios::binary);
        std::string line, rest;
        std::getline(file, line);
        std::ofstream(path.string() + "_cut", std::ios::binary) << line << "\n";
    }
    std::filesystem::rename(path.string() + "_cut", path);
    EXPECT_THAT(office.verified(), HasSubstr(to_text(id))) << "pieces left out at the end";
    EXPECT_EQ(Office::refusal_of([&] { office.open(office.clerk(), id); }), "file_damaged");
    std::filesystem::remove(path);
    EXPECT_THAT(office.verified(), HasSubstr("no such file"));
}

TEST_P(attachments, that_nobody_went_on_with_for_a_week_are_dropped) {
    Office office(database());
    const auto cx = office.clerk();
    const auto upload = office.begin(cx, 6);
    take_piece(cx, Place::of(office.dispute.id), upload.id, 0, "abc");
    keep_house(office.city.database(), office.city.config, cx.moment + std::chrono::hours(7 * 24 - 1));
    EXPECT_THAT(office.list(cx).uploads, SizeIs(1));
    keep_house(office.city.database(), office.city.config, cx.moment + std::chrono::hours(7 * 24 + 1));
    EXPECT_THAT(office.list(cx).uploads, IsEmpty());
    EXPECT_THAT(office.files("uploads"), IsEmpty());
}

}  // namespace hemu::attachments
