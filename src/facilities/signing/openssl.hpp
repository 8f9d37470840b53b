// OpenSSL's things, given free by themselves.
#pragma once
#include <openssl/bio.h>
#include <openssl/cms.h>
#include <openssl/evp.h>
#include <openssl/pkcs7.h>
#include <openssl/ts.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

namespace hemu::signing {

template <auto give_free>
struct Freeing {
    template <class T>
    void operator()(T* one) const {
        give_free(one);
    }
};
template <class T, auto give_free>
using Owned = std::unique_ptr<T, Freeing<give_free>>;

using PrivateKey = Owned<EVP_PKEY, EVP_PKEY_free>;
using Certificate = Owned<X509, X509_free>;
using Bytes = Owned<BIO, BIO_free>;
using Cms = Owned<CMS_ContentInfo, CMS_ContentInfo_free>;

inline void free_certificates(STACK_OF(X509) * all) { sk_X509_pop_free(all, X509_free); }
using Certificates = Owned<STACK_OF(X509), free_certificates>;

/// std::runtime_error with OpenSSL's own words.
[[noreturn]] void fail(const std::string& what);
inline void check(bool fine, const char* what) {
    if (!fine) fail(what);
}

Bytes reading(std::string_view bytes);
Bytes writing();
std::string written(const Bytes&);

/// PEM of one or several certificates, of a key in PKCS #8. std::runtime_error when there is none.
Certificates certificates_in(std::string_view pem);
PrivateKey key_in(std::string_view pem);
std::string pem_of(X509*);
std::string pem_of(EVP_PKEY*);

/// `高桥村人民调解委员会`: the common name of the subject.
std::string name_of(X509*);
/// SM3 of the certificate, hex.
std::string fingerprint_of(X509*);

/// SM2 with SM3 (GB/T 32918.2), with the identifier that GB/T 35276 names.
inline constexpr std::string_view sm2_identifier = "1234567812345678";
std::string sm2_signature(EVP_PKEY*, std::string_view bytes);
bool sm2_fits(EVP_PKEY*, std::string_view bytes, std::string_view signature);
bool is_sm2(EVP_PKEY*);

}  // namespace hemu::signing
