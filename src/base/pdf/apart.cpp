#include "apart.hpp"

#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstring>
#include <mutex>
#include <new>
#include <system_error>

namespace hemu::pdf {

namespace {

constexpr std::size_t memory_for_any = 256 * 1024 * 1024;
constexpr rlim_t seconds_of_a_processor = 10;
constexpr unsigned seconds_at_all = 60;

/// Open only here, without a name.
class Scratch {
  public:
    Scratch() : file_(memfd_create("apart", MFD_CLOEXEC)) {
        if (file_ < 0) throw std::system_error(errno, std::generic_category(), "memfd_create");
    }
    ~Scratch() { close(file_); }
    Scratch(const Scratch&) = delete;
    Scratch& operator=(const Scratch&) = delete;

    bool put(const void* bytes, std::size_t size) const {
        const char* at = static_cast<const char*>(bytes);
        while (size > 0) {
            const ssize_t written = write(file_, at, size);
            if (written < 0 && errno == EINTR) continue;
            if (written <= 0) return false;
            at += written;
            size -= static_cast<std::size_t>(written);
        }
        return true;
    }
    std::string content() const {
        struct stat about = {};
        if (fstat(file_, &about) != 0) throw std::system_error(errno, std::generic_category(), "fstat");
        std::string bytes(static_cast<std::size_t>(about.st_size), '\0');
        for (std::size_t at = 0; at < bytes.size();) {
            const ssize_t got = pread(file_, bytes.data() + at, bytes.size() - at, static_cast<off_t>(at));
            if (got < 0 && errno == EINTR) continue;
            if (got <= 0) throw std::system_error(errno, std::generic_category(), "pread");
            at += static_cast<std::size_t>(got);
        }
        return bytes;
    }

  private:
    int file_;
};

/// Bytes of this process: in memory, and those that count for RLIMIT_DATA.
struct Size {
    std::size_t resident = 0;
    std::size_t data = 0;
};

Size own_size() {
    unsigned long resident = 0, data = 0;
    FILE* file = std::fopen("/proc/self/statm", "re");
    if (file == nullptr || std::fscanf(file, "%*u %lu %*u %*u %*u %lu", &resident, &data) != 2) _exit(1);
    std::fclose(file);
    const auto page = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return {resident * page, data * page};
}

void limit(decltype(RLIMIT_CPU) what, std::size_t most) {
    const rlimit both{most, most};
    if (setrlimit(what, &both) != 0) _exit(1);
}

void end_by_signal(int signal) {
    sigset_t one;
    sigemptyset(&one);
    sigaddset(&one, signal);
    ::signal(signal, SIG_DFL);
    sigprocmask(SIG_UNBLOCK, &one, nullptr);
}

[[noreturn]] void do_and_end(std::size_t memory, const std::function<std::string()>& work, const Scratch& result) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    for (const int signal : {SIGALRM, SIGXCPU}) end_by_signal(signal);
    close(STDERR_FILENO);  // what ends it is no line in the log
    // libqpdf takes a failed allocation for a damaged stream and reads on.
    std::set_new_handler([] { _exit(1); });
    const Size before = own_size();
    limit(RLIMIT_CORE, 0);
    limit(RLIMIT_CPU, seconds_of_a_processor);
    limit(RLIMIT_DATA, before.data + memory);
    alarm(seconds_at_all);
    int status = 1;
    try {
        const std::string bytes = work();
        rusage usage = {};
        getrusage(RUSAGE_SELF, &usage);
        const auto most = static_cast<std::size_t>(usage.ru_maxrss) * 1024;
        const std::size_t taken = most - std::min(most, before.resident);
        status = result.put(&taken, sizeof taken) && result.put(bytes.data(), bytes.size()) ? 0 : 1;
    } catch (...) {
        status = 1;
    }
    _exit(status);
}

/// glibc's allocator comes whole into the copy; that of GCC 12's address sanitizer may come locked by another thread,
/// and the copy waits for ever: there the work is done here, without limits.
#ifdef __SANITIZE_ADDRESS__
constexpr bool may_copy = false;
#else
constexpr bool may_copy = true;
#endif

std::optional<Apart> done_here(const std::function<std::string()>& work) {
    try {
        return Apart{work(), 0};
    } catch (const std::exception&) {
        return std::nullopt;
    }
}

}  // namespace

std::optional<Apart> apart(std::size_t bytes_read, const std::function<std::string()>& work) {
    static std::mutex one_at_a_time;
    const std::lock_guard lock(one_at_a_time);
    if (!may_copy) return done_here(work);
    const Scratch result;
    const pid_t child = fork();
    if (child < 0) throw std::system_error(errno, std::generic_category(), "fork");
    if (child == 0) do_and_end(memory_for_any + 4 * bytes_read, work, result);
    int status = 0;
    while (waitpid(child, &status, 0) < 0)
        if (errno != EINTR) throw std::system_error(errno, std::generic_category(), "waitpid");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) return std::nullopt;
    std::string content = result.content();
    Apart made;
    if (content.size() < sizeof made.memory) return std::nullopt;
    std::memcpy(&made.memory, content.data(), sizeof made.memory);
    content.erase(0, sizeof made.memory);
    made.bytes = std::move(content);
    return made;
}

}  // namespace hemu::pdf
