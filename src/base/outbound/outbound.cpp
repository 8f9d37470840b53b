#include "outbound.hpp"

#include <curl/curl.h>

#include "mail.hpp"

namespace hemu::outbound {

/// The host of a URL, for words about it; nothing of what else it may carry.
static std::string host_in(const std::string& url) {
    const std::unique_ptr<CURLU, decltype(&curl_url_cleanup)> parts(curl_url(), curl_url_cleanup);
    char* host = nullptr;
    if (curl_url_set(parts.get(), CURLUPART_URL, url.c_str(), CURLU_NON_SUPPORT_SCHEME) != CURLUE_OK ||
        curl_url_get(parts.get(), CURLUPART_HOST, &host, 0) != CURLUE_OK)
        return "the address in the settings";
    const std::unique_ptr<char, decltype(&curl_free)> kept(host, curl_free);
    return host;
}

class Lines {
  public:
    ~Lines() { curl_slist_free_all(list_); }
    void add(const std::string& line) {
        if (line.find_first_of("\r\n") != line.npos) throw std::invalid_argument("a header with a line break");
        if (curl_slist* longer = curl_slist_append(list_, line.c_str())) list_ = longer;
    }
    curl_slist* list() const { return list_; }
    Lines() = default;
    Lines(const Lines&) = delete;
    Lines& operator=(const Lines&) = delete;

  private:
    curl_slist* list_ = nullptr;
};

/// One call.
class Call {
  public:
    Call(std::string url, std::chrono::milliseconds timeout, const char* protocols) : url_(std::move(url)) {
        static const CURLcode ready = curl_global_init(CURL_GLOBAL_DEFAULT);
        handle_ = ready == CURLE_OK ? curl_easy_init() : nullptr;
        if (handle_ == nullptr) throw Failure("libcurl does not start");
        set(CURLOPT_URL, url_.c_str());
        set(CURLOPT_PROTOCOLS_STR, protocols);
        set(CURLOPT_TIMEOUT_MS, static_cast<long>(timeout.count()));
        set(CURLOPT_CONNECTTIMEOUT_MS, 5'000L);
        set(CURLOPT_NOSIGNAL, 1L);
        set(CURLOPT_FOLLOWLOCATION, 0L);
        set(CURLOPT_PROXY, "");
    }
    ~Call() { curl_easy_cleanup(handle_); }
    Call(const Call&) = delete;
    Call& operator=(const Call&) = delete;

    template <class Value>
    void set(CURLoption option, Value value) {
        curl_easy_setopt(handle_, option, value);
    }

    /// Returns the answer's status.
    int perform() {
        const CURLcode outcome = curl_easy_perform(handle_);
        if (outcome != CURLE_OK) throw Failure(host_in(url_) + ": " + curl_easy_strerror(outcome));
        long status = 0;
        curl_easy_getinfo(handle_, CURLINFO_RESPONSE_CODE, &status);
        return static_cast<int>(status);
    }

  private:
    std::string url_;
    CURL* handle_ = nullptr;
};

struct Received {
    std::string bytes;
    std::size_t most = 0;
};

/// Taking less than was given ends the transfer.
static std::size_t receive(const char* data, std::size_t, std::size_t size, void* into) {
    auto& received = *static_cast<Received*>(into);
    if (received.bytes.size() + size > received.most) return 0;
    received.bytes.append(data, size);
    return size;
}

HttpResponse send_http(const HttpRequest& request) {
    Call call(request.url, request.timeout, "http,https");
    Lines headers;
    for (const std::string& header : request.headers) headers.add(header);
    headers.add("Expect:");
    Received received{{}, request.most_bytes};
    call.set(CURLOPT_HTTPHEADER, headers.list());
    call.set(CURLOPT_CUSTOMREQUEST, request.method.c_str());
    if (!request.ca_file.empty()) call.set(CURLOPT_CAINFO, request.ca_file.c_str());
    if (request.method == "HEAD") {
        call.set(CURLOPT_NOBODY, 1L);
    } else if (request.method != "GET") {
        call.set(CURLOPT_POSTFIELDS, request.body.data());
        call.set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(request.body.size()));
    }
    call.set(CURLOPT_WRITEFUNCTION, receive);
    call.set(CURLOPT_WRITEDATA, static_cast<void*>(&received));
    const int status = call.perform();
    return {status, std::move(received.bytes)};
}

struct ToSend {
    std::string bytes;
    std::size_t sent = 0;
};

static std::size_t give(char* into, std::size_t, std::size_t room, void* from) {
    auto& left = *static_cast<ToSend*>(from);
    const std::size_t size = std::min(room, left.bytes.size() - left.sent);
    left.bytes.copy(into, size, left.sent);
    left.sent += size;
    return size;
}

void send_mail(const Mail& mail) {
    if (!is_plain_address(mail.from) || !is_plain_address(mail.to))
        throw std::invalid_argument("an e-mail address that is none");
    Call call(mail.server, mail.timeout, "smtp,smtps");
    Lines recipients;
    recipients.add("<" + mail.to + ">");
    ToSend text{wire_text(mail)};
    const std::string from = "<" + mail.from + ">";
    call.set(CURLOPT_MAIL_FROM, from.c_str());
    call.set(CURLOPT_MAIL_RCPT, recipients.list());
    // A password goes over TLS or not at all.
    call.set(CURLOPT_USE_SSL, static_cast<long>(mail.user.empty() ? CURLUSESSL_TRY : CURLUSESSL_ALL));
    if (!mail.user.empty()) {
        call.set(CURLOPT_USERNAME, mail.user.c_str());
        call.set(CURLOPT_PASSWORD, mail.password.c_str());
    }
    if (!mail.ca_file.empty()) call.set(CURLOPT_CAINFO, mail.ca_file.c_str());
    call.set(CURLOPT_UPLOAD, 1L);
    call.set(CURLOPT_READFUNCTION, give);
    call.set(CURLOPT_READDATA, static_cast<void*>(&text));
    call.perform();
}

}  // namespace hemu::outbound
