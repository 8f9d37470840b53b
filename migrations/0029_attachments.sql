-- Files of disputes. Their bytes rest in the data folder, sealed under the digest of their content.

CREATE TABLE attachment (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    media_type text NOT NULL,
    size_bytes bigint NOT NULL,
    digest text NOT NULL,
    added_by_id uuid NOT NULL,
    added_by_name text NOT NULL,
    added_at timestamptz NOT NULL,
    removed_at timestamptz,
    removed_by_name text,
    removal_reason text,
    CONSTRAINT attachment_pk PRIMARY KEY (id),
    CONSTRAINT attachment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT attachment_kind CHECK (kind IN ('evidence', 'identity', 'power', 'picture', 'record', 'other'))
);
CREATE INDEX attachment_by_dispute ON attachment (dispute_id, added_at);

-- Files that are coming in, piece by piece; offset_bytes of them are here.
CREATE TABLE attachment_upload (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    size_bytes bigint NOT NULL,
    offset_bytes bigint NOT NULL,
    made_by_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    attachment_id uuid,
    CONSTRAINT attachment_upload_pk PRIMARY KEY (id),
    CONSTRAINT attachment_upload_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX attachment_upload_by_dispute ON attachment_upload (dispute_id, made_by_id);
CREATE INDEX attachment_upload_by_touch ON attachment_upload (touched_at);
