// The glyphs that a paper uses, cut out of their fonts.
#pragma once
#include <pango/pangocairo.h>

#include <map>
#include <memory>
#include <set>

namespace hemu::pdf {

/// Cairo 1.16 follows the subroutines of a CFF font wrongly when it cuts glyphs out of it: it embeds all of them, or
/// aborts the program. It is given fonts that hold the glyphs of this paper and no subroutines. Fonts of other kinds
/// stay.
class Glyphs {
  public:
    Glyphs();
    ~Glyphs();
    /// To be said of every line before the first is shown.
    void use(PangoLayoutLine*);
    void show(cairo_t*, PangoLayoutLine*, double x, double baseline);

  private:
    struct Cut;
    std::map<hb_face_t*, std::set<hb_codepoint_t>> used_;
    std::map<hb_face_t*, std::unique_ptr<Cut>> cuts_;

    const Cut& cut_of(hb_face_t*);
    void show(cairo_t*, const char* text, const PangoGlyphItem&, double x, double baseline);
};

}  // namespace hemu::pdf
