#include "at_once.hpp"

#include "log.hpp"
#include "sending.hpp"
#include "templates.hpp"
#include "text.hpp"

namespace hemu::notices {

bool messages_are_set_up(const config::Config& config) { return !config.message_gateway_url.empty(); }

bool send_at_once(std::string_view phone, const std::string& words, const identity::Context& cx) {
    Outgoing out;
    out.method = NoticeMethod::message;
    out.key = fmt::format("now-{}", to_text(Id<Notice>::fresh(cx.moment)));
    out.to = text::normal_number(phone);
    out.subject = event_file().subject.zh;
    out.words = words;
    const Outcome outcome = send(out, cx.config, cx.moment);
    if (outcome.fault) log::warn("message_not_sent", {{"why", *outcome.fault}});
    return !outcome.fault;
}

std::string phone_code_words(std::string_view code, std::int64_t minutes, std::string_view language) {
    const auto& words = event_file().phone_code;
    return filled_in(language == "en" ? words.en : words.zh,
                     {{"code", std::string(code)}, {"minutes", std::to_string(minutes)}});
}

}  // namespace hemu::notices
