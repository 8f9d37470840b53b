// The file is bound: what is kept is read, what is to be set is set, and then its contents are known.
#include "binding.hpp"
#include "bundle_extents.hpp"
#include "bundle_photos.hpp"
#include "watermark.hpp"

namespace hemu::dossier {

using identity::Context;

static constexpr std::int64_t most_bytes = 80 * 1024 * 1024;   // of files of others
static constexpr std::size_t most_memory = 256 * 1024 * 1024;  // for reading them
static constexpr std::int64_t longest_text = 200 * 1024;

static std::string gap_words(BundleGap gap) {
    switch (gap) {
        case BundleGap::locked:
            return "文件设有打开密码，不能装入本卷。";
        case BundleGap::broken:
            return "文件内容不完整或者格式有误，无法读取，不能装入本卷。";
        case BundleGap::too_long:
            return "文件页数或者图形过多，不装入本卷。";
        case BundleGap::too_large:
            return "装入后本卷过大，因此不装入。";
        case BundleGap::no_pages:
            return "录音、录像、电子表格等没有固定页面的文件不能装入本卷。";
        case BundleGap::damaged:
            return "系统保存的内容已经损坏，无法读取。";
        case BundleGap::infected:
            return "文件中发现病毒，不能打开，不装入本卷。";
    }
    return "";
}

static std::string_view note_of(const BundleLine& line) {
    if (line.gap) return "附卷";
    switch (line.origin) {
        case BundleOrigin::made:
            return line.code == "D07" || line.code == "D14" ? "" : "打印件";
        case BundleOrigin::signed_:
            return "已签";
        case BundleOrigin::ink:
            return "扫描件";
        case BundleOrigin::file:
            return "";
    }
    return "";
}

namespace {

/// Takes one source after the other. Photographs that follow one another share pages.
class Gathering {
  public:
    Gathering(BundlePlan& plan, PhotoUse use, const Context& cx)
        : plan_(plan), cx_(cx), binds_(use == PhotoUse::binding), ahead_(with_known(plan, use), use, cx) {
        for (BundleSource& source : plan_.sources) take(source);
        put_photos();
    }

    std::vector<pdf::Leaf> leaves;
    std::int64_t pages = 0;

  private:
    BundlePlan& plan_;
    const Context& cx_;
    bool binds_;
    PhotoLine ahead_;
    std::int64_t bytes_ = 0;
    std::size_t memory_ = 0;
    std::vector<pdf::Photo> photos_;
    std::vector<BundleLine*> photo_lines_;
    std::int64_t section_ = 0;

    static const BundlePlan& with_known(BundlePlan& plan, PhotoUse use) {
        if (use == PhotoUse::looking)
            for (BundleSource& source : plan.sources) source.known = extent_at_hand(source.digest);
        return plan;
    }

    void take(BundleSource& source) {
        const bool begins = leaves.empty() || section_ != source.line.section;
        if (begins || !is_picture(source)) put_photos();
        if (begins) leaves.push_back({.title = source.line.section_title});
        section_ = source.line.section;
        if (source.paper) {
            put(source, *source.paper);
            return;
        }
        if (source.line.gap) return put_gap_after_photos(source, *source.line.gap);
        if (is_picture(source)) return take_photo(source);
        take_file(source);
    }

    void put(BundleSource& source, std::string bytes, std::int64_t its_pages, bool foreign) {
        source.line.first_page = pages + 1;
        source.line.pages = its_pages;
        pages += its_pages;
        leaves.push_back({.title = source.line.title,
                          .bytes = std::move(bytes),
                          .level = 1,
                          .foreign = foreign,
                          .caption = foreign ? fmt::format("{}　{}", source.line.title, source.from) : ""});
    }

    /// Returns its pages.
    std::int64_t put(BundleSource& source, const pdf::Paper& paper) {
        auto made = binds_ ? pdf::print(paper) : pdf::Printed{"", pdf::count_pages(paper), {}};
        put(source, std::move(made.bytes), static_cast<std::int64_t>(made.pages), false);
        return source.line.pages;
    }

    void take_file(BundleSource& source) {
        const bool is_text = source.media_type == "text/plain" && source.size_bytes <= longest_text;
        if (source.media_type != pdf::media_type && !is_text) return put_gap(source, BundleGap::no_pages);
        if (bytes_ + source.size_bytes > most_bytes) return put_gap(source, BundleGap::too_large);
        if (source.known) return put_looked_into(source, *source.known, "");
        auto content = kept_content(source, cx_);
        if (!content) return put_looked_into(source, noted(source, {BundleGap::damaged}), "");
        if (is_text) {
            note_extent(source.digest, {{}, put(source, text_paper(source, *content)), 0});
            return;
        }
        const auto look = pdf::look_at(*content);
        const Extent extent{gap_of(look.legibility), static_cast<std::int64_t>(look.pages), look.memory};
        put_looked_into(source, noted(source, extent), std::move(*content));
    }

    static const Extent& noted(const BundleSource& source, const Extent& extent) {
        note_extent(source.digest, extent);
        return extent;
    }

    void put_looked_into(BundleSource& source, const Extent& extent, std::string content) {
        if (extent.gap) return put_gap(source, *extent.gap);
        if (memory_ + extent.memory > most_memory) return put_gap(source, BundleGap::too_large);
        memory_ += extent.memory;
        const bool is_pdf = source.media_type == pdf::media_type;
        if (is_pdf) bytes_ += source.size_bytes;
        put(source, std::move(content), extent.pages, is_pdf && source.line.attachment_id);
    }

    static std::optional<BundleGap> gap_of(pdf::Legibility legibility) {
        switch (legibility) {
            case pdf::Legibility::fine:
                return std::nullopt;
            case pdf::Legibility::locked:
                return BundleGap::locked;
            case pdf::Legibility::too_long:
                return BundleGap::too_long;
            case pdf::Legibility::broken:
                return BundleGap::broken;
        }
        return BundleGap::broken;
    }

    void take_photo(BundleSource& source) {
        PhotoMade made;
        if (source.known) {
            made.gap = source.known->gap;
        } else {
            made = ahead_.next();
            note_extent(source.digest, {made.gap});
        }
        if (made.gap) return put_gap_after_photos(source, *made.gap);
        photos_.push_back({std::move(made.jpeg), fmt::format("{}　{}", source.line.title, source.from)});
        photo_lines_.push_back(&source.line);
    }

    void put_gap_after_photos(BundleSource& source, BundleGap gap) {
        put_photos();
        put_gap(source, gap);
    }

    void put_photos() {
        if (photos_.empty()) return;
        constexpr auto a_page = static_cast<std::int64_t>(pdf::photos_a_page);
        for (std::size_t at = 0; at < photo_lines_.size(); ++at) {
            photo_lines_[at]->first_page = pages + 1 + static_cast<std::int64_t>(at) / a_page;
            photo_lines_[at]->pages = 1;
        }
        const auto count = static_cast<std::int64_t>(photos_.size());
        pages += (count + a_page - 1) / a_page;
        const std::string title = count == 1 ? photo_lines_[0]->title : fmt::format("图片（{}张）", count);
        leaves.push_back({.title = title, .bytes = binds_ ? pdf::photo_pages(photos_) : "", .level = 1});
        photos_.clear();
        photo_lines_.clear();
    }

    pdf::Paper sheet(const std::string& title) const {
        pdf::Paper paper;
        paper.title = title;
        paper.author = plan_.read.facts.body;
        paper.made_at = start_of(legal_date(cx_.moment));
        paper.page_numbers = false;
        return paper;
    }

    pdf::Paper text_paper(const BundleSource& source, const std::string& words) const {
        pdf::Paper paper = sheet(source.name);
        paper.footer = fmt::format("{}　{}", source.line.title, source.from);
        paper.blocks = {pdf::Text{words, {.size = 11, .align = pdf::Align::left}}};
        return paper;
    }

    /// A sheet that says what is not there, and why.
    void put_gap(BundleSource& source, BundleGap gap) {
        source.line.gap = gap;
        pdf::Paper paper = sheet(source.line.title);
        pdf::Table about;
        about.shares = {1, 3.6};
        about.rows = {{"文件名称", source.name.empty() ? source.line.title : source.name},
                      {"提供", source.from},
                      {"大小", fmt::format("{}字节", source.size_bytes)},
                      {"SM3摘要", source.digest}};
        paper.blocks = {pdf::Space{40}, pdf::title(source.line.section_title), pdf::paragraph(gap_words(gap)), about,
                        pdf::paragraph("电子原件随卷保存，可以凭摘要核对。")};
        put(source, paper);
    }
};

}  // namespace

static BundleContents contents_of(const BundlePlan& plan, std::int64_t pages) {
    BundleContents contents;
    for (const BundleSource& source : plan.sources) contents.lines.push_back(source.line);
    contents.pages = pages;
    contents.left_out = plan.left_out;
    for (const LackFacts& lack : plan.read.facts.volume.lacks) contents.lacks.push_back(lack.what);
    return contents;
}

static std::string page_words(const BundleLine& line) {
    const auto last = line.first_page + line.pages - 1;
    return line.pages > 1 ? fmt::format("{}-{}", line.first_page, last) : std::to_string(line.first_page);
}

static void tell_volume(CaseRead& read, const BundleContents& contents) {
    VolumeFacts& volume = read.facts.volume;
    volume.contents.clear();
    for (const BundleLine& line : contents.lines)
        volume.contents.push_back({line.title, line.on, "1", page_words(line), std::string(note_of(line))});
    volume.extent = fmt::format("1册{}页", contents.pages);
}

static pdf::Leaf frame_leaf(CaseRead& read, const char* code, std::int64_t left_out, const Context& cx) {
    pdf::Paper paper = make_paper(read, code, std::nullopt, cx);
    if (left_out > 0)
        paper.blocks.push_back(
            pdf::paragraph(fmt::format("另有{}件材料因查阅权限没有装入本卷，电子原件由承办单位保存。", left_out)));
    return {.title = paper.title, .bytes = pdf::print(paper).bytes, .numbered = false};
}

MadeBundle make_bundle(BundlePlan& plan, const Context& cx) {
    Gathering gathered(plan, PhotoUse::binding, cx);
    MadeBundle made{"", contents_of(plan, gathered.pages)};
    tell_volume(plan.read, made.contents);
    auto& leaves = gathered.leaves;
    leaves.insert(leaves.begin(), frame_leaf(plan.read, "D15A", plan.left_out, cx));
    leaves.insert(leaves.begin(), frame_leaf(plan.read, "D15", 0, cx));
    leaves.push_back(frame_leaf(plan.read, "D15B", 0, cx));
    const CaseFacts& facts = plan.read.facts;
    const pdf::Binding how{
        fmt::format("{} {}", facts.file_number.empty() ? facts.number : facts.file_number, facts.title), facts.body,
        start_of(legal_date(cx.moment))};
    made.bytes = pdf::bind(leaves, how).bytes;
    if (!plan.reader.empty()) {
        auto marked = pdf::with_watermark(made.bytes, plan.reader);
        if (!marked) throw std::runtime_error("a bound file that cannot bear its reader's name");
        made.bytes = std::move(*marked);
    }
    return made;
}

BundleContents contents_of_bundle(BundlePlan plan, const Context& cx) {
    const Gathering gathered(plan, PhotoUse::looking, cx);
    return contents_of(plan, gathered.pages);
}

}  // namespace hemu::dossier
