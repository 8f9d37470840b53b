#include "file_digest.hpp"

#include <openssl/evp.h>

#include <fstream>
#include <memory>
#include <stdexcept>

namespace hemu::crypto {

Digest sm3_of_file(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) throw std::runtime_error("cannot read " + path);
    const std::unique_ptr<EVP_MD, decltype(&EVP_MD_free)> method(EVP_MD_fetch(nullptr, "SM3", nullptr), EVP_MD_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    bool fine = EVP_DigestInit_ex(context.get(), method.get(), nullptr) == 1;
    std::vector<char> part(1U << 20);
    while (fine && file) {
        file.read(part.data(), static_cast<std::streamsize>(part.size()));
        fine = EVP_DigestUpdate(context.get(), part.data(), static_cast<std::size_t>(file.gcount())) == 1;
    }
    if (file.bad()) throw std::runtime_error("cannot read " + path);
    Digest digest{};
    unsigned size = 0;
    if (!fine || EVP_DigestFinal_ex(context.get(), digest.data(), &size) != 1) throw std::runtime_error("SM3 failed");
    return digest;
}

}  // namespace hemu::crypto
