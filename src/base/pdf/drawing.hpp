// What is drawn into finished papers through qpdf.
#pragma once
#include <fmt/format.h>

#include <qpdf/QPDF.hh>

#include "binding.hpp"
#include "outlines.hpp"

namespace hemu::pdf {

constexpr double points(double mm) { return mm * 72 / 25.4; }
constexpr double a4_width = points(210), a4_height = points(297);

/// Without a date or an id of its own. What came compressed stays as it came; the rest is compressed too, for which
/// libqpdf unpacks what is packed in another way or twice: not for files of others that were not looked at.
enum class Packing { all, as_it_came };
std::string bytes_of(QPDF&, Packing = Packing::all);

/// As look_at, but here, whatever the file unpacks to.
Look look_inside(std::string_view pdf);

/// Words from a point on, made smaller where they would not have room.
std::string drawn(std::string_view words, double size, double x, double y, double room);

}  // namespace hemu::pdf
