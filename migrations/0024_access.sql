-- How those without an account come in. Only digests of tokens and codes are kept.

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
    CONSTRAINT access_pass_opens CHECK ((kind = 'application') = (application_id IS NOT NULL)
                                        AND (kind = 'party') = (dispute_id IS NOT NULL AND party_id IS NOT NULL))
);
CREATE INDEX access_pass_by_end ON access_pass (ends_at);
CREATE INDEX access_pass_by_application ON access_pass (application_id);

-- Wrong codes in the hour that began then, from wherever they came.
CREATE TABLE access_wrong_codes (
    hour_at timestamptz NOT NULL,
    wrong bigint NOT NULL,
    CONSTRAINT access_wrong_codes_pk PRIMARY KEY (hour_at)
);

-- Six digits sent to a number to see whether it reaches the one who gave it. subject_id: an application or a party.
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
INSERT INTO access_setting (code, value, least, most, basis, certainty) VALUES
    ('pass_hours', 12, 1, 72, '凭码进入后多少小时内不用再输入，法律没有规定', 'default'),
    ('wrong_codes_an_hour', 300, 20, 10000, '全市一小时内输错多少次视为有人在猜码，随后暂停凭码进入', 'default'),
    ('phone_code_minutes', 10, 1, 60, '验证码几分钟内有效', 'default'),
    ('phone_code_tries', 5, 1, 10, '一个验证码最多试几次', 'default'),
    ('phone_codes_a_day', 5, 1, 50, '同一号码一天最多发几个验证码', 'default');
