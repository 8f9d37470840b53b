-- The other side: who was asked to take part, by which code, how far he came, what he answered.

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

-- Each answer as it was given; the last one counts. The reason is for whoever mediates, and for nobody else.
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

-- What a party who was asked adds in his own words.
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

CREATE TABLE invitation_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT invitation_setting_pk PRIMARY KEY (code)
);
INSERT INTO invitation_setting (code, value, least, most, basis, certainty) VALUES
    ('valid_days', 30, 7, 180, '邀请码几天内有效，参照调解期限一个月（人民调解工作若干规定第三十三条）', 'default'),
    ('unanswered_days', 2, 1, 30, '没有答复，隔几天换下一种联系方式，法律没有规定', 'default'),
    ('most_days_to_think', 7, 1, 30, '被邀请人最多可以考虑几天，法律没有规定', 'default'),
    ('remind_before_days', 1, 0, 7, '答应答复的日子前几天提醒', 'default'),
    ('least_for_a_rate', 20, 1, 1000, '少于几人时不算百分比，只列人数', 'default');
