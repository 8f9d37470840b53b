-- Files of disputes, and of applications that are not sent yet. Their bytes rest in the data folder, sealed under the
-- digest of their content. added_by_id, made_by_id: an account, a party or an application. taken_back: by the party who
-- had added it; its content is dropped, while one that staff removed stays. audience: who may see it, by the rule in
-- src/facilities/attachments/public/audience.hpp; audience_reason: why it was changed last.

CREATE TABLE attachment (
    id uuid NOT NULL,
    dispute_id uuid,
    application_id uuid,
    party_id uuid,
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
    taken_back boolean NOT NULL,
    audience text NOT NULL,
    audience_reason text,
    CONSTRAINT attachment_pk PRIMARY KEY (id),
    CONSTRAINT attachment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT attachment_belongs CHECK ((dispute_id IS NULL) <> (application_id IS NULL)),
    CONSTRAINT attachment_kind CHECK (kind IN ('evidence', 'identity', 'power', 'picture', 'record', 'other')),
    CONSTRAINT attachment_audience CHECK (audience IN ('office', 'joint', 'applicant', 'respondent', 'third_party', 'caucus'))
);
CREATE INDEX attachment_by_dispute ON attachment (dispute_id, added_at);
CREATE INDEX attachment_by_adder ON attachment (added_by_id);
CREATE INDEX attachment_by_digest ON attachment (digest);

-- Bodies outside the case to which a file was handed over: they see it, whatever its audience but the mediators'.
CREATE TABLE attachment_given (
    attachment_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    given_at timestamptz NOT NULL,
    CONSTRAINT attachment_given_pk PRIMARY KEY (attachment_id, organisation_id),
    CONSTRAINT attachment_given_attachment_fk FOREIGN KEY (attachment_id) REFERENCES attachment (id)
);

-- Files that are coming in, piece by piece; offset_bytes of them are here.
CREATE TABLE attachment_upload (
    id uuid NOT NULL,
    dispute_id uuid,
    application_id uuid,
    name text NOT NULL,
    kind text NOT NULL,
    size_bytes bigint NOT NULL,
    offset_bytes bigint NOT NULL,
    made_by_id uuid NOT NULL,
    made_at timestamptz NOT NULL,
    touched_at timestamptz NOT NULL,
    attachment_id uuid,
    audience text NOT NULL,
    CONSTRAINT attachment_upload_pk PRIMARY KEY (id),
    CONSTRAINT attachment_upload_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT attachment_upload_belongs CHECK ((dispute_id IS NULL) <> (application_id IS NULL))
);
CREATE INDEX attachment_upload_by_maker ON attachment_upload (made_by_id);
CREATE INDEX attachment_upload_by_touch ON attachment_upload (touched_at);

-- What was dropped and may still lie on the disk: the digest of a content, or the id of an upload.
CREATE TABLE attachment_leftover (
    name text NOT NULL,
    CONSTRAINT attachment_leftover_pk PRIMARY KEY (name)
);

CREATE TABLE attachment_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT attachment_setting_pk PRIMARY KEY (code)
);
INSERT INTO attachment_setting (code, value, least, most, basis, certainty) VALUES
    ('application_files', 20, 1, 200, '一份申请最多附几个文件，法律没有规定', 'default'),
    ('application_megabytes', 200, 1, 5000, '一份申请的文件合计最多多少兆', 'default'),
    ('party_files', 60, 1, 500, '一名当事人在一件纠纷中最多上传几个文件', 'default'),
    ('party_megabytes', 500, 1, 10000, '一名当事人在一件纠纷中上传的文件合计最多多少兆', 'default');

-- Contents that were let in while the virus scanner could not be reached; a job scans them later.
CREATE TABLE attachment_unscanned (
    digest text NOT NULL,
    came_at timestamptz NOT NULL,
    CONSTRAINT attachment_unscanned_pk PRIMARY KEY (digest)
);

-- What the scanner found. came_in: in a content that had been let in unscanned and cannot be opened any more; else it
-- was refused, and nothing of it is here.
CREATE TABLE attachment_finding (
    id uuid NOT NULL,
    found_at timestamptz NOT NULL,
    virus text NOT NULL,
    digest text NOT NULL,
    came_in boolean NOT NULL,
    CONSTRAINT attachment_finding_pk PRIMARY KEY (id)
);
CREATE INDEX attachment_finding_by_digest ON attachment_finding (digest);
CREATE INDEX attachment_finding_by_time ON attachment_finding (found_at, id);

-- A row for each content, by which transactions wait for each other: who keeps it until the row that names it is
-- committed, and who takes it out of the store. holds: how often it was kept or looked at.
CREATE TABLE attachment_content (
    digest text NOT NULL,
    holds bigint NOT NULL,
    CONSTRAINT attachment_content_pk PRIMARY KEY (digest)
);
