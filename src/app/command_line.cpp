#include "command_line.hpp"

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <sstream>

#include "accounts.hpp"
#include "admission.hpp"
#include "assignment.hpp"
#include "audit.hpp"
#include "embedded.hpp"
#include "http_server.hpp"
#include "import_reports.hpp"
#include "log.hpp"
#include "organisations.hpp"
#include "search.hpp"
#include "store.hpp"
#include "text.hpp"
#include "virus_scanner.hpp"

namespace hemu::app {

static void set_log_level(const std::string& word) {
    if (word == "debug") log::set_level(log::Level::debug);
    if (word == "warn") log::set_level(log::Level::warn);
    if (word == "error") log::set_level(log::Level::error);
    if (word == "off") log::set_level(log::Level::off);
}

Program CommandLine::open() const {
    auto loaded = load();
    set_log_level(loaded.config.log_level);
    return open_program(std::move(loaded), migrate);
}

std::string_view language_of_terminal() {
    for (const char* variable : {"LC_ALL", "LC_MESSAGES", "LANG"})
        if (const char* value = std::getenv(variable); value != nullptr && *value != '\0')
            return std::string_view(value).starts_with("zh") ? "zh" : "en";
    return "en";
}

std::string words_of(const Refusal& refusal) {
    static const http::ProblemWords words(embedded_file("problems.json"));
    const auto line = [&](const std::string& code) {
        const auto found = words.find(code, language_of_terminal());
        return found.empty() ? code : fmt::format("{} ({})", found, code);
    };
    std::string text = line(refusal.code) + "\n";
    for (const FieldFault& fault : refusal.fields) text += fmt::format("  {}: {}\n", fault.field, line(fault.code));
    return text;
}

static std::string read_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    if (!file) throw std::runtime_error("cannot read " + path);
    return content.str();
}

static void write_file(const std::string& path, const std::string& content) {
    std::ofstream file(path, std::ios::binary);
    file << content;
    if (!file.flush()) throw std::runtime_error("cannot write " + path);
}

/// The file's name as the database takes it.
static std::string name_of_file(const std::string& path) {
    const std::string name = std::filesystem::path(path).filename();
    return text::is_utf8(name) ? name : text::from_gb18030(name).value_or("list.csv");
}

int import_reports(const CommandLine& words) {
    const Program program = words.open();
    connect_reactions();
    const auto actor = program.database->read(
        [&](db::Tx& tx) { return identity::actor_of(tx, words.window_login, legal_date(now())); });
    if (!actor) throw std::runtime_error("no such account: " + words.window_login);
    intake::ImportOptions options;
    options.file_name = name_of_file(words.file);
    options.columns = intake::parse_map(words.map);
    options.city_code = program.config().city_code;
    const std::string_view language = language_of_terminal();
    const auto report = intake::import_reports(read_file(words.file), options, program.context(*actor, now()));
    std::cout << intake::summary_of(report, language);
    if (!words.report.empty()) {
        write_file(words.report, intake::report_as_csv(report, language));
        std::cout << "  " << words.report << "\n";
    }
    return 0;
}

int import_organisations(const CommandLine& words) {
    const Program program = words.open();
    const auto loaded = organisations::load_list(*program.database, read_file(words.file), now());
    std::cout << fmt::format("{} bodies made, {} were there before\n", loaded.made, loaded.known);
    return 0;
}

/// What the operator did to an account; nobody is signed in at the command line.
audit::Entry entry_of(audit::AuditKind kind, std::string act, std::string subject, std::vector<std::string> fields) {
    audit::Entry entry;
    entry.happened_at = now();
    entry.kind = kind;
    entry.act = std::move(act);
    entry.subject = std::move(subject);
    entry.fields = std::move(fields);
    return entry;
}

static void print_password(const std::string& login, const std::string& password) {
    std::cout << fmt::format("{}: one-time password {} (a new one is chosen at the first sign-in)\n", login,
                             password);
}

int add_account(const CommandLine& words) {
    const auto duty = json::enum_from_word<identity::Duty>(words.duty);
    if (!duty || *duty == identity::Duty::citizen)
        throw std::runtime_error(
            fmt::format("--duty is one of {}", fmt::join(json::enum_words<identity::Duty>(), ", ")));
    const Program program = words.open();
    const std::string password = identity::one_time_password();
    const identity::NewAccount account{words.login, words.name, crypto::hash_password(password), true};
    program.database->transact([&](db::Tx& tx) {
        const auto body = organisations::organisation_named(tx, words.body);
        if (!body) throw Refusal(Fault::invalid, "invalid", {{"--at " + words.body, "organisation_unknown"}});
        const auto id = identity::create_account(tx, account, now());
        const auto post = identity::give_post(tx, id, {*duty, *body, legal_date(now()), std::nullopt}, now());
        audit::record(tx, entry_of(audit::AuditKind::account, "create_at_command_line", to_text(id)));
        audit::record(tx, entry_of(audit::AuditKind::post, "give_at_command_line", to_text(post),
                                   {to_text(id), std::string(json::enum_word(*duty))}));
    });
    print_password(words.login, password);
    return 0;
}

int reset_account(const CommandLine& words) {
    const Program program = words.open();
    const std::string password = identity::one_time_password();
    const std::string hash = crypto::hash_password(password);
    program.database->transact([&](db::Tx& tx) {
        const auto id = identity::account_named(tx, words.login);
        if (!id) throw std::runtime_error("no such account: " + words.login);
        identity::give_one_time_password(tx, *id, hash, now());
        identity::enable_account(tx, *id, now());
        identity::forget_second_factor(tx, *id);
        audit::record(tx, entry_of(audit::AuditKind::password, "reset_at_command_line", to_text(*id),
                                   {"password", "state", "second_factor"}));
    });
    print_password(words.login, password);
    return 0;
}

int rebuild_search(const CommandLine& words) {
    const Program program = words.open();
    search::RebuildOptions options{words.everything, {}};
    if (!words.after.empty()) {
        const auto after = Id<dispute::Dispute>::parse(words.after);
        if (!after) throw std::runtime_error(words.after + " is no id of a dispute");
        options.after = *after;
    }
    const auto done = search::rebuild(*program.database, options, [](std::int64_t count, Id<dispute::Dispute> last) {
        if (count % 10'000 == 0)
            std::cout << fmt::format("{} disputes, up to {}\n", count, to_text(last)) << std::flush;
    });
    std::cout << fmt::format("{} disputes entered into the index of the search\n", done);
    return 0;
}

static LegalDate date_in(const std::string& word) {
    const auto date = parse_date(word);
    if (!date) throw std::runtime_error(word + " is no date (YYYY-MM-DD)");
    return *date;
}

/// A version's number, a file, or nothing: those of today.
static assignment::RoutingWeights weights_of(db::Tx& tx, const std::string& word) {
    const LegalDate today = legal_date(now());
    if (word.empty()) return assignment::weights_on(tx, today).weights;
    const bool is_number = word.find_first_not_of("0123456789") == std::string::npos;
    if (is_number) return assignment::weights_version(tx, std::stoll(word), today).weights;
    return assignment::read_weights(read_file(word));
}

int replay_routing(const CommandLine& words) {
    const Program program = words.open();
    program.database->read([&](db::Tx& tx) {
        std::vector<assignment::ReplayedOffer> each;
        const auto result =
            assignment::replay(tx, weights_of(tx, words.weights), date_in(words.from), date_in(words.to), &each);
        std::map<Id<identity::Organisation>, std::string> names;
        const auto name = [&](Id<identity::Organisation> body) {
            auto& known = names[body];
            if (known.empty()) known = organisations::name_of(tx, body);
            return known;
        };
        for (const auto& one : each)
            std::cout << fmt::format("{}\t{}\t{} -> {}\toffered to {}\n", to_text(one.offered_on), one.number,
                                     name(one.first_id), name(one.would_id), name(one.chosen_id));
        for (const auto& move : result.moves)
            std::cout << fmt::format("{} -> {}: {}\n", move.from_name, move.to_name, move.count);
        std::cout << fmt::format(
            "{} disputes offered from {} to {}: {} would have had another body first; for {} "
            "another than the first was chosen\n",
            result.disputes, to_text(result.from_on), to_text(result.to_on), result.elsewhere, result.not_first);
    });
    return 0;
}

/// What of a setting cannot work, empty when it may.
static std::string fault_of_file(const std::string& key, const std::filesystem::path& path) {
    std::error_code error;
    if (path.empty() || std::filesystem::exists(path, error)) return {};
    return fmt::format("{}: there is no {}\n", key, path.string());
}

static std::string faults_of(const config::Config& config) {
    std::string faults;
    faults += fault_of_file("web_dir", config.web_dir);
    faults += fault_of_file("tls_certificate", config.tls_certificate);
    faults += fault_of_file("tls_key", config.tls_key);
    if (!config.data_files.empty())
        faults += fault_of_file("data_files", std::filesystem::path(config.data_files) / "places" /
                                                  fmt::format("{}.csv.gz", config.city_code));
    try {
        const http::AddressList proxies(config.trusted_proxies);
    } catch (const std::exception& fault) {
        faults += fmt::format("trusted_proxies: {}\n", fault.what());
    }
    if (const std::string fault = attachments::why_no_media_types(); !fault.empty())
        faults += fmt::format("libmagic (the package libmagic-mgc): {}\n", fault);
    if (const std::string fault = attachments::why_no_store(config); !fault.empty())
        faults += fmt::format("file_store: {}\n", fault);
    if (!config.virus_scanner.empty()) try {
            outbound::scanner_version({config.virus_scanner, std::chrono::seconds(5)});
        } catch (const outbound::Failure& fault) {
            faults += fmt::format("virus_scanner: {}\n", fault.what());
        }
    return faults;
}

int check_config(const CommandLine& words) {
    const config::Loaded loaded = words.load();
    std::cout << config::explain(loaded);
    const std::string faults = faults_of(loaded.config);
    if (!faults.empty()) std::cout << "\n" << faults;
    return faults.empty() ? 0 : 1;
}

}  // namespace hemu::app
