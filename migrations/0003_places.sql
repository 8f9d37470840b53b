-- 区划 Division codes from the province down to villages; a child's code starts with its parent's.

CREATE TABLE place (
    code text NOT NULL,
    name text NOT NULL,
    full_name text NOT NULL,
    initials text NOT NULL,
    level text NOT NULL,
    parent_code text,
    CONSTRAINT place_pk PRIMARY KEY (code),
    CONSTRAINT place_level CHECK (level IN ('province', 'city', 'county', 'town', 'village'))
);
CREATE INDEX place_by_parent ON place (parent_code, code);
CREATE INDEX place_by_initials ON place (initials, code);
