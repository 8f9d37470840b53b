// 对接交换 Exchange with partners: who they are, what passes between them and us in numbered packages, in order, each
// once. What a message means is said by whoever sends or receives it (partners, court).
#pragma once
#include "attachments.hpp"
#include "dispute.hpp"
#include "organisations.hpp"
#include "package.hpp"

namespace hemu::exchange {

extern const identity::Routes routes;

enum class PartnerKind {
    court,                 ///< 人民法院
    procuratorate,         ///< 人民检察院
    police,                ///< 公安机关
    petition_office,       ///< 信访部门
    department,            ///< 行政机关（含行政调解、行政复议）
    labour,                ///< 劳动监察、劳动人事争议仲裁
    hotline_12345,         ///< 政务服务便民热线
    hotline_12348,         ///< 公共法律服务热线
    insurer,               ///< 保险机构
    notary,                ///< 公证机构
    legal_aid,             ///< 法律援助机构
    womens_federation,     ///< 妇联
    commercial_mediation,  ///< 商事调解组织
    other                  ///< 其他
};
BOOST_DESCRIBE_ENUM(PartnerKind, court, procuratorate, police, petition_office, department, labour, hotline_12345,
                    hotline_12348, insurer, notary, legal_aid, womens_federation, commercial_mediation, other)

/// rest: calls over HTTP · files: packages travel by e-government mail or stick · none: by letters alone
enum class PartnerWay { rest, files, none };
BOOST_DESCRIBE_ENUM(PartnerWay, rest, files, none)

struct Key;
struct Message;

/// A kind of matter that a partner sends (data/partner_matters.json): which source and channel its disputes have,
/// what happened at its side when it came to us, and by which word of its own it is known.
struct Matter {
    std::string code;
    std::string name_zh;
    std::string name_en;
    PartnerKind kind = PartnerKind::other;
    dispute::Source source = dispute::Source::other_department;
    dispute::Channel channel = dispute::Channel::partner;
    bool needs_consent = true;  ///< of the parties, before it is handed over
    bool is_order = false;      ///< its result tells whether people are satisfied, and it may come back once
    std::string basis;
};
BOOST_DESCRIBE_STRUCT(Matter, (), (code, name_zh, name_en, kind, source, channel, needs_consent, is_order, basis))

/// What a partner of a kind may tell of its side; field: the member of the content that holds the day (`_on`) or the
/// moment (`_at`) from which clocks count; empty: the event's own moment.
struct PartnerEvent {
    std::string kind;
    std::vector<PartnerKind> partners;  ///< empty: any
    std::string field;
};
BOOST_DESCRIBE_STRUCT(PartnerEvent, (), (kind, partners, field))

/// How a kind of partner calls a refusal: its list of what is not suitable, for our reasons (domain facts 8.2).
struct TypedRefusal {
    std::string code;
    std::vector<PartnerKind> partners;
    std::vector<std::string> reasons;
    std::string name_zh;
    std::string name_en;
};
BOOST_DESCRIBE_STRUCT(TypedRefusal, (), (code, partners, reasons, name_zh, name_en))

/// Whose consent a matter that goes out needs before personal data goes with it: of those who ask, of all, of nobody
/// where the law obliges us to tell (PIPL art. 13, 23).
enum class ConsentOf { applicant, all, none };
BOOST_DESCRIBE_ENUM(ConsentOf, applicant, all, none)

/// A kind of matter that we hand to a partner (data/partner_matters.json). on_…: the events of the journal that its
/// steps are, which start and meet the partner's own clocks; empty: none. answer_clock, result_clock: codes of rules,
/// the first that runs says until when an answer and a result are looked for. fits: `type=10`, `flag=minor`,
/// `state=performing`, for which it is proposed. limit: the setting above which it must be done; empty: none.
/// barred_types: national types for which it is not open.
struct OutMatter {
    std::string code;
    std::string name_zh;
    std::string name_en;
    std::vector<PartnerKind> partners;
    ConsentOf consent = ConsentOf::all;
    std::string basis;
    std::string passing_basis;
    std::string certainty;
    std::string on_sent;
    std::string on_accepted;
    std::string on_accepted_urgently;
    std::string on_refused;
    std::string on_result;
    std::string answer_clock;
    std::string result_clock;
    std::vector<std::string> fits;
    std::vector<std::string> barred_types;
    std::string limit;
};
BOOST_DESCRIBE_STRUCT(OutMatter, (),
                      (code, name_zh, name_en, partners, consent, basis, passing_basis, certainty, on_sent,
                       on_accepted, on_accepted_urgently, on_refused, on_result, answer_clock, result_clock, fits,
                       barred_types, limit))

/// A code of a list, with its words.
struct NamedCode {
    std::string code;
    std::string name_zh;
    std::string name_en;
};
BOOST_DESCRIBE_STRUCT(NamedCode, (), (code, name_zh, name_en))

const std::vector<OutMatter>& out_matters();
const OutMatter* find_out_matter(std::string_view code);
/// Why a partner does not take what we hand over, and how it may end there.
const std::vector<NamedCode>& out_refusals();
const std::vector<NamedCode>& out_results();
bool is_in(const std::vector<NamedCode>&, std::string_view code);

const std::vector<Matter>& matters();
const TypedRefusal* typed_refusal(PartnerKind, std::string_view reason);
/// Whether such a partner tells of this.
bool may_tell(PartnerKind, const PartnerEvent&);
const std::vector<PartnerEvent>& partner_events();
const Matter* find_matter(std::string_view code);

/// window_id: the centre where its referrals are registered, and whose dispatchers keep its exchange. legal_basis: on
/// what personal data goes to it (PIPL art. 13, 23). address: of its endpoint, for the way rest.
struct PartnerForm {
    std::string code;
    std::string name;
    PartnerKind kind = PartnerKind::other;
    std::optional<organisations::OrganisationId> organisation_id;
    organisations::OrganisationId window_id;
    std::vector<std::string> matters;
    std::optional<std::string> contact_name;
    std::optional<std::string> contact_phone;
    std::string legal_basis;
    PartnerWay way = PartnerWay::none;
    std::optional<std::string> address;
    bool active = true;
};
BOOST_DESCRIBE_STRUCT(PartnerForm, (),
                      (code, name, kind, organisation_id, window_id, matters, contact_name, contact_phone,
                       legal_basis, way, address, active))

struct Partner {
    Id<Partner> id;
    std::string code;
    std::string name;
    PartnerKind kind = PartnerKind::other;
    std::optional<organisations::OrganisationId> organisation_id;
    organisations::OrganisationId window_id;
    db::Json<std::vector<std::string>> matters;
    std::optional<std::string> contact_name;
    std::optional<std::string> contact_phone;
    std::string legal_basis;
    PartnerWay way = PartnerWay::none;
    std::optional<std::string> address;
    bool active = true;
    std::int64_t sent_sequence = 0;   ///< the last one that was given to a message to it
    std::int64_t taken_sequence = 0;  ///< the last one of its messages that was worked in
    std::optional<Instant> next_try_at;
    std::int64_t failures = 0;  ///< of calls, in a row
    std::optional<std::string> last_fault;
    std::int64_t version = 0;
};
BOOST_DESCRIBE_STRUCT(Partner, (),
                      (id, code, name, kind, organisation_id, window_id, matters, contact_name, contact_phone,
                       legal_basis, way, address, active, sent_sequence, taken_sequence, next_try_at, failures,
                       last_fault, version))

/// Refusal not_found for who may not see it: administrators see all, dispatchers those of their centre.
Partner partner_for(db::Tx&, Id<Partner>, const identity::Actor&);
std::optional<Partner> find_partner(db::Tx&, Id<Partner>);

/// A message to a partner. content: JSON. papers: contents that attachments keep, by digest.
struct PaperOnShelf {
    std::string name;
    attachments::AttachmentKind kind = attachments::AttachmentKind::other;
    std::string digest;
};
BOOST_DESCRIBE_STRUCT(PaperOnShelf, (), (name, kind, digest))

struct Outgoing {
    MessageKind kind = MessageKind::progress;
    std::string reference;
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::string content;
    std::vector<PaperOnShelf> papers;
};

/// Gives it the next number in this transaction; a job sends it after commit, or the keeper takes it as a file.
/// Nothing for a partner who gets letters alone or is not active.
void send(db::Tx&, Id<Partner>, const Outgoing&, const identity::Context&);

/// A message of a partner whose turn has come, proved to be his.
struct Incoming {
    Partner partner;
    Package package;
    Id<Message> id;
};

/// What became of it.
struct TakenIn {
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::string number;
};

/// Works a message into the register, in the transaction that counts it; nothing when it is not his to take. A
/// Refusal undoes it and goes back to the sender with its fields. Set once at start by app.
using Receiver = std::optional<TakenIn> (*)(db::Tx&, const Incoming&, const identity::Context&);
void set_receivers(std::vector<Receiver>);

enum class Direction { in, out };
BOOST_DESCRIBE_ENUM(Direction, in, out)

/// out: waiting → exported (taken as a file) → delivered or rejected, by the partner's receipt.
/// in: held → taken or rejected.
enum class MessageState { waiting, exported, delivered, held, taken, rejected };
BOOST_DESCRIBE_ENUM(MessageState, waiting, exported, delivered, held, taken, rejected)

/// A line of the ledger.
struct LedgerLine {
    Id<Message> id;
    Direction direction = Direction::in;
    std::int64_t sequence = 0;
    MessageKind kind = MessageKind::test;
    std::string reference;
    std::optional<Id<dispute::Dispute>> dispute_id;
    std::optional<std::string> number;  ///< of the dispute
    MessageState state = MessageState::waiting;
    std::optional<std::string> digest;
    std::int64_t size_bytes = 0;
    std::int64_t tries = 0;
    std::vector<ReceiptFault> faults;
    Instant made_at;
    std::optional<Instant> settled_at;
};
BOOST_DESCRIBE_STRUCT(LedgerLine, (),
                      (id, direction, sequence, kind, reference, dispute_id, number, state, digest, size_bytes, tries,
                       faults, made_at, settled_at))

/// What passed about one dispute, oldest first; the dispute's own rights are the caller's matter.
std::vector<LedgerLine> ledger_of(db::Tx&, Id<dispute::Dispute>);

/// Our code, in packages' from and to.
std::string own_code(const config::Config&);

std::vector<jobs::Handler> job_handlers(const identity::Surroundings&);
void schedule_jobs(db::Tx&, Instant moment);

/// Sends what is due now, in order; what a job does. For tests too.
void send_due(const identity::Context&);

}  // namespace hemu::exchange
