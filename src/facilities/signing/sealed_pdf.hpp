// A frozen paper gets hands, seal and signature by an incremental update: what was signed stays byte for byte at the
// beginning of the file (ISO 32000-1, 7.5.6), the signature covers all of it.
#pragma once
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "signing.hpp"

namespace hemu::signing {

/// A JPEG picture (ISO/IEC 10918-1) and its size in pixels.
struct Picture {
    std::string jpeg;
    int width = 0;
    int height = 0;
    int components = 3;
};
/// Nothing when the bytes are no JPEG picture that a PDF can hold.
std::optional<Picture> picture_in(std::string_view bytes);

/// drawing: PDF operators, from the box's lower left corner.
struct Mark {
    Box box;
    std::string drawing;
    std::optional<Picture> picture = std::nullopt;
};

/// What the update adds. seal: the look of the signature. record: a file inside of the paper.
struct Additions {
    std::vector<Mark> marks;
    Mark seal;
    std::string record_name;
    std::string record;
    std::string signer;
    Instant signed_at;
};

/// sign: DER of the signature over the bytes it is given. std::runtime_error when the paper cannot be read or the
/// signature is too long.
std::string sealed_pdf(const std::string& frozen, const Additions&,
                       const std::function<std::string(std::string_view)>& sign);

/// The last signature of a paper and what it covers. frozen_bytes: where the update begins. record: of our own kind,
/// if there is one.
struct SealFound {
    std::string signature;      ///< DER
    std::string covered;        ///< the bytes under it
    bool covers_whole = false;  ///< nothing was added behind it
    Instant signed_at;          ///< as the paper says
    std::size_t frozen_bytes = 0;
    std::string record;
};
/// Nothing when there is none. std::runtime_error when the paper cannot be read.
std::optional<SealFound> seal_in(const std::string& paper, std::string_view record_name);

}  // namespace hemu::signing
