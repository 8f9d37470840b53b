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
    if (header.starts_with('-')) return std::nullopt;
    std::int64_t offset = -1;
    const auto [rest, error] = std::from_chars(header.data(), header.data() + header.size(), offset);
    if (error != std::errc() || rest != header.data() + header.size()) return std::nullopt;
    return offset;
}

Audience usual_audience(const Chooser& chooser) {
    if (chooser.applies) return Audience::applicant;
    return chooser.side ? audience_of(*chooser.side) : Audience::office;
}

Verdict why_not_audience(const Chooser& chooser, std::optional<Audience> wanted) {
    if (!wanted || *wanted == usual_audience(chooser)) return {};
    if (chooser.applies || (chooser.side && *wanted != Audience::joint))
        return Verdict::refused(Fault::invalid, "unknown_word", "audience");
    if (*wanted == Audience::caucus && !chooser.mediates)
        return Verdict::refused(Fault::invalid, "caucus_by_mediators", "audience");
    return {};
}

std::vector<Audience> choices_of(const Chooser& chooser) {
    std::vector<Audience> choices;
    for (int i = 0; i <= static_cast<int>(Audience::caucus); ++i)
        if (const auto one = static_cast<Audience>(i); why_not_audience(chooser, one).fine()) choices.push_back(one);
    return choices;
}

static constexpr std::size_t longest_reason = 200;

Verdict why_not_change(Audience now, const AudienceForm& form, const Chooser& chooser) {
    Verdict verdict;
    if (form.audience == now) verdict.add("audience", "audience_unchanged");
    if (const Verdict whom = why_not_audience(chooser, form.audience); !whom.fine())
        verdict.add("audience", whom.fields.front().code);
    if (text::trim(form.reason).empty()) verdict.add("reason", "missing");
    if (text::length(form.reason) > longest_reason) verdict.add("reason", "too_long");
    return verdict;
}

void mark_same(std::vector<AttachmentView>& files, const std::vector<AttachmentView>& beside) {
    std::map<std::string_view, const AttachmentView*> oldest;
    for (const auto* list : {&std::as_const(files), &beside})
        for (const AttachmentView& file : *list) {
            if (file.removed_at) continue;
            auto& first = oldest[file.digest];
            if (!first || std::tie(file.added_at, file.id) < std::tie(first->added_at, first->id)) first = &file;
        }
    for (AttachmentView& file : files)
        if (const auto found = oldest.find(file.digest); !file.removed_at && found->second != &file)
            file.same_as = found->second->id;
}

bool is_marked(dispute::Secrecy secrecy, Audience audience, std::string_view media_type) {
    return (secrecy != dispute::Secrecy::normal || is_narrow(audience)) &&
           (media_type.starts_with("image/") || media_type == "application/pdf");
}

bool is_in_record(dispute::State state, Instant added_at, std::optional<Instant> used_at) {
    using dispute::State;
    static constexpr State over[] = {State::closed, State::archived, State::merged, State::terminated};
    return std::find(std::begin(over), std::end(over), state) != std::end(over) || (used_at && added_at <= *used_at);
}

}  // namespace hemu::attachments
