// Callers of a running server, as the pages call it: bench_callers PORT CLIENTS LIMIT MEASURE…
// LIMIT: 2000 requests (2000n) or 8 seconds (8s), of each measure. A measure is one of
//   register                a dispute, every client in the session of another body's registrar
//   register:alike          the same with narratives that all resemble each other
//   first:LOGIN:VIEW        the first page of a queue
//   counts:LOGIN            how many there are in each view
//   next:LOGIN:VIEW         the pages after it, one after the other
//   case:LOGIN:FILE         what the case page reads, of the disputes whose ids stand in FILE, in that order
//   search:LOGIN:FILE       the first page of a search for each line of FILE
//   paper:LOGIN:FILE        the agreement of each dispute in FILE that has one, as PDF
//   sessions:FILE           signs the registrars in and writes their cookies to FILE
// Prints one JSON object a line: name, seconds, failures, microseconds of every request in order of time.
#include <atomic>
#include <charconv>
#include <fstream>
#include <iostream>
#include <thread>

#include "http_testing.hpp"
#include "registrations.hpp"

namespace hemu::bench {

using http::testing::Answer;
using http::testing::Client;
using Stopwatch = std::chrono::steady_clock;

struct Limit {
    std::int64_t requests = 0;
    std::chrono::seconds time{0};
};

struct Measured {
    std::string name;
    double seconds = 0;
    std::int64_t failures = 0;
    std::vector<std::int64_t> microseconds;
};
BOOST_DESCRIBE_STRUCT(Measured, (), (name, seconds, failures, microseconds))

/// Somebody signed in on a connection of his own.
class Caller {
  public:
    Caller(std::uint16_t port, std::string cookie)
        : client_(port, std::chrono::seconds(30)), cookie_(std::move(cookie)) {}

    static std::string sign_in(std::uint16_t port, std::string_view login) {
        const std::string form = fmt::format(R"({{"login":"{}","password":"{}"}})", login, password);
        const Answer answer = Client(port, std::chrono::seconds(30))
                                  .post("/api/session", form, {{"X-Hemu", "1"}, {"Sec-Fetch-Site", "same-origin"}});
        const std::string cookie = answer.header("set-cookie");
        if (answer.status != 201) throw std::runtime_error(fmt::format("{} cannot sign in: {}", login, answer.body));
        return cookie.substr(0, cookie.find(';'));
    }

    Answer get(const std::string& target) { return client_.get(target, {{"Cookie", cookie_}}); }
    Answer post(const std::string& target, const std::string& body, const std::string& key) {
        return client_.post(
            target, body,
            {{"Cookie", cookie_}, {"X-Hemu", "1"}, {"Sec-Fetch-Site", "same-origin"}, {"Idempotency-Key", key}});
    }

  private:
    Client client_;
    std::string cookie_;
};

/// Asks once; whether the answer was the right one. `turn` counts the calls of one client.
using Act = std::function<bool(Caller&, std::int64_t turn)>;

/// Every client calls on a connection of its own until the limit is reached.
static Measured measure(const std::string& name, std::uint16_t port, const std::vector<std::string>& cookies,
                        const std::vector<Act>& acts, Limit limit) {
    struct Tape {
        std::vector<std::int64_t> microseconds;
        std::int64_t failures = 0;
    };
    std::vector<Tape> tapes(acts.size());
    std::atomic<std::int64_t> left{limit.requests > 0 ? limit.requests : INT64_MAX};
    const auto began = Stopwatch::now();
    const auto end = limit.requests > 0 ? Stopwatch::time_point::max() : began + limit.time;
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < acts.size(); ++i)
        threads.emplace_back([&, i] {
            Caller caller(port, cookies[i % cookies.size()]);
            Tape& tape = tapes[i];
            for (std::int64_t turn = 0; left.fetch_sub(1) > 0; ++turn) {
                const auto asked = Stopwatch::now();
                if (asked >= end) break;
                if (!acts[i](caller, turn)) ++tape.failures;
                tape.microseconds.push_back(
                    std::chrono::duration_cast<std::chrono::microseconds>(Stopwatch::now() - asked).count());
            }
        });
    for (std::thread& thread : threads) thread.join();
    Measured measured;
    measured.name = name;
    measured.seconds = std::chrono::duration<double>(Stopwatch::now() - began).count();
    for (const Tape& tape : tapes) {
        measured.failures += tape.failures;
        measured.microseconds.insert(measured.microseconds.end(), tape.microseconds.begin(), tape.microseconds.end());
    }
    return measured;
}

static std::vector<std::string> lines_of(const std::string& path) {
    std::ifstream file(path);
    std::vector<std::string> lines;
    for (std::string line; std::getline(file, line);)
        if (!line.empty()) lines.push_back(line);
    if (lines.empty()) throw std::runtime_error("nothing in " + path);
    return lines;
}

static std::string a_village(std::uint16_t port, const std::string& cookie) {
    const Answer answer = Caller(port, cookie).get("/api/places?q=%E6%9D%91%E5%A7%94%E4%BC%9A&parent=");
    const boost::json::value places = boost::json::parse(answer.body);
    for (const auto& place : places.as_array())
        if (place.at("level") == "village") return std::string(place.at("code").as_string());
    throw std::runtime_error("no village: " + answer.body);
}

static std::vector<std::string> sign_in_registrars(std::uint16_t port) {
    std::vector<std::string> cookies;
    for (const std::string& login : registrars) cookies.push_back(Caller::sign_in(port, login));
    return cookies;
}

class Run {
  public:
    Run(std::uint16_t port, std::size_t clients, Limit limit) : port_(port), clients_(clients), limit_(limit) {}

    void perform(const std::string& measure_name) {
        const std::vector<std::string> words = split(measure_name);
        const std::string& kind = words[0];
        if (measure_name == "register" || measure_name == "register:alike") {
            print(registering(measure_name));
        } else if (kind == "sessions" && words.size() == 2) {
            std::ofstream file(words[1]);
            for (const std::string& cookie : sign_in_registrars(port_)) file << cookie << "\n";
        } else if (kind == "first" && words.size() == 3) {
            print(measure(measure_name, port_, {cookie_of(words[1])}, same(first_page(words[2])), limit_));
        } else if (kind == "counts" && words.size() == 2) {
            print(measure(measure_name, port_, {cookie_of(words[1])}, same(counts()), limit_));
        } else if (kind == "next" && words.size() == 3) {
            print(next_pages(measure_name, words[1], words[2]));
        } else if (kind == "search" && words.size() == 3) {
            print(searches(measure_name, words[1], lines_of(words[2])));
        } else if (kind == "case" && words.size() == 3) {
            print(cases(measure_name, words[1], lines_of(words[2])));
        } else if (kind == "paper" && words.size() == 3) {
            print(agreements(measure_name, words[1], lines_of(words[2])));
        } else {
            throw std::runtime_error("unknown measure: " + measure_name);
        }
    }

  private:
    static std::vector<std::string> split(const std::string& text) {
        std::vector<std::string> words(1);
        for (const char letter : text) {
            if (letter == ':')
                words.emplace_back();
            else
                words.back() += letter;
        }
        return words;
    }

    static void print(const Measured& measured) { std::cout << json::write(measured) << "\n" << std::flush; }

    std::vector<Act> same(const Act& act) const { return std::vector<Act>(clients_, act); }

    const std::string& cookie_of(const std::string& login) {
        std::string& cookie = cookies_[login];
        if (cookie.empty()) cookie = Caller::sign_in(port_, login);
        return cookie;
    }

    Measured registering(const std::string& name) {
        if (registrar_cookies_.empty()) registrar_cookies_ = sign_in_registrars(port_);
        const std::string village = a_village(port_, registrar_cookies_[0]);
        const Instant moment = now();
        const LegalDate today = legal_date(moment);
        const bool alike = name.ends_with(":alike");
        std::vector<Act> acts;
        for (std::size_t i = 0; i < clients_; ++i)
            acts.push_back([=](Caller& caller, std::int64_t turn) {
                const auto chance = std::hash<std::string>()(fmt::format("{} {} {}", moment.microseconds, i, turn));
                const std::string key = fmt::format("{:016x}-{:04}-{:08}", moment.microseconds, i, turn);
                return caller.post("/api/disputes", registration(chance, alike, village, today), key).status == 201;
            });
        return measure(name, port_, registrar_cookies_, acts, limit_);
    }

    static std::string queue_target(const std::string& view) { return "/api/queue?limit=50&view=" + view; }

    static Act first_page(const std::string& view) {
        return
            [target = queue_target(view)](Caller& caller, std::int64_t) { return caller.get(target).status == 200; };
    }

    static Act counts() {
        return [](Caller& caller, std::int64_t) { return caller.get("/api/queue/counts").status == 200; };
    }

    /// Follows the cursors; after the last page, again from the first cursor.
    Measured next_pages(const std::string& name, const std::string& login, const std::string& view) {
        const std::string& cookie = cookie_of(login);
        const std::string first = cursor_in(Caller(port_, cookie).get(queue_target(view)));
        if (first.empty()) return {name, 0, 0, {}};
        std::vector<Act> acts;
        for (std::size_t i = 0; i < clients_; ++i)
            acts.push_back([=, cursor = first](Caller& caller, std::int64_t) mutable {
                const Answer answer = caller.get(queue_target(view) + "&after=" + escaped(cursor));
                cursor = cursor_in(answer);
                if (cursor.empty()) cursor = first;
                return answer.status == 200;
            });
        return measure(name, port_, {cookie}, acts, limit_);
    }

    static std::string cursor_in(const Answer& answer) {
        // The page's last member; a page of fifty rows is not worth being parsed for it.
        const std::string mark = R"("next":")";
        const auto at = answer.body.rfind(mark);
        if (at == std::string::npos) return {};
        const auto from = at + mark.size();
        return answer.body.substr(from, answer.body.find('"', from) - from);
    }

    static std::string escaped(std::string text) {
        for (std::size_t at; (at = text.find('+')) != std::string::npos;) text.replace(at, 1, "%2B");
        return text;
    }

    Measured cases(const std::string& name, const std::string& login, const std::vector<std::string>& ids) {
        std::vector<Act> acts;
        for (std::size_t i = 0; i < clients_; ++i)
            acts.push_back([&ids, i, step = clients_](Caller& caller, std::int64_t turn) {
                const std::string path =
                    "/api/disputes/" + ids[(i + static_cast<std::size_t>(turn) * step) % ids.size()];
                return caller.get(path).status == 200 && caller.get(path + "/closing").status == 200 &&
                       caller.get(path + "/timeline").status == 200;
            });
        return measure(name, port_, {cookie_of(login)}, acts, limit_);
    }

    /// Of the first forty that have one and are open to the caller; what is archived elsewhere is not.
    Measured agreements(const std::string& name, const std::string& login, const std::vector<std::string>& ids) {
        const std::string& cookie = cookie_of(login);
        std::vector<std::string> targets;
        Caller asker(port_, cookie);
        for (const std::string& id : ids) {
            if (targets.size() == 40) break;
            const std::string path = "/api/disputes/" + id + "/papers";
            const auto papers = boost::json::parse(asker.get(path).body);
            for (const auto& paper : papers.as_array())
                if (paper.at("code") == "D09" && paper.at("missing").as_array().empty() &&
                    asker.get(path + "/D09/pdf").status == 200)
                    targets.push_back(path + "/D09/pdf");
        }
        if (targets.empty()) throw std::runtime_error("no agreement in the sample");
        const Instant moment = now();
        std::vector<Act> acts;
        for (std::size_t i = 0; i < clients_; ++i)
            acts.push_back([=, step = clients_](Caller& caller, std::int64_t turn) {
                const auto& target = targets[(i + static_cast<std::size_t>(turn) * step) % targets.size()];
                return caller.post(target, "{}", fmt::format("{:016x}-{:04}-{:08}", moment.microseconds, i, turn))
                           .status == 200;
            });
        return measure(name, port_, {cookie}, acts, limit_);
    }

    static std::string percent(const std::string& text) {
        std::string out;
        for (const char byte : text) out += fmt::format("%{:02X}", static_cast<unsigned char>(byte));
        return out;
    }

    Measured searches(const std::string& name, const std::string& login, const std::vector<std::string>& lines) {
        std::vector<Act> acts;
        for (std::size_t i = 0; i < clients_; ++i)
            acts.push_back([&lines, i, step = clients_](Caller& caller, std::int64_t turn) {
                const std::string& line = lines[(i + static_cast<std::size_t>(turn) * step) % lines.size()];
                return caller.get("/api/search?limit=20&q=" + percent(line)).status == 200;
            });
        return measure(name, port_, {cookie_of(login)}, acts, limit_);
    }

    std::uint16_t port_;
    std::size_t clients_;
    Limit limit_;
    std::map<std::string, std::string> cookies_;
    std::vector<std::string> registrar_cookies_;
};

static Limit limit_of(const std::string& words) {
    std::int64_t number = 0;
    const auto [unit, error] = std::from_chars(words.data(), words.data() + words.size(), number);
    if (error != std::errc() || number <= 0 || (*unit != 'n' && *unit != 's'))
        throw std::runtime_error("a limit is 2000n or 8s, not " + words);
    return *unit == 'n' ? Limit{number, {}} : Limit{0, std::chrono::seconds(number)};
}

}  // namespace hemu::bench

int main(int count, char** words) {
    if (count < 5) {
        std::cerr << "bench_callers PORT CLIENTS LIMIT MEASURE…\n";
        return 2;
    }
    try {
        hemu::bench::Run run(static_cast<std::uint16_t>(std::stoi(words[1])), std::stoul(words[2]),
                             hemu::bench::limit_of(words[3]));
        for (int i = 4; i < count; ++i) run.perform(words[i]);
    } catch (const std::exception& failure) {
        std::cerr << failure.what() << "\n";
        return 1;
    }
}
