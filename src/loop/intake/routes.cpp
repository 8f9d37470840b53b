#include "organisations.hpp"
#include "places.hpp"
#include "registration.hpp"
#include "status.hpp"
#include "text.hpp"

namespace hemu::intake {

using dispute::CaseHead;
using dispute::Dispute;
using identity::Context;
using identity::Duty;

/// A dispute comes in and the citizen gets a receipt.
static http::Reply register_one(const http::Request& request, const Context& cx) {
    const auto form = request.body<Registration>();
    refuse_if(why_not_by_hand(form));
    return cx.db.transact([&](db::Tx& tx) {
        const Receipt receipt = register_dispute(tx, form, cx);
        return http::with_version(http::created(receipt), receipt.version);
    });
}

/// What is known while the form is still being filled in.
struct DuplicateQuestion {
    std::vector<dispute::PartyForm> parties;
    std::string narrative;
    std::optional<std::string> place_code;
};
BOOST_DESCRIBE_STRUCT(DuplicateQuestion, (), (parties, narrative, place_code))

static http::Reply find_duplicates(const http::Request& request, const Context& cx) {
    const auto question = request.body<DuplicateQuestion>();
    const Incoming incoming =
        incoming_of(question.parties, question.narrative, question.place_code.value_or(""), cx.keys);
    return cx.db.read([&](db::Tx& tx) {
        const Settings chosen = settings(tx);
        const LegalDate since = add_months(legal_date(cx.moment), -static_cast<int>(chosen.duplicate_months));
        const Surroundings round = look_round(tx, incoming, since, cx.actor, [] {});
        return http::ok(hints_of(incoming, round.candidates, chosen.hint_similarity_percent));
    });
}

struct MergeForm {
    Id<Dispute> into_id;
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(MergeForm, (), (into_id, reason))

static http::Reply merge_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<MergeForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto merged = dispute::find(tx, id, cx.actor);
        auto kept = dispute::find(tx, form.into_id, cx.actor);
        merge(tx, merged, kept, MergeCause::person, 0, form.reason, cx);
        return http::with_version(http::created(dispute::head_of(merged)), merged.version);
    });
}

struct WithdrawalForm {
    std::string reason;
};
BOOST_DESCRIBE_STRUCT(WithdrawalForm, (), (reason))

static http::Reply withdraw_one(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Dispute>("dispute");
    const auto form = request.body<WithdrawalForm>();
    return cx.db.transact([&](db::Tx& tx) {
        auto found = dispute::find(tx, id, cx.actor);
        withdraw(tx, found, form.reason, cx);
        return http::with_version(http::created(dispute::head_of(found)), found.version);
    });
}

struct PersonQuestion {
    std::optional<std::string> identity_number;
    std::optional<std::string> phone;
    std::optional<std::string> name;
};
BOOST_DESCRIBE_STRUCT(PersonQuestion, (), (identity_number, phone, name))

/// What an identity number says by itself.
struct IdentityFacts {
    bool valid = false;
    std::optional<LegalDate> birth_on;
    std::optional<std::string> sex;
    std::optional<std::string> region_code;
    std::optional<std::string> region_name;
    std::optional<std::string> why;
};
BOOST_DESCRIBE_STRUCT(IdentityFacts, (), (valid, birth_on, sex, region_code, region_name, why))

struct EarlierCase {
    Id<Dispute> id;
    std::string number;
    std::string title;
    dispute::State state = dispute::State::registered;
    LegalDate registered_on;
};
BOOST_DESCRIBE_STRUCT(EarlierCase, (), (id, number, title, state, registered_on))

struct EarlierPerson {
    std::string name;
    std::optional<std::string> phone;
    std::vector<EarlierCase> cases;
};
BOOST_DESCRIBE_STRUCT(EarlierPerson, (), (name, phone, cases))

struct PeopleView {
    std::optional<IdentityFacts> identity;
    std::vector<EarlierPerson> people;
};
BOOST_DESCRIBE_STRUCT(PeopleView, (), (identity, people))

static std::optional<std::string> region_name(db::Tx& tx, const std::string& code) {
    const auto place = places::find(tx, code);
    return place ? std::optional(place->full_name) : std::nullopt;
}

static IdentityFacts facts_in(db::Tx& tx, const std::string& number) {
    const auto card = text::check_resident_number(number);
    if (!card.valid) return {false, std::nullopt, std::nullopt, std::nullopt, std::nullopt, "resident_number_wrong"};
    const std::string region = text::normal_number(number).substr(0, 6);
    return {true, card.birth_on, card.sex, region, region_name(tx, region), std::nullopt};
}

/// The masked phone of a party, as the case shows it.
static std::optional<std::string> masked_phone(db::Tx& tx, const EarlierParty& party, const Context& cx) {
    const auto found = dispute::find(tx, party.dispute_id, cx.actor);
    for (const auto& view : dispute::parties_of(tx, found, cx))
        if (to_text(view.id) == party.party_id) return view.phone;
    return std::nullopt;
}

static std::vector<EarlierPerson> people_in(db::Tx& tx, const std::vector<EarlierParty>& parties, const Context& cx) {
    std::vector<EarlierPerson> people;
    std::map<std::string, std::size_t> index;
    for (const EarlierParty& party : parties) {
        // The same number is the same person; without one only the same name is known.
        const std::string key = party.identity_digest.value_or("name " + party.name);
        const auto [place, is_new] = index.try_emplace(key, people.size());
        if (is_new && people.size() == 5) break;
        if (is_new) people.push_back({party.name, masked_phone(tx, party, cx), {}});
        people[place->second].cases.push_back(
            {party.dispute_id, party.number, party.title, party.state, party.registered_on});
    }
    return people;
}

/// Prefill while a party is typed: what the number says, and who was here before.
static http::Reply look_up_people(const http::Request& request, const Context& cx) {
    const auto question = request.body<PersonQuestion>();
    dispute::PartyForm form;
    form.identity_number = question.identity_number;
    form.phone = question.phone;
    const auto digests = dispute::digests_of(form, cx.keys);
    const std::string name(text::trim(question.name.value_or("")));
    return cx.db.read([&](db::Tx& tx) {
        PeopleView view;
        if (question.identity_number) view.identity = facts_in(tx, *question.identity_number);
        if (digests.identity || digests.phone || !name.empty())
            view.people = people_in(tx, earlier_parties(tx, digests, name, cx.actor), cx);
        return http::ok(view);
    });
}

struct StatusQuestion {
    std::string query_code;
    std::string phone;
};
BOOST_DESCRIBE_STRUCT(StatusQuestion, (), (query_code, phone))

static StatusView status_of(db::Tx& tx, const Dispute& found) {
    const auto body = organisations::find(tx, found.holder_id);
    StatusView view;
    view.number = found.number;
    view.state = found.state;
    view.status = std::string(json::enum_word(found.state));
    view.steps = steps_of(milestones(tx, found.id));
    view.what_you_can_do = choices_in(found.state);
    if (body) view.handler_body = body->name;
    if (body) view.body_phone = body->phone;
    if (found.due_at) view.next_date = legal_date(*found.due_at);
    view.satisfaction_open = satisfaction_open(found.state);
    return view;
}

/// A citizen without an account asks how it stands. A wrong code and a wrong phone get the same answer.
static http::Reply status(const http::Request& request, const Context& cx) {
    const auto question = request.body<StatusQuestion>();
    dispute::PartyForm form;
    form.phone = question.phone;
    const std::string phone = dispute::digests_of(form, cx.keys).phone.value_or("");
    const std::string code = cx.keys.search_digest(normal_query_code(question.query_code), "query_code");
    return cx.db.read([&](db::Tx& tx) {
        const auto id = dispute_by_code(tx, code, phone);
        const auto found = id ? dispute::load(tx, *id) : std::nullopt;
        if (!found) throw Refusal(Fault::not_found, "status_not_found");
        return http::ok(status_of(tx, *found));
    });
}

static const identity::Duties registrars = {Duty::clerk, Duty::dispatcher, Duty::mediator, Duty::head};
static const identity::Duties window_staff = {Duty::clerk, Duty::dispatcher};

const identity::Routes routes = {
    identity::post<Registration, Receipt>("/api/disputes", registrars, register_one, "Register a dispute"),
    identity::post<DuplicateQuestion, Duplicates>("/api/intake/duplicates", registrars, find_duplicates,
                                                  "Earlier disputes that this one may repeat")
        .with_status(200),
    identity::post<PersonQuestion, PeopleView>("/api/intake/people", registrars, look_up_people,
                                               "What an identity number says and who was here before")
        .with_status(200),
    identity::post<MergeForm, CaseHead>("/api/disputes/{dispute}/merge", window_staff, merge_one,
                                        "Merge a registered dispute into another"),
    identity::post<WithdrawalForm, CaseHead>("/api/disputes/{dispute}/withdrawal",
                                             window_staff | identity::Duties(Duty::head), withdraw_one,
                                             "The applicant takes the application back"),
    identity::post<StatusQuestion, StatusView>("/api/status", identity::anyone, status,
                                               "How a dispute stands, by query code and phone")
        .with_rate({5, 10})
        .with_status(200),
};

}  // namespace hemu::intake
