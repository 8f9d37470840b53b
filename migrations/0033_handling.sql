-- 办: rights notice, sessions, investigation, caucus notes, pauses, extensions, termination.

CREATE TABLE handling_notice (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    given_on date NOT NULL,
    form text NOT NULL,
    given_to jsonb NOT NULL,
    CONSTRAINT handling_notice_pk PRIMARY KEY (id),
    CONSTRAINT handling_notice_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX handling_notice_by_dispute ON handling_notice (dispute_id, revision);

CREATE TABLE handling_session (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    version bigint NOT NULL,
    planned_at timestamptz NOT NULL,
    place text NOT NULL,
    mode text NOT NULL,
    participants jsonb NOT NULL,
    held_from timestamptz,
    held_to timestamptz,
    record text,
    result text,
    CONSTRAINT handling_session_pk PRIMARY KEY (id),
    CONSTRAINT handling_session_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT handling_session_mode CHECK (mode IN ('joint', 'separate', 'online', 'phone'))
);
CREATE INDEX handling_session_by_dispute ON handling_session (dispute_id, planned_at);

-- The sealed class: read by the mediators of the dispute and by nothing else.
CREATE TABLE handling_caucus_note (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    session_id uuid NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    words_sealed text NOT NULL,
    written_at timestamptz NOT NULL,
    CONSTRAINT handling_caucus_note_pk PRIMARY KEY (id),
    CONSTRAINT handling_caucus_note_session_fk FOREIGN KEY (session_id) REFERENCES handling_session (id)
);
CREATE INDEX handling_caucus_note_by_dispute ON handling_caucus_note (dispute_id, written_at);

CREATE TABLE handling_investigation (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    asked_on date NOT NULL,
    place text NOT NULL,
    asked_person text NOT NULL,
    participants jsonb NOT NULL,
    content text NOT NULL,
    CONSTRAINT handling_investigation_pk PRIMARY KEY (id),
    CONSTRAINT handling_investigation_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX handling_investigation_by_dispute ON handling_investigation (dispute_id, revision);

CREATE TABLE handling_undisputed (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    facts text NOT NULL,
    agreed_by jsonb NOT NULL,
    CONSTRAINT handling_undisputed_pk PRIMARY KEY (id),
    CONSTRAINT handling_undisputed_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX handling_undisputed_by_dispute ON handling_undisputed (dispute_id, revision);

CREATE TABLE handling_pause (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    reason text NOT NULL,
    paused_at timestamptz NOT NULL,
    resumed_at timestamptz,
    CONSTRAINT handling_pause_pk PRIMARY KEY (id),
    CONSTRAINT handling_pause_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX handling_pause_by_dispute ON handling_pause (dispute_id, revision);

CREATE TABLE handling_extension (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    new_end_on date NOT NULL,
    consent_on date NOT NULL,
    consents jsonb NOT NULL,
    CONSTRAINT handling_extension_pk PRIMARY KEY (id),
    CONSTRAINT handling_extension_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX handling_extension_by_dispute ON handling_extension (dispute_id, revision);

CREATE TABLE handling_termination (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    reason text NOT NULL,
    routes jsonb NOT NULL,
    ended_on date NOT NULL,
    CONSTRAINT handling_termination_pk PRIMARY KEY (id),
    CONSTRAINT handling_termination_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX handling_termination_by_dispute ON handling_termination (dispute_id, revision);
