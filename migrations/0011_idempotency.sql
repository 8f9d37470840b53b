-- What was answered to a request with an Idempotency-Key, kept in the transaction of its work. Status 0: the work was
-- done, its answer is not known. The attempt tells one run of a request from another under the same key.

CREATE TABLE idempotency_key (
    account_id uuid NOT NULL,
    key text NOT NULL,
    request_digest text NOT NULL,
    attempt text NOT NULL,
    status bigint NOT NULL,
    entity_tag text NOT NULL,
    body_sealed text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT idempotency_key_pk PRIMARY KEY (account_id, key)
);
CREATE INDEX idempotency_key_by_age ON idempotency_key (created_at);
