-- Case home: what a party and his handler write to each other, what he asks for, complains of and wants of his data.
-- Free words are sealed.

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

-- organisation_id: the body that held the dispute then; an urge counts on it. due_code: the clock that an urge is about.
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
    CONSTRAINT case_home_ask_kind CHECK (kind IN ('call', 'other_mediator', 'end_mediation', 'withdrawal',
                                                 'urge', 'paid', 'not_received')),
    CONSTRAINT case_home_ask_part CHECK (wanted_part IN ('morning', 'afternoon', 'evening'))
);
CREATE INDEX case_home_ask_by_dispute ON case_home_ask (dispute_id, made_at);
CREATE INDEX case_home_urge_by_body ON case_home_ask (organisation_id, made_at) WHERE kind = 'urge';

-- to_organisation_id: whose supervisors and leaders answer; never who is complained of.
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

-- Copy, correction, deletion of one's data (Personal Information Protection Law art. 45 to 47, 50).
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

CREATE TABLE case_home_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT case_home_setting_pk PRIMARY KEY (code)
);
INSERT INTO case_home_setting (code, value, least, most, basis, certainty) VALUES
    ('messages_a_day', 20, 1, 200, '本市默认值：一名当事人一天最多给经办人发几条消息，法律没有规定', 'default'),
    ('asks_a_day', 10, 1, 100, '本市默认值：一名当事人一天最多提几次请求，法律没有规定', 'default'),
    ('ask_days', 2, 1, 30, '本市默认值：经办人几天内答复当事人的请求，法律没有规定', 'default'),
    ('urge_days', 3, 1, 30, '本市默认值：几天内最多催办一次，法律没有规定', 'default'),
    ('complaints_a_day', 3, 1, 20, '本市默认值：一名当事人一天最多投诉几次，法律没有规定', 'default'),
    ('complaint_working_days', 10, 1, 60, '本市默认值：投诉在几个工作日内答复；人民调解法没有规定投诉的期限', 'default'),
    ('data_request_days', 30, 1, 60, '《个人信息保护法》第45条、第46条、第50条只要求“及时”，没有规定天数；30日为本市默认值', 'default');
