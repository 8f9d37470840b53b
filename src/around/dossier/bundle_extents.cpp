#include "bundle_extents.hpp"

#include <mutex>
#include <unordered_map>

namespace hemu::dossier {

static constexpr std::size_t most_known = 20'000;

static std::mutex mutex;
static std::unordered_map<std::string, Extent>& known() {
    static std::unordered_map<std::string, Extent> all;
    return all;
}

std::optional<Extent> extent_at_hand(const std::string& digest) {
    const std::lock_guard lock(mutex);
    const auto found = known().find(digest);
    return found == known().end() ? std::nullopt : std::optional(found->second);
}

void note_extent(const std::string& digest, const Extent& extent) {
    const std::lock_guard lock(mutex);
    known().erase(digest);
    if (extent.gap == BundleGap::damaged) return;
    if (known().size() >= most_known) known().clear();
    known().emplace(digest, extent);
}

}  // namespace hemu::dossier
