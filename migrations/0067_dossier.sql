-- 卷宗: letters of advice, papers that came back signed by hand, and the city's own templates of papers.

CREATE TABLE dossier_advice (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    addressee text NOT NULL,
    problem text NOT NULL,
    advice text NOT NULL,
    reply_by_on date NOT NULL,
    written_on date NOT NULL,
    written_by_id uuid NOT NULL,
    CONSTRAINT dossier_advice_pk PRIMARY KEY (id),
    CONSTRAINT dossier_advice_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dossier_advice_by_dispute ON dossier_advice (dispute_id, revision);

-- Which paper a scanned file is: code and about as the list of the case's papers names it.
CREATE TABLE dossier_scan (
    attachment_id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    code text NOT NULL,
    about text,
    filed_at timestamptz NOT NULL,
    CONSTRAINT dossier_scan_pk PRIMARY KEY (attachment_id),
    CONSTRAINT dossier_scan_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX dossier_scan_by_dispute ON dossier_scan (dispute_id);

-- lines: the template as its text is written. Versions count from 1 for each paper; none is ever changed.
CREATE TABLE paper_template (
    code text NOT NULL,
    version bigint NOT NULL,
    title text NOT NULL,
    law text NOT NULL,
    lines text NOT NULL,
    valid_from_on date NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    CONSTRAINT paper_template_pk PRIMARY KEY (code, version)
);
