#include "templates.hpp"

#include "embedded.hpp"

namespace hemu::notices {

const EventFile& event_file() {
    static const auto file = json::read<EventFile>(embedded_file("notice_events.json"));
    return file;
}

const EventRule& rule_of(NoticeEvent event) {
    for (const EventRule& rule : event_file().events)
        if (rule.code == event) return rule;
    throw std::logic_error("an event without a rule");
}

std::optional<NoticeEvent> told_as(std::string_view kind) {
    for (const EventRule& rule : event_file().events)
        if (std::find(rule.kinds.begin(), rule.kinds.end(), kind) != rule.kinds.end()) return rule.code;
    return std::nullopt;
}

std::string words_of(const std::vector<TemplateVersion>& versions, NoticeEvent event, NoticeMethod method,
                     NoticeLanguage language) {
    for (const NoticeMethod wanted : {method, NoticeMethod::message})
        for (const TemplateVersion& one : versions)
            if (one.event == event && one.method == wanted && one.language == language) return one.words;
    const EventRule& rule = rule_of(event);
    return language == NoticeLanguage::zh ? rule.zh : rule.en;
}

static const std::string template_columns = R"(
    SELECT event, method, language, version, words, valid_from_on, made_at, made_by_name FROM notice_template)";

static const db::Statement select_valid{"notices.valid_templates", template_columns + R"(
     WHERE event = $1 AND valid_from_on <= $2
     ORDER BY version DESC)"};

db::Later<TemplateVersion> ask_valid_templates(db::Tx& tx, NoticeEvent event, LegalDate today) {
    return tx.later<TemplateVersion>(select_valid, event, today);
}

static const db::Statement select_all{"notices.all_templates", template_columns + R"(
     ORDER BY event, method, language, version DESC)"};

std::vector<TemplateVersion> all_templates(db::Tx& tx) { return tx.all<TemplateVersion>(select_all); }

static const db::Statement select_newest{"notices.newest_template", R"(
    SELECT coalesce(max(version), 0) AS version FROM notice_template WHERE event = $1 AND method = $2 AND language = $3)"};

static const db::Statement insert_template{"notices.insert_template", R"(
    INSERT INTO notice_template (id, event, method, language, version, words, valid_from_on, made_at, made_by_name)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9))"};

void add_template(db::Tx& tx, const TemplateForm& form, const identity::Context& cx) {
    const LegalDate today = legal_date(cx.moment);
    Verdict verdict = why_not_words(form.words, form.method, rule_of(form.event).fields);
    if (form.valid_from_on && *form.valid_from_on < today) verdict.add("valid_from_on", "in_the_past");
    refuse_if(verdict);
    const auto newest = tx.one<std::int64_t>(select_newest, form.event, form.method, form.language);
    tx.run(insert_template, Id<Template>::fresh(cx.moment), form.event, form.method, form.language, newest + 1,
           form.words, form.valid_from_on.value_or(today), cx.moment, cx.actor.name);
}

Facts example_facts(NoticeLanguage language) {
    const bool zh = language == NoticeLanguage::zh;
    return {{"number", "咸安登〔2026〕128号"},
            {"body", "咸安区人民调解中心"},
            {"date", zh ? "2026年11月26日 09:30" : "2026-11-26 09:30"},
            {"place", zh ? "第一调解室" : "Mediation room 1"},
            {"link", "https://hemu.example/case"},
            {"phone", "0715-8888888"},
            {"code", "7K3M9QXA"}};
}

}  // namespace hemu::notices
