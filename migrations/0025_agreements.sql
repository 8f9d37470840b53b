-- What the parties agreed, term by term, and what was performed of it. A reopened dispute has a new revision; in a
-- revision a changed agreement is a new edition, and the one before stays with the moment it was replaced.

CREATE TABLE agreement (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    edition bigint NOT NULL,
    version bigint NOT NULL,
    form text NOT NULL,
    scope text NOT NULL,
    facts text NOT NULL,
    points text NOT NULL,
    responsibility text NOT NULL,
    open_points text,
    routes jsonb NOT NULL,
    breach_clause text,
    copies bigint NOT NULL,
    concluded_on date NOT NULL,
    effective_on date,
    replaced_at timestamptz,
    CONSTRAINT agreement_pk PRIMARY KEY (id),
    CONSTRAINT agreement_revision_unique UNIQUE (dispute_id, revision, edition),
    CONSTRAINT agreement_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT agreement_form CHECK (form IN ('written', 'oral')),
    CONSTRAINT agreement_scope CHECK (scope IN ('full', 'partial'))
);
CREATE UNIQUE INDEX agreement_standing ON agreement (dispute_id, revision) WHERE replaced_at IS NULL;

CREATE TABLE agreement_term (
    id uuid NOT NULL,
    agreement_id uuid NOT NULL,
    position bigint NOT NULL,
    kind text NOT NULL,
    text text NOT NULL,
    party_id uuid,
    amount_fen bigint,
    due_on date,
    manner text NOT NULL,
    place text NOT NULL,
    CONSTRAINT agreement_term_pk PRIMARY KEY (id),
    CONSTRAINT agreement_term_agreement_fk FOREIGN KEY (agreement_id) REFERENCES agreement (id)
);
CREATE INDEX agreement_term_by_agreement ON agreement_term (agreement_id, position);
CREATE INDEX agreement_term_due ON agreement_term (due_on, id) WHERE due_on IS NOT NULL;

CREATE TABLE agreement_performance (
    id uuid NOT NULL,
    term_id uuid NOT NULL,
    performed_on date NOT NULL,
    amount_fen bigint,
    proof text NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by_id uuid NOT NULL,
    CONSTRAINT agreement_performance_pk PRIMARY KEY (id),
    CONSTRAINT agreement_performance_term_fk FOREIGN KEY (term_id) REFERENCES agreement_term (id)
);
CREATE INDEX agreement_performance_by_term ON agreement_performance (term_id);
