// Files of a few kilobytes that unpack to gigabytes: nobody waits long for them, and the program stays as large as it
// was.
#include <gtest/gtest.h>

#include <sys/resource.h>
#include <zlib.h>

#include <chrono>
#include <fstream>

#include "apart.hpp"
#include "binding.hpp"
#include "scanned.hpp"
#include "watermark.hpp"

namespace hemu::pdf {

/// Flate within Flate: two gigabytes of spaces.
static std::string packed_twice() {
    const std::string spaces(16U << 20, ' ');
    z_stream stream = {};
    deflateInit(&stream, 9);
    std::string inner(1U << 20, '\0');
    const auto flushed = [&] {
        stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(spaces.data()));
        stream.avail_in = static_cast<uInt>(spaces.size());
        stream.next_out = reinterpret_cast<Bytef*>(inner.data());
        stream.avail_out = static_cast<uInt>(inner.size());
        deflate(&stream, Z_FULL_FLUSH);
        return inner.substr(0, inner.size() - stream.avail_out);
    };
    std::string first = flushed(), again = flushed();
    deflateEnd(&stream);
    for (int i = 0; i < 127; ++i) first += again;
    uLongf length = compressBound(first.size());
    std::string outer(length, '\0');
    compress2(reinterpret_cast<Bytef*>(outer.data()), &length, reinterpret_cast<const Bytef*>(first.data()),
              first.size(), 9);
    return outer.substr(0, length);
}

static const std::string twice = "/Filter [/FlateDecode /FlateDecode] ";

static std::string file_of(const std::vector<std::string>& objects) {
    std::string bytes = "%PDF-1.7\n", table = "0000000000 65535 f \n";
    for (std::size_t at = 0; at < objects.size(); ++at) {
        table += fmt::format("{:010} 00000 n \n", bytes.size());
        bytes += fmt::format("{} 0 obj\n{}\nendobj\n", at + 1, objects[at]);
    }
    const auto place = bytes.size(), count = objects.size() + 1;
    return bytes + fmt::format("xref\n0 {}\n{}trailer << /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", count,
                               table, count, place);
}

static std::string stream_of(const std::string& entries, const std::string& bytes) {
    return fmt::format("<< {} /Length {} >>\nstream\n{}\nendstream", entries, bytes.size(), bytes);
}

/// Its page stands in an object stream.
static std::string of_objects() {
    std::string bytes = "%PDF-1.7\n", rows;
    const auto row = [&](int kind, std::size_t place, int last) {
        rows += static_cast<char>(kind);
        rows += static_cast<char>(place >> 8);
        rows += static_cast<char>(place);
        rows += static_cast<char>(last);
    };
    row(0, 0, 0);
    row(2, 2, 0);
    row(1, bytes.size(), 0);
    bytes += "2 0 obj\n" + stream_of("/Type /ObjStm /N 1 /First 4 " + twice, packed_twice()) + "\nendobj\n";
    const auto place = bytes.size();
    row(1, place, 0);
    return bytes + "3 0 obj\n" + stream_of("/Type /XRef /Size 4 /W [1 2 1] /Root 1 0 R", rows) +
           fmt::format("\nendobj\nstartxref\n{}\n%%EOF\n", place);
}

static std::string page_of(const std::string& contents, const std::string& entries = "") {
    return file_of({"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R " + entries + ">>",
                    contents});
}

/// Nothing is packed: each of its numbers becomes an object.
static std::string of_numbers() {
    std::string numbers;
    for (int i = 0; i < 3'000'000; ++i) numbers += "1 ";
    return page_of(stream_of("", "0 0 m"), "/Resources << /Properties [" + numbers + "] >> ");
}

static std::size_t most_memory() {
    rusage usage = {};
    getrusage(RUSAGE_SELF, &usage);
    return static_cast<std::size_t>(usage.ru_maxrss) * 1024;
}

#ifdef __SANITIZE_ADDRESS__
constexpr bool is_sanitized = true;
#else
constexpr bool is_sanitized = false;
#endif
static constexpr const char* why_skipped = "under the address sanitizer nothing is read apart";

class Bomb : public testing::Test {
  protected:
    void SetUp() override {
        if (is_sanitized) GTEST_SKIP() << why_skipped;
    }
    void TearDown() override {
        EXPECT_LT(most_memory() - memory_, 200U << 20);
        EXPECT_LT(std::chrono::steady_clock::now() - begun_, std::chrono::seconds(45));
    }
    void is_refused(const std::string& bytes) {
        memory_ = most_memory();
        EXPECT_EQ(look_at(bytes).legibility, Legibility::too_long);
        EXPECT_EQ(page_pictures(bytes), std::vector<std::string>{});
        EXPECT_EQ(with_watermark(bytes, "张三"), std::nullopt);
        EXPECT_THROW(pages_of(bytes, 0, 1), std::runtime_error);
    }
    std::size_t memory_ = most_memory();
    const std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

TEST_F(Bomb, of_an_object_stream_is_refused) {
    const std::string bytes = of_objects();
    EXPECT_LT(bytes.size(), 20'000U);
    is_refused(bytes);
}

TEST_F(Bomb, of_many_objects_is_refused) { is_refused(of_numbers()); }

TEST_F(Bomb, of_a_drawing_is_not_bound_and_marked_without_being_unpacked) {
    const std::string bytes = page_of(stream_of(twice, packed_twice()));
    EXPECT_LT(bytes.size(), 20'000U);
    EXPECT_EQ(look_at(bytes).legibility, Legibility::too_long);
    EXPECT_TRUE(with_watermark(bytes, "张三"));
    EXPECT_EQ(page_pictures(bytes), std::vector<std::string>{""});
}

TEST(Apart, gives_what_the_work_gives_and_nothing_of_what_fails) {
    if (is_sanitized) GTEST_SKIP() << why_skipped;
    int seen = 0;
    const auto made = apart(0, [&] {
        ++seen;
        return std::string(5'000'000, 'x');
    });
    ASSERT_TRUE(made);
    EXPECT_EQ(made->bytes, std::string(5'000'000, 'x'));
    EXPECT_EQ(seen, 0);
    EXPECT_FALSE(apart(0, []() -> std::string { throw std::runtime_error("no"); }));
    EXPECT_FALSE(apart(0, []() -> std::string { std::abort(); }));
}

}  // namespace hemu::pdf
