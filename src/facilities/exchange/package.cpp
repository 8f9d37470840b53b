#include "package.hpp"

#include <algorithm>
#include <charconv>

#include "sm2.hpp"
#include "zip.hpp"

namespace hemu::exchange {

static constexpr std::string_view manifest_path = "manifest.json";
static constexpr std::string_view signature_path = "manifest.sig";
static constexpr std::string_view message_path = "message.json";

Signer Signer::sm2(std::string own_private_key, std::string others_public_key) {
    Signer signer;
    signer.scheme = Scheme::sm2;
    signer.secret = std::move(own_private_key);
    signer.public_key = std::move(others_public_key);
    return signer;
}

std::string sign(const Signer& signer, std::string_view bytes) {
    if (signer.scheme == Scheme::sm2) return crypto::to_base64(crypto::sm2_sign(signer.secret, bytes));
    const auto digest = crypto::hmac_sm3(signer.secret, bytes);
    return crypto::to_base64({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

bool is_signed(const Signer& signer, std::string_view bytes, std::string_view signature) {
    if (signer.scheme == Scheme::sm2)
        return crypto::is_sm2_signed(signer.public_key, bytes, crypto::from_base64(signature));
    return crypto::equal_secrets(sign(signer, bytes), signature);
}

static PackageFile described(std::string path, std::string name, std::string kind, const std::string& content) {
    return {std::move(path), std::move(name), std::move(kind), static_cast<std::int64_t>(content.size()),
            crypto::to_hex(crypto::sm3(content))};
}

std::string make_package(Manifest manifest, const std::string& message, const std::vector<Paper>& papers,
                         const Signer& signer) {
    manifest.format = package_format;
    manifest.files = {described(std::string(message_path), std::string(message_path), "", message)};
    for (std::size_t i = 0; i < papers.size(); ++i)
        manifest.files.push_back(
            described(fmt::format("papers/{:02}", i + 1), papers[i].name, papers[i].kind, papers[i].content));
    const std::string manifest_bytes = json::write(manifest);
    std::vector<zip::Entry> entries = {{std::string(manifest_path), manifest_bytes},
                                       {std::string(signature_path), sign(signer, manifest_bytes)},
                                       {std::string(message_path), message}};
    for (std::size_t i = 0; i < papers.size(); ++i)
        entries.push_back({manifest.files[i + 1].path, papers[i].content});
    return zip::pack(entries);
}

static std::vector<zip::Entry> entries_of(std::string_view bytes) {
    try {
        return zip::unpack(bytes, most_papers + 3, largest_package);
    } catch (const std::length_error&) {
        throw Refusal(Fault::too_large, "package_too_large");
    } catch (const std::runtime_error& error) {
        throw Refusal(Fault::invalid, "package_cut", {}, error.what());
    }
}

static const zip::Entry* entry_at(const std::vector<zip::Entry>& entries, std::string_view path) {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const zip::Entry& entry) { return entry.path == path; });
    return found == entries.end() ? nullptr : &*found;
}

static Manifest manifest_in(const std::string& text) {
    try {
        Manifest manifest = json::read<Manifest>(text);
        if (manifest.format != package_format)
            throw Refusal(Fault::invalid, "package_format", {{"format", "unknown_word"}});
        return manifest;
    } catch (const Refusal& refusal) {
        throw Refusal(Fault::invalid, "package_format", refusal.fields);
    }
}

/// Every file that the manifest names, as it names it, and nothing else.
static void refuse_altered(const std::vector<zip::Entry>& entries, const Manifest& manifest) {
    std::vector<FieldFault> faults;
    for (const PackageFile& file : manifest.files) {
        const zip::Entry* entry = entry_at(entries, file.path);
        if (!entry)
            faults.push_back({file.path, "missing"});
        else if (file.digest != crypto::to_hex(crypto::sm3(entry->content)))
            faults.push_back({file.path, "digest_wrong"});
    }
    if (entries.size() != manifest.files.size() + 2) faults.push_back({"files", "not_in_manifest"});
    if (!faults.empty()) throw Refusal(Fault::invalid, "package_altered", faults);
    const bool begins = !manifest.files.empty() && manifest.files.front().path == message_path;
    if (!begins) throw Refusal(Fault::invalid, "package_format", {{"files[0]", "missing"}});
}

Package open_package(std::string_view bytes) {
    if (bytes.size() > largest_package) throw Refusal(Fault::too_large, "package_too_large");
    const auto entries = entries_of(bytes);
    const zip::Entry* manifest = entry_at(entries, manifest_path);
    const zip::Entry* signature = entry_at(entries, signature_path);
    if (!manifest || !signature)
        throw Refusal(Fault::invalid, "package_format",
                      {{std::string(manifest ? signature_path : manifest_path), "missing"}});
    Package package;
    package.manifest_bytes = manifest->content;
    package.signature = signature->content;
    package.manifest = manifest_in(manifest->content);
    refuse_altered(entries, package.manifest);
    package.message = entry_at(entries, message_path)->content;
    for (std::size_t i = 1; i < package.manifest.files.size(); ++i) {
        const PackageFile& file = package.manifest.files[i];
        package.papers.push_back({file.name, file.kind, entry_at(entries, file.path)->content});
    }
    return package;
}

std::string call_id(const Manifest& manifest) { return fmt::format("{}.{}", manifest.from, manifest.sequence); }

static std::string signed_text(const std::string& id, const std::string& timestamp, std::string_view body) {
    return fmt::format("{}.{}.{}", id, timestamp, body);
}

/// What stands before the base64 in the header.
static std::string_view version_of(Scheme scheme) { return scheme == Scheme::sm2 ? "v1sm2," : "v1sm3,"; }

CallHeaders sign_call(const Signer& signer, const std::string& id, Instant moment, std::string_view body) {
    const std::int64_t seconds = moment.microseconds / 1'000'000;
    const std::string timestamp = std::to_string(seconds);
    return {id, timestamp, std::string(version_of(signer.scheme)) + sign(signer, signed_text(id, timestamp, body))};
}

void refuse_unsigned_call(const Signer& signer, const CallHeaders& headers, std::string_view body, Instant moment) {
    const auto refused = [](const char* code) { return Refusal(Fault::unauthenticated, code); };
    const Refusal unsigned_call(Fault::invalid, "call_unsigned");
    std::int64_t seconds = 0;
    const char* end = headers.timestamp.data() + headers.timestamp.size();
    const auto read = std::from_chars(headers.timestamp.data(), end, seconds);
    if (headers.id.empty() || read.ec != std::errc{} || read.ptr != end) throw unsigned_call;
    const std::string_view version = version_of(signer.scheme);
    if (!headers.signature.starts_with("v1sm")) throw unsigned_call;
    if (!headers.signature.starts_with(version)) throw refused("signature_wrong");
    const std::string_view signature = std::string_view(headers.signature).substr(version.size());
    if (!is_signed(signer, signed_text(headers.id, headers.timestamp, body), signature))
        throw refused("signature_wrong");
    const std::int64_t now = moment.microseconds / 1'000'000;
    const std::int64_t window = std::chrono::duration_cast<std::chrono::seconds>(replay_window).count();
    if (seconds < now - window || seconds > now + window) throw refused("timestamp_outside");
}

SignedReceipt sign_receipt(const Receipt& receipt, const std::string& key, const Signer& signer) {
    const std::string content = json::write(receipt);
    return {content, key, sign(signer, content)};
}

Receipt open_receipt(const SignedReceipt& receipt, const Signer& signer) {
    if (!is_signed(signer, receipt.content, receipt.signature))
        throw Refusal(Fault::unauthenticated, "signature_wrong");
    try {
        return json::read<Receipt>(receipt.content);
    } catch (const Refusal& refusal) {
        throw Refusal(Fault::invalid, "receipt_wrong", refusal.fields);
    }
}

}  // namespace hemu::exchange
