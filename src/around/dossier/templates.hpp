// The city's own templates of papers, in versions valid from a day; before the program's where there is one.
#pragma once
#include "documents.hpp"
#include "identity.hpp"
#include "text_form.hpp"

namespace hemu::dossier {

/// Of every paper what is valid on the day, by code.
std::vector<documents::Template> valid_templates(db::Tx&, LegalDate);

/// A version of the city's. lines: as text (facilities/documents/text_form.hpp).
struct PaperVersion {
    std::int64_t version = 0;
    std::string title;
    std::string law;
    std::string lines;
    LegalDate valid_from_on;
    Instant made_at;
    std::string made_by_name;
};
BOOST_DESCRIBE_STRUCT(PaperVersion, (), (version, title, law, lines, valid_from_on, made_at, made_by_name))

/// A paper in the list of templates. own: the city's words are valid, not the program's. later: the day on which a
/// newer version begins.
struct PaperTemplateLine {
    std::string code;
    std::string title;
    std::string about;
    std::int64_t version = 0;
    LegalDate valid_from_on;
    bool own = false;
    std::optional<LegalDate> later;
};
BOOST_DESCRIBE_STRUCT(PaperTemplateLine, (), (code, title, about, version, valid_from_on, own, later))
std::vector<PaperTemplateLine> template_lines(db::Tx&, LegalDate today);

/// A name that a template may use, in a list when it stands in one, with what it holds in the example.
struct PaperName {
    std::string name;
    std::string list;
    std::string example;
};
BOOST_DESCRIBE_STRUCT(PaperName, (), (name, list, example))

/// program: the program's own, as version 0. Versions of the city, the newest first.
struct PaperTemplateView {
    std::string code;
    std::string about;
    std::vector<std::string> needs;
    std::int64_t valid_version = 0;
    PaperVersion program;
    std::vector<PaperVersion> versions;
    std::vector<PaperName> names;
};
BOOST_DESCRIBE_STRUCT(PaperTemplateView, (), (code, about, needs, valid_version, program, versions, names))
/// Refusal not_found paper_not_found.
PaperTemplateView template_view(db::Tx&, std::string_view code, LegalDate today);

/// based_on: the newest version when it was opened, 0 for the program's own.
struct PaperTemplateForm {
    std::string title;
    std::string law;
    std::string lines;
    std::optional<LegalDate> valid_from_on;  ///< today when absent
    std::int64_t based_on = 0;
};
BOOST_DESCRIBE_STRUCT(PaperTemplateForm, (), (title, law, lines, valid_from_on, based_on))

/// What is wrong with it; none: it may be switched on.
std::vector<documents::TextFault> faults_of(const PaperTemplateForm&);

/// Filled with the form's words, whatever else the paper is; for a preview.
documents::Template template_of(const PaperTemplateForm&, const documents::Template& before);
/// The program's own. Refusal not_found paper_not_found.
documents::Template program_template(std::string_view code, LegalDate today);

/// Refusals: not_found paper_not_found; invalid by field: missing, too_long, `line 12` with what is wrong there,
/// valid_from_on in_the_past; precondition_failed version_outdated when somebody was faster.
void add_template(db::Tx&, std::string_view code, const PaperTemplateForm&, const identity::Context&);

}  // namespace hemu::dossier
