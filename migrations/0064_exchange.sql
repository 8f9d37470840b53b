-- Exchange with partners: who they are, their keys, and a ledger of every package in both directions.

CREATE TABLE exchange_partner (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    organisation_id uuid,
    window_id uuid NOT NULL,
    matters jsonb NOT NULL,
    contact_name text,
    contact_phone text,
    legal_basis text NOT NULL,
    way text NOT NULL,
    address text,
    active boolean NOT NULL,
    sent_sequence bigint NOT NULL,
    taken_sequence bigint NOT NULL,
    next_try_at timestamptz,
    sending_until timestamptz,
    failures bigint NOT NULL,
    last_fault text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT exchange_partner_pk PRIMARY KEY (id),
    CONSTRAINT exchange_partner_code UNIQUE (code),
    CONSTRAINT exchange_partner_window_fk FOREIGN KEY (window_id) REFERENCES organisation (id),
    CONSTRAINT exchange_partner_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT exchange_partner_way CHECK (way IN ('rest', 'files', 'none')),
    CONSTRAINT exchange_partner_address CHECK (way <> 'rest' OR address IS NOT NULL)
);

-- A secret that both sides know, or of SM2 our private key, our public one and the partner's; the newest signs, the one
-- before opens until it ends.
CREATE TABLE exchange_key (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    name text NOT NULL,
    scheme text NOT NULL,
    secret_sealed text NOT NULL,
    public_key text,
    partner_key text,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    ends_at timestamptz,
    CONSTRAINT exchange_key_pk PRIMARY KEY (id),
    CONSTRAINT exchange_key_name UNIQUE (partner_id, name),
    CONSTRAINT exchange_key_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id),
    CONSTRAINT exchange_key_scheme CHECK (scheme = 'hmac_sm3' OR (public_key IS NOT NULL AND partner_key IS NOT NULL))
);

-- One row a package. content_sealed, papers: of an outgoing one, from which its package is made when it is first
-- needed; from then on its bytes are these. receipt: what the receiver said, as signed.
CREATE TABLE exchange_message (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    direction text NOT NULL,
    sequence bigint NOT NULL,
    kind text NOT NULL,
    reference text NOT NULL,
    dispute_id uuid,
    state text NOT NULL,
    content_sealed text,
    papers jsonb NOT NULL,
    digest text,
    size_bytes bigint NOT NULL,
    tries bigint NOT NULL,
    faults jsonb NOT NULL,
    made_at timestamptz NOT NULL,
    settled_at timestamptz,
    CONSTRAINT exchange_message_pk PRIMARY KEY (id),
    CONSTRAINT exchange_message_sequence UNIQUE (partner_id, direction, sequence),
    CONSTRAINT exchange_message_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id),
    CONSTRAINT exchange_message_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT exchange_message_direction CHECK (direction IN ('in', 'out')),
    CONSTRAINT exchange_message_state CHECK (
        (direction = 'out' AND state IN ('waiting', 'exported', 'delivered', 'rejected'))
        OR (direction = 'in' AND state IN ('held', 'taken', 'rejected')))
);
CREATE INDEX exchange_message_open ON exchange_message (partner_id, sequence)
    WHERE state IN ('waiting', 'exported', 'held', 'rejected');
CREATE INDEX exchange_message_by_dispute ON exchange_message (dispute_id) WHERE dispute_id IS NOT NULL;

-- The bytes as they travelled, base64 under seal.
CREATE TABLE exchange_package (
    message_id uuid NOT NULL,
    package_sealed text NOT NULL,
    CONSTRAINT exchange_package_pk PRIMARY KEY (message_id),
    CONSTRAINT exchange_package_message_fk FOREIGN KEY (message_id) REFERENCES exchange_message (id)
);

-- What was not taken at all, because it was not proved to be the partner's or whole.
CREATE TABLE exchange_refusal (
    id uuid NOT NULL,
    partner_id uuid NOT NULL,
    code text NOT NULL,
    digest text NOT NULL,
    refused_at timestamptz NOT NULL,
    CONSTRAINT exchange_refusal_pk PRIMARY KEY (id),
    CONSTRAINT exchange_refusal_partner_fk FOREIGN KEY (partner_id) REFERENCES exchange_partner (id)
);
CREATE INDEX exchange_refusal_by_partner ON exchange_refusal (partner_id, refused_at);

CREATE TABLE exchange_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT exchange_setting_pk PRIMARY KEY (code)
);
INSERT INTO exchange_setting (code, value, least, most, basis, certainty) VALUES
    ('key_overlap_days', 14, 1, 365, '本市默认值：换密钥后旧密钥还可用的天数，供对方更换', 'default'),
    ('most_ahead', 1000, 1, 100000, '本市默认值：缺了一件时，后面最多先收多少件等着', 'default'),
    ('first_retry_seconds', 5, 1, 3600, '本市默认值：第一次重试前等几秒，以后每次加倍', 'default'),
    ('longest_retry_minutes', 60, 1, 1440, '本市默认值：对方不通时，最长隔多久再试', 'default');
