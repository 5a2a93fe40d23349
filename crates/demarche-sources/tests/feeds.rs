//! Feeds as publishers write them.

mod common;

use common::{file, folder, read, texts};

const ITEM: &str = "<item><title>A</title><description>Chad expelled two envoys of Mali.</description></item>";

/// The first report of a feed.
fn first(name: &str, content: impl AsRef<[u8]>) -> demarche::Report {
    let (reports, rejects) = read(&file(&folder(name), "feed.xml", content));
    let found = reports.into_iter().next();
    found.unwrap_or_else(|| panic!("{name} gives no report: {rejects:?}"))
}

fn rss(root: &str, items: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<{root}><channel><title>N</title>{items}</channel></rss>")
}

#[test]
fn feeds_that_break_the_standard_are_read() {
    let amp = ITEM.replace("<title>A", "<title>Tanks & guns");
    let surrogate = ITEM.replace("Chad", "&#55296;Chad");
    let entity = ITEM.replace("Mali", "Mali&nbsp;and C&ocirc;te d'Ivoire");
    let bell = ITEM.replace("Chad", "\u{8}Chad");
    for (name, content) in [
        ("amp", rss("rss version=\"2.0\"", &amp)),
        ("surrogate", rss("rss version=\"2.0\"", &surrogate)),
        ("entity", rss("rss version=\"2.0\"", &entity)),
        ("bell", rss("rss version=\"2.0\"", &bell)),
        ("bare", rss("rss", ITEM)),
        ("old", rss("rss version='0.94'", ITEM)),
        (
            "styled",
            rss("rss version=\"2.0\"", ITEM)
                .replace("?>\n", "?>\n<?xml-stylesheet href=\"a.css\"?>\n<!-- made & kept -->"),
        ),
        (
            "cut",
            rss("rss version=\"2.0\"", &format!("{ITEM}{ITEM}"))
                .split("</channel>")
                .next()
                .expect("a part")
                .replace("</item><item>", "</item><item><link>http://e"),
        ),
    ] {
        let report = first(name, content);
        assert!(report.text.contains("expelled two envoys of Mali"), "{name}: {}", report.text);
    }
}

#[test]
fn encodings_of_feeds_are_found() {
    let feed = rss("rss version=\"2.0\"", &ITEM.replace("Chad", "Le Président"));
    let big: Vec<u8> = feed.encode_utf16().flat_map(u16::to_be_bytes).collect();
    let little: Vec<u8> = [0xff, 0xfe].into_iter().chain(feed.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let latin: Vec<u8> = feed.replace("utf-8", "iso-8859-1").chars().map(|c| c as u8).collect();
    let mut bad = feed.clone().into_bytes();
    let end = feed.find("</description>").expect("there is one");
    bad.splice(end..end, [0xe9]);
    for (name, content) in [("big", big), ("little", little), ("latin", latin), ("bad", bad)] {
        assert!(first(name, content).text.contains("Le Président"), "{name}");
    }
}

#[test]
fn an_entry_that_cannot_be_read_costs_itself() {
    let broken = "<item><title>B</titel><description>Lost.</description></item>";
    let content = rss("rss version=\"2.0\"", &format!("{ITEM}{broken}{}", ITEM.replace("Mali", "Niger")));
    let (reports, rejects) = read(&file(&folder("broken"), "feed.xml", content));
    let found = texts(&reports);
    assert!(found.len() == 2 && found.iter().any(|t| t.contains("Niger")), "{found:?}");
    assert_eq!(rejects.len(), 1, "{rejects:?}");
}

#[test]
fn other_feeds_are_read_with_their_days() {
    let atom = "<feed version=\"0.3\" xmlns=\"http://purl.org/atom/ns#\"><title>N</title><entry><title>A</title>\
        <issued>2024-05-07T10:00:00Z</issued><content>Chad expelled two envoys of Mali.</content></entry></feed>";
    let json = r#"{"version":"https://jsonfeed.org/version/1","title":"N","items":[{"id":2,"date_published":"2024-05-07T10:00:00Z","content_text":"Chad expelled two envoys of Mali."}]}"#;
    let rdf = "<rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\" xmlns=\"http://purl.org/rss/1.0/\" \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><channel><title>N</title></channel><item><title>A</title><link>http://e.org/1</link>\
        <description>Chad expelled two envoys of Mali.</description><dc:date>2024-05-07T10:00:00Z</dc:date></item></rdf:RDF>";
    for (name, content) in [("atom", atom), ("json", json), ("rdf", rdf)] {
        let report = first(name, content);
        assert!(report.text.contains("Chad expelled"), "{name}: {}", report.text);
        assert_eq!(report.published.as_deref().and_then(|day| day.get(..10)), Some("2024-05-07"), "{name}");
    }
}

#[test]
fn days_are_those_that_were_written() {
    for (written, wanted) in [
        ("Tue, 07 May 2024 21:30:00 -0500", "2024-05-07T21:30:00-05:00"),
        ("7 May 2024", "2024-05-07"),
        ("20240507", "2024-05-07"),
        ("Tuesday, May 7, 2024", "2024-05-07"),
        ("2024-05-07T21:30:00", "2024-05-07T21:30:00"),
    ] {
        let item = ITEM.replace("</item>", &format!("<pubDate>{written}</pubDate></item>"));
        let report = first("days", rss("rss version=\"2.0\"", &item));
        assert_eq!(report.published.as_deref(), Some(wanted), "{written}");
    }
}
