-- 签署: papers that were frozen for signing, who signs them and how, and the keys of bodies.

-- digest_sm3, digest_sha256: of exactly the bytes that were signed, kept under the first of them; completed_*: of the
-- paper with signatures and seal. places: where on the paper who signs. version: of the same paper; the one before is
-- named. check_code: what the paper's QR code opens, for everybody.
CREATE TABLE signing_paper (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    code text NOT NULL,
    about text,
    title text NOT NULL,
    version bigint NOT NULL,
    replaces_id uuid,
    check_code text NOT NULL,
    organisation_id uuid NOT NULL,
    ink_only boolean NOT NULL,
    in_order boolean NOT NULL,
    places jsonb NOT NULL,
    digest_sm3 text NOT NULL,
    digest_sha256 text NOT NULL,
    size_bytes bigint NOT NULL,
    state text NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    ends_on date NOT NULL,
    completed_at timestamptz,
    completed_sm3 text,
    completed_sha256 text,
    completed_bytes bigint,
    ended_at timestamptz,
    reason_sealed text,
    CONSTRAINT signing_paper_pk PRIMARY KEY (id),
    CONSTRAINT signing_paper_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT signing_paper_check UNIQUE (check_code),
    CONSTRAINT signing_paper_state CHECK (state IN ('open', 'completed', 'refused', 'expired', 'void'))
);
CREATE INDEX signing_paper_by_dispute ON signing_paper (dispute_id, made_at);
CREATE INDEX signing_paper_by_digest ON signing_paper (digest_sm3);
CREATE INDEX signing_paper_by_completed ON signing_paper (completed_sm3);
CREATE INDEX signing_paper_open ON signing_paper (ends_on) WHERE state = 'open';

-- strokes_sealed: the hand as it moved. picture_digest: of a fingerprint or a photograph, kept under it. evidence: how it
-- was signed, without names; evidence_sm3: its digest, which stands in the journal. link_digest: of the code that opens
-- the paper on one's own phone.
CREATE TABLE signing_signer (
    id uuid NOT NULL,
    paper_id uuid NOT NULL,
    position bigint NOT NULL,
    role text NOT NULL,
    party_id uuid,
    agent_id uuid,
    account_id uuid,
    name text NOT NULL,
    state text NOT NULL,
    method text,
    signed_at timestamptz,
    evidence text,
    evidence_sm3 text,
    strokes_sealed text,
    picture_digest text,
    link_digest text,
    link_made_at timestamptz,
    CONSTRAINT signing_signer_pk PRIMARY KEY (id),
    CONSTRAINT signing_signer_paper_fk FOREIGN KEY (paper_id) REFERENCES signing_paper (id),
    CONSTRAINT signing_signer_link UNIQUE (link_digest),
    CONSTRAINT signing_signer_role CHECK (role IN ('party', 'agent', 'mediator', 'judge', 'keeper')),
    CONSTRAINT signing_signer_state CHECK (state IN ('waiting', 'signed', 'refused')),
    CONSTRAINT signing_signer_method CHECK (method IN ('strokes', 'phone', 'fingerprint', 'ink', 'password', 'seal'))
);
CREATE INDEX signing_signer_by_paper ON signing_signer (paper_id, position);
CREATE INDEX signing_signer_by_party ON signing_signer (party_id);
CREATE INDEX signing_signer_by_picture ON signing_signer (picture_digest);

-- The keys of a body with their certificates (PEM), and of the city, which certifies them and has no body. x509: for
-- the seal in the paper (ECDSA or RSA); sm2: for the record beside it. Ended keys stay, for what they sealed.
CREATE TABLE signing_key (
    id uuid NOT NULL,
    organisation_id uuid,
    kind text NOT NULL,
    certificate text NOT NULL,
    chain text NOT NULL,
    key_sealed text NOT NULL,
    made_at timestamptz NOT NULL,
    ended_at timestamptz,
    CONSTRAINT signing_key_pk PRIMARY KEY (id),
    CONSTRAINT signing_key_kind CHECK (kind IN ('x509', 'sm2'))
);
CREATE INDEX signing_key_by_organisation ON signing_key (organisation_id, kind);

-- The timestamp server (RFC 3161) of the city, if there is one: its address.
CREATE TABLE signing_timestamp_server (
    number bigint NOT NULL,
    url text NOT NULL,
    CONSTRAINT signing_timestamp_server_pk PRIMARY KEY (number)
);
