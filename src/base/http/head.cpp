#include "head.hpp"

#include <charconv>

#include "bytes.hpp"
#include "problem.hpp"

namespace hemu::http {

// Pages: everything from ourselves; no script or style text inside a page. Component libraries write style
// attributes, which style-src-attr admits without admitting style elements.
static constexpr std::string_view page_policy =
    "Content-Security-Policy: default-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'\r\n"
    "Permissions-Policy: camera=(self), microphone=(self), geolocation=(self), payment=(), usb=()\r\n"
    "Cross-Origin-Opener-Policy: same-origin\r\n";
// Browsers show papers by a plug-in of their own, which they count as an object of the paper's address.
static constexpr std::string_view paper_policy =
    "Content-Security-Policy: default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors "
    "'none'\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n";
static constexpr std::string_view data_policy =
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Permissions-Policy: camera=(), microphone=(), geolocation=()\r\n";
static constexpr std::string_view every_reply =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: same-origin\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";
static constexpr std::string_view over_tls = "Strict-Transport-Security: max-age=31536000; includeSubDomains\r\n";

std::string http_date(Instant moment) {
    using namespace std::chrono;
    const sys_seconds second{floor<seconds>(microseconds(moment.microseconds))};
    const auto day = floor<days>(second);
    const year_month_day date{day};
    const hh_mm_ss time{second - day};
    static constexpr std::array week{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", week[weekday{day}.c_encoding()],
                       static_cast<unsigned>(date.day()), months[static_cast<unsigned>(date.month()) - 1],
                       static_cast<int>(date.year()), time.hours().count(), time.minutes().count(),
                       time.seconds().count());
}

/// The Date line changes once a second; each thread keeps its own.
static std::string_view date_line(Instant moment) {
    thread_local std::int64_t second = -1;
    thread_local std::string line;
    if (const auto now_second = moment.microseconds / 1'000'000; now_second != second) {
        second = now_second;
        line = fmt::format("Date: {}\r\n", http_date(moment));
    }
    return line;
}

static void append(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    // A line break inside a value would start a header of its own.
    for (const char c : value) out += c == '\r' || c == '\n' || c == '\0' ? ' ' : c;
    out.append("\r\n");
}

static void append_number(std::string& out, std::size_t number) {
    std::array<char, 24> digits;
    const auto end = std::to_chars(digits.begin(), digits.end(), number).ptr;
    out.append(digits.begin(), end);
}

static void write_length(std::string& out, const Reply& reply, const HeadFacts& facts) {
    if (reply.stream) {
        if (facts.in_version_1_1) out.append("Transfer-Encoding: chunked\r\n");
        return;
    }
    if (reply.status == 204 || reply.status == 304 || reply.status < 200) return;
    out.append("Content-Length: ");
    append_number(out, reply.shared_body ? reply.shared_body->size() : reply.body.size());
    out.append("\r\n");
}

void write_head(std::string& out, const Reply& reply, const HeadFacts& facts) {
    out.append("HTTP/1.1 ");
    append_number(out, static_cast<std::size_t>(reply.status));
    out.append(" ").append(title_of(reply.status)).append("\r\n").append(date_line(facts.moment));
    if (!reply.content_type.empty()) append(out, "Content-Type", reply.content_type);
    write_length(out, reply, facts);
    if (!facts.keep_alive)
        out.append("Connection: close\r\n");
    else if (!facts.in_version_1_1)
        out.append("Connection: keep-alive\r\n");

    bool caching_told = false;
    for (const auto& header : reply.headers) {
        append(out, header.name, header.value);
        caching_told = caching_told || same_word(header.name, "cache-control");
    }
    if (!caching_told) out.append("Cache-Control: no-store\r\n");
    if (!facts.trace_id.empty()) append(out, "Trace-Id", facts.trace_id);
    const bool is_data = reply.content_type.empty() || reply.content_type.starts_with("application/json") ||
                         reply.content_type.starts_with("application/problem+json") || reply.stream;
    // A browser puts the headers of a 304 upon the page it kept, whose own policy must stay.
    const bool is_paper = reply.content_type == "application/pdf";
    if (reply.status != 304) out.append(is_data ? data_policy : is_paper ? paper_policy : page_policy);
    out.append(every_reply);
    if (facts.secure) out.append(over_tls);
    out.append("\r\n");
}

}  // namespace hemu::http
