#include "sm2.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include <memory>
#include <stdexcept>

namespace hemu::crypto {

using Pkey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Bio = std::unique_ptr<BIO, decltype(&BIO_free)>;
using MdContext = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

static Bio reading(std::string_view text) {
    return {BIO_new_mem_buf(text.data(), static_cast<int>(text.size())), BIO_free};
}

static std::string written(BIO* bio) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bio, &data);
    return {data, static_cast<std::size_t>(size)};
}

static Bio memory() { return {BIO_new(BIO_s_mem()), BIO_free}; }

static std::string public_pem(EVP_PKEY* key) {
    const Bio bio = memory();
    if (PEM_write_bio_PUBKEY(bio.get(), key) != 1) throw std::runtime_error("SM2: the public key is not written");
    return written(bio.get());
}

Sm2Pair make_sm2_pair() {
    const Pkey key(EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"), EVP_PKEY_free);
    const Bio bio = memory();
    if (!key || PEM_write_bio_PKCS8PrivateKey(bio.get(), key.get(), nullptr, nullptr, 0, nullptr, nullptr) != 1)
        throw std::runtime_error("SM2: no key is made");
    return {written(bio.get()), public_pem(key.get())};
}

static Pkey public_key_in(std::string_view pem) {
    const Bio bio = reading(pem);
    if (pem.find("BEGIN CERTIFICATE") == pem.npos)
        return {PEM_read_bio_PUBKEY(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free};
    const std::unique_ptr<X509, decltype(&X509_free)> certificate(
        PEM_read_bio_X509(bio.get(), nullptr, nullptr, nullptr), X509_free);
    return {certificate ? X509_get_pubkey(certificate.get()) : nullptr, EVP_PKEY_free};
}

std::string sm2_public_key(std::string_view pem) {
    const Pkey key = public_key_in(pem);
    return key && EVP_PKEY_is_a(key.get(), "SM2") ? public_pem(key.get()) : "";
}

using PkeyContext = std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)>;

/// The identity goes into what is signed; it must be there before the signing begins.
struct Signing {
    PkeyContext key;
    MdContext digest;

    explicit Signing(EVP_PKEY* pkey)
        : key(EVP_PKEY_CTX_new_from_pkey(nullptr, pkey, nullptr), EVP_PKEY_CTX_free),
          digest(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
        static constexpr std::string_view identity = "1234567812345678";
        if (!key || EVP_PKEY_CTX_set1_id(key.get(), identity.data(), static_cast<int>(identity.size())) != 1)
            throw std::runtime_error("SM2: the identity is not taken");
        EVP_MD_CTX_set_pkey_ctx(digest.get(), key.get());
    }
};

static const unsigned char* bytes_of(std::string_view text) {
    return reinterpret_cast<const unsigned char*>(text.data());
}

std::string sm2_sign(std::string_view private_key, std::string_view bytes) {
    const Bio bio = reading(private_key);
    const Pkey key(PEM_read_bio_PrivateKey(bio.get(), nullptr, nullptr, nullptr), EVP_PKEY_free);
    if (!key) throw std::runtime_error("SM2: this is no private key");
    const Signing signing(key.get());
    EVP_MD_CTX* context = signing.digest.get();
    std::size_t size = 0;
    const bool begun = EVP_DigestSignInit(context, nullptr, EVP_sm3(), nullptr, key.get()) == 1 &&
                       EVP_DigestSignUpdate(context, bytes.data(), bytes.size()) == 1 &&
                       EVP_DigestSignFinal(context, nullptr, &size) == 1;
    std::string signature(size, '\0');
    auto* out = reinterpret_cast<unsigned char*>(signature.data());
    if (!begun || EVP_DigestSignFinal(context, out, &size) != 1) throw std::runtime_error("SM2: nothing is signed");
    signature.resize(size);
    return signature;
}

bool is_sm2_signed(std::string_view public_key, std::string_view bytes, std::string_view signature) {
    const Pkey key = public_key_in(public_key);
    if (!key) return false;
    const Signing signing(key.get());
    EVP_MD_CTX* context = signing.digest.get();
    return EVP_DigestVerifyInit(context, nullptr, EVP_sm3(), nullptr, key.get()) == 1 &&
           EVP_DigestVerifyUpdate(context, bytes.data(), bytes.size()) == 1 &&
           EVP_DigestVerifyFinal(context, bytes_of(signature), signature.size()) == 1;
}

}  // namespace hemu::crypto
