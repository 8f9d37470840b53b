// 邀请信 The invitation on paper: address for the window of an envelope, five plain sentences, QR code, and the code
// in big letters.
#pragma once
#include "inviting.hpp"
#include "pdf.hpp"

namespace hemu::invitation {

/// site: under which the pages are reached, where the city has no public address.
pdf::Paper letter_paper(const InvitationLetter&, const std::string& site);

}  // namespace hemu::invitation
