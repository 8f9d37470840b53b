-- 机构 Bodies, their tree, what they serve.

CREATE TABLE organisation (
    id uuid NOT NULL,
    name text NOT NULL,
    abbreviation text NOT NULL,
    kind text NOT NULL,
    level text NOT NULL,
    place_code text NOT NULL,
    parent_id uuid,
    phone text,
    address text,
    open_from_on date NOT NULL,
    closed_on date,
    version bigint NOT NULL,
    CONSTRAINT organisation_pk PRIMARY KEY (id),
    CONSTRAINT organisation_name_unique UNIQUE (name),
    CONSTRAINT organisation_parent_fk FOREIGN KEY (parent_id) REFERENCES organisation (id),
    CONSTRAINT organisation_level CHECK (level IN ('city', 'county', 'town', 'village')),
    CONSTRAINT organisation_term CHECK (closed_on IS NULL OR closed_on >= open_from_on)
);
CREATE INDEX organisation_by_parent ON organisation (parent_id, name);
CREATE INDEX organisation_by_place ON organisation (place_code, kind);
CREATE INDEX organisation_by_abbreviation ON organisation (abbreviation);

-- Dispute types a body works in; none: all.
CREATE TABLE organisation_field (
    organisation_id uuid NOT NULL,
    field text NOT NULL,
    CONSTRAINT organisation_field_pk PRIMARY KEY (organisation_id, field),
    CONSTRAINT organisation_field_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);

-- Places a body serves; a place contains everything below it.
CREATE TABLE organisation_area (
    organisation_id uuid NOT NULL,
    place_code text NOT NULL,
    CONSTRAINT organisation_area_pk PRIMARY KEY (organisation_id, place_code),
    CONSTRAINT organisation_area_organisation_fk FOREIGN KEY (organisation_id) REFERENCES organisation (id)
);
CREATE INDEX organisation_area_by_place ON organisation_area (place_code, organisation_id);

-- The tree as pairs: a body stands over itself and over everything below it.
CREATE TABLE organisation_scope (
    over_id uuid NOT NULL,
    under_id uuid NOT NULL,
    CONSTRAINT organisation_scope_pk PRIMARY KEY (over_id, under_id),
    CONSTRAINT organisation_scope_over_fk FOREIGN KEY (over_id) REFERENCES organisation (id),
    CONSTRAINT organisation_scope_under_fk FOREIGN KEY (under_id) REFERENCES organisation (id)
);
CREATE INDEX organisation_scope_by_under ON organisation_scope (under_id, over_id);

-- One row that whoever changes the tree writes first: two changes never meet.
CREATE TABLE organisation_tree (
    code text NOT NULL,
    version bigint NOT NULL,
    CONSTRAINT organisation_tree_pk PRIMARY KEY (code)
);
INSERT INTO organisation_tree (code, version) VALUES ('tree', 0);
