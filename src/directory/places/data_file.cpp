#include "data_file.hpp"

#include <zlib.h>

#include "text.hpp"

namespace hemu::places {

struct GzipFile {
    explicit GzipFile(const std::filesystem::path& path) : handle(gzopen(path.c_str(), "rb")) {}
    ~GzipFile() {
        if (handle) gzclose(handle);
    }
    GzipFile(const GzipFile&) = delete;
    GzipFile& operator=(const GzipFile&) = delete;
    gzFile handle;
};

std::string read_gzip(const std::filesystem::path& path) {
    const GzipFile file(path);
    if (!file.handle) throw std::runtime_error(fmt::format("{} cannot be opened", path.string()));
    std::string bytes;
    std::array<char, 65536> piece;
    int count = 0;
    while ((count = gzread(file.handle, piece.data(), piece.size())) > 0)
        bytes.append(piece.data(), static_cast<std::size_t>(count));
    int state = Z_OK;
    gzerror(file.handle, &state);
    if (count < 0 || state != Z_OK) throw std::runtime_error(fmt::format("{} is damaged", path.string()));
    return bytes;
}

static std::string_view parent_of(std::string_view code) {
    switch (code.size()) {
        case 4:
            return code.substr(0, 2);
        case 6:
            return code.substr(0, 4);
        case 9:
            return code.substr(0, 6);
        case 12:
            return code.substr(0, 9);
        default:
            return {};
    }
}

/// Municipalities and counties under a province directly have a city in the codes only.
static bool is_city_by_code_only(std::string_view name) {
    return name == "市辖区" || name == "县" || name.ends_with("直辖县级行政区划");
}

class PlaceReader {
  public:
    void read_line(std::string_view line) {
        ++line_;
        if (line_ == 1 || line.empty()) return;
        const auto comma = line.find(',');
        const std::string_view code = line.substr(0, comma);
        const std::string_view name = comma == line.npos ? std::string_view() : line.substr(comma + 1);
        const auto level = level_of(code);
        if (!level || name.empty()) refuse(line);
        add(code, name, *level, line);
    }
    std::vector<LoadedPlace> take() { return std::move(places_); }

  private:
    void add(std::string_view code, std::string_view name, PlaceLevel level, std::string_view line) {
        LoadedPlace loaded;
        loaded.place.code = code;
        loaded.place.name = name;
        loaded.place.level = level;
        if (level == PlaceLevel::province) {
            loaded.place.full_name = name;
        } else {
            const auto parent = full_names_.find(std::string(parent_of(code)));
            if (parent == full_names_.end()) refuse(line);
            loaded.place.parent = parent->first;
            loaded.place.full_name = full_name(level, name, parent->second);
        }
        loaded.initials = text::pinyin_initials(name);
        full_names_[loaded.place.code] = loaded.place.full_name;
        places_.push_back(std::move(loaded));
    }

    static std::string full_name(PlaceLevel level, std::string_view name, const std::string& parent) {
        if (level != PlaceLevel::city) return parent + std::string(name);
        return is_city_by_code_only(name) ? parent : std::string(name);
    }

    [[noreturn]] void refuse(std::string_view line) const {
        throw std::runtime_error(fmt::format("line {} is no place below one that came before: {}", line_, line));
    }

    std::vector<LoadedPlace> places_;
    std::map<std::string, std::string> full_names_;
    std::int64_t line_ = 0;
};

std::vector<LoadedPlace> read_places(std::string_view csv) {
    PlaceReader reader;
    while (!csv.empty()) {
        const auto end = csv.find('\n');
        std::string_view line = csv.substr(0, end);
        if (line.ends_with('\r')) line.remove_suffix(1);
        reader.read_line(line);
        csv.remove_prefix(end == csv.npos ? csv.size() : end + 1);
    }
    return reader.take();
}

}  // namespace hemu::places
