#include "pages.hpp"

#include "embedded.hpp"
#include "html.hpp"
#include "rules.hpp"
#include "store.hpp"

namespace hemu::guidance {

using identity::Context;

static dispute::Channel channel_of(const http::Request& request) {
    return json::enum_from_word<dispute::Channel>(request.query("channel").value_or(""))
        .value_or(dispute::Channel::online);
}

/// Every answer of the query that a question of the tree or of the shared ones is named by.
static Answers answers_in(const http::Request& request, const Tree& tree, const Parts& parts) {
    Answers answers;
    for (const auto* questions : {&tree.questions, &parts.questions})
        for (const Question& question : *questions)
            if (const auto answer = request.query(question.code)) answers[question.code] = *answer;
    return answers;
}

Walk walk_of(const http::Request& request, const Context& cx) {
    const auto today = legal_date(cx.moment);
    return cx.db.read([&](db::Tx& tx) {
        const Tree tree = tree_on(tx, request.path_text("door"), today);
        const Parts parts = parts_on(tx, today);
        return walk(tree, parts, answers_in(request, tree, parts), today);
    });
}

void count_shown(const http::Request& request, const Walk& walked, const Context& cx) {
    const bool again = request.header("cache-control").value_or("").find("max-age=0") != std::string_view::npos;
    if (request.method != "GET" || again) return;
    cx.db.transact([&](db::Tx& tx) { count_step(tx, walked, channel_of(request), legal_date(cx.moment)); });
}

/// What every page knows of its reader.
struct Reader {
    const http::Request& request;
    std::string language;
    std::string channel;  ///< carried along in every address, unless it is the usual one
    LegalDate today;

    std::string say(std::string_view name) const { return page_words(name, language); }
    std::string say(std::string_view name, const std::vector<std::string>& values) const {
        return page_words(name, language, values);
    }
    const std::string& say(const Words& words) const { return in_language(words, language); }
};

static Reader reader_of(const http::Request& request, const Context& cx) {
    const auto channel = channel_of(request);
    return {request, request.language,
            channel == dispute::Channel::online ? "" : std::string(json::enum_word(channel)), legal_date(cx.moment)};
}

static std::string frame(const Reader& reader, const std::string& title, const std::string& content) {
    const bool english = reader.language == "en";
    const auto here =
        reader.request.path + (reader.request.query_text.empty() ? "" : "?" + reader.request.query_text);
    const auto other = fmt::format("/guidance/language?to={}&back={}", english ? "zh" : "en", percent_encoded(here));
    std::string urgent;
    for (const char* phone : {"110", "120", "12348"})
        urgent += fmt::format("<a href=\"tel:{0}\"><b>{0}</b> {1}</a>\n", phone,
                              escaped(reader.say(fmt::format("phone_{}", phone))));
    return fmt::format(
        R"(<!doctype html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} · {name}</title>
<meta name="theme-color" content="#17566b">
<link rel="icon" href="/icon_192.png">
<link rel="manifest" href="/hemu.webmanifest">
<link rel="stylesheet" href="/guidance/guidance.css">
<script src="/guidance/guidance.js" defer></script>
</head>
<body>
<a class="skip" href="#content">{skip}</a>
<header class="top">
<a class="brand" href="/">{name}</a>
<div class="top_tools"><button type="button" data-read="{read_stop}" hidden>{read}</button><button type="button" data-large hidden>{large}</button><a href="{other}" hreflang="{other_lang}" lang="{other_lang}">{other_name}</a></div>
</header>
<nav class="urgent" aria-label="{urgent_name}"><span>{urgent_name}</span>
{urgent}</nav>
<main id="content" tabindex="-1">
{content}</main>
<footer class="bottom"><p>{footer}</p></footer>
</body>
</html>
)",
        fmt::arg("lang", english ? "en" : "zh-CN"), fmt::arg("title", escaped(title)),
        fmt::arg("name", escaped(reader.say("name"))), fmt::arg("skip", escaped(reader.say("skip"))),
        fmt::arg("large", escaped(reader.say("large"))), fmt::arg("other", escaped(other)),
        fmt::arg("read", escaped(reader.say("read"))), fmt::arg("read_stop", escaped(reader.say("read_stop"))),
        fmt::arg("other_lang", english ? "zh-CN" : "en"), fmt::arg("other_name", english ? "中文" : "English"),
        fmt::arg("urgent_name", escaped(reader.say("urgent"))), fmt::arg("urgent", urgent),
        fmt::arg("content", content), fmt::arg("footer", escaped(reader.say("footer"))));
}

static http::Reply html(const Reader& reader, const std::string& title, const std::string& content) {
    return http::text(frame(reader, title, content), "text/html; charset=utf-8");
}

/// `/guidance/wages/apply?danger=no&…`. `more`: one more answer.
static std::string address(const Reader& reader, const std::string& door, std::string_view part,
                           const std::vector<Given>& given, const Condition& more = {}) {
    std::string query;
    const auto add = [&](const std::string& name, const std::string& value) {
        query += (query.empty() ? "?" : "&") + percent_encoded(name) + "=" + percent_encoded(value);
    };
    for (const Given& one : given) add(one.question, one.answer);
    if (!more.question.empty()) add(more.question, more.answer);
    if (!reader.channel.empty()) add("channel", reader.channel);
    return "/guidance/" + percent_encoded(door) + std::string(part) + query;
}

static std::string address_before(const Reader& reader, const Walk& walked, std::size_t count) {
    const std::vector<Given> kept(walked.given.begin(), walked.given.begin() + static_cast<std::ptrdiff_t>(count));
    return address(reader, walked.name, "", kept);
}

static std::string first_address(const Reader& reader) {
    return reader.channel.empty() ? "/guidance" : "/guidance?channel=" + reader.channel;
}

http::Reply first_page(const http::Request& request, const Context& cx) {
    const Reader reader = reader_of(request, cx);
    const auto wanted = request.query("q").value_or("");
    const auto found =
        cx.db.read([&](db::Tx& tx) { return doors(trees_on(tx, reader.today), shipped().more_words, wanted); });
    std::string out = element("h1", "", reader.say("first_title")) + element("p", "lead", reader.say("first_lead"));
    out += fmt::format(
        "<form class=\"search\" role=\"search\" action=\"/guidance\"><label for=\"q\">{}</label>"
        "<div><input id=\"q\" name=\"q\" type=\"search\" value=\"{}\" maxlength=\"60\" autocomplete=\"off\">",
        escaped(reader.say("search")), escaped(wanted));
    if (!reader.channel.empty())
        out += fmt::format("<input type=\"hidden\" name=\"channel\" value=\"{}\">", escaped(reader.channel));
    out += fmt::format("<button class=\"primary\" type=\"submit\">{}</button></div></form>\n",
                       escaped(reader.say("search_go")));
    if (!wanted.empty()) {
        out += fmt::format("<p role=\"status\">{}</p>\n",
                           escaped(found.empty() ? reader.say("found_none", {wanted})
                                                 : reader.say("found", {std::to_string(found.size())})));
        out += link("plain", first_address(reader), reader.say("all_doors"));
    }
    out += "<ul class=\"doors\">\n";
    for (const Door& door : found)
        out += fmt::format("<li><a href=\"{}\"><b>{}</b><span>{}</span></a></li>\n",
                           escaped(address(reader, door.name, "", {})), escaped(reader.say(door.title)),
                           escaped(reader.say(door.about)));
    out += "</ul>\n" + element("p", "hint", reader.say("first_hint"));
    return html(reader, reader.say("first_title"), out);
}

/// Only back to a page of guidance.
static std::string safe_way_back(const std::string& wanted) {
    const bool ours = wanted == "/guidance" || wanted.starts_with("/guidance/") || wanted.starts_with("/guidance?");
    const bool plain = std::all_of(wanted.begin(), wanted.end(), [](char c) { return c > 0x20 && c < 0x7F; });
    return ours && plain ? wanted : "/guidance";
}

http::Reply choose_language(const http::Request& request, const Context&) {
    const http::Cookie cookie{.name = "hemu_language",
                              .value = request.query("to") == "en" ? "en" : "zh",
                              .lasts = std::chrono::hours(24 * 365),
                              .path = "/",
                              .script_may_read = true};
    return http::with_cookie(http::redirect(safe_way_back(request.query("back").value_or(""))), request, cookie);
}

http::Reply style(const http::Request&, const Context&) {
    static const auto sheet =
        std::string(embedded_file("base.css")) + std::string(embedded_file("guidance/guidance.css"));
    return http::text(sheet, "text/css; charset=utf-8");
}

http::Reply script(const http::Request&, const Context&) {
    return http::text(std::string(embedded_file("guidance/guidance.js")), "text/javascript; charset=utf-8");
}

static std::string articles(const Reader& reader, const LegalSource& source) {
    std::string text = source.article;
    if (reader.language != "en")
        for (auto at = text.find(", "); at != text.npos; at = text.find(", ", at)) text.replace(at, 2, "、");
    return text;
}

static std::string source_text(const Reader& reader, const std::optional<LegalSource>& source) {
    if (!source) return "";
    auto text = source->article.empty()
                    ? reader.say("law", {reader.say(source->law)})
                    : reader.say("law_article", {reader.say(source->law), articles(reader, *source)});
    if (source->certainty != Certainty::source) text += reader.say("to_be_checked");
    return "<small class=\"source\">" + escaped(text) + "</small>";
}

static std::string sayings(const Reader& reader, const std::vector<Saying>& all) {
    std::string out = "<ul class=\"says\">\n";
    for (const Saying& one : all)
        out += fmt::format("<li>{} {}</li>\n", escaped(reader.say(one.words)), source_text(reader, one.source));
    return out + "</ul>\n";
}

static std::string day_text(const Reader& reader, LegalDate day) {
    return reader.language == "en" ? to_text(day)
                                   : fmt::format("{} 年 {} 月 {} 日", day.year(), day.month(), day.day());
}

static std::string warning_text(const Reader& reader, const Warning& warning) {
    std::string out =
        escaped(reader.say(warning.words)) + (warning.is_period ? escaped(reader.say("stop_mark")) : " ");
    if (warning.ends_on) {
        const auto day = day_text(reader, *warning.ends_on);
        const auto left = *warning.ends_on - reader.today;
        out += "<b>" +
               escaped(warning.mood == LimitMood::past ? reader.say("limit_past", {day})
                                                       : reader.say("limit_until", {day, std::to_string(left)})) +
               "</b> ";
    }
    if (warning.past) out += escaped(reader.say(*warning.past)) + " ";
    return out + source_text(reader, warning.source);
}

static std::string warnings_section(const Reader& reader, const Walk& walked) {
    if (walked.warnings.empty()) return "";
    std::string out = "<section class=\"card warnings\">\n" + element("h2", "", reader.say("warnings")) + "<ul>\n";
    for (const Warning& warning : walked.warnings)
        out += fmt::format("<li class=\"{}\">{}</li>\n", warning.mood ? json::enum_word(*warning.mood) : "note",
                           warning_text(reader, warning));
    return out + "</ul>\n" + element("p", "hint", reader.say("warnings_hint")) + "</section>\n";
}

/// A table on wide pages, a card each on narrow ones; roles stay when the style makes blocks of its rows.
static std::string options_table(const Reader& reader, const std::vector<Option>& options) {
    static constexpr std::array columns{"way", "time", "cost", "force", "bring"};
    std::string out = "<table class=\"options\" role=\"table\"><thead role=\"rowgroup\"><tr role=\"row\">";
    for (const char* column : columns)
        out += fmt::format("<th role=\"columnheader\" scope=\"col\">{}</th>", escaped(reader.say(column)));
    out += "</tr></thead><tbody role=\"rowgroup\">\n";
    for (const Option& way : options) {
        out += fmt::format("<tr role=\"row\"><th role=\"rowheader\" scope=\"row\">{}", escaped(reader.say(way.name)));
        if (way.phone)
            out += fmt::format(" <a class=\"call\" href=\"tel:{0}\">{1} {0}</a>", escaped(*way.phone),
                               escaped(reader.say("call")));
        out += source_text(reader, way.source) + "</th>";
        const std::array<const Words*, 4> cells{&way.time, &way.cost, &way.force, &way.bring};
        for (std::size_t i = 0; i < cells.size(); ++i)
            out += fmt::format("<td role=\"cell\"><span class=\"label\" aria-hidden=\"true\">{}</span>{}</td>",
                               escaped(reader.say(columns.at(i + 1))), escaped(reader.say(*cells.at(i))));
        out += "</tr>\n";
    }
    return out + "</tbody></table>\n";
}

static std::string answers_list(const Reader& reader, const Walk& walked, bool may_change) {
    std::string out = "<dl class=\"given\">\n";
    for (std::size_t i = 0; i < walked.given.size(); ++i) {
        const auto& given = walked.given[i];
        out += element("dt", "", reader.say(given.asked)) + "<dd>" + escaped(reader.say(given.said));
        if (may_change)
            out += fmt::format(" <a href=\"{}\" aria-label=\"{}\">{}</a>", escaped(address_before(reader, walked, i)),
                               escaped(reader.say("change_of", {reader.say(given.asked)})),
                               escaped(reader.say("change")));
        out += "</dd>\n";
    }
    return out + "</dl>\n";
}

static std::string answers_fold(const Reader& reader, const Walk& walked) {
    if (walked.given.empty()) return "";
    return fmt::format("<details class=\"card\"><summary>{}</summary>\n{}</details>\n",
                       escaped(reader.say("answers", {std::to_string(walked.given.size())})),
                       answers_list(reader, walked, true));
}

static std::string way_back(const Reader& reader, const Walk& walked) {
    const bool first = walked.given.empty();
    return "<p class=\"steps no_print\">" +
           link("plain", first ? first_address(reader) : address_before(reader, walked, walked.given.size() - 1),
                reader.say(first ? "back_to_doors" : "back")) +
           "</p>\n";
}

static std::string date_form(const Reader& reader, const Walk& walked) {
    const auto& question = *walked.question;
    std::string out = fmt::format("<form class=\"date\" action=\"/guidance/{}\">", percent_encoded(walked.name));
    for (const Given& given : walked.given)
        out += fmt::format("<input type=\"hidden\" name=\"{}\" value=\"{}\">", escaped(given.question),
                           escaped(given.answer));
    if (!reader.channel.empty())
        out += fmt::format("<input type=\"hidden\" name=\"channel\" value=\"{}\">", escaped(reader.channel));
    out += fmt::format(
        "<label for=\"day\">{}</label><input id=\"day\" type=\"date\" name=\"{}\" max=\"{}\" required>"
        "<button class=\"primary\" type=\"submit\">{}</button></form>\n",
        escaped(reader.say("day")), escaped(question.code), to_text(reader.today), escaped(reader.say("next")));
    return out + "<ul class=\"choices\"><li>" +
           link("", address(reader, walked.name, "", walked.given, {question.code, "unknown"}),
                reader.say("day_unknown")) +
           "</li></ul>\n";
}

static std::string question_content(const Reader& reader, const Walk& walked) {
    const auto& question = *walked.question;
    const auto number = std::to_string(walked.given.size() + 1);
    const auto left = walked.most_left - 1;
    std::string out = element("p", "progress",
                              reader.say(walked.title) + " · " +
                                  (left > 0 ? reader.say("progress", {number, std::to_string(left)})
                                            : reader.say("progress_last", {number})));
    out += element("h1", "", reader.say(question.ask));
    if (question.help) out += element("p", "hint", reader.say(*question.help));
    if (!walked.unknown.empty())
        out += fmt::format("<p class=\"fault\" role=\"alert\">{}</p>\n", escaped(reader.say("answer_unknown")));
    if (question.kind == QuestionKind::date) {
        out += date_form(reader, walked);
    } else {
        out += "<ul class=\"choices\">\n";
        for (const Answer& answer : question.answers)
            out += "<li>" +
                   link("", address(reader, walked.name, "", walked.given, {question.code, answer.code}),
                        reader.say(answer.words)) +
                   "</li>\n";
        out += "</ul>\n";
    }
    return out + way_back(reader, walked) + answers_fold(reader, walked);
}

static std::string print_button(const Reader& reader) {
    return fmt::format("<button type=\"button\" class=\"second no_print\" data-print hidden>{}</button>\n",
                       escaped(reader.say("print")));
}

/// What a form for applying takes over.
struct Carried {
    std::string door;
    std::int64_t version = 1;
    std::string leaf;
    Answers answers;
};
BOOST_DESCRIBE_STRUCT(Carried, (), (door, version, leaf, answers))

/// The same, as the value of an attribute.
static std::string carried_by(const Walk& walked) {
    return escaped(json::write(Carried{walked.name, walked.version, walked.leaf->code, before(walked, "")}));
}

static std::string end_content(const Reader& reader, const Walk& walked) {
    const bool stopped = walked.stop.has_value();
    const bool danger = stopped && walked.stop->reason == StopReason::danger;
    std::string out = element("p", stopped ? "progress stop" : "progress",
                              reader.say(walked.title) + " · " +
                                  reader.say(danger    ? "danger"
                                             : stopped ? "stop"
                                                       : "leaf"));
    out += element("h1", "", reader.say(stopped ? walked.stop->title : walked.leaf->title));
    out += "<section class=\"card\">\n" + element("h2", "",
                                                  reader.say(danger    ? "danger_do"
                                                             : stopped ? "stop_why"
                                                                       : "leaf_law"));
    out += sayings(reader, stopped ? walked.stop->says : walked.leaf->says) + "</section>\n";
    out += warnings_section(reader, walked);
    out += "<section>\n" + element("h2", "", reader.say(stopped ? "stop_ways" : "leaf_ways")) +
           (stopped ? std::string() : element("p", "hint", reader.say("ways_hint"))) +
           options_table(reader, walked.options) + "</section>\n";
    if (!stopped) {
        out += "<section class=\"card\">\n" + element("h2", "", reader.say("bring_title")) +
               element("p", "", reader.say(walked.leaf->bring)) + "</section>\n<div class=\"acts no_print\">\n";
        // Without a script there is no form to apply with; the script puts its address there.
        const auto other_ways = address(reader, walked.name, "/apply", walked.given);
        out += fmt::format("<a class=\"primary\" href=\"{}\" data-apply data-carried=\"{}\">{}</a>\n",
                           escaped(other_ways), carried_by(walked), escaped(reader.say("apply")));
        out += link("second", other_ways, reader.say("apply_others"));
        if (walked.leaf->letter)
            out += link("second", address(reader, walked.name, "/letter", walked.given), reader.say("letter"));
        out += print_button(reader) + "</div>\n";
    } else {
        out += "<div class=\"acts no_print\">\n" + print_button(reader) + "</div>\n";
    }
    return out + way_back(reader, walked) + answers_fold(reader, walked);
}

http::Reply walk_page(const http::Request& request, const Context& cx) {
    const Reader reader = reader_of(request, cx);
    const Walk walked = walk_of(request, cx);
    count_shown(request, walked, cx);
    if (walked.question) return html(reader, reader.say(walked.question->ask), question_content(reader, walked));
    const auto& title = walked.leaf ? walked.leaf->title : walked.stop->title;
    return html(reader, reader.say(title), end_content(reader, walked));
}

/// A page behind a leaf; whoever has not come to one goes on with the questions.
template <class Content>
static http::Reply behind_leaf(const http::Request& request, const Context& cx, std::string_view title,
                               Content content) {
    const Reader reader = reader_of(request, cx);
    const Walk walked = walk_of(request, cx);
    if (!walked.leaf) return http::redirect(address(reader, walked.name, "", walked.given));
    const auto back =
        link("plain no_print", address(reader, walked.name, "", walked.given), reader.say("back_to_leaf"));
    return html(reader, reader.say(title), content(reader, walked) + back);
}

static std::string apply_content(const Reader& reader, const Walk& walked) {
    std::string out = element("h1", "", reader.say("apply_title"));
    out += "<section class=\"card no_print\">\n" + element("p", "", reader.say("apply_online")) +
           link("primary", "/apply", reader.say("apply_now")) + "</section>\n";
    out += "<section class=\"card\">\n" + element("p", "", reader.say("apply_else")) + "<ul class=\"says\">\n";
    for (const char* where : {"apply_where_window", "apply_where_village", "apply_where_phone"})
        out += element("li", "", reader.say(where));
    out += "</ul>\n" + print_button(reader) + "</section>\n";
    out += fmt::format("<section class=\"card\" data-carried=\"{}\">\n", carried_by(walked));
    out += element("h2", "", reader.say("summary")) +
           element("p", "", reader.say(walked.title) + " · " + reader.say(walked.leaf->title));
    out += answers_list(reader, walked, false);
    out += element("h3", "", reader.say("bring_title")) +
           element("p", "", reader.say("bring_always") + reader.say(walked.leaf->bring));
    out += element("p", "hint", reader.say("summary_made", {day_text(reader, reader.today)})) + "</section>\n";
    return out + warnings_section(reader, walked);
}

http::Reply apply_page(const http::Request& request, const Context& cx) {
    return behind_leaf(request, cx, "apply_title", apply_content);
}

static std::string line_field(const Reader& reader, const char* name) {
    return fmt::format(
        "<p class=\"line\"><label for=\"{0}\">{1}</label><input id=\"{0}\" autocomplete=\"off\"></p>\n", name,
        escaped(reader.say(name)));
}

static std::string area(const Reader& reader, const char* name, const std::string& words, int rows) {
    return fmt::format(
        "<p class=\"line\"><label for=\"{0}\">{1}</label><textarea id=\"{0}\" rows=\"{2}\">{3}</textarea></p>\n",
        name, escaped(reader.say(name)), rows, escaped(words));
}

/// No form and no names: what is typed stays in the browser.
static std::string letter_content(const Reader& reader, const Walk& walked) {
    std::string out = element("h1", "", reader.say("letter_title"));
    out += element("p", "hint no_print", reader.say("letter_hint"));
    out += "<section class=\"card letter\">\n" + line_field(reader, "letter_to");
    out += area(reader, "letter_facts", "", 5);
    out += area(reader, "letter_ask", walked.leaf->letter ? reader.say(*walked.leaf->letter) : "", 2);
    out += element("p", "", reader.say("letter_law")) + "<ul class=\"says\">\n";
    for (const Saying& one : walked.leaf->says)
        if (one.source) out += element("li", "", reader.say(one.words));
    out += "</ul>\n" + element("p", "", reader.say("letter_end"));
    out += line_field(reader, "letter_from") + line_field(reader, "letter_phone");
    out += element("p", "", reader.say("letter_day", {day_text(reader, reader.today)})) + "</section>\n";
    return out + print_button(reader);
}

http::Reply letter_page(const http::Request& request, const Context& cx) {
    return behind_leaf(request, cx, "letter_title", letter_content);
}

}  // namespace hemu::guidance
