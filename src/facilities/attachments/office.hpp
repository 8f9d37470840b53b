// Office documents: what they are by what is in them. Macros and passwords are refused.
#pragma once
#include "media_type.hpp"

namespace hemu::attachments {

/// Word, Excel and PowerPoint of before 2007, and WPS (compound files, MS-CFB).
bool is_ole(std::string_view content);
MediaType ole_type_of(std::string_view content);

/// OOXML (ISO/IEC 29500) and ODF (ISO/IEC 26300) by their entries; every other archive is refused, and one that
/// claims to grow beyond all measure.
MediaType zipped_type_of(std::string_view content);

}  // namespace hemu::attachments
