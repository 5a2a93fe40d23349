//! A reading with what people put right in it.

use crate::corrections::{Correction, NONE};
use demarche::Record;
use demarche::attribution::Factuality;
use demarche::record::{Actor, Event, NO_COUNTRY};

/// The record with the corrections that hold; of several on one field the last. Actors that the record does not know are
/// added to it under their code.
pub fn corrected(record: &Record, corrections: &[Correction]) -> Record {
    let mut record = record.clone();
    for correction in corrections.iter().filter(|correction| correction.holds()) {
        apply(&mut record, correction);
    }
    record
}

fn apply(record: &mut Record, correction: &Correction) {
    let Some(at) = record.events.iter().position(|event| event.reference == correction.reference) else { return };
    let value = Some(correction.value.as_str()).filter(|value| *value != NONE);
    match correction.what.as_str() {
        "wrong" => remove(record, at),
        "type" => record.events[at].kind = correction.value.clone(),
        "mode" => record.events[at].mode = value.map(str::to_string),
        "factuality" => set_factuality(&mut record.events[at], &correction.value),
        "actor" => record.events[at].actor = references(record, value),
        "recipient" => record.events[at].recipient = references(record, value),
        _ => {}
    }
}

/// Takes an event out, and the links' references to it.
fn remove(record: &mut Record, at: usize) {
    let gone = record.events.remove(at).reference;
    record
        .instruments
        .iter_mut()
        .filter(|link| link.event.as_deref() == Some(&gone))
        .for_each(|link| link.event = None);
}

/// Sets how certain an event is, and the auxiliary modes that follow from it.
fn set_factuality(event: &mut Event, value: &str) {
    event.factuality = value.to_string();
    let modes = Factuality::named(value).map(Factuality::auxiliary).unwrap_or_default();
    event.auxiliary = modes.into_iter().map(str::to_string).collect();
}

/// The actors of these codes (`RUS.GOV;CHN.MIL`): those that the record has, or new ones.
fn references(record: &mut Record, codes: Option<&str>) -> Vec<String> {
    let codes = codes.into_iter().flat_map(|codes| codes.split(';')).filter_map(|code| code.split_once('.'));
    codes.map(|(country, sector)| reference(record, country, sector)).collect()
}

fn reference(record: &mut Record, country: &str, sector: &str) -> String {
    let is = |actor: &&Actor| actor.country_code() == country && actor.sector() == sector;
    if let Some(known) = record.actors.iter().find(is) {
        return known.reference.clone();
    }
    let number = |actor: &Actor| actor.reference.trim_start_matches('a').parse::<usize>().unwrap_or(0);
    let reference = format!("a{}", record.actors.iter().map(number).max().unwrap_or(0) + 1);
    record.actors.push(Actor {
        reference: reference.clone(),
        name: format!("{country}.{sector}"),
        kind: "group".to_string(),
        country: (country != NO_COUNTRY).then(|| country.to_string()),
        sectors: vec![sector.to_string()],
        office: None,
        wikidata: None,
        mentions: Vec::new(),
        rule: "correction".to_string(),
        by: Default::default(),
    });
    reference
}
