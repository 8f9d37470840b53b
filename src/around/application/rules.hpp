// What is wrong with an application, what is lacking before it can be sent, what would help: pure.
#pragma once
#include "application.hpp"

namespace hemu::application {

/// Blanks around words dropped, and what is empty then.
ApplicationForm tidied(ApplicationForm);

/// The registration that it becomes. type: where none is chosen; nothing becomes 99.
intake::Registration registration_of(const ApplicationForm&, std::string_view phone, dispute::Channel,
                                     const std::optional<intake::TypeProposal>& type);

/// The number at which the applicant, or who acts for him, is reached; empty when none is given.
std::string contact_phone(const intake::Registration&, ApplyingFor);

/// What is known beside the form. phone: of the application itself, in clear.
struct Known {
    std::string phone;
    bool place_known = false;
    bool has_files = false;
    LegalDate today;
};

/// wrong: names fields that cannot be saved so · missing: must be there before it is sent · advised: helps and blocks
/// nothing (PML: an application may be made by word of mouth; the window asks for the rest).
struct Checked {
    Verdict wrong;
    std::vector<Lacking> missing;
    std::vector<Lacking> advised;
};
Checked check(const ApplicationForm&, const Known&);

/// Whether it holds sensitive personal data: numbers of identity, ethnicity, health, files (PIPL art. 28).
bool is_sensitive(const ApplicationForm&, bool has_files);
/// Whether somebody for whom it is made is under fourteen (PIPL art. 31).
bool names_a_child(const ApplicationForm&, LegalDate today);

/// The type when none is chosen: among what the narrative speaks of the first that guidance's door is about; else the
/// door's own first; else the first that the narrative speaks of.
std::optional<intake::TypeProposal> likely_type(const std::vector<std::string>& types_of_door,
                                                const std::vector<intake::TypeProposal>& guessed);

/// The body that takes applications of this place: the nearest centre, else the nearest committee of every field.
std::optional<organisations::OrganisationId> window_among(const std::vector<organisations::Server>& nearest_first);

/// Position of the party for whom it is made: the first applicant.
std::optional<std::size_t> first_applicant(const std::vector<dispute::PartyForm>&);

}  // namespace hemu::application
