#include "templates.hpp"

#include "facts.hpp"
#include "text.hpp"

namespace hemu::dossier {

using documents::Template;
using documents::TextFault;

static constexpr std::size_t longest_lines = 30'000;
static constexpr std::size_t longest_title = 60;
static constexpr std::size_t longest_law = 300;

Template program_template(std::string_view code, LegalDate today) {
    for (Template& one : documents::templates_on(today))
        if (one.code == code) return std::move(one);
    throw Refusal(Fault::not_found, "paper_not_found");
}

struct VersionOfPaper : PaperVersion {
    std::string code;
};
BOOST_DESCRIBE_STRUCT(VersionOfPaper, (PaperVersion), (code))

static const db::Statement select_versions{"dossier.templates", R"(
    SELECT code, version, title, law, lines, valid_from_on, made_at, made_by_name
      FROM paper_template
     WHERE code = $1 OR $1 = ''
     ORDER BY code, version DESC)"};

static std::vector<VersionOfPaper> versions_of(db::Tx& tx, std::string_view code = "") {
    return tx.all<VersionOfPaper>(select_versions, code);
}

/// The newest that is valid on the day; versions come newest first.
static const VersionOfPaper* valid_among(const std::vector<VersionOfPaper>& versions, std::string_view code,
                                         LegalDate day) {
    for (const VersionOfPaper& one : versions)
        if (one.code == code && one.valid_from_on <= day) return &one;
    return nullptr;
}

Template template_of(const PaperTemplateForm& form, const Template& before) {
    Template pattern = before;
    pattern.title = form.title;
    pattern.law = form.law;
    pattern.lines = documents::read_text(form.lines).lines;
    return pattern;
}

static Template template_of(const VersionOfPaper& version, const Template& before) {
    Template pattern = template_of({version.title, version.law, version.lines, std::nullopt, 0}, before);
    pattern.version = version.version;
    pattern.valid_from = version.valid_from_on;
    return pattern;
}

std::vector<Template> valid_templates(db::Tx& tx, LegalDate day) {
    const auto versions = versions_of(tx);
    auto all = documents::templates_on(day);
    for (Template& one : all)
        if (const auto* own = valid_among(versions, one.code, day)) one = template_of(*own, one);
    return all;
}

std::vector<PaperTemplateLine> template_lines(db::Tx& tx, LegalDate today) {
    const auto versions = versions_of(tx);
    std::vector<PaperTemplateLine> lines;
    for (const Template& one : documents::templates_on(today)) {
        PaperTemplateLine line{one.code, one.title, one.about, 0, one.valid_from, false, std::nullopt};
        if (const auto* own = valid_among(versions, one.code, today)) {
            line.title = own->title;
            line.version = own->version;
            line.valid_from_on = own->valid_from_on;
            line.own = true;
        }
        for (const VersionOfPaper& version : versions)
            if (version.code == one.code && today < version.valid_from_on &&
                (!line.later || version.valid_from_on < *line.later))
                line.later = version.valid_from_on;
        lines.push_back(std::move(line));
    }
    return lines;
}

static void add_names(const boost::json::object& from, const std::string& before, const std::string& list,
                      std::vector<PaperName>& names) {
    for (const auto& [key, value] : from) {
        const std::string name = before + std::string(key);
        if (const auto* text = value.if_string()) {
            if (key != "id") names.push_back({name, list, text::shortened(std::string_view(*text), 30)});
        } else if (const auto* inside = value.if_object()) {
            add_names(*inside, name + ".", list, names);
        } else if (const auto* items = value.if_array(); items && list.empty() && !items->empty()) {
            names.push_back({name, list, ""});
            if (const auto* item = items->front().if_object()) add_names(*item, "", name, names);
        }
    }
}

PaperTemplateView template_view(db::Tx& tx, std::string_view code, LegalDate today) {
    const Template program = program_template(code, today);
    PaperTemplateView view;
    view.code = program.code;
    view.about = program.about;
    view.needs = program.needs;
    view.program = {0, program.title, program.law, documents::as_text(program.lines), program.valid_from, {}, ""};
    const auto versions = versions_of(tx, code);
    if (const auto* own = valid_among(versions, code, today)) view.valid_version = own->version;
    view.versions.assign(versions.begin(), versions.end());
    add_names(as_object(example()), "", "", view.names);
    return view;
}

std::vector<TextFault> faults_of(const PaperTemplateForm& form) {
    auto read = documents::read_text(form.lines);
    for (const auto& fault : documents::faults_of(read.lines, as_object(example())))
        read.faults.push_back({static_cast<std::int64_t>(read.begins[fault.line]), fault.code, fault.what});
    if (read.lines.empty() && read.faults.empty()) read.faults.push_back({1, "missing", ""});
    std::stable_sort(read.faults.begin(), read.faults.end(),
                     [](const TextFault& a, const TextFault& b) { return a.line < b.line; });
    return read.faults;
}

static Verdict why_not_add(const PaperTemplateForm& form, LegalDate today) {
    Verdict verdict;
    const auto check = [&](const char* field, const std::string& words, std::size_t longest) {
        if (text::trim(words).empty()) verdict.add(field, "missing");
        if (text::length(words) > longest) verdict.add(field, "too_long");
    };
    check("title", form.title, longest_title);
    check("law", form.law, longest_law);
    check("lines", form.lines, longest_lines);
    for (const TextFault& fault : faults_of(form)) verdict.add(fmt::format("lines[{}]", fault.line), fault.code);
    if (form.valid_from_on && *form.valid_from_on < today) verdict.add("valid_from_on", "in_the_past");
    return verdict;
}

static const db::Statement select_newest{
    "dossier.newest_template", "SELECT coalesce(max(version), 0) AS version FROM paper_template WHERE code = $1"};

static const db::Statement insert_template{"dossier.insert_template", R"(
    INSERT INTO paper_template (code, version, title, law, lines, valid_from_on, made_at, made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
    ON CONFLICT (code, version) DO NOTHING)"};

void add_template(db::Tx& tx, std::string_view code, const PaperTemplateForm& form, const identity::Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    program_template(code, today);
    refuse_if(why_not_add(form, today));
    if (tx.one<std::int64_t>(select_newest, code) != form.based_on ||
        tx.changed(insert_template, code, form.based_on + 1, text::trim(form.title), text::trim(form.law), form.lines,
                   form.valid_from_on.value_or(today), cx.moment, cx.actor.name) != 1)
        throw Refusal(Fault::precondition_failed, "version_outdated");
}

}  // namespace hemu::dossier
