//! Web pages and captures of them: what comes out, and bad ones.

mod common;

use common::{file, folder, gzip, read, refused, texts};

const PROSE: [&str; 3] = [
    "Chad recalled its ambassador to Sudan on Thursday, a day after gunmen crossed the frontier near the town of Adré and killed four soldiers at a customs post, the foreign ministry said.",
    "\"We hold the authorities in Khartoum responsible for what happens on their side of the line,\" the minister, Mahamat Saleh, told reporters in the capital. He said that the crossing might be closed.",
    "Sudan rejected the charge. A spokesman for its army said the attackers belonged to a militia that both countries had been fighting since last year.",
];

const AROUND: &str = "<nav><ul><li><a href=\"/\">Home</a></li><li><a href=\"/w\">World</a></li></ul></nav>";

const AFTER: &str = "<aside class=\"related\"><h3>More stories</h3><ul><li><a href=\"/1\">Prices of wheat rise for a third week as rain delays the harvest in the north</a></li></ul></aside><footer><p>© The Post. All rights reserved by the Post and its owners everywhere.</p></footer>";

fn page(head: &str, before: &str, after: &str) -> String {
    let prose: String = PROSE.iter().map(|p| format!("<p>{p}</p>\n")).collect();
    format!(
        "<!doctype html><html lang=\"en-GB\"><head><meta charset=\"utf-8\"><title>Chad recalls envoy | The Post</title>{head}</head><body>{AROUND}<main><h1>Chad recalls envoy</h1>{before}{prose}{after}</main>{AFTER}</body></html>"
    )
}

#[test]
fn the_article_comes_out_and_what_stands_around_it_stays() {
    let folder = folder("article");
    let linked = "<script type=\"application/ld+json\">{\"@type\": \"NewsArticle\", \"datePublished\": \"2024-03-15T09:00:00Z\", \"dateModified\": \"2024-12-31\", \"publisher\": {\"name\": \"The Post\"}}</script>";
    let article = format!("<article>{}</article>", PROSE.map(|p| format!("<p>{p}</p>")).concat());
    for (name, html) in [
        ("linked.html", page(linked, "", "")),
        ("meta.html", page("<meta property=\"article:published_time\" content=\"2024-03-15T09:00:00Z\">", "", "")),
        ("time.html", page("", "<p class=\"meta\">Published <time datetime=\"2024-03-15\">today</time></p>", "")),
        ("words.html", page("", "<p>March 15, 2024</p>", "")),
        ("address.html", page("<link rel=\"canonical\" href=\"https://example.org/2024/03/15/chad\">", "", "")),
        (
            "article.html",
            page("<meta name=\"date\" content=\"2024-03-15\">", "", "")
                .replace("<main>", "<main><div>")
                .replace("</main>", "</div></main>"),
        ),
        (
            "comments.html",
            page(
                "<meta name=\"date\" content=\"2024-03-15\">",
                "",
                "<div class=\"comments\"><p>I do not believe a word of it, and neither should anybody who has watched them.</p></div>",
            ),
        ),
    ] {
        let (reports, rejects) = read(&file(&folder, name, html));
        assert!(rejects.is_empty(), "{name}: {rejects:?}");
        let report = &reports[0];
        assert_eq!(report.text, format!("Chad recalls envoy\n\n{}", PROSE.join("\n\n")), "{name}");
        assert_eq!(report.title.as_deref(), Some("Chad recalls envoy"), "{name}");
        assert_eq!(report.published.as_deref().and_then(|d| d.get(..10)), Some("2024-03-15"), "{name}");
        assert_eq!(report.publisher.as_deref(), Some("The Post"), "{name}");
        assert_eq!(report.language.as_deref(), Some("en"), "{name}");
    }
    assert!(article.contains("Adré"));
}

#[test]
fn a_page_in_an_old_encoding_is_read_by_what_it_says() {
    let html = page("", "", "").replace("utf-8", "windows-1252").replace('é', "\u{1}").replace('©', "\u{2}");
    let bytes: Vec<u8> = html
        .bytes()
        .map(|b| match b {
            1 => 0xe9,
            2 => 0xa9,
            b => b,
        })
        .collect();
    let (reports, rejects) = read(&file(&folder("old"), "a.html", bytes));
    assert!(reports[0].text.contains("the town of Adré and"), "{rejects:?}");
}

#[test]
fn pages_that_nobody_could_take_apart_are_refused() {
    let folder = folder("bad");
    let deep = format!("<!doctype html><html><body>{}Chad left.", "<div>".repeat(100_000));
    refused(&file(&folder, "deep.html", deep), "nested more than");
    refused(&file(&folder, "empty.html", "<!doctype html><html><body></body></html>"), "no article");
    // Deep, but not too deep; wide; broken.
    let nested = format!("<html><body>{}<p>{}</p>{}", "<div>".repeat(1000), PROSE[0], "</div>".repeat(1000));
    assert_eq!(read(&file(&folder, "nested.html", nested)).0.len(), 1);
    let wide = format!("<html><body>{}", format!("<p>{}</p><i><b>", PROSE[0]).repeat(700));
    assert_eq!(read(&file(&folder, "wide.html", wide)).0.len(), 1);
}

fn record(kind: &str, target: &str, media: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {target}\r\nWARC-Date: 2024-03-16T00:00:00Z\r\nContent-Type: {media}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn response(head: &str, body: &[u8]) -> Vec<u8> {
    [format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat()
}

fn captured(target: &str) -> Vec<u8> {
    let body = page("", "", "");
    record(
        "response",
        target,
        "application/http; msgtype=response",
        &response("200 OK\r\nContent-Type: text/html; charset=utf-8", body.as_bytes()),
    )
}

#[test]
fn captured_pages_are_read_and_other_records_left_out() {
    let folder = folder("warc");
    let html = page("", "", "");
    let http = "application/http; msgtype=response";
    let chunked: Vec<u8> = html
        .as_bytes()
        .chunks(700)
        .flat_map(|c| [format!("{:x}\r\n", c.len()).as_bytes(), c, b"\r\n"].concat())
        .chain(*b"0\r\n\r\n")
        .collect();
    let records = [
        record("warcinfo", "", "application/warc-fields", b"software: x"),
        record("request", "https://example.org/a", "application/http; msgtype=request", b"GET / HTTP/1.1\r\n\r\n"),
        captured("https://example.org/a"),
        record(
            "response",
            "https://example.org/b",
            http,
            &response("404 Not Found\r\nContent-Type: text/html", html.as_bytes()),
        ),
        record("response", "https://example.org/c", http, &response("200 OK\r\nContent-Type: image/png", b"\x89PNG")),
        record(
            "response",
            "https://example.org/d",
            http,
            &response("200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked", &chunked),
        ),
        record(
            "response",
            "https://example.org/e",
            http,
            &response("200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip", &gzip(&html)),
        ),
        record("conversion", "https://example.org/f", "text/plain", b"Chad left."),
    ];
    let plain = file(&folder, "a.warc", records.concat());
    let packed = file(&folder, "a.warc.gz", records.iter().flat_map(gzip).collect::<Vec<u8>>());
    for path in [plain, packed] {
        let (reports, rejects) = read(&path);
        assert!(rejects.is_empty(), "{rejects:?}");
        let addresses: Vec<&str> = reports
            .iter()
            .map(|r| r.url.as_deref().unwrap_or("-").trim_start_matches("https://example.org/"))
            .collect();
        assert_eq!(addresses, ["a", "d", "e", "f"]);
        assert!(reports[..3].iter().all(|r| r.text.ends_with(PROSE[2])));
        assert_eq!(
            reports[0].published.as_deref(),
            Some("2024-03-16T00:00:00Z"),
            "the day of last resort is that of capture"
        );
        assert!(reports[0].remarks.iter().any(|remark| remark.contains("captured")), "{:?}", reports[0].remarks);
    }
}

#[test]
fn a_record_of_a_wrong_length_costs_itself_alone() {
    let folder = folder("length");
    let (good, other) = (captured("https://example.org/a"), captured("https://example.org/b"));
    let length = |text: &[u8], to: &str| {
        let text = String::from_utf8(text.to_vec()).expect("UTF-8");
        let at = text.find("Content-Length: ").expect("it says its length") + 16;
        let end = at + text[at..].find('\r').expect("the line ends");
        [&text.as_bytes()[..at], to.as_bytes(), &text.as_bytes()[end..]].concat()
    };
    for (name, wrong, says) in [
        ("short", "500", "longer than it says"),
        ("long", "999999", "ends in the middle"),
        ("none", "many", "does not say its length"),
    ] {
        let path = file(&folder, &format!("{name}.warc"), [good.clone(), length(&other, wrong), good.clone()].concat());
        let (reports, rejects) = read(&path);
        assert!(
            rejects.iter().any(|r| r.reason.contains(says) && r.place.to_string().contains("record 2")),
            "{name}: {rejects:?}"
        );
        let expected = if name == "long" { 1 } else { 2 };
        assert_eq!(reports.len(), expected, "{name}: {rejects:?}");
    }
    let whole = gzip([good, other].concat());
    let (reports, rejects) = read(&file(&folder, "cut.warc.gz", &whole[..whole.len() * 2 / 3]));
    assert_eq!((reports.len() <= 1, rejects.len()), (true, 1), "{rejects:?}");
    assert!(rejects[0].reason.contains("ends in the middle"), "{rejects:?}");
    assert_eq!(texts(&[]), Vec::<&str>::new());
}
