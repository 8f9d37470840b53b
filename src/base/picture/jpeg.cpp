#include "jpeg.hpp"

#include <csetjmp>
#include <cstdio>

#include <jpeglib.h>

namespace hemu::picture {

/// libjpeg leaves by a jump; whatever was taken before must be known at its target.
struct Failure {
    jpeg_error_mgr said;
    std::jmp_buf back;
};

extern "C" {
static void leave(j_common_ptr about) { std::longjmp(reinterpret_cast<Failure*>(about->err)->back, 1); }
static void say_nothing(j_common_ptr) {}
}

static unsigned eighths_of(const jpeg_decompress_struct& reader, int longest_side) {
    const auto longest = std::max(reader.image_width, reader.image_height);
    for (const unsigned eighths : {1U, 2U, 4U})
        if (longest * eighths / 8 >= static_cast<unsigned>(longest_side)) return eighths;
    return 8;
}

static void read_rows(jpeg_decompress_struct& reader, gdImage& image) {
    const JSAMPARRAY row =
        reader.mem->alloc_sarray(reinterpret_cast<j_common_ptr>(&reader), JPOOL_IMAGE, reader.output_width * 3, 1);
    while (reader.output_scanline < reader.output_height) {
        int* pixels = image.tpixels[reader.output_scanline];
        jpeg_read_scanlines(&reader, row, 1);
        for (unsigned x = 0; x < reader.output_width; ++x)
            pixels[x] = gdTrueColor(row[0][x * 3], row[0][x * 3 + 1], row[0][x * 3 + 2]);
    }
}

gdImagePtr decoded_jpeg(std::string_view bytes, int longest_side) {
    jpeg_decompress_struct reader;
    Failure failure;
    gdImagePtr volatile image = nullptr;
    reader.err = jpeg_std_error(&failure.said);
    failure.said.error_exit = leave;
    failure.said.output_message = say_nothing;
    jpeg_create_decompress(&reader);
    if (setjmp(failure.back)) {
        if (image) gdImageDestroy(image);
        jpeg_destroy_decompress(&reader);
        return nullptr;
    }
    jpeg_mem_src(&reader, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size());
    jpeg_read_header(&reader, TRUE);
    if (reader.num_components == 1 || reader.num_components == 3) {
        reader.out_color_space = JCS_RGB;
        reader.scale_num = eighths_of(reader, longest_side);
        reader.scale_denom = 8;
        jpeg_start_decompress(&reader);
        image = gdImageCreateTrueColor(static_cast<int>(reader.output_width), static_cast<int>(reader.output_height));
        if (image) read_rows(reader, *image);
    }
    jpeg_destroy_decompress(&reader);
    return image;
}

}  // namespace hemu::picture
