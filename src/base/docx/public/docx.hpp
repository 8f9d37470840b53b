// 可编辑文档 Papers as Office Open XML, for offices that go on writing in Word or WPS. The same blocks as on the PDF;
// lines and pages are the word processor's own.
#pragma once
#include "pdf.hpp"

namespace hemu::docx {

inline constexpr std::string_view media_type =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/// Set in 宋体 and 黑体, which every Chinese office has; other programs take what stands for them. A QR code is
/// written as its words, since who edits a paper would carry a code along that no longer fits. The same paper gives
/// the same bytes.
std::string write(const pdf::Paper&);

}  // namespace hemu::docx
