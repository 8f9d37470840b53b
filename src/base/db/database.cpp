#include "log.hpp"
#include "notices.hpp"
#include "postgres_database.hpp"
#include "sqlite_database.hpp"

namespace hemu::db {

static constexpr std::size_t longest_payload = 7'000;  // PostgreSQL takes less than 8,000 bytes

std::unique_ptr<Database> Database::open(const std::string& url_or_path, Options options) {
    if (url_or_path.starts_with("postgres://") || url_or_path.starts_with("postgresql://"))
        return open_postgres(url_or_path, std::move(options));
    return open_sqlite(url_or_path, std::move(options));
}

void Tx::notify(std::string_view channel, std::string payload) {
    if (payload.size() > longest_payload) throw std::logic_error("notice too long for " + std::string(channel));
    notices_.push_back({std::string(channel), std::move(payload)});
}

void Database::finish(Tx& tx) {
    if (!tx.notices_.empty()) notices().publish(std::move(tx.notices_));
    for (const auto& function : tx.after_commit_) {
        try {
            function();
        } catch (const std::exception& error) {
            log::error("after_commit_failed", {{"why", error.what()}});
        }
    }
}

}  // namespace hemu::db
