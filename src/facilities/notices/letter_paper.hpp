// 信函 A notice on paper: address for the window of an envelope, words, and the way to the status page.
#pragma once
#include "by_hand.hpp"
#include "pdf.hpp"

namespace hemu::notices {

/// link: of the status page, complete.
pdf::Paper letter_paper(const LetterView&, const std::string& link);

}  // namespace hemu::notices
