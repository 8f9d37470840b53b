#pragma once
#include "outbound.hpp"

namespace hemu::outbound {

/// The mail as it goes over the wire: headers and text in base64 (RFC 5322, 2045, 2047).
std::string wire_text(const Mail&);

/// Fit for an address line.
bool is_plain_address(std::string_view);

}  // namespace hemu::outbound
