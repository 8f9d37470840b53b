-- What somebody asks a colleague to do, or to look at, about a dispute.

CREATE TABLE task (
    id uuid NOT NULL,
    dispute_id uuid NOT NULL,
    kind text NOT NULL,
    words text NOT NULL,
    due_on date,
    assignee_id uuid NOT NULL,
    made_by_id uuid NOT NULL,
    made_by_name text NOT NULL,
    made_at timestamptz NOT NULL,
    done_at timestamptz,
    done_by_name text,
    CONSTRAINT task_pk PRIMARY KEY (id),
    CONSTRAINT task_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id),
    CONSTRAINT task_kind CHECK (kind IN ('task', 'mention'))
);
CREATE INDEX task_by_dispute ON task (dispute_id, made_at);
CREATE INDEX task_by_assignee ON task (assignee_id, due_on) WHERE done_at IS NULL;
