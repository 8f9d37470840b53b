// The decisions of asking the other side, pure.
#pragma once
#include "invitation.hpp"

namespace hemu::invitation {

/// Rows of invitation_setting; each shows its basis.
struct Settings {
    std::int64_t valid_days = 30;
    std::int64_t unanswered_days = 2;
    std::int64_t most_days_to_think = 7;
    std::int64_t remind_before_days = 1;
    std::int64_t least_for_a_rate = 20;
};

/// Silence is no consent and no refusal: without an answer willingness is unknown. Who needs time has not consented.
/// Source: PML art. 17 (no mediation when a party clearly refuses), art. 3 (voluntary and equal).
dispute::Willingness willing_after(std::optional<InvitationAnswer>);

/// From acceptance until it ends without an agreement or with one: somebody may be asked.
bool may_invite(dispute::State);
/// Asked and not yet over: an answer still changes something.
bool is_over(dispute::State);
/// Until a session was held he may say something else (PML art. 23: he may refuse at any time; then he ends it in the
/// session or asks for the end).
bool may_answer(dispute::State, bool session_was_held);

/// Wrong fields: until_on missing, in_the_past, too_far; reason too_long.
Verdict why_not_answer(const AnswerForm&, LegalDate today, const Settings&);
/// The same, and way not phone, window or visit; said_by too_long; said_on in_the_future.
Verdict why_not_noted(const NotedAnswer&, LegalDate today, const Settings&);
/// Wrong fields: statement too_long; days_away term_reversed, too_many; language, help unknown_word; speaker.name
/// missing, too_long; speaker.relation too_long; speaker.phone phone_wrong.
Verdict why_not_account(const OwnSide&);

/// Whether the invited is told names and matter before he was spoken to. Private and restricted disputes name nobody
/// (domain facts 2.18; Anti-Domestic Violence Law art. 14 protects who reported).
bool tells_names(dispute::Secrecy);

/// Why he refused is read by its mediators and at the body that holds it: never by the other side, nor by those who
/// only watch.
bool may_read_reason(const identity::Actor&, const dispute::Dispute&, bool is_mediator);

/// A day before the day until which he wanted to think, in the morning; at once when that is over.
Instant remind_at(LegalDate until_on, const Settings&);

/// 95 % interval of a share after Wilson, in thousandths: how far few numbers can be believed.
struct Interval {
    std::int64_t low = 0;
    std::int64_t high = 1000;
};
BOOST_DESCRIBE_STRUCT(Interval, (), (low, high))
Interval interval_of(std::int64_t count, std::int64_t of);

/// What follows the number sign of a link: the code, and a proof that we made the link, which a guesser cannot make.
std::string link_code(const std::string& code, const crypto::Keys&);
bool is_our_link(std::string_view code, std::string_view proof, const crypto::Keys&);

}  // namespace hemu::invitation
