// Who may sign when and in which way. Pure.
#pragma once
#include "signing.hpp"

namespace hemu::signing {

/// The hand as it moved: each line is x, y, milliseconds, x, y, milliseconds …, from the upper left corner.
struct HandStrokes {
    std::int64_t width = 0;
    std::int64_t height = 0;
    std::vector<std::vector<std::int64_t>> lines;
};
BOOST_DESCRIBE_STRUCT(HandStrokes, (), (width, height, lines))

struct SignerStanding {
    SignerRole role = SignerRole::party;
    SignerState state = SignerState::waiting;
};

/// The keeper comes last; with an order, nobody signs before those who stand before him.
bool is_turn(const std::vector<SignerStanding>&, std::size_t position, bool in_order);

/// Electronic Signature Law art. 3: papers on marriage, adoption and inheritance are signed with ink.
std::vector<SigningMethod> methods_of(SignerRole, bool ink_only);

/// The head keeps a body's seal, a judge that of his court.
bool keeps_seal(identity::Duty);

/// invalid strokes: signature_empty, signature_too_short (a dot or a line is no name), too_long.
Verdict why_not_strokes(const HandStrokes&);

/// At most 90 days, from today on: signing_days_wrong.
Verdict why_not_end(LegalDate ends_on, LegalDate today);

/// The strokes as PDF operators in a box of this size, as large as it allows.
std::string drawn(const HandStrokes&, double width, double height);

/// A code as people type it: upper case, without blanks and hyphens; nothing when it cannot be one.
std::optional<std::string> check_code_in(std::string_view typed);

}  // namespace hemu::signing
