-- Tables as both engines have them after all migrations. Written by ./dev schema.

CREATE TABLE account (
    id uuid NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    password_hash text NOT NULL,
    password_set_at timestamptz NOT NULL,
    must_change_password boolean NOT NULL,
    totp_sealed text,
    totp_confirmed boolean NOT NULL,
    totp_step bigint NOT NULL,
    failed_tries bigint NOT NULL,
    locked_until timestamptz,
    last_sign_in_at timestamptz,
    created_at timestamptz NOT NULL,
    active_since timestamptz NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE account_password (
    account_id uuid NOT NULL,
    set_at timestamptz NOT NULL,
    password_hash text NOT NULL
);

CREATE TABLE address_tries (
    kind text NOT NULL,
    address_digest text NOT NULL,
    window_ends_at timestamptz NOT NULL,
    tries bigint NOT NULL
);

CREATE TABLE agreement (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    version bigint NOT NULL,
    form text NOT NULL,
    scope text NOT NULL,
    facts text NOT NULL,
    points text NOT NULL,
    responsibility text NOT NULL,
    open_points text,
    breach_clause text,
    copies bigint NOT NULL,
    concluded_on date NOT NULL
);

CREATE TABLE agreement_performance (
    id uuid NOT NULL,
    term_id uuid NOT NULL,
    performed_on date NOT NULL,
    amount_fen bigint,
    proof text NOT NULL,
    recorded_at timestamptz NOT NULL,
    recorded_by_id uuid NOT NULL
);

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
    place text NOT NULL
);

CREATE TABLE assignment_helper (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    share_percent bigint NOT NULL,
    task text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz
);

CREATE TABLE assignment_mediator (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    account_id uuid NOT NULL,
    presiding boolean NOT NULL,
    relation text NOT NULL,
    kept_by_consent boolean NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    ended_for text
);

CREATE TABLE assignment_offer (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    from_organisation_id uuid NOT NULL,
    binding boolean NOT NULL,
    state text NOT NULL,
    offered_at timestamptz NOT NULL,
    offered_by_id uuid NOT NULL,
    answered_at timestamptz,
    answered_by_id uuid,
    return_reason text
);

CREATE TABLE assignment_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL
);

CREATE TABLE audit_chain (
    chain text NOT NULL,
    number bigint NOT NULL,
    digest text NOT NULL
);

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
    digest text NOT NULL
);

CREATE TABLE audit_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    entry_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL
);

CREATE TABLE calendar_day (
    day_on date NOT NULL,
    kind text NOT NULL,
    name text NOT NULL
);

CREATE TABLE calendar_mark (
    code text NOT NULL,
    mark text NOT NULL
);

CREATE TABLE clock_pause (
    id uuid NOT NULL,
    clock_id uuid NOT NULL,
    reason text NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz
);

CREATE TABLE clock_rule (
    code text NOT NULL,
    valid_from date NOT NULL,
    name_zh text NOT NULL,
    name_en text NOT NULL,
    concerns text NOT NULL,
    started_by text NOT NULL,
    met_by text NOT NULL,
    applies_to text NOT NULL,
    amount bigint NOT NULL,
    unit text NOT NULL,
    roll_forward boolean NOT NULL,
    pause_reasons text NOT NULL,
    extension text NOT NULL,
    on_expiry text NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL
);

CREATE TABLE closing_archive (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    retention text NOT NULL,
    filer text NOT NULL,
    note text,
    archived_on date NOT NULL,
    digest text NOT NULL
);

CREATE TABLE closing_breach (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    term_id uuid NOT NULL,
    noted_on date NOT NULL
);

CREATE TABLE closing_seal (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    sealed_on date NOT NULL,
    file_number text NOT NULL
);

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
    recorded_by_id uuid NOT NULL
);

CREATE TABLE data_key (
    version bigint NOT NULL,
    wrapped text NOT NULL,
    made_at timestamptz NOT NULL
);

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
    result text,
    agreement_form text,
    effective_on date,
    closed_at timestamptz,
    merged_into_id uuid
);

CREATE TABLE dispute_agent (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    identity_sealed text,
    phone_sealed text,
    powers jsonb NOT NULL,
    removed_at timestamptz
);

CREATE TABLE dispute_body (
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    role text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz
);

CREATE TABLE dispute_clock (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    code text NOT NULL,
    rule_valid_from date NOT NULL,
    concerns text NOT NULL,
    state text NOT NULL,
    started_at timestamptz NOT NULL,
    due_at timestamptz NOT NULL,
    soon_at timestamptz NOT NULL,
    extended_to_on date,
    ended_at timestamptz,
    late_at timestamptz,
    reminded_percent bigint NOT NULL
);

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
    digest text NOT NULL
);

CREATE TABLE dispute_note (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    event_id uuid NOT NULL,
    words text NOT NULL
);

CREATE TABLE dispute_party (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    position bigint NOT NULL,
    side text NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
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
    needs text NOT NULL,
    willing text NOT NULL,
    removed_at timestamptz
);

CREATE TABLE dispute_person (
    dispute_id uuid NOT NULL,
    account_id uuid NOT NULL,
    role text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz
);

CREATE TABLE evaluation_review (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    points jsonb NOT NULL,
    words text,
    reviewer_id uuid NOT NULL,
    reviewer_name text NOT NULL,
    reviewed_at timestamptz NOT NULL
);

CREATE TABLE evaluation_satisfaction (
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    score bigint NOT NULL,
    fair boolean NOT NULL,
    fast boolean NOT NULL,
    words text,
    given_on date NOT NULL
);

CREATE TABLE evaluation_visit (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    planned_on date,
    visited_on date,
    manner text,
    performance text,
    satisfied boolean,
    lawsuit boolean,
    remaining_risk text,
    words text,
    visitor_id uuid,
    visitor_name text
);

CREATE TABLE handling_caucus_note (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    session_id uuid NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    words_sealed text NOT NULL,
    written_at timestamptz NOT NULL
);

CREATE TABLE handling_extension (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    new_end_on date NOT NULL,
    consent_on date NOT NULL,
    consents jsonb NOT NULL
);

CREATE TABLE handling_investigation (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    asked_on date NOT NULL,
    place text NOT NULL,
    asked_person text NOT NULL,
    participants jsonb NOT NULL,
    content text NOT NULL
);

CREATE TABLE handling_notice (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    given_on date NOT NULL,
    form text NOT NULL,
    given_to jsonb NOT NULL
);

CREATE TABLE handling_pause (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    reason text NOT NULL,
    paused_at timestamptz NOT NULL,
    resumed_at timestamptz
);

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
    result text
);

CREATE TABLE handling_termination (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    reason text NOT NULL,
    routes jsonb NOT NULL,
    ended_on date NOT NULL
);

CREATE TABLE handling_undisputed (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    facts text NOT NULL,
    agreed_by jsonb NOT NULL
);

CREATE TABLE idempotency_key (
    account_id uuid NOT NULL,
    key text NOT NULL,
    request_digest text NOT NULL,
    attempt text NOT NULL,
    status bigint NOT NULL,
    entity_tag text NOT NULL,
    body_sealed text NOT NULL,
    created_at timestamptz NOT NULL
);

CREATE TABLE identity_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL
);

CREATE TABLE intake_import_row (
    reference text NOT NULL,
    file_name text NOT NULL,
    row_number bigint NOT NULL,
    outcome text NOT NULL,
    why text NOT NULL,
    dispute_id uuid,
    imported_at timestamptz NOT NULL
);

CREATE TABLE intake_merge (
    merged_id uuid NOT NULL,
    kept_id uuid NOT NULL,
    cause text NOT NULL,
    similarity_percent bigint,
    merged_at timestamptz NOT NULL,
    merged_by_id uuid NOT NULL
);

CREATE TABLE intake_on_behalf (
    dispute_id uuid NOT NULL,
    name_sealed text NOT NULL,
    relation text NOT NULL,
    phone_sealed text,
    phone_digest text
);

CREATE TABLE intake_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL
);

CREATE TABLE intake_sketch (
    dispute_id uuid NOT NULL,
    registered_on date NOT NULL,
    band_1 bigint NOT NULL,
    band_2 bigint NOT NULL,
    band_3 bigint NOT NULL,
    band_4 bigint NOT NULL,
    band_5 bigint NOT NULL,
    band_6 bigint NOT NULL
);

CREATE TABLE intake_type_word (
    word text NOT NULL,
    in_narrative boolean NOT NULL,
    position bigint NOT NULL,
    national_type text NOT NULL,
    local_type text
);

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
    period_seconds bigint
);

CREATE TABLE journal_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    event_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL
);

CREATE TABLE mediator (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    entry text NOT NULL,
    grade bigint,
    fields jsonb NOT NULL,
    languages jsonb NOT NULL,
    sex text,
    village_code text,
    since_on date
);

CREATE TABLE organisation (
    id uuid NOT NULL,
    name text NOT NULL,
    abbreviation text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    place_code text NOT NULL,
    parent_id uuid,
    phone text,
    address text,
    open_from_on date NOT NULL,
    closed_on date,
    version bigint NOT NULL
);

CREATE TABLE organisation_area (
    organisation_id uuid NOT NULL,
    place_code text NOT NULL
);

CREATE TABLE organisation_field (
    organisation_id uuid NOT NULL,
    field text NOT NULL
);

CREATE TABLE organisation_scope (
    over_id uuid NOT NULL,
    under_id uuid NOT NULL
);

CREATE TABLE organisation_tree (
    code text NOT NULL,
    version bigint NOT NULL
);

CREATE TABLE place (
    code text NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    initials text NOT NULL,
    level text NOT NULL,
    parent_code text
);

CREATE TABLE post (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    duty text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    ended_at timestamptz
);

CREATE TABLE serial_counter (
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    year bigint NOT NULL,
    value bigint NOT NULL
);

CREATE TABLE session (
    id uuid NOT NULL,
    token_digest text NOT NULL,
    account_id uuid NOT NULL,
    post_id uuid,
    owes text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    idle_until timestamptz NOT NULL,
    ends_at timestamptz NOT NULL
);

CREATE TABLE supervision_escalation (
    subject_id uuid NOT NULL,
    level bigint NOT NULL,
    subject text NOT NULL,
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    escalated_at timestamptz NOT NULL
);

CREATE TABLE supervision_order (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    demand text NOT NULL,
    reply_by_on date NOT NULL,
    to_organisation_id uuid NOT NULL,
    from_organisation_id uuid NOT NULL,
    issued_by_id uuid NOT NULL,
    issued_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL
);

CREATE TABLE supervision_order_step (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    done_at timestamptz NOT NULL,
    done_by_id uuid NOT NULL
);

CREATE TABLE supervision_reminder (
    clock_id uuid NOT NULL,
    percent bigint NOT NULL,
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    code text NOT NULL,
    due_at timestamptz NOT NULL,
    reminded_at timestamptz NOT NULL
);

CREATE TABLE supervision_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL
);

CREATE TABLE triage_assessment (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    civil_dispute boolean NOT NULL,
    definite boolean NOT NULL,
    no_refusal boolean NOT NULL,
    not_reserved boolean NOT NULL,
    not_handled_elsewhere boolean NOT NULL,
    not_medical_elsewhere boolean,
    suggestion jsonb NOT NULL,
    accepted_at timestamptz NOT NULL,
    accepted_by_id uuid NOT NULL
);

CREATE TABLE triage_redirection (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    route text NOT NULL,
    organisation_id uuid,
    reason text NOT NULL,
    words text NOT NULL,
    redirected_at timestamptz NOT NULL,
    redirected_by_id uuid NOT NULL
);

CREATE TABLE triage_refusal (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    reason text NOT NULL,
    routes jsonb NOT NULL,
    words text NOT NULL,
    refused_at timestamptz NOT NULL,
    refused_by_id uuid NOT NULL
);

CREATE TABLE triage_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL
);

CREATE TABLE triage_word (
    word text NOT NULL,
    flag text NOT NULL
);
