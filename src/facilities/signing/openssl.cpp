#include "openssl.hpp"

#include <fmt/format.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include "crypto.hpp"

namespace hemu::signing {

void fail(const std::string& what) {
    char words[256] = "";
    if (const auto code = ERR_peek_last_error()) ERR_error_string_n(code, words, sizeof words);
    ERR_clear_error();
    throw std::runtime_error(fmt::format("{}{}{}", what, *words ? ": " : "", words));
}

Bytes reading(std::string_view bytes) {
    Bytes made(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
    check(made != nullptr, "no memory");
    return made;
}

Bytes writing() {
    Bytes made(BIO_new(BIO_s_mem()));
    check(made != nullptr, "no memory");
    return made;
}

std::string written(const Bytes& bytes) {
    char* data = nullptr;
    const long size = BIO_get_mem_data(bytes.get(), &data);
    return {data, static_cast<std::size_t>(size)};
}

Certificates certificates_in(std::string_view pem) {
    Certificates all(sk_X509_new_null());
    const Bytes from = reading(pem);
    while (X509* one = PEM_read_bio_X509(from.get(), nullptr, nullptr, nullptr)) sk_X509_push(all.get(), one);
    if (sk_X509_num(all.get()) == 0) fail("there is no certificate");
    ERR_clear_error();
    return all;
}

PrivateKey key_in(std::string_view pem) {
    PrivateKey key(PEM_read_bio_PrivateKey(reading(pem).get(), nullptr, nullptr, nullptr));
    if (!key) fail("there is no private key");
    return key;
}

std::string pem_of(X509* certificate) {
    const Bytes to = writing();
    check(PEM_write_bio_X509(to.get(), certificate) == 1, "a certificate cannot be written");
    return written(to);
}

std::string pem_of(EVP_PKEY* key) {
    const Bytes to = writing();
    check(PEM_write_bio_PKCS8PrivateKey(to.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1,
          "a key cannot be written");
    return written(to);
}

std::string name_of(X509* certificate) {
    X509_NAME* subject = X509_get_subject_name(certificate);
    const int at = X509_NAME_get_index_by_NID(subject, NID_commonName, -1);
    if (at < 0) return "";
    unsigned char* words = nullptr;
    const int size = ASN1_STRING_to_UTF8(&words, X509_NAME_ENTRY_get_data(X509_NAME_get_entry(subject, at)));
    if (size < 0) return "";
    std::string name(reinterpret_cast<char*>(words), static_cast<std::size_t>(size));
    OPENSSL_free(words);
    return name;
}

std::string fingerprint_of(X509* certificate) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(certificate, &der);
    check(size > 0, "a certificate cannot be written");
    const std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return crypto::to_hex(crypto::sm3(bytes));
}

bool is_sm2(EVP_PKEY* key) { return EVP_PKEY_is_a(key, "SM2") == 1; }

/// A context of a digest for SM2, which needs the signer's identifier.
class Sm2Digest {
  public:
    explicit Sm2Digest(EVP_PKEY* key) : digest_(EVP_MD_CTX_new()), key_(EVP_PKEY_CTX_new(key, nullptr)) {
        check(digest_ && key_, "no memory");
        check(EVP_PKEY_CTX_set1_id(key_.get(), sm2_identifier.data(), static_cast<int>(sm2_identifier.size())) > 0,
              "SM2 takes no identifier");
        EVP_MD_CTX_set_pkey_ctx(digest_.get(), key_.get());
    }
    EVP_MD_CTX* get() const { return digest_.get(); }

  private:
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> digest_;
    Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> key_;
};

static const unsigned char* raw(std::string_view bytes) {
    return reinterpret_cast<const unsigned char*>(bytes.data());
}

std::string sm2_signature(EVP_PKEY* key, std::string_view bytes) {
    const Sm2Digest digest(key);
    check(EVP_DigestSignInit(digest.get(), nullptr, EVP_sm3(), nullptr, key) == 1, "SM2 cannot sign");
    std::size_t size = 0;
    check(EVP_DigestSign(digest.get(), nullptr, &size, raw(bytes), bytes.size()) == 1, "SM2 cannot sign");
    std::string signature(size, '\0');
    check(EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, raw(bytes),
                         bytes.size()) == 1,
          "SM2 cannot sign");
    signature.resize(size);
    return signature;
}

bool sm2_fits(EVP_PKEY* key, std::string_view bytes, std::string_view signature) {
    const Sm2Digest digest(key);
    check(EVP_DigestVerifyInit(digest.get(), nullptr, EVP_sm3(), nullptr, key) == 1, "SM2 cannot verify");
    const int fits = EVP_DigestVerify(digest.get(), raw(signature), signature.size(), raw(bytes), bytes.size());
    ERR_clear_error();
    return fits == 1;
}

}  // namespace hemu::signing
