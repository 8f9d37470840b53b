// What is drawn into finished papers through qpdf.
#pragma once
#include <fmt/format.h>

#include <qpdf/QPDF.hh>

#include "outlines.hpp"

namespace hemu::pdf {

constexpr double points(double mm) { return mm * 72 / 25.4; }
constexpr double a4_width = points(210), a4_height = points(297);

/// Compressed, without a date or an id of its own.
std::string bytes_of(QPDF&);

/// Words from a point on, made smaller where they would not have room.
std::string drawn(std::string_view words, double size, double x, double y, double room);

}  // namespace hemu::pdf
