// What is told of each event, and in which words: the program's own from data/notice_events.json, or the city's.
#pragma once
#include "rules.hpp"

namespace hemu::notices {

struct EventRule {
    NoticeEvent code = NoticeEvent::general;
    std::vector<std::string> kinds;  ///< of journal events that are told as they are
    std::vector<dispute::Side> sides;
    std::vector<std::string> fields;
    std::vector<NoticeMethod> ladder;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(EventRule, (), (code, kinds, sides, fields, ladder, zh, en))

struct BothLanguages {
    std::string zh;
    std::string en;
    const std::string& in(NoticeLanguage language) const { return language == NoticeLanguage::zh ? zh : en; }
};
BOOST_DESCRIBE_STRUCT(BothLanguages, (), (zh, en))

struct EventFile {
    std::string basis;
    BothLanguages subject;      ///< of e-mails
    BothLanguages call_task;    ///< {name} {words}
    BothLanguages visit_task;   ///< {name} {words}
    BothLanguages letter_task;  ///< {name} {words}
    BothLanguages phone_code;   ///< {code} {minutes}
    std::vector<EventRule> events;
};
BOOST_DESCRIBE_STRUCT(EventFile, (), (basis, subject, call_task, visit_task, letter_task, phone_code, events))

const EventFile& event_file();
const EventRule& rule_of(NoticeEvent);
/// The notice event that a journal event of this kind is told as.
std::optional<NoticeEvent> told_as(std::string_view kind);

/// A version of the city's own words.
struct TemplateVersion {
    NoticeEvent event = NoticeEvent::general;
    NoticeMethod method = NoticeMethod::message;
    NoticeLanguage language = NoticeLanguage::zh;
    std::int64_t version = 0;
    std::string words;
    LegalDate valid_from_on;
    Instant made_at;
    std::string made_by_name;
};
BOOST_DESCRIBE_STRUCT(TemplateVersion, (),
                      (event, method, language, version, words, valid_from_on, made_at, made_by_name))

/// The words valid for a method: the city's for it, the city's for text messages, the program's own.
/// versions: valid ones of the event, the newest first.
std::string words_of(const std::vector<TemplateVersion>& versions, NoticeEvent, NoticeMethod, NoticeLanguage);

/// Of one event, valid on the day, the newest first.
db::Later<TemplateVersion> ask_valid_templates(db::Tx&, NoticeEvent, LegalDate today);
/// All of the city, the newest first.
std::vector<TemplateVersion> all_templates(db::Tx&);

struct TemplateForm {
    NoticeEvent event = NoticeEvent::general;
    NoticeMethod method = NoticeMethod::message;
    NoticeLanguage language = NoticeLanguage::zh;
    std::string words;
    std::optional<LegalDate> valid_from_on;  ///< absent: at once
};
BOOST_DESCRIBE_STRUCT(TemplateForm, (), (event, method, language, words, valid_from_on))

/// Refusals: as why_not_words; invalid valid_from_on in_the_past; conflict version_outdated when somebody was faster.
void add_template(db::Tx&, const TemplateForm&, const identity::Context&);

/// Values for previews.
Facts example_facts(NoticeLanguage);

}  // namespace hemu::notices
