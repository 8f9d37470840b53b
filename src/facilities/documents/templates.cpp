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
    Check(Verdict& verdict, const boost::json::object& shape, const Line& line, std::string path)
        : verdict_(verdict), whole_(shape), scope_(shape), line_(line), path_(std::move(path)) {}

    void run() {
        if (line_.when) name(line_.when->substr(line_.when->starts_with('!') ? 1 : 0), "when");
        if (line_.each) {
            const auto items = whole_.of_each(line_.each);
            if (items.empty()) return verdict_.add(path_ + ".each", "unknown_name");
            scope_ = items.front();
        }
        for (const FactLine& fact : line_.facts.value_or(std::vector<FactLine>{})) words(fact.words, "facts");
        for (const Column& column : line_.columns.value_or(std::vector<Column>{})) words(column.words, "columns");
        if (line_.words) words(*line_.words, "words");
        if (line_.kind == LineKind::table && !line_.columns) verdict_.add(path_ + ".columns", "missing");
        if (line_.kind == LineKind::facts && !line_.facts) verdict_.add(path_ + ".facts", "missing");
    }

  private:
    void name(std::string_view path, std::string_view field) {
        if (!scope_.find(path)) verdict_.add(path_ + "." + std::string(field), "unknown_name");
    }
    void words(std::string_view words, std::string_view field) {
        each_placeholder(words, [&](std::string_view path) {
            if (path.empty()) return verdict_.add(path_ + "." + std::string(field), "unclosed");
            if (path != "index") name(path, field);
        });
    }

    Verdict& verdict_;
    Scope whole_;
    Scope scope_;
    const Line& line_;
    std::string path_;
};

Verdict why_not_template(const Template& pattern, const boost::json::object& shape) {
    Verdict verdict;
    if (pattern.title.empty()) verdict.add("title", "missing");
    if (pattern.lines.empty()) verdict.add("lines", "missing");
    for (std::size_t i = 0; i < pattern.lines.size(); ++i)
        Check(verdict, shape, pattern.lines[i], "lines[" + std::to_string(i) + "]").run();
    for (const std::string& need : pattern.needs)
        if (!Scope(shape).find(need)) verdict.add("needs", "unknown_name");
    return verdict;
}

}  // namespace hemu::documents
