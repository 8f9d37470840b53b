-- Entrances: where people first hear of mediation, and how many came by each.

CREATE TABLE entrance (
    id uuid NOT NULL,
    code text NOT NULL,
    name text NOT NULL,
    kind text NOT NULL,
    kind_words text,
    organisation_id uuid,
    place_code text,
    leads_to text NOT NULL,
    door text,
    active boolean NOT NULL,
    made_at timestamptz NOT NULL,
    made_by_name text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT entrance_pk PRIMARY KEY (id),
    CONSTRAINT entrance_code UNIQUE (code),
    CONSTRAINT entrance_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id),
    CONSTRAINT entrance_leads_to CHECK (leads_to IN ('home', 'guidance', 'application'))
);

-- Counts only: no row says who, from where or in which order. The empty code holds applications that came by none.
CREATE TABLE entrance_count (
    code text NOT NULL,
    counted_on date NOT NULL,
    looks bigint NOT NULL,
    begun bigint NOT NULL,
    sent bigint NOT NULL,
    CONSTRAINT entrance_count_pk PRIMARY KEY (code, counted_on)
);
