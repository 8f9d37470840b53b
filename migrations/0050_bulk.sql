-- One act on many disputes: begun after a while in which it can be taken back, done one after the other by a job.

CREATE TABLE bulk_run (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    post_id uuid NOT NULL,
    language text NOT NULL,
    act text NOT NULL,
    form jsonb NOT NULL,
    state text NOT NULL,
    made_at timestamptz NOT NULL,
    begins_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT bulk_run_pk PRIMARY KEY (id),
    CONSTRAINT bulk_run_state CHECK (state IN ('waiting', 'running', 'stopped', 'ended'))
);
CREATE INDEX bulk_run_by_account ON bulk_run (account_id, id);

CREATE TABLE bulk_item (
    run_id uuid NOT NULL,
    position bigint NOT NULL,
    dispute_id uuid NOT NULL,
    state text NOT NULL,
    code text,
    field text,
    CONSTRAINT bulk_item_pk PRIMARY KEY (run_id, position),
    CONSTRAINT bulk_item_run_fk FOREIGN KEY (run_id) REFERENCES bulk_run (id),
    CONSTRAINT bulk_item_state CHECK (state IN ('waiting', 'done', 'refused', 'left'))
);
