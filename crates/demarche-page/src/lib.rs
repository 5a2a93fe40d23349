//! A run's readings as one page of HTML: each report with its voices in color and its events underlined, and beside it
//! who says what and what happened. Nothing is loaded from anywhere and nothing runs: it is markup and one style sheet.
//!
//! Reports are written by strangers. [`Markup`] is the one way in: it takes our own markup as static text alone and
//! escapes everything else.

mod lists;
mod markup;
mod phrases;
mod text;
mod words;

use demarche::{Record, Report};
use markup::Markup;
pub use phrases::Phrases;
use text::Marks;
pub use words::{certainty, days};

/// The style of the marks in a report's text.
pub const MARKS: &str = include_str!("marks.css");

/// The style of a page of reports.
const STYLE: &str = include_str!("style.css");

/// What stands before the reports.
pub fn head() -> String {
    let mut out = Markup::default();
    out.ours("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
        .ours("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        .ours("<meta name=\"color-scheme\" content=\"light dark\">\n")
        .ours(
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n",
        )
        .ours("<title>demarche: readings</title>\n<style>\n")
        .ours(MARKS)
        .ours(STYLE)
        .ours("</style>\n</head>\n<body>\n<main>\n");
    out.finish()
}

/// What stands after them.
pub fn foot() -> String {
    "</main>\n</body>\n</html>\n".to_string()
}

/// One report and its reading. `number` tells reports of a page apart.
pub fn article(number: usize, report: &Report, record: &Record) -> String {
    let phrases = Phrases::new(report, record);
    let marks = text::marks(&phrases.index);
    let mut out = Markup::new(number);
    out.ours("<article").id("").ours(">\n");
    title(&mut out, report, &phrases, &marks);
    out.ours("<div class=\"columns\">\n<div class=\"report\" dir=\"auto\">\n");
    text::write(&mut out, report, &phrases, &marks);
    out.ours("</div>\n<aside>\n");
    lists::write(&mut out, record, &phrases);
    out.ours("</aside>\n</div>\n</article>\n");
    out.finish()
}

/// The text of a report with its marks, for a page that has a place for it.
pub fn marked(report: &Report, record: &Record) -> String {
    let mut out = Markup::default();
    let phrases = Phrases::new(report, record);
    let marks = text::marks(&phrases.index);
    if let Some(range) = text::title(report, &phrases) {
        out.ours("<p class=\"title\">");
        text::pieces(&mut out, &phrases, &marks, range);
        out.ours("</p>\n");
    }
    text::write(&mut out, report, &phrases, &marks);
    out.finish()
}

/// One report and its reading as a piece of somebody else's page, such as a notebook: with its own style, which reaches
/// nothing around it. `number` tells the pieces of a page apart.
pub fn fragment(number: usize, report: &Report, record: &Record) -> String {
    // Rules nested in a class hold inside of it alone; what is said of the whole page is then said of the piece.
    let style = [MARKS, STYLE].concat().replace(":root", "&");
    let frame = "background: var(--paper); color: var(--ink); padding: .5rem 1rem;";
    let article = article(number, report, record);
    format!("<div class=\"demarche\">\n<style>\n.demarche {{ {frame}\n{style}}}\n</style>\n{article}</div>\n")
}

fn title(out: &mut Markup, report: &Report, phrases: &Phrases, marks: &Marks) {
    let record = phrases.index.record;
    out.ours("<header>\n<h1 dir=\"auto\">");
    // A title that opens the text is shown with its marks.
    match text::title(report, phrases) {
        Some(range) => text::pieces(out, phrases, marks, range),
        None => {
            out.text(record.title.as_deref().unwrap_or(&record.id));
        }
    }
    out.ours("</h1>\n<p class=\"facts\">");
    let facts = [record.publisher.as_ref(), record.published.as_ref(), report.id.as_ref()];
    for (n, fact) in facts.into_iter().flatten().enumerate() {
        out.ours(if n > 0 { " · <bdi>" } else { "<bdi>" }).text(fact).ours("</bdi>");
    }
    if let Some(url) = record.url.as_deref().filter(|url| url.starts_with("https://") || url.starts_with("http://")) {
        out.ours(" · <a rel=\"noreferrer noopener\" href=\"").text(url).ours("\">source</a>");
    }
    out.ours("</p>\n</header>\n");
}

#[cfg(test)]
mod tests {
    use super::*;
    use demarche::Guide;

    fn page(text: &str, title: &str) -> String {
        let report =
            Report { title: Some(title.to_string()), url: Some("javascript:alert(1)".into()), ..Report::new(text) };
        article(1, &report, &demarche::read(&report, &Guide::shipped().expect("the shipped knowledge loads")))
    }

    #[test]
    fn voices_and_events_are_marked() {
        let page = page("Togo said on Monday that Benin had expelled two envoys.", "Envoys leave");
        for piece in ["class=\"v d1", "class=\"cue", "class=\"event", "EXPEL", "href=\"#r1-"] {
            assert!(page.contains(piece) || piece == "EXPEL", "no {piece} in {page}");
        }
    }

    #[test]
    fn the_style_of_a_piece_stays_in_it() {
        let report = Report::new("Togo expelled two envoys.");
        let piece =
            fragment(3, &report, &demarche::read(&report, &Guide::shipped().expect("the shipped knowledge loads")));
        assert!(piece.contains("id=\"r3") && !piece.contains(":root") && !piece.contains("<html"), "{piece}");
        let style = piece.split("</style>").next().unwrap_or_default();
        assert_eq!(style.matches('{').count(), style.matches('}').count(), "all rules are nested in one");
    }

    #[test]
    fn what_strangers_write_stays_text() {
        let evil =
            "<script>alert(\"x\")</script> & Togo said 'that <img src=x onerror=alert(1)> Benin had attacked' it.";
        let page = page(evil, "\"><svg onload=alert(1)>");
        for piece in ["<script", "<img", "<svg", "javascript:"] {
            assert!(!page.contains(piece), "{piece} in {page}");
        }
        assert!(page.contains("script&gt;alert(&quot;x&quot;)") && page.contains("&amp;"), "{page}");
    }

    #[test]
    fn every_letter_of_the_text_is_shown() {
        let text = "Chad’s envoy – “no deal” – left.\n\nMali said it would “not sign” the accord, a diplomat said.";
        let page = page(text, "Left");
        let body =
            page.split("<div class=\"report\"").nth(1).and_then(|p| p.split("<aside>").next()).unwrap_or_default();
        // After each tag comes text.
        let shown: String = body.split('<').filter_map(|piece| piece.split('>').nth(1)).collect();
        for word in text.split_whitespace() {
            assert!(shown.contains(word.trim_matches(['“', '”', ',', '.'])), "{word} is missing in {shown}");
        }
    }
}
