// 海报 What hangs where people pass by.
#pragma once
#include "entrances.hpp"
#include "organisations.hpp"
#include "pdf.hpp"

namespace hemu::entrances {

/// body: whose phone and address stand on it; without one the national line 12348. link: what the code opens.
pdf::Paper poster(const Entrance&, const std::optional<organisations::Organisation>& body, const std::string& link,
                  pdf::PaperSize, Instant moment);

}  // namespace hemu::entrances
