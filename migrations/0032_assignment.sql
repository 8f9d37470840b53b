-- 交 To whom a dispute was offered, why it was that body, who mediates it, who helps.

-- direction, pass_reason: the lead passes it up or down and leads on until this body accepts. agreed_by: the parties who
-- agreed on this body.
CREATE TABLE assignment_offer (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    from_organisation_id uuid NOT NULL,
    binding boolean NOT NULL,
    state text NOT NULL,
    offered_at timestamptz NOT NULL,
    offered_by_id uuid NOT NULL,
    answered_at timestamptz,
    answered_by_id uuid,
    return_reason text,
    direction text,
    pass_reason text,
    agreed_by jsonb,
    CONSTRAINT assignment_offer_pk PRIMARY KEY (id),
    CONSTRAINT assignment_offer_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_offer_state CHECK (state IN ('open', 'taken', 'returned', 'revoked')),
    CONSTRAINT assignment_offer_direction CHECK (direction IN ('up', 'down'))
);
CREATE INDEX assignment_offer_by_dispute ON assignment_offer (dispute_id, revision, offered_at);
CREATE INDEX assignment_offer_returned ON assignment_offer (organisation_id, answered_at) WHERE state = 'returned';
CREATE INDEX assignment_offer_by_giver ON assignment_offer (from_organisation_id, dispute_id) WHERE state = 'open';

-- How the bodies stood when a dispute was offered: steps and points of everyone, as weighed then. With these, other weights
-- can be tried on what was known.
CREATE TABLE assignment_routing (
    offer_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    offered_at timestamptz NOT NULL,
    weights_version bigint NOT NULL,
    chosen_id uuid NOT NULL,
    chosen_rank bigint,
    chosen_score bigint,
    candidates jsonb NOT NULL,
    CONSTRAINT assignment_routing_pk PRIMARY KEY (offer_id),
    CONSTRAINT assignment_routing_offer_fk FOREIGN KEY (offer_id) REFERENCES assignment_offer (id)
);
CREATE INDEX assignment_routing_by_time ON assignment_routing (offered_at);

-- The city's own weights of the parts of a score, valid from a day; before the first one those of data/routing_weights.json
-- hold, which are version 0.
CREATE TABLE routing_weights (
    version bigint NOT NULL,
    weights jsonb NOT NULL,
    basis text NOT NULL,
    valid_from_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT routing_weights_pk PRIMARY KEY (version)
);

-- A mediator has declared what he is to a party, before or without being named.
CREATE TABLE assignment_declaration (
    dispute_id uuid NOT NULL,
    account_id uuid NOT NULL,
    relation text NOT NULL,
    declared_at timestamptz NOT NULL,
    declared_by_id uuid NOT NULL,
    CONSTRAINT assignment_declaration_pk PRIMARY KEY (dispute_id, account_id),
    CONSTRAINT assignment_declaration_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_declaration_relation CHECK (relation IN ('none', 'close_relative', 'interest', 'other'))
);

-- A mediator and what he answered when asked for grounds to step aside; chosen_by: the parties who chose him.
CREATE TABLE assignment_mediator (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    account_id uuid NOT NULL,
    presiding boolean NOT NULL,
    relation text NOT NULL,
    kept_by_consent boolean NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    ended_for text,
    chosen_by jsonb,
    CONSTRAINT assignment_mediator_pk PRIMARY KEY (id),
    CONSTRAINT assignment_mediator_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_mediator_relation CHECK (relation IN ('none', 'close_relative', 'interest', 'other'))
);
CREATE INDEX assignment_mediator_by_dispute ON assignment_mediator (dispute_id, revision, since_at);
CREATE INDEX assignment_mediator_by_account ON assignment_mediator (account_id) WHERE until_at IS NULL;

-- Bodies that help the lead body; the lead's share is what the helpers leave of 100.
CREATE TABLE assignment_helper (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    share_percent bigint NOT NULL,
    task text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    CONSTRAINT assignment_helper_pk PRIMARY KEY (id),
    CONSTRAINT assignment_helper_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_helper_share CHECK (share_percent BETWEEN 1 AND 99)
);
CREATE INDEX assignment_helper_by_dispute ON assignment_helper (dispute_id, revision);

-- 专家库 Experts who may be asked; fields: dispute types they know, none: all.
CREATE TABLE expert (
    id uuid NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    title text NOT NULL,
    fields jsonb NOT NULL,
    from_on date NOT NULL,
    to_on date,
    version bigint NOT NULL,
    CONSTRAINT expert_pk PRIMARY KEY (id),
    CONSTRAINT expert_term CHECK (to_on IS NULL OR to_on >= from_on)
);

-- An expert who was invited to a dispute: what he was asked, what he answered on recusal, who of the parties agreed.
CREATE TABLE assignment_expert (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    expert_id uuid NOT NULL,
    task text NOT NULL,
    relation text NOT NULL,
    kept_by_consent boolean NOT NULL,
    agreed_by jsonb NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    CONSTRAINT assignment_expert_pk PRIMARY KEY (id),
    CONSTRAINT assignment_expert_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_expert_expert_fk FOREIGN KEY (expert_id) REFERENCES expert (id),
    CONSTRAINT assignment_expert_relation CHECK (relation IN ('none', 'close_relative', 'interest', 'other'))
);
CREATE INDEX assignment_expert_by_dispute ON assignment_expert (dispute_id, revision);

-- A party asked for another mediator than this one.
CREATE TABLE assignment_objection (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    account_id uuid NOT NULL,
    party_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT assignment_objection_pk PRIMARY KEY (dispute_id, revision, account_id, party_id),
    CONSTRAINT assignment_objection_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE assignment_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT assignment_setting_pk PRIMARY KEY (code)
);
INSERT INTO assignment_setting (code, value, least, most, basis, certainty) VALUES
    ('returns_before_backstop', 2, 1, 10, '本市默认值：两次退回后由中心指定', 'default'),
    ('cases_per_mediator', 20, 1, 200, '本市默认值：每名调解员可同时办理的件数，用于计算承办能力', 'default'),
    ('withdraw_when_asked', 0, 0, 1, '深圳经济特区矛盾纠纷多元化解条例第23条：一方当事人要求的，调解员应当回避；他地无此规定', 'source');
