-- What people do at the desk and what watches tell it: who joined and parted happenings and why, what was taken back, and
-- alerts.

-- A person joined happenings ('merge') or took mentions out of one ('split').
CREATE TABLE regrouping (
    id        INTEGER PRIMARY KEY,
    what      TEXT NOT NULL,
    author    TEXT NOT NULL,
    note      TEXT NOT NULL,
    made      TEXT NOT NULL,
    -- When and by whom it was taken back.
    undone    TEXT,
    undone_by TEXT
);

-- Its mentions, by their report's hash and the first character of the trigger. Of a merge, each side is a happening as it
-- was before; of a split, side 0 was taken out of side 1.
CREATE TABLE regrouped (
    regrouping INTEGER NOT NULL REFERENCES regrouping,
    side       INTEGER NOT NULL,
    report     BLOB NOT NULL,
    start      INTEGER NOT NULL,
    PRIMARY KEY (regrouping, side, report, start)
) WITHOUT ROWID;
CREATE INDEX regrouped_by_mention ON regrouped (report, start);

-- The decisions that it made, and those of others that these took the place of.
ALTER TABLE decision ADD COLUMN regrouping INTEGER REFERENCES regrouping;
CREATE INDEX decision_by_regrouping ON decision (regrouping) WHERE regrouping IS NOT NULL;
CREATE TABLE overruled (
    regrouping  INTEGER NOT NULL REFERENCES regrouping,
    one         BLOB NOT NULL,
    one_start   INTEGER NOT NULL,
    other       BLOB NOT NULL,
    other_start INTEGER NOT NULL,
    together    INTEGER NOT NULL,
    made        TEXT NOT NULL,
    -- The regrouping that had made it.
    of          INTEGER REFERENCES regrouping
);
CREATE INDEX overruled_by_regrouping ON overruled (regrouping);

ALTER TABLE correction ADD COLUMN undone TEXT;
ALTER TABLE correction ADD COLUMN undone_by TEXT;

-- What a watch told: an event or instrument that fits one of its rules.
CREATE TABLE alert (
    id     INTEGER PRIMARY KEY,
    -- The same for what is told once only.
    told   TEXT NOT NULL UNIQUE,
    rule   TEXT NOT NULL,
    -- The report's hash and the first character of what tells of it.
    report BLOB NOT NULL,
    start  INTEGER NOT NULL,
    -- The event or instrument in a line, and its sentence.
    line   TEXT NOT NULL,
    text   TEXT NOT NULL,
    made   TEXT NOT NULL
);
CREATE INDEX alert_by_report ON alert (report);

-- ---- Views ---------------------------------------------------------------------------------------------------------

-- As before, and what was taken back. A newer reading may give the event another type.
DROP VIEW corrections;
CREATE VIEW corrections AS
    SELECT c.id AS correction, r.id AS report, e.id AS event, 'e' || e.number AS ref, c.start, c.type, c.what, c.before,
           c.value, c.author, c.note, c.made, r.title, r.published, r.publisher, c.undone, c.undone_by
    FROM correction c JOIN report r ON r.hash = c.report
    LEFT JOIN event e ON e.id = coalesce(
        (SELECT m.event FROM mention m WHERE m.report = r.id AND m.start = c.start AND m.type = c.type ORDER BY m.event LIMIT 1),
        (SELECT m.event FROM mention m WHERE m.report = r.id AND m.start = c.start ORDER BY m.event LIMIT 1));

CREATE VIEW regroupings AS
    SELECT id AS regrouping, what, author, note, made, undone, undone_by FROM regrouping;

CREATE VIEW alerts AS
    SELECT a.id AS alert, a.rule, a.line, a.text, a.made, r.id AS report, m.event, m.happening, r.title, r.published,
           r.publisher, r.url
    FROM alert a JOIN report r ON r.hash = a.report
    LEFT JOIN mention m ON m.event = (
        SELECT event FROM mention WHERE report = r.id AND start = a.start ORDER BY event LIMIT 1);
