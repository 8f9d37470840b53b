// Photographs for the bundle, made smaller ahead of their being bound.
#pragma once
#include <deque>
#include <future>

#include "bundle.hpp"

namespace hemu::dossier {

/// jpeg: or why there is none.
struct PhotoMade {
    std::string jpeg;
    std::optional<BundleGap> gap;
};

enum class PhotoUse { binding, looking };  ///< looking: only whether there is one

/// Gives the plan's pictures that are not known one after the other, in its order; two are always being made, so that
/// papers are set meanwhile and no more than two originals are in memory.
class PhotoLine {
  public:
    PhotoLine(const BundlePlan&, PhotoUse, const identity::Context&);
    PhotoMade next();

  private:
    void begin_one();

    PhotoUse use_;
    const identity::Context& cx_;
    std::deque<const BundleSource*> waiting_;
    std::deque<std::future<PhotoMade>> begun_;
};

bool is_picture(const BundleSource&);

/// Nothing when what is kept is damaged.
std::optional<std::string> kept_content(const BundleSource&, const identity::Context&);

}  // namespace hemu::dossier
