// The conformance kit for partners: what a package lacks, and whether an endpoint takes and refuses as agreed.
#include <fstream>
#include <functional>
#include <iostream>
#include <sstream>

#include "command_line.hpp"
#include "exchange.hpp"
#include "outbound.hpp"
#include "partners.hpp"
#include "sm2.hpp"

namespace hemu::app {

using exchange::MessageKind;

/// Prints a line for each check, and counts what failed.
class Checks {
  public:
    void run(const std::string& name, const std::function<void()>& check) {
        try {
            check();
            std::cout << "ok    " << name << "\n";
        } catch (const Refusal& refusal) {
            fail(name, words_of(refusal));
        } catch (const std::exception& failure) {
            fail(name, std::string(failure.what()) + "\n");
        }
    }
    void skip(const std::string& name, const std::string& why) {
        std::cout << "-     " << name << ": " << why << "\n";
    }
    int status() const { return failed_ == 0 ? 0 : 1; }

  private:
    void fail(const std::string& name, const std::string& why) {
        ++failed_;
        std::cout << "WRONG " << name << ": " << why;
    }
    int failed_ = 0;
};

static std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream content;
    if (file) content << file.rdbuf();
    if (!file) throw std::runtime_error("cannot read " + path);
    return content.str();
}

static void expect(bool is_so, const std::string& what) {
    if (!is_so) throw std::runtime_error(what);
}

/// The key that the words name; nothing when they name none.
static std::optional<exchange::Signer> signer_in(const CommandLine& words) {
    if (!words.secret.empty()) return exchange::Signer(words.secret);
    if (words.public_key.empty()) return std::nullopt;
    const std::string own = words.private_key.empty() ? "" : content_of(words.private_key);
    return exchange::Signer::sm2(own, content_of(words.public_key));
}

static int check_file(const CommandLine& words) {
    const std::string bytes = content_of(words.file);
    std::optional<exchange::Package> package;
    Checks checks;
    checks.run("the archive is whole, and as its manifest says", [&] { package = exchange::open_package(bytes); });
    if (!package) return checks.status();
    const exchange::Manifest& manifest = package->manifest;
    std::cout << fmt::format("      {} to {}, number {}, {}, reference {}, {} papers\n", manifest.from, manifest.to,
                             manifest.sequence, json::enum_word(manifest.kind), manifest.reference,
                             package->papers.size());
    const std::string signed_by_key = "the manifest is signed by the key";
    const auto signer = signer_in(words);
    if (!signer)
        checks.skip(signed_by_key, "no --secret and no --public-key");
    else
        checks.run(signed_by_key, [&] {
            if (!exchange::is_signed(*signer, package->manifest_bytes, package->signature))
                throw Refusal(Fault::unauthenticated, "signature_wrong");
        });
    checks.run("the message says what its kind asks for", [&] {
        refuse_if(partners::why_not_message(manifest.kind, nullptr, package->message, legal_date(now())));
    });
    return checks.status();
}

/// One call of the kit: the test message, signed or spoiled.
class Endpoint {
  public:
    Endpoint(const CommandLine& words, exchange::Signer signer)
        : words_(words), signer_(std::move(signer)), own_(exchange::own_code(words.load().config)) {}

    std::string test_package() const {
        return exchange::make_package(
            {"", own_, words_.partner, 0, MessageKind::test, "test", moment_, words_.key_name, {}}, "{}", {},
            signer_);
    }
    outbound::HttpResponse call(const std::string& body, const exchange::Signer& signer, Instant moment) const {
        const auto headers = exchange::sign_call(signer, own_ + ".0", moment, body);
        outbound::HttpRequest request;
        request.url = words_.file;
        request.headers = {fmt::format("Content-Type: {}", exchange::package_media_type), "webhook-id: " + headers.id,
                           "webhook-timestamp: " + headers.timestamp, "webhook-signature: " + headers.signature};
        request.body = body;
        return outbound::send_http(request);
    }
    exchange::Receipt receipt(const std::string& body) const {
        const auto response = call(body, signer_, now());
        expect(response.status == 200, fmt::format("answered {}", response.status));
        const auto receipt = exchange::open_receipt(json::read<exchange::SignedReceipt>(response.body), signer_);
        expect(receipt.digest == crypto::to_hex(crypto::sm3(body)), "the receipt has another digest");
        expect(receipt.from == words_.partner && receipt.to == own_, "the receipt has other sides");
        return receipt;
    }
    void expect_refusal(const std::string& body, const exchange::Signer& signer, Instant moment) const {
        const int status = call(body, signer, moment).status;
        expect(status >= 400 && status < 500, fmt::format("answered {} instead of a refusal", status));
    }

  private:
    const CommandLine& words_;
    exchange::Signer signer_;
    std::string own_;
    Instant moment_ = now();
};

/// A key that the partner does not know.
static exchange::Signer another(const exchange::Signer& signer) {
    if (signer.scheme == exchange::Scheme::hmac_sm3) return "another " + signer.secret;
    return exchange::Signer::sm2(crypto::make_sm2_pair().private_key, signer.public_key);
}

static int check_endpoint(const CommandLine& words) {
    const auto signer = signer_in(words);
    const bool signs = signer && (signer->scheme == exchange::Scheme::hmac_sm3 || !signer->secret.empty());
    if (!signs || words.partner.empty())
        throw std::runtime_error(
            "an endpoint is checked with --secret (or --private-key and --public-key), --key and --partner");
    const Endpoint endpoint(words, *signer);
    const std::string package = endpoint.test_package();
    const Instant an_hour_ago = now() + -std::chrono::hours(1);
    Checks checks;
    checks.run("a test is taken, and its receipt is signed", [&] { endpoint.receipt(package); });
    checks.run("the same again gets a receipt again", [&] { endpoint.receipt(package); });
    checks.run("a call signed by another key is refused",
               [&] { endpoint.expect_refusal(package, another(*signer), now()); });
    checks.run("a call of an hour ago is refused", [&] { endpoint.expect_refusal(package, *signer, an_hour_ago); });
    checks.run("a package that is cut is refused",
               [&] { endpoint.expect_refusal(package.substr(0, package.size() / 2), *signer, now()); });
    checks.run("bytes that are no package are refused",
               [&] { endpoint.expect_refusal("no package", *signer, now()); });
    return checks.status();
}

int check_partner(const CommandLine& words) {
    const bool is_address = words.file.starts_with("http://") || words.file.starts_with("https://");
    return is_address ? check_endpoint(words) : check_file(words);
}

}  // namespace hemu::app
