// 看板 What one duty needs before its eyes in the morning: the dispatcher's arrivals and offers, the mediator's day,
// the committee's approvals and load, what is late at which body. Boards only read.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "clocks.hpp"
#include "organisations.hpp"

namespace hemu::boards {

extern const identity::Routes routes;

/// One case on a board.
struct CaseLine {
    Id<dispute::Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    dispute::Risk risk = dispute::Risk::blue;
    std::string national_type;
    std::string place_name;
    std::int64_t return_count = 0;
    std::optional<Instant> due_at;
    dispute::ClockMood mood = dispute::ClockMood::fine;
};
BOOST_DESCRIBE_STRUCT(CaseLine, (),
                      (id, number, title, state, risk, national_type, place_name, return_count, due_at, mood))

struct WorkingSpan {
    Instant from_at;
    Instant to_at;
};
BOOST_DESCRIBE_STRUCT(WorkingSpan, (), (from_at, to_at))

/// An offer that waits for its answer. working: the hours of work that are left until answer_by_at.
struct OfferLine : CaseLine {
    std::string to_name;
    Instant offered_at;
    bool binding = false;
    std::optional<Instant> answer_by_at;
    std::vector<WorkingSpan> working;
};
BOOST_DESCRIBE_STRUCT(OfferLine, (CaseLine), (to_name, offered_at, binding, answer_by_at, working))

struct BodyLoad {
    Id<identity::Organisation> id;
    std::string name;
    organisations::OrganisationKind kind = organisations::OrganisationKind::people_committee;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::city;
    std::int64_t open = 0;
    std::int64_t late = 0;
};
BOOST_DESCRIBE_STRUCT(BodyLoad, (), (id, name, kind, level, open, late))

struct LevelLoad {
    organisations::OrganisationLevel level = organisations::OrganisationLevel::city;
    std::int64_t bodies = 0;
    std::int64_t open = 0;
    std::int64_t late = 0;
};
BOOST_DESCRIBE_STRUCT(LevelLoad, (), (level, bodies, open, late))

/// arrivals: registered or accepted at the actor's body, due first. offers: of the actor's body, due first. load:
/// bodies under the actor's body that hold something, the fullest first, at most forty; levels: all of them summed
/// up.
struct DispatchBoard {
    std::vector<CaseLine> arrivals;
    std::vector<OfferLine> offers;
    std::vector<BodyLoad> load;
    std::vector<LevelLoad> levels;
    std::int64_t returns_before_backstop = 0;
};
BOOST_DESCRIBE_STRUCT(DispatchBoard, (), (arrivals, offers, load, levels, returns_before_backstop))
DispatchBoard dispatch_board(db::Tx&, const identity::Context&);

/// A party as a mediator needs him on the way; nothing but the side where the dispute is private or restricted.
/// language, help: codes of data/party_needs.json.
struct PartyLine {
    Id<dispute::Dispute> dispute_id;
    std::string id;
    std::string name;
    std::string side;
    std::optional<std::string> language;
    std::vector<std::string> help;
    std::string needs;
};
BOOST_DESCRIBE_STRUCT(PartyLine, (), (dispute_id, id, name, side, language, help, needs))

struct SessionLine : CaseLine {
    Instant planned_at;
    std::string place;
    std::string mode;
};
BOOST_DESCRIBE_STRUCT(SessionLine, (CaseLine), (planned_at, place, mode))

struct VisitLine : CaseLine {
    LegalDate planned_on;
};
BOOST_DESCRIBE_STRUCT(VisitLine, (CaseLine), (planned_on))

/// sessions: of today and tomorrow, not yet held. calls: cases in which nobody has been contacted yet. papers:
/// agreements that wait for signatures, with who has not signed. visits: planned until the day after tomorrow.
/// parties: of all these.
struct DayBoard {
    std::vector<SessionLine> sessions;
    std::vector<CaseLine> calls;
    std::vector<CaseLine> papers;
    std::vector<VisitLine> visits;
    std::vector<PartyLine> parties;
    std::vector<PartyLine> unsigned_parties;
};
BOOST_DESCRIBE_STRUCT(DayBoard, (), (sessions, calls, papers, visits, parties, unsigned_parties))
DayBoard day_board(db::Tx&, const identity::Context&);

struct StaffLoad {
    Id<identity::Account> id;
    std::string name;
    std::int64_t open = 0;
    std::int64_t late = 0;
    std::optional<Instant> oldest_at;
};
BOOST_DESCRIBE_STRUCT(StaffLoad, (), (id, name, open, late, oldest_at))

/// How many open cases of the body are so many days old: until 7, 15, 30, and older.
struct Ageing {
    std::int64_t days_7 = 0;
    std::int64_t days_15 = 0;
    std::int64_t days_30 = 0;
    std::int64_t older = 0;
};
BOOST_DESCRIBE_STRUCT(Ageing, (), (days_7, days_15, days_30, older))

/// to_take: offered to the body · to_assign: taken, without mediators · to_seal: everybody has signed · to_archive:
/// closed.
struct CommitteeBoard {
    std::vector<CaseLine> to_take;
    std::vector<CaseLine> to_assign;
    std::vector<CaseLine> to_seal;
    std::vector<CaseLine> to_archive;
    Ageing ageing;
    std::vector<StaffLoad> staff;
};
BOOST_DESCRIBE_STRUCT(CommitteeBoard, (), (to_take, to_assign, to_seal, to_archive, ageing, staff))
CommitteeBoard committee_board(db::Tx&, const identity::Context&);

/// A body under the actor's, of what the actor may see. soon, late: of the open ones it holds; worst_days: since the
/// worst of the late ones was due. orders: without an answer, answered and not yet settled, answered not well enough.
/// returns: what it gave back, urges: how often parties urged it, both within days_of_returns.
struct SupervisedBody {
    Id<identity::Organisation> id;
    std::string name;
    organisations::OrganisationKind kind = organisations::OrganisationKind::people_committee;
    organisations::OrganisationLevel level = organisations::OrganisationLevel::city;
    std::int64_t open = 0;
    std::int64_t soon = 0;
    std::int64_t late = 0;
    std::int64_t worst_days = 0;
    std::int64_t orders_open = 0;
    std::int64_t orders_replied = 0;
    std::int64_t orders_reopened = 0;
    std::int64_t returns = 0;
    std::int64_t urges = 0;
};
BOOST_DESCRIBE_STRUCT(SupervisedBody, (),
                      (id, name, kind, level, open, soon, late, worst_days, orders_open, orders_replied,
                       orders_reopened, returns, urges))
inline constexpr int days_of_returns = 30;

/// The bodies that have anything, the latest first.
std::vector<SupervisedBody> supervised_bodies(db::Tx&, const identity::Context&);
/// The disputes that a body gave back within days_of_returns, newest first, at most 200.
std::vector<CaseLine> given_back_by(db::Tx&, Id<identity::Organisation>, const identity::Context&);
/// The disputes in which a party urged the body within days_of_returns, newest first, at most 200.
std::vector<CaseLine> urged_at(db::Tx&, Id<identity::Organisation>, const identity::Context&);

/// Of what is held at the actor's body and below it. registered: in the period · open, late: now · closed: in the
/// period · settled: of the closed ones with a result, those with an agreement in whole or in part · on_time: of the
/// closed ones, those without a late clock · returned: of those that were offered and answered in the period, those
/// that were returned · at_village … at_city: of the settled ones, by the level of the body that settled them.
enum class FigureCode {
    registered,
    open,
    late,
    closed,
    settled,
    on_time,
    returned,
    at_village,
    at_town,
    at_county,
    at_city
};
BOOST_DESCRIBE_ENUM(FigureCode, registered, open, late, closed, settled, on_time, returned, at_village, at_town,
                    at_county, at_city)

/// `of`: the denominator, where the figure is a share.
struct Figure {
    FigureCode code = FigureCode::registered;
    std::int64_t count = 0;
    std::optional<std::int64_t> of;
};
BOOST_DESCRIBE_STRUCT(Figure, (), (code, count, of))

/// Whose disputes are counted: by the class of the body that holds them. People's, administrative and commercial
/// mediation are reported apart (domain facts 0.2, 0.3); everybody's holds also what lies at offices that mediate
/// nothing.
enum class MediationClass { everybody, peoples, administrative, commercial };
BOOST_DESCRIBE_ENUM(MediationClass, everybody, peoples, administrative, commercial)

/// days: the last so many, today included.
struct FigureScope {
    std::int64_t days = 30;
    MediationClass bodies = MediationClass::everybody;
};
std::vector<Figure> figures(db::Tx&, const FigureScope&, const identity::Context&);

/// The disputes that a figure counts, as far as the actor may see them; newest first.
struct FigureRows {
    std::vector<CaseLine> items;
    std::optional<std::string> next;
};
BOOST_DESCRIBE_STRUCT(FigureRows, (), (items, next))
/// Refusal invalid cursor_wrong at after.
FigureRows rows_of(db::Tx&, FigureCode, const FigureScope&, const std::string& after, std::int64_t limit,
                   const identity::Context&);

}  // namespace hemu::boards
