-- 研 What was found when a dispute was assessed: checks, suggestion, refusal, redirection.

CREATE TABLE triage_assessment (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    civil_dispute boolean NOT NULL,
    definite boolean NOT NULL,
    no_refusal boolean NOT NULL,
    not_reserved boolean NOT NULL,
    not_handled_elsewhere boolean NOT NULL,
    not_medical_elsewhere boolean,
    suggestion jsonb NOT NULL,
    accepted_at timestamptz NOT NULL,
    accepted_by_id uuid NOT NULL,
    CONSTRAINT triage_assessment_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT triage_assessment_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

CREATE TABLE triage_refusal (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    reason text NOT NULL,
    routes jsonb NOT NULL,
    words text NOT NULL,
    refused_at timestamptz NOT NULL,
    refused_by_id uuid NOT NULL,
    CONSTRAINT triage_refusal_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT triage_refusal_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT triage_refusal_reason CHECK (reason IN ('R01', 'R02', 'R03', 'R04', 'R05', 'R07', 'R08'))
);

CREATE TABLE triage_redirection (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    route text NOT NULL,
    organisation_id uuid,
    reason text NOT NULL,
    words text NOT NULL,
    redirected_at timestamptz NOT NULL,
    redirected_by_id uuid NOT NULL,
    CONSTRAINT triage_redirection_pk PRIMARY KEY (dispute_id, revision),
    CONSTRAINT triage_redirection_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);

-- Thresholds and points of the suggestion. No national values exist; every row says where its value comes from.
CREATE TABLE triage_setting (
    code text NOT NULL,
    value bigint NOT NULL,
    least bigint NOT NULL,
    most bigint NOT NULL,
    basis text NOT NULL,
    certainty text NOT NULL,
    CONSTRAINT triage_setting_pk PRIMARY KEY (code)
);
INSERT INTO triage_setting (code, value, least, most, basis, certainty) VALUES
    ('people_general', 10, 1, 10000, '实践常用标准：涉及人数', 'known'),
    ('people_difficult', 30, 1, 10000, '实践常用标准：涉及人数', 'known'),
    ('people_major', 50, 1, 10000, '实践常用标准：涉及人数', 'known'),
    ('amount_general_fen', 1000000, 100, 100000000000, '实践常用标准：涉案金额1万元', 'known'),
    ('amount_difficult_fen', 10000000, 100, 100000000000, '实践常用标准：涉案金额10万元', 'known'),
    ('amount_major_fen', 50000000, 100, 100000000000, '实践常用标准：涉案金额50万元', 'known'),
    ('specially_major_reasons', 2, 1, 10, '本市默认值：两项以上重大情形为特别重大', 'default'),
    ('risk_yellow', 20, 1, 200, '本市默认值：黄色分值', 'default'),
    ('risk_orange', 40, 1, 200, '本市默认值：橙色分值', 'default'),
    ('risk_red', 60, 1, 200, '本市默认值：红色分值', 'default'),
    ('points_threat_of_violence', 40, 0, 100, '本市默认值：扬言伤人', 'default'),
    ('points_weapon', 40, 0, 100, '本市默认值：持有凶器', 'default'),
    ('points_stalking', 20, 0, 100, '本市默认值：跟踪纠缠', 'default'),
    ('points_past_violence', 20, 0, 100, '本市默认值：曾有暴力行为', 'default'),
    ('points_protection_order', 20, 0, 100, '本市默认值：人身安全保护令', 'default'),
    ('points_repeat_police_call', 20, 0, 100, '本市默认值：多次报警', 'default'),
    ('points_suicide_risk', 40, 0, 100, '本市默认值：轻生倾向', 'default'),
    ('points_tends_to_crime', 40, 0, 100, '本市默认值：可能转刑事', 'default'),
    ('points_group_petition', 30, 0, 100, '本市默认值：可能集体上访', 'default'),
    ('points_stability', 30, 0, 100, '本市默认值：可能影响稳定', 'default'),
    ('points_online_heat', 10, 0, 100, '本市默认值：网络舆情', 'default'),
    ('points_death', 30, 0, 100, '本市默认值：有人死亡', 'default'),
    ('points_domestic_violence', 20, 0, 100, '本市默认值：家庭暴力', 'default'),
    ('points_mental_disorder', 20, 0, 100, '本市默认值：精神障碍患者', 'default'),
    ('points_released_prisoner', 20, 0, 100, '本市默认值：刑满释放人员', 'default'),
    ('points_community_correction', 20, 0, 100, '本市默认值：社区矫正对象', 'default'),
    ('points_drug_user', 20, 0, 100, '本市默认值：涉毒人员', 'default'),
    ('points_cross_area', 10, 0, 100, '本市默认值：跨区域', 'default'),
    ('points_kind', 10, 0, 100, '本市默认值：婚恋家庭、债务、邻里、征地、山林土地类', 'default'),
    ('mass_small', 5, 1, 10000, '本市默认值：群体人数', 'default'),
    ('mass_middle', 10, 1, 10000, '本市默认值：群体人数', 'default'),
    ('mass_large', 30, 1, 10000, '本市默认值：群体人数', 'default'),
    ('points_mass_small', 10, 0, 100, '本市默认值：5人以上', 'default'),
    ('points_mass_middle', 20, 0, 100, '本市默认值：10人以上', 'default'),
    ('points_mass_large', 40, 0, 100, '本市默认值：30人以上', 'default'),
    ('many_channels', 3, 2, 10, '本市默认值：同一人多渠道反映', 'default'),
    ('points_many_channels', 20, 0, 100, '本市默认值：同一人三个以上渠道', 'default');

-- Words in a narrative that stand for a flag until a person has looked.
CREATE TABLE triage_word (
    word text NOT NULL,
    flag text NOT NULL,
    CONSTRAINT triage_word_pk PRIMARY KEY (word)
);
INSERT INTO triage_word (word, flag) VALUES
    ('同归于尽', 'threat_of_violence'),
    ('杀了', 'threat_of_violence'),
    ('砍死', 'threat_of_violence'),
    ('弄死', 'threat_of_violence'),
    ('报复', 'threat_of_violence'),
    ('拿刀', 'weapon'),
    ('持刀', 'weapon'),
    ('汽油', 'weapon'),
    ('跟踪', 'stalking'),
    ('家暴', 'domestic_violence'),
    ('殴打', 'past_violence'),
    ('打伤', 'past_violence'),
    ('自杀', 'suicide_risk'),
    ('跳楼', 'suicide_risk'),
    ('不想活', 'suicide_risk'),
    ('集体上访', 'group_petition'),
    ('进京上访', 'group_petition'),
    ('拉横幅', 'stability'),
    ('堵路', 'stability'),
    ('堵门', 'stability'),
    ('性侵', 'sexual'),
    ('猥亵', 'sexual'),
    ('性骚扰', 'sexual');
