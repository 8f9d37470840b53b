// What the registration page asks while it is filled in: who this is, which type and body are likely, drafts.
#include "routes_window.hpp"

#include "body_rule.hpp"
#include "drafts.hpp"
#include "places.hpp"
#include "prefill.hpp"
#include "rules.hpp"
#include "text.hpp"

namespace hemu::intake {

using identity::Context;
using identity::None;

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

struct PeopleView {
    std::optional<IdentityFacts> identity;
    std::vector<EarlierPerson> people;
    std::vector<KnownOrganisation> organisations;
    std::optional<dispute::PartyKind> likely_kind;
};
BOOST_DESCRIBE_STRUCT(PeopleView, (), (identity, people, organisations, likely_kind))

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
        view.likely_kind = likely_kind(name);
        if (question.identity_number) view.identity = facts_in(tx, *question.identity_number);
        if (digests.identity || digests.phone || !name.empty())
            view.people = people_in(earlier_parties(tx, digests, name, cx.actor), cx.keys);
        if (text::length(name) >= 2) view.organisations = known_organisations(tx, name, cx);
        return http::ok(view);
    });
}

struct TypeQuestion {
    std::string narrative;
};
BOOST_DESCRIBE_STRUCT(TypeQuestion, (), (narrative))

static http::Reply propose_types_for(const http::Request& request, const Context& cx) {
    const auto question = request.body<TypeQuestion>();
    return cx.db.read([&](db::Tx& tx) { return http::ok(types_in(tx, question.narrative, cx.moment)); });
}

struct BodyQuestion {
    std::string national_type;
    std::optional<std::string> local_type;
    std::string place_code;
    std::int64_t people_count = 0;
    std::optional<std::vector<std::string>> flags;
};
BOOST_DESCRIBE_STRUCT(BodyQuestion, (), (national_type, local_type, place_code, people_count, flags))

struct ProposalView {
    std::optional<BodyProposal> proposal;
};
BOOST_DESCRIBE_STRUCT(ProposalView, (), (proposal))

static http::Reply propose_body_for(const http::Request& request, const Context& cx) {
    const auto question = request.body<BodyQuestion>();
    const RoutingFacts facts{question.people_count, question.flags.value_or(std::vector<std::string>{})};
    return cx.db.read([&](db::Tx& tx) {
        auto servers = organisations::ask_serving(tx, question.place_code, question.national_type,
                                                  question.local_type.value_or(""), legal_date(cx.moment));
        return http::ok(ProposalView{propose_body(facts, organisations::serving_among(servers.all()))});
    });
}

/// What intake knows of a case.
static http::Reply show_proposal(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<dispute::Dispute>("dispute");
    return cx.db.read(
        [&](db::Tx& tx) { return http::ok(ProposalView{proposal_of(tx, dispute::find(tx, id, cx.actor).id)}); });
}

static http::Reply list_drafts(const http::Request&, const Context& cx) {
    return cx.db.read([&](db::Tx& tx) { return http::ok(drafts_of(tx, cx)); });
}

struct DraftForm {
    std::string content;
};
BOOST_DESCRIBE_STRUCT(DraftForm, (), (content))

struct DraftSaved {
    Instant saved_at;
};
BOOST_DESCRIBE_STRUCT(DraftSaved, (), (saved_at))

static http::Reply keep_draft(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Draft>("draft");
    const auto form = request.body<DraftForm>();
    return cx.db.transact([&](db::Tx& tx) {
        save_draft(tx, id, form.content, cx);
        return http::ok(DraftSaved{cx.moment});
    });
}

static http::Reply drop_draft(const http::Request& request, const Context& cx) {
    const auto id = request.path_id<Draft>("draft");
    return cx.db.transact([&](db::Tx& tx) {
        throw_draft_away(tx, id, cx.actor);
        return http::no_content();
    });
}

identity::Routes window_routes(identity::Duties registrars) {
    return {
        identity::post<PersonQuestion, PeopleView>(
            "/api/intake/people", registrars, look_up_people,
            "What an identity number says, who was here before, and which organisations are called so")
            .with_status(200),
        identity::post<TypeQuestion, std::vector<TypeProposal>>("/api/intake/types", registrars, propose_types_for,
                                                                "Types that a narrative speaks of")
            .with_status(200),
        identity::post<BodyQuestion, ProposalView>("/api/intake/body", registrars, propose_body_for,
                                                   "The body that the routing rules propose")
            .with_status(200),
        identity::get<None, ProposalView>("/api/disputes/{dispute}/proposal", identity::staff, show_proposal,
                                          "The body that was proposed at registration"),
        identity::get<None, std::vector<DraftView>>("/api/intake/drafts", registrars, list_drafts,
                                                    "The caller's drafts of registrations"),
        identity::put<DraftForm, DraftSaved>("/api/intake/drafts/{draft}", registrars, keep_draft,
                                             "Save a draft under an id of the caller's making"),
        identity::del<None, None>("/api/intake/drafts/{draft}", registrars, drop_draft, "Throw a draft away"),
    };
}

}  // namespace hemu::intake
