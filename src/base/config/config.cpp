#include "config.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#define TOML_EXCEPTIONS 1
#include <toml++/toml.h>

extern char** environ;

namespace hemu::config {

struct Explanation {
    std::string_view key;
    std::string_view words;
    std::int64_t least = 0;
    std::int64_t most = INT64_MAX;
};

/// Basis of the session times [K]: GB/T 22239-2019, 8.1.4.1b. What concerns passwords and locks stands in the
/// database (identity_setting), where the security administrator sets it.
static constexpr Explanation explanations[] = {
    {"address", "address to listen on"},
    {"port", "port to listen on; 0 takes a free one", 0, 65535},
    {"data_dir", "folder of the SQLite file, keys and attachments"},
    {"database", "postgres://… ; empty: SQLite in data_dir"},
    {"city_schema", "PostgreSQL schema of this city"},
    {"city_code", "division code of the city, four digits"},
    {"web_dir", "folder of the built pages"},
    {"data_files", "folder of the data files made from packages"},
    {"master_key_file", "file with the key that wraps the city's data keys; empty: data_dir/master.key"},
    {"tls_certificate", "certificate chain (PEM); empty: no TLS here"},
    {"tls_key", "its private key (PEM)"},
    {"trusted_proxies", "networks whose X-Forwarded-For is believed"},
    {"network_threads", "threads that read and write sockets", 1, 64},
    {"workers", "threads that run handlers", 1, 512},
    {"database_connections", "PostgreSQL connections, or SQLite readers", 1, 512},
    {"slow_statement_milliseconds", "slower statements are logged by name", 1},
    {"log_level", "debug, info, warn, error or off"},
    {"live_streams_of_session", "event streams that one session may hold open; a browser needs one", 1, 100'000},
    {"session_idle_minutes", "a session ends after this time without a request (15 to 30 is custom)", 1, 1440},
    {"session_absolute_hours", "a session ends after this time in any case", 1, 168},
    {"working_from_minutes", "start of working hours, minutes after midnight: reminders wait for it", 0, 1439},
    {"working_to_minutes", "end of working hours, minutes after midnight", 1, 1440},
    {"public_url", "address of the citizens' pages, for links in messages: https://…"},
    {"message_gateway_url", "where text messages are posted; empty: none are sent"},
    {"message_gateway_headers", "headers of that request, \"Name: value\"; may hold the gateway's key"},
    {"message_gateway_body", "its body with {phone} {words} {key}; empty: a JSON object of the three"},
    {"wechat_gateway_url", "where WeChat template messages are posted; empty: none are sent"},
    {"wechat_gateway_headers", "headers of that request"},
    {"wechat_gateway_body", "its body with {openid} {words} {key}; empty: a JSON object of the three"},
    {"gateway_report_secret", "what a gateway shows with its reports of delivery; empty: none are taken"},
    {"mail_server", "smtp://host:port (STARTTLS when offered) or smtps://host:port; empty: no e-mail"},
    {"mail_user", "name to sign in with there; empty: without"},
    {"mail_password", "its password"},
    {"mail_from", "address that e-mails come from"},
    {"mail_ca_file", "certificates (PEM) that may have signed the mail server's; empty: those of the system"},
    {"virus_scanner", "clamd: path of its socket, or host:port; empty: files are not scanned"},
    {"virus_scanner_down", "what becomes of a file while clamd cannot be reached: refuse or let_in"},
    {"file_store", "where the contents of files rest: folder (data_dir) or s3"},
    {"s3_endpoint", "address of the S3 server: https://…"},
    {"s3_bucket", "its bucket, which must be there"},
    {"s3_region", "its region"},
    {"s3_key_id", "the access key there"},
    {"s3_secret", "its secret"},
    {"s3_ca_file", "certificates (PEM) that may have signed the S3 server's; empty: those of the system"},
};

static const Explanation& explanation_of(std::string_view key) {
    for (const Explanation& explanation : explanations)
        if (explanation.key == key) return explanation;
    throw std::runtime_error("unknown setting: " + std::string(key));
}

static std::vector<std::string> split(const std::string& text) {
    std::vector<std::string> parts;
    for (std::size_t from = 0; from < text.size();) {
        const auto end = std::min(text.find(',', from), text.size());
        if (end > from) parts.push_back(text.substr(from, end - from));
        from = end + 1;
    }
    return parts;
}

static std::int64_t number_of(const Explanation& explanation, const std::string& text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size())
        throw std::runtime_error(fmt::format("{}: \"{}\" is no number", explanation.key, text));
    if (number < explanation.least || number > explanation.most)
        throw std::runtime_error(fmt::format("{}: {} is not between {} and {}", explanation.key, number,
                                             explanation.least, explanation.most));
    return number;
}

static void set(Loaded& loaded, const std::string& key, const std::string& text, const std::string& origin) {
    const Explanation& explanation = explanation_of(key);
    boost::mp11::mp_for_each<json::detail::members<Config>>([&](auto member) {
        if (key != member.name) return;
        auto& value = loaded.config.*member.pointer;
        using Field = std::remove_cvref_t<decltype(value)>;
        if constexpr (std::is_same_v<Field, std::int64_t>)
            value = number_of(explanation, text);
        else if constexpr (std::is_same_v<Field, std::string>)
            value = text;
        else
            value = split(text);
    });
    loaded.origins[key] = origin;
}

static std::string toml_text(const std::string& key, const toml::node& node) {
    if (const auto* text = node.as_string()) return text->get();
    if (const auto* number = node.as_integer()) return std::to_string(number->get());
    if (const auto* list = node.as_array()) {
        std::string joined;
        for (const auto& item : *list) joined += (joined.empty() ? "" : ",") + toml_text(key, item);
        return joined;
    }
    throw std::runtime_error(key + ": a text, a number or a list of texts is expected");
}

static void read_file(Loaded& loaded, const std::string& file) {
    try {
        for (const auto& [key, node] : toml::parse_file(file))
            set(loaded, std::string(key.str()), toml_text(std::string(key.str()), node), "hemu.toml");
    } catch (const toml::parse_error& error) {
        throw std::runtime_error(
            fmt::format("{}, line {}: {}", file, error.source().begin.line, error.description()));
    }
}

static void check_store(const Config& config) {
    if (config.file_store != "folder" && config.file_store != "s3")
        throw std::runtime_error("file_store: \"" + config.file_store + "\" is none of folder, s3");
    if (!config.s3_ca_file.empty() && !std::filesystem::is_regular_file(config.s3_ca_file))
        throw std::runtime_error("s3_ca_file: there is no file " + config.s3_ca_file);
    if (config.file_store == "folder" && config.s3_endpoint.empty()) return;
    if (!config.s3_endpoint.starts_with("https://") && !config.s3_endpoint.starts_with("http://"))
        throw std::runtime_error("s3_endpoint: no address that begins with https://");
    for (const auto& [key, value] : {std::pair("s3_bucket", &config.s3_bucket),
                                     {"s3_region", &config.s3_region},
                                     {"s3_key_id", &config.s3_key_id},
                                     {"s3_secret", &config.s3_secret}})
        if (value->empty()) throw std::runtime_error(fmt::format("{}: missing beside s3_endpoint", key));
}

static void check_together(const Config& config) {
    if (config.tls_certificate.empty() != config.tls_key.empty())
        throw std::runtime_error("tls_certificate and tls_key: both or none");
    static const std::vector<std::string> levels = {"debug", "info", "warn", "error", "off"};
    if (std::find(levels.begin(), levels.end(), config.log_level) == levels.end())
        throw std::runtime_error("log_level: \"" + config.log_level + "\" is none of debug, info, warn, error, off");
    if (!config.mail_server.empty() && config.mail_from.empty())
        throw std::runtime_error("mail_from: missing beside mail_server");
    if (!config.mail_ca_file.empty() && !std::filesystem::is_regular_file(config.mail_ca_file))
        throw std::runtime_error("mail_ca_file: there is no file " + config.mail_ca_file);
    if (config.virus_scanner_down != "refuse" && config.virus_scanner_down != "let_in")
        throw std::runtime_error("virus_scanner_down: \"" + config.virus_scanner_down +
                                 "\" is none of refuse, let_in");
    check_store(config);
    if (config.working_to_minutes <= config.working_from_minutes)
        throw std::runtime_error("working_to_minutes: not after working_from_minutes");
}

Loaded load(const std::string& file, const std::map<std::string, std::string>& from_environment,
            const std::map<std::string, std::string>& command_line) {
    Loaded loaded;
    if (!file.empty()) read_file(loaded, file);
    for (const auto& [key, text] : from_environment) set(loaded, key, text, "environment");
    for (const auto& [key, text] : command_line) set(loaded, key, text, "command line");
    check_together(loaded.config);
    return loaded;
}

std::map<std::string, std::string> environment() {
    std::map<std::string, std::string> found;
    for (char** variable = environ; *variable != nullptr; ++variable) {
        const std::string_view text = *variable;
        const auto equals = text.find('=');
        if (!text.starts_with("HEMU_") || equals == text.npos) continue;
        std::string key(text.substr(5, equals - 5));
        std::transform(key.begin(), key.end(), key.begin(),
                       [](char c) { return static_cast<char>(std::tolower(c)); });
        // Variables of the tests and of the master key are no settings.
        if (key.starts_with("test_") || key == "shared" || key == "master_key") continue;
        found[key] = std::string(text.substr(equals + 1));
    }
    return found;
}

/// A database's or gateway's URL may carry a password, a gateway's headers its key.
static bool is_secret(std::string_view key) {
    static constexpr std::string_view secrets[] = {"database",
                                                   "message_gateway_url",
                                                   "message_gateway_headers",
                                                   "message_gateway_body",
                                                   "wechat_gateway_url",
                                                   "wechat_gateway_headers",
                                                   "wechat_gateway_body",
                                                   "gateway_report_secret",
                                                   "mail_server",
                                                   "mail_password",
                                                   "s3_secret"};
    return std::find(std::begin(secrets), std::end(secrets), key) != std::end(secrets);
}

std::string explain(const Loaded& loaded) {
    std::string lines;
    boost::mp11::mp_for_each<json::detail::members<Config>>([&](auto member) {
        const std::string key = member.name;
        const auto origin = loaded.origins.find(key);
        std::string value = json::write(loaded.config.*member.pointer);
        if (is_secret(key) && value != "\"\"" && value != "[]") value = "(set)";
        lines += fmt::format("{:<30} {:<24} {:<13} {}\n", key, value,
                             origin == loaded.origins.end() ? "default" : origin->second, explanation_of(key).words);
    });
    return lines;
}

std::string database_location(const Config& config) {
    return config.database.empty() ? config.data_dir + "/hemu.db" : config.database;
}

}  // namespace hemu::config
