//! What each stage finds in a report, one line each: what `cases.md` files list.

use demarche::Reading;
use demarche::pipeline;
use demarche::relate::{Crosswalk, Question, relate};
use demarche::{Guide, Report, Span, record};
use std::collections::BTreeSet;

/// The lines of a stage for a report.
pub fn of(stage: &str, report: &Report, guide: &Guide) -> Vec<String> {
    if stage == "relate" {
        return answers(&report.text, guide);
    }
    let reading = pipeline::analyze(report, guide);
    let record = record::write(report, &reading);
    match stage {
        "text" => sentences(&reading),
        "syntax" => words(&reading),
        "entities" => chains(&reading),
        "dates" => record.dates.iter().map(|d| format!("{} | {} | {}", d.text, d.kind, d.value)).collect(),
        "places" => places(&reading),
        "actors" => actors(&reading),
        "attribution" => [attributions(&reading), certainties(&reading)].concat(),
        "events" => events(&reading),
        "instruments" => instruments(&reading),
        _ => panic!("no stage {stage}"),
    }
}

fn sentences(r: &Reading) -> Vec<String> {
    r.text.sentences.iter().map(|s| s.tokens.clone().map(|i| r.text.word(i)).collect::<Vec<_>>().join(" ")).collect()
}

fn words(r: &Reading) -> Vec<String> {
    let line = |i: usize| {
        let word = r.syntax.word(i);
        let head = word.head.map_or("-", |h| r.text.word(h));
        format!("{} {} {} {head}", r.text.word(i), word.upos, word.relation)
    };
    (0..r.text.tokens.len()).map(line).collect()
}

fn chains(r: &Reading) -> Vec<String> {
    let name = |m: &usize| r.entities.mentions[*m].span.of(r.text.source).to_string();
    r.entities.entities.iter().map(|e| e.mentions.iter().map(name).collect::<Vec<_>>().join(" = ")).collect()
}

fn places(r: &Reading) -> Vec<String> {
    let line = |p: &demarche::places::Place| {
        let country = p.country.map_or("-".to_string(), |c| c.to_string());
        let point = p.point.map_or("-".to_string(), |(north, east)| format!("{north:.1},{east:.1}"));
        format!("{} | {country} | {point}", p.span.of(r.text.source))
    };
    r.places.places.iter().map(line).collect()
}

fn actors(r: &Reading) -> Vec<String> {
    let mut lines = Vec::new();
    for (mention, of) in r.entities.mentions.iter().zip(&r.attributions.of_mention) {
        for &number in of {
            let written = mention.span.of(r.text.source);
            lines.push(format!("{written} | {} | {}", code(r, number), actor(r, number).name));
        }
    }
    lines
}

fn attributions(r: &Reading) -> Vec<String> {
    let line = |a: &demarche::attribution::Attribution| {
        let source = a.source.as_ref().map_or("-", |s| s.span.of(r.text.source));
        let content: Vec<&str> = a.content.iter().map(|run| r.text.words(run.clone())).collect();
        let within = a.within.map_or("-".to_string(), |w| (w + 1).to_string());
        let (cue, content) = (a.cue.of(r.text.source), content.join(" … "));
        format!("{source} | {cue} | {content} | {} | within {within}", a.manner.as_str())
    };
    r.attributions.attributions.iter().map(line).collect()
}

fn certainties(r: &Reading) -> Vec<String> {
    let given = r.attributions.factuality.iter().enumerate();
    given.filter_map(|(i, f)| Some(format!("factuality: {} {}", r.text.word(i), (*f)?.as_str()))).collect()
}

fn events(r: &Reading) -> Vec<String> {
    let line = |e: &demarche::events::Event| {
        let kind = e.mode.as_ref().map_or(e.kind.clone(), |mode| format!("{}/{mode}", e.kind));
        let date = e.date.map_or("-".to_string(), |d| match d.first == d.last {
            true => d.first.to_string(),
            false => format!("{}/{}", d.first, d.last),
        });
        let (trigger, factuality) = (r.text.words(e.trigger.clone()), e.factuality.as_str());
        let (who, whom, says) = (codes(r, &e.actor), codes(r, &e.recipient), chain(r, e.attribution));
        format!("{kind} | {trigger} | {who} | {whom} | {date} | {factuality} | {says}")
    };
    let contexts = |e: &demarche::events::Event| {
        format!("contexts: {} | {}", r.text.words(e.trigger.clone()), e.contexts.join(" "))
    };
    r.events.events.iter().flat_map(|e| [line(e), contexts(e)]).collect()
}

fn instruments(r: &Reading) -> Vec<String> {
    let line = |l: &demarche::instruments::Link| {
        let identifier = l.instrument.as_deref().unwrap_or("-");
        let (words, parties) = (l.span.of(r.text.source), codes(r, &l.parties));
        format!("{words} | {identifier} | {} | {parties} | {}", l.relation, l.factuality.as_str())
    };
    let what = |l: &demarche::instruments::Link| {
        l.what.map(|what| format!("what: {} | {}", l.span.of(r.text.source), what.of(r.text.source)))
    };
    let about = |l: &demarche::instruments::Link| {
        let (kind, signed) = (&l.about.kind, l.about.signed.as_deref().unwrap_or("-"));
        format!("about: {} | {kind} | {signed} | {}", l.span.of(r.text.source), l.about.parties.join("+"))
    };
    r.instruments.links.iter().flat_map(|l| [Some(line(l)), Some(about(l)), what(l)]).flatten().collect()
}

/// Who says it, outermost first.
fn chain(r: &Reading, mut at: Option<usize>) -> String {
    let mut sources = Vec::new();
    while let Some(number) = at {
        let attribution = &r.attributions.attributions[number];
        let source = attribution.source.as_ref().and_then(|s| s.actor);
        sources.push(source.map_or("-".to_string(), |a| code(r, a)));
        at = attribution.within;
    }
    sources.reverse();
    sources.dedup();
    if sources.is_empty() { "-".to_string() } else { sources.join(" > ") }
}

/// Actors as a set: sorted codes joined by `+`.
fn codes(r: &Reading, actors: &[usize]) -> String {
    let set: BTreeSet<String> = actors.iter().map(|&a| code(r, a)).collect();
    if set.is_empty() { "-".to_string() } else { set.into_iter().collect::<Vec<_>>().join("+") }
}

fn code(r: &Reading, number: usize) -> String {
    let actor = actor(r, number);
    format!("{} {}", actor.country, actor.sectors.first().map_or("UNK", String::as_str))
}

fn actor<'a>(r: &'a Reading, number: usize) -> &'a demarche::actors::Actor {
    let named = &r.actors.actors;
    named.get(number).unwrap_or_else(|| &r.events.unnamed[number - named.len()])
}

/// How the one in `[…]` acts on the one in `{…}`: type, certainty, and whether this type is likelier than all others.
fn answers(marked: &str, guide: &Guide) -> Vec<String> {
    let is_plain = |c: &char| !"[]{}".contains(*c);
    let text: String = marked.chars().filter(is_plain).collect();
    let span = |open: char, close: char| {
        // Where a mark stands in the text without marks.
        let plain = |mark| marked.find(mark).map(|at| marked[..at].chars().filter(is_plain).map(char::len_utf8).sum());
        Some(Span::new(plain(open)?, plain(close)?))
    };
    let question = Question { text: &text, actor: span('[', ']'), recipient: span('{', '}') };
    let crosswalk = Crosswalk::shipped().expect("the shipped table loads");
    let answer = relate(&question, guide, &crosswalk).expect("both lie in the text");
    let mode = answer.mode.map_or(String::new(), |m| format!("/{m}"));
    let sure = if answer.scores[&answer.kind] > 0.5 { "likely" } else { "unsure" };
    vec![format!("{}{mode} | {} | {sure}", answer.kind, answer.factuality.as_str())]
}
