// What reads files of others does so in a process of its own: a few kilobytes may unpack to gigabytes, in streams, in
// objects, in both, and libqpdf of Debian 12 sets no limit.
#pragma once
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

namespace hemu::pdf {

/// memory: bytes that the work took at most, about.
struct Apart {
    std::string bytes;
    std::size_t memory = 0;
};

/// What the work gives, made in a copy of this process that ends with it: nothing else of what it does is seen.
/// Nothing when it throws, crashes, or takes more than 10 s of a processor or about 256 MB and four times what it
/// reads. One at a time in the whole program; 1 ms, and 1 ms more for 100 MB that the program has in memory.
std::optional<Apart> apart(std::size_t bytes_read, const std::function<std::string()>& work);

}  // namespace hemu::pdf
