-- 档案: reviews of files, loans, legal holds, disposal.

-- A review of one filing. points: seven scores in their order, each out of its weight; empty until it was judged. state:
-- picked, returned (the body repairs until the clock ends), repaired (the reviewer looks again), accepted. mediator_id: who
-- presided. draw_id: of which draw; none when it was picked by hand.
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

-- What was found, at a paper and page of the file.
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

-- A draw of a body's files closed in a period. Whoever has the seed and the list draws the same again.
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

-- Who reads a file, why and until when. parts: of the file; empty for the whole. file_number: as the asker wrote it, so
-- that asking tells nobody whether there is such a file; dispute_id: once the archive has found it.
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

-- Legal hold: nothing of the case is disposed of until it is lifted.
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

-- 销毁: the files of an archive whose day is over in a year, from the proposal to the certificate. Two different persons
-- approve: the head of the archive and somebody of the centre above.
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

-- One line of its list, kept for good: what there was. left_out: why it was spared when the list was carried out.
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

CREATE TABLE archive_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT archive_setting_pk PRIMARY KEY (code)
);
INSERT INTO archive_setting (code, value, least, most, basis, certainty) VALUES
    ('grade_excellent', 90, 1, 100, '得分达到满分的百分之多少为优秀；七项评查标准见实践，分数线没有规定', 'default'),
    ('grade_good', 80, 1, 100, '得分达到满分的百分之多少为良好；分数线没有规定', 'default'),
    ('grade_passed', 60, 1, 100, '得分达到满分的百分之多少为合格；分数线没有规定', 'default'),
    ('loan_days', 14, 1, 365, '一次借阅最长多少天；法律没有规定', 'default'),
    ('weight_complete_papers', 20, 0, 100, '材料齐全的分值；七项评查标准见实践，分值没有规定', 'default'),
    ('weight_correct_law', 15, 0, 100, '协议适用法律正确的分值；分值没有规定', 'default'),
    ('weight_lawful_acceptance', 15, 0, 100, '受理合法的分值；分值没有规定', 'default'),
    ('weight_proper_binding', 10, 0, 100, '装订规范的分值；分值没有规定', 'default'),
    ('weight_proper_evidence', 15, 0, 100, '证据规范的分值；分值没有规定', 'default'),
    ('weight_standard_forms', 15, 0, 100, '文书格式规范的分值；分值没有规定', 'default'),
    ('weight_timely_visit', 10, 0, 100, '回访及时的分值；分值没有规定', 'default');
