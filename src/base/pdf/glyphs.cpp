#include "glyphs.hpp"

#include <cairo-ft.h>
#include <hb-subset.h>

#include <stdexcept>
#include <vector>

namespace hemu::pdf {

struct Glyphs::Cut {
    cairo_font_face_t* face = nullptr;  ///< none: the font is drawn as it is
    std::map<hb_codepoint_t, hb_codepoint_t> numbers;
    ~Cut() {
        if (face) cairo_font_face_destroy(face);
    }
};

Glyphs::Glyphs() = default;
Glyphs::~Glyphs() = default;

static hb_face_t* face_of(PangoFont* font) { return hb_font_get_face(pango_font_get_hb_font(font)); }

static bool is_drawn(PangoGlyph glyph) { return glyph != PANGO_GLYPH_EMPTY && !(glyph & PANGO_GLYPH_UNKNOWN_FLAG); }

/// A character that no font has is shown as an empty box: left out it would change what is said.
static bool is_missing(PangoGlyph glyph) {
    return glyph != PANGO_GLYPH_EMPTY && glyph != PANGO_GLYPH_INVALID_INPUT && (glyph & PANGO_GLYPH_UNKNOWN_FLAG);
}

static const PangoGlyphItem& item_of(const GSList* run) { return *static_cast<PangoGlyphItem*>(run->data); }

void Glyphs::use(PangoLayoutLine* line) {
    for (const GSList* run = line->runs; run; run = run->next) {
        const PangoGlyphItem& item = item_of(run);
        auto& used = used_[face_of(item.item->analysis.font)];
        for (int at = 0; at < item.glyphs->num_glyphs; ++at)
            if (const auto glyph = item.glyphs->glyphs[at].glyph; is_drawn(glyph)) used.insert(glyph);
    }
}

static bool has_cff(hb_face_t* face) {
    hb_blob_t* table = hb_face_reference_table(face, HB_TAG('C', 'F', 'F', ' '));
    const bool has = hb_blob_get_length(table) > 0;
    hb_blob_destroy(table);
    return has;
}

/// A face and the bytes it reads, for as long as Cairo keeps it.
struct LoadedFace {
    hb_blob_t* bytes = nullptr;
    FT_Face face = nullptr;
    static void destroy(void* loaded) {
        auto* one = static_cast<LoadedFace*>(loaded);
        FT_Done_Face(one->face);
        hb_blob_destroy(one->bytes);
        delete one;
    }
};

static FT_Library library() {
    static const FT_Library made = [] {
        FT_Library one = nullptr;
        if (FT_Init_FreeType(&one)) throw std::runtime_error("FreeType does not begin");
        return one;
    }();
    return made;
}

static cairo_font_face_t* loaded(hb_face_t* cut) {
    auto* one = new LoadedFace;
    one->bytes = hb_face_reference_blob(cut);
    unsigned size = 0;
    const char* bytes = hb_blob_get_data(one->bytes, &size);
    if (FT_New_Memory_Face(library(), reinterpret_cast<const FT_Byte*>(bytes), static_cast<FT_Long>(size), 0,
                           &one->face)) {
        hb_blob_destroy(one->bytes);
        delete one;
        throw std::runtime_error("a font that was cut cannot be read");
    }
    static const cairo_user_data_key_t key{};
    cairo_font_face_t* face = cairo_ft_font_face_create_for_ft_face(one->face, FT_LOAD_NO_HINTING);
    cairo_font_face_set_user_data(face, &key, one, LoadedFace::destroy);
    return face;
}

const Glyphs::Cut& Glyphs::cut_of(hb_face_t* face) {
    auto& cut = cuts_[face];
    if (cut) return *cut;
    cut = std::make_unique<Cut>();
    if (!has_cff(face)) return *cut;
    const auto& used = used_[face];
    hb_subset_input_t* input = hb_subset_input_create_or_fail();
    hb_subset_input_set_flags(input, HB_SUBSET_FLAGS_DESUBROUTINIZE);
    hb_set_t* glyphs = hb_subset_input_glyph_set(input);
    for (const auto glyph : used) hb_set_add(glyphs, glyph);
    // What only shaping needs is done with.
    hb_set_t* dropped = hb_subset_input_set(input, HB_SUBSET_SETS_DROP_TABLE_TAG);
    for (const char* table : {"GSUB", "GPOS", "GDEF", "BASE", "VORG", "vmtx", "vhea", "DSIG"})
        hb_set_add(dropped, hb_tag_from_string(table, 4));
    hb_subset_plan_t* plan = hb_subset_plan_create_or_fail(face, input);
    hb_face_t* made = plan ? hb_subset_plan_execute_or_fail(plan) : nullptr;
    if (made) {
        const hb_map_t* numbers = hb_subset_plan_old_to_new_glyph_mapping(plan);
        for (const auto glyph : used) cut->numbers[glyph] = hb_map_get(numbers, glyph);
        cut->face = loaded(made);
    }
    hb_face_destroy(made);
    hb_subset_plan_destroy(plan);
    hb_subset_input_destroy(input);
    if (!cut->face) throw std::runtime_error("glyphs cannot be cut out of a font");
    return *cut;
}

/// The glyphs of a run with the bytes of text that they stand for, which readers search and copy.
void Glyphs::show(cairo_t* pen, const char* text, const PangoGlyphItem& item, double x, double baseline) {
    const PangoGlyphString& string = *item.glyphs;
    PangoFont* font = item.item->analysis.font;
    const Cut& cut = cut_of(face_of(font));
    const bool is_backward = item.item->analysis.level % 2 != 0;
    if (!cut.face || is_backward) {
        cairo_move_to(pen, x, baseline);
        pango_cairo_show_glyph_item(pen, text, const_cast<PangoGlyphItem*>(&item));
        return;
    }
    std::vector<cairo_glyph_t> glyphs;
    std::vector<cairo_text_cluster_t> clusters;
    for (int at = 0; at < string.num_glyphs; ++at) {
        const bool begins = at == 0 || string.log_clusters[at] != string.log_clusters[at - 1];
        if (begins) {
            if (at > 0) clusters.back().num_bytes = string.log_clusters[at] - string.log_clusters[at - 1];
            clusters.push_back({item.item->length - string.log_clusters[at], 0});
        }
        const PangoGlyphInfo& one = string.glyphs[at];
        const double width = pango_units_to_double(one.geometry.width);
        if (is_missing(one.glyph))
            cairo_rectangle(pen, x + width * 0.1, baseline - width * 0.8, width * 0.8, width * 0.9);
        if (is_drawn(one.glyph)) {
            glyphs.push_back({cut.numbers.at(one.glyph), x + pango_units_to_double(one.geometry.x_offset),
                              baseline + pango_units_to_double(one.geometry.y_offset)});
            ++clusters.back().num_glyphs;
        }
        x += width;
    }
    cairo_set_line_width(pen, 0.5);
    cairo_stroke(pen);
    PangoFontDescription* description = pango_font_describe_with_absolute_size(font);
    cairo_set_font_face(pen, cut.face);
    cairo_set_font_size(pen, pango_units_to_double(pango_font_description_get_size(description)));
    pango_font_description_free(description);
    cairo_show_text_glyphs(pen, text + item.item->offset, item.item->length, glyphs.data(),
                           static_cast<int>(glyphs.size()), clusters.data(), static_cast<int>(clusters.size()),
                           cairo_text_cluster_flags_t{});
}

void Glyphs::show(cairo_t* pen, PangoLayoutLine* line, double x, double baseline) {
    const char* text = pango_layout_get_text(line->layout);
    for (const GSList* run = line->runs; run; run = run->next) {
        const PangoGlyphItem& item = item_of(run);
        show(pen, text, item, x, baseline);
        x += pango_units_to_double(pango_glyph_string_get_width(item.glyphs));
    }
}

}  // namespace hemu::pdf
