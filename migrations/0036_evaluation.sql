-- 评: return visits, satisfaction.

CREATE TABLE evaluation_visit (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    planned_on date,
    visited_on date,
    manner text,
    performance text,
    satisfied boolean,
    lawsuit boolean,
    remaining_risk text,
    words text,
    visitor_id uuid,
    visitor_name text,
    CONSTRAINT evaluation_visit_pk PRIMARY KEY (id),
    CONSTRAINT evaluation_visit_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
CREATE INDEX evaluation_visit_by_dispute ON evaluation_visit (dispute_id, revision, planned_on);

CREATE TABLE evaluation_satisfaction (
    dispute_id uuid NOT NULL,
    revision bigint NOT NULL,
    party_id uuid NOT NULL,
    score bigint NOT NULL,
    fair boolean NOT NULL,
    fast boolean NOT NULL,
    words text,
    given_on date NOT NULL,
    CONSTRAINT evaluation_satisfaction_pk PRIMARY KEY (dispute_id, revision, party_id),
    CONSTRAINT evaluation_satisfaction_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT evaluation_satisfaction_score CHECK (score BETWEEN 1 AND 5)
);
