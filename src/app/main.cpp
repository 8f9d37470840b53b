#include <malloc.h>
#include <signal.h>

#include <CLI/CLI.hpp>
#include <iostream>

#include "attachments.hpp"
#include "audit.hpp"
#include "command_line.hpp"
#include "demo.hpp"
#include "http_openapi.hpp"
#include "places.hpp"
#include "verb_graph.hpp"
#include "verification.hpp"

namespace hemu::app {

/// Blocked before any thread starts, so that only wait_for_end receives them.
static void block_signals() {
    sigset_t blocked;
    sigemptyset(&blocked);
    sigaddset(&blocked, SIGTERM);
    sigaddset(&blocked, SIGINT);
    sigaddset(&blocked, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &blocked, nullptr);
}

/// glibc keeps what was freed in an arena for each of many threads, and learns to keep large pieces too: after ten
/// files of a case were bound it held 650 MB of which nothing was used; so 165 MB. Registering is as fast.
static void give_memory_back() {
    mallopt(M_ARENA_MAX, 2);
    mallopt(M_MMAP_THRESHOLD, 256 * 1024);
}

static int run_serve(const CommandLine& words) {
    give_memory_back();
    Program program = words.open();
    load_reference_data(program);
    connect_reactions();
    std::string way_in;
    if (words.demo && demo::is_empty(*program.database))
        way_in = demo::build({words.disputes}, program.context({}, now())).way_in;
    if (words.demo) std::cout << demo::accounts_text() << way_in;
    return serve(program);
}

static int run_demo(const CommandLine& words) {
    Program program = words.open();
    load_reference_data(program);
    connect_reactions();
    if (!demo::is_empty(*program.database)) {
        std::cerr << "The database is not empty; the demonstration city needs a new one.\n";
        return 1;
    }
    const auto built = demo::build({words.disputes}, program.context({}, now()));
    std::cout << built.made << "\n" << demo::accounts_text() << built.way_in;
    return 0;
}

static int run_verify(const CommandLine& words) {
    if (!words.file.empty()) return verify_paper(words);
    Program program = words.open();
    const auto disputes = dispute::verify(*program.database);
    const auto entries = audit::verify(*program.database);
    std::cout << fmt::format("journal: {} chains, {} events, {} roots\naudit: {} chains, {} entries, {} roots\n",
                             disputes.chains, disputes.events, disputes.roots, entries.chains, entries.entries,
                             entries.roots);
    for (const auto& broken : disputes.breaks) std::cout << fmt::format("BROKEN {}\n", dispute::to_text(broken));
    for (const auto& broken : entries.breaks)
        std::cout << fmt::format("BROKEN {} audit chain {} entry {}\n", broken.what, broken.chain, broken.number);
    const auto files = attachments::verify(*program.database, program.config(), *program.keys);
    std::cout << fmt::format("files: {}\n", files.files);
    if (!files.damaged.empty()) std::cout << fmt::format("BROKEN file {}\n", files.damaged);
    const bool whole = disputes.breaks.empty() && entries.breaks.empty() && files.damaged.empty();
    std::cout << (whole ? "whole\n" : "not whole\n");
    return whole ? 0 : 2;
}

static int run_places(const CommandLine& words) {
    const Program program = words.open();
    if (program.config().data_files.empty())
        throw std::runtime_error("the setting data_files names no folder: tools/make_data.mjs makes one");
    std::cout << places::load(*program.database, program.config().data_files, words.city_code, now()) << " places\n";
    return 0;
}

static int run_openapi(const CommandLine& words) {
    Program program = words.open();
    const identity::Surroundings surroundings{*program.database, *program.keys, program.config(), now};
    std::cout << http::openapi(identity::wrap(all_routes(), surroundings),
                               {"Hemu 和睦", "1", "One-stop dispute mediation"})
              << "\n";
    return 0;
}

static int run_jobs(const CommandLine& words) {
    const Program program = words.open();
    if (!words.job.empty()) {
        const auto id = Id<jobs::Job>::parse(words.job);
        if (!id) throw std::runtime_error(words.job + " is no id of a job");
        program.database->transact([&](db::Tx& tx) { jobs::retry(tx, *id, now()); });
        std::cout << "job " << words.job << " will run again\n";
    }
    const auto failed = program.database->read([](db::Tx& tx) { return jobs::failed(tx); });
    if (failed.empty()) std::cout << "no failed jobs\n";
    for (const auto& job : failed)
        std::cout << fmt::format("{} {} after {} tries: {}\n", to_text(job.id), job.kind, job.tries,
                                 job.last_error.value_or(""));
    return 0;
}

static int run_statements(const CommandLine& words) {
    Program program = words.open();
    const auto failures = db::prepare_everything(*program.database);
    for (const auto& failure : failures) std::cerr << failure << "\n";
    std::cout << fmt::format("{} statements, {} failed\n", db::statements().size(), failures.size());
    return failures.empty() ? 0 : 1;
}

using Command = int (*)(const CommandLine&);

/// Accounts, bodies, keys, settings.
template <class Add>
static void add_operating_commands(CLI::App& line, CommandLine& words, const Add& command) {
    CLI::App* accounts = line.add_subcommand("accounts", "Accounts, for the first ones and for emergencies");
    accounts->require_subcommand(1);
    CLI::App* account =
        command(*accounts, "add", "Make an account with a post; prints a one-time password", add_account);
    account->add_option("login", words.login)->required();
    account->add_option("--name", words.name, "the person's name")->required();
    account->add_option("--duty", words.duty, "security_administrator, clerk …")->required();
    account->add_option("--at", words.body, "name of the body")->required();
    command(*accounts, "reset", "Give a new one-time password, end a lock, forget the second factor", reset_account)
        ->add_option("login", words.login)
        ->required();
    CLI::App* bodies = line.add_subcommand("organisations", "Bodies")->require_subcommand(1);
    command(*bodies, "import", "Make bodies from a CSV file", import_organisations)
        ->add_option("file", words.file, "name,abbreviation,kind,place_code[,parent,fields,area,phone,address]")
        ->required();
    CLI::App* keys = line.add_subcommand("keys", "Data keys and the master key")->require_subcommand(1);
    command(*keys, "rotate", "Make a new data key for what is sealed from now on", rotate_keys);
    command(*keys, "reseal", "Seal older values anew with the newest data key", reseal_keys);
    command(*keys, "rewrap", "Wrap the data keys by another master key", rewrap_keys)
        ->add_option("--to", words.key_file, "file of the other master key; made when it is not there")
        ->required();
    command(*keys, "body", "Make the keys with which a body seals papers", make_body_keys)
        ->add_option("name", words.body, "the body's name")
        ->required();
    CLI::App* imported =
        command(*keys, "import", "Take a key that a certification service gave to a body", import_body_key);
    imported->add_option("name", words.body, "the body's name")->required();
    imported->add_option("--key", words.key_file, "PEM of the private key")->required();
    imported->add_option("--certificates", words.file, "PEM of its certificate and of those above it")->required();
    command(*keys, "timestamp", "Name the timestamp server (RFC 3161) of the city", set_timestamp_server)
        ->add_option("url", words.file, "its address; none: no server")
        ->required();
    command(*keys, "roots", "Print the certificates of the city that stand above its bodies'", print_signing_roots);
    command(line, "backup", "Copy the whole database into a folder, while servers run", make_backup)
        ->add_option("folder", words.file)
        ->required();
    command(line, "restore", "Make the city from a copy where there is none, and prove it", restore_backup)
        ->add_option("file", words.file)
        ->required();
    CLI::App* kept = line.add_subcommand("files", "The contents of files")->require_subcommand(1);
    CLI::App* moved =
        command(*kept, "move", "Copy them from the folder to the S3 server, or back, and prove them", move_files);
    moved->add_option("--to", words.store, "folder or s3")->required();
    moved->add_flag("--take-off", words.take_off,
                    "take them off where they were, once the settings name the new place");
    CLI::App* search = line.add_subcommand("search", "The index of the search")->require_subcommand(1);
    CLI::App* rebuilt = command(*search, "rebuild", "Enter the disputes that the index lacks", rebuild_search);
    rebuilt->add_flag("--everything", words.everything, "also those it has, anew");
    rebuilt->add_option("--after", words.after, "go on behind the dispute of this id");
    CLI::App* replayed = line.add_subcommand("replay", "What other rules would have done")->require_subcommand(1);
    CLI::App* routing =
        command(*replayed, "routing", "Disputes that other weights would have sent to another body", replay_routing);
    routing->add_option("--from", words.from, "first day, YYYY-MM-DD")->required();
    routing->add_option("--to", words.to, "last day, YYYY-MM-DD")->required();
    routing->add_option("--weights", words.weights, "a JSON file or the number of a version; today's when absent");
    CLI::App* partner =
        line.add_subcommand("partner", "Bodies with which packages are exchanged")->require_subcommand(1);
    CLI::App* checked = command(*partner, "check", "Check a package, or an endpoint that takes ours", check_partner);
    checked->add_option("target", words.file, "a file, or the address of the endpoint")->required();
    checked->add_option("--secret", words.secret, "the key of both sides, base64 as it was told");
    checked->add_option("--private-key", words.private_key, "of SM2, PEM: signs what an endpoint is sent");
    checked->add_option("--public-key", words.public_key,
                        "of SM2, PEM or certificate: proves what the partner signed");
    checked->add_option("--key", words.key_name, "name of the key");
    checked->add_option("--partner", words.partner, "code of the partner, for an endpoint");
    CLI::App* settings = line.add_subcommand("config", "Settings")->require_subcommand(1);
    command(*settings, "check", "Explain every setting, say what cannot work", check_config);
}

static void add_commands(CLI::App& line, CommandLine& words, Command& chosen) {
    const auto command = [&](CLI::App& parent, const char* name, const char* help, Command run) {
        CLI::App* added = parent.add_subcommand(name, help);
        added->callback([&chosen, run] { chosen = run; });
        return added;
    };
    CLI::App* served = command(line, "serve", "Serve the city until SIGTERM", run_serve);
    served->add_flag("--migrate", words.migrate, "apply missing migrations first");
    served->add_flag("--demo", words.demo, "make the demonstration city when the database is empty");
    served->add_option("--disputes", words.disputes, "how many disputes the demonstration city has");
    command(line, "migrate", "Apply missing migrations", [](const CommandLine& given) {
        CommandLine migrating = given;
        migrating.migrate = true;
        Program program = migrating.open();
        load_reference_data(program);
        return 0;
    });
    CLI::App* demonstration = command(line, "demo", "Make the demonstration city", run_demo);
    demonstration->add_flag("--migrate", words.migrate, "apply missing migrations first");
    demonstration->add_option("--disputes", words.disputes, "how many disputes");
    CLI::App* verified =
        command(line, "verify", "Recompute the journal and the audit, or prove a sealed paper", run_verify);
    verified->add_option("file", words.file, "a sealed paper (PDF)");
    verified->add_flag("--alone", words.alone, "without the city's database: only what the paper says of itself");
    CLI::App* import = line.add_subcommand("import", "Take lists into the register")->require_subcommand(1);
    CLI::App* reports = command(*import, "reports", "A CSV file of letters or reports", import_reports);
    reports->add_option("file", words.file)->required();
    reports->add_option("--map", words.map, "date=COLUMN,place=COLUMN,narrative=COLUMN[,type=…]")->required();
    reports->add_option("--as", words.window_login, "login of the clerk whose window takes them")->required();
    reports->add_option("--report", words.report, "where the CSV report goes");
    CLI::App* place = line.add_subcommand("places", "Division codes")->require_subcommand(1);
    command(*place, "load", "Load the places of a city", run_places)->add_option("code", words.city_code)->required();
    add_operating_commands(line, words, command);
    command(line, "openapi", "Print the OpenAPI document", run_openapi);
    command(line, "graph", "Print the graph of states and verbs", [](const CommandLine&) {
        std::cout << verb_graph();
        return 0;
    });
    command(line, "statements", "Prepare every statement", run_statements);
    command(line, "jobs", "List failed jobs", run_jobs)->add_option("--retry", words.job, "id of a job to run again");
}

static int run(int count, char** arguments) {
    CLI::App line("Hemu 和睦: one-stop dispute mediation");
    CommandLine words;
    Command chosen = nullptr;
    line.require_subcommand(1);
    line.fallthrough();
    line.add_option("--config", words.config_file, "path of hemu.toml");
    const auto setting = [&](const std::string& option, const std::string& key, const char* help) {
        line.add_option_function<std::string>(
            option, [&words, key](const std::string& value) { words.settings[key] = value; }, help);
    };
    setting("--port", "port", "port to listen on");
    setting("--data", "data_dir", "data folder");
    setting("--database", "database", "postgres://…");
    setting("--web", "web_dir", "folder of the built pages");
    setting("--files", "data_files", "folder of the data files");
    line.add_option_function<std::vector<std::string>>(
        "--set",
        [&](const std::vector<std::string>& pairs) {
            for (const std::string& pair : pairs)
                words.settings[pair.substr(0, pair.find('='))] =
                    pair.substr(std::min(pair.find('=') + 1, pair.size()));
        },
        "any setting: key=value");
    add_commands(line, words, chosen);
    try {
        line.parse(count, arguments);
    } catch (const CLI::ParseError& error) {
        return line.exit(error);
    }
    return chosen(words);
}

}  // namespace hemu::app

int main(int count, char** arguments) {
    hemu::app::block_signals();
    try {
        return hemu::app::run(count, arguments);
    } catch (const hemu::Refusal& refusal) {
        std::cerr << hemu::app::words_of(refusal);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
    }
    return 1;
}
