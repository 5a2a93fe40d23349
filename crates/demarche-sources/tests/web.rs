//! Feeds and pages by address, from servers that the tests start on this machine.

mod common;

use common::{read_with, texts};
use demarche_sources::Options;
use demarche_sources::web::{Manners, Memory, Web};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

const STORY: &str = "Chad recalled its ambassador to Sudan on Thursday, a day after gunmen crossed the frontier near the town of Adré and killed four soldiers at a customs post, the foreign ministry said.";

/// A server that answers each path with a head and a body, and keeps what it was asked.
struct Server {
    at: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

/// A request line with its headers in, an answer without its length out.
type Answers = Box<dyn Fn(&str, &str) -> (String, String) + Send>;

fn serve(answers: Answers) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let at = listener.local_addr().expect("it has an address");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let kept = asked.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            let first = lines.next().unwrap_or_default();
            let path = first.split(' ').nth(1).unwrap_or_default().to_string();
            let headers: Vec<String> = lines.take_while(|l| !l.is_empty()).collect();
            kept.lock().expect("no test failed").push(path.clone());
            let (head, body) = answers(&path, &headers.join("\n").to_ascii_lowercase());
            let answer =
                format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
            (&stream).write_all(answer.as_bytes()).ok();
        }
    });
    Server { at, asked }
}

impl Server {
    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }

    fn asked(&self, path: &str) -> usize {
        self.asked.lock().expect("no test failed").iter().filter(|p| *p == path).count()
    }
}

fn options(allowed: &[SocketAddr], delay: Duration) -> Options {
    let manners = Manners {
        delay,
        allowed: allowed.to_vec(),
        patience: Duration::from_secs(5),
        largest: 1 << 20,
        ..Manners::default()
    };
    Options { web: Web::new(manners, Arc::new(Memory::default())), ..Options::default() }
}

fn ok(media: &str) -> String {
    format!("200 OK\r\nContent-Type: {media}")
}

fn page(title: &str) -> String {
    format!(
        "<!doctype html><html><head><title>{title}</title></head><body><nav>Home</nav><h1>{title}</h1><p>{STORY}</p><p>{STORY}</p></body></html>"
    )
}

fn rss(items: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Post</title><link>http://x.example/</link><description>d</description>{items}</channel></rss>"
    )
}

fn item(address: &str, title: &str) -> String {
    format!(
        "<item><title>{title}</title><link>{address}</link><guid>{address}</guid><pubDate>Thu, 20 Jun 2024 10:00:00 +0900</pubDate><description>In &lt;b&gt;short&lt;/b&gt;.</description></item>"
    )
}

#[test]
fn a_feed_is_read_once_and_then_only_what_is_new() {
    let server = serve(Box::new(|path, headers| {
        let host = headers.lines().find_map(|l| l.strip_prefix("host: ")).unwrap_or_default().to_string();
        let at = |p: &str| format!("http://{host}{p}");
        match path {
            "/feed" if headers.contains("if-none-match: \"one\"") => ("304 Not Modified".to_string(), String::new()),
            "/feed" => (
                ok("application/rss+xml") + "\r\nETag: \"one\"",
                rss(&(item(&at("/b"), "Second") + &item(&at("/a"), "First"))),
            ),
            "/more" => (ok("application/rss+xml"), rss(&(item(&at("/c"), "Third") + &item(&at("/gone"), "Fourth")))),
            "/a" | "/b" | "/c" => (ok("text/html"), page(path)),
            _ => ("404 Not Found".to_string(), String::new()),
        }
    }));
    let options = options(&[server.at], Duration::ZERO);
    let feed = [server.address("/feed")];
    let (reports, rejects) = read_with(&feed, &options);
    assert!(rejects.is_empty(), "{rejects:?}");
    assert_eq!(
        reports.iter().map(|r| r.title.as_deref().unwrap_or_default()).collect::<Vec<_>>(),
        ["/a", "/b"],
        "oldest first"
    );
    assert!(reports[0].text.contains("recalled its ambassador") && !reports[0].text.contains("Home"));
    assert_eq!(reports[0].published.as_deref(), Some("2024-06-20T10:00:00+09:00"));
    assert_eq!(reports[0].publisher.as_deref(), Some("The Post"));
    assert_eq!(reports[0].url, Some(server.address("/a")));
    assert_eq!(read_with(&feed, &options).0.len(), 0, "nothing changed");
    assert_eq!((server.asked("/feed"), server.asked("/a"), server.asked("/robots.txt")), (2, 1, 1));
    let more = [server.address("/more")];
    let (reports, _) = read_with(&more, &options);
    assert_eq!(
        texts(&reports)[0],
        "Fourth\n\nIn\n\nshort\n\n.".replace("\n\nshort\n\n", " short"),
        "a page that is gone leaves what the feed says"
    );
    assert_eq!(reports.len(), 2);
    assert_eq!(read_with(&more, &options).0.len(), 0, "entries that were seen are left out");
}

#[test]
fn feeds_of_every_form_hold_their_reports() {
    let long = format!("<p>{STORY}</p>").repeat(10);
    let atom = format!(
        "<?xml version=\"1.0\"?><feed xmlns=\"http://www.w3.org/2005/Atom\"><title>The Post</title><id>x</id><updated>2024-06-20T00:00:00Z</updated><entry><title>Chad</title><id>1</id><updated>2024-06-20T00:00:00Z</updated><content type=\"html\">{}</content></entry></feed>",
        long.replace('<', "&lt;")
    );
    let json = serde_json::json!({"version": "https://jsonfeed.org/version/1.1", "title": "The Post", "items": [{"id": "1", "title": "Chad", "date_published": "2024-06-20T00:00:00Z", "content_html": long}]}).to_string();
    let folder = common::folder("forms");
    for (name, content) in [("a.atom", atom), ("b.json", json)] {
        let (reports, rejects) = common::read(&common::file(&folder, name, content));
        assert!(rejects.is_empty(), "{name}: {rejects:?}");
        assert!(reports[0].text.starts_with("Chad\n\nChad recalled its ambassador"), "{name}: {}", reports[0].text);
        assert_eq!(reports[0].published.as_deref().and_then(|d| d.get(..10)), Some("2024-06-20"), "{name}");
    }
    common::refused(&common::file(&folder, "c.xml", "<?xml version=\"1.0\"?><rss><channel>"), "feed");
}

#[test]
fn what_leads_to_a_local_address_is_refused() {
    let inner = serve(Box::new(|_, _| (ok("application/rss+xml"), rss(&item("http://x.example/", "Secret")))));
    let to = inner.at;
    let outer = serve(Box::new(move |path, _| match path {
        "/robots.txt" => ("404 Not Found".to_string(), String::new()),
        "/name" => (format!("302 Found\r\nLocation: http://localhost:{}/feed", to.port()), String::new()),
        "/number" => (format!("301 Moved\r\nLocation: http://2130706433:{}/feed", to.port()), String::new()),
        "/mapped" => {
            (format!("307 Temporary\r\nLocation: http://[::ffff:127.0.0.1]:{}/feed", to.port()), String::new())
        }
        "/file" => ("302 Found\r\nLocation: file:///etc/passwd".to_string(), String::new()),
        "/round" => ("302 Found\r\nLocation: /round".to_string(), String::new()),
        _ => (ok("application/rss+xml"), rss(&item(&format!("http://{to}/page"), "Entry"))),
    }));
    let options = options(&[outer.at], Duration::ZERO);
    for path in ["/name", "/number", "/mapped", "/file"] {
        let (reports, rejects) = read_with([outer.address(path)], &options);
        assert!(reports.is_empty() && rejects.len() == 1, "{path}: {reports:?}");
        assert!(rejects[0].reason.ends_with("refused") && !rejects[0].retryable, "{path}: {}", rejects[0]);
    }
    let (_, rejects) = read_with([outer.address("/round")], &options);
    assert!(rejects[0].reason.contains("redirects"), "{}", rejects[0]);
    // An entry of a feed that leads inside: what the feed says of it is all that is read.
    let (reports, _) = read_with([outer.address("/feed")], &options);
    assert_eq!(reports[0].title.as_deref(), Some("Entry"));
    // Asked for directly, without leave.
    for address in [
        inner.address("/feed"),
        format!("http://0x7f.1:{}/feed", to.port()),
        format!("http://localhost:{}/", to.port()),
    ] {
        let (_, rejects) = read_with([&address], &options);
        assert!(rejects[0].reason.ends_with("refused"), "{address}: {}", rejects[0]);
    }
    assert_eq!(inner.asked.lock().expect("no test failed").len(), 0, "the inner server was never asked");
}

#[test]
fn robots_and_pauses_are_kept_to() {
    let server = serve(Box::new(|path, _| match path {
        "/robots.txt" => (ok("text/plain"), "User-agent: *\nDisallow: /private\nCrawl-delay: 0.3\n".to_string()),
        "/large" => (ok("text/html"), "x".repeat(2 << 20)),
        "/busy" => ("503 Busy".to_string(), String::new()),
        _ => (ok("text/html"), page("Open")),
    }));
    let options = options(&[server.at], Duration::from_millis(100));
    let begun = Instant::now();
    let paths = ["/private/a", "/open", "/large", "/busy", "/missing"].map(|p| server.address(p));
    let (reports, rejects) = read_with(&paths, &options);
    assert_eq!(reports.len(), 2);
    assert!(begun.elapsed() >= Duration::from_millis(900), "{:?}", begun.elapsed());
    let says: Vec<(bool, bool)> = ["robots.txt", "larger", "503"]
        .iter()
        .zip(&rejects)
        .map(|(s, r)| (r.reason.contains(s), r.retryable))
        .collect();
    assert_eq!(says, [(true, false), (true, false), (true, true)], "{rejects:?}");
    assert_eq!(server.asked("/private/a"), 0);
}

#[test]
fn a_site_whose_rules_cannot_be_read_is_left_alone_for_now() {
    let server = serve(Box::new(|path, _| match path {
        "/robots.txt" => ("500 Broken".to_string(), String::new()),
        _ => (ok("text/html"), page("Open")),
    }));
    let (_, rejects) = read_with([server.address("/a")], &options(&[server.at], Duration::ZERO));
    assert!(rejects[0].reason.contains("robots.txt") && rejects[0].retryable, "{}", rejects[0]);
    assert_eq!(server.asked("/a"), 0);
}
