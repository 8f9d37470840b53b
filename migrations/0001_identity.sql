-- 身份 Accounts, passwords, posts, sessions, and tries counted by client address.

CREATE TABLE account (
    id uuid NOT NULL,
    login text NOT NULL,
    name text NOT NULL,
    state text NOT NULL,
    password_hash text NOT NULL,
    password_set_at timestamptz NOT NULL,
    must_change_password boolean NOT NULL,
    totp_sealed text,
    totp_confirmed boolean NOT NULL,
    totp_step bigint NOT NULL,
    failed_tries bigint NOT NULL,
    locked_until timestamptz,
    last_sign_in_at timestamptz,
    created_at timestamptz NOT NULL,
    active_since timestamptz NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT account_pk PRIMARY KEY (id),
    CONSTRAINT account_login_unique UNIQUE (login),
    CONSTRAINT account_state CHECK (state IN ('active', 'disabled'))
);

-- Passwords used before: a new one may not be one of the last few.
CREATE TABLE account_password (
    account_id uuid NOT NULL,
    set_at timestamptz NOT NULL,
    password_hash text NOT NULL,
    CONSTRAINT account_password_pk PRIMARY KEY (account_id, set_at),
    CONSTRAINT account_password_account_fk FOREIGN KEY (account_id) REFERENCES account (id)
);

-- A duty of an account at a body for a term; to_on is its last day; ended_at ends it at once. The body's table is made by
-- a later migration.
CREATE TABLE post (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    duty text NOT NULL,
    from_on date NOT NULL,
    to_on date,
    ended_at timestamptz,
    CONSTRAINT post_pk PRIMARY KEY (id),
    CONSTRAINT post_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT post_term CHECK (to_on IS NULL OR to_on >= from_on)
);
CREATE INDEX post_by_account ON post (account_id, from_on);
CREATE INDEX post_by_organisation ON post (organisation_id, duty);

-- Only the digest of a session's token is kept. owes: what its account must do before it may do anything else.
CREATE TABLE session (
    id uuid NOT NULL,
    token_digest text NOT NULL,
    account_id uuid NOT NULL,
    post_id uuid,
    owes text NOT NULL,
    created_at timestamptz NOT NULL,
    seen_at timestamptz NOT NULL,
    idle_until timestamptz NOT NULL,
    ends_at timestamptz NOT NULL,
    CONSTRAINT session_pk PRIMARY KEY (id),
    CONSTRAINT session_token_unique UNIQUE (token_digest),
    CONSTRAINT session_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT session_post_fk FOREIGN KEY (post_id) REFERENCES post (id),
    CONSTRAINT session_owes CHECK (owes IN ('nothing', 'password', 'second_factor'))
);
CREATE INDEX session_by_account ON session (account_id);
CREATE INDEX session_by_post ON session (post_id);
CREATE INDEX session_by_end ON session (ends_at);

-- Calls of a kind from one client address within a window of time; the address is a keyed digest.
CREATE TABLE address_tries (
    kind text NOT NULL,
    address_digest text NOT NULL,
    window_ends_at timestamptz NOT NULL,
    tries bigint NOT NULL,
    CONSTRAINT address_tries_pk PRIMARY KEY (kind, address_digest)
);
CREATE INDEX address_tries_by_end ON address_tries (window_ends_at);

-- GB/T 22239-2019 asks for the rules but names no numbers; these are what inspectors usually expect. How long a session
-- lasts is configuration of the server.
CREATE TABLE identity_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT identity_setting_pk PRIMARY KEY (code)
);
INSERT INTO identity_setting (code, value, least, most, basis, certainty) VALUES
    ('password_length', 8, 8, 64, 'GB/T 22239-2019 8.1.4.1a：口令复杂度；长度为通行做法', 'known'),
    ('administrator_password_length', 12, 8, 64, 'GB/T 22239-2019 8.1.4.1a：口令复杂度；管理员长度为通行做法', 'known'),
    ('password_classes', 3, 1, 4, 'GB/T 22239-2019 8.1.4.1a：四类字符中至少三类，通行做法', 'known'),
    ('password_history', 5, 0, 24, 'GB/T 22239-2019 8.1.4.1a：不得重复近几次口令，通行做法', 'known'),
    ('password_days', 90, 1, 3650, 'GB/T 22239-2019 8.1.4.1a：口令定期更换，通行做法', 'known'),
    ('tries_before_lock', 5, 3, 20, 'GB/T 22239-2019 8.1.4.1b：登录失败处理，通行做法', 'known'),
    ('lock_minutes', 15, 1, 1440, 'GB/T 22239-2019 8.1.4.1b：锁定时长，通行做法15至30分钟', 'known'),
    ('address_tries', 30, 3, 10000, '本市默认值：同一地址在锁定时长内允许的登录失败次数', 'default'),
    ('idle_account_days', 90, 30, 3650, 'GB/T 22239-2019 8.1.4.2c：停用多余、过期账户，通行做法', 'known'),
    ('totp_clerk', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_mediator', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_head', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_dispatcher', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_supervisor', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_judge', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_leader', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_system_administrator', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_security_administrator', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default'),
    ('totp_audit_administrator', 0, 0, 1, 'GB/T 22239-2019 8.1.4.1d：双因素鉴别，三级系统应设为1', 'default');
