#include "rules.hpp"

#include <charconv>

#include "text.hpp"

namespace hemu::attachments {

static constexpr std::size_t longest_name = 120;

std::string clean_name(std::string_view name) {
    if (const auto slash = name.find_last_of("/\\"); slash != std::string_view::npos) name.remove_prefix(slash + 1);
    std::string clean;
    for (const char letter : name)
        if (static_cast<unsigned char>(letter) >= 0x20 && letter != 0x7f) clean += letter;
    return std::string(text::trim(clean));
}

Verdict why_not_upload(const UploadForm& form, bool by_staff) {
    Verdict verdict;
    if (!by_staff && form.kind == AttachmentKind::record) verdict.add("kind", "unknown_word");
    const std::string name = clean_name(form.name);
    if (name.empty()) verdict.add("name", "missing");
    if (text::length(name) > longest_name) verdict.add("name", "too_long");
    if (form.size_bytes < 1) verdict.add("size_bytes", "file_empty");
    if (form.size_bytes > largest_file) verdict.add("size_bytes", "file_too_large");
    return verdict;
}

std::optional<std::int64_t> offset_in(std::string_view header) {
    std::int64_t offset = -1;
    const auto [rest, error] = std::from_chars(header.data(), header.data() + header.size(), offset);
    if (error != std::errc() || rest != header.data() + header.size() || offset < 0) return std::nullopt;
    return offset;
}

bool is_in_record(dispute::State state, Instant added_at, std::optional<Instant> used_at) {
    using dispute::State;
    static constexpr State over[] = {State::closed, State::archived, State::merged, State::terminated};
    return std::find(std::begin(over), std::end(over), state) != std::end(over) || (used_at && added_at <= *used_at);
}

}  // namespace hemu::attachments
