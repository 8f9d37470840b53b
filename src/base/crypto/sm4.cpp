#include "sm4.hpp"

#include <openssl/evp.h>

#include <climits>
#include <memory>
#include <stdexcept>

namespace hemu::crypto {

std::string sm4_ctr(std::string_view key, std::string_view counter, std::string_view bytes) {
    static const EVP_CIPHER* method = EVP_CIPHER_fetch(nullptr, "SM4-CTR", nullptr);
    const std::unique_ptr<EVP_CIPHER_CTX, decltype(&EVP_CIPHER_CTX_free)> context(EVP_CIPHER_CTX_new(),
                                                                                  EVP_CIPHER_CTX_free);
    if (key.size() != 16 || counter.size() != 16) throw std::logic_error("SM4 takes 16 bytes of key and counter");
    if (bytes.size() > INT_MAX) throw std::runtime_error("too much for one SM4-CTR run");
    std::string out(bytes.size(), '\0');
    int size = 0;
    const auto* key_bytes = reinterpret_cast<const unsigned char*>(key.data());
    const auto* counter_bytes = reinterpret_cast<const unsigned char*>(counter.data());
    const bool done =
        EVP_EncryptInit_ex2(context.get(), method, key_bytes, counter_bytes, nullptr) == 1 &&
        EVP_EncryptUpdate(context.get(), reinterpret_cast<unsigned char*>(out.data()), &size,
                          reinterpret_cast<const unsigned char*>(bytes.data()), static_cast<int>(bytes.size())) == 1;
    if (!done) throw std::runtime_error("SM4-CTR failed");
    return out;
}

}  // namespace hemu::crypto
