-- What people corrected, kept beside what the machine read, and known again when a report is read anew.

CREATE TABLE correction (
    id     INTEGER PRIMARY KEY,
    -- The report's hash and the first character of the event's trigger.
    report BLOB NOT NULL,
    start  INTEGER NOT NULL,
    -- The machine's type: two events may share a trigger.
    type   TEXT NOT NULL,
    -- What is wrong: wrong (it is no event), type, mode, actor, recipient, factuality.
    what   TEXT NOT NULL,
    -- What the machine had, and what is right.
    before TEXT NOT NULL,
    value  TEXT NOT NULL,
    author TEXT NOT NULL,
    note   TEXT NOT NULL,
    made   TEXT NOT NULL
);
CREATE INDEX correction_by_event ON correction (report, start);

CREATE VIEW corrections AS
    SELECT c.id AS correction, r.id AS report, e.id AS event, 'e' || e.number AS ref, c.start, c.type, c.what, c.before,
           c.value, c.author, c.note, c.made, r.title, r.published, r.publisher
    FROM correction c JOIN report r ON r.hash = c.report
    LEFT JOIN mention m ON m.report = r.id AND m.start = c.start AND m.type = c.type
    LEFT JOIN event e ON e.id = m.event;
