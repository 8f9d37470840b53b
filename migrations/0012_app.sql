-- Data keys of the city, each wrapped by the master key that never enters the database.
CREATE TABLE data_key (
    version bigint NOT NULL,
    wrapped text NOT NULL,
    made_at timestamptz NOT NULL,
    CONSTRAINT data_key_pk PRIMARY KEY (version)
);
