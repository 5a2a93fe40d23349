-- Happenings: mentions of one event, joined across reports. Days are counted from 1970-01-01, -1000000 for "no day".

-- An event as it is compared with others, and the happening that it belongs to: the id of its first mention.
CREATE TABLE mention (
    event      INTEGER PRIMARY KEY REFERENCES event ON DELETE CASCADE,
    report     INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    -- The trigger's first character, by which decisions know an event again.
    start      INTEGER NOT NULL,
    happening  INTEGER NOT NULL,
    type       TEXT NOT NULL,
    first      INTEGER,
    last       INTEGER,
    -- Whether the report names the day.
    named      INTEGER NOT NULL,
    told       INTEGER,
    -- What is said of it: 1 that it is so, -1 that it is not, 0 neither.
    stance     INTEGER NOT NULL,
    -- Who says so, where it is not the report itself.
    voice      TEXT,
    confidence REAL NOT NULL,
    features   TEXT NOT NULL
);
CREATE INDEX mention_by_happening ON mention (happening);
CREATE INDEX mention_by_report ON mention (report, start);

-- Where to look for mentions of the same: by a state (or who else takes part), type and day.
CREATE TABLE mention_key (
    name  TEXT NOT NULL,
    type  TEXT NOT NULL,
    day   INTEGER NOT NULL,
    event INTEGER NOT NULL,
    PRIMARY KEY (name, type, day, event)
) WITHOUT ROWID;

-- Why a mention belongs where it does: the other mention that it is most like, and what speaks for it.
CREATE TABLE link (
    event   INTEGER NOT NULL REFERENCES mention ON DELETE CASCADE,
    other   INTEGER NOT NULL REFERENCES mention ON DELETE CASCADE,
    points  REAL NOT NULL,
    -- JSON: feature and points, in the order in which they were looked at.
    reasons TEXT NOT NULL,
    PRIMARY KEY (event, other)
) WITHOUT ROWID;
CREATE INDEX link_by_other ON link (other);

-- What a person decided of two mentions; it wins, also when a report is read anew.
CREATE TABLE decision (
    id           INTEGER PRIMARY KEY,
    one          BLOB NOT NULL,
    one_start    INTEGER NOT NULL,
    other        BLOB NOT NULL,
    other_start  INTEGER NOT NULL,
    -- 1 that they are of one happening, 0 that they are not.
    together     INTEGER NOT NULL,
    made         TEXT NOT NULL,
    UNIQUE (one, one_start, other, other_start)
);
CREATE INDEX decision_by_other ON decision (other, other_start);

-- The words of a report in short, and the report that it is a copy of, or itself.
CREATE TABLE sketch (
    report   INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    original INTEGER NOT NULL,
    week     INTEGER NOT NULL,
    runs     INTEGER NOT NULL,
    least    BLOB NOT NULL
);
CREATE INDEX sketch_by_original ON sketch (original);

-- Where to look for copies; by week first, so that what is written lies together.
CREATE TABLE band (
    week   INTEGER NOT NULL,
    band   INTEGER NOT NULL,
    report INTEGER NOT NULL,
    PRIMARY KEY (week, band, report)
) WITHOUT ROWID;

-- ---- Views ---------------------------------------------------------------------------------------------------------

CREATE VIEW mentions AS
    SELECT m.happening, m.event, m.report, coalesce(s.original, m.report) AS original, e.type, e.trigger,
           CASE WHEN m.named THEN date(m.first * 86400, 'unixepoch') END AS named_day,
           date(m.told * 86400, 'unixepoch') AS told,
           CASE m.stance WHEN 1 THEN 'asserted' WHEN -1 THEN 'denied' ELSE 'open' END AS stance,
           coalesce(m.voice, r.publisher, r.name) AS voice, e.factuality, e.confidence, r.publisher, r.title, r.url,
           rtrim(t.text, char(32, 9, 10, 13)) AS text
    FROM mention m JOIN event e ON e.id = m.event JOIN report r ON r.id = m.report
    JOIN sentence t ON t.id = e.sentence LEFT JOIN sketch s ON s.report = m.report;

CREATE VIEW happenings AS
    SELECT h.happening, e.type, e.mode, date(h.day * 86400, 'unixepoch') AS day,
           e.actor, e.actor_names, e.recipient, e.recipient_names, e.place, e.place_country,
           CASE WHEN h.asserting IS NULL AND h.denying IS NULL THEN 'open' WHEN h.denying IS NULL THEN 'asserted'
                WHEN h.asserting IS NULL THEN 'denied' ELSE 'disputed' END AS standing,
           h.mentions, h.reports, h.independent, date(h.first_told * 86400, 'unixepoch') AS first_told,
           date(h.last_told * 86400, 'unixepoch') AS last_told, h.asserting, h.denying, e.id AS event,
           rtrim(t.text, char(32, 9, 10, 13)) AS text
    FROM (
        SELECT m.happening, count(*) AS mentions, count(DISTINCT m.report) AS reports,
               count(DISTINCT coalesce(s.original, m.report)) AS independent,
               coalesce(min(CASE WHEN m.named THEN m.first END), min(m.first), min(m.told)) AS day,
               min(m.told) AS first_told, max(m.told) AS last_told,
               group_concat(DISTINCT CASE WHEN m.stance > 0 THEN coalesce(m.voice, r.publisher, r.name) END) AS asserting,
               group_concat(DISTINCT CASE WHEN m.stance < 0 THEN coalesce(m.voice, r.publisher, r.name) END) AS denying
        FROM mention m JOIN report r ON r.id = m.report LEFT JOIN sketch s ON s.report = m.report
        GROUP BY m.happening
    ) h
    JOIN event e ON e.id = (
        SELECT event FROM mention WHERE happening = h.happening
        ORDER BY stance <> 0 DESC, named DESC, confidence DESC, event LIMIT 1)
    JOIN sentence t ON t.id = e.sentence;
