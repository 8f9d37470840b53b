#pragma once
#include "identity.hpp"

namespace hemu::dossier {

/// Of templates of papers.
identity::Routes template_routes();
/// Of the whole file.
identity::Routes bundle_routes();

/// Shown by a browser that can; kept nowhere.
http::Reply file_reply(std::string bytes, std::string_view media_type, std::string_view name);

}  // namespace hemu::dossier
