-- Messages to open pages. The transaction of an event leaves its message in the outbox; the feed takes it out and gives
-- it the next number. Only the newest messages are kept: who missed more reads his pages again.
CREATE TABLE live_outbox (
    id uuid NOT NULL,
    subject_id uuid NOT NULL,
    topics text NOT NULL,
    words text NOT NULL,
    CONSTRAINT live_outbox_pk PRIMARY KEY (id)
);

CREATE TABLE live_message (
    number bigint NOT NULL,
    subject_id uuid NOT NULL,
    topics text NOT NULL,
    words text NOT NULL,
    CONSTRAINT live_message_pk PRIMARY KEY (number)
);

CREATE TABLE live_counter (
    name text NOT NULL,
    value bigint NOT NULL,
    CONSTRAINT live_counter_pk PRIMARY KEY (name)
);
