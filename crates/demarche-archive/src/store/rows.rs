//! One report's rows, in and out.

use super::packing::DICTIONARY;
use super::{Prepared, actors, days, sentences};
use crate::Error;
use demarche::Record;
use demarche::record::{Attribution, Event, Index, Instrument, MadeBy, NO_COUNTRY, Stretch, Who, codes, names};
use rusqlite::{OptionalExtension, ToSql, Transaction, params};
use std::collections::BTreeMap;

/// Writes all rows of a report; its id.
pub fn insert(transaction: &Transaction, kept: &Prepared, origin: &str, run: Option<i64>) -> Result<i64, Error> {
    let report = Rows::report(transaction, kept, origin, run)?;
    read_rows(transaction, kept, report, &BTreeMap::new())?;
    Ok(report)
}

/// The ids that events of a new reading take over from the old one: by the event's place in the record.
pub type Ids = BTreeMap<usize, i64>;

/// Writes all rows of a new reading of a report, in place of the old one's. The report itself keeps its row; events for
/// which `ids` has a number keep that.
pub fn replace(transaction: &Transaction, kept: &Prepared, report: i64, ids: &Ids) -> Result<(), Error> {
    remove_reading(transaction, report)?;
    let sql = "UPDATE report SET title = ?2, language = ?3 WHERE id = ?1";
    transaction.prepare_cached(sql)?.execute(params![report, kept.record.title, kept.record.language])?;
    read_rows(transaction, kept, report, ids)
}

fn read_rows(transaction: &Transaction, kept: &Prepared, report: i64, ids: &Ids) -> Result<(), Error> {
    let rows = Rows {
        transaction,
        index: Index::new(&kept.record, &kept.report.text),
        report,
        sentences: Rows::sentences(transaction, kept, report)?,
        actors: Rows::actors(transaction, &kept.record, report)?,
    };
    rows.reading(&kept.packed)?;
    for (number, attribution) in kept.record.attributions.iter().enumerate() {
        rows.claim(number, attribution)?;
    }
    let mut events = BTreeMap::new();
    for (number, event) in kept.record.events.iter().enumerate() {
        events.insert(event.reference.as_str(), (rows.event(number, event, ids.get(&number).copied())?, event));
    }
    for (number, instrument) in kept.record.instruments.iter().enumerate() {
        let event = instrument.event.as_deref().and_then(|r| events.get(r).copied());
        rows.instrument(number, instrument, event)?;
    }
    Ok(())
}

/// Takes all rows of a report out; whether there was one.
pub fn remove(transaction: &Transaction, report: i64) -> Result<bool, Error> {
    remove_reading(transaction, report)?;
    Ok(transaction.execute("DELETE FROM report WHERE id = ?1", [report])? > 0)
}

/// Takes out what was read in a report; the report itself stays.
fn remove_reading(transaction: &Transaction, report: i64) -> Result<(), Error> {
    // Pairs are found through the parties, which have an index by event.
    let dyads = "DELETE FROM dyad WHERE (actor, recipient, day, event) IN (
        SELECT a.country, b.country, a.day, a.event FROM event e
        JOIN party a ON a.event = e.id AND a.role < 2 JOIN party b ON b.event = e.id AND b.role < 2
        WHERE e.report = ?1)";
    transaction.execute(dyads, [report])?;
    // In the order of their references; parties go with their events.
    for table in ["instrument", "event", "claim", "appearance", "reading", "sentence"] {
        transaction.execute(&format!("DELETE FROM {table} WHERE report = ?1"), [report])?;
    }
    Ok(())
}

/// The number of these versions, new or old.
pub fn knowledge(transaction: &Transaction, made_by: &MadeBy) -> Result<i64, Error> {
    let versions = params![made_by.version, made_by.models, made_by.codebook, made_by.register];
    let find = "SELECT id FROM knowledge WHERE version = ?1 AND models = ?2 AND codebook = ?3 AND register = ?4";
    let found = transaction.prepare_cached(find)?.query_row(versions, |row| row.get(0)).optional()?;
    let insert = "INSERT INTO knowledge (version, models, codebook, register) VALUES (?1, ?2, ?3, ?4)";
    match found {
        Some(id) => Ok(id),
        None => Ok(transaction.prepare_cached(insert)?.insert(versions)?),
    }
}

struct Rows<'a> {
    transaction: &'a Transaction<'a>,
    index: Index<'a>,
    report: i64,
    /// The ids of the sentences.
    sentences: Vec<i64>,
    /// The ids of the record's actors among all.
    actors: Vec<i64>,
}

impl Rows<'_> {
    fn report(transaction: &Transaction, kept: &Prepared, origin: &str, run: Option<i64>) -> Result<i64, Error> {
        let Prepared { report, record, hash, .. } = kept;
        let sql = "INSERT INTO report (hash, name, title, published, day, publisher, url, language, origin, run)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)";
        let day = report.day().map(|day| day.to_string());
        let (title, published, publisher) = (&record.title, &record.published, &record.publisher);
        let row =
            params![&hash[..], record.id, title, published, day, publisher, record.url, record.language, origin, run];
        Ok(transaction.prepare_cached(sql)?.insert(row)?)
    }

    fn sentences(transaction: &Transaction, kept: &Prepared, report: i64) -> Result<Vec<i64>, Error> {
        let sql = "INSERT INTO sentence (report, number, start, text) VALUES (?1, ?2, ?3, ?4)";
        let mut insert = transaction.prepare_cached(sql)?;
        let pieces = sentences::cut(&kept.report.text, &kept.record.sentences);
        let ids =
            pieces.iter().enumerate().map(|(n, piece)| insert.insert(params![report, n, piece.start, piece.text]));
        Ok(ids.collect::<Result<_, _>>()?)
    }

    fn actors(transaction: &Transaction, record: &Record, report: i64) -> Result<Vec<i64>, Error> {
        let sql = "INSERT INTO appearance (actor, report, number, mentions) VALUES (?1, ?2, ?3, ?4)";
        let mut insert = transaction.prepare_cached(sql)?;
        let mut ids = Vec::with_capacity(record.actors.len());
        for (number, actor) in record.actors.iter().enumerate() {
            let id = actors::join(transaction, actor)?;
            insert.execute(params![id, report, number_of(&actor.reference, number), actor.mentions.len()])?;
            ids.push(id);
        }
        Ok(ids)
    }

    fn reading(&self, packed: &[u8]) -> Result<(), Error> {
        let knowledge = knowledge(self.transaction, &self.index.record.made_by)?;
        let sql = "INSERT INTO reading (report, knowledge, dictionary, record) VALUES (?1, ?2, ?3, ?4)";
        self.transaction.prepare_cached(sql)?.execute(params![self.report, knowledge, DICTIONARY, packed])?;
        Ok(())
    }

    /// The id of a sentence of the record; of the last one for a number beyond it.
    fn sentence(&self, number: usize) -> i64 {
        self.sentences[number.min(self.sentences.len() - 1)]
    }

    fn joined(&self, who: &Who) -> Option<i64> {
        who.actor.map(|number| self.actors[number])
    }

    fn claim(&self, number: usize, claim: &Attribution) -> Result<(), Error> {
        let source = self.index.source(&claim.source);
        let Stretch { start, end } = claim.extent();
        let row: &[&dyn ToSql] = params![
            self.report,
            number_of(&claim.reference, number),
            self.sentence(claim.sentence),
            claim.kind,
            self.index.day(),
            self.joined(&source),
            source.country,
            source.sector,
            source.name,
            claim.cue.text,
            start,
            end,
            claim.within.as_deref().map(|within| number_of(within, 0)),
            claim.rule,
        ];
        let sql =
            "INSERT INTO claim (report, number, sentence, kind, day, actor, country, sector, name, cue, start, end,
                   within, rule) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.transaction.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }

    /// Writes an event under this id, or under the next; its id.
    fn event(&self, number: usize, event: &Event, id: Option<i64>) -> Result<i64, Error> {
        let (actors, recipients) = (self.index.parties(&event.actor), self.index.parties(&event.recipient));
        let chain = self.index.voices(event.attribution.as_deref());
        let (date, place) = (event.date.as_ref(), event.place.as_ref());
        let day = self.index.day_of(Some(event));
        let row: &[&dyn ToSql] = params![
            self.report,
            number_of(&event.reference, number),
            self.sentence(event.sentence),
            event.kind,
            event.mode,
            event.contexts.join(";"),
            event.trigger.text,
            day,
            date.map(|date| &date.start),
            date.map(|date| &date.end),
            codes(&actors),
            names(&actors),
            codes(&recipients),
            names(&recipients),
            place.map(|place| &place.name),
            place.and_then(|place| place.country.as_ref()),
            place.and_then(|place| place.latitude),
            place.and_then(|place| place.longitude),
            place.and_then(|place| place.geonames),
            event.factuality,
            event.confidence,
            codes(&chain),
            names(&chain),
            event.attribution.as_deref().map(|claim| number_of(claim, 0)),
            event.rule,
            id,
        ];
        let sql = "INSERT INTO event (report, number, sentence, type, mode, contexts, trigger, day, first, last, actor,
                   actor_names, recipient, recipient_names, place, place_country, latitude, longitude, geonames,
                   factuality, confidence, said_by, said_by_names, claim, rule, id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8,
                   ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, ?24, ?25, ?26)";
        let id = self.transaction.prepare_cached(sql)?.insert(row)?;
        let day = day.map_or(days::UNDATED, days::number);
        for (role, voices) in [&actors, &recipients, &chain].into_iter().enumerate() {
            self.parties(id, role, voices, day)?;
        }
        self.dyads(id, &event.kind, &actors, &recipients, day)?;
        let tally = "INSERT INTO tally_party SELECT country, role, day, type, 1 FROM tallied WHERE event = ?1
                     ON CONFLICT DO UPDATE SET events = events + 1";
        self.transaction.prepare_cached(tally)?.execute([id])?;
        Ok(id)
    }

    fn parties(&self, event: i64, role: usize, voices: &[Who], day: i64) -> Result<(), Error> {
        let sql = "INSERT INTO party (event, role, number, country, sector, actor, day)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        let mut insert = self.transaction.prepare_cached(sql)?;
        for (number, voice) in voices.iter().enumerate() {
            insert.execute(params![event, role, number, voice.country, voice.sector, self.joined(voice), day])?;
        }
        Ok(())
    }

    fn dyads(&self, event: i64, kind: &str, from: &[Who], to: &[Who], day: i64) -> Result<(), Error> {
        let sql = "INSERT OR IGNORE INTO dyad (actor, recipient, day, event, type) VALUES (?1, ?2, ?3, ?4, ?5)";
        let mut insert = self.transaction.prepare_cached(sql)?;
        // The parties of a mutual event act on each other.
        let (mutual, to) = if to.is_empty() { (true, from) } else { (false, to) };
        for (actor, recipient) in from.iter().flat_map(|a| to.iter().map(move |r| (a, r))) {
            let known = actor.country != NO_COUNTRY && recipient.country != NO_COUNTRY;
            if known && !(mutual && actor.country == recipient.country) {
                insert.execute(params![actor.country, recipient.country, day, event, kind])?;
            }
        }
        Ok(())
    }

    fn instrument(&self, number: usize, link: &Instrument, event: Option<(i64, &Event)>) -> Result<(), Error> {
        let parties = self.index.parties(&link.parties);
        let chain = self.index.voices(link.attribution.as_deref());
        let day = self.index.day_of(event.map(|(_, event)| event));
        let row: &[&dyn ToSql] = params![
            self.report,
            number_of(&link.reference, number),
            self.sentence(self.index.sentence_at(link.start)),
            link.instrument,
            link.name,
            link.relation,
            codes(&parties),
            names(&parties),
            event.map(|(id, _)| id),
            day,
            link.factuality,
            codes(&chain),
            names(&chain),
            link.rule,
        ];
        let sql = "INSERT INTO instrument (report, number, sentence, instrument, name, relation, parties, party_names,
                   event, day, factuality, said_by, said_by_names, rule)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";
        self.transaction.prepare_cached(sql)?.execute(row)?;
        Ok(())
    }
}

/// 3 of "e3"; the place among its like, from 1, where a reference is no such.
fn number_of(reference: &str, place: usize) -> usize {
    reference.trim_start_matches(|c: char| !c.is_ascii_digit()).parse().unwrap_or(place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_numbers() {
        assert_eq!((number_of("e12", 0), number_of("", 4)), (12, 5));
    }
}
