#include "store.hpp"

#include <fcntl.h>

#include <algorithm>

#include "crypto.hpp"
#include "files.hpp"
#include "s3.hpp"

namespace hemu::attachments {

namespace files = std::filesystem;

class FolderStore : public Store {
  public:
    explicit FolderStore(files::path folder) : folder_(std::move(folder)) {}

    bool has(const std::string& digest) const override { return files::exists(path_of(digest)); }
    void put(const std::string& digest, const std::string& sealed) const override {
        const files::path path = path_of(digest);
        files::create_directories(path.parent_path());
        const files::path fresh = path.string() + "." + crypto::random_code(8);
        {
            const File file(fresh, O_RDWR | O_CREAT | O_EXCL);
            file.write(sealed, 0);
            file.sync();
        }
        files::rename(fresh, path);
        sync_folder(path.parent_path());
        sync_folder(path.parent_path().parent_path());
    }
    std::string get(const std::string& digest) const override { return read_all(path_of(digest)); }
    void remove(const std::string& digest) const override {
        if (files::remove(path_of(digest))) sync_folder(path_of(digest).parent_path());
    }

  private:
    files::path path_of(const std::string& digest) const { return folder_ / digest.substr(0, 2) / digest; }
    files::path folder_;
};

/// Cities may share a bucket: the same content is sealed by each with its own key, under its own name.
class BucketStore : public Store {
  public:
    BucketStore(outbound::Bucket bucket, std::string city) : bucket_(std::move(bucket)), city_(std::move(city)) {}

    bool has(const std::string& digest) const override { return outbound::has_object(bucket_, key_of(digest)); }
    void put(const std::string& digest, const std::string& sealed) const override {
        outbound::put_object(bucket_, key_of(digest), sealed);
    }
    std::string get(const std::string& digest) const override {
        auto sealed = outbound::get_object(bucket_, key_of(digest));
        if (!sealed) throw std::runtime_error("no such object");
        return std::move(*sealed);
    }
    void remove(const std::string& digest) const override { outbound::remove_object(bucket_, key_of(digest)); }

  private:
    std::string key_of(const std::string& digest) const { return city_ + "/" + digest.substr(0, 2) + "/" + digest; }
    outbound::Bucket bucket_;
    std::string city_;
};

std::unique_ptr<Store> store_in(const files::path& folder) { return std::make_unique<FolderStore>(folder); }

std::unique_ptr<Store> store_of(const config::Config& config) { return store_of(config, config.file_store); }

std::unique_ptr<Store> store_of(const config::Config& config, std::string_view which) {
    if (which == "folder") return store_in(files::path(config.data_dir) / "attachments");
    if (config.s3_endpoint.empty()) throw std::runtime_error("s3_endpoint is not set");
    return std::make_unique<BucketStore>(outbound::Bucket{config.s3_endpoint, config.s3_bucket, config.s3_region,
                                                          config.s3_key_id, config.s3_secret, config.s3_ca_file},
                                         config.city_schema);
}

std::string why_no_store(const config::Config& config) {
    try {
        store_of(config)->get("none");
    } catch (const outbound::Failure& failure) {
        return failure.what();
    } catch (const std::runtime_error&) {
        return "";  // as it should be: no content has this name
    }
    return "";
}

std::vector<std::string> digests_in(const files::path& folder) {
    std::vector<std::string> digests;
    if (!files::exists(folder)) return digests;
    for (const auto& one : files::recursive_directory_iterator(folder))
        if (one.is_regular_file() && !one.path().has_extension()) digests.push_back(one.path().filename().string());
    std::sort(digests.begin(), digests.end());
    return digests;
}

// Whatever a row may name; attachments.count_digest counts the same.
static const db::Statement select_digests{"attachments.digests", R"(
    SELECT digest FROM (
        SELECT digest FROM attachment WHERE taken_back = FALSE AND digest > $1
         UNION SELECT digest_sm3 FROM signing_paper WHERE digest_sm3 > $1
         UNION SELECT completed_sm3 FROM signing_paper WHERE completed_sm3 > $1
         UNION SELECT picture_digest FROM signing_signer WHERE picture_digest > $1) kept
     ORDER BY digest LIMIT 1000)"};

void for_each_digest(db::Database& database, const std::function<void(const std::string&)>& act) {
    for (std::string last;;) {
        const auto digests = database.read([&](db::Tx& tx) { return tx.all<std::string>(select_digests, last); });
        if (digests.empty()) return;
        for (const std::string& digest : digests) act(digest);
        last = digests.back();
    }
}

}  // namespace hemu::attachments
