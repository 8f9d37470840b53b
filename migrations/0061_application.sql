-- Applications: what a citizen has written and not sent, sealed; and what stays with the dispute once it is sent.

-- content_sealed: the form until it is sent, then the receipt. entrance: through which poster or page he came. attempt_id:
-- made by his browser before it asks for an application, so that asking again makes no second one.
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

-- What the applicant wrote beside the register.
CREATE TABLE application_told (
    dispute_id uuid NOT NULL,
    content_sealed text NOT NULL,
    CONSTRAINT application_told_pk PRIMARY KEY (dispute_id),
    CONSTRAINT application_told_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

-- What a party agreed to, in which version and when (PIPL art. 14, 29).
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
INSERT INTO application_setting (code, value, least, most, basis, certainty) VALUES
    ('draft_days', 30, 3, 180, '个人信息保护法第十九条（保存期限应当最短）；天数为本市默认值：未提交的申请几天没有保存即删除', 'default'),
    ('warning_days', 5, 1, 30, '删除前几天发短信提醒，法律没有规定', 'default'),
    ('receipt_days', 30, 1, 180, '提交后几天内凭手机号和申请码还能看到回执，法律没有规定', 'default'),
    ('drafts_of_phone', 3, 1, 50, '同一手机号最多有几份未提交的申请，防止恶意占用', 'default'),
    ('drafts_of_address', 40, 1, 10000, '同一网络地址二十四小时内最多新建几份申请，防止恶意占用；大厅自助机共用一个地址', 'default'),
    ('applied_before_months', 6, 1, 60, '本人已确认的手机号在近几个月内申请过的，提示可能重复', 'default');
