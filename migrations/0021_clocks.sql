-- Deadlines are data: a rule says what starts, pauses and meets a clock; a running clock keeps the rule it began under.
-- What another place orders or does is a preset; a city adopts it by a version in force and ends it by one that is ended.

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
CREATE INDEX dispute_clock_by_right ON dispute_clock (soon_at, id)
    WHERE state = 'running' AND concerns = 'party' AND reminded_percent < 100;

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
