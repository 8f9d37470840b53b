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
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT intake_setting_pk PRIMARY KEY (code)
);
INSERT INTO intake_setting (code, value, basis, certainty) VALUES
    ('duplicate_months', 6, '本市默认值：登记时查找近几个月的相似纠纷', 'default'),
    ('hint_similarity_percent', 50, '本市默认值：达到此相似度即提示可能重复', 'default'),
    ('import_similarity_percent', 75, '本市默认值：批量导入时达到此相似度即并案', 'default'),
    ('import_days', 60, '本市默认值：批量导入时并案的最大间隔天数', 'default'),
    ('draft_days', 7, '个人信息保护法第十九条（保存期限应当最短）；天数为本市默认值：未登记的草稿几天未保存即删除', 'default');

-- Words of other systems' category lists and of narratives, each standing for a type; editable.
CREATE TABLE intake_type_word (
    word text NOT NULL,
    in_narrative boolean NOT NULL,
    position bigint NOT NULL,
    national_type text NOT NULL,
    local_type text,
    CONSTRAINT intake_type_word_pk PRIMARY KEY (word, in_narrative)
);
INSERT INTO intake_type_word (word, in_narrative, position, national_type, local_type) VALUES
    ('农村农业', FALSE, 1, '03', NULL),
    ('市场监督', FALSE, 2, '05', NULL),
    ('自然资源', FALSE, 3, '07', NULL),
    ('城乡建设', FALSE, 4, '08', NULL),
    ('生态环境', FALSE, 5, '09', NULL),
    ('劳动和社会保障', FALSE, 6, '11', NULL),
    ('文体旅游', FALSE, 7, '12', NULL),
    ('经济管理', FALSE, 8, '14', NULL),
    ('卫生健康', FALSE, 9, '15', NULL),
    ('交通运输', FALSE, 10, '16', NULL),
    ('房产物业', FALSE, 11, '17', NULL),
    ('婚姻家庭', FALSE, 12, '01', NULL),
    ('邻里', FALSE, 13, '02', NULL),
    ('噪音扰民', FALSE, 14, '02', '0202'),
    ('房屋买卖', FALSE, 15, '03', '0302'),
    ('合同', FALSE, 16, '04', NULL),
    ('债务借贷', FALSE, 17, '04', '0402'),
    ('征地拆迁', FALSE, 18, '08', NULL),
    ('环境', FALSE, 19, '09', NULL),
    ('劳动社保', FALSE, 20, '11', NULL),
    ('劳动争议', FALSE, 21, '11', NULL),
    ('旅游', FALSE, 22, '12', NULL),
    ('消费', FALSE, 23, '14', NULL),
    ('消费金融诈骗', FALSE, 24, '14', NULL),
    ('水电气暖', FALSE, 25, '14', NULL),
    ('医疗卫生', FALSE, 26, '15', NULL),
    ('医疗', FALSE, 27, '15', NULL),
    ('道路交通', FALSE, 28, '16', NULL),
    ('物业', FALSE, 29, '17', NULL),
    ('其他', FALSE, 30, '99', NULL),
    ('拖欠农民工工资', TRUE, 1, '10', NULL),
    ('农民工工资', TRUE, 2, '10', NULL),
    ('拖欠工资', TRUE, 3, '11', '1101'),
    ('工伤', TRUE, 4, '11', '1102'),
    ('车位', TRUE, 5, '17', '1703'),
    ('物业', TRUE, 6, '17', NULL),
    ('业主', TRUE, 7, '17', NULL),
    ('拆迁', TRUE, 8, '08', NULL),
    ('征地', TRUE, 9, '08', NULL),
    ('征收', TRUE, 10, '08', NULL),
    ('开发商', TRUE, 11, '03', '0302'),
    ('购房', TRUE, 12, '03', '0302'),
    ('租金', TRUE, 13, '03', '0301'),
    ('噪音', TRUE, 14, '02', '0202'),
    ('扰民', TRUE, 15, '02', '0202'),
    ('漏水', TRUE, 16, '02', '0203'),
    ('采光', TRUE, 17, '02', '0201'),
    ('污染', TRUE, 18, '09', NULL),
    ('异味', TRUE, 19, '09', NULL),
    ('医院', TRUE, 20, '15', NULL),
    ('交通事故', TRUE, 21, '16', NULL),
    ('健身', TRUE, 22, '14', '1401'),
    ('预付卡', TRUE, 23, '14', '1401'),
    ('退费', TRUE, 24, '14', NULL),
    ('退款', TRUE, 25, '14', NULL),
    ('网购', TRUE, 26, '13', NULL),
    ('旅行社', TRUE, 27, '12', NULL),
    ('承包地', TRUE, 28, '07', '0701'),
    ('林地', TRUE, 29, '07', '0702'),
    ('宅基地', TRUE, 30, '03', '0303'),
    ('借款', TRUE, 31, '04', '0402'),
    ('合同', TRUE, 32, '04', NULL),
    ('离婚', TRUE, 33, '01', '0101'),
    ('赡养', TRUE, 34, '01', '0103'),
    ('继承', TRUE, 35, '01', '0102'),
    ('血汗钱', TRUE, 36, '10', NULL),
    ('电梯', TRUE, 37, '17', '1702'),
    ('不动产证', TRUE, 38, '03', '0302'),
    ('房产证', TRUE, 39, '03', '0302'),
    ('麻将', TRUE, 40, '02', '0202'),
    ('广场舞', TRUE, 41, '02', '0202'),
    ('养狗', TRUE, 42, '02', '0202'),
    ('学费', TRUE, 43, '14', NULL),
    ('培训机构', TRUE, 44, '14', NULL),
    ('押金', TRUE, 45, '14', NULL),
    ('定金', TRUE, 46, '14', NULL),
    ('欠款', TRUE, 47, '04', '0402'),
    ('借钱', TRUE, 48, '04', '0402'),
    ('殴打', TRUE, 49, '06', '0601'),
    ('小区', TRUE, 50, '17', NULL);
