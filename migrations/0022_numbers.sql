-- 编号: how a body writes its numbers, and every number that was given to a file or a paper.

CREATE TABLE number_pattern (
    organisation_id uuid NOT NULL,
    file_pattern text NOT NULL,
    paper_pattern text NOT NULL,
    field_word text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by_name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT number_pattern_pk PRIMARY KEY (organisation_id),
    CONSTRAINT number_pattern_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

-- series: the word of a paper's numbers; empty for files. about: the paper, and what it is of; empty for files. What is
-- void stays, and its serial is never given again.
CREATE TABLE number_given (
    id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    kind text NOT NULL,
    series text NOT NULL,
    year bigint NOT NULL,
    serial bigint NOT NULL,
    number text NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    about text NOT NULL,
    given_at timestamptz NOT NULL,
    given_by_name text NOT NULL,
    void_at timestamptz,
    void_by_name text,
    void_reason text,
    CONSTRAINT number_given_pk PRIMARY KEY (id),
    CONSTRAINT number_given_serial UNIQUE (organisation_id, kind, series, year, serial),
    CONSTRAINT number_given_number UNIQUE (number),
    CONSTRAINT number_given_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT number_given_kind CHECK (kind IN ('file', 'paper')),
    CONSTRAINT number_given_void CHECK ((void_at IS NULL) = (void_reason IS NULL))
);
-- A file and each paper have one valid number: an agreement that is changed stays in its file.
CREATE UNIQUE INDEX number_given_valid ON number_given (dispute_id, revision, kind, about) WHERE void_at IS NULL;
CREATE INDEX number_given_by_body ON number_given (organisation_id, given_at, id);
