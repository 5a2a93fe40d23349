//! Rules of alerts: what they fit, and what is said of those that cannot be read.

use demarche::alerts::{Rule, find};
use demarche::record::{Actor, Instrument, Record};
use demarche::{Guide, Report};

fn rule(written: &str) -> Rule {
    let guide = Guide::shipped().expect("the shipped knowledge is good");
    Rule::parse(written, &guide).unwrap_or_else(|e| panic!("{e}"))
}

fn actor(reference: &str, country: &str, sector: &str) -> Actor {
    Actor {
        reference: reference.to_string(),
        name: reference.to_string(),
        kind: "person".to_string(),
        country: Some(country.to_string()),
        sectors: vec![sector.to_string()],
        office: None,
        wikidata: None,
        mentions: Vec::new(),
        rule: String::new(),
        by: Default::default(),
    }
}

/// A reading whose parties are set: what is tested is the matching.
fn record() -> Record {
    let guide = Guide::shipped().expect("the shipped knowledge is good");
    let mut record = demarche::read(&Report::new("Chad condemned Sudan on Thursday."), &guide);
    record.actors = vec![actor("a1", "TCD", "GOV"), actor("a2", "SDN", "MIL")];
    record.events.truncate(1);
    let event = record.events.first_mut().expect("condemning is an event");
    (event.kind, event.actor, event.recipient) = ("ACCUSE".to_string(), vec!["a1".to_string()], vec!["a2".to_string()]);
    event.factuality = "CT+".to_string();
    record.instruments = vec![Instrument {
        reference: "i1".to_string(),
        start: 0,
        end: 4,
        instrument: Some("NPT".to_string()),
        name: "the treaty".to_string(),
        about: Default::default(),
        what: None,
        relation: "violates".to_string(),
        parties: vec!["a2".to_string()],
        event: None,
        factuality: "CT+".to_string(),
        attribution: None,
        rule: String::new(),
    }];
    record
}

#[test]
fn rules_fit_by_type_parties_and_certainty() {
    let record = record();
    for (written, fits) in [
        ("ACCUSE by TCD against SDN", true),
        ("accuse or reject by Chad against Sudan", true),
        ("any event", true),
        ("any new event involving SDN.MIL or LBY certain", true),
        ("ACCUSE by TCD.GOV against SDN.MIL", true),
        ("ACCUSE by SDN", false),
        ("REJECT by TCD", false),
        ("ACCUSE by TCD.REB", false),
        ("ACCUSE said by SDN", false),
        ("ACCUSE in LBY", false),
        ("any new instrument of SDN", true),
        ("violates instrument called npt", true),
        ("signs or violates instrument called \"the treaty\" of Sudan", true),
        ("signs instrument", false),
        ("any instrument of TCD", false),
    ] {
        assert_eq!(!find(&rule(written), &record).is_empty(), fits, "{written}");
    }
}

#[test]
fn all_tellings_of_an_event_are_one() {
    let record = record();
    let matches = find(&rule("any new event"), &record);
    assert!(rule("any new event").only_new && !rule("any event").only_new);
    assert!(matches[0].told.starts_with("ACCUSE TCD > SDN"), "{}", matches[0].told);
}

#[test]
fn errors_say_the_way_out() {
    let guide = Guide::shipped().expect("the shipped knowledge is good");
    for (written, says) in [
        ("", "ACCUSE by JPN"),
        ("ACUSE by JPN", "did you mean ACCUSE?"),
        ("any", "expected a type"),
        ("ACCUSE by", "`by` names nobody"),
        ("ACCUSE by XQZ", "`XQZ` is no country"),
        ("ACCUSE by Japn", "did you mean Japan?"),
        ("ACCUSE of JPN", "clauses begin with by, against"),
        ("breaks instrument", "is no relation to an instrument"),
        ("any instrument called \"NPT", "quotation mark"),
        ("any instrument against RUS", "clauses begin with of, called"),
    ] {
        let error = Rule::parse(written, &guide).expect_err(written).to_string();
        assert!(error.contains(says), "{written}: {error}");
    }
}
