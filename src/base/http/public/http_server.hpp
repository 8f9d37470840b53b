// The HTTP/1.1 server: network threads read requests and write replies, workers run blocking handlers.
#pragma once
#include <chrono>
#include <map>
#include <set>

#include "http.hpp"

namespace hemu::http {

/// The words of problem codes: {"not_found": {"zh": "…", "en": "…"}, …}.
class ProblemWords {
  public:
    ProblemWords() = default;
    /// std::runtime_error when the text is not of that shape or a code misses a language.
    explicit ProblemWords(std::string_view json_text);
    /// Empty when the code is unknown.
    std::string_view find(std::string_view code, std::string_view language) const;
    std::vector<std::string> codes() const;

  private:
    std::map<std::string, std::map<std::string, std::string, std::less<>>, std::less<>> words_;
};

/// A folder of built pages, kept in memory. Files beside their .br and .gz forms are sent in the form the reader
/// takes. Names that carry a hash (assets/index-4f3a9c21.js) are kept by browsers for good, everything else is asked
/// again.
class StaticFiles {
  public:
    /// Where a path that is no file goes: the page of the application that owns the prefix. Longest prefix first.
    struct Application {
        std::string prefix;  ///< "/desk/"
        std::string page;    ///< "/desk/index.html"
    };
    StaticFiles();
    ~StaticFiles();
    StaticFiles(StaticFiles&&) noexcept;
    StaticFiles& operator=(StaticFiles&&) noexcept;
    /// Reads every file under the folder. std::runtime_error when the folder cannot be read.
    StaticFiles(const std::filesystem::path& folder, std::vector<Application> applications);
    /// The answer to a GET or HEAD, 304 when the reader has it; nothing when no file or page belongs to the path.
    std::optional<Reply> find(const Request& request) const;
    std::size_t file_count() const;
    std::size_t bytes() const;

  private:
    struct File;
    struct Folder;
    std::unique_ptr<Folder> folder_;
};

/// Whether the text is an IPv4 or IPv6 address.
bool is_address(std::string_view text);

/// Addresses such as "10.0.0.0/8", "::1", "192.168.1.7".
class AddressList {
  public:
    AddressList() = default;
    /// std::runtime_error naming the entry that is no address.
    explicit AddressList(const std::vector<std::string>& entries);
    bool contains(std::string_view address) const;

  private:
    struct Entry {
        std::array<unsigned char, 16> bytes;
        int bits;
    };
    std::vector<Entry> entries_;
};

struct ServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 8080;     ///< 0: any free one, see Server::port
    std::string certificate_path;  ///< PEM chain; empty: no TLS
    std::string key_path;

    int network_threads = 1;
    int worker_threads = 8;
    std::size_t worker_queue = 1024;  ///< waiting requests; above it 503 with Retry-After

    std::size_t connections = 10'000;  ///< above it a connection gets 503 and is closed
    std::size_t header_bytes = 16 * 1024;
    std::size_t body_bytes = 1024 * 1024;  ///< for routes that name no limit of their own
    std::chrono::milliseconds header_timeout{10'000};
    std::chrono::milliseconds body_timeout{
        10'000};  ///< plus the time that the bytes take at slowest_bytes_per_second
    std::chrono::milliseconds idle_timeout{30'000};
    std::chrono::milliseconds write_timeout{30'000};  ///< likewise
    std::chrono::milliseconds stop_timeout{10'000};
    std::size_t slowest_bytes_per_second = 16 * 1024;

    AddressList trusted_proxies;  ///< their X-Forwarded-For and X-Forwarded-Proto are believed
    AddressList metrics_readers{{"127.0.0.0/8", "::1"}};  ///< others get 404 for /metrics
    bool access_log = true;

    ProblemWords words;
    StaticFiles files;
    std::function<Instant()> clock = nullptr;  ///< required: hemu::now in the program
    std::function<std::optional<std::string>()> why_not_ready =
        nullptr;                                          ///< for /readyz, on a worker; nothing: ready
    std::function<std::string()> more_metrics = nullptr;  ///< Prometheus text of database and jobs, on a worker
};

/// A server of these routes. Answers /healthz, /readyz and /metrics by itself.
class Server {
  public:
    /// std::logic_error when two routes are the same; std::runtime_error when the certificate cannot be read.
    Server(ServerOptions options, std::vector<Route> routes);
    ~Server();
    /// Listens and returns. std::runtime_error when the port is taken.
    void start();
    std::uint16_t port() const;
    /// Stops accepting, lets running requests finish (at most stop_timeout), closes streams. Blocks until done.
    /// False when a handler still runs after that; the destructor then waits for it.
    bool stop();
    const std::vector<Route>& routes() const;
    /// Runs a task on a worker; false when the queue is full.
    bool run_on_worker(std::function<void()> task);

  private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace hemu::http
