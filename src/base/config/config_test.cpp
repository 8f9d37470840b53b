#include "config.hpp"

#include <gmock/gmock.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>

namespace hemu::config {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using Texts = std::map<std::string, std::string>;

/// hemu.toml with this content, removed with the object.
class File {
  public:
    explicit File(const std::string& content) {
        path_ = std::filesystem::temp_directory_path() / ("hemu-config-" + std::to_string(getpid()) + ".toml");
        std::ofstream(path_) << content;
    }
    ~File() { std::filesystem::remove(path_); }
    std::string path() const { return path_; }

  private:
    std::filesystem::path path_;
};

static std::string why(const std::string& file, const Texts& environment = {}, const Texts& command_line = {}) {
    try {
        load(file, environment, command_line);
    } catch (const std::runtime_error& error) {
        return error.what();
    }
    return "";
}

TEST(Config, has_a_default_for_everything) {
    const Loaded loaded = load("", {}, {});
    EXPECT_EQ(loaded.config.address, "127.0.0.1");
    EXPECT_EQ(loaded.config.port, 8080);
    EXPECT_TRUE(loaded.origins.empty());
    EXPECT_EQ(database_location(loaded.config), "data/hemu.db");
}

// hemu.toml, environment, command line: the last one wins.
TEST(Config, is_overridden_in_order) {
    const File file(
        "port = 1\naddress = \"0.0.0.0\"\nworkers = 3\ntrusted_proxies = [\"192.0.2.1\", \"192.0.2.2\"]\n");
    const Loaded loaded = load(file.path(), {{"port", "2"}, {"workers", "4"}}, {{"port", "3"}});
    EXPECT_EQ(loaded.config.port, 3);
    EXPECT_EQ(loaded.config.workers, 4);
    EXPECT_EQ(loaded.config.address, "0.0.0.0");
    EXPECT_THAT(loaded.config.trusted_proxies, ElementsAre("192.0.2.1", "192.0.2.2"));
    EXPECT_EQ(loaded.origins.at("port"), "command line");
    EXPECT_EQ(loaded.origins.at("workers"), "environment");
    EXPECT_EQ(loaded.origins.at("address"), "hemu.toml");
    EXPECT_FALSE(loaded.origins.contains("data_dir"));
}

TEST(Config, reads_lists_from_commas) {
    const Loaded loaded = load("", {{"trusted_proxies", "10.0.0.0/8,,192.0.2.1,"}}, {});
    EXPECT_THAT(loaded.config.trusted_proxies, ElementsAre("10.0.0.0/8", "192.0.2.1"));
}

TEST(Config, refuses_by_name_what_is_unknown_or_out_of_bounds) {
    EXPECT_EQ(why("", {{"prot", "1"}}), "unknown setting: prot");
    EXPECT_EQ(why("", {}, {{"port", "x"}}), "port: \"x\" is no number");
    EXPECT_EQ(why("", {}, {{"port", "80 "}}), "port: \"80 \" is no number");
    EXPECT_EQ(why("", {}, {{"port", ""}}), "port: \"\" is no number");
    EXPECT_EQ(why("", {}, {{"port", "65536"}}), "port: 65536 is not between 0 and 65535");
    EXPECT_EQ(why("", {}, {{"workers", "0"}}), "workers: 0 is not between 1 and 512");
    EXPECT_EQ(why("", {}, {{"port", "99999999999999999999"}}), "port: \"99999999999999999999\" is no number");
}

TEST(Config, refuses_a_file_that_is_none_or_says_too_much) {
    EXPECT_THAT(why(File("port = \n").path()), HasSubstr("line 1"));
    EXPECT_THAT(why("/nowhere/hemu.toml"), HasSubstr("/nowhere/hemu.toml"));
    EXPECT_THAT(why(File("[server]\nport = 1\n").path()), HasSubstr("server"));
    EXPECT_THAT(why(File("port = 1.5\n").path()), HasSubstr("a text, a number or a list of texts is expected"));
    EXPECT_EQ(why(File("colour = \"red\"\n").path()), "unknown setting: colour");
}

TEST(Config, refuses_what_does_not_go_together) {
    EXPECT_EQ(why("", {{"tls_key", "key.pem"}}), "tls_certificate and tls_key: both or none");
    EXPECT_EQ(why("", {{"tls_key", "key.pem"}, {"tls_certificate", "chain.pem"}}), "");
    EXPECT_EQ(why("", {{"log_level", "loud"}}), "log_level: \"loud\" is none of debug, info, warn, error, off");
    EXPECT_EQ(why("", {{"file_store", "cloud"}}), "file_store: \"cloud\" is none of folder, s3");
    EXPECT_EQ(why("", {{"file_store", "s3"}}), "s3_endpoint: no address that begins with https://");
    EXPECT_EQ(why("", {{"s3_endpoint", "https://s3"}}), "s3_bucket: missing beside s3_endpoint");
    EXPECT_EQ(why("", {{"virus_scanner_down", "pray"}}), "virus_scanner_down: \"pray\" is none of refuse, let_in");
    EXPECT_EQ(why("", {{"working_to_minutes", "510"}}), "working_to_minutes: not after working_from_minutes");
}

TEST(Config, reads_its_own_variables_from_the_environment) {
    setenv("HEMU_CITY_CODE", "4201", 1);
    setenv("HEMU_TEST_SOMETHING", "x", 1);
    setenv("HEMU_MASTER_KEY", "secret", 1);
    const auto found = environment();
    EXPECT_EQ(found.at("city_code"), "4201");
    for (const auto& [key, value] : found) {
        EXPECT_FALSE(key.starts_with("test_"));
        EXPECT_NE(value, "secret");
    }
    unsetenv("HEMU_CITY_CODE");
    unsetenv("HEMU_TEST_SOMETHING");
    unsetenv("HEMU_MASTER_KEY");
}

// `hemu config check` explains every value and shows no password.
TEST(Config, explains_every_setting_and_hides_secrets) {
    const std::string words = explain(load("",
                                           {{"database", "postgres://hemu:hunter2@db/hemu"},
                                            {"port", "9"},
                                            {"message_gateway_headers", "X-Key: hunter2"},
                                            {"gateway_report_secret", "hunter2"},
                                            {"mail_password", "hunter2"},
                                            {"s3_secret", "hunter2"}},
                                           {}));
    EXPECT_THAT(words, Not(HasSubstr("hunter2")));
    EXPECT_THAT(words, HasSubstr("(set)"));
    std::size_t settings = 0;
    boost::mp11::mp_for_each<json::detail::members<Config>>([&](auto member) {
        ++settings;
        EXPECT_THAT(words, HasSubstr(member.name));
    });
    EXPECT_EQ(static_cast<std::size_t>(std::count(words.begin(), words.end(), '\n')), settings);
    EXPECT_EQ(database_location(load("", {{"database", "postgres://db"}}, {}).config), "postgres://db");
}

}  // namespace hemu::config
