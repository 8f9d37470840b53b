// SM2 signatures (GB/T 32918.2-2016) over SM3, for partners who prove to a third who wrote something.
#pragma once
#include <string>
#include <string_view>

namespace hemu::crypto {

/// PEM: PKCS #8 and SubjectPublicKeyInfo.
struct Sm2Pair {
    std::string private_key;
    std::string public_key;
};
Sm2Pair make_sm2_pair();

/// The public key of a PEM, which may be a certificate; empty when it holds none of the curve.
std::string sm2_public_key(std::string_view pem);

/// DER of r and s, by the identity 1234567812345678 that GB/T 35276-2017 names. std::runtime_error when the key is
/// none.
std::string sm2_sign(std::string_view private_key, std::string_view bytes);
bool is_sm2_signed(std::string_view public_key, std::string_view bytes, std::string_view signature);

}  // namespace hemu::crypto
