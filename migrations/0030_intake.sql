-- 汇 How a dispute came in: for whom, what its text looks like, what it was merged with, from which file it came.

-- Somebody who reports on behalf of a party; name and phone sealed.
CREATE TABLE intake_on_behalf (
    dispute_id uuid NOT NULL,
    name_sealed text NOT NULL,
    relation text NOT NULL,
    phone_sealed text,
    phone_digest text,
    CONSTRAINT intake_on_behalf_pk PRIMARY KEY (dispute_id),
    CONSTRAINT intake_on_behalf_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

-- Fingerprints of place and narrative: near-same texts of one place share at least one band, whatever the size of the
-- place. Kept only as long as duplicates are looked for.
CREATE TABLE intake_sketch (
    dispute_id uuid NOT NULL,
    registered_on date NOT NULL,
    band_1 bigint NOT NULL,
    band_2 bigint NOT NULL,
    band_3 bigint NOT NULL,
    band_4 bigint NOT NULL,
    band_5 bigint NOT NULL,
    band_6 bigint NOT NULL,
    CONSTRAINT intake_sketch_pk PRIMARY KEY (dispute_id),
    CONSTRAINT intake_sketch_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX intake_sketch_by_date ON intake_sketch (registered_on);
CREATE INDEX intake_sketch_by_band_1 ON intake_sketch (band_1);
CREATE INDEX intake_sketch_by_band_2 ON intake_sketch (band_2);
CREATE INDEX intake_sketch_by_band_3 ON intake_sketch (band_3);
CREATE INDEX intake_sketch_by_band_4 ON intake_sketch (band_4);
CREATE INDEX intake_sketch_by_band_5 ON intake_sketch (band_5);
CREATE INDEX intake_sketch_by_band_6 ON intake_sketch (band_6);

CREATE TABLE intake_merge (
    merged_id uuid NOT NULL,
    kept_id uuid NOT NULL,
    cause text NOT NULL,
    similarity_percent bigint,
    merged_at timestamptz NOT NULL,
    merged_by_id uuid NOT NULL,
    CONSTRAINT intake_merge_pk PRIMARY KEY (merged_id),
    CONSTRAINT intake_merge_merged_fk FOREIGN KEY (merged_id) REFERENCES dispute (id),
    CONSTRAINT intake_merge_kept_fk FOREIGN KEY (kept_id) REFERENCES dispute (id),
    CONSTRAINT intake_merge_cause CHECK (cause IN ('person', 'import'))
);
CREATE INDEX intake_merge_by_kept ON intake_merge (kept_id);

-- What became of each row of an imported file; the reference makes a second import take nothing twice.
CREATE TABLE intake_import_row (
    reference text NOT NULL,
    file_name text NOT NULL,
    row_number bigint NOT NULL,
    outcome text NOT NULL,
    why text NOT NULL,
    dispute_id uuid,
    imported_at timestamptz NOT NULL,
    CONSTRAINT intake_import_row_pk PRIMARY KEY (reference),
    CONSTRAINT intake_import_row_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT intake_import_row_outcome CHECK (outcome IN ('taken', 'merged', 'refused'))
);
CREATE INDEX intake_import_row_by_dispute ON intake_import_row (dispute_id);

CREATE TABLE intake_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT intake_setting_pk PRIMARY KEY (code)
);
INSERT INTO intake_setting (code, value, basis, certainty) VALUES
    ('duplicate_months', 6, '本市默认值:登记时查找近几个月的相似纠纷', 'default'),
    ('hint_similarity_percent', 50, '本市默认值:达到此相似度即提示可能重复', 'default'),
    ('import_similarity_percent', 75, '本市默认值:批量导入时达到此相似度即并案', 'default'),
    ('import_days', 60, '本市默认值:批量导入时并案的最大间隔天数', 'default');
