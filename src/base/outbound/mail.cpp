#include "mail.hpp"

#include <algorithm>

#include "crypto.hpp"

namespace hemu::outbound {

bool is_plain_address(std::string_view address) {
    const auto at = address.find('@');
    return at != address.npos && at > 0 && at + 1 < address.size() &&
           std::all_of(address.begin(), address.end(),
                       [](char c) { return c > ' ' && c < '\x7f' && c != '<' && c != '>'; });
}

/// Pieces of at most so many bytes, cut between characters.
static std::vector<std::string_view> pieces_of(std::string_view text, std::size_t most) {
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        std::size_t size = std::min(most, text.size());
        while (size > 1 && size < text.size() && (static_cast<unsigned char>(text[size]) & 0xC0U) == 0x80U) --size;
        pieces.push_back(text.substr(0, size));
        text.remove_prefix(size);
    }
    return pieces;
}

/// An encoded word is at most 75 characters (RFC 2047, section 2): 45 bytes before base64.
static std::string encoded_words(std::string_view text) {
    std::string words;
    for (const auto piece : pieces_of(text, 45))
        words += (words.empty() ? "" : "\r\n ") + fmt::format("=?UTF-8?B?{}?=", crypto::to_base64(piece));
    return words;
}

static std::string date_line(Instant moment) {
    static constexpr std::string_view days[] = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
    static constexpr std::string_view months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const LegalDate day = legal_date(moment);
    const auto second = (moment - start_of(day)).count() / 1'000'000 % 60;
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} +0800", days[day.weekday() - 1], day.day(),
                       months[day.month() - 1], day.year(), legal_hour(moment), legal_minute(moment), second);
}

std::string wire_text(const Mail& mail) {
    const std::string host = mail.from.substr(mail.from.find('@') + 1);
    std::string wire = fmt::format(
        "From: <{}>\r\nTo: <{}>\r\nSubject: {}\r\nDate: {}\r\nMessage-ID: <{}@{}>\r\nAuto-Submitted: "
        "auto-generated\r\n"
        "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n",
        mail.from, mail.to, encoded_words(mail.subject), date_line(mail.sent_at), mail.key, host);
    const std::string body = crypto::to_base64(mail.text);
    for (const auto line : pieces_of(body, 76)) wire += std::string(line) + "\r\n";
    return wire;
}

}  // namespace hemu::outbound
