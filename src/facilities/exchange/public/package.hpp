// 交换包 What travels between this centre and a partner: a zip with a manifest of digests, its signature, one message
// in JSON and the papers that belong to it. The bytes are the same over HTTP, in a mail and on a stick.
#pragma once
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto.hpp"
#include "error.hpp"
#include "json.hpp"

namespace hemu::exchange {

inline constexpr std::string_view package_format = "hemu-exchange/1";
inline constexpr std::string_view package_media_type = "application/zip";
inline constexpr std::size_t largest_package = 40 * 1024 * 1024;
inline constexpr std::size_t most_papers = 100;

/// referral 委托 · acceptance 受理 · refusal 不予受理 · progress 进展 · result 结果 · materials: papers that were
/// handed over go back · event: the partner tells what happened at its side · test: does nothing, has the sequence 0.
enum class MessageKind { referral, acceptance, refusal, progress, result, materials, event, test };
BOOST_DESCRIBE_ENUM(MessageKind, referral, acceptance, refusal, progress, result, materials, event, test)

/// A file of the package. path: message.json, or papers/01 and so on; name: as its sender calls it. kind: that of
/// attachments; empty for the message. digest: SM3, hex.
struct PackageFile {
    std::string path;
    std::string name;
    std::string kind;
    std::int64_t size_bytes = 0;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(PackageFile, (), (path, name, kind, size_bytes, digest))

/// from, to: codes of the two sides. sequence: 1, 2, 3 … of this direction between them. key: name of the key that
/// signs it.
struct Manifest {
    std::string format;
    std::string from;
    std::string to;
    std::int64_t sequence = 0;
    MessageKind kind = MessageKind::test;
    std::string reference;
    Instant made_at;
    std::string key;
    std::vector<PackageFile> files;
};
BOOST_DESCRIBE_STRUCT(Manifest, (), (format, from, to, sequence, kind, reference, made_at, key, files))

struct Paper {
    std::string name;
    std::string kind;
    std::string content;
};

struct Package {
    Manifest manifest;
    std::string message;  ///< JSON
    std::vector<Paper> papers;
    std::string manifest_bytes;  ///< what is signed
    std::string signature;
};

/// hmac_sm3: a secret that both sides know (GB/T 15852.2-2012 over GB/T 32905-2016). sm2: each side has a key of its
/// own, so that a third can tell who wrote it (GB/T 32918.2-2016).
enum class Scheme { hmac_sm3, sm2 };
BOOST_DESCRIBE_ENUM(Scheme, hmac_sm3, sm2)

/// What signs what goes to the other side, and proves what comes from it.
struct Signer {
    Scheme scheme = Scheme::hmac_sm3;
    std::string secret;      ///< of both sides; of SM2 our private key, PEM
    std::string public_key;  ///< of SM2 the other side's: PEM, or its certificate

    Signer() = default;
    Signer(std::string both) : secret(std::move(both)) {}
    Signer(std::string_view both) : secret(both) {}
    Signer(const char* both) : secret(both) {}
    static Signer sm2(std::string own_private_key, std::string others_public_key);
};

/// Base64.
std::string sign(const Signer&, std::string_view bytes);
bool is_signed(const Signer&, std::string_view bytes, std::string_view signature);

/// The package's bytes; format and files of the manifest are filled in.
std::string make_package(Manifest, const std::string& message, const std::vector<Paper>&, const Signer&);

/// Reads it and proves that nothing is missing, added or altered; the signature is looked at by whoever has the
/// secret. Refusals: invalid package_cut, package_altered, package_format; too_large package_too_large.
Package open_package(std::string_view bytes);

/// Headers of a call, in the manner of Standard Webhooks: webhook-id, webhook-timestamp (seconds since 1970),
/// webhook-signature over id.timestamp.body: `v1sm3,` and the base64 of HMAC-SM3, or `v1sm2,` and that of SM2.
struct CallHeaders {
    std::string id;
    std::string timestamp;
    std::string signature;
};
/// The id is the sender's code and the sequence: the same message has the same id however often it is sent.
std::string call_id(const Manifest&);
CallHeaders sign_call(const Signer&, const std::string& id, Instant moment, std::string_view body);
/// Refusals: invalid call_unsigned; unauthenticated timestamp_outside, signature_wrong.
void refuse_unsigned_call(const Signer&, const CallHeaders&, std::string_view body, Instant moment);
inline constexpr std::chrono::minutes replay_window{5};

/// taken: it was worked into the register · held: an earlier one is missing, it waits · rejected: `faults` say what
/// is wrong, by field; the next one may come.
enum class ReceiptState { taken, held, rejected };
BOOST_DESCRIBE_ENUM(ReceiptState, taken, held, rejected)

struct ReceiptFault {
    std::string field;
    std::string code;
};
BOOST_DESCRIBE_STRUCT(ReceiptFault, (), (field, code))

/// What the receiver says of one package. number: of the dispute that it became. next_sequence: what he waits for.
struct Receipt {
    std::string from;
    std::string to;
    std::int64_t sequence = 0;
    std::string digest;  ///< SM3 of the package, hex
    ReceiptState state = ReceiptState::taken;
    std::optional<std::string> number;
    std::vector<ReceiptFault> faults;
    Instant received_at;
    std::int64_t next_sequence = 1;
};
BOOST_DESCRIBE_STRUCT(Receipt, (), (from, to, sequence, digest, state, number, faults, received_at, next_sequence))

/// content: a Receipt as JSON text, which is what is signed.
struct SignedReceipt {
    std::string content;
    std::string key;
    std::string signature;
};
BOOST_DESCRIBE_STRUCT(SignedReceipt, (), (content, key, signature))

SignedReceipt sign_receipt(const Receipt&, const std::string& key, const Signer&);
/// Refusals: invalid receipt_wrong; unauthenticated signature_wrong.
Receipt open_receipt(const SignedReceipt&, const Signer&);

}  // namespace hemu::exchange
