// 存放 Where sealed contents rest, each under the digest of what is in it: a folder, or a bucket of an S3 server.
#pragma once
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "config.hpp"
#include "db.hpp"

namespace hemu::attachments {

/// Seen by nobody who wants a content: the shelf seals and opens. What the S3 server does not do is an
/// outbound::Failure.
class Store {
  public:
    virtual ~Store() = default;
    virtual bool has(const std::string& digest) const = 0;
    /// Whole and lasting when it returns.
    virtual void put(const std::string& digest, const std::string& sealed) const = 0;
    /// std::runtime_error when it is not there.
    virtual std::string get(const std::string& digest) const = 0;
    virtual void remove(const std::string& digest) const = 0;
};

/// That of the settings (file_store), or `which` of the two: folder or s3. std::runtime_error when s3 is not set up.
std::unique_ptr<Store> store_of(const config::Config&);
std::unique_ptr<Store> store_of(const config::Config&, std::string_view which);
/// Why that of the settings does not answer, or not to these keys; empty when it does.
std::string why_no_store(const config::Config&);
/// A folder of copies, in the same shape.
std::unique_ptr<Store> store_in(const std::filesystem::path& folder);
/// The digests of what lies in a folder, in order.
std::vector<std::string> digests_in(const std::filesystem::path& folder);

/// Calls it with every digest that a row names, once each, in order, without a transaction.
void for_each_digest(db::Database&, const std::function<void(const std::string&)>&);

}  // namespace hemu::attachments
