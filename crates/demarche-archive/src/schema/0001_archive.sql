-- The archive. Tables have names in the singular and may change from version to version; the views after them have
-- names in the plural, are what `demarche sql` and other programs should use, and keep their names and columns.
--
-- Days are ISO 8601 text where people see them (event.day), and days since 1970-01-01 where only indexes do (party.day,
-- dyad.day; -1000000 stands for "no day"). Actors are written as codes, COUNTRY.SECTOR, several joined by ";".

-- What read the reports: the versions of program, models, code book, and register of instruments.
CREATE TABLE knowledge (
    id       INTEGER PRIMARY KEY,
    version  TEXT NOT NULL,
    models   TEXT NOT NULL,
    codebook TEXT NOT NULL,
    register TEXT NOT NULL,
    UNIQUE (version, models, codebook, register)
);

-- Imports: what was asked for, when, and what came of it. An import without an end was stopped.
CREATE TABLE run (
    id        INTEGER PRIMARY KEY,
    begun     TEXT NOT NULL,
    ended     TEXT,
    inputs    TEXT NOT NULL,
    knowledge INTEGER REFERENCES knowledge,
    added     INTEGER NOT NULL DEFAULT 0,
    known     INTEGER NOT NULL DEFAULT 0,
    rejected  INTEGER NOT NULL DEFAULT 0
);

-- A report is its sentences, joined: its text is kept once, there.
CREATE TABLE report (
    id        INTEGER PRIMARY KEY,
    -- The first 128 bits of SHA-256 over text, day of publication and publisher: the same twice is one.
    hash      BLOB NOT NULL UNIQUE,
    name      TEXT NOT NULL,
    title     TEXT,
    published TEXT,
    day       TEXT,
    publisher TEXT,
    url       TEXT,
    language  TEXT NOT NULL,
    -- Where it was read from: a path, perhaps with a line, or an address.
    origin    TEXT,
    run       INTEGER REFERENCES run
);
CREATE INDEX report_by_day ON report (day);
CREATE INDEX report_by_name ON report (name);

CREATE TABLE sentence (
    id     INTEGER PRIMARY KEY,
    report INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    -- From 0, as in the record.
    number INTEGER NOT NULL,
    -- In characters from the report's beginning. The text runs to the next sentence's start, so that all of them joined
    -- are the report.
    start  INTEGER NOT NULL,
    text   TEXT NOT NULL,
    UNIQUE (report, number)
);

CREATE VIRTUAL TABLE sentence_words USING fts5 (
    text, content = 'sentence', content_rowid = 'id', tokenize = 'porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER sentence_added AFTER INSERT ON sentence BEGIN
    INSERT INTO sentence_words (rowid, text) VALUES (new.id, new.text);
END;
CREATE TRIGGER sentence_removed AFTER DELETE ON sentence BEGIN
    INSERT INTO sentence_words (sentence_words, rowid, text) VALUES ('delete', old.id, old.text);
END;
CREATE TRIGGER sentence_changed AFTER UPDATE ON sentence BEGIN
    INSERT INTO sentence_words (sentence_words, rowid, text) VALUES ('delete', old.id, old.text);
    INSERT INTO sentence_words (rowid, text) VALUES (new.id, new.text);
END;

-- The whole record, as JSON under Zstandard with the dictionary of that number.
CREATE TABLE reading (
    report     INTEGER PRIMARY KEY REFERENCES report ON DELETE CASCADE,
    knowledge  INTEGER NOT NULL REFERENCES knowledge,
    dictionary INTEGER NOT NULL,
    record     BLOB NOT NULL
);

-- An actor of any report. The key is the Wikidata identifier, or else name, country and kind.
CREATE TABLE actor (
    id       INTEGER PRIMARY KEY,
    key      TEXT NOT NULL UNIQUE,
    name     TEXT NOT NULL,
    kind     TEXT NOT NULL,
    country  TEXT NOT NULL,
    sectors  TEXT NOT NULL,
    office   TEXT,
    wikidata TEXT
);
CREATE INDEX actor_by_name ON actor (name COLLATE NOCASE);

-- An actor in a report: as the report's reading has it.
CREATE TABLE appearance (
    actor    INTEGER NOT NULL REFERENCES actor,
    report   INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (report, number)
) WITHOUT ROWID;
CREATE INDEX appearance_by_actor ON appearance (actor, report);

CREATE TABLE event (
    id              INTEGER PRIMARY KEY,
    report          INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    -- 3 is the record's e3.
    number          INTEGER NOT NULL,
    sentence        INTEGER NOT NULL REFERENCES sentence,
    type            TEXT NOT NULL,
    mode            TEXT,
    contexts        TEXT NOT NULL,
    trigger         TEXT NOT NULL,
    -- The first day of the event, or else the day of publication.
    day             TEXT,
    first           TEXT,
    last            TEXT,
    actor           TEXT NOT NULL,
    actor_names     TEXT NOT NULL,
    recipient       TEXT NOT NULL,
    recipient_names TEXT NOT NULL,
    place           TEXT,
    place_country   TEXT,
    latitude        REAL,
    longitude       REAL,
    geonames        INTEGER,
    factuality      TEXT NOT NULL,
    confidence      REAL NOT NULL,
    -- The voices it stands in, innermost first; empty where the report's author says it.
    said_by         TEXT NOT NULL,
    said_by_names   TEXT NOT NULL,
    -- The number of the innermost attribution.
    claim           INTEGER,
    rule            TEXT NOT NULL,
    UNIQUE (report, number)
);
CREATE INDEX event_by_day ON event (day);
CREATE INDEX event_by_type ON event (type, day);
CREATE INDEX event_by_sentence ON event (sentence);
CREATE INDEX event_by_place ON event (place_country, day) WHERE place_country IS NOT NULL;

-- Who takes part in an event: 0 actors, 1 recipients, 2 sources (number 0 is the innermost).
CREATE TABLE party (
    event   INTEGER NOT NULL REFERENCES event ON DELETE CASCADE,
    role    INTEGER NOT NULL,
    number  INTEGER NOT NULL,
    country TEXT NOT NULL,
    sector  TEXT NOT NULL,
    -- Null where the reading knows no actor for a source.
    actor   INTEGER REFERENCES actor,
    day     INTEGER NOT NULL,
    PRIMARY KEY (event, role, number)
) WITHOUT ROWID;
CREATE INDEX party_by_country ON party (country, role, day, event, sector);
CREATE INDEX party_by_actor ON party (actor, role, day, event) WHERE actor IS NOT NULL;

-- Pairs of countries, actor to recipient; the parties of a mutual event in both orders. It makes timelines fast.
CREATE TABLE dyad (
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    day       INTEGER NOT NULL,
    event     INTEGER NOT NULL,
    type      TEXT NOT NULL,
    PRIMARY KEY (actor, recipient, day, event)
) WITHOUT ROWID;

-- Who says what. The words of the content are the report's from `start` to `end`; exact stretches are in the record.
CREATE TABLE claim (
    id       INTEGER PRIMARY KEY,
    report   INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    number   INTEGER NOT NULL,
    sentence INTEGER NOT NULL REFERENCES sentence,
    kind     TEXT NOT NULL,
    day      TEXT,
    actor    INTEGER REFERENCES actor,
    country  TEXT NOT NULL,
    sector   TEXT NOT NULL,
    name     TEXT NOT NULL,
    cue      TEXT NOT NULL,
    start    INTEGER NOT NULL,
    end      INTEGER NOT NULL,
    -- The number of the claim that holds this one.
    within   INTEGER,
    rule     TEXT NOT NULL,
    UNIQUE (report, number)
);
CREATE INDEX claim_by_country ON claim (country, day);
CREATE INDEX claim_by_actor ON claim (actor, day) WHERE actor IS NOT NULL;
CREATE INDEX claim_by_day ON claim (day);
CREATE INDEX claim_by_sentence ON claim (sentence);

-- What an act does to a treaty or resolution.
CREATE TABLE instrument (
    id            INTEGER PRIMARY KEY,
    report        INTEGER NOT NULL REFERENCES report ON DELETE CASCADE,
    number        INTEGER NOT NULL,
    sentence      INTEGER NOT NULL REFERENCES sentence,
    -- The register's identifier; null for one that it does not know.
    instrument    TEXT,
    name          TEXT NOT NULL,
    relation      TEXT NOT NULL,
    parties       TEXT NOT NULL,
    party_names   TEXT NOT NULL,
    event         INTEGER REFERENCES event,
    day           TEXT,
    factuality    TEXT NOT NULL,
    said_by       TEXT NOT NULL,
    said_by_names TEXT NOT NULL,
    rule          TEXT NOT NULL,
    UNIQUE (report, number)
);
CREATE INDEX instrument_by_instrument ON instrument (instrument, day);
CREATE INDEX instrument_by_day ON instrument (day);
CREATE INDEX instrument_by_sentence ON instrument (sentence);
CREATE INDEX instrument_by_event ON instrument (event);

-- Inputs that could not be read, until a retry reads them.
CREATE TABLE reject (
    id     INTEGER PRIMARY KEY,
    -- Where exactly: a path with a line, a member of a zip, an address.
    place  TEXT NOT NULL UNIQUE,
    -- What to open again for a retry.
    origin TEXT NOT NULL,
    reason TEXT NOT NULL,
    seen   TEXT NOT NULL,
    tries  INTEGER NOT NULL DEFAULT 1,
    run    INTEGER REFERENCES run
);
CREATE INDEX reject_by_origin ON reject (origin);

-- ---- Views ---------------------------------------------------------------------------------------------------------

CREATE VIEW reports AS
    SELECT r.id AS report, r.name, r.title, r.published, r.day, r.publisher, r.url, r.language, r.origin,
           k.version, k.models, k.codebook, k.register, r.run
    FROM report r LEFT JOIN reading g ON g.report = r.id LEFT JOIN knowledge k ON k.id = g.knowledge;

CREATE VIEW sentences AS
    SELECT report, number, start, start + length(rtrim(text, char(32, 9, 10, 13))) AS end,
           rtrim(text, char(32, 9, 10, 13)) AS text
    FROM sentence;

CREATE VIEW events AS
    SELECT e.id AS event, e.report, 'e' || e.number AS ref, e.type, e.mode, e.contexts, e.day, e.first, e.last,
           e.actor, e.actor_names, e.recipient, e.recipient_names,
           e.place, e.place_country, e.latitude, e.longitude, e.geonames,
           e.factuality, e.confidence, e.said_by, e.said_by_names, e.trigger, e.rule,
           r.published, r.publisher, r.title, r.url,
           s.number AS sentence, rtrim(s.text, char(32, 9, 10, 13)) AS text
    FROM event e JOIN report r ON r.id = e.report JOIN sentence s ON s.id = e.sentence;

CREATE VIEW parties AS
    SELECT p.event, CASE p.role WHEN 0 THEN 'actor' WHEN 1 THEN 'recipient' ELSE 'source' END AS role, p.number,
           p.country, p.sector, p.actor, a.name
    FROM party p LEFT JOIN actor a ON a.id = p.actor;

CREATE VIEW dyads AS
    SELECT actor, recipient, CASE WHEN day > -1000000 THEN date(day * 86400, 'unixepoch') END AS day, type, event
    FROM dyad;

CREATE VIEW actors AS
    SELECT id AS actor, name, kind, country, sectors, office, wikidata,
           (SELECT count(DISTINCT report) FROM appearance WHERE actor = a.id) AS reports,
           (SELECT count(*) FROM party WHERE actor = a.id AND role < 2) AS events
    FROM actor a;

CREATE VIEW claims AS
    SELECT c.id AS claim, c.report, 's' || c.number AS ref, c.kind, c.day, c.actor, c.country, c.sector, c.name, c.cue,
           c.start, c.end,
           (SELECT group_concat(substr(t.text, max(c.start - t.start, 0) + 1,
                                       min(c.end - t.start, length(t.text)) - max(c.start - t.start, 0)), '')
            FROM (SELECT start, text FROM sentence WHERE report = c.report
                  AND start < c.end AND start + length(text) > c.start ORDER BY number) t) AS content,
           CASE WHEN c.within IS NOT NULL THEN 's' || c.within END AS within, c.rule, r.publisher, r.title, r.url
    FROM claim c JOIN report r ON r.id = c.report;

CREATE VIEW instruments AS
    SELECT i.id AS link, i.report, 'i' || i.number AS ref, i.instrument, i.name, i.relation, i.parties, i.party_names,
           i.event, i.day, i.factuality, i.said_by, i.said_by_names, i.rule, r.publisher, r.title, r.url,
           rtrim(s.text, char(32, 9, 10, 13)) AS text
    FROM instrument i JOIN report r ON r.id = i.report JOIN sentence s ON s.id = i.sentence;

CREATE VIEW rejects AS SELECT id AS reject, place, origin, reason, seen, tries, run FROM reject;

CREATE VIEW runs AS
    SELECT u.id AS run, u.begun, u.ended, u.inputs, k.version, k.models, k.codebook, k.register, u.added, u.known, u.rejected
    FROM run u LEFT JOIN knowledge k ON k.id = u.knowledge;
