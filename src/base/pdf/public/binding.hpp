// 装订 Papers, photographs and files of others bound as one file, with bookmarks and the numbers of its pages.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "time.hpp"

namespace hemu::pdf {

/// What is bound. bytes: a PDF; none: only a bookmark to what follows. level: of its bookmark, below the last one of
/// a smaller level. numbered: its pages are counted and bear their number. foreign: not set here: made a little
/// smaller, so that below it there is room for the caption and the number.
struct Leaf {
    std::string title = {};
    std::string bytes = {};
    std::size_t level = 0;
    bool numbered = true;
    bool foreign = false;
    std::string caption = {};
};

struct Binding {
    std::string title;
    std::string author;
    Instant made_at;  ///< the only date in the file: the same leaves give the same bytes
};

/// first_pages: the number of each leaf's first page; 0 where none is numbered.
struct Bound {
    std::string bytes;
    std::size_t pages = 0;
    std::vector<std::size_t> first_pages;
};

/// Of every leaf only what is drawn: no forms, scripts, links, attachments; what a signature or a form shows becomes
/// part of its page. All pages A4, upright, as wide or as high as they were; numbers at the lower right, away from
/// the binding. Every leaf must be fine (look_at). About 2 ms for a page.
Bound bind(const std::vector<Leaf>&, const Binding&);

/// locked: opens by a password only · broken: it cannot be read · too_long: of more than most_foreign_pages pages, of
/// drawings that unpack to more than most_drawing bytes, or it takes far more memory or time than its size says.
enum class Legibility { fine, locked, broken, too_long };
/// memory: bytes that reading it takes, about; binding takes them too.
struct Look {
    Legibility legibility = Legibility::broken;
    std::size_t pages = 0;
    std::size_t memory = 0;
};
inline constexpr std::size_t most_foreign_pages = 1000;
inline constexpr std::size_t most_drawing = 256 * 1024 * 1024;
/// Whether a PDF that others made can be bound. Read in a process of its own: no file takes this one down.
Look look_at(std::string_view pdf);

/// jpeg: upright, in grey or in colours.
struct Photo {
    std::string jpeg;
    std::string caption;
};
inline constexpr std::size_t photos_a_page = 2;
/// Photographs as a PDF, two below each other on a page, each with its caption. std::runtime_error when one of them
/// cannot be read.
std::string photo_pages(const std::vector<Photo>&);

}  // namespace hemu::pdf
