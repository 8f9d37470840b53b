#include <map>

#include "embedded.hpp"
#include "filling.hpp"

namespace hemu::documents {

static const std::vector<Template>& built_in() {
    static const auto all = [] {
        std::vector<Template> read;
        for (const std::string_view file : embedded_files_of("papers")) read.push_back(json::read<Template>(file));
        return read;
    }();
    return all;
}

std::vector<Template> templates_on(LegalDate day) {
    std::map<std::string, Template> latest;
    for (const Template& one : built_in()) {
        if (day < one.valid_from) continue;
        const auto [at, fresh] = latest.try_emplace(one.code, one);
        if (!fresh && at->second.version < one.version) at->second = one;
    }
    std::vector<Template> valid;
    for (auto& [code, one] : latest) valid.push_back(std::move(one));
    return valid;
}

std::vector<std::string> missing_of(const Template& pattern, const boost::json::object& data) {
    const Scope whole(data);
    std::vector<std::string> missing;
    for (const std::string& need : pattern.needs)
        if (!whole.says(need)) missing.push_back(need);
    return missing;
}

/// Checks one line against the shape; a list's first item stands for all of them.
class Check {
  public:
    Check(std::vector<TemplateFault>& faults, const boost::json::object& shape, const Line& line, std::size_t index)
        : faults_(faults), whole_(shape), scope_(shape), line_(line), index_(index) {}

    void run() {
        if (line_.when) name(line_.when->substr(line_.when->starts_with('!') ? 1 : 0), "when");
        if (line_.each) {
            const auto items = whole_.of_each(line_.each);
            if (items.empty()) return fault("each", "unknown_name", *line_.each);
            scope_ = items.front();
        }
        for (const FactLine& fact : line_.facts.value_or(std::vector<FactLine>{})) words(fact.words, "facts");
        for (const Column& column : line_.columns.value_or(std::vector<Column>{})) words(column.words, "columns");
        if (line_.words) words(*line_.words, "words");
        if (line_.kind == LineKind::table && !line_.columns) fault("columns", "missing");
        if (line_.kind == LineKind::facts && !line_.facts) fault("facts", "missing");
    }

  private:
    void fault(std::string_view field, std::string code, std::string_view what = {}) {
        faults_.push_back({index_, std::string(field), std::move(code), std::string(what)});
    }
    void name(std::string_view path, std::string_view field) {
        if (!scope_.find(path)) fault(field, "unknown_name", path);
    }
    void words(std::string_view words, std::string_view field) {
        each_placeholder(words, [&](std::string_view path) {
            if (path.empty()) return fault(field, "unclosed", words);
            if (path != "index") name(path, field);
        });
    }

    std::vector<TemplateFault>& faults_;
    Scope whole_;
    Scope scope_;
    const Line& line_;
    std::size_t index_;
};

std::vector<TemplateFault> faults_of(const std::vector<Line>& lines, const boost::json::object& shape) {
    std::vector<TemplateFault> faults;
    for (std::size_t i = 0; i < lines.size(); ++i) Check(faults, shape, lines[i], i).run();
    return faults;
}

Verdict why_not_template(const Template& pattern, const boost::json::object& shape) {
    Verdict verdict;
    if (pattern.title.empty()) verdict.add("title", "missing");
    if (pattern.lines.empty()) verdict.add("lines", "missing");
    for (const TemplateFault& one : faults_of(pattern.lines, shape))
        verdict.add("lines[" + std::to_string(one.line) + "]." + one.field, one.code);
    for (const std::string& need : pattern.needs)
        if (!Scope(shape).find(need)) verdict.add("needs", "unknown_name");
    return verdict;
}

}  // namespace hemu::documents
