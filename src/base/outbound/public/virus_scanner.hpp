// 查毒 Bytes are shown to clamd, over its socket and by its own words (INSTREAM), before they come in.
#pragma once
#include <chrono>
#include <string>
#include <string_view>

#include "outbound.hpp"

namespace hemu::outbound {

/// Beginning with a slash it is the path of a socket, else host:port.
struct VirusScanner {
    std::string address;
    std::chrono::milliseconds timeout = std::chrono::minutes(2);  ///< for everything
};

/// What it calls what it found; empty when it found nothing. Failure when it cannot be reached, does not answer in
/// time, or says neither (it takes no more bytes than its StreamMaxLength).
std::string virus_in(std::string_view bytes, const VirusScanner&);
/// "ClamAV 1.4.6/27500/…": program, signatures and their day. Failure as above.
std::string scanner_version(const VirusScanner&);

}  // namespace hemu::outbound
