-- The dispute, its parties, who may see it, and its journal of events.

CREATE TABLE dispute (
    id uuid NOT NULL,
    number text NOT NULL,
    query_digest text NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    revision bigint NOT NULL,
    event_number bigint NOT NULL,
    event_digest text NOT NULL,
    source text NOT NULL,
    channel text NOT NULL,
    source_reference text,
    registered_at timestamptz NOT NULL,
    registered_on date NOT NULL,
    registered_by_id uuid NOT NULL,
    window_id uuid NOT NULL,
    title text NOT NULL,
    narrative text NOT NULL,
    request text NOT NULL,
    national_type text NOT NULL,
    local_type text,
    difficulty text,
    risk text NOT NULL,
    risk_confirmed boolean NOT NULL,
    secrecy text NOT NULL,
    people_count bigint NOT NULL,
    amount_fen bigint NOT NULL,
    flags jsonb NOT NULL,
    place_code text NOT NULL,
    address_sealed text,
    occurred_on date,
    holder_id uuid NOT NULL,
    handler_id uuid,
    return_count bigint NOT NULL,
    due_at timestamptz,
    due_soon_at timestamptz,
    due_code text,
    queue_at timestamptz NOT NULL,
    hold_reason text,
    hold_since_at timestamptz,
    hold_until_at timestamptz,
    news_at timestamptz,
    news_by_id uuid,
    result text,
    agreement_form text,
    effective_on date,
    closed_at timestamptz,
    merged_into_id uuid,
    CONSTRAINT dispute_pk PRIMARY KEY (id),
    CONSTRAINT dispute_number_unique UNIQUE (number),
    CONSTRAINT dispute_merged_into_fk FOREIGN KEY (merged_into_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_by_handler ON dispute (handler_id, queue_at, id) WHERE closed_at IS NULL;
CREATE INDEX dispute_by_query_digest ON dispute (query_digest);
CREATE INDEX dispute_by_event ON dispute (place_code, occurred_on) WHERE occurred_on IS NOT NULL;
CREATE INDEX dispute_in_effect ON dispute (effective_on, holder_id) WHERE agreement_form = 'written' AND effective_on IS NOT NULL;
CREATE INDEX dispute_by_closing ON dispute (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX dispute_by_merger ON dispute (merged_into_id) WHERE merged_into_id IS NOT NULL;

-- Bodies and people related to a dispute: the relation that opens it to them while until_at is empty. closed: the dispute
-- is closed, archived or merged; queues look at the other rows only. A person's window_id is the dispute's.
CREATE TABLE dispute_body (
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    role text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    closed boolean NOT NULL,
    CONSTRAINT dispute_body_pk PRIMARY KEY (dispute_id, organisation_id, role),
    CONSTRAINT dispute_body_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT dispute_body_role CHECK (role IN ('window', 'offered', 'lead', 'helper', 'linked'))
);
CREATE INDEX dispute_body_by_organisation ON dispute_body (organisation_id, dispute_id)
    WHERE until_at IS NULL AND closed = FALSE AND role <> 'window';
-- Finding looks at closed ones too.
CREATE INDEX dispute_body_newest ON dispute_body (organisation_id, dispute_id, until_at);

CREATE TABLE dispute_person (
    dispute_id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    window_id uuid NOT NULL,
    closed boolean NOT NULL,
    CONSTRAINT dispute_person_pk PRIMARY KEY (dispute_id, account_id, role),
    CONSTRAINT dispute_person_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT dispute_person_role CHECK (role IN ('registrar', 'dispatcher', 'mediator', 'presiding_mediator', 'judge'))
);
CREATE INDEX dispute_person_by_account ON dispute_person (account_id, window_id, dispute_id)
    WHERE until_at IS NULL AND closed = FALSE;
CREATE INDEX dispute_person_newest ON dispute_person (account_id, dispute_id, until_at);

CREATE TABLE dispute_party (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    position bigint NOT NULL,
    side text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    name_initials text NOT NULL,
    identity_kind text,
    identity_sealed text,
    identity_digest text,
    phone_sealed text,
    phone_digest text,
    address_sealed text,
    birth_on date,
    sex text,
    ethnicity text,
    occupation text,
    legal_representative text,
    representative boolean NOT NULL,
    language text,
    help jsonb NOT NULL,
    needs text NOT NULL,
    willing text NOT NULL,
    removed_at timestamptz,
    CONSTRAINT dispute_party_pk PRIMARY KEY (id),
    CONSTRAINT dispute_party_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT dispute_party_side CHECK (side IN ('applicant', 'respondent', 'third_party')),
    CONSTRAINT dispute_party_kind CHECK (kind IN ('natural', 'legal', 'unincorporated'))
);
CREATE INDEX dispute_party_by_dispute ON dispute_party (dispute_id, position);
CREATE INDEX dispute_party_by_identity ON dispute_party (identity_digest, dispute_id);
CREATE INDEX dispute_party_by_phone ON dispute_party (phone_digest, dispute_id);
CREATE INDEX dispute_party_by_name ON dispute_party (name, dispute_id);
CREATE INDEX dispute_party_organisations ON dispute_party (dispute_id, name, name_initials)
    WHERE kind <> 'natural' AND removed_at IS NULL;

-- Agents with powers, and guardians of parties without full capacity.
CREATE TABLE dispute_agent (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    identity_sealed text,
    phone_sealed text,
    phone_digest text,
    powers jsonb NOT NULL,
    relation text,
    evidence text,
    removed_at timestamptz,
    CONSTRAINT dispute_agent_pk PRIMARY KEY (id),
    CONSTRAINT dispute_agent_party_fk FOREIGN KEY (party_id) REFERENCES dispute_party (id),
    CONSTRAINT dispute_agent_kind CHECK (kind IN ('lawyer', 'legal_worker', 'unit_staff', 'close_relative', 'citizen', 'guardian')),
    CONSTRAINT dispute_agent_evidence CHECK (evidence IN ('seen_original', 'copy', 'will_bring'))
);
CREATE INDEX dispute_agent_by_dispute ON dispute_agent (dispute_id);

-- The journal: what happened, chained per dispute by SM3. Nothing here is ever changed or removed.
CREATE TABLE dispute_event (
    dispute_id uuid NOT NULL,
    number bigint NOT NULL,
    id uuid NOT NULL,
    happened_at timestamptz NOT NULL,
    kind text NOT NULL,
    from_state text,
    to_state text NOT NULL,
    actor_id uuid,
    actor_name text NOT NULL,
    actor_duty text NOT NULL,
    organisation_id uuid,
    content text NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT dispute_event_pk PRIMARY KEY (dispute_id, number),
    CONSTRAINT dispute_event_id_unique UNIQUE (id),
    CONSTRAINT dispute_event_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_event_by_time ON dispute_event (happened_at, id);

-- One root a day over the heads of all chains; printed or sent away, it fixes everything before it.
CREATE TABLE journal_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    event_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT journal_root_pk PRIMARY KEY (root_on)
);

-- When somebody last looked at a dispute, so that he is shown what came in since.
CREATE TABLE dispute_seen (
    account_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT dispute_seen_pk PRIMARY KEY (account_id, dispute_id),
    CONSTRAINT dispute_seen_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_seen_by_dispute ON dispute_seen (dispute_id);

-- Who has a case open now, for those who have it open too; rows older than a minute mean nothing.
CREATE TABLE dispute_presence (
    dispute_id uuid NOT NULL,
    account_id uuid NOT NULL,
    duty text NOT NULL,
    organisation_id uuid NOT NULL,
    doing text,
    since_at timestamptz NOT NULL,
    until_at timestamptz NOT NULL,
    CONSTRAINT dispute_presence_pk PRIMARY KEY (dispute_id, account_id),
    CONSTRAINT dispute_presence_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

-- Views of the queue that somebody keeps under a name: query is what he asks for and which columns he wants to see.
CREATE TABLE saved_queue (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    query jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    CONSTRAINT saved_queue_pk PRIMARY KEY (id),
    CONSTRAINT saved_queue_name_unique UNIQUE (account_id, name)
);

-- Free words about a dispute live here, so that the journal itself carries codes only.
CREATE TABLE dispute_note (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    event_id uuid NOT NULL,
    words text NOT NULL,
    CONSTRAINT dispute_note_pk PRIMARY KEY (id),
    CONSTRAINT dispute_note_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_note_by_event ON dispute_note (dispute_id, event_id);

-- Gapless serial numbers per body, year and kind of number.
CREATE TABLE serial_counter (
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    year bigint NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT serial_counter_pk PRIMARY KEY (organisation_id, kind, year)
);

--@ sqlite
CREATE TRIGGER dispute_event_no_update BEFORE UPDATE ON dispute_event
BEGIN SELECT RAISE(ABORT, 'dispute_event is append-only'); END;
CREATE TRIGGER dispute_event_no_delete BEFORE DELETE ON dispute_event
BEGIN SELECT RAISE(ABORT, 'dispute_event is append-only'); END;
CREATE TRIGGER journal_root_no_update BEFORE UPDATE ON journal_root
BEGIN SELECT RAISE(ABORT, 'journal_root is append-only'); END;
CREATE TRIGGER journal_root_no_delete BEFORE DELETE ON journal_root
BEGIN SELECT RAISE(ABORT, 'journal_root is append-only'); END;

-- The queues: what is still worked, in the order in which it is due, with what decides who may see it and in which views
-- it stands, so that counting reads nothing else.
CREATE INDEX dispute_by_holder ON dispute (holder_id, queue_at, id, secrecy, window_id, state, handler_id, registered_at,
                                           hold_reason, hold_since_at, hold_until_at, news_at, news_by_id, closed_at)
    WHERE closed_at IS NULL;
CREATE INDEX dispute_by_window ON dispute (window_id, queue_at, id, secrecy, holder_id, state, handler_id, registered_at,
                                           hold_reason, hold_since_at, hold_until_at, news_at, news_by_id, closed_at)
    WHERE closed_at IS NULL;
CREATE INDEX dispute_by_due ON dispute (queue_at, id, secrecy, window_id, holder_id, state, handler_id, registered_at,
                                        hold_reason, hold_since_at, hold_until_at, news_at, news_by_id, closed_at)
    WHERE closed_at IS NULL;

--@ postgres
CREATE INDEX dispute_by_holder ON dispute (holder_id, queue_at, id)
    INCLUDE (secrecy, window_id, state, handler_id, registered_at, hold_reason, hold_since_at, hold_until_at, news_at,
             news_by_id)
    WHERE closed_at IS NULL;
CREATE INDEX dispute_by_window ON dispute (window_id, queue_at, id)
    INCLUDE (secrecy, holder_id, state, handler_id, registered_at, hold_reason, hold_since_at, hold_until_at, news_at,
             news_by_id)
    WHERE closed_at IS NULL;
CREATE INDEX dispute_by_due ON dispute (queue_at, id)
    INCLUDE (secrecy, window_id, holder_id, state, handler_id, registered_at, hold_reason, hold_since_at, hold_until_at,
             news_at, news_by_id)
    WHERE closed_at IS NULL;
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql SET search_path FROM CURRENT AS $$
BEGIN
    RAISE EXCEPTION 'this table is append-only';
END $$;
CREATE TRIGGER dispute_event_append_only BEFORE UPDATE OR DELETE ON dispute_event
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER journal_root_append_only BEFORE UPDATE OR DELETE ON journal_root
    FOR EACH ROW EXECUTE FUNCTION refuse_change();
