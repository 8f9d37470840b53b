// 卷宗 The papers of a case, made from what stands in it.
#pragma once
#include "identity.hpp"

namespace hemu::dossier {

extern const identity::Routes routes;

/// reply_by_on: thirty days from now when absent.
struct AdviceForm {
    std::string addressee;
    std::string problem;
    std::string advice;
    std::optional<LegalDate> reply_by_on;
};
BOOST_DESCRIBE_STRUCT(AdviceForm, (), (addressee, problem, advice, reply_by_on))

/// Whose seal a paper bears: of the body that holds the case, of the centre where it was registered, which hands over
/// and supervises, or of the court that ruled.
enum class PaperIssuer { body, window, court };
BOOST_DESCRIBE_ENUM(PaperIssuer, body, window, court)

/// A paper that the case can have. about: which session, inquiry, visit or party it is of; none for the case as a
/// whole. what: the words that tell it from others of its kind. missing: what has to be there first; empty when it
/// can be made.
struct CasePaper {
    std::string code;
    std::string title;
    std::optional<std::string> about;
    std::string what;
    std::vector<std::string> missing;
    PaperIssuer issuer = PaperIssuer::body;
};
BOOST_DESCRIBE_STRUCT(CasePaper, (), (code, title, about, what, missing, issuer))

}  // namespace hemu::dossier
