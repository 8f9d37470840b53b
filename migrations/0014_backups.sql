-- Copies of the database that somebody has made: when, by whom, where, how large, and what proves them.
CREATE TABLE backup_copy (
    id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    made_by text NOT NULL,
    file text NOT NULL,
    bytes bigint NOT NULL,
    digest text NOT NULL,
    CONSTRAINT backup_copy_pk PRIMARY KEY (id)
);
CREATE INDEX backup_copy_by_time ON backup_copy (made_at);
