-- Mediation and the court: applications for judicial confirmation, cases that a court sent, packages that leave for a
-- court, and what courts tell back.

-- One application for an edition of an agreement; a later one comes in place of one that was withdrawn.
CREATE TABLE court_confirmation (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    edition bigint NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    court_id uuid NOT NULL,
    ground text NOT NULL,
    form text NOT NULL,
    applicants jsonb NOT NULL,
    confirmed jsonb NOT NULL,
    papers jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    warnings bigint NOT NULL,
    applied_on date,
    received_on date,
    received_at timestamptz,
    marks jsonb NOT NULL,
    court_words text,
    answer_words text,
    accepted_on date,
    case_number text,
    judge_name text,
    extended_until_on date,
    reason text,
    ended_at timestamptz,
    ruled_on date,
    ruling_number text,
    performance_ends_on date,
    enforce_by_on date,
    enforcement_on date,
    served jsonb NOT NULL,
    CONSTRAINT court_confirmation_pk PRIMARY KEY (id),
    CONSTRAINT court_confirmation_edition_unique UNIQUE (dispute_id, revision, edition),
    CONSTRAINT court_confirmation_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_confirmation_state CHECK (state IN ('prepared', 'handed_in', 'returned', 'accepted', 'ruled', 'rejected', 'declined', 'withdrawn')),
    CONSTRAINT court_confirmation_form CHECK (form IN ('written', 'oral'))
);
CREATE INDEX court_confirmation_at_court ON court_confirmation (court_id, state, received_at);
CREATE INDEX court_confirmation_by_time ON court_confirmation (received_at) WHERE received_at IS NOT NULL;
CREATE UNIQUE INDEX court_confirmation_case_number ON court_confirmation (court_id, case_number) WHERE case_number IS NOT NULL;

-- 委派 before filing, 委托 after it: other periods and other papers, never mixed. procedure is of entrusted ones.
CREATE TABLE court_entrustment (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    kind text NOT NULL,
    procedure text,
    court_id uuid NOT NULL,
    case_number text NOT NULL,
    judge_name text NOT NULL,
    judge_phone_sealed text,
    letter_number text,
    consent text NOT NULL,
    materials jsonb NOT NULL,
    received_on date NOT NULL,
    confirm_by_on date NOT NULL,
    state text NOT NULL,
    confirmed_at timestamptz,
    ended_at timestamptz,
    ended_by text,
    CONSTRAINT court_entrustment_pk PRIMARY KEY (id),
    CONSTRAINT court_entrustment_dispute_unique UNIQUE (dispute_id),
    CONSTRAINT court_entrustment_case_unique UNIQUE (court_id, case_number),
    CONSTRAINT court_entrustment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_entrustment_kind CHECK (kind IN ('delegated', 'entrusted')),
    CONSTRAINT court_entrustment_procedure CHECK (procedure IN ('ordinary', 'summary')),
    CONSTRAINT court_entrustment_kept_apart CHECK ((kind = 'entrusted') = (procedure IS NOT NULL)),
    CONSTRAINT court_entrustment_consent CHECK (consent IN ('both', 'to_ask')),
    CONSTRAINT court_entrustment_state CHECK (state IN ('received', 'confirmed', 'settled', 'returned'))
);
CREATE INDEX court_entrustment_at_court ON court_entrustment (court_id, state, received_on);
CREATE INDEX court_entrustment_to_confirm ON court_entrustment (confirm_by_on) WHERE state = 'received';
CREATE INDEX court_entrustment_by_day ON court_entrustment (received_on);

-- What leaves for a court: digest is SM3 of the content, which is sealed.
CREATE TABLE court_package (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    kind text NOT NULL,
    court_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    content_sealed text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT court_package_pk PRIMARY KEY (id),
    CONSTRAINT court_package_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_package_kind CHECK (kind IN ('confirmation', 'settled', 'returned', 'filing'))
);
CREATE INDEX court_package_by_dispute ON court_package (dispute_id, made_at);
CREATE INDEX court_package_at_court ON court_package (court_id, made_at);

-- What courts tell back of agreements: not accepted, rejected; upheld, changed, annulled or void by judgment.
CREATE TABLE court_feedback (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    court_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    outcome text NOT NULL,
    reason text,
    number text,
    decided_on date NOT NULL,
    words text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    seen_at timestamptz,
    seen_by_name text,
    CONSTRAINT court_feedback_pk PRIMARY KEY (id),
    CONSTRAINT court_feedback_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_feedback_outcome CHECK (outcome IN ('declined', 'rejected', 'upheld', 'changed', 'annulled', 'void'))
);
CREATE INDEX court_feedback_by_dispute ON court_feedback (dispute_id);
CREATE INDEX court_feedback_by_body ON court_feedback (organisation_id, made_at);
CREATE INDEX court_feedback_by_time ON court_feedback (made_at);

-- Suits that were brought with what the register had.
CREATE TABLE court_filing (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    court_id uuid NOT NULL,
    state text NOT NULL,
    brought_on date NOT NULL,
    file_by_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    decided_on date,
    case_number text,
    court_words text,
    CONSTRAINT court_filing_pk PRIMARY KEY (id),
    CONSTRAINT court_filing_revision_unique UNIQUE (dispute_id, revision),
    CONSTRAINT court_filing_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_filing_state CHECK (state IN ('brought', 'filed', 'declined'))
);
CREATE INDEX court_filing_at_court ON court_filing (court_id, state, brought_on);
CREATE INDEX court_filing_by_day ON court_filing (brought_on);
