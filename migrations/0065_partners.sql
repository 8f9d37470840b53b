-- Disputes that a partner referred, each by the partner's own number.

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

-- What was handed to a partner. content_sealed: its message as it went. amount_fen: to which an insurer consented. answer_due_on, result_due_on: until when an
-- answer and a result are looked for.
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
INSERT INTO partner_setting (code, value, least, most, basis, certainty) VALUES
    ('answer_days', 15, 1, 180, '本市默认值：法律没有规定对方答复期限的，移送后几天内跟踪答复', 'default'),
    ('urgent_answer_days', 1, 1, 30, '本市默认值：情况紧急的，移送后几天内跟踪答复', 'default'),
    ('insurer_medical_yuan', 10000, 0, 100000000, '默认值，取自《宁波市医疗纠纷预防与处置条例》第33条（外地规定）：医疗纠纷请求金额超过几元须通知保险机构；0为不作要求', 'default'),
    ('appraisal_medical_yuan', 100000, 0, 100000000, '默认值，取自《宁波市医疗纠纷预防与处置条例》第36条（外地规定）：医疗纠纷请求金额达到几元须鉴定；0为不作要求', 'default'),
    ('result_days', 60, 1, 365, '本市默认值：法律没有规定办结期限、对方也没有说明的，受理后几天内跟踪结果', 'default');
