-- 日历 Days that differ from the day of the week: holidays and make-up workdays. A day kept as normal was set so by hand
-- and stays so when the holidays of a year are filled in.

CREATE TABLE calendar_day (
    day_on date NOT NULL,
    kind text NOT NULL,
    name text NOT NULL,
    CONSTRAINT calendar_day_pk PRIMARY KEY (day_on),
    CONSTRAINT calendar_day_kind CHECK (kind IN ('holiday', 'workday', 'normal'))
);

-- A fresh mark with every change, so that a calendar kept in memory is known to be current.
CREATE TABLE calendar_mark (
    code text NOT NULL,
    mark text NOT NULL,
    CONSTRAINT calendar_mark_pk PRIMARY KEY (code)
);
INSERT INTO calendar_mark (code, mark) VALUES ('days', '');
