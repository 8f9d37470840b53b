-- Guidance: the city's own versions of decision trees and of what they share, and how often each step was shown and answered.

CREATE TABLE guidance_tree (
    id uuid NOT NULL,
    name text NOT NULL,
    version bigint NOT NULL,
    content jsonb NOT NULL,
    valid_from date,
    edits bigint NOT NULL,
    edited_by_id uuid NOT NULL,
    edited_at timestamptz NOT NULL,
    CONSTRAINT guidance_tree_pk PRIMARY KEY (id),
    CONSTRAINT guidance_tree_version UNIQUE (name, version)
);

-- What trees share, in the city's own versions.
CREATE TABLE guidance_parts (
    id uuid NOT NULL,
    version bigint NOT NULL,
    content jsonb NOT NULL,
    valid_from date,
    edits bigint NOT NULL,
    edited_by_id uuid NOT NULL,
    edited_at timestamptz NOT NULL,
    CONSTRAINT guidance_parts_pk PRIMARY KEY (id),
    CONSTRAINT guidance_parts_version UNIQUE (version)
);

-- Counts only: no row says who, from where or in which order.
CREATE TABLE guidance_step (
    counted_on date NOT NULL,
    channel text NOT NULL,
    name text NOT NULL,
    step text NOT NULL,
    shown bigint NOT NULL,
    answered bigint NOT NULL,
    CONSTRAINT guidance_step_pk PRIMARY KEY (name, counted_on, channel, step)
);
