#include "cms.hpp"

#include <openssl/err.h>

#include <algorithm>
#include <vector>

#include "crypto.hpp"

namespace hemu::signing {

static std::string taken(unsigned char* der, int size) {
    check(size > 0, "a signature cannot be written");
    std::string bytes(reinterpret_cast<char*>(der), static_cast<std::size_t>(size));
    OPENSSL_free(der);
    return bytes;
}

static std::string der_of(X509_ATTRIBUTE* attribute) {
    unsigned char* der = nullptr;
    const int size = i2d_X509_ATTRIBUTE(attribute, &der);
    return taken(der, size);
}

static std::string length_of(std::size_t size) {
    if (size < 0x80) return std::string(1, static_cast<char>(size));
    std::string digits;
    for (; size; size >>= 8) digits.insert(digits.begin(), static_cast<char>(size & 0xff));
    return static_cast<char>(0x80 | digits.size()) + digits;
}

/// The signed attributes as they are signed: a SET OF in DER's order (RFC 5652 5.4).
static std::string signed_attributes(CMS_SignerInfo* signer) {
    std::vector<std::string> each;
    for (int at = 0; at < CMS_signed_get_attr_count(signer); ++at)
        each.push_back(der_of(CMS_signed_get_attr(signer, at)));
    std::sort(each.begin(), each.end());
    std::string all;
    for (const auto& one : each) all += one;
    return '\x31' + length_of(all.size()) + all;
}

/// OpenSSL always says when it signed, which PAdES keeps out of the CMS: the time stands in the paper (ETSI EN
/// 319 142-1, 6.3).
static void sign_without_time(CMS_SignerInfo* signer, EVP_PKEY* key) {
    const int at = CMS_signed_get_attr_by_NID(signer, NID_pkcs9_signingTime, -1);
    if (at >= 0) X509_ATTRIBUTE_free(CMS_signed_delete_attr(signer, at));
    const std::string bytes = signed_attributes(signer);
    const Owned<EVP_MD_CTX, EVP_MD_CTX_free> digest(EVP_MD_CTX_new());
    const auto* raw = reinterpret_cast<const unsigned char*>(bytes.data());
    std::size_t size = 0;
    check(EVP_DigestSignInit(digest.get(), nullptr, EVP_sha256(), nullptr, key) == 1 &&
              EVP_DigestSign(digest.get(), nullptr, &size, raw, bytes.size()) == 1,
          "a paper cannot be sealed");
    std::string signature(size, '\0');
    check(EVP_DigestSign(digest.get(), reinterpret_cast<unsigned char*>(signature.data()), &size, raw,
                         bytes.size()) == 1,
          "a paper cannot be sealed");
    ASN1_STRING_set(CMS_SignerInfo_get0_signature(signer), signature.data(), static_cast<int>(size));
}

static std::string sha256(std::string_view bytes) {
    std::string digest(32, '\0');
    check(EVP_Digest(bytes.data(), bytes.size(), reinterpret_cast<unsigned char*>(digest.data()), nullptr,
                     EVP_sha256(), nullptr) == 1,
          "no digest");
    return digest;
}

static std::string signature_of(CMS_SignerInfo* signer) {
    const ASN1_OCTET_STRING* bytes = CMS_SignerInfo_get0_signature(signer);
    return {reinterpret_cast<const char*>(ASN1_STRING_get0_data(bytes)),
            static_cast<std::size_t>(ASN1_STRING_length(bytes))};
}

static Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> imprint_of(const std::string& digest) {
    Owned<TS_MSG_IMPRINT, TS_MSG_IMPRINT_free> imprint(TS_MSG_IMPRINT_new());
    const Owned<X509_ALGOR, X509_ALGOR_free> algorithm(X509_ALGOR_new());
    X509_ALGOR_set0(algorithm.get(), OBJ_nid2obj(NID_sha256), V_ASN1_NULL, nullptr);
    TS_MSG_IMPRINT_set_algo(imprint.get(), algorithm.get());
    std::string copy = digest;
    TS_MSG_IMPRINT_set_msg(imprint.get(), reinterpret_cast<unsigned char*>(copy.data()),
                           static_cast<int>(copy.size()));
    return imprint;
}

/// RFC 3161: a stamp over the digest, with the server's certificate, as DER.
static std::string stamp_over(const std::string& digest, const TimestampCall& call) {
    const Owned<TS_REQ, TS_REQ_free> request(TS_REQ_new());
    TS_REQ_set_version(request.get(), 1);
    TS_REQ_set_msg_imprint(request.get(), imprint_of(digest).get());
    const std::string random = crypto::random_bytes(8);
    const Owned<BIGNUM, BN_free> number(
        BN_bin2bn(reinterpret_cast<const unsigned char*>(random.data()), static_cast<int>(random.size()), nullptr));
    const Owned<ASN1_INTEGER, ASN1_INTEGER_free> nonce(BN_to_ASN1_INTEGER(number.get(), nullptr));
    TS_REQ_set_nonce(request.get(), nonce.get());
    TS_REQ_set_cert_req(request.get(), 1);
    unsigned char* der = nullptr;
    const int size = i2d_TS_REQ(request.get(), &der);
    const std::string answer = call(taken(der, size));
    const auto* at = reinterpret_cast<const unsigned char*>(answer.data());
    const Owned<TS_RESP, TS_RESP_free> response(d2i_TS_RESP(nullptr, &at, static_cast<long>(answer.size())));
    if (!response) fail("the timestamp server's answer cannot be read");
    const Owned<TS_VERIFY_CTX, TS_VERIFY_CTX_free> context(TS_REQ_to_TS_VERIFY_CTX(request.get(), nullptr));
    check(context != nullptr, "no memory");
    // Who the server is, its own certificate says; whether it is believed, whoever reads the paper.
    TS_VERIFY_CTX_set_flags(context.get(), TS_VFY_VERSION | TS_VFY_IMPRINT | TS_VFY_NONCE);
    if (TS_RESP_verify_response(context.get(), response.get()) != 1) fail("the timestamp server gave no stamp");
    unsigned char* token = nullptr;
    const int token_size = i2d_PKCS7(TS_RESP_get_token(response.get()), &token);
    return taken(token, token_size);
}

std::string cms_signature(std::string_view bytes, const KeyPair& pair, const TimestampCall& timestamp) {
    const PrivateKey key = key_in(pair.key);
    const Certificates own = certificates_in(pair.certificate);
    const Certificates above = pair.chain.empty() ? Certificates(sk_X509_new_null()) : certificates_in(pair.chain);
    constexpr unsigned int flags = CMS_PARTIAL | CMS_BINARY | CMS_DETACHED;
    const Cms cms(CMS_sign(nullptr, nullptr, above.get(), nullptr, flags));
    check(cms != nullptr, "a paper cannot be sealed");
    CMS_SignerInfo* signer = CMS_add1_signer(cms.get(), sk_X509_value(own.get(), 0), key.get(), EVP_sha256(),
                                             CMS_BINARY | CMS_NOSMIMECAP | CMS_CADES);
    check(signer != nullptr, "a paper cannot be sealed");
    check(CMS_final(cms.get(), reading(bytes).get(), nullptr, CMS_BINARY | CMS_DETACHED) == 1,
          "a paper cannot be sealed");
    sign_without_time(signer, key.get());
    if (timestamp) {
        const std::string stamp = stamp_over(sha256(signature_of(signer)), timestamp);
        check(CMS_unsigned_add1_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, V_ASN1_SEQUENCE, stamp.data(),
                                            static_cast<int>(stamp.size())) == 1,
              "a stamp cannot be added");
    }
    unsigned char* der = nullptr;
    const int size = i2d_CMS_ContentInfo(cms.get(), &der);
    return taken(der, size);
}

static Instant instant_of(const ASN1_GENERALIZEDTIME* time) {
    std::tm parts{};
    if (ASN1_TIME_to_tm(time, &parts) != 1) return {};
    return {static_cast<std::int64_t>(timegm(&parts)) * 1'000'000};
}

/// A stamp proves when the signature was there already, if it is over it and its own signature fits.
static void read_stamp(CMS_SignerInfo* signer, CmsFound& found) {
    const int at = CMS_unsigned_get_attr_by_NID(signer, NID_id_smime_aa_timeStampToken, -1);
    if (at < 0) return;
    found.stamp_fits = false;
    const auto* held = static_cast<ASN1_STRING*>(
        X509_ATTRIBUTE_get0_data(CMS_unsigned_get_attr(signer, at), 0, V_ASN1_SEQUENCE, nullptr));
    if (!held) return;
    const unsigned char* der = ASN1_STRING_get0_data(held);
    const Owned<PKCS7, PKCS7_free> token(d2i_PKCS7(nullptr, &der, ASN1_STRING_length(held)));
    if (!token) return;
    const Owned<TS_TST_INFO, TS_TST_INFO_free> info(PKCS7_to_TS_TST_INFO(token.get()));
    if (!info) return;
    const ASN1_OCTET_STRING* imprint = TS_MSG_IMPRINT_get_msg(TS_TST_INFO_get_msg_imprint(info.get()));
    const std::string said(reinterpret_cast<const char*>(ASN1_STRING_get0_data(imprint)),
                           static_cast<std::size_t>(ASN1_STRING_length(imprint)));
    const Owned<X509_STORE, X509_STORE_free> nobody(X509_STORE_new());
    const bool own = PKCS7_verify(token.get(), nullptr, nobody.get(), nullptr, nullptr, PKCS7_NOVERIFY) == 1;
    found.stamp_fits = own && said == sha256(signature_of(signer));
    found.stamped_at = instant_of(TS_TST_INFO_get_time(info.get()));
    STACK_OF(X509)* stampers = PKCS7_get0_signers(token.get(), nullptr, 0);
    if (stampers && sk_X509_num(stampers) > 0) found.stamped_by = name_of(sk_X509_value(stampers, 0));
    sk_X509_free(stampers);
}

CmsFound read_cms(std::string_view signature, std::string_view bytes, Instant signed_at) {
    CmsFound found;
    const auto* at = reinterpret_cast<const unsigned char*>(signature.data());
    const Cms cms(d2i_CMS_ContentInfo(nullptr, &at, static_cast<long>(signature.size())));
    ERR_clear_error();
    if (!cms) return found;
    found.fits = CMS_verify(cms.get(), nullptr, nullptr, reading(bytes).get(), nullptr,
                            CMS_BINARY | CMS_DETACHED | CMS_NO_SIGNER_CERT_VERIFY) == 1;
    ERR_clear_error();
    STACK_OF(CMS_SignerInfo)* signers = CMS_get0_SignerInfos(cms.get());
    if (!signers || sk_CMS_SignerInfo_num(signers) != 1) {
        found.fits = false;
        return found;
    }
    CMS_SignerInfo* signer = sk_CMS_SignerInfo_value(signers, 0);
    X509* certificate = nullptr;
    CMS_SignerInfo_get0_algs(signer, nullptr, &certificate, nullptr, nullptr);
    if (!certificate) return found;
    found.signer = name_of(certificate);
    read_stamp(signer, found);
    ERR_clear_error();
    const Certificates all(CMS_get1_certs(cms.get()));
    const Instant when = found.stamp_fits && found.stamped_at ? *found.stamped_at : signed_at;
    for (int one = 0; one < sk_X509_num(all.get()); ++one) {
        X509* root = sk_X509_value(all.get(), one);
        if (X509_NAME_cmp(X509_get_subject_name(root), X509_get_issuer_name(root)) != 0) continue;
        if (!leads_to(certificate, all.get(), root, when)) continue;
        found.chain_holds = true;
        found.root = fingerprint_of(root);
    }
    return found;
}

}  // namespace hemu::signing
