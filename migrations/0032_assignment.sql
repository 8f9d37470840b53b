-- 交 To whom a dispute was offered, who mediates it, who helps.

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
    CONSTRAINT assignment_offer_pk PRIMARY KEY (id),
    CONSTRAINT assignment_offer_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_offer_state CHECK (state IN ('open', 'taken', 'returned'))
);
CREATE INDEX assignment_offer_by_dispute ON assignment_offer (dispute_id, revision, offered_at);
CREATE INDEX assignment_offer_returned ON assignment_offer (organisation_id, answered_at) WHERE state = 'returned';
CREATE INDEX assignment_offer_by_giver ON assignment_offer (from_organisation_id, dispute_id) WHERE state = 'open';

-- A mediator and what he answered when asked for grounds to step aside.
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
    ('returns_before_backstop', 2, 1, 10, '本市默认值：两次退回后由中心指定', 'default');
