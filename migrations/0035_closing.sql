-- 结: acts of signing, the committee's seal, breach, the archived file. replaced_at: when the agreement that was signed
-- and sealed was changed.

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

-- Every filing of a case. organisation_id: whose archive keeps it. event_number: the last event of the journal that the
-- digest covers. earlier_digest: of the filing before, when the case was opened again. disposed_on: nothing of the file is
-- left but this line.
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
CREATE INDEX closing_archive_to_dispose ON closing_archive (organisation_id, dispose_after_on)
    WHERE dispose_after_on IS NOT NULL AND disposed_on IS NULL;

-- Why something is missing in the file, in the words of whoever files (卷宗情况说明).
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

-- class_…: 1 short, 2 long, 3 permanent; the longest that applies is proposed.
CREATE TABLE closing_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT closing_setting_pk PRIMARY KEY (code)
);
INSERT INTO closing_setting (code, value, least, most, basis, certainty) VALUES
    ('class_death', 3, 1, 3, '涉及死亡的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_family', 2, 1, 3, '婚姻家庭纠纷的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_land_and_houses', 3, 1, 3, '房屋宅基地、山林土地、征地拆迁纠纷达成协议的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_large_amount', 3, 1, 3, '协议金额达到“金额较大”标准的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_major', 3, 1, 3, '重大、特别重大纠纷的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_minors', 3, 1, 3, '涉及未成年人的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_with_agreement', 2, 1, 3, '达成协议的案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('class_without_agreement', 1, 1, 3, '未达成协议、不予受理等案卷；法律没有规定，实践按纠纷类型、协议内容和当事人确定', 'default'),
    ('large_amount_yuan', 500000, 1000, 1000000000, '协议金额从多少元起算金额较大，法律没有规定', 'default'),
    ('retention_long_years', 10, 1, 100, '长期保管的年数；法律没有规定，常见做法为十年', 'unsure'),
    ('retention_short_years', 5, 1, 100, '短期保管的年数；法律没有规定，常见做法为五年', 'unsure');
