-- Work to be done after a transaction, later, or again and again. A recurring job has a period and the empty key.

CREATE TABLE job (
    id uuid NOT NULL,
    kind text NOT NULL,
    key text,
    payload jsonb NOT NULL,
    state text NOT NULL,
    due_at timestamptz NOT NULL,
    tries bigint NOT NULL,
    last_error text,
    lease_until timestamptz,
    finished_at timestamptz,
    period_seconds bigint,
    CONSTRAINT job_pk PRIMARY KEY (id),
    CONSTRAINT job_key_unique UNIQUE (kind, key),
    CONSTRAINT job_state CHECK (state IN ('waiting', 'running', 'done', 'failed'))
);
CREATE INDEX job_by_due ON job (due_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX job_by_state ON job (state, id);
CREATE INDEX job_by_finished ON job (finished_at) WHERE state = 'done';
