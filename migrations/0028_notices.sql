-- Reaching the parties: what is to be told to whom, each attempt of it, the city's own words.

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

-- 送达记录: one attempt. It stands before anything is sent, so that an attempt that was cut off is known.
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

-- The city's own words; the highest version that is valid today speaks, without one the program's own.
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

-- The city's own ladders of methods, in the same way.
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

-- Beside the phone, which stands with the party.
CREATE TABLE notice_contact (
    party_id uuid NOT NULL,
    mail_sealed text,
    openid_sealed text,
    CONSTRAINT notice_contact_pk PRIMARY KEY (party_id)
);

CREATE TABLE notice_channel (
    method text NOT NULL,
    sent_at timestamptz,
    failed_at timestamptz,
    fault text,
    CONSTRAINT notice_channel_pk PRIMARY KEY (method)
);

CREATE TABLE notice_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT notice_setting_pk PRIMARY KEY (code)
);
INSERT INTO notice_setting (code, value, least, most, basis, certainty) VALUES
    ('quiet_from_minute', 1260, 0, 1440, '晚上几点起不发送（零点起的分钟数），法律没有规定', 'default'),
    ('quiet_to_minute', 480, 0, 1440, '早上几点起再发送（零点起的分钟数）', 'default'),
    ('most_messages_a_day', 5, 1, 100, '同一号码一天最多收到几条', 'default'),
    ('tries', 3, 1, 20, '一种方式发送失败后最多试几次', 'default'),
    ('first_retry_minutes', 2, 0, 1440, '第一次重试前等几分钟，以后每次为前一次的四倍', 'default'),
    ('second_message_minutes', 120, 0, 10080, '第一条未送达，隔几分钟发第二条', 'default'),
    ('unreported_hours', 24, 1, 720, '网关会回报送达时，几小时没有回报就换下一种方式', 'default'),
    ('due_soon_days', 3, 1, 60, '履行期限前几天提醒', 'default'),
    ('call_within_days', 1, 0, 30, '转人工后几天内要联系到当事人', 'default');
