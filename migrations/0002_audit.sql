-- 审计 What people did to the system itself: one chain for each account and one for callers without an account.

-- The head of each chain.
CREATE TABLE audit_chain (
    chain text NOT NULL,
    number bigint NOT NULL,
    digest text NOT NULL,
    CONSTRAINT audit_chain_pk PRIMARY KEY (chain)
);

-- Nothing here is ever changed or removed.
CREATE TABLE audit_entry (
    chain text NOT NULL,
    number bigint NOT NULL,
    happened_at timestamptz NOT NULL,
    kind text NOT NULL,
    act text NOT NULL,
    account_id uuid,
    duty text NOT NULL,
    organisation_id uuid,
    subject text NOT NULL,
    fields text NOT NULL,
    refusal text NOT NULL,
    address_digest text NOT NULL,
    trace_id text NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT audit_entry_pk PRIMARY KEY (chain, number)
);
CREATE INDEX audit_entry_by_time ON audit_entry (happened_at, chain, number);
CREATE INDEX audit_entry_by_kind ON audit_entry (kind, happened_at, chain, number);
CREATE INDEX audit_entry_by_account ON audit_entry (account_id, happened_at, chain, number);

-- One root a day over the last entry of every chain.
CREATE TABLE audit_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    entry_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT audit_root_pk PRIMARY KEY (root_on)
);

--@ sqlite
CREATE TRIGGER audit_entry_no_update BEFORE UPDATE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry
BEGIN SELECT RAISE(ABORT, 'audit_entry is append-only'); END;
CREATE TRIGGER audit_root_no_update BEFORE UPDATE ON audit_root
BEGIN SELECT RAISE(ABORT, 'audit_root is append-only'); END;
CREATE TRIGGER audit_root_no_delete BEFORE DELETE ON audit_root
BEGIN SELECT RAISE(ABORT, 'audit_root is append-only'); END;

--@ postgres
CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'the audit is append-only';
END $$;
CREATE TRIGGER audit_entry_append_only BEFORE UPDATE OR DELETE ON audit_entry
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_entry_no_truncate BEFORE TRUNCATE ON audit_entry
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_root_append_only BEFORE UPDATE OR DELETE ON audit_root
    FOR EACH ROW EXECUTE FUNCTION refuse_audit_change();
CREATE TRIGGER audit_root_no_truncate BEFORE TRUNCATE ON audit_root
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change();
