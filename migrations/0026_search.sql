-- 查找 The words of each dispute as tokens, one row for all its texts. The program makes the tokens.

--@ sqlite
-- place: what the token index knows the row by. tokens: with a blank before and behind each.
CREATE TABLE search_entry (
    place INTEGER NOT NULL,
    dispute_id uuid NOT NULL,
    tokens text NOT NULL,
    CONSTRAINT search_entry_pk PRIMARY KEY (place),
    CONSTRAINT search_entry_dispute_unique UNIQUE (dispute_id),
    CONSTRAINT search_entry_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
-- To this tokenizer all that is no ASCII is a letter, so it parts tokens at blanks and nowhere else.
CREATE VIRTUAL TABLE search_token USING fts5 (
    tokens, content = 'search_entry', content_rowid = 'place', detail = none, columnsize = 0, tokenize = 'ascii'
);
CREATE TRIGGER search_entry_added AFTER INSERT ON search_entry
BEGIN
    INSERT INTO search_token (rowid, tokens) VALUES (new.place, new.tokens);
END;
CREATE TRIGGER search_entry_changed AFTER UPDATE ON search_entry
BEGIN
    INSERT INTO search_token (search_token, rowid, tokens) VALUES ('delete', old.place, old.tokens);
    INSERT INTO search_token (rowid, tokens) VALUES (new.place, new.tokens);
END;
CREATE TRIGGER search_entry_removed AFTER DELETE ON search_entry
BEGIN
    INSERT INTO search_token (search_token, rowid, tokens) VALUES ('delete', old.place, old.tokens);
END;

--@ postgres
CREATE TABLE search_entry (
    dispute_id uuid NOT NULL,
    tokens text[] NOT NULL,
    CONSTRAINT search_entry_pk PRIMARY KEY (dispute_id),
    CONSTRAINT search_entry_dispute_fk FOREIGN KEY (dispute_id) REFERENCES dispute (id)
);
-- A new row's tokens wait in the index's list, which every search reads whole, until there are this many kilobytes.
CREATE INDEX search_entry_by_token ON search_entry USING gin (tokens) WITH (gin_pending_list_limit = 1024);
