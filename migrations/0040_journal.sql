-- What a daily root stands on is kept, so that a rewritten chain is named; an event says which version it made.

-- The dispute's version once the event had happened; empty in events of before.
ALTER TABLE dispute_event ADD COLUMN version bigint;

-- A root stands on the chains that grew since the root before it and on that root. Roots of before named no chain.
DROP TABLE journal_root;
CREATE TABLE journal_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    event_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT journal_root_pk PRIMARY KEY (root_on)
);

-- Where the chain of a dispute ended at the root of a day on which it grew.
CREATE TABLE journal_root_end (
    root_on date NOT NULL,
    dispute_id uuid NOT NULL,
    number bigint NOT NULL,
    digest text NOT NULL,
    CONSTRAINT journal_root_end_pk PRIMARY KEY (root_on, dispute_id)
);
CREATE INDEX journal_root_end_by_dispute ON journal_root_end (dispute_id, number);

--@ sqlite
CREATE TRIGGER journal_root_no_update BEFORE UPDATE ON journal_root
BEGIN SELECT RAISE(ABORT, 'journal_root is append-only'); END;
CREATE TRIGGER journal_root_no_delete BEFORE DELETE ON journal_root
BEGIN SELECT RAISE(ABORT, 'journal_root is append-only'); END;
CREATE TRIGGER journal_root_end_no_update BEFORE UPDATE ON journal_root_end
BEGIN SELECT RAISE(ABORT, 'journal_root_end is append-only'); END;
CREATE TRIGGER journal_root_end_no_delete BEFORE DELETE ON journal_root_end
BEGIN SELECT RAISE(ABORT, 'journal_root_end is append-only'); END;

--@ postgres
CREATE TRIGGER journal_root_append_only BEFORE UPDATE OR DELETE ON journal_root
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_root_end_append_only BEFORE UPDATE OR DELETE ON journal_root_end
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER dispute_event_no_truncate BEFORE TRUNCATE ON dispute_event
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_root_no_truncate BEFORE TRUNCATE ON journal_root
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_root_end_no_truncate BEFORE TRUNCATE ON journal_root_end
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
