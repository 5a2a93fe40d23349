//! The rows of a reading: its events, claims and links with the names and values that the archive's views give them, so
//! that a question needs no change when reports move into an archive.

use arrow_array::ArrayRef;
use arrow_array::builder::StringBuilder;
use arrow_array::{ListArray, StructArray};
use arrow_buffer::OffsetBuffer;
use arrow_schema::{ArrowError, DataType, Field, FieldRef, Schema, SchemaRef};
use demarche::record::{Attribution, Event, Index, Instrument, Note, Stretch, codes, names};
use demarche_archive::questions::Kind::{self, Day, Integer, Real, Text};
use demarche_archive::store::sentences;
use demarche_archive::{Cell, Column};
use std::sync::Arc;

use crate::columns::{Columns, fields};
use crate::reading::Done;

/// The columns of an event.
const EVENT: &[(&str, Kind)] = &[
    ("ref", Text),
    ("day", Day),
    ("type", Text),
    ("mode", Text),
    ("actor", Text),
    ("actor_names", Text),
    ("recipient", Text),
    ("recipient_names", Text),
    ("place", Text),
    ("place_country", Text),
    ("latitude", Real),
    ("longitude", Real),
    ("geonames", Integer),
    ("factuality", Text),
    ("confidence", Real),
    ("said_by", Text),
    ("said_by_names", Text),
    ("contexts", Text),
    ("first", Day),
    ("last", Day),
    ("trigger", Text),
    ("text", Text),
    ("rule", Text),
];

/// The columns of a claim.
const CLAIM: &[(&str, Kind)] = &[
    ("ref", Text),
    ("day", Day),
    ("said_by", Text),
    ("said_by_names", Text),
    ("kind", Text),
    ("cue", Text),
    ("content", Text),
    ("within", Text),
    ("start", Integer),
    ("end", Integer),
    ("rule", Text),
];

/// The columns of what is done to an instrument.
const INSTRUMENT: &[(&str, Kind)] = &[
    ("ref", Text),
    ("day", Day),
    ("relation", Text),
    ("instrument", Text),
    ("name", Text),
    ("parties", Text),
    ("party_names", Text),
    ("factuality", Text),
    ("said_by", Text),
    ("said_by_names", Text),
    ("event", Text),
    ("text", Text),
    ("rule", Text),
];

const NOTE: &[(&str, Kind)] = &[("kind", Text), ("start", Integer), ("end", Integer), ("message", Text)];

/// What is known of a report itself.
const REPORT: &[&str] = &["id", "title", "published", "publisher", "url", "language"];

/// What one row is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Shape {
    /// A report, with lists of what is in it, its line of JSON and its error.
    Reports,
    /// An event, with its report's facts.
    Events,
    /// A claim, with its report's facts.
    Claims,
    /// A link to an instrument, with its report's facts.
    Instruments,
}

impl Shape {
    /// The shape of this name.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "reports" => Some(Shape::Reports),
            "events" => Some(Shape::Events),
            "claims" => Some(Shape::Claims),
            "instruments" => Some(Shape::Instruments),
            _ => None,
        }
    }

    fn columns(self) -> Vec<Column> {
        match self {
            Shape::Reports => Vec::new(),
            Shape::Events => columns(EVENT),
            Shape::Claims => columns(CLAIM),
            Shape::Instruments => columns(INSTRUMENT),
        }
    }

    /// The fields of a table of this shape.
    pub fn schema(self) -> SchemaRef {
        let mut all: Vec<FieldRef> = REPORT.iter().map(|name| text_field(name)).collect();
        if self == Shape::Reports {
            all.push(text_field("error"));
            for (name, of) in [("events", EVENT), ("claims", CLAIM), ("instruments", INSTRUMENT), ("notes", NOTE)] {
                all.push(Arc::new(Field::new(name, DataType::List(item(of)), true)));
            }
            all.push(text_field("record"));
        } else {
            all.extend(fields(&self.columns()));
        }
        Arc::new(Schema::new(all))
    }

    /// The columns of reports that were read, and the number of their rows.
    ///
    /// # Errors
    /// Those of Arrow: more text than a batch can hold.
    pub fn write(self, done: &[Done]) -> Result<(Vec<ArrayRef>, usize), ArrowError> {
        match self {
            Shape::Reports => Ok((reports(done)?, done.len())),
            _ => Ok(self.flat(done)),
        }
    }

    fn flat(self, done: &[Done]) -> (Vec<ArrayRef>, usize) {
        let mut facts = Columns::new(&REPORT.iter().map(|name| column(name, Text)).collect::<Vec<_>>());
        let mut rows = Columns::new(&self.columns());
        for (done, view) in done.iter().filter_map(|done| Some((done, View::new(done)?))) {
            let before = rows.rows;
            match self {
                Shape::Events => view.events(&mut rows),
                Shape::Claims => view.claims(&mut rows),
                Shape::Instruments | Shape::Reports => view.instruments(&mut rows),
            }
            (before..rows.rows).for_each(|_| facts.push(&about(done)));
        }
        let count = rows.rows;
        (facts.finish().into_iter().chain(rows.finish()).collect(), count)
    }
}

fn column(name: &str, kind: Kind) -> Column {
    Column { name: name.to_string(), kind }
}

fn columns(of: &[(&str, Kind)]) -> Vec<Column> {
    of.iter().map(|&(name, kind)| column(name, kind)).collect()
}

fn text_field(name: &str) -> FieldRef {
    Arc::new(Field::new(name, DataType::Utf8, true))
}

fn item(of: &[(&str, Kind)]) -> FieldRef {
    Arc::new(Field::new("item", DataType::Struct(fields(&columns(of)).into()), true))
}

/// The facts of a report: as the record has them, or of one that was not read, as they came in.
fn about(done: &Done) -> [Cell<'_>; 6] {
    match &done.found {
        Some((r, _)) => [
            Cell::Text(&r.id),
            text(&r.title),
            text(&r.published),
            text(&r.publisher),
            text(&r.url),
            Cell::Text(&r.language),
        ],
        None => {
            let r = &done.report;
            [text(&r.id), text(&r.title), text(&r.published), text(&r.publisher), text(&r.url), text(&r.language)]
        }
    }
}

fn reports(done: &[Done]) -> Result<Vec<ArrayRef>, ArrowError> {
    let mut facts = Columns::new(&REPORT.iter().map(|name| column(name, Text)).collect::<Vec<_>>());
    let (mut errors, mut records) = (StringBuilder::new(), StringBuilder::new());
    let mut lists = [EVENT, CLAIM, INSTRUMENT, NOTE].map(List::new);
    for done in done {
        facts.push(&about(done));
        errors.append_option(done.fault.as_ref());
        records.append_option(done.found.as_ref().map(|(_, line)| line));
        let view = View::new(done);
        let [events, claims, instruments, notes] = &mut lists;
        events.add(view.as_ref(), View::events);
        claims.add(view.as_ref(), View::claims);
        instruments.add(view.as_ref(), View::instruments);
        notes.add(view.as_ref(), View::notes);
    }
    let mut all = facts.finish();
    all.push(Arc::new(errors.finish()));
    for list in lists {
        all.push(list.finish()?);
    }
    all.push(Arc::new(records.finish()));
    Ok(all)
}

/// A column of lists as it fills.
struct List {
    of: &'static [(&'static str, Kind)],
    rows: Columns,
    lengths: Vec<usize>,
}

impl List {
    fn new(of: &'static [(&'static str, Kind)]) -> Self {
        List { of, rows: Columns::new(&columns(of)), lengths: Vec::new() }
    }

    /// Adds the list of a report; an empty one where it was not read.
    fn add<'a>(&mut self, view: Option<&View<'a>>, write: impl Fn(&View<'a>, &mut Columns)) {
        let before = self.rows.rows;
        if let Some(view) = view {
            write(view, &mut self.rows);
        }
        self.lengths.push(self.rows.rows - before);
    }

    fn finish(mut self) -> Result<ArrayRef, ArrowError> {
        let offsets = OffsetBuffer::from_lengths(self.lengths);
        let values = StructArray::try_new(fields(&columns(self.of)).into(), self.rows.finish(), None)?;
        Ok(Arc::new(ListArray::try_new(item(self.of), offsets, Arc::new(values), None)?))
    }
}

fn text(of: &Option<String>) -> Cell<'_> {
    of.as_deref().map_or(Cell::Nothing, Cell::Text)
}

fn number(of: Option<usize>) -> Cell<'static> {
    of.map_or(Cell::Nothing, |n| Cell::Integer(n as i64))
}

fn real(of: Option<f64>) -> Cell<'static> {
    of.map_or(Cell::Nothing, Cell::Real)
}

/// A reading and its sentences.
struct View<'a> {
    index: Index<'a>,
    sentences: Vec<&'a str>,
}

impl<'a> View<'a> {
    fn new(done: &'a Done) -> Option<Self> {
        let (record, _) = done.found.as_ref()?;
        let pieces = sentences::cut(&done.report.text, &record.sentences);
        Some(View {
            index: Index::new(record, &done.report.text),
            sentences: pieces.iter().map(|piece| piece.text.trim_end_matches([' ', '\t', '\n', '\r'])).collect(),
        })
    }

    fn sentence(&self, number: usize) -> Cell<'_> {
        let last = self.sentences.len().saturating_sub(1);
        self.sentences.get(number.min(last)).map_or(Cell::Nothing, |text| Cell::Text(text))
    }

    fn events(&self, to: &mut Columns) {
        self.index.record.events.iter().for_each(|event| self.event(event, to));
    }

    fn event(&self, event: &Event, to: &mut Columns) {
        let (actors, recipients) = (self.index.parties(&event.actor), self.index.parties(&event.recipient));
        let chain = self.index.voices(event.attribution.as_deref());
        let [actor, recipient, said_by] = [&actors, &recipients, &chain].map(|voices| codes(voices));
        let [actor_names, recipient_names, said_by_names] = [&actors, &recipients, &chain].map(|voices| names(voices));
        let (date, place) = (event.date.as_ref(), event.place.as_ref());
        let contexts = event.contexts.join(";");
        let day = self.index.day_of(Some(event));
        to.push(&[
            Cell::Text(&event.reference),
            day.map_or(Cell::Nothing, Cell::Text),
            Cell::Text(&event.kind),
            text(&event.mode),
            Cell::Text(&actor),
            Cell::Text(&actor_names),
            Cell::Text(&recipient),
            Cell::Text(&recipient_names),
            place.map_or(Cell::Nothing, |place| Cell::Text(&place.name)),
            place.map_or(Cell::Nothing, |place| text(&place.country)),
            real(place.and_then(|place| place.latitude)),
            real(place.and_then(|place| place.longitude)),
            number(place.and_then(|place| place.geonames).map(|id| id as usize)),
            Cell::Text(&event.factuality),
            Cell::Real(event.confidence),
            Cell::Text(&said_by),
            Cell::Text(&said_by_names),
            Cell::Text(&contexts),
            date.map_or(Cell::Nothing, |date| Cell::Text(&date.start)),
            date.map_or(Cell::Nothing, |date| Cell::Text(&date.end)),
            Cell::Text(&event.trigger.text),
            self.sentence(event.sentence),
            Cell::Text(&event.rule),
        ]);
    }

    fn claims(&self, to: &mut Columns) {
        self.index.record.attributions.iter().for_each(|claim| self.claim(claim, to));
    }

    fn claim(&self, claim: &Attribution, to: &mut Columns) {
        let source = self.index.source(&claim.source);
        let said_by = codes(std::slice::from_ref(&source));
        let Stretch { start, end } = claim.extent();
        let content = self.index.text(start, end);
        to.push(&[
            Cell::Text(&claim.reference),
            self.index.day().map_or(Cell::Nothing, Cell::Text),
            Cell::Text(&said_by),
            Cell::Text(&source.name),
            Cell::Text(&claim.kind),
            Cell::Text(&claim.cue.text),
            Cell::Text(&content),
            text(&claim.within),
            number(Some(start)),
            number(Some(end)),
            Cell::Text(&claim.rule),
        ]);
    }

    fn instruments(&self, to: &mut Columns) {
        self.index.record.instruments.iter().for_each(|link| self.instrument(link, to));
    }

    fn instrument(&self, link: &Instrument, to: &mut Columns) {
        let parties = self.index.parties(&link.parties);
        let chain = self.index.voices(link.attribution.as_deref());
        let [parties, said_by] = [&parties, &chain].map(|voices| (codes(voices), names(voices)));
        let event = link.event.as_deref().and_then(|reference| self.index.event(reference));
        let day = self.index.day_of(event);
        to.push(&[
            Cell::Text(&link.reference),
            day.map_or(Cell::Nothing, Cell::Text),
            Cell::Text(&link.relation),
            text(&link.instrument),
            Cell::Text(&link.name),
            Cell::Text(&parties.0),
            Cell::Text(&parties.1),
            Cell::Text(&link.factuality),
            Cell::Text(&said_by.0),
            Cell::Text(&said_by.1),
            text(&link.event),
            self.sentence(self.index.sentence_at(link.start)),
            Cell::Text(&link.rule),
        ]);
    }

    fn notes(&self, to: &mut Columns) {
        self.index.record.notes.iter().for_each(|note| write_note(note, to));
    }
}

fn write_note(note: &Note, to: &mut Columns) {
    to.push(&[Cell::Text(&note.kind), number(note.start), number(note.end), Cell::Text(&note.message)]);
}
