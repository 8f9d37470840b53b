#include <sodium.h>

#include <condition_variable>
#include <mutex>
#include <thread>

#include "crypto.hpp"
#include "error.hpp"

namespace hemu::crypto {

namespace {

/// Lets as many compute as there are cores, and a few more wait: sign-ins must not starve everything else.
class Queue {
  public:
    Queue() : free_(std::max(1U, std::thread::hardware_concurrency())) {}

    void enter() {
        std::unique_lock lock(guard_);
        if (waiting_ >= 64) throw Refusal(Fault::too_many, "busy_passwords");
        ++waiting_;
        left_.wait(lock, [&] { return free_ > 0; });
        --waiting_;
        --free_;
    }
    void leave() {
        const std::lock_guard lock(guard_);
        ++free_;
        left_.notify_one();
    }

  private:
    std::mutex guard_;
    std::condition_variable left_;
    unsigned free_;
    unsigned waiting_ = 0;
};

Queue queue;

struct Place {
    Place() { queue.enter(); }
    ~Place() { queue.leave(); }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
};

constexpr unsigned long long passes = 2;
constexpr std::size_t memory = 19 * 1024 * 1024;

}  // namespace

std::string hash_password(std::string_view password) {
    const Place place;
    std::string hash(crypto_pwhash_STRBYTES, '\0');
    if (sodium_init() < 0 || crypto_pwhash_str_alg(hash.data(), password.data(), password.size(), passes, memory,
                                                   crypto_pwhash_ALG_ARGON2ID13) != 0)
        throw std::runtime_error("argon2id failed");
    hash.resize(hash.find('\0'));
    return hash;
}

bool verify_password(const std::string& hash, std::string_view password) {
    const Place place;
    if (hash.empty() || sodium_init() < 0) return false;
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

}  // namespace hemu::crypto
