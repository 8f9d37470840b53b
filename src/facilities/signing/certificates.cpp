#include "certificates.hpp"

#include <openssl/err.h>

#include "crypto.hpp"

namespace hemu::signing {

static constexpr int root_days = 20 * 365;
static constexpr int body_days = 5 * 365;

static std::time_t seconds_of(Instant moment) { return static_cast<std::time_t>(moment.microseconds / 1'000'000); }

static PrivateKey fresh_key(KeyKind kind) {
    PrivateKey key(kind == KeyKind::x509 ? EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256")
                                         : EVP_PKEY_Q_keygen(nullptr, nullptr, "SM2"));
    check(key != nullptr, "a key cannot be made");
    return key;
}

static void add_name(X509_NAME* name, const char* part, const std::string& words) {
    check(X509_NAME_add_entry_by_txt(name, part, MBSTRING_UTF8, reinterpret_cast<const unsigned char*>(words.data()),
                                     static_cast<int>(words.size()), -1, 0) == 1,
          "a name cannot be certified");
}

static void add_extension(X509* certificate, X509* issuer, int what, const char* words) {
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer, certificate, nullptr, nullptr, 0);
    const Owned<X509_EXTENSION, X509_EXTENSION_free> made(X509V3_EXT_conf_nid(nullptr, &context, what, words));
    check(made && X509_add_ext(certificate, made.get(), -1) == 1, "a certificate cannot be made");
}

static void certify(X509* certificate, KeyKind kind, EVP_PKEY* by) {
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> digest(EVP_MD_CTX_new());
    const Owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free> key(EVP_PKEY_CTX_new(by, nullptr));
    check(digest && key, "no memory");
    if (kind == KeyKind::sm2) {
        EVP_PKEY_CTX_set1_id(key.get(), sm2_identifier.data(), static_cast<int>(sm2_identifier.size()));
        EVP_MD_CTX_set_pkey_ctx(digest.get(), key.get());
    }
    const EVP_MD* how = kind == KeyKind::sm2 ? EVP_sm3() : EVP_sha256();
    check(EVP_DigestSignInit(digest.get(), nullptr, how, nullptr, by) == 1 &&
              X509_sign_ctx(certificate, digest.get()) > 0,
          "a certificate cannot be signed");
}

/// X.509, version 3, with a serial number of 120 random bits.
static Certificate blank(const std::string& name, EVP_PKEY* key, Instant moment, int days) {
    Certificate made(X509_new());
    check(made != nullptr, "no memory");
    X509_set_version(made.get(), X509_VERSION_3);
    const std::string serial = crypto::random_bytes(15);
    const Owned<BIGNUM, BN_free> number(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(serial.data()), static_cast<int>(serial.size()), nullptr));
    BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(made.get()));
    // An hour back: clocks of others are never quite right.
    std::time_t begin = seconds_of(moment) - 3600;
    X509_time_adj_ex(X509_getm_notBefore(made.get()), 0, 0, &begin);
    X509_time_adj_ex(X509_getm_notAfter(made.get()), days, 0, &begin);
    X509_NAME* subject = X509_get_subject_name(made.get());
    add_name(subject, "C", "CN");
    add_name(subject, "O", name);
    add_name(subject, "CN", name);
    check(X509_set_pubkey(made.get(), key) == 1, "a certificate takes no key");
    return made;
}

KeyPair make_root(KeyKind kind, const std::string& city_name, Instant moment) {
    const PrivateKey key = fresh_key(kind);
    const Certificate made = blank(city_name, key.get(), moment, root_days);
    X509_set_issuer_name(made.get(), X509_get_subject_name(made.get()));
    add_extension(made.get(), made.get(), NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
    add_extension(made.get(), made.get(), NID_key_usage, "critical,keyCertSign,cRLSign");
    add_extension(made.get(), made.get(), NID_subject_key_identifier, "hash");
    certify(made.get(), kind, key.get());
    return {pem_of(made.get()), "", pem_of(key.get())};
}

KeyPair make_body_key(KeyKind kind, const std::string& body_name, const KeyPair& root, Instant moment) {
    const PrivateKey key = fresh_key(kind);
    const PrivateKey root_key = key_in(root.key);
    const Certificates roots = certificates_in(root.certificate);
    X509* issuer = sk_X509_value(roots.get(), 0);
    const Certificate made = blank(body_name, key.get(), moment, body_days);
    X509_set_issuer_name(made.get(), X509_get_subject_name(issuer));
    add_extension(made.get(), issuer, NID_basic_constraints, "critical,CA:FALSE");
    add_extension(made.get(), issuer, NID_key_usage, "critical,digitalSignature,nonRepudiation");
    add_extension(made.get(), issuer, NID_subject_key_identifier, "hash");
    add_extension(made.get(), issuer, NID_authority_key_identifier, "keyid");
    certify(made.get(), kind, root_key.get());
    return {pem_of(made.get()), root.certificate, pem_of(key.get())};
}

std::string why_not_key(KeyKind kind, const KeyPair& given, Instant moment) {
    const Certificates own = certificates_in(given.certificate);
    X509* certificate = sk_X509_value(own.get(), 0);
    const PrivateKey key = key_in(given.key);
    const bool fits = X509_check_private_key(certificate, key.get()) == 1;
    ERR_clear_error();
    if (!fits) return "the key is not the certificate's";
    if (is_sm2(key.get()) != (kind == KeyKind::sm2))
        return kind == KeyKind::sm2 ? "this is no SM2 key" : "SM2 keys sign the record, not the paper";
    std::time_t now = seconds_of(moment);
    if (X509_cmp_time(X509_get0_notBefore(certificate), &now) > 0 ||
        X509_cmp_time(X509_get0_notAfter(certificate), &now) < 0)
        return "the certificate is not valid today";
    const auto usage = X509_get_key_usage(certificate);
    if ((usage & (KU_DIGITAL_SIGNATURE | KU_NON_REPUDIATION)) == 0) return "the certificate is not for signing";
    return "";
}

bool leads_to(X509* certificate, STACK_OF(X509) * chain, X509* root, Instant moment) {
    const Owned<X509_STORE, X509_STORE_free> trusted(X509_STORE_new());
    const Owned<X509_STORE_CTX, X509_STORE_CTX_free> context(X509_STORE_CTX_new());
    check(trusted && context && X509_STORE_add_cert(trusted.get(), root) == 1, "no memory");
    // What an SM2 certificate was signed over begins with the identifier.
    for (X509* one : {certificate, root}) {
        EVP_PKEY* key = X509_get0_pubkey(one);
        if (!key || !is_sm2(key)) continue;
        ASN1_OCTET_STRING* identifier = ASN1_OCTET_STRING_new();
        ASN1_OCTET_STRING_set(identifier, reinterpret_cast<const unsigned char*>(sm2_identifier.data()),
                              static_cast<int>(sm2_identifier.size()));
        X509_set0_distinguishing_id(one, identifier);
    }
    check(X509_STORE_CTX_init(context.get(), trusted.get(), certificate, chain) == 1, "no memory");
    X509_STORE_CTX_set_time(context.get(), 0, seconds_of(moment));
    const bool leads = X509_verify_cert(context.get()) == 1;
    ERR_clear_error();
    return leads;
}

}  // namespace hemu::signing
