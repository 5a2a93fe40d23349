-- Tallies: how many events there are, counted as they come in, so that pictures of a whole archive need not go through it.
-- Triggers keep them but for one; a row whose count fell to 0 stays.

-- By day and type. Events without a day are in no tally.
CREATE TABLE tally_type (
    day    TEXT NOT NULL,
    type   TEXT NOT NULL,
    events INTEGER NOT NULL,
    PRIMARY KEY (day, type)
) WITHOUT ROWID;

-- By country that takes part. Role: 0 acts, 1 is acted on or has a part in a mutual event, 2 is a voice of the chain,
-- 3 acts or is acted on.
CREATE TABLE tally_party (
    country TEXT NOT NULL,
    role    INTEGER NOT NULL,
    day     TEXT NOT NULL,
    type    TEXT NOT NULL,
    events  INTEGER NOT NULL,
    PRIMARY KEY (country, role, day, type)
) WITHOUT ROWID;

-- By pair of countries, as in dyad; a month is its first seven characters.
CREATE TABLE tally_dyad (
    month     TEXT NOT NULL,
    actor     TEXT NOT NULL,
    recipient TEXT NOT NULL,
    type      TEXT NOT NULL,
    events    INTEGER NOT NULL,
    PRIMARY KEY (month, actor, recipient, type)
) WITHOUT ROWID;

-- By place with a point on the map; the month is empty where the event has no day.
CREATE TABLE tally_place (
    month         TEXT NOT NULL,
    place         TEXT NOT NULL,
    place_country TEXT NOT NULL,
    latitude      REAL NOT NULL,
    longitude     REAL NOT NULL,
    type          TEXT NOT NULL,
    events        INTEGER NOT NULL,
    PRIMARY KEY (month, place, place_country, latitude, longitude, type)
) WITHOUT ROWID;

-- By actor: how often it acts or is acted on.
CREATE TABLE tally_actor (
    actor  INTEGER PRIMARY KEY REFERENCES actor,
    events INTEGER NOT NULL
);
CREATE INDEX tally_actor_by_events ON tally_actor (events);

-- The roles in tally_party that an event gives its countries, each once.
CREATE VIEW tallied AS
    SELECT e.id AS event, p.country, 0 AS role, e.day, e.type FROM event e JOIN party p ON p.event = e.id AND p.role = 0
    WHERE e.day IS NOT NULL
    UNION SELECT e.id, p.country, 1, e.day, e.type FROM event e JOIN party p ON p.event = e.id
    AND (p.role = 1 OR p.role = 0 AND e.recipient = '') WHERE e.day IS NOT NULL
    UNION SELECT e.id, p.country, 2, e.day, e.type FROM event e JOIN party p ON p.event = e.id AND p.role = 2
    WHERE e.day IS NOT NULL
    UNION SELECT e.id, p.country, 3, e.day, e.type FROM event e JOIN party p ON p.event = e.id AND p.role IN (0, 1)
    WHERE e.day IS NOT NULL;

INSERT INTO tally_type SELECT day, type, count(*) FROM event WHERE day IS NOT NULL GROUP BY day, type;
INSERT INTO tally_party SELECT country, role, day, type, count(*) FROM tallied GROUP BY country, role, day, type;
INSERT INTO tally_dyad SELECT strftime('%Y-%m', day * 86400, 'unixepoch'), actor, recipient, type, count(*)
    FROM dyad WHERE day > -1000000 GROUP BY 1, 2, 3, 4;
INSERT INTO tally_place
    SELECT coalesce(substr(day, 1, 7), ''), place, coalesce(place_country, ''), latitude, longitude, type, count(*)
    FROM event WHERE place IS NOT NULL AND latitude IS NOT NULL GROUP BY 1, 2, 3, 4, 5, 6;
INSERT INTO tally_actor
    SELECT a.id, coalesce(n.events, 0) FROM actor a LEFT JOIN (
        SELECT actor, count(*) AS events FROM party WHERE role < 2 AND actor IS NOT NULL GROUP BY actor) n ON n.actor = a.id;

CREATE TRIGGER tally_event_added AFTER INSERT ON event WHEN new.day IS NOT NULL BEGIN
    INSERT INTO tally_type VALUES (new.day, new.type, 1) ON CONFLICT DO UPDATE SET events = events + 1;
END;
CREATE TRIGGER tally_place_added AFTER INSERT ON event WHEN new.place IS NOT NULL AND new.latitude IS NOT NULL BEGIN
    INSERT INTO tally_place VALUES (coalesce(substr(new.day, 1, 7), ''), new.place, coalesce(new.place_country, ''),
        new.latitude, new.longitude, new.type, 1)
    ON CONFLICT DO UPDATE SET events = events + 1;
END;
CREATE TRIGGER tally_dyad_added AFTER INSERT ON dyad WHEN new.day > -1000000 BEGIN
    INSERT INTO tally_dyad
    VALUES (strftime('%Y-%m', new.day * 86400, 'unixepoch'), new.actor, new.recipient, new.type, 1)
    ON CONFLICT DO UPDATE SET events = events + 1;
END;
CREATE TRIGGER tally_dyad_removed AFTER DELETE ON dyad WHEN old.day > -1000000 BEGIN
    UPDATE tally_dyad SET events = events - 1 WHERE month = strftime('%Y-%m', old.day * 86400, 'unixepoch')
    AND actor = old.actor AND recipient = old.recipient AND type = old.type;
END;
CREATE TRIGGER tally_actor_new AFTER INSERT ON actor BEGIN
    INSERT INTO tally_actor VALUES (new.id, 0);
END;
CREATE TRIGGER tally_actor_added AFTER INSERT ON party WHEN new.role < 2 AND new.actor IS NOT NULL BEGIN
    UPDATE tally_actor SET events = events + 1 WHERE actor = new.actor;
END;
-- tally_party is written by the program, once all parties of an event are there.
-- Before an event goes, and its parties with it.
CREATE TRIGGER tally_event_removed BEFORE DELETE ON event BEGIN
    UPDATE tally_party SET events = events - 1 WHERE (country, role, day, type) IN (
        SELECT country, role, day, type FROM tallied WHERE event = old.id);
    UPDATE tally_actor SET events = tally_actor.events - n.times FROM (
        SELECT actor AS who, count(*) AS times FROM party
        WHERE event = old.id AND role < 2 AND actor IS NOT NULL GROUP BY actor) n
    WHERE actor = n.who;
    UPDATE tally_type SET events = events - 1 WHERE day = old.day AND type = old.type;
    UPDATE tally_place SET events = events - 1 WHERE month = coalesce(substr(old.day, 1, 7), '') AND place = old.place
    AND place_country = coalesce(old.place_country, '') AND latitude = old.latitude AND longitude = old.longitude
    AND type = old.type;
END;
