// Templates of papers: what is valid, the city's versions, a look at one before it is switched on.
#include "auditing.hpp"
#include "crypto.hpp"
#include "routes_parts.hpp"
#include "store.hpp"
#include "templates.hpp"

namespace hemu::dossier {

using http::None;
using identity::Context;
using identity::Duty;

static http::Reply list_templates(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(template_lines(tx, legal_date(cx.moment))); });
}

static http::Reply show_template(const http::Request& request, const Context& cx) {
    const std::string code(request.path_text("template"));
    return cx.db.read([&](db::Tx& tx) { return http::ok(template_view(tx, code, legal_date(cx.moment))); });
}

static http::Reply save_template(const http::Request& request, const Context& cx) {
    const std::string code(request.path_text("template"));
    const auto form = request.body<PaperTemplateForm>();
    return cx.db.transact([&](db::Tx& tx) {
        add_template(tx, code, form, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change_paper_template", code,
                                             {"title", "law", "lines", "valid_from_on"}));
        return http::created(template_view(tx, code, legal_date(cx.moment)));
    });
}

/// Of nothing, of the example, of far too much, or of a case.
enum class TrialData { empty, usual, extreme, dispute };
BOOST_DESCRIBE_ENUM(TrialData, empty, usual, extreme, dispute)

/// dispute_number: of the case to try it with. page: from 1.
struct PaperTrialForm : PaperTemplateForm {
    TrialData data = TrialData::usual;
    std::optional<std::string> dispute_number;
    std::int64_t page = 1;
};
BOOST_DESCRIBE_STRUCT(PaperTrialForm, (PaperTemplateForm), (data, dispute_number, page))

/// picture: the page as a PNG in base64; none when there are faults.
struct PaperTrial {
    std::vector<documents::TextFault> faults;
    std::int64_t page = 1;
    std::int64_t pages = 0;
    std::string picture;
};
BOOST_DESCRIBE_STRUCT(PaperTrial, (), (faults, page, pages, picture))

static const db::Statement select_by_number{"dossier.by_number", "SELECT id FROM dispute WHERE number = $1"};

/// Numbers masked: a look at a template opens nothing.
static CaseFacts case_of(db::Tx& tx, const std::string& number, const documents::Template& pattern,
                         const Context& cx) {
    const auto id = tx.maybe<Id<dispute::Dispute>>(select_by_number, number);
    if (!id) throw Refusal(Fault::not_found, "not_found");
    CaseRead read = read_case(tx, dispute::find(tx, *id, cx.actor), Numbers::masked, cx);
    show_first(read, pattern.about);
    return read.facts;
}

static CaseFacts data_of(const PaperTrialForm& form, const documents::Template& pattern, const Context& cx) {
    switch (form.data) {
        case TrialData::empty:
            return nothing_known();
        case TrialData::usual:
            return example();
        case TrialData::extreme:
            return far_too_much();
        case TrialData::dispute:
            return cx.db.read([&](db::Tx& tx) { return case_of(tx, form.dispute_number.value_or(""), pattern, cx); });
    }
    return example();
}

static http::Reply try_template(const http::Request& request, const Context& cx) {
    const auto form = request.body<PaperTrialForm>();
    const LegalDate today = legal_date(cx.moment);
    const auto pattern = template_of(form, program_template(request.path_text("template"), today));
    PaperTrial trial{faults_of(form), std::max<std::int64_t>(form.page, 1), 0, ""};
    if (!trial.faults.empty()) return http::ok(trial);
    const CaseFacts facts = data_of(form, pattern, cx);
    const auto paper = documents::fill(pattern, as_object(facts), {facts.body, start_of(today), facts.number});
    const auto picture = pdf::picture(paper, static_cast<std::size_t>(trial.page - 1));
    trial.pages = static_cast<std::int64_t>(picture.pages);
    trial.page = std::min(trial.page, trial.pages);
    trial.picture = crypto::to_base64(picture.png);
    return http::ok(trial);
}

static constexpr identity::Duties keepers{Duty::dispatcher, Duty::system_administrator};

identity::Routes template_routes() {
    const std::string at = "/api/paper_templates";
    return {
        identity::get<None, std::vector<PaperTemplateLine>>(at, keepers, list_templates,
                                                            "Papers and which version of their template is valid"),
        identity::get<None, PaperTemplateView>(at + "/{template}", keepers, show_template,
                                               "A template as text, its versions, and the names that it may use"),
        identity::post<PaperTemplateForm, PaperTemplateView>(at + "/{template}", keepers, save_template,
                                                             "A new version of the city's, valid from a day"),
        identity::post<PaperTrialForm, PaperTrial>(
            at + "/{template}/trial", keepers, try_template,
            "A page of the paper as a picture, or what is wrong with the template")
            .with_status(200),
    };
}

}  // namespace hemu::dossier
