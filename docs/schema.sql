-- The tables as both engines have them after all migrations. Written by ./dev schema.
-- SQLite alone has: audit_entry_no_delete, audit_entry_no_update, audit_root_no_delete, audit_root_no_update, dispute_by_due, dispute_by_holder, dispute_by_window, dispute_event_no_delete, dispute_event_no_update, journal_root_end_no_delete, journal_root_end_no_update, journal_root_no_delete, journal_root_no_update, search_entry, search_entry_added, search_entry_changed, search_entry_removed, search_token.
-- PostgreSQL alone has: audit_entry_append_only, audit_entry_no_truncate, audit_root_append_only, audit_root_no_truncate, dispute_by_due, dispute_by_holder, dispute_by_window, dispute_event_append_only, dispute_event_no_truncate, journal_root_append_only, journal_root_end_append_only, journal_root_end_no_truncate, journal_root_no_truncate, refuse_audit_change, refuse_change, search_entry, search_entry_by_token.

CREATE TABLE access_pass (
    token_digest text NOT NULL,
    kind text NOT NULL,
    application_id uuid,
    dispute_id uuid,
    party_id uuid,
    made_at timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    CONSTRAINT access_pass_pk PRIMARY KEY (token_digest),
    CONSTRAINT access_pass_kind CHECK (kind IN ('application', 'party')),
    CONSTRAINT access_pass_opens CHECK ((kind = 'application') = (application_id IS NOT NULL) AND (kind = 'party') = (dispute_id IS NOT NULL AND party_id IS NOT NULL))
);
CREATE INDEX access_pass_by_end ON access_pass (ends_at);
CREATE INDEX access_pass_by_application ON access_pass (application_id);

CREATE TABLE access_phone_code (
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    phone_digest text NOT NULL,
    code_digest text NOT NULL,
    sent_at timestamptz NOT NULL,
    tries bigint NOT NULL,
    confirmed_at timestamptz,
    CONSTRAINT access_phone_code_pk PRIMARY KEY (id)
);
CREATE INDEX access_phone_code_by_subject ON access_phone_code (subject_id, phone_digest, sent_at);
CREATE INDEX access_phone_code_by_phone ON access_phone_code (phone_digest, sent_at);
CREATE INDEX access_phone_code_by_time ON access_phone_code (sent_at);

CREATE TABLE access_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT access_setting_pk PRIMARY KEY (code)
);

CREATE TABLE access_wrong_codes (
    hour_at timestamptz NOT NULL,
    wrong bigint NOT NULL,
    CONSTRAINT access_wrong_codes_pk PRIMARY KEY (hour_at)
);

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
    version bigint NOT NULL,
    CONSTRAINT account_pk PRIMARY KEY (id),
    CONSTRAINT account_login_unique UNIQUE (login),
    CONSTRAINT account_state CHECK (state IN ('active', 'disabled'))
);

CREATE TABLE account_password (
    account_id uuid NOT NULL,
    set_at timestamptz NOT NULL,
    password_hash text NOT NULL,
    CONSTRAINT account_password_pk PRIMARY KEY (account_id, set_at),
    CONSTRAINT account_password_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);

CREATE TABLE address_tries (
    kind text NOT NULL,
    address_digest text NOT NULL,
    window_ends_at timestamptz NOT NULL,
    tries bigint NOT NULL,
    CONSTRAINT address_tries_pk PRIMARY KEY (kind, address_digest)
);
CREATE INDEX address_tries_by_end ON address_tries (window_ends_at);

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

CREATE TABLE application (
    id uuid NOT NULL,
    attempt_id uuid,
    code_digest text NOT NULL,
    phone_digest text NOT NULL,
    address_digest text NOT NULL,
    language text NOT NULL,
    channel text NOT NULL,
    entrance text,
    content_sealed text NOT NULL,
    version bigint NOT NULL,
    made_at timestamptz NOT NULL,
    saved_at timestamptz NOT NULL,
    deletes_on date NOT NULL,
    warned_at timestamptz,
    submitted_at timestamptz,
    dispute_id uuid,
    party_id uuid,
    CONSTRAINT application_pk PRIMARY KEY (id),
    CONSTRAINT application_code UNIQUE (code_digest),
    CONSTRAINT application_attempt UNIQUE (attempt_id),
    CONSTRAINT application_language CHECK (language IN ('zh', 'en')),
    CONSTRAINT application_channel CHECK (channel IN ('online', 'kiosk'))
);
CREATE INDEX application_by_phone ON application (phone_digest);
CREATE INDEX application_by_address ON application (address_digest, made_at);
CREATE INDEX application_by_end ON application (deletes_on);

CREATE TABLE application_consent (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    code text NOT NULL,
    version bigint NOT NULL,
    language text NOT NULL,
    given_at timestamptz NOT NULL,
    CONSTRAINT application_consent_pk PRIMARY KEY (id),
    CONSTRAINT application_consent_once UNIQUE (dispute_id, party_id, code, version),
    CONSTRAINT application_consent_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE application_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT application_setting_pk PRIMARY KEY (code)
);

CREATE TABLE application_told (
    dispute_id uuid NOT NULL,
    content_sealed text NOT NULL,
    CONSTRAINT application_told_pk PRIMARY KEY (dispute_id),
    CONSTRAINT application_told_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE archive_disposal (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    year bigint NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    proposed_at timestamptz NOT NULL,
    proposed_by_name text NOT NULL,
    appraisal text,
    appraised_at timestamptz,
    appraised_by_name text,
    head_id uuid,
    head_name text,
    head_at timestamptz,
    centre_id uuid,
    centre_name text,
    centre_at timestamptz,
    ended_words text,
    certificate_number text,
    executed_at timestamptz,
    CONSTRAINT archive_disposal_pk PRIMARY KEY (id),
    CONSTRAINT archive_disposal_state CHECK (state IN ('proposed', 'appraised', 'head_approved', 'approved', 'executed', 'ended')),
    CONSTRAINT archive_disposal_two CHECK (centre_id IS NULL OR centre_id <> head_id)
);
CREATE INDEX archive_disposal_of_archive ON archive_disposal (organisation_id, year);

CREATE TABLE archive_disposal_file (
    disposal_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    position bigint NOT NULL,
    file_number text,
    number text NOT NULL,
    archived_on date NOT NULL,
    retention text NOT NULL,
    dispose_after_on date NOT NULL,
    digest text NOT NULL,
    left_out text,
    disposed_at timestamptz,
    CONSTRAINT archive_disposal_file_pk PRIMARY KEY (disposal_id, dispute_id),
    CONSTRAINT archive_disposal_file_disposal_fk FOREIGN KEY (disposal_id) REFERENCES archive_disposal (id)
);

CREATE TABLE archive_draw (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    from_on date NOT NULL,
    to_on date NOT NULL,
    wanted bigint NOT NULL,
    by_percent boolean NOT NULL,
    seed text NOT NULL,
    pool bigint NOT NULL,
    pool_digest text NOT NULL,
    drawn bigint NOT NULL,
    drawn_at timestamptz NOT NULL,
    drawn_by_name text NOT NULL,
    drawn_by_organisation_id uuid NOT NULL,
    CONSTRAINT archive_draw_pk PRIMARY KEY (id)
);
CREATE INDEX archive_draw_by_time ON archive_draw (drawn_by_organisation_id, drawn_at);

CREATE TABLE archive_hold (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    reason text NOT NULL,
    held_at timestamptz NOT NULL,
    held_by_name text NOT NULL,
    lifted_at timestamptz,
    lifted_by_name text,
    lift_reason text,
    CONSTRAINT archive_hold_pk PRIMARY KEY (id),
    CONSTRAINT archive_hold_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE UNIQUE INDEX archive_hold_standing ON archive_hold (dispute_id) WHERE lifted_at IS NULL;

CREATE TABLE archive_loan (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    file_number text NOT NULL,
    dispute_id uuid,
    revision bigint,
    borrower_id uuid NOT NULL,
    borrower_name text NOT NULL,
    borrower_organisation_id uuid NOT NULL,
    reason text NOT NULL,
    days bigint NOT NULL,
    parts jsonb NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    asked_at timestamptz NOT NULL,
    decided_at timestamptz,
    decided_by_name text,
    decision_words text,
    until_on date,
    returned_at timestamptz,
    returned_by_name text,
    opened bigint NOT NULL,
    CONSTRAINT archive_loan_pk PRIMARY KEY (id),
    CONSTRAINT archive_loan_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT archive_loan_state CHECK (state IN ('asked', 'lent', 'refused', 'returned'))
);
CREATE INDEX archive_loan_of_archive ON archive_loan (organisation_id, state, asked_at);
CREATE INDEX archive_loan_by_borrower ON archive_loan (borrower_id, asked_at);
CREATE INDEX archive_loan_open ON archive_loan (dispute_id) WHERE state = 'lent';

CREATE TABLE archive_remark (
    id uuid NOT NULL,
    review_id uuid NOT NULL,
    position bigint NOT NULL,
    point text NOT NULL,
    part text,
    page bigint,
    words text NOT NULL,
    answer text,
    CONSTRAINT archive_remark_pk PRIMARY KEY (id),
    CONSTRAINT archive_remark_review_fk FOREIGN KEY (review_id) REFERENCES archive_review (id)
);
CREATE INDEX archive_remark_by_review ON archive_remark (review_id, position);

CREATE TABLE archive_review (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    mediator_id uuid,
    draw_id uuid,
    state text NOT NULL,
    version bigint NOT NULL,
    picked_at timestamptz NOT NULL,
    picked_by_id uuid NOT NULL,
    picked_by_name text NOT NULL,
    points jsonb NOT NULL,
    score bigint,
    most bigint,
    grade text,
    words text,
    reviewer_id uuid,
    reviewer_name text,
    reviewed_at timestamptz,
    repair_words text,
    repaired_by_name text,
    repaired_at timestamptz,
    times_returned bigint NOT NULL,
    CONSTRAINT archive_review_pk PRIMARY KEY (id),
    CONSTRAINT archive_review_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT archive_review_state CHECK (state IN ('picked', 'returned', 'repaired', 'accepted')),
    CONSTRAINT archive_review_grade CHECK (grade IN ('excellent', 'good', 'passed', 'failed'))
);
CREATE UNIQUE INDEX archive_review_open ON archive_review (dispute_id) WHERE state <> 'accepted';
CREATE INDEX archive_review_of_dispute ON archive_review (dispute_id, picked_at);
CREATE INDEX archive_review_by_body ON archive_review (organisation_id, picked_at);
CREATE INDEX archive_review_by_time ON archive_review (picked_at, id);

CREATE TABLE archive_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT archive_setting_pk PRIMARY KEY (code)
);

CREATE TABLE assignment_declaration (
    dispute_id uuid NOT NULL,
    account_id uuid NOT NULL,
    relation text NOT NULL,
    declared_at timestamptz NOT NULL,
    declared_by_id uuid NOT NULL,
    CONSTRAINT assignment_declaration_pk PRIMARY KEY (dispute_id, account_id),
    CONSTRAINT assignment_declaration_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_declaration_relation CHECK (relation IN ('none', 'close_relative', 'interest', 'other'))
);

CREATE TABLE assignment_expert (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    expert_id uuid NOT NULL,
    task text NOT NULL,
    relation text NOT NULL,
    kept_by_consent boolean NOT NULL,
    agreed_by jsonb NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    CONSTRAINT assignment_expert_pk PRIMARY KEY (id),
    CONSTRAINT assignment_expert_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_expert_expert_fk FOREIGN KEY (expert_id) REFERENCES expert (id),
    CONSTRAINT assignment_expert_relation CHECK (relation IN ('none', 'close_relative', 'interest', 'other'))
);
CREATE INDEX assignment_expert_by_dispute ON assignment_expert (dispute_id, revision);

CREATE TABLE assignment_helper (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    share_percent bigint NOT NULL,
    task text NOT NULL,
    since_at timestamptz NOT NULL,
    until_at timestamptz,
    CONSTRAINT assignment_helper_pk PRIMARY KEY (id),
    CONSTRAINT assignment_helper_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_helper_share CHECK (share_percent BETWEEN 1 AND 99)
);
CREATE INDEX assignment_helper_by_dispute ON assignment_helper (dispute_id, revision);

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
    ended_for text,
    chosen_by jsonb,
    CONSTRAINT assignment_mediator_pk PRIMARY KEY (id),
    CONSTRAINT assignment_mediator_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_mediator_relation CHECK (relation IN ('none', 'close_relative', 'interest', 'other'))
);
CREATE INDEX assignment_mediator_by_dispute ON assignment_mediator (dispute_id, revision, since_at);
CREATE INDEX assignment_mediator_by_account ON assignment_mediator (account_id) WHERE until_at IS NULL;

CREATE TABLE assignment_objection (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    account_id uuid NOT NULL,
    party_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT assignment_objection_pk PRIMARY KEY (dispute_id, revision, account_id, party_id),
    CONSTRAINT assignment_objection_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
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
    return_reason text,
    direction text,
    pass_reason text,
    agreed_by jsonb,
    CONSTRAINT assignment_offer_pk PRIMARY KEY (id),
    CONSTRAINT assignment_offer_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT assignment_offer_state CHECK (state IN ('open', 'taken', 'returned', 'revoked')),
    CONSTRAINT assignment_offer_direction CHECK (direction IN ('up', 'down'))
);
CREATE INDEX assignment_offer_by_dispute ON assignment_offer (dispute_id, revision, offered_at);
CREATE INDEX assignment_offer_returned ON assignment_offer (organisation_id, answered_at) WHERE state = 'returned';
CREATE INDEX assignment_offer_by_giver ON assignment_offer (from_organisation_id, dispute_id) WHERE state = 'open';

CREATE TABLE assignment_routing (
    offer_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    offered_at timestamptz NOT NULL,
    weights_version bigint NOT NULL,
    chosen_id uuid NOT NULL,
    chosen_rank bigint,
    chosen_score bigint,
    candidates jsonb NOT NULL,
    CONSTRAINT assignment_routing_pk PRIMARY KEY (offer_id),
    CONSTRAINT assignment_routing_offer_fk FOREIGN KEY (offer_id) REFERENCES assignment_offer (id)
);
CREATE INDEX assignment_routing_by_time ON assignment_routing (offered_at);

CREATE TABLE assignment_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT assignment_setting_pk PRIMARY KEY (code)
);

CREATE TABLE attachment (
    id uuid NOT NULL,
    dispute_id uuid,
    application_id uuid,
    party_id uuid,
    name text NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    digest text NOT NULL,
    added_by_id uuid NOT NULL,
    added_by_name text NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz,
    removed_by_name text,
    removal_reason text,
    taken_back boolean NOT NULL,
    audience text NOT NULL,
    audience_reason text,
    CONSTRAINT attachment_pk PRIMARY KEY (id),
    CONSTRAINT attachment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT attachment_belongs CHECK ((dispute_id IS NULL) <> (application_id IS NULL)),
    CONSTRAINT attachment_kind CHECK (kind IN ('evidence', 'identity', 'power', 'picture', 'record', 'other')),
    CONSTRAINT attachment_audience CHECK (audience IN ('office', 'joint', 'applicant', 'respondent', 'third_party', 'caucus'))
);
CREATE INDEX attachment_by_dispute ON attachment (dispute_id, added_at);
CREATE INDEX attachment_by_adder ON attachment (added_by_id);
CREATE INDEX attachment_by_digest ON attachment (digest);

CREATE TABLE attachment_content (
    digest text NOT NULL,
    holds bigint NOT NULL,
    CONSTRAINT attachment_content_pk PRIMARY KEY (digest)
);

CREATE TABLE attachment_finding (
    id uuid NOT NULL,
    found_at timestamptz NOT NULL,
    virus text NOT NULL,
    digest text NOT NULL,
    came_in boolean NOT NULL,
    CONSTRAINT attachment_finding_pk PRIMARY KEY (id)
);
CREATE INDEX attachment_finding_by_digest ON attachment_finding (digest);
CREATE INDEX attachment_finding_by_time ON attachment_finding (found_at, id);

CREATE TABLE attachment_given (
    attachment_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    given_at timestamptz NOT NULL,
    CONSTRAINT attachment_given_pk PRIMARY KEY (attachment_id, organisation_id),
    CONSTRAINT attachment_given_attachment_fk FOREIGN KEY (attachment_id) REFERENCES attachment (id)
);

CREATE TABLE attachment_leftover (
    name text NOT NULL,
    CONSTRAINT attachment_leftover_pk PRIMARY KEY (name)
);

CREATE TABLE attachment_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT attachment_setting_pk PRIMARY KEY (code)
);

CREATE TABLE attachment_unscanned (
    digest text NOT NULL,
    came_at timestamptz NOT NULL,
    CONSTRAINT attachment_unscanned_pk PRIMARY KEY (digest)
);

CREATE TABLE attachment_upload (
    id uuid NOT NULL,
    dispute_id uuid,
    application_id uuid,
    name text NOT NULL,
    kind text NOT NULL,
    size_bytes bigint NOT NULL,
    offset_bytes bigint NOT NULL,
    made_by_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    attachment_id uuid,
    audience text NOT NULL,
    CONSTRAINT attachment_upload_pk PRIMARY KEY (id),
    CONSTRAINT attachment_upload_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT attachment_upload_belongs CHECK ((dispute_id IS NULL) <> (application_id IS NULL))
);
CREATE INDEX attachment_upload_by_maker ON attachment_upload (made_by_id);
CREATE INDEX attachment_upload_by_touch ON attachment_upload (touched_at);

CREATE TABLE audit_chain (
    chain text NOT NULL,
    number bigint NOT NULL,
    digest text NOT NULL,
    CONSTRAINT audit_chain_pk PRIMARY KEY (chain)
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
    digest text NOT NULL,
    CONSTRAINT audit_entry_pk PRIMARY KEY (chain, number)
);
CREATE INDEX audit_entry_by_time ON audit_entry (happened_at, chain, number);
CREATE INDEX audit_entry_by_kind ON audit_entry (kind, happened_at, chain, number);
CREATE INDEX audit_entry_by_account ON audit_entry (account_id, happened_at, chain, number);

CREATE TABLE audit_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    entry_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT audit_root_pk PRIMARY KEY (root_on)
);

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

CREATE TABLE calendar_day (
    day_on date NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    CONSTRAINT calendar_day_pk PRIMARY KEY (day_on),
    CONSTRAINT calendar_day_kind CHECK (kind IN ('holiday', 'workday', 'normal'))
);

CREATE TABLE calendar_mark (
    code text NOT NULL,
    mark text NOT NULL,
    CONSTRAINT calendar_mark_pk PRIMARY KEY (code)
);

CREATE TABLE case_home_ask (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    party_id uuid NOT NULL,
    kind text NOT NULL,
    organisation_id uuid NOT NULL,
    wanted_on date,
    wanted_part text,
    term_id uuid,
    amount_fen bigint,
    attachment_id uuid,
    due_code text,
    was_late boolean NOT NULL,
    words_sealed text NOT NULL,
    made_at timestamptz NOT NULL,
    answered_at timestamptz,
    answered_by_id uuid,
    answered_by_name text,
    answer_sealed text,
    CONSTRAINT case_home_ask_pk PRIMARY KEY (id),
    CONSTRAINT case_home_ask_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT case_home_ask_kind CHECK (kind IN ('call', 'other_mediator', 'end_mediation', 'withdrawal', 'urge', 'paid', 'not_received')),
    CONSTRAINT case_home_ask_part CHECK (wanted_part IN ('morning', 'afternoon', 'evening'))
);
CREATE INDEX case_home_ask_by_dispute ON case_home_ask (dispute_id, made_at);
CREATE INDEX case_home_urge_by_body ON case_home_ask (organisation_id, made_at) WHERE kind = 'urge';

CREATE TABLE case_home_complaint (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    about text NOT NULL,
    against_organisation_id uuid NOT NULL,
    to_organisation_id uuid NOT NULL,
    state text NOT NULL,
    words_sealed text NOT NULL,
    made_at timestamptz NOT NULL,
    answer_by_on date NOT NULL,
    taken_at timestamptz,
    taken_by_id uuid,
    taken_by_name text,
    answered_at timestamptz,
    answered_by_id uuid,
    answered_by_name text,
    outcome text,
    answer_sealed text,
    CONSTRAINT case_home_complaint_pk PRIMARY KEY (id),
    CONSTRAINT case_home_complaint_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT case_home_complaint_about CHECK (about IN ('person', 'delay', 'conduct', 'outcome')),
    CONSTRAINT case_home_complaint_state CHECK (state IN ('open', 'taken', 'answered')),
    CONSTRAINT case_home_complaint_outcome CHECK (outcome IN ('upheld', 'partly', 'not_upheld')),
    CONSTRAINT case_home_complaint_answer CHECK ((state = 'answered') = (outcome IS NOT NULL))
);
CREATE INDEX case_home_complaint_by_dispute ON case_home_complaint (dispute_id, made_at);
CREATE INDEX case_home_complaint_open ON case_home_complaint (to_organisation_id, answer_by_on) WHERE state <> 'answered';

CREATE TABLE case_home_data_request (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    kind text NOT NULL,
    state text NOT NULL,
    words_sealed text NOT NULL,
    made_at timestamptz NOT NULL,
    answer_by_on date NOT NULL,
    outcome text,
    reason text,
    decided_at timestamptz,
    decided_by_id uuid,
    decided_by_name text,
    answer_sealed text,
    taken_at timestamptz,
    CONSTRAINT case_home_data_request_pk PRIMARY KEY (id),
    CONSTRAINT case_home_data_request_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT case_home_data_request_kind CHECK (kind IN ('copy', 'correction', 'deletion')),
    CONSTRAINT case_home_data_request_state CHECK (state IN ('open', 'decided')),
    CONSTRAINT case_home_data_request_decision CHECK ((state = 'decided') = (outcome IS NOT NULL))
);
CREATE INDEX case_home_data_request_by_dispute ON case_home_data_request (dispute_id, made_at);
CREATE INDEX case_home_data_request_open ON case_home_data_request (answer_by_on, id) WHERE state = 'open';

CREATE TABLE case_home_message (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    from_party boolean NOT NULL,
    author_id uuid NOT NULL,
    author_name text NOT NULL,
    words_sealed text NOT NULL,
    sent_at timestamptz NOT NULL,
    read_at timestamptz,
    CONSTRAINT case_home_message_pk PRIMARY KEY (id),
    CONSTRAINT case_home_message_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX case_home_message_by_dispute ON case_home_message (dispute_id, sent_at);

CREATE TABLE case_home_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT case_home_setting_pk PRIMARY KEY (code)
);

CREATE TABLE clock_pause (
    id uuid NOT NULL,
    clock_id uuid NOT NULL,
    reason text NOT NULL,
    from_at timestamptz NOT NULL,
    to_at timestamptz,
    CONSTRAINT clock_pause_pk PRIMARY KEY (id),
    CONSTRAINT clock_pause_clock_fk FOREIGN KEY (clock_id) REFERENCES dispute_clock (id)
);
CREATE INDEX clock_pause_by_clock ON clock_pause (clock_id);

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
    certainty text NOT NULL,
    standing text NOT NULL,
    replaces text NOT NULL,
    CONSTRAINT clock_rule_pk PRIMARY KEY (code, valid_from),
    CONSTRAINT clock_rule_concerns CHECK (concerns IN ('staff', 'party', 'partner')),
    CONSTRAINT clock_rule_standing CHECK (standing IN ('in_force', 'preset', 'ended')),
    CONSTRAINT clock_rule_unit CHECK (unit IN ('hour', 'day', 'working_day', 'month', 'agreed'))
);

CREATE TABLE closing_archive (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    organisation_id uuid NOT NULL,
    retention text NOT NULL,
    proposed text NOT NULL,
    reason text,
    filer text NOT NULL,
    note text,
    archived_on date NOT NULL,
    archived_at timestamptz NOT NULL,
    dispose_after_on date,
    digest text NOT NULL,
    earlier_digest text,
    file_number text,
    event_number bigint NOT NULL,
    disposed_on date,
    CONSTRAINT closing_archive_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT closing_archive_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT closing_archive_retention CHECK (retention IN ('short', 'long', 'permanent')),
    CONSTRAINT closing_archive_proposed CHECK (proposed IN ('short', 'long', 'permanent'))
);
CREATE INDEX closing_archive_of_body ON closing_archive (organisation_id, archived_at, dispute_id);
CREATE INDEX closing_archive_by_time ON closing_archive (archived_at, dispute_id);
CREATE INDEX closing_archive_to_dispose ON closing_archive (organisation_id, dispose_after_on) WHERE dispose_after_on IS NOT NULL AND disposed_on IS NULL;

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

CREATE TABLE closing_explanation (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    part text NOT NULL,
    words text NOT NULL,
    explained_by_name text NOT NULL,
    explained_at timestamptz NOT NULL,
    CONSTRAINT closing_explanation_pk PRIMARY KEY (dispute_id, revision, part),
    CONSTRAINT closing_explanation_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

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

CREATE TABLE closing_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT closing_setting_pk PRIMARY KEY (code)
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
    recorded_by_id uuid NOT NULL,
    replaced_at timestamptz,
    CONSTRAINT closing_signature_pk PRIMARY KEY (id),
    CONSTRAINT closing_signature_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT closing_signature_manner CHECK (manner IN ('signature', 'fingerprint', 'seal', 'electronic'))
);
CREATE INDEX closing_signature_by_dispute ON closing_signature (dispute_id, revision);

CREATE TABLE court_confirmation (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    edition bigint NOT NULL,
    state text NOT NULL,
    version bigint NOT NULL,
    court_id uuid NOT NULL,
    ground text NOT NULL,
    form text NOT NULL,
    applicants jsonb NOT NULL,
    confirmed jsonb NOT NULL,
    papers jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    warnings bigint NOT NULL,
    applied_on date,
    received_on date,
    received_at timestamptz,
    marks jsonb NOT NULL,
    court_words text,
    answer_words text,
    accepted_on date,
    case_number text,
    judge_name text,
    extended_until_on date,
    reason text,
    ended_at timestamptz,
    ruled_on date,
    ruling_number text,
    performance_ends_on date,
    enforce_by_on date,
    enforcement_on date,
    served jsonb NOT NULL,
    CONSTRAINT court_confirmation_pk PRIMARY KEY (id),
    CONSTRAINT court_confirmation_edition_unique UNIQUE (dispute_id, revision, edition),
    CONSTRAINT court_confirmation_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_confirmation_state CHECK (state IN ('prepared', 'handed_in', 'returned', 'accepted', 'ruled', 'rejected', 'declined', 'withdrawn')),
    CONSTRAINT court_confirmation_form CHECK (form IN ('written', 'oral'))
);
CREATE INDEX court_confirmation_at_court ON court_confirmation (court_id, state, received_at);
CREATE INDEX court_confirmation_by_time ON court_confirmation (received_at) WHERE received_at IS NOT NULL;
CREATE UNIQUE INDEX court_confirmation_case_number ON court_confirmation (court_id, case_number) WHERE case_number IS NOT NULL;

CREATE TABLE court_entrustment (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    kind text NOT NULL,
    procedure text,
    court_id uuid NOT NULL,
    case_number text NOT NULL,
    judge_name text NOT NULL,
    judge_phone_sealed text,
    letter_number text,
    consent text NOT NULL,
    materials jsonb NOT NULL,
    received_on date NOT NULL,
    confirm_by_on date NOT NULL,
    state text NOT NULL,
    confirmed_at timestamptz,
    ended_at timestamptz,
    ended_by text,
    CONSTRAINT court_entrustment_pk PRIMARY KEY (id),
    CONSTRAINT court_entrustment_dispute_unique UNIQUE (dispute_id),
    CONSTRAINT court_entrustment_case_unique UNIQUE (court_id, case_number),
    CONSTRAINT court_entrustment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_entrustment_kind CHECK (kind IN ('delegated', 'entrusted')),
    CONSTRAINT court_entrustment_procedure CHECK (procedure IN ('ordinary', 'summary')),
    CONSTRAINT court_entrustment_kept_apart CHECK ((kind = 'entrusted') = (procedure IS NOT NULL)),
    CONSTRAINT court_entrustment_consent CHECK (consent IN ('both', 'to_ask')),
    CONSTRAINT court_entrustment_state CHECK (state IN ('received', 'confirmed', 'settled', 'returned'))
);
CREATE INDEX court_entrustment_at_court ON court_entrustment (court_id, state, received_on);
CREATE INDEX court_entrustment_to_confirm ON court_entrustment (confirm_by_on) WHERE state = 'received';
CREATE INDEX court_entrustment_by_day ON court_entrustment (received_on);

CREATE TABLE court_feedback (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    court_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    outcome text NOT NULL,
    reason text,
    number text,
    decided_on date NOT NULL,
    words text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    seen_at timestamptz,
    seen_by_name text,
    CONSTRAINT court_feedback_pk PRIMARY KEY (id),
    CONSTRAINT court_feedback_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_feedback_outcome CHECK (outcome IN ('declined', 'rejected', 'upheld', 'changed', 'annulled', 'void'))
);
CREATE INDEX court_feedback_by_dispute ON court_feedback (dispute_id);
CREATE INDEX court_feedback_by_body ON court_feedback (organisation_id, made_at);
CREATE INDEX court_feedback_by_time ON court_feedback (made_at);

CREATE TABLE court_filing (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    court_id uuid NOT NULL,
    state text NOT NULL,
    brought_on date NOT NULL,
    file_by_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    decided_on date,
    case_number text,
    court_words text,
    CONSTRAINT court_filing_pk PRIMARY KEY (id),
    CONSTRAINT court_filing_revision_unique UNIQUE (dispute_id, revision),
    CONSTRAINT court_filing_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_filing_state CHECK (state IN ('brought', 'filed', 'declined'))
);
CREATE INDEX court_filing_at_court ON court_filing (court_id, state, brought_on);
CREATE INDEX court_filing_by_day ON court_filing (brought_on);

CREATE TABLE court_package (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    kind text NOT NULL,
    court_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    content_sealed text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT court_package_pk PRIMARY KEY (id),
    CONSTRAINT court_package_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT court_package_kind CHECK (kind IN ('confirmation', 'settled', 'returned', 'filing'))
);
CREATE INDEX court_package_by_dispute ON court_package (dispute_id, made_at);
CREATE INDEX court_package_at_court ON court_package (court_id, made_at);

CREATE TABLE data_key (
    version bigint NOT NULL,
    wrapped text NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT data_key_pk PRIMARY KEY (version)
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
CREATE INDEX dispute_by_holder ON dispute (holder_id, queue_at, id, secrecy, window_id, state, handler_id, registered_at, hold_reason, hold_since_at, hold_until_at, news_at, news_by_id, closed_at) WHERE closed_at IS NULL;
CREATE INDEX dispute_by_window ON dispute (window_id, queue_at, id, secrecy, holder_id, state, handler_id, registered_at, hold_reason, hold_since_at, hold_until_at, news_at, news_by_id, closed_at) WHERE closed_at IS NULL;
CREATE INDEX dispute_by_due ON dispute (queue_at, id, secrecy, window_id, holder_id, state, handler_id, registered_at, hold_reason, hold_since_at, hold_until_at, news_at, news_by_id, closed_at) WHERE closed_at IS NULL;

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
CREATE INDEX dispute_body_by_organisation ON dispute_body (organisation_id, dispute_id) WHERE until_at IS NULL AND closed = FALSE AND role <> 'window';
CREATE INDEX dispute_body_newest ON dispute_body (organisation_id, dispute_id, until_at);

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
    extended_on date,
    ended_at timestamptz,
    late_at timestamptz,
    reminded_percent bigint NOT NULL,
    CONSTRAINT dispute_clock_pk PRIMARY KEY (id),
    CONSTRAINT dispute_clock_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT dispute_clock_rule_fk FOREIGN KEY (code, rule_valid_from) REFERENCES clock_rule (code, valid_from),
    CONSTRAINT dispute_clock_state CHECK (state IN ('running', 'paused', 'met', 'ended'))
);
CREATE INDEX dispute_clock_by_dispute ON dispute_clock (dispute_id, code);
CREATE INDEX dispute_clock_by_due ON dispute_clock (due_at, id) WHERE state = 'running' AND concerns = 'staff';
CREATE INDEX dispute_clock_by_right ON dispute_clock (soon_at, id) WHERE state = 'running' AND concerns = 'party' AND reminded_percent < 100;

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
    version bigint,
    CONSTRAINT dispute_event_pk PRIMARY KEY (dispute_id, number),
    CONSTRAINT dispute_event_id_unique UNIQUE (id),
    CONSTRAINT dispute_event_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_event_by_time ON dispute_event (happened_at, id);

CREATE TABLE dispute_note (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    event_id uuid NOT NULL,
    words text NOT NULL,
    CONSTRAINT dispute_note_pk PRIMARY KEY (id),
    CONSTRAINT dispute_note_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_note_by_event ON dispute_note (dispute_id, event_id);

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
CREATE INDEX dispute_party_organisations ON dispute_party (dispute_id, name, name_initials) WHERE kind <> 'natural' AND removed_at IS NULL;

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
CREATE INDEX dispute_person_by_account ON dispute_person (account_id, window_id, dispute_id) WHERE until_at IS NULL AND closed = FALSE;
CREATE INDEX dispute_person_newest ON dispute_person (account_id, dispute_id, until_at);

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

CREATE TABLE dispute_seen (
    account_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    seen_at timestamptz NOT NULL,
    CONSTRAINT dispute_seen_pk PRIMARY KEY (account_id, dispute_id),
    CONSTRAINT dispute_seen_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dispute_seen_by_dispute ON dispute_seen (dispute_id);

CREATE TABLE dossier_advice (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    addressee text NOT NULL,
    problem text NOT NULL,
    advice text NOT NULL,
    reply_by_on date NOT NULL,
    written_on date NOT NULL,
    written_by_id uuid NOT NULL,
    CONSTRAINT dossier_advice_pk PRIMARY KEY (id),
    CONSTRAINT dossier_advice_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dossier_advice_by_dispute ON dossier_advice (dispute_id, revision);

CREATE TABLE dossier_scan (
    attachment_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    code text NOT NULL,
    about text,
    filed_at timestamptz NOT NULL,
    CONSTRAINT dossier_scan_pk PRIMARY KEY (attachment_id),
    CONSTRAINT dossier_scan_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dossier_scan_by_dispute ON dossier_scan (dispute_id);

CREATE TABLE entrance (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    kind_words text,
    organisation_id uuid,
    place_code text,
    leads_to text NOT NULL,
    door text,
    active boolean NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT entrance_pk PRIMARY KEY (id),
    CONSTRAINT entrance_code UNIQUE (code),
    CONSTRAINT entrance_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT entrance_leads_to CHECK (leads_to IN ('home', 'guidance', 'application'))
);

CREATE TABLE entrance_count (
    code text NOT NULL,
    counted_on date NOT NULL,
    looks bigint NOT NULL,
    begun bigint NOT NULL,
    sent bigint NOT NULL,
    CONSTRAINT entrance_count_pk PRIMARY KEY (code, counted_on)
);

CREATE TABLE evaluation_satisfaction (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    party_id uuid NOT NULL,
    score bigint NOT NULL,
    fair boolean NOT NULL,
    fast boolean NOT NULL,
    words text,
    given_on date NOT NULL,
    CONSTRAINT evaluation_satisfaction_pk PRIMARY KEY (dispute_id, revision, party_id),
    CONSTRAINT evaluation_satisfaction_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT evaluation_satisfaction_score CHECK (score BETWEEN 1 AND 5)
);

CREATE TABLE evaluation_visit (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    planned_on date,
    visited_on date,
    manner text,
    performance text,
    satisfied boolean,
    lawsuit boolean,
    remaining_risk text,
    words text,
    visitor_id uuid,
    visitor_name text,
    CONSTRAINT evaluation_visit_pk PRIMARY KEY (id),
    CONSTRAINT evaluation_visit_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX evaluation_visit_by_dispute ON evaluation_visit (dispute_id, revision, planned_on);

CREATE TABLE exchange_key (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    scheme text NOT NULL,
    secret_sealed text NOT NULL,
    public_key text,
    partner_key text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    ends_at timestamptz,
    CONSTRAINT exchange_key_pk PRIMARY KEY (id),
    CONSTRAINT exchange_key_name UNIQUE (partner_id, name),
    CONSTRAINT exchange_key_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id),
    CONSTRAINT exchange_key_scheme CHECK (scheme = 'hmac_sm3' OR (public_key IS NOT NULL AND partner_key IS NOT NULL))
);

CREATE TABLE exchange_message (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    direction text NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    dispute_id uuid,
    state text NOT NULL,
    content_sealed text,
    papers jsonb NOT NULL,
    digest text,
    size_bytes bigint NOT NULL,
    tries bigint NOT NULL,
    faults jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT exchange_message_pk PRIMARY KEY (id),
    CONSTRAINT exchange_message_sequence UNIQUE (partner_id, direction, sequence),
    CONSTRAINT exchange_message_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id),
    CONSTRAINT exchange_message_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT exchange_message_direction CHECK (direction IN ('in', 'out')),
    CONSTRAINT exchange_message_state CHECK ( (direction = 'out' AND state IN ('waiting', 'exported', 'delivered', 'rejected')) OR (direction = 'in' AND state IN ('held', 'taken', 'rejected')))
);
CREATE INDEX exchange_message_open ON exchange_message (partner_id, sequence) WHERE state IN ('waiting', 'exported', 'held', 'rejected');
CREATE INDEX exchange_message_by_dispute ON exchange_message (dispute_id) WHERE dispute_id IS NOT NULL;

CREATE TABLE exchange_package (
    message_id uuid NOT NULL,
    package_sealed text NOT NULL,
    CONSTRAINT exchange_package_pk PRIMARY KEY (message_id),
    CONSTRAINT exchange_package_message_fk FOREIGN KEY (message_id) REFERENCES exchange_message (id)
);

CREATE TABLE exchange_partner (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    organisation_id uuid,
    window_id uuid NOT NULL,
    matters jsonb NOT NULL,
    contact_name text,
    contact_phone text,
    legal_basis text NOT NULL,
    way text NOT NULL,
    address text,
    active boolean NOT NULL,
    sent_sequence bigint NOT NULL,
    taken_sequence bigint NOT NULL,
    next_try_at timestamptz,
    sending_until timestamptz,
    failures bigint NOT NULL,
    last_fault text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT exchange_partner_pk PRIMARY KEY (id),
    CONSTRAINT exchange_partner_code UNIQUE (code),
    CONSTRAINT exchange_partner_window_fk FOREIGN KEY (window_id) REFERENCES organisation (id),
    CONSTRAINT exchange_partner_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT exchange_partner_way CHECK (way IN ('rest', 'files', 'none')),
    CONSTRAINT exchange_partner_address CHECK (way <> 'rest' OR address IS NOT NULL)
);

CREATE TABLE exchange_refusal (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    code text NOT NULL,
    digest text NOT NULL,
    refused_at timestamptz NOT NULL,
    CONSTRAINT exchange_refusal_pk PRIMARY KEY (id),
    CONSTRAINT exchange_refusal_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id)
);
CREATE INDEX exchange_refusal_by_partner ON exchange_refusal (partner_id, refused_at);

CREATE TABLE exchange_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT exchange_setting_pk PRIMARY KEY (code)
);

CREATE TABLE expert (
    id uuid NOT NULL,
    name text NOT NULL,
    unit text NOT NULL,
    title text NOT NULL,
    fields jsonb NOT NULL,
    from_on date NOT NULL,
    to_on date,
    version bigint NOT NULL,
    CONSTRAINT expert_pk PRIMARY KEY (id),
    CONSTRAINT expert_term CHECK (to_on IS NULL OR to_on >= from_on)
);

CREATE TABLE guidance_parts (
    id uuid NOT NULL,
    version bigint NOT NULL,
    content jsonb NOT NULL,
    valid_from date,
    edits bigint NOT NULL,
    edited_by_id uuid NOT NULL,
    edited_at timestamptz NOT NULL,
    CONSTRAINT guidance_parts_pk PRIMARY KEY (id),
    CONSTRAINT guidance_parts_version UNIQUE (version)
);

CREATE TABLE guidance_step (
    counted_on date NOT NULL,
    channel text NOT NULL,
    name text NOT NULL,
    step text NOT NULL,
    shown bigint NOT NULL,
    answered bigint NOT NULL,
    CONSTRAINT guidance_step_pk PRIMARY KEY (name, counted_on, channel, step)
);

CREATE TABLE guidance_tree (
    id uuid NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    content jsonb NOT NULL,
    valid_from date,
    edits bigint NOT NULL,
    edited_by_id uuid NOT NULL,
    edited_at timestamptz NOT NULL,
    CONSTRAINT guidance_tree_pk PRIMARY KEY (id),
    CONSTRAINT guidance_tree_version UNIQUE (name, version)
);

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

CREATE TABLE idempotency_key (
    account_id uuid NOT NULL,
    key text NOT NULL,
    request_digest text NOT NULL,
    attempt text NOT NULL,
    status bigint NOT NULL,
    entity_tag text NOT NULL,
    body_sealed text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_key_pk PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);

CREATE TABLE identity_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT identity_setting_pk PRIMARY KEY (code)
);

CREATE TABLE intake_draft (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    saved_at timestamptz NOT NULL,
    content_sealed text NOT NULL,
    CONSTRAINT intake_draft_pk PRIMARY KEY (id)
);
CREATE INDEX intake_draft_by_account ON intake_draft (account_id, saved_at);
CREATE INDEX intake_draft_by_time ON intake_draft (saved_at);

CREATE TABLE intake_import_row (
    reference text NOT NULL,
    file_name text NOT NULL,
    row_number bigint NOT NULL,
    outcome text NOT NULL,
    why text NOT NULL,
    written_place text NOT NULL,
    dispute_id uuid,
    imported_at timestamptz NOT NULL,
    CONSTRAINT intake_import_row_pk PRIMARY KEY (reference),
    CONSTRAINT intake_import_row_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT intake_import_row_outcome CHECK (outcome IN ('taken', 'merged', 'refused'))
);
CREATE INDEX intake_import_row_by_dispute ON intake_import_row (dispute_id);

CREATE TABLE intake_merge (
    merged_id uuid NOT NULL,
    kept_id uuid NOT NULL,
    cause text NOT NULL,
    similarity_percent bigint,
    merged_at timestamptz NOT NULL,
    merged_by_id uuid NOT NULL,
    CONSTRAINT intake_merge_pk PRIMARY KEY (merged_id),
    CONSTRAINT intake_merge_merged_fk FOREIGN KEY (merged_id) REFERENCES dispute (id),
    CONSTRAINT intake_merge_kept_fk FOREIGN KEY (kept_id) REFERENCES dispute (id),
    CONSTRAINT intake_merge_cause CHECK (cause IN ('person', 'import'))
);
CREATE INDEX intake_merge_by_kept ON intake_merge (kept_id);

CREATE TABLE intake_proposal (
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    reasons jsonb NOT NULL,
    CONSTRAINT intake_proposal_pk PRIMARY KEY (dispute_id),
    CONSTRAINT intake_proposal_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE intake_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT intake_setting_pk PRIMARY KEY (code)
);

CREATE TABLE intake_sketch (
    dispute_id uuid NOT NULL,
    registered_on date NOT NULL,
    band_1 bigint NOT NULL,
    band_2 bigint NOT NULL,
    band_3 bigint NOT NULL,
    band_4 bigint NOT NULL,
    band_5 bigint NOT NULL,
    band_6 bigint NOT NULL,
    CONSTRAINT intake_sketch_pk PRIMARY KEY (dispute_id),
    CONSTRAINT intake_sketch_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX intake_sketch_by_date ON intake_sketch (registered_on);
CREATE INDEX intake_sketch_by_band_1 ON intake_sketch (band_1, dispute_id);
CREATE INDEX intake_sketch_by_band_2 ON intake_sketch (band_2, dispute_id);
CREATE INDEX intake_sketch_by_band_3 ON intake_sketch (band_3, dispute_id);
CREATE INDEX intake_sketch_by_band_4 ON intake_sketch (band_4, dispute_id);
CREATE INDEX intake_sketch_by_band_5 ON intake_sketch (band_5, dispute_id);
CREATE INDEX intake_sketch_by_band_6 ON intake_sketch (band_6, dispute_id);

CREATE TABLE intake_type_word (
    word text NOT NULL,
    position bigint NOT NULL,
    national_type text NOT NULL,
    local_type text,
    CONSTRAINT intake_type_word_pk PRIMARY KEY (word)
);

CREATE TABLE invitation (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    revision bigint NOT NULL,
    code_digest text NOT NULL,
    code_sealed text NOT NULL,
    notice_id uuid,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    ends_at timestamptz NOT NULL,
    ended_at timestamptz,
    opened_at timestamptz,
    opened_by text,
    furthest text,
    follow_at timestamptz,
    CONSTRAINT invitation_pk PRIMARY KEY (id),
    CONSTRAINT invitation_code UNIQUE (code_digest),
    CONSTRAINT invitation_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT invitation_opened_by CHECK (opened_by IN ('link', 'paper', 'typed', 'phone', 'window', 'visit')),
    CONSTRAINT invitation_furthest CHECK (furthest IN ('opened', 'asked', 'chosen', 'answered'))
);
CREATE INDEX invitation_by_dispute ON invitation (dispute_id, made_at);
CREATE INDEX invitation_by_time ON invitation (made_at);
CREATE INDEX invitation_to_follow ON invitation (follow_at) WHERE follow_at IS NOT NULL;

CREATE TABLE invitation_account (
    party_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    statement_sealed text,
    representative_sealed text,
    days_away jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT invitation_account_pk PRIMARY KEY (party_id),
    CONSTRAINT invitation_account_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX invitation_account_by_dispute ON invitation_account (dispute_id);

CREATE TABLE invitation_answer (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    revision bigint NOT NULL,
    answer text NOT NULL,
    until_on date,
    reason_sealed text,
    way text NOT NULL,
    said_by text,
    said_on date,
    noted_by_name text,
    given_at timestamptz NOT NULL,
    CONSTRAINT invitation_answer_pk PRIMARY KEY (id),
    CONSTRAINT invitation_answer_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT invitation_answer_answer CHECK (answer IN ('agree', 'later', 'refuse')),
    CONSTRAINT invitation_answer_way CHECK (way IN ('link', 'paper', 'typed', 'phone', 'window', 'visit'))
);
CREATE INDEX invitation_answer_by_dispute ON invitation_answer (dispute_id, given_at);

CREATE TABLE invitation_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT invitation_setting_pk PRIMARY KEY (code)
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
    period_seconds bigint,
    CONSTRAINT job_pk PRIMARY KEY (id),
    CONSTRAINT job_key_unique UNIQUE (kind, key),
    CONSTRAINT job_state CHECK (state IN ('waiting', 'running', 'done', 'failed'))
);
CREATE INDEX job_by_due ON job (due_at, id) WHERE state IN ('waiting', 'running');
CREATE INDEX job_by_state ON job (state, id);
CREATE INDEX job_by_finished ON job (finished_at) WHERE state = 'done';

CREATE TABLE journal_root (
    root_on date NOT NULL,
    made_at timestamptz NOT NULL,
    chain_count bigint NOT NULL,
    event_count bigint NOT NULL,
    previous_digest text NOT NULL,
    digest text NOT NULL,
    CONSTRAINT journal_root_pk PRIMARY KEY (root_on)
);

CREATE TABLE journal_root_end (
    root_on date NOT NULL,
    dispute_id uuid NOT NULL,
    number bigint NOT NULL,
    digest text NOT NULL,
    CONSTRAINT journal_root_end_pk PRIMARY KEY (root_on, dispute_id)
);
CREATE INDEX journal_root_end_by_dispute ON journal_root_end (dispute_id, number);

CREATE TABLE live_counter (
    name text NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT live_counter_pk PRIMARY KEY (name)
);

CREATE TABLE live_message (
    number bigint NOT NULL,
    subject_id uuid NOT NULL,
    topics text NOT NULL,
    words text NOT NULL,
    CONSTRAINT live_message_pk PRIMARY KEY (number)
);

CREATE TABLE live_outbox (
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    topics text NOT NULL,
    words text NOT NULL,
    CONSTRAINT live_outbox_pk PRIMARY KEY (id)
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
    since_on date,
    CONSTRAINT mediator_pk PRIMARY KEY (account_id),
    CONSTRAINT mediator_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT mediator_kind CHECK (kind IN ('full_time', 'part_time', 'invited')),
    CONSTRAINT mediator_entry CHECK (entry IN ('elected', 'engaged')),
    CONSTRAINT mediator_grade CHECK (grade BETWEEN 1 AND 4)
);

CREATE TABLE notice (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    party_id uuid NOT NULL,
    event text NOT NULL,
    source_id uuid NOT NULL,
    language text NOT NULL,
    facts jsonb NOT NULL,
    ladder jsonb NOT NULL,
    step bigint NOT NULL,
    tries bigint NOT NULL,
    state text NOT NULL,
    due_at timestamptz,
    inbox_sealed text NOT NULL,
    secrets_sealed text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT notice_pk PRIMARY KEY (id),
    CONSTRAINT notice_once UNIQUE (source_id, event, party_id),
    CONSTRAINT notice_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT notice_state CHECK (state IN ('waiting', 'next_method', 'sent', 'delivered', 'read', 'failed'))
);
CREATE INDEX notice_by_dispute ON notice (dispute_id, made_at);

CREATE TABLE notice_channel (
    method text NOT NULL,
    sent_at timestamptz,
    failed_at timestamptz,
    fault text,
    CONSTRAINT notice_channel_pk PRIMARY KEY (method)
);

CREATE TABLE notice_contact (
    party_id uuid NOT NULL,
    mail_sealed text,
    openid_sealed text,
    CONSTRAINT notice_contact_pk PRIMARY KEY (party_id)
);

CREATE TABLE notice_ladder (
    id uuid NOT NULL,
    event text NOT NULL,
    version bigint NOT NULL,
    methods jsonb NOT NULL,
    valid_from_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT notice_ladder_pk PRIMARY KEY (id),
    CONSTRAINT notice_ladder_version UNIQUE (event, version)
);

CREATE TABLE notice_service (
    id uuid NOT NULL,
    notice_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    step bigint NOT NULL,
    attempt bigint NOT NULL,
    method text NOT NULL,
    state text NOT NULL,
    recipient_sealed text,
    recipient_digest text,
    words_sealed text NOT NULL,
    fault text,
    remark text,
    begun_at timestamptz NOT NULL,
    changed_at timestamptz NOT NULL,
    CONSTRAINT notice_service_pk PRIMARY KEY (id),
    CONSTRAINT notice_service_once UNIQUE (notice_id, step, attempt),
    CONSTRAINT notice_service_notice_fk FOREIGN KEY (notice_id) REFERENCES notice (id),
    CONSTRAINT notice_service_state CHECK (state IN ('sending', 'sent', 'delivered', 'read', 'failed'))
);
CREATE INDEX notice_service_by_recipient ON notice_service (recipient_digest, begun_at);
CREATE INDEX notice_service_unreported ON notice_service (begun_at) WHERE state = 'sent';

CREATE TABLE notice_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT notice_setting_pk PRIMARY KEY (code)
);

CREATE TABLE notice_template (
    id uuid NOT NULL,
    event text NOT NULL,
    method text NOT NULL,
    language text NOT NULL,
    version bigint NOT NULL,
    words text NOT NULL,
    valid_from_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT notice_template_pk PRIMARY KEY (id),
    CONSTRAINT notice_template_version UNIQUE (event, method, language, version)
);

CREATE TABLE number_given (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    series text NOT NULL,
    year bigint NOT NULL,
    serial bigint NOT NULL,
    number text NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    about text NOT NULL,
    given_at timestamptz NOT NULL,
    given_by_name text NOT NULL,
    void_at timestamptz,
    void_by_name text,
    void_reason text,
    CONSTRAINT number_given_pk PRIMARY KEY (id),
    CONSTRAINT number_given_serial UNIQUE (organisation_id, kind, series, year, serial),
    CONSTRAINT number_given_number UNIQUE (number),
    CONSTRAINT number_given_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT number_given_kind CHECK (kind IN ('file', 'paper')),
    CONSTRAINT number_given_void CHECK ((void_at IS NULL) = (void_reason IS NULL))
);
CREATE UNIQUE INDEX number_given_valid ON number_given (dispute_id, revision, kind, about) WHERE void_at IS NULL;
CREATE INDEX number_given_by_body ON number_given (organisation_id, given_at, id);

CREATE TABLE number_pattern (
    organisation_id uuid NOT NULL,
    file_pattern text NOT NULL,
    paper_pattern text NOT NULL,
    field_word text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT number_pattern_pk PRIMARY KEY (organisation_id),
    CONSTRAINT number_pattern_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
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
    version bigint NOT NULL,
    CONSTRAINT organisation_pk PRIMARY KEY (id),
    CONSTRAINT organisation_name_unique UNIQUE (name),
    CONSTRAINT organisation_parent_fk FOREIGN KEY (parent_id) REFERENCES organisation (id),
    CONSTRAINT organisation_level CHECK (level IN ('city', 'county', 'town', 'village')),
    CONSTRAINT organisation_term CHECK (closed_on IS NULL OR closed_on >= open_from_on)
);
CREATE INDEX organisation_by_parent ON organisation (parent_id, name);
CREATE INDEX organisation_by_place ON organisation (place_code, kind);
CREATE INDEX organisation_by_abbreviation ON organisation (abbreviation);

CREATE TABLE organisation_area (
    organisation_id uuid NOT NULL,
    place_code text NOT NULL,
    CONSTRAINT organisation_area_pk PRIMARY KEY (organisation_id, place_code),
    CONSTRAINT organisation_area_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX organisation_area_by_place ON organisation_area (place_code, organisation_id);

CREATE TABLE organisation_field (
    organisation_id uuid NOT NULL,
    field text NOT NULL,
    CONSTRAINT organisation_field_pk PRIMARY KEY (organisation_id, field),
    CONSTRAINT organisation_field_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

CREATE TABLE organisation_scope (
    over_id uuid NOT NULL,
    under_id uuid NOT NULL,
    CONSTRAINT organisation_scope_pk PRIMARY KEY (over_id, under_id),
    CONSTRAINT organisation_scope_over_fk FOREIGN KEY (over_id) REFERENCES organisation (id),
    CONSTRAINT organisation_scope_under_fk FOREIGN KEY (under_id) REFERENCES organisation (id)
);
CREATE INDEX organisation_scope_by_under ON organisation_scope (under_id, over_id);

CREATE TABLE organisation_tree (
    code text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT organisation_tree_pk PRIMARY KEY (code)
);

CREATE TABLE paper_template (
    code text NOT NULL,
    version bigint NOT NULL,
    title text NOT NULL,
    law text NOT NULL,
    lines text NOT NULL,
    valid_from_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT paper_template_pk PRIMARY KEY (code, version)
);

CREATE TABLE partner_referral (
    dispute_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    matter text NOT NULL,
    reference text NOT NULL,
    letter_number text,
    letter_on date,
    received_on date,
    deadline_on date,
    consent_by text,
    consent_on date,
    contact_sealed text,
    papers jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT partner_referral_pk PRIMARY KEY (dispute_id),
    CONSTRAINT partner_referral_reference UNIQUE (partner_id, reference),
    CONSTRAINT partner_referral_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT partner_referral_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id)
);

CREATE TABLE partner_referral_out (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    partner_id uuid NOT NULL,
    matter text NOT NULL,
    reference text NOT NULL,
    state text NOT NULL,
    urgent boolean NOT NULL,
    content_sealed text NOT NULL,
    consent_by text NOT NULL,
    consent_on date,
    papers jsonb NOT NULL,
    sent_on date NOT NULL,
    sent_by_name text NOT NULL,
    answer_due_on date,
    answered_on date,
    partner_number text,
    refusal text,
    amount_fen bigint,
    result_due_on date,
    finished_on date,
    result text,
    made_at timestamptz NOT NULL,
    CONSTRAINT partner_referral_out_pk PRIMARY KEY (id),
    CONSTRAINT partner_referral_out_reference UNIQUE (partner_id, reference),
    CONSTRAINT partner_referral_out_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT partner_referral_out_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id),
    CONSTRAINT partner_referral_out_state CHECK (state IN ('sent', 'accepted', 'refused', 'finished'))
);
CREATE INDEX partner_referral_out_by_dispute ON partner_referral_out (dispute_id);

CREATE TABLE partner_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT partner_setting_pk PRIMARY KEY (code)
);

CREATE TABLE place (
    code text NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    initials text NOT NULL,
    level text NOT NULL,
    parent_code text,
    CONSTRAINT place_pk PRIMARY KEY (code),
    CONSTRAINT place_level CHECK (level IN ('province', 'city', 'county', 'town', 'village'))
);
CREATE INDEX place_by_parent ON place (parent_code, code);
CREATE INDEX place_by_initials ON place (initials, code);

CREATE TABLE post (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    duty text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    ended_at timestamptz,
    CONSTRAINT post_pk PRIMARY KEY (id),
    CONSTRAINT post_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT post_term CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX post_by_account ON post (account_id, from_on);
CREATE INDEX post_by_organisation ON post (organisation_id, duty);

CREATE TABLE routing_weights (
    version bigint NOT NULL,
    weights jsonb NOT NULL,
    basis text NOT NULL,
    valid_from_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT routing_weights_pk PRIMARY KEY (version)
);

CREATE TABLE saved_queue (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    name text NOT NULL,
    query jsonb NOT NULL,
    saved_at timestamptz NOT NULL,
    CONSTRAINT saved_queue_pk PRIMARY KEY (id),
    CONSTRAINT saved_queue_name_unique UNIQUE (account_id, name)
);

CREATE TABLE search_entry (
    place INTEGER NOT NULL,
    dispute_id uuid NOT NULL,
    tokens text NOT NULL,
    CONSTRAINT search_entry_pk PRIMARY KEY (place),
    CONSTRAINT search_entry_dispute_unique UNIQUE (dispute_id),
    CONSTRAINT search_entry_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE serial_counter (
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    year bigint NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT serial_counter_pk PRIMARY KEY (organisation_id, kind, year)
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
    ends_at timestamptz NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (id),
    CONSTRAINT session_token_unique UNIQUE (token_digest),
    CONSTRAINT session_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT session_post_fk FOREIGN KEY (post_id) REFERENCES post (id),
    CONSTRAINT session_owes CHECK (owes IN ('nothing', 'password', 'second_factor'))
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_post ON session (post_id);
CREATE INDEX session_by_end ON session (ends_at);

CREATE TABLE signing_key (
    id uuid NOT NULL,
    organisation_id uuid,
    kind text NOT NULL,
    certificate text NOT NULL,
    chain text NOT NULL,
    key_sealed text NOT NULL,
    made_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT signing_key_pk PRIMARY KEY (id),
    CONSTRAINT signing_key_kind CHECK (kind IN ('x509', 'sm2'))
);
CREATE INDEX signing_key_by_organisation ON signing_key (organisation_id, kind);

CREATE TABLE signing_paper (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    code text NOT NULL,
    about text,
    title text NOT NULL,
    version bigint NOT NULL,
    replaces_id uuid,
    check_code text NOT NULL,
    organisation_id uuid NOT NULL,
    ink_only boolean NOT NULL,
    in_order boolean NOT NULL,
    places jsonb NOT NULL,
    digest_sm3 text NOT NULL,
    digest_sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    state text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    ends_on date NOT NULL,
    completed_at timestamptz,
    completed_sm3 text,
    completed_sha256 text,
    completed_bytes bigint,
    ended_at timestamptz,
    reason_sealed text,
    CONSTRAINT signing_paper_pk PRIMARY KEY (id),
    CONSTRAINT signing_paper_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT signing_paper_check UNIQUE (check_code),
    CONSTRAINT signing_paper_state CHECK (state IN ('open', 'completed', 'refused', 'expired', 'void'))
);
CREATE INDEX signing_paper_by_dispute ON signing_paper (dispute_id, made_at);
CREATE INDEX signing_paper_by_digest ON signing_paper (digest_sm3);
CREATE INDEX signing_paper_by_completed ON signing_paper (completed_sm3);
CREATE INDEX signing_paper_open ON signing_paper (ends_on) WHERE state = 'open';

CREATE TABLE signing_signer (
    id uuid NOT NULL,
    paper_id uuid NOT NULL,
    position bigint NOT NULL,
    role text NOT NULL,
    party_id uuid,
    agent_id uuid,
    account_id uuid,
    name text NOT NULL,
    state text NOT NULL,
    method text,
    signed_at timestamptz,
    evidence text,
    evidence_sm3 text,
    strokes_sealed text,
    picture_digest text,
    link_digest text,
    link_made_at timestamptz,
    CONSTRAINT signing_signer_pk PRIMARY KEY (id),
    CONSTRAINT signing_signer_paper_fk FOREIGN KEY (paper_id) REFERENCES signing_paper (id),
    CONSTRAINT signing_signer_link UNIQUE (link_digest),
    CONSTRAINT signing_signer_role CHECK (role IN ('party', 'agent', 'mediator', 'judge', 'keeper')),
    CONSTRAINT signing_signer_state CHECK (state IN ('waiting', 'signed', 'refused')),
    CONSTRAINT signing_signer_method CHECK (method IN ('strokes', 'phone', 'fingerprint', 'ink', 'password', 'seal'))
);
CREATE INDEX signing_signer_by_paper ON signing_signer (paper_id, position);
CREATE INDEX signing_signer_by_party ON signing_signer (party_id);
CREATE INDEX signing_signer_by_picture ON signing_signer (picture_digest);

CREATE TABLE signing_timestamp_server (
    number bigint NOT NULL,
    url text NOT NULL,
    CONSTRAINT signing_timestamp_server_pk PRIMARY KEY (number)
);

CREATE TABLE supervision_escalation (
    subject_id uuid NOT NULL,
    level bigint NOT NULL,
    subject text NOT NULL,
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    escalated_at timestamptz NOT NULL,
    CONSTRAINT supervision_escalation_pk PRIMARY KEY (subject_id, level),
    CONSTRAINT supervision_escalation_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT supervision_escalation_subject CHECK (subject IN ('clock', 'order'))
);
CREATE INDEX supervision_escalation_by_dispute ON supervision_escalation (dispute_id);
CREATE INDEX supervision_escalation_by_organisation ON supervision_escalation (organisation_id, escalated_at);

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
    changed_at timestamptz NOT NULL,
    CONSTRAINT supervision_order_pk PRIMARY KEY (id),
    CONSTRAINT supervision_order_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT supervision_order_kind CHECK (kind IN ('remind', 'supervise')),
    CONSTRAINT supervision_order_state CHECK (state IN ('open', 'replied', 'reopened', 'closed'))
);
CREATE INDEX supervision_order_by_dispute ON supervision_order (dispute_id, issued_at);
CREATE INDEX supervision_order_by_body ON supervision_order (to_organisation_id, id) WHERE state <> 'closed';
CREATE INDEX supervision_order_waiting ON supervision_order (reply_by_on, id) WHERE state IN ('open', 'reopened');

CREATE TABLE supervision_order_step (
    id uuid NOT NULL,
    order_id uuid NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    done_at timestamptz NOT NULL,
    done_by_id uuid NOT NULL,
    CONSTRAINT supervision_order_step_pk PRIMARY KEY (id),
    CONSTRAINT supervision_order_step_order_fk FOREIGN KEY (order_id) REFERENCES supervision_order (id),
    CONSTRAINT supervision_order_step_kind CHECK (kind IN ('reply', 'reopening', 'closing'))
);
CREATE INDEX supervision_order_step_by_order ON supervision_order_step (order_id, done_at);

CREATE TABLE supervision_reminder (
    clock_id uuid NOT NULL,
    percent bigint NOT NULL,
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    code text NOT NULL,
    due_at timestamptz NOT NULL,
    reminded_at timestamptz NOT NULL,
    CONSTRAINT supervision_reminder_pk PRIMARY KEY (clock_id, percent, due_at),
    CONSTRAINT supervision_reminder_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX supervision_reminder_by_dispute ON supervision_reminder (dispute_id);

CREATE TABLE supervision_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT supervision_setting_pk PRIMARY KEY (code)
);

CREATE TABLE task (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    due_on date,
    assignee_id uuid NOT NULL,
    made_by_id uuid NOT NULL,
    made_by_name text NOT NULL,
    made_at timestamptz NOT NULL,
    done_at timestamptz,
    done_by_name text,
    CONSTRAINT task_pk PRIMARY KEY (id),
    CONSTRAINT task_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT task_kind CHECK (kind IN ('task', 'mention'))
);
CREATE INDEX task_by_dispute ON task (dispute_id, made_at);
CREATE INDEX task_by_assignee ON task (assignee_id, due_on) WHERE done_at IS NULL;

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
    accepted_by_id uuid NOT NULL,
    CONSTRAINT triage_assessment_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT triage_assessment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE triage_redirection (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    route text NOT NULL,
    organisation_id uuid,
    reason text NOT NULL,
    words text NOT NULL,
    redirected_at timestamptz NOT NULL,
    redirected_by_id uuid NOT NULL,
    CONSTRAINT triage_redirection_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT triage_redirection_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE triage_refusal (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    reason text NOT NULL,
    routes jsonb NOT NULL,
    words text NOT NULL,
    refused_at timestamptz NOT NULL,
    refused_by_id uuid NOT NULL,
    CONSTRAINT triage_refusal_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT triage_refusal_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT triage_refusal_reason CHECK (reason IN ('R01', 'R02', 'R03', 'R04', 'R05', 'R07', 'R08'))
);

CREATE TABLE triage_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT triage_setting_pk PRIMARY KEY (code)
);

CREATE TABLE triage_word (
    word text NOT NULL,
    flag text NOT NULL,
    CONSTRAINT triage_word_pk PRIMARY KEY (word)
);
