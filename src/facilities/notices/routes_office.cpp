// Templates, channels, settings, and what gateways report.
#include "auditing.hpp"
#include "ladders.hpp"
#include "routes_parts.hpp"
#include "sending.hpp"
#include "templates.hpp"
#include "text.hpp"

namespace hemu::notices {

using http::None;
using identity::Context;
using identity::Duty;

/// What is told of one event: who, by which methods, in which words of the program's own.
struct EventView {
    NoticeEvent event = NoticeEvent::general;
    std::vector<dispute::Side> sides;
    std::vector<std::string> fields;
    std::vector<NoticeMethod> ladder;
    std::string zh;
    std::string en;
};
BOOST_DESCRIBE_STRUCT(EventView, (), (event, sides, fields, ladder, zh, en))

struct TemplatesView {
    std::vector<EventView> events;
    std::vector<TemplateVersion> versions;  ///< the city's, the newest first
    std::vector<LadderVersion> ladders;     ///< the city's, the newest first
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(TemplatesView, (), (events, versions, ladders, basis))

static TemplatesView templates_view(db::Tx& tx) {
    TemplatesView view;
    for (const EventRule& rule : event_file().events)
        view.events.push_back({rule.code, rule.sides, rule.fields, rule.ladder, rule.zh, rule.en});
    view.versions = all_templates(tx);
    view.ladders = all_ladders(tx);
    view.basis = event_file().basis;
    return view;
}

static http::Reply list_templates(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(templates_view(tx)); });
}

static http::Reply change_template(const http::Request& request, const Context& cx) {
    const auto form = request.body<TemplateForm>();
    return cx.db.transact([&](db::Tx& tx) {
        add_template(tx, form, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change_notice_template",
                                             std::string(json::enum_word(form.event)), {"words"}));
        return http::created(templates_view(tx));
    });
}

static http::Reply change_ladder(const http::Request& request, const Context& cx) {
    const auto form = request.body<LadderForm>();
    return cx.db.transact([&](db::Tx& tx) {
        add_ladder(tx, form, cx);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, "change_notice_ladder",
                                             std::string(json::enum_word(form.event)), {"methods"}));
        return http::created(templates_view(tx));
    });
}

/// length: characters, by which gateways charge.
struct TemplatePreview {
    std::string words;
    std::int64_t length = 0;
    std::vector<std::string> unknown;  ///< placeholders that this event does not know
};
BOOST_DESCRIBE_STRUCT(TemplatePreview, (), (words, length, unknown))

static http::Reply preview_template(const http::Request& request, const Context&) {
    const auto form = request.body<TemplateForm>();
    TemplatePreview preview;
    preview.unknown = unknown_placeholders(form.words, rule_of(form.event).fields);
    preview.words = filled_in(form.words, example_facts(form.language));
    preview.length = static_cast<std::int64_t>(text::length(preview.words));
    return http::ok(preview);
}

struct ChannelRow {
    NoticeMethod method = NoticeMethod::message;
    std::optional<Instant> sent_at;
    std::optional<Instant> failed_at;
    std::optional<std::string> fault;
};
BOOST_DESCRIBE_STRUCT(ChannelRow, (), (method, sent_at, failed_at, fault))

struct ChannelView : ChannelRow {
    bool set_up = false;
};
BOOST_DESCRIBE_STRUCT(ChannelView, (ChannelRow), (set_up))

struct ChannelsView {
    std::vector<ChannelView> channels;
    bool takes_reports = false;
    std::string public_url;
};
BOOST_DESCRIBE_STRUCT(ChannelsView, (), (channels, takes_reports, public_url))

static const db::Statement select_channels{"notices.channels",
                                           "SELECT method, sent_at, failed_at, fault FROM notice_channel"};

static ChannelsView channels_view(db::Tx& tx, const config::Config& config) {
    ChannelsView view;
    const auto rows = tx.all<ChannelRow>(select_channels);
    const auto ready = set_up(config);
    for (const NoticeMethod method : {NoticeMethod::message, NoticeMethod::wechat, NoticeMethod::mail}) {
        ChannelView channel;
        for (const ChannelRow& row : rows)
            if (row.method == method) static_cast<ChannelRow&>(channel) = row;
        channel.method = method;
        channel.set_up = std::find(ready.begin(), ready.end(), method) != ready.end();
        view.channels.push_back(channel);
    }
    view.takes_reports = !config.gateway_report_secret.empty();
    view.public_url = config.public_url;
    return view;
}

static http::Reply list_channels(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(channels_view(tx, cx.config)); });
}

/// to: a phone number, an e-mail address or an openid of the tester's own; nothing of it is kept.
struct TestForm {
    NoticeMethod method = NoticeMethod::message;
    std::string to;
};
BOOST_DESCRIBE_STRUCT(TestForm, (), (method, to))

struct TestResult {
    bool sent = false;
    std::optional<std::string> fault;
};
BOOST_DESCRIBE_STRUCT(TestResult, (), (sent, fault))

static Outgoing test_message(const TestForm& form, Instant moment) {
    Outgoing out;
    out.method = form.method;
    out.key = fmt::format("test-{}", to_text(Id<Notice>::fresh(moment)));
    out.to = form.method == NoticeMethod::message ? text::normal_number(form.to) : form.to;
    out.subject = event_file().subject.zh;
    out.words = "这是一条测试消息，收到说明通知渠道可用。This is a test message.";
    return out;
}

static http::Reply send_test(const http::Request& request, const Context& cx) {
    const auto form = request.body<TestForm>();
    if (!is_electronic(form.method)) throw Refusal(Fault::invalid, "invalid", {{"method", "not_set_up"}});
    if (form.method == NoticeMethod::message && !text::is_phone(form.to))
        throw Refusal(Fault::invalid, "invalid", {{"to", "phone_wrong"}});
    if (form.method == NoticeMethod::wechat && !is_openid(form.to))
        throw Refusal(Fault::invalid, "invalid", {{"to", "openid_wrong"}});
    const Outcome outcome = send(test_message(form, cx.moment), cx.config, cx.moment);
    return cx.db.transact([&](db::Tx& tx) {
        note_channel(tx, form.method, outcome.fault, cx.moment);
        audit::record(tx, identity::entry_of(cx, request, audit::AuditKind::setting, "test_channel",
                                             std::string(json::enum_word(form.method))));
        return http::ok(TestResult{!outcome.fault, outcome.fault});
    });
}

enum class ReportedState { delivered, read, failed };
BOOST_DESCRIBE_ENUM(ReportedState, delivered, read, failed)

/// key: as it came with the message.
struct ReportForm {
    std::string key;
    ReportedState state = ReportedState::delivered;
};
BOOST_DESCRIBE_STRUCT(ReportForm, (), (key, state))

static ServiceState as_service(ReportedState state) {
    if (state == ReportedState::failed) return ServiceState::failed;
    return state == ReportedState::read ? ServiceState::read : ServiceState::delivered;
}

static void take_report(db::Tx& tx, const ReportForm& form, const Context& cx) {
    const auto dash = form.key.rfind('-');
    const auto id = Id<Notice>::parse(std::string_view(form.key).substr(0, dash));
    std::int64_t step = 0;
    if (!id || dash == form.key.npos || dash + 2 < form.key.size()) return;
    step = form.key.back() - '0';
    auto row = find_notice(tx, *id);
    const auto service = row ? last_service(tx, *id, step) : std::nullopt;
    if (service) take_outcome(tx, *row, *service, as_service(form.state), "reported_failed", std::nullopt, cx);
}

/// The same answer whether the key is known or not: a report about nothing changes nothing.
static http::Reply report(const http::Request& request, const Context& cx) {
    const auto form = request.body<ReportForm>();
    const std::string& secret = cx.config.gateway_report_secret;
    const auto shown = request.header("Authorization").value_or("");
    if (secret.empty() || !crypto::equal_secrets(shown, "Bearer " + secret))
        throw Refusal(Fault::forbidden, "report_secret_wrong");
    Context machine = cx;
    machine.actor = identity::machine(Duty::clerk);
    cx.db.transact([&](db::Tx& tx) { take_report(tx, form, machine); });
    return http::no_content();
}

static constexpr identity::Duties writers = {Duty::dispatcher, Duty::system_administrator};

identity::Routes office_routes() {
    return {
        identity::get<None, TemplatesView>("/api/notices/templates", identity::staff | writers, list_templates,
                                           "What is told of each event, and in which words"),
        identity::post<TemplateForm, TemplatesView>("/api/notices/templates", writers, change_template,
                                                    "A new version of the city's own words"),
        identity::post<LadderForm, TemplatesView>("/api/notices/ladders", writers, change_ladder,
                                                  "A new version of the city's own ladder of methods"),
        identity::post<TemplateForm, TemplatePreview>("/api/notices/templates/preview", identity::staff | writers,
                                                      preview_template, "Words filled with example values")
            .with_status(200),
        identity::get<None, ChannelsView>("/api/notices/channels", Duty::system_administrator, list_channels,
                                          "Channels with their state"),
        identity::post<TestForm, TestResult>("/api/notices/test", Duty::system_administrator, send_test,
                                             "Send a test message")
            .with_status(200),
        identity::post<ReportForm, None>("/api/notices/reports", identity::anyone, report,
                                         "What became of a message, said by its gateway")
            .with_rate({6'000, 1}),
    };
}

}  // namespace hemu::notices
