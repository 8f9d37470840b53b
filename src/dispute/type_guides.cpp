#include "type_guides.hpp"

#include <map>

#include "embedded.hpp"
#include "error.hpp"
#include "types.hpp"

namespace hemu::dispute {

struct Law {
    std::string code;
    std::string name;
    LegalDate valid_from;
};
BOOST_DESCRIBE_STRUCT(Law, (), (code, name, valid_from))

struct Article {
    std::string law;
    std::string article;
    std::string says;
    std::string certainty;
};
BOOST_DESCRIBE_STRUCT(Article, (), (law, article, says, certainty))

/// type: a national type; empty for every dispute.
struct OfType {
    std::string type;
    std::vector<Article> provisions;
    std::vector<Phrase> phrases;
};
BOOST_DESCRIBE_STRUCT(OfType, (), (type, provisions, phrases))

struct GuideFile {
    std::string owner;
    std::string source;
    std::vector<Law> laws;
    std::vector<OfType> guides;
};
BOOST_DESCRIBE_STRUCT(GuideFile, (), (owner, source, laws, guides))

static std::map<std::string, TypeGuide, std::less<>> read_guides() {
    const auto file = json::read<GuideFile>(std::string(embedded_file("type_guides.json")));
    std::map<std::string, Law> laws;
    for (const Law& law : file.laws) laws[law.code] = law;
    std::map<std::string, TypeGuide, std::less<>> guides;
    for (const OfType& one : file.guides) {
        TypeGuide& guide = guides[one.type];
        for (const Article& article : one.provisions) {
            const Law& law = laws.at(article.law);
            guide.provisions.push_back({law.name, article.article, article.says, law.valid_from, article.certainty});
        }
        guide.phrases = one.phrases;
    }
    for (auto& [type, guide] : guides) {
        guide.owner = file.owner;
        guide.source = file.source;
        if (type.empty()) continue;
        const TypeGuide& always = guides.at("");
        guide.provisions.insert(guide.provisions.end(), always.provisions.begin(), always.provisions.end());
        guide.phrases.insert(guide.phrases.end(), always.phrases.begin(), always.phrases.end());
    }
    return guides;
}

TypeGuide guide_of(std::string_view type) {
    static const auto guides = read_guides();
    if (!national_type(type)) throw Refusal(Fault::not_found, "not_found");
    return guides.at(std::string(type));
}

}  // namespace hemu::dispute
