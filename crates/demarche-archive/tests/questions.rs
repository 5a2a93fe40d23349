//! Every filter against the same thing said in plain SQL over the views; counts against sums; exports against questions.

use demarche::alerts::{self, Rule, Subject};
use demarche::countries::Countries;
use demarche::filter::{Party, Place, Terms};
use demarche::ontologies::{Ontologies, Ontology};
use demarche::{Guide, Report};
use demarche_archive::export::{self, Format};
use demarche_archive::questions::{self, By, Cut, Order, Per};
use demarche_archive::{Answers, Archive, Cell, Column, Error, Filter, Question};
use jiff::civil::date;
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

/// Reports in our own words: several voices, mutual events, places, an instrument, days in three months.
const REPORTS: &[(&str, &str, &str)] = &[
    (
        "2024-01-15",
        "Agency A",
        "Chad condemned Sudan on Friday. A day later Sudan's foreign ministry rejected the criticism.",
    ),
    (
        "2024-02-10",
        "Agency A",
        "Japan's foreign minister said North Korea had violated UN Security Council Resolution 1718. Japan imposed new sanctions on North Korea.",
    ),
    (
        "2024-02-20",
        "Agency B",
        "Russia and China signed a trade agreement in Beijing on Monday. Russian soldiers attacked a village near Kharkiv in Ukraine.",
    ),
    (
        "2024-03-05",
        "Agency B",
        "Kenyan President William Ruto met Ugandan officials in Nairobi. According to the United Nations, Kenya may send troops to Haiti.",
    ),
    ("2024-03-06", "Agency B", "Norway did not recall its ambassador to Sweden. Norway thanked Sweden for the aid."),
];

fn archive() -> &'static PathBuf {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let folder = std::env::temp_dir().join(format!("demarche-questions-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).expect("a folder can be made");
        let path = folder.join("a.archive");
        let guide = Guide::shipped().expect("shipped knowledge loads");
        let mut archive = Archive::open(&path).expect("it is made");
        let batch = archive.batch().expect("nobody else writes");
        for (day, publisher, text) in REPORTS {
            let (published, publisher) = (Some(day.to_string()), Some(publisher.to_string()));
            let report = Report { published, publisher, ..Report::new(*text) };
            batch.add(&report, &demarche::read(&report, &guide), "here", None).expect("it is added");
        }
        batch.commit().expect("it is kept");
        path
    })
}

fn open() -> Archive {
    Archive::open_to_read(archive()).expect("it opens")
}

#[derive(Default)]
struct Rows {
    names: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Answers for Rows {
    type Error = Error;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Error> {
        self.names = columns.iter().map(|column| column.name.clone()).collect();
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Error> {
        self.rows.push(cells.iter().map(ToString::to_string).collect());
        Ok(())
    }
}

fn answer(question: &Question) -> Rows {
    let mut rows = Rows::default();
    open().answer(question, &mut rows).expect("it is answered");
    rows
}

fn sql(statement: &str) -> Vec<Vec<String>> {
    let archive = open();
    let question = questions::sql(&archive, statement).expect("it is a question");
    answer(&question).rows
}

fn parties(written: &[&str]) -> Vec<Party> {
    let countries = Countries::shipped().expect("the tables load");
    written.iter().map(|w| Terms::new(&countries).party(w).expect("it is a party")).collect()
}

/// The events of a filter are those of a condition on the view, and there are some.
fn same(filter: Filter, condition: &str) {
    let plain = sql(&format!("SELECT event FROM events e WHERE {condition} ORDER BY day DESC, event DESC"));
    let found = answer(&questions::events(&filter, &Cut::default())).rows;
    let ids = |rows: Vec<Vec<String>>| rows.into_iter().map(|row| row[0].clone()).collect::<Vec<_>>();
    assert!(!plain.is_empty(), "nothing is {condition}");
    assert_eq!(ids(found), ids(plain), "{condition}");
}

const PARTY: &str = "EXISTS (SELECT 1 FROM parties p WHERE p.event = e.event AND";

#[test]
fn filters_mean_what_plain_sql_means() {
    let none = Filter::default;
    same(none(), "1");
    same(Filter { actors: parties(&["JPN"]), ..none() }, &format!("{PARTY} p.role = 'actor' AND p.country = 'JPN')"));
    same(
        Filter { actors: parties(&["RUS.GOV", "*.MIL"]), ..none() },
        &format!("{PARTY} p.role = 'actor' AND (p.country = 'RUS' AND p.sector = 'GOV' OR p.sector = 'MIL'))"),
    );
    same(
        Filter { actors: parties(&["TCD"]), recipients: parties(&["SDN"]), ..none() },
        "actor LIKE '%TCD%' AND recipient LIKE '%SDN%'",
    );
    same(
        Filter { recipients: parties(&["CHN"]), ..none() },
        "recipient LIKE '%CHN%' OR recipient = '' AND actor LIKE '%CHN%'",
    );
    same(
        Filter { parties: parties(&["Ruto"]), ..none() },
        "actor_names LIKE '%Ruto%' OR recipient_names LIKE '%Ruto%'",
    );
    same(Filter { parties: parties(&["Q657"]), ..none() }, "actor LIKE '%TCD%' OR recipient LIKE '%TCD%'");
    same(Filter { said_by: parties(&["JPN.GOV"]), ..none() }, "said_by LIKE '%JPN.GOV%'");
    same(
        Filter { said_by: parties(&["JPN"]), actors: parties(&["JPN"]), ..none() },
        "said_by LIKE '%JPN%' AND actor LIKE '%JPN%'",
    );
    same(Filter { said_by: parties(&["author"]), ..none() }, "said_by = ''");
    same(Filter { said_by: parties(&["author", "JPN"]), ..none() }, "said_by = '' OR said_by LIKE '%JPN%'");
    same(Filter { types: vec!["ACCUSE".into(), "REJECT".into()], ..none() }, "type IN ('ACCUSE', 'REJECT')");
    same(Filter { certainty: vec!["CT-".into()], ..none() }, "factuality = 'CT-'");
    same(Filter { min_confidence: Some(0.8), ..none() }, "confidence >= 0.8");
    same(Filter { publishers: vec!["Agency B".into()], ..none() }, "publisher = 'Agency B'");
    same(Filter { places: vec![Place::Name("nairobi".into())], ..none() }, "place = 'Nairobi'");
    same(Filter { places: vec![Place::Country("KEN".into())], ..none() }, "place_country = 'KEN'");
    same(Filter { text: Some("\"trade agreement\"".into()), ..none() }, "text LIKE '%trade agreement%'");
    same(Filter { text: Some("soldier*".into()), actors: parties(&["RUS"]), ..none() }, "text LIKE '%soldier%'");
    same(
        Filter { since: Some(date(2024, 2, 1)), until: Some(date(2024, 2, 29)), ..none() },
        "day BETWEEN '2024-02-01' AND '2024-02-29'",
    );
    same(
        Filter { actors: parties(&["JPN"]), since: Some(date(2024, 2, 1)), ..none() },
        "actor LIKE '%JPN%' AND day >= '2024-02-01'",
    );
    same(
        Filter { instruments: vec!["1718".into()], ..none() },
        "EXISTS (SELECT 1 FROM instruments i WHERE i.event = e.event AND i.name LIKE '%1718%')",
    );
}

#[test]
fn lists_are_cut_and_sorted() {
    let cut = |order, limit| answer(&questions::events(&Filter::default(), &Cut { order, limit })).rows;
    assert_eq!(cut(Order::Newest, Some(2)).len(), 2);
    let days = |rows: Vec<Vec<String>>| rows.into_iter().map(|row| row[1].clone()).collect::<Vec<_>>();
    let (newest, mut oldest) = (days(cut(Order::Newest, None)), days(cut(Order::Oldest, None)));
    oldest.reverse();
    assert_eq!(newest, oldest);
    assert!(newest.is_sorted_by(|a, b| a >= b));
    let surest = answer(&questions::events(&Filter::default(), &Cut { order: Order::Surest, limit: Some(1) }));
    let place = surest.names.iter().position(|name| name == "confidence").expect("there is one");
    assert_eq!(surest.rows[0][place], sql("SELECT max(confidence) FROM events")[0][0]);
}

#[test]
fn timelines_count_every_event_once() {
    let total = |question: &Question| {
        answer(question)
            .rows
            .iter()
            .map(|row| row.last().expect("a count").parse::<u64>().expect("a number"))
            .sum::<u64>()
    };
    let events: u64 = sql("SELECT count(*) FROM events")[0][0].parse().expect("a number");
    for by in [By::Day, By::Week, By::Month, By::Year] {
        for per in [Per::All, Per::Type, Per::Mode] {
            assert_eq!(total(&questions::timeline(&Filter::default(), by, per)), events, "{by:?} {per:?}");
        }
    }
    let pairs: u64 = sql("SELECT count(*) FROM dyads")[0][0].parse().expect("a number");
    assert_eq!(total(&questions::timeline(&Filter::default(), By::Month, Per::Dyad)), pairs);
    let weeks = answer(&questions::timeline(&Filter::default(), By::Week, Per::All)).rows;
    assert!(weeks.iter().any(|row| row[0] == "2024-02-19"), "a week is named by its Monday: {weeks:?}");
    // The short way over pairs counts the same as the long way over events.
    let pair = Filter { actors: parties(&["JPN"]), recipients: parties(&["PRK"]), ..Filter::default() };
    let long = Filter { min_confidence: Some(0.0), ..pair.clone() };
    let short = answer(&questions::timeline(&pair, By::Month, Per::Type)).rows;
    assert_eq!(short, answer(&questions::timeline(&long, By::Month, Per::Type)).rows);
    assert!(!short.is_empty());
    let both = answer(&questions::dyad("JPN", "PRK", &Filter::default(), By::Year)).rows;
    assert!(both.iter().all(|row| row[0] == "2024"), "{both:?}");
}

/// The filter, said so that no tally knows all of it.
fn the_long_way(filter: &Filter) -> Filter {
    Filter { min_confidence: Some(0.0), ..filter.clone() }
}

#[test]
fn tallies_count_what_events_count() {
    let none = Filter::default;
    let sides = ["JPN", "SDN", "CHN", "KEN", "IGO"].into_iter().flat_map(|code| {
        let code = parties(&[code]);
        [
            Filter { actors: code.clone(), ..none() },
            Filter { recipients: code.clone(), ..none() },
            Filter { parties: code.clone(), ..none() },
            Filter { said_by: code, ..none() },
        ]
    });
    let february = Filter { since: Some(date(2024, 2, 1)), until: Some(date(2024, 2, 29)), ..none() };
    let mut counted = 0;
    for filter in sides.chain([none(), february.clone(), Filter { types: vec!["SANCTION".into()], ..none() }]) {
        let count = |filter: &Filter| answer(&questions::timeline(filter, By::Month, Per::Type)).rows;
        counted += count(&filter).len();
        assert_eq!(count(&filter), count(&the_long_way(&filter)), "{filter:?}");
    }
    assert!(counted > 20, "only {counted} numbers were compared");
    for filter in [none(), february] {
        let pairs = |filter: &Filter| answer(&questions::timeline(filter, By::Month, Per::Dyad)).rows;
        assert_eq!(pairs(&filter), pairs(&the_long_way(&filter)), "{filter:?}");
        let places = |filter: &Filter| {
            let mut rows = answer(&questions::places(filter)).rows;
            rows.sort();
            rows
        };
        assert!(!places(&none()).is_empty());
        assert_eq!(places(&filter), places(&the_long_way(&filter)), "{filter:?}");
    }
}

#[test]
fn the_first_of_a_list_are_those_of_the_whole_list() {
    let none = Filter::default;
    let filters = [
        Filter { text: Some("sanction".into()), ..none() },
        Filter { text: Some("minister OR troop*".into()), ..none() },
        Filter { parties: parties(&["KEN"]), ..none() },
        Filter { recipients: parties(&["CHN"]), ..none() },
        Filter { actors: parties(&["JPN"]), said_by: parties(&["JPN"]), ..none() },
    ];
    for filter in filters {
        let cut = Cut { limit: Some(2), ..Cut::default() };
        let mut events = answer(&questions::events(&filter, &Cut::default())).rows;
        assert!(!events.is_empty(), "{filter:?}");
        events.truncate(2);
        assert_eq!(answer(&questions::events(&filter, &cut)).rows, events, "{filter:?}");
        let mut claims = answer(&questions::claims(&filter, &Cut::default())).rows;
        claims.truncate(2);
        assert_eq!(answer(&questions::claims(&filter, &cut)).rows, claims, "{filter:?}");
    }
}

#[test]
fn claims_links_and_actors_are_listed() {
    let newest = Cut::default();
    let said = Filter { said_by: parties(&["JPN"]), ..Filter::default() };
    let claims = answer(&questions::claims(&said, &newest));
    let content = claims.names.iter().position(|name| name == "content").expect("there is one");
    assert!(claims.rows[0][content].starts_with("North Korea had violated"), "{:?}", claims.rows);
    let held = Filter { relations: vec!["violates".into()], ..said };
    assert_eq!(answer(&questions::claims(&held, &newest)).rows.len(), 1);
    let links = Filter { relations: vec!["violates".into()], actors: parties(&["PRK"]), ..Filter::default() };
    assert_eq!(answer(&questions::instruments(&links, &newest)).rows.len(), 1);
    let persons = Filter { kinds: vec!["person".into()], actors: parties(&["KEN"]), ..Filter::default() };
    assert!(answer(&questions::actors(&persons, None)).rows.iter().any(|row| row[0].contains("Ruto")));
}

#[test]
fn exports_hold_what_questions_answer() {
    let folder = archive().with_file_name("exports");
    fs::create_dir_all(&folder).expect("a folder can be made");
    let all = Filter::default();
    let events = sql("SELECT event FROM events").len();
    for (format, name) in [
        (Format::Jsonl, "e.jsonl"),
        (Format::Csv, "e.csv"),
        (Format::Parquet, "e.parquet"),
        (Format::Polecat, "e.polecat"),
        (Format::Gdelt1, "e.gdelt1"),
        (Format::Gdelt2, "e.gdelt2"),
    ] {
        let rows = export::events_to_file(&open(), &all, format, &folder.join(name)).expect("it is written");
        match format {
            Format::Gdelt1 | Format::Gdelt2 => assert!(rows > 0),
            _ => assert_eq!(rows, events, "{name}"),
        }
    }
    let text = |name: &str| fs::read_to_string(folder.join(name)).expect("it is there");
    assert_eq!(text("e.jsonl").lines().count(), events);
    assert!(text("e.polecat").lines().all(|line| line.split('\t').count() == 40));
    assert!(text("e.gdelt1").lines().all(|line| line.split('\t').count() == 58));
    assert!(text("e.gdelt2").lines().all(|line| line.split('\t').count() == 61));
    assert!(text("e.gdelt2").contains("CHNGOV"));
    let bytes = fs::read(folder.join("e.parquet")).expect("it is there");
    assert!(bytes.starts_with(b"PAR1") && bytes.ends_with(b"PAR1"));
    assert!(fs::read_dir(&folder).expect("it is there").count() == 6, "nothing is left half written");
}

/// What a rule finds in the records, by the numbers that the archive gave it.
fn told(rule: &Rule) -> Vec<i64> {
    let mut told = Vec::new();
    for report in 1..=REPORTS.len() as i64 {
        let kept = open().report(report).expect("it can be asked").expect("it is there");
        for found in alerts::find(rule, &kept.record) {
            told.extend(kept.events.iter().find(|(reference, _)| *reference == found.reference).map(|(_, id)| *id));
        }
    }
    told.sort_unstable();
    told
}

#[test]
fn an_archive_answers_a_rule_as_an_alert_does() {
    let guide = Guide::shipped().expect("shipped knowledge loads");
    for written in [
        "any event",
        "ACCUSE by Chad against Sudan",
        "any event with CHN",
        "any event involving \"Ruto\" or *.MIL",
        "any event said by author",
        "any event said by Japan or author certain",
        "any event in Kenya",
        "any event in \"nairobi\" or UKR",
        "SANCTION or REJECT confidence 0.5",
        "any event touching \"unscr 1718\"",
        "any event involving Q114",
    ] {
        let rule = Rule::parse(written, &guide).unwrap_or_else(|fault| panic!("{fault}"));
        assert_eq!(rule.subject, Subject::Events);
        let found = answer(&questions::events(&rule.filter, &Cut::default())).rows;
        let mut asked: Vec<i64> = found.iter().map(|row| row[0].parse().expect("an event's number")).collect();
        asked.sort_unstable();
        assert_eq!(told(&rule), asked, "{written}");
        assert!(!asked.is_empty(), "{written}");
    }
}

#[test]
fn an_export_codes_events_as_their_reading_does() {
    let file = archive().with_file_name("codes.gdelt1");
    export::events_to_file(&open(), &Filter::default(), Format::Gdelt1, &file).expect("it is written");
    let ontologies = Ontologies::shipped().expect("the tables are well formed");
    let mut codes = BTreeMap::new();
    for report in 1..=REPORTS.len() as i64 {
        let mut kept = open().report(report).expect("it can be asked").expect("it is there");
        ontologies.code(Ontology::Cameo, &mut kept.record);
        let own = kept.record.events.into_iter().map(|event| event.cameo.unwrap_or_default());
        codes.extend(kept.events.into_iter().map(|(_, id)| id).zip(own));
    }
    for line in fs::read_to_string(&file).expect("it is there").lines() {
        let columns: Vec<&str> = line.split('\t').collect();
        // A row's number is its event's with two digits for the pair of parties.
        let event = columns[0].parse::<i64>().expect("a number") / 100;
        assert_eq!(Some(columns[26]), codes.get(&event).map(String::as_str), "{line}");
    }
}

#[test]
fn a_lake_has_a_folder_a_month_and_is_not_written_over() {
    let lake = archive().with_file_name("lake");
    export::events_by_month(&open(), &Filter::default(), &lake).expect("it is written");
    assert!(lake.join("month=2024-02/part-0.parquet").is_file());
    let again = export::events_by_month(&open(), &Filter::default(), &lake).expect_err("it is there");
    assert!(again.to_string().contains("already there"), "{again}");
}
