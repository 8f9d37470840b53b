// The signature inside of a sealed paper: CMS, detached, as ETSI EN 319 142-1 asks of PAdES B-B and B-T.
#pragma once
#include <functional>
#include <optional>

#include "certificates.hpp"

namespace hemu::signing {

/// Asks a timestamp server (RFC 3161): its request as DER in, its answer as DER out.
using TimestampCall = std::function<std::string(const std::string& request)>;

/// DER of the signature over the bytes. B-T when there is a timestamp server. std::runtime_error when that cannot be
/// reached or answers anything but a stamp over this signature.
std::string cms_signature(std::string_view bytes, const KeyPair&, const TimestampCall& timestamp);

/// What a signature says, when it fits the bytes.
struct CmsFound {
    bool fits = false;
    std::string signer;
    std::string root;  ///< SM3 of the root's certificate, hex; empty when the chain does not lead to one
    bool chain_holds = false;
    std::optional<Instant> stamped_at;
    std::string stamped_by;
    bool stamp_fits = true;
};
/// signed_at: for which moment the chain is asked, when there is no stamp.
CmsFound read_cms(std::string_view signature, std::string_view bytes, Instant signed_at);

}  // namespace hemu::signing
