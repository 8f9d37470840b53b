// Registration, pure: what is wrong with a form, its title, which earlier disputes it may repeat.
#pragma once
#include "intake.hpp"
#include "sketch.hpp"

namespace hemu::intake {

/// The door `import` is for files only.
Verdict why_not_by_hand(const Registration&);

/// "张三与李四邻里纠纷"; "张三等3人与某公司物业纠纷"; without a respondent "张三邻里纠纷".
std::string title_of(const Registration&);

/// What a party of this name most likely is, by the last word of it; nothing when the name does not say.
std::optional<dispute::PartyKind> likely_kind(std::string_view name);

/// As stated, else the number of parties.
std::int64_t people_of(const Registration&);

/// An area in which near-same texts are looked for: the county part of a place code.
std::string area_of(std::string_view place_code);

/// A party as far as comparing goes.
struct Known {
    dispute::Side side = dispute::Side::applicant;
    std::string name;
    std::optional<std::string> identity_digest;
    std::optional<std::string> phone_digest;
};

/// The dispute that comes in.
struct Incoming {
    std::vector<Known> parties;
    std::vector<std::string> pairs;
    std::string place_code;
};

/// An earlier dispute that shares a person or a band of the sketch.
struct Candidate {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    std::string narrative;
    std::string place_code;
    std::optional<LegalDate> occurred_on;
    LegalDate registered_on;
    bool visible = false;
    std::vector<Known> parties;
};

/// Why the candidate may be the same dispute; no reasons when it is none. A common counterparty alone counts only in
/// the same place: a firm has many disputes.
/// hint_percent: similarity of narratives from which on they count as near-same.
DuplicateHint compare(const Incoming&, const Candidate&, std::int64_t hint_percent);

/// Compares all, drops those without reason, likest first, at most ten; those that may not be seen are only counted.
Duplicates hints_of(const Incoming&, const std::vector<Candidate>&, std::int64_t hint_percent);

/// Whether work on a dispute in this state goes on, so that another may be merged into it.
bool goes_on(dispute::State);

/// Why a dispute cannot be merged into `kept`.
Verdict why_not_merge(const dispute::Dispute& merged, const dispute::Dispute& kept);

}  // namespace hemu::intake
