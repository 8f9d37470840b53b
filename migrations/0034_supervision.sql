-- 督 Reminders, supervision orders, escalation.

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

-- One row for each step upward: subject is a clock or an order, level 1 the body above, 2 the one above that.
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

CREATE TABLE supervision_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT supervision_setting_pk PRIMARY KEY (code)
);
INSERT INTO supervision_setting (code, value, least, most, basis, certainty) VALUES
    ('first_reminder_percent', 50, 1, 99, '本市默认值：期限过半提醒', 'default'),
    ('second_reminder_percent', 80, 1, 99, '本市默认值：期限过八成提醒', 'default'),
    ('escalate_after_working_days', 3, 1, 30, '本市默认值：逾期几个工作日后报上级督办', 'default'),
    ('most_levels', 2, 0, 4, '本市默认值：最多逐级上报几级', 'default'),
    ('rights_on_days_off', 1, 0, 1, '《民法典》第203条只顺延期间的末日：当事人的权利在下一工作日上班前届满的，放假日也告知（1是、0否，默认值）', 'default');
