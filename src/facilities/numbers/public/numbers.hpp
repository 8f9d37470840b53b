// 编号 Numbers of files and papers: how a body writes them, and a register of every number that was given. A serial
// is taken in the transaction that uses it, so that none is missing; what is void stays in the register with its
// reason.
#pragma once
#include "dispute.hpp"

namespace hemu::numbers {

extern const identity::Routes routes;

/// file: 卷号, of a whole case · paper: of a letter or notice, each series by itself.
enum class NumberKind { file, paper };
BOOST_DESCRIBE_ENUM(NumberKind, file, paper)

/// What a number is for. series: the word of a paper's numbers (移); empty for files. about: the paper and what it is
/// of; empty for files.
struct NumberUse {
    NumberKind kind = NumberKind::file;
    std::string series;
    std::string about;
};

/// The valid number of the present revision.
std::optional<std::string> number_of(db::Tx&, const dispute::Dispute&, const NumberUse&);

/// The next number of a body in the year of the day, for what has none. Refusals: conflict number_collides when
/// another body's pattern gave the same, number_there when somebody was faster.
std::string give(db::Tx&, const dispute::Dispute&, Id<identity::Organisation>, const NumberUse&, LegalDate on,
                 const identity::Context&);

struct GivenNumber;

/// A line of the register. dispute: only where the reader may see it. may_void: the case is not in the archive.
struct NumberLine {
    Id<GivenNumber> id;
    NumberKind kind = NumberKind::file;
    std::string series;
    std::int64_t year = 0;
    std::int64_t serial = 0;
    std::string number;
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<std::string> dispute_number;
    Instant given_at;
    std::string given_by_name;
    std::optional<Instant> void_at;
    std::optional<std::string> void_by_name;
    std::optional<std::string> void_reason;
    bool may_void = false;
};
BOOST_DESCRIBE_STRUCT(NumberLine, (),
                      (id, kind, series, year, serial, number, dispute_id, dispute_number, given_at, given_by_name,
                       void_at, void_by_name, void_reason, may_void))

/// By its body's head. The case's file gets the next number at once; a paper gets one when it is made again. An event
/// of the dispute. Refusals: not_found; invalid reason missing; conflict number_is_void, not_in_this_state in the
/// archive.
void make_void(db::Tx&, Id<GivenNumber>, const std::string& reason, const identity::Context&);

}  // namespace hemu::numbers
