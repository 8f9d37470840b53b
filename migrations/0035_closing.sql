-- 结: acts of signing, the committee's seal, breach, the archived file. replaced_at: when the agreement that was signed
-- and sealed was changed.

CREATE TABLE closing_signature (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    party_id uuid,
    agent_id uuid,
    mediator_id uuid,
    name text NOT NULL,
    manner text NOT NULL,
    signed_on date NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by_id uuid NOT NULL,
    replaced_at timestamptz,
    CONSTRAINT closing_signature_pk PRIMARY KEY (id),
    CONSTRAINT closing_signature_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT closing_signature_manner CHECK (manner IN ('signature', 'fingerprint', 'seal', 'electronic'))
);
CREATE INDEX closing_signature_by_dispute ON closing_signature (dispute_id, revision);

CREATE TABLE closing_seal (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    sealed_on date NOT NULL,
    file_number text NOT NULL,
    sealed_at timestamptz NOT NULL,
    replaced_at timestamptz,
    CONSTRAINT closing_seal_pk PRIMARY KEY (dispute_id, revision, sealed_at),
    CONSTRAINT closing_seal_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE UNIQUE INDEX closing_seal_standing ON closing_seal (dispute_id, revision) WHERE replaced_at IS NULL;

CREATE TABLE closing_breach (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    term_id uuid NOT NULL,
    noted_on date NOT NULL,
    CONSTRAINT closing_breach_pk PRIMARY KEY (id),
    CONSTRAINT closing_breach_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX closing_breach_by_dispute ON closing_breach (dispute_id, revision);

CREATE TABLE closing_archive (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    retention text NOT NULL,
    filer text NOT NULL,
    note text,
    archived_on date NOT NULL,
    digest text NOT NULL,
    CONSTRAINT closing_archive_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT closing_archive_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT closing_archive_retention CHECK (retention IN ('short', 'long', 'permanent'))
);
