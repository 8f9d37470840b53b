// Photographs as telephones take them, made up: bench_photographs FOLDER COUNT
// Six megapixels of slow colours, edges and the noise of a sensor, as JPEG; always the same ones. And what other
// tools bind: bench_photographs FOLDER pages FILE: the JPEG files of a folder as a PDF, two on a page.
#include <gd.h>

#include <cmath>
#include <fstream>
#include <iostream>
#include <random>

#include "binding.hpp"

namespace hemu::bench {

static constexpr int width = 3000, height = 2000, quality = 91;

static int level(double light, std::uint64_t noise) {
    return std::clamp(static_cast<int>(light) + static_cast<int>(noise % 25) - 12, 0, 255);
}

static std::string photograph(unsigned number) {
    const std::unique_ptr<gdImage, decltype(&gdImageDestroy)> image(gdImageCreateTrueColor(width, height),
                                                                    gdImageDestroy);
    std::mt19937_64 dice(number);
    const double turn = 0.7 * number;
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x) {
            const double wall = (x / 300 + y / 200) % 2 == 0 ? 30 : 0;
            const double slow = 60 * std::sin(x / 400.0 + turn) + 40 * std::cos(y / 250.0 - turn);
            const std::uint64_t noise = dice();
            image->tpixels[y][x] = gdTrueColor(level(120 + slow + wall, noise), level(110 + slow, noise >> 16),
                                               level(100 - slow / 2 + wall, noise >> 32));
        }
    int size = 0;
    void* bytes = gdImageJpegPtr(image.get(), &size, quality);
    std::string jpeg(static_cast<const char*>(bytes), static_cast<std::size_t>(size));
    gdFree(bytes);
    return jpeg;
}

static void write(const std::filesystem::path& path, const std::string& bytes) {
    std::ofstream(path, std::ios::binary) << bytes;
}

static void write_photographs(const std::filesystem::path& folder, unsigned count) {
    std::filesystem::create_directories(folder);
    for (unsigned number = 1; number <= count; ++number)
        write(folder / fmt::format("{:02}.jpg", number), photograph(number));
}

static void write_pages(const std::filesystem::path& folder, const std::filesystem::path& file) {
    std::set<std::filesystem::path> paths;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.path().extension() == ".jpg") paths.insert(entry.path());
    std::vector<pdf::Photo> photos;
    for (const auto& path : paths) {
        std::ifstream in(path, std::ios::binary);
        photos.push_back({std::string(std::istreambuf_iterator<char>(in), {}), path.filename().string()});
    }
    write(file, pdf::photo_pages(photos));
}

}  // namespace hemu::bench

int main(int count, char** words) {
    if (count == 3) {
        hemu::bench::write_photographs(words[1], static_cast<unsigned>(std::stoul(words[2])));
    } else if (count == 4 && std::string_view(words[2]) == "pages") {
        hemu::bench::write_pages(words[1], words[3]);
    } else {
        std::cerr << "bench_photographs FOLDER COUNT, or FOLDER pages FILE\n";
        return 2;
    }
}
