-- 调解员 What is known of a mediator beyond his posts.

CREATE TABLE mediator (
    account_id uuid NOT NULL,
    kind text NOT NULL,
    entry text NOT NULL,
    grade bigint,
    fields jsonb NOT NULL,
    languages jsonb NOT NULL,
    sex text,
    village_code text,
    since_on date,
    CONSTRAINT mediator_pk PRIMARY KEY (account_id),
    CONSTRAINT mediator_account_fk FOREIGN KEY (account_id) REFERENCES account (id),
    CONSTRAINT mediator_kind CHECK (kind IN ('full_time', 'part_time', 'invited')),
    CONSTRAINT mediator_entry CHECK (entry IN ('elected', 'engaged')),
    CONSTRAINT mediator_grade CHECK (grade BETWEEN 1 AND 4)
);
