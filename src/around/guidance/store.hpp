// The trees that answer: those of the program, and the city's own in their place; and the counts of steps.
#pragma once
#include "guidance.hpp"

namespace hemu::guidance {

/// What the program carries: data/guidance_parts.json, data/guidance/*.json, and the words of data/type_words.json by
/// the tree whose types they speak for. Read once.
struct Shipped {
    Parts parts;
    std::vector<Tree> trees;
    std::map<std::string, std::vector<std::string>> more_words;
};
const Shipped& shipped();
/// Nothing when the program carries no such tree.
const Tree* shipped_tree(const std::string& name);

/// Every door as it answers on a day, in the order of the parts of that day.
std::vector<Tree> trees_on(db::Tx&, LegalDate day);
/// One door. Refusal not_found.
Tree tree_on(db::Tx&, const std::string& name, LegalDate day);

/// What trees share, on a day.
Parts parts_on(db::Tx&, LegalDate day);

/// A tree, or what trees share, as it would answer from a day on: checked against what answers then, and against
/// whatever begins later while it still answers. The first day with faults counts.
Check check_from(db::Tx&, Tree, LegalDate from, LegalDate today);
PartsCheck check_from(db::Tx&, Parts, LegalDate from, LegalDate today);
/// Days after this one on which a version of a tree or of the parts begins, in order.
std::vector<LegalDate> days_of_change(db::Tx&, LegalDate after);

TreeState state_of(std::int64_t version, std::optional<LegalDate> valid_from, std::int64_t current, LegalDate today);

/// A step was shown, and the one before it answered.
void count_step(db::Tx&, const Walk&, dispute::Channel, LegalDate day);

std::vector<TreeLine> tree_lines(db::Tx&, LegalDate today);
/// Refusal not_found.
TreeView tree_view(db::Tx&, const std::string& name, LegalDate today);

/// Copies what answers today. Refusals: not_found; conflict guidance_draft_there.
void make_draft(db::Tx&, const std::string& name, const identity::Context&);
/// Refusals: not_found; invalid name out_of_range when the tree is another's; precondition_failed version_outdated.
void save_draft(db::Tx&, const std::string& name, Tree, std::int64_t edits, const identity::Context&);
/// Refusal not_found.
void drop_draft(db::Tx&, const std::string& name);
/// The draft answers from a day on. Refusals: not_found; conflict guidance_tree_faulty with what trees share on that
/// day or later; invalid valid_from date_in_the_past.
void switch_on(db::Tx&, const std::string& name, LegalDate from, const identity::Context&);

PartsView parts_view(db::Tx&, LegalDate today);
/// These refuse as their namesakes of trees do; what makes a tree wrong that answers from then on is conflict
/// guidance_parts_faulty.
void make_parts_draft(db::Tx&, const identity::Context&);
void save_parts_draft(db::Tx&, Parts, std::int64_t edits, const identity::Context&);
void drop_parts_draft(db::Tx&);
void switch_parts_on(db::Tx&, LegalDate from, const identity::Context&);

}  // namespace hemu::guidance
