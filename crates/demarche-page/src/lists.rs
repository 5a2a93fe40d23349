//! What stands beside a report: the tree of voices, the events, the instruments, and what the marks mean.

use super::markup::Markup;
use super::phrases::Phrases;
use super::words::certainty;
use demarche::Record;
use demarche::record::Event;

/// The longest excerpt of what a voice says, in characters.
const EXCERPT: usize = 90;

/// Writes the lists.
pub fn write(out: &mut Markup, record: &Record, phrases: &Phrases) {
    out.ours("<section>\n<h2>Who says so</h2>\n");
    if record.attributions.is_empty() {
        out.ours("<p class=\"none\">Nobody is cited.</p>\n");
    }
    branch(out, phrases, None);
    out.ours("</section>\n<section>\n<h2>Events</h2>\n");
    if record.events.is_empty() {
        out.ours("<p class=\"none\">No events were found.</p>\n");
    } else {
        out.ours("<ol class=\"events\">\n");
        record.events.iter().for_each(|event| entry(out, event, phrases));
        out.ours("</ol>\n");
    }
    out.ours("</section>\n");
    instruments(out, record, phrases);
    out.ours(LEGEND);
}

const LEGEND: &str = "<section class=\"legend\">\n<h2>Marks</h2>\n<p><span class=\"v d1\">a voice</span> \
    <span class=\"v d2\">in a voice</span> <span class=\"v d3\">in that</span> <span class=\"v d4\">and so on</span></p>\n\
    <p><span class=\"event\">certain</span> <span class=\"event probable\">probable</span> \
    <span class=\"event possible\">possible</span> <span class=\"event open\">open</span> \
    <span class=\"event not\">not so</span> <span class=\"cue\">cue</span> <span class=\"source\">source</span></p>\n\
    </section>\n";

/// The voices that stand directly within another, or in the report itself.
fn branch(out: &mut Markup, phrases: &Phrases, within: Option<&str>) {
    let here = phrases.index.within(within);
    if here.is_empty() {
        return;
    }
    out.ours("<ul class=\"voices\">\n");
    for voice in here {
        out.ours("<li").id(&voice.reference).ours("><a").to(&format!("t-{}", voice.reference)).ours(">");
        out.text(&voice.reference).ours("</a> ").ours(key(phrases.depth(voice))).ours("<b><bdi>");
        out.text(&phrases.source(voice)).ours("</bdi></b> <i>").text(&voice.cue.text).ours("</i> <bdi>");
        let content: Vec<String> = voice.content.iter().map(|c| phrases.index.text(c.start, c.end)).collect();
        out.text(&excerpt(&content.join(" … "))).ours("</bdi>\n");
        branch(out, phrases, Some(&voice.reference));
        out.ours("</li>\n");
    }
    out.ours("</ul>\n");
}

/// A spot of the voice's color.
fn key(depth: usize) -> &'static str {
    match (depth - 1) % 4 {
        0 => "<span class=\"key d1\"></span> ",
        1 => "<span class=\"key d2\"></span> ",
        2 => "<span class=\"key d3\"></span> ",
        _ => "<span class=\"key d4\"></span> ",
    }
}

fn excerpt(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.chars().count() <= EXCERPT {
        return text;
    }
    format!("{} …", text.chars().take(EXCERPT).collect::<String>().trim_end())
}

fn entry(out: &mut Markup, event: &Event, phrases: &Phrases) {
    out.ours("<li").id(&event.reference).ours("><a").to(&format!("t-{}", event.reference)).ours(">");
    out.text(&event.reference).ours("</a> <b>").text(&event.kind);
    if let Some(mode) = &event.mode {
        out.ours(" / ").text(mode);
    }
    out.ours("</b> “").text(&event.trigger.text).ours("”\n<details><summary><bdi>").text(&format!(
        "{} · {}",
        phrases.deed(event),
        phrases.circumstances(event)
    ));
    out.ours("</bdi></summary>\n<dl>");
    for (name, fact) in phrases.facts(event) {
        out.ours("<dt>").ours(name).ours("</dt><dd><bdi>").text(&fact).ours("</bdi></dd>");
    }
    out.ours("</dl></details></li>\n");
}

fn instruments(out: &mut Markup, record: &Record, phrases: &Phrases) {
    if record.instruments.is_empty() {
        return;
    }
    out.ours("<section>\n<h2>Instruments</h2>\n<ul>\n");
    for link in &record.instruments {
        out.ours("<li><b><bdi>").text(link.instrument.as_deref().unwrap_or(&link.name)).ours("</bdi></b> ");
        out.text(&link.relation).ours(" <bdi>").text(&phrases.actors(&link.parties)).ours("</bdi> · ");
        out.text(certainty(&link.factuality)).ours("</li>\n");
    }
    out.ours("</ul>\n</section>\n");
}
