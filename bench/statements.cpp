// Exports what the program runs on PostgreSQL to register a dispute, as scripts for pgbench:
// bench_statements COOKIES FOLDER SETTING=VALUE…
// COOKIES: the registrars' sessions, as bench_callers writes them. Registers two disputes in each session through the
// program's own routes, records the statements, and writes FOLDER/one_by_one.sql and FOLDER/pipelined.sql.
#include <libpq-fe.h>

#include <fstream>
#include <iostream>
#include <regex>

#include "db_recording.hpp"
#include "log.hpp"
#include "program.hpp"
#include "registrations.hpp"

namespace hemu::bench {

using Statements = std::vector<db::RecordedStatement>;
using Parameter = std::optional<std::string>;

static std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        if (!line.empty()) lines.push_back(line);
    return lines;
}

/// A text for pgbench, which takes :word for a variable even within quotes.
static std::string quoted(const std::string& text) {
    std::string out = " E'";
    for (const char letter : text) {
        if (letter == ':')
            out += "\\072";
        else if (letter == '\'' || letter == '\\')
            out += std::string(2, letter);
        else if (letter == '\n')
            out += "\\n";
        else
            out += letter;
    }
    return out + "'";
}

/// The server's own word on the types of a statement's parameters.
class Types {
  public:
    Types(const std::string& url, const std::string& schema) : connection_(PQconnectdb(url.c_str()), PQfinish) {
        run("SET search_path TO " + schema);
    }

    std::vector<std::string> of(const std::string& sql) {
        auto& known = known_[sql];
        if (!known.empty()) return known;
        check(PQprepare(connection_.get(), "", sql.c_str(), 0, nullptr));
        const auto described = check(PQdescribePrepared(connection_.get(), ""));
        for (int i = 0; i < PQnparams(described.get()); ++i) {
            const auto name = run(fmt::format("SELECT format_type({}, NULL)", PQparamtype(described.get(), i)));
            known.emplace_back(PQgetvalue(name.get(), 0, 0));
        }
        return known;
    }

  private:
    using Result = std::unique_ptr<PGresult, decltype(&PQclear)>;
    Result run(const std::string& sql) { return check(PQexec(connection_.get(), sql.c_str())); }
    Result check(PGresult* given) {
        Result result(given, PQclear);
        const auto status = PQresultStatus(given);
        if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
            throw std::runtime_error(PQerrorMessage(connection_.get()));
        return result;
    }

    std::unique_ptr<PGconn, decltype(&PQfinish)> connection_;
    std::map<std::string, std::vector<std::string>> known_;
};

static bool looks_like(const std::string& text, const char* pattern) {
    return std::regex_match(text, std::regex(pattern));
}

/// Two recordings of each registrar: what differs between the two is made anew by pgbench for each transaction, what
/// differs between registrars only belongs to the client.
class Script {
  public:
    Script(std::vector<Statements> first, std::vector<Statements> second, Types& types)
        : first_(std::move(first)), second_(std::move(second)) {
        for (std::size_t i = 0; i < first_.size(); ++i)
            if (names(first_[i]) != names(first_[0]) || names(second_[i]) != names(first_[0]))
                throw std::runtime_error("registrations do not run the same statements");
        for (std::size_t i = 0; i < first_[0].size(); ++i) lines_.push_back(line(i, types.of(first_[0][i].sql)));
    }

    std::string text(bool pipelined) const {
        std::string out = explanation();
        out += "\\if :tick = 0\n" + constants() + "\\endif\n";
        // Time-ordered ids, as the program's: milliseconds that no earlier run has used.
        out += "\\set tick :tick + 1\n\\set time :begun + :tick\n\\set chance :time * 64 + :client_id\n";
        for (const auto& [value, variable] : numbers_)
            out += fmt::format("\\set {} random(0, 4611686018427387903)\n", variable);
        if (pipelined) out += "\\startpipeline\n";
        for (const std::string& line : lines_) out += line + ";\n";
        if (pipelined) out += "\\endpipeline\n";
        return out;
    }

    std::size_t waits() const {
        return static_cast<std::size_t>(
            std::count_if(first_[0].begin(), first_[0].end(), [](const auto& one) { return one.waited; }));
    }
    std::size_t size() const { return lines_.size(); }

  private:
    static std::vector<std::string> names(const Statements& statements) {
        std::vector<std::string> all;
        for (const auto& statement : statements) all.push_back(statement.name);
        return all;
    }

    std::string line(std::size_t index, const std::vector<std::string>& types) {
        const std::string& sql = first_[0][index].sql;
        std::string out;
        for (std::size_t at = 0; at < sql.size(); ++at) {
            std::size_t end = at + 1;
            while (sql[at] == '$' && end < sql.size() && std::isdigit(static_cast<unsigned char>(sql[end]))) ++end;
            if (end == at + 1) {
                out += sql[at] == '\n' ? ' ' : sql[at];
                continue;
            }
            const std::size_t number = std::stoul(sql.substr(at + 1, end - at - 1)) - 1;
            out += parameter(index, number, types.at(number));
            at = end - 1;
        }
        return out;
    }

    std::string parameter(std::size_t statement, std::size_t number, const std::string& type) {
        std::vector<Parameter> values;
        bool changes = false;
        for (std::size_t i = 0; i < first_.size(); ++i) {
            values.push_back(first_[i][statement].parameters.at(number));
            changes = changes || values.back() != second_[i][statement].parameters.at(number);
        }
        if (!values[0]) return "NULL::" + type;
        return (changes ? made_anew(values, type) : variable(values)) + "::" + type;
    }

    std::string made_anew(const std::vector<Parameter>& values, const std::string& type) {
        const std::string& value = *values[0];
        if (looks_like(value, "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")) {
            const auto known = ids_.try_emplace(value, ids_.size()).first->second;
            std::vector<Parameter> tails;
            for (std::size_t i = 0; i < values.size(); ++i)
                tails.push_back(fmt::format("7{:03x}8{:03x}000000000000", known, i));
            return fmt::format("('0' || to_hex(:time::bigint) || {}::text)", variable(tails));
        }
        if (looks_like(value, "[0-9a-f]{64}")) {
            const auto known = digests_.try_emplace(value, digests_.size()).first->second;
            return fmt::format("(md5(:chance::text || 'a{0}') || md5(:chance::text || 'b{0}'))", known);
        }
        if (type == "bigint" && value.size() > 9)
            return ":" + numbers_.try_emplace(value, fmt::format("number_{}", numbers_.size())).first->second;
        if (const auto serial = value.find("第"); serial != std::string::npos && value.ends_with("号")) {
            std::vector<Parameter> heads;
            for (const Parameter& one : values) heads.push_back(one->substr(0, one->find("第") + 3));
            return fmt::format("({}::text || :time::text || '号')", variable(heads));
        }
        if (type == "text" && value.size() <= 12)
            return fmt::format("({}::text || chr(19968 + mod(:chance::bigint, 20000)::int))", variable(values));
        return variable(values);
    }

    /// One variable for the same values of all clients.
    std::string variable(const std::vector<Parameter>& values) {
        for (std::size_t i = 0; i < constants_.size(); ++i)
            if (constants_[i] == values) return fmt::format(":c{}", i);
        constants_.push_back(values);
        return fmt::format(":c{}", constants_.size() - 1);
    }

    std::string constants() const {
        std::string select = "SELECT";
        std::string rows;
        for (std::size_t i = 0; i < constants_.size(); ++i) select += fmt::format("{} c{}", i ? "," : "", i);
        for (std::size_t client = 0; client < first_.size(); ++client) {
            rows += fmt::format("{}({}", client ? ",\n" : "", client);
            for (const auto& values : constants_) rows += "," + quoted(values[client].value_or(""));
            rows += ")";
        }
        std::string columns = "n";
        for (std::size_t i = 0; i < constants_.size(); ++i) columns += fmt::format(", c{}", i);
        return fmt::format("{} FROM (VALUES\n{}) v ({}) WHERE n = mod(:client_id::int, {}) \\gset\n", select, rows,
                           columns, first_.size());
    }

    std::string explanation() const {
        return fmt::format(
            "-- The {} statements, in {} transactions, that the program runs to register a dispute over HTTP: "
            "written by\n"
            "-- bench_statements, which recorded them. Run with -M prepared -D tick=0 -D "
            "begun=MILLISECONDS_SINCE_1970.\n"
            "-- Each parameter is bound as the program binds it and has the type that the server gave it. Values "
            "that must\n"
            "-- differ are made by pgbench: ids grow with time (:time), digests are md5 of :chance, fingerprints are "
            "random,\n"
            "-- numbers of the register carry :time instead of the counter's answer, names end in a character by "
            "chance.\n"
            "-- Everything else is what was recorded in the session of this client's registrar; sealed texts, the "
            "narrative\n"
            "-- and moments are therefore the same in every transaction of a client.\n",
            lines_.size(), std::count_if(first_[0].begin(), first_[0].end(), [](const auto& one) {
                return one.sql.starts_with("BEGIN");
            }));
    }

    std::vector<Statements> first_, second_;
    std::map<std::string, std::size_t> ids_, digests_;
    std::map<std::string, std::string> numbers_;
    std::vector<std::vector<Parameter>> constants_;
    std::vector<std::string> lines_;
};

/// Registers as if the request had come over a socket.
class Registrar {
  public:
    explicit Registrar(app::Program& program)
        : around_{*program.database, *program.keys, program.config(), now},
          routes_(identity::wrap(app::all_routes(), around_)),
          village_(program.database->read([](db::Tx& tx) { return tx.one<std::string>(select_village); })) {}

    Statements recorded(const std::string& cookie) {
        auto request =
            http::make_request("POST", "/api/disputes",
                               {{"Content-Type", "application/json"},
                                {"Cookie", cookie},
                                {"X-Hemu", "1"},
                                {"Sec-Fetch-Site", "same-origin"},
                                {"Idempotency-Key", to_text(Id<dispute::Dispute>::fresh(now()))}},
                               registration(chance_ *= 6364136223846793005U, false, village_, legal_date(now())));
        request.client_address = "127.0.0.1";
        const db::Recording recording("register");
        const http::Reply reply = route().handler(request);
        if (reply.status != 201) throw std::runtime_error("not registered: " + reply.body);
        return recording.statements();
    }

  private:
    inline static const db::Statement select_village{
        "bench.village", "SELECT code FROM place WHERE length(code) = 12 ORDER BY code LIMIT 1"};

    const http::Route& route() const {
        for (const http::Route& one : routes_)
            if (one.method == "POST" && one.path_pattern == "/api/disputes") return one;
        throw std::logic_error("no route registers a dispute");
    }

    identity::Surroundings around_;
    std::vector<http::Route> routes_;
    std::string village_;
    std::uint64_t chance_ = static_cast<std::uint64_t>(now().microseconds) | 1U;
};

static void export_statements(const std::string& cookie_file, const std::string& folder,
                              const std::map<std::string, std::string>& settings) {
    log::set_level(log::Level::error);
    app::Program program = app::open_program(config::load("", {}, settings), false);
    app::connect_reactions();
    Registrar registrar(program);
    std::vector<Statements> first, second;
    const auto cookies = lines_of(cookie_file);
    for (const std::string& cookie : cookies) {
        registrar.recorded(cookie);  // what is done once a minute, or read once and kept
        first.push_back(registrar.recorded(cookie));
        second.push_back(registrar.recorded(cookie));
    }
    Types types(program.config().database, program.config().city_schema);
    const Script script(std::move(first), std::move(second), types);
    std::ofstream(folder + "/one_by_one.sql") << script.text(false);
    std::ofstream(folder + "/pipelined.sql") << script.text(true);
    std::cout << fmt::format(R"({{"statements":{},"waits":{}}})", script.size(), script.waits()) << "\n";
}

}  // namespace hemu::bench

int main(int count, char** words) {
    if (count < 3) {
        std::cerr << "bench_statements COOKIES FOLDER SETTING=VALUE…\n";
        return 2;
    }
    std::map<std::string, std::string> settings;
    for (int i = 3; i < count; ++i) {
        const std::string word = words[i];
        settings[word.substr(0, word.find('='))] = word.substr(word.find('=') + 1);
    }
    try {
        hemu::bench::export_statements(words[1], words[2], settings);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
