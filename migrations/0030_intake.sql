-- 汇 How a dispute came in: what its text looks like, which body was proposed, what it was merged with, from which file it
-- came; and what is typed and not registered yet.

-- What a window has typed and not registered: one sealed text, which only the account itself reads.
CREATE TABLE intake_draft (
    id uuid NOT NULL,
    account_id uuid NOT NULL,
    saved_at timestamptz NOT NULL,
    content_sealed text NOT NULL,
    CONSTRAINT intake_draft_pk PRIMARY KEY (id)
);
CREATE INDEX intake_draft_by_account ON intake_draft (account_id, saved_at);
CREATE INDEX intake_draft_by_time ON intake_draft (saved_at);

-- The body that the rules proposed at registration; shown to the dispatcher, binding nobody.
CREATE TABLE intake_proposal (
    dispute_id uuid NOT NULL,
    organisation_id uuid NOT NULL,
    reasons jsonb NOT NULL,
    CONSTRAINT intake_proposal_pk PRIMARY KEY (dispute_id),
    CONSTRAINT intake_proposal_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
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
CREATE INDEX intake_sketch_by_band_1 ON intake_sketch (band_1, dispute_id);
CREATE INDEX intake_sketch_by_band_2 ON intake_sketch (band_2, dispute_id);
CREATE INDEX intake_sketch_by_band_3 ON intake_sketch (band_3, dispute_id);
CREATE INDEX intake_sketch_by_band_4 ON intake_sketch (band_4, dispute_id);
CREATE INDEX intake_sketch_by_band_5 ON intake_sketch (band_5, dispute_id);
CREATE INDEX intake_sketch_by_band_6 ON intake_sketch (band_6, dispute_id);

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

-- What became of each row of an imported file; the reference makes a second import take nothing twice. written_place:
-- as the file has it.
CREATE TABLE intake_import_row (
    reference text NOT NULL,
    file_name text NOT NULL,
    row_number bigint NOT NULL,
    outcome text NOT NULL,
    why text NOT NULL,
    written_place text NOT NULL,
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
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT intake_setting_pk PRIMARY KEY (code)
);
INSERT INTO intake_setting (code, value, least, most, basis, certainty) VALUES
    ('duplicate_months', 6, 1, 60, '本市默认值：登记时查找近几个月的相似纠纷', 'default'),
    ('hint_similarity_percent', 50, 10, 100, '本市默认值：达到此相似度即提示可能重复', 'default'),
    ('import_similarity_percent', 75, 10, 100, '本市默认值：批量导入时达到此相似度即并案', 'default'),
    ('import_days', 60, 1, 730, '本市默认值：批量导入时并案的最大间隔天数', 'default'),
    ('draft_days', 7, 1, 90, '个人信息保护法第十九条（保存期限应当最短）；天数为本市默认值：未登记的草稿几天未保存即删除', 'default');

-- Words of other systems' category lists, each standing for a type; editable.
CREATE TABLE intake_type_word (
    word text NOT NULL,
    position bigint NOT NULL,
    national_type text NOT NULL,
    local_type text,
    CONSTRAINT intake_type_word_pk PRIMARY KEY (word)
);
INSERT INTO intake_type_word (word, position, national_type, local_type) VALUES
    ('农村农业', 1, '03', NULL),
    ('市场监督', 2, '05', NULL),
    ('自然资源', 3, '07', NULL),
    ('城乡建设', 4, '08', NULL),
    ('生态环境', 5, '09', NULL),
    ('劳动和社会保障', 6, '11', NULL),
    ('文体旅游', 7, '12', NULL),
    ('经济管理', 8, '14', NULL),
    ('卫生健康', 9, '15', NULL),
    ('交通运输', 10, '16', NULL),
    ('房产物业', 11, '17', NULL),
    ('婚姻家庭', 12, '01', NULL),
    ('邻里', 13, '02', NULL),
    ('噪音扰民', 14, '02', '0202'),
    ('房屋买卖', 15, '03', '0302'),
    ('合同', 16, '04', NULL),
    ('债务借贷', 17, '04', '0402'),
    ('征地拆迁', 18, '08', NULL),
    ('环境', 19, '09', NULL),
    ('劳动社保', 20, '11', NULL),
    ('劳动争议', 21, '11', NULL),
    ('旅游', 22, '12', NULL),
    ('消费', 23, '14', NULL),
    ('消费金融诈骗', 24, '14', NULL),
    ('水电气暖', 25, '14', NULL),
    ('医疗卫生', 26, '15', NULL),
    ('医疗', 27, '15', NULL),
    ('道路交通', 28, '16', NULL),
    ('物业', 29, '17', NULL),
    ('其他', 30, '99', NULL);
