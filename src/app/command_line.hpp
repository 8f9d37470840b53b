// The words of the command line, and the commands that take more than a few lines.
#pragma once
#include <map>

#include "audit.hpp"
#include "config.hpp"
#include "program.hpp"

namespace hemu::app {

struct CommandLine {
    std::string config_file;
    std::map<std::string, std::string> settings;
    bool migrate = false;
    bool demo = false;
    std::int64_t disputes = 2000;
    std::string city_code;
    std::string file;
    std::string map;
    std::string window_login;
    std::string report;
    std::string job;
    std::string login;
    std::string name;
    std::string duty;
    std::string body;
    std::string key_file;
    bool alone = false;
    bool everything = false;
    std::string after;
    std::string from;
    std::string to;
    std::string weights;
    std::string secret;
    std::string private_key;
    std::string public_key;
    std::string key_name = "k1";
    std::string partner;
    std::string store;
    bool take_off = false;

    config::Loaded load() const { return config::load(config_file, config::environment(), settings); }
    /// Opens the city's database; std::runtime_error when it lacks migrations or its keys do not open.
    Program open() const;
};

/// "zh" when the terminal speaks Chinese (LC_ALL, LC_MESSAGES, LANG), else "en".
std::string_view language_of_terminal();

/// What a refusal says, in the terminal's language, with its code and the fields at fault.
std::string words_of(const Refusal&);

/// Takes a list of letters into the register and says what became of them.
int import_reports(const CommandLine&);
/// Makes bodies from a CSV file: name,abbreviation,kind,place_code[,parent,fields,area,phone,address].
int import_organisations(const CommandLine&);
/// Makes an account with a post and prints its one-time password.
int add_account(const CommandLine&);
/// Gives an account a new one-time password, and enables it.
int reset_account(const CommandLine&);

int rotate_keys(const CommandLine&);
/// Seals everything anew that is sealed with an older data key.
int reseal_keys(const CommandLine&);
/// Wraps the data keys by another master key.
int rewrap_keys(const CommandLine&);

/// Keys of a body for sealing papers: made here, or given to it by a certification service.
int make_body_keys(const CommandLine&);
int import_body_key(const CommandLine&);
/// The timestamp server of the city; "none" for none.
int set_timestamp_server(const CommandLine&);
/// The city's own certificates, for readers of its papers.
int print_signing_roots(const CommandLine&);
/// Proves a sealed paper; status 2 when it is not whole.
int verify_paper(const CommandLine&);

/// Copies the whole database into a folder while servers run, and notes it.
int make_backup(const CommandLine&);
/// Makes the city from a copy where there is none, and proves it. Status 2 when it is not whole.
int restore_backup(const CommandLine&);

/// Copies the contents of files to another store; status 2 when one is broken.
int move_files(const CommandLine&);

/// Fills the index of the search with what is missing in it, or anew.
int rebuild_search(const CommandLine&);

/// Says which disputes of a period other weights would have sent to another body.
int replay_routing(const CommandLine&);
/// Checks a partner's package or endpoint against the format of the exchange; status 1 when something is wrong.
int check_partner(const CommandLine&);

/// Explains every setting; status 1 when one of them cannot work, said below.
int check_config(const CommandLine&);

/// What somebody did at the command line, for the audit.
audit::Entry entry_of(audit::AuditKind, std::string act, std::string subject, std::vector<std::string> fields = {});

}  // namespace hemu::app
