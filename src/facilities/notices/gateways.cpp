// What goes over the wire to text message gateways and mail servers.
#include "sending.hpp"

namespace hemu::notices {

std::vector<NoticeMethod> set_up(const config::Config& config) {
    std::vector<NoticeMethod> methods;
    if (!config.message_gateway_url.empty()) methods.push_back(NoticeMethod::message);
    if (!config.wechat_gateway_url.empty()) methods.push_back(NoticeMethod::wechat);
    if (!config.mail_server.empty()) methods.push_back(NoticeMethod::mail);
    return methods;
}

static std::string lower(std::string_view text) {
    std::string lowered(text);
    std::transform(lowered.begin(), lowered.end(), lowered.begin(),
                   [](char c) { return 'A' <= c && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return lowered;
}

static std::string percent_encoded(std::string_view text) {
    std::string encoded;
    for (const char c : text) {
        const bool plain = ('a' <= c && c <= 'z') || ('A' <= c && c <= 'Z') || ('0' <= c && c <= '9') ||
                           std::string_view("-_.~").find(c) != std::string_view::npos;
        encoded += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return encoded;
}

/// As it stands within the quotes of a JSON text.
static std::string json_escaped(const std::string& text) {
    const std::string quoted = json::write(text);
    return quoted.substr(1, quoted.size() - 2);
}

static std::string body_of(std::string_view pattern, const Outgoing& out, bool is_form) {
    const bool is_wechat = out.method == NoticeMethod::wechat;
    if (pattern.empty())
        pattern = is_wechat ? R"({"openid":"{openid}","words":"{words}","key":"{key}"})"
                            : R"({"phone":"{phone}","words":"{words}","key":"{key}"})";
    const auto value = [&](const std::string& text) { return is_form ? percent_encoded(text) : json_escaped(text); };
    const std::pair<std::string_view, std::string> values[] = {{is_wechat ? "{openid}" : "{phone}", value(out.to)},
                                                               {"{words}", value(out.words)},
                                                               {"{key}", value(out.key)}};
    std::string body;
    while (!pattern.empty()) {
        const auto found = std::find_if(std::begin(values), std::end(values),
                                        [&](const auto& one) { return pattern.starts_with(one.first); });
        const bool is_value = found != std::end(values);
        body += is_value ? found->second : std::string(1, pattern.front());
        pattern.remove_prefix(is_value ? found->first.size() : 1);
    }
    return body;
}

outbound::HttpRequest gateway_request(const Outgoing& out, const config::Config& config) {
    const bool is_wechat = out.method == NoticeMethod::wechat;
    outbound::HttpRequest request;
    request.url = is_wechat ? config.wechat_gateway_url : config.message_gateway_url;
    request.headers = is_wechat ? config.wechat_gateway_headers : config.message_gateway_headers;
    const auto type = std::find_if(request.headers.begin(), request.headers.end(), [](const std::string& header) {
        return lower(header).starts_with("content-type:");
    });
    const bool has_type = type != request.headers.end();
    const bool is_form = has_type && type->find("urlencoded") != type->npos;
    if (!has_type) request.headers.emplace_back("Content-Type: application/json");
    request.headers.push_back("Idempotency-Key: " + out.key);
    request.body = body_of(is_wechat ? config.wechat_gateway_body : config.message_gateway_body, out, is_form);
    return request;
}

static Outcome send_over_gateway(const Outgoing& out, const config::Config& config) {
    const auto response = outbound::send_http(gateway_request(out, config));
    if (response.status >= 200 && response.status < 300) return {};
    // The gateway says that this message cannot be sent, now or later.
    const bool never = response.status == 400 || response.status == 422;
    return {fmt::format("answered {}", response.status), !never};
}

static outbound::Mail mail_of(const Outgoing& out, const config::Config& config, Instant moment) {
    return {config.mail_server, config.mail_user, config.mail_password,
            config.mail_from,   out.to,           out.subject,
            out.words,          out.key,          moment,
            config.mail_ca_file};
}

Outcome send(const Outgoing& out, const config::Config& config, Instant moment) {
    const auto ready = set_up(config);
    if (std::find(ready.begin(), ready.end(), out.method) == ready.end()) return {"not_set_up", false};
    try {
        if (out.method != NoticeMethod::mail) return send_over_gateway(out, config);
        outbound::send_mail(mail_of(out, config, moment));
        return {};
    } catch (const std::invalid_argument& wrong) {
        return {wrong.what(), false};
    } catch (const outbound::Failure& failure) {
        return {failure.what(), true};
    }
}

}  // namespace hemu::notices
