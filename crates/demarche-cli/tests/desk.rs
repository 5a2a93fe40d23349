//! The desk as a browser and as programs see it: the binary serves an archive of its own on loopback.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

const PROGRAM: &str = env!("CARGO_BIN_EXE_demarche");

/// A desk that closes with the test.
struct Desk {
    server: Child,
    address: String,
    archive: PathBuf,
}

struct Answer {
    status: u16,
    head: String,
    body: String,
}

impl Desk {
    fn open(name: &str) -> Desk {
        Desk::with(name, &[])
    }

    fn with(name: &str, environment: &[(&str, &str)]) -> Desk {
        Desk::allowing(name, environment, None)
    }

    /// A desk that may fetch from a machine that is not public.
    fn allowing(name: &str, environment: &[(&str, &str)], machine: Option<&str>) -> Desk {
        let archive =
            PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("desk-{name}-{}.archive", std::process::id()));
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", archive.display()));
        }
        let mut server = Command::new(PROGRAM)
            .args(["serve", "--port", "0", "--rate", "0", "--archive"])
            .arg(&archive)
            .args(machine.into_iter().flat_map(|machine| ["--allow", machine]))
            .envs(environment.iter().copied())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        BufReader::new(server.stderr.take().expect("piped")).read_line(&mut line).expect("it says where it is");
        let address =
            line.split("http://").nth(1).and_then(|rest| rest.split('/').next()).expect("an address").to_string();
        Desk { server, address, archive }
    }

    fn ask(&self, method: &str, path: &str, headers: &str, body: &str) -> Answer {
        let mut stream = TcpStream::connect(&self.address).expect("the desk listens");
        let host = if headers.to_lowercase().contains("host:") {
            String::new()
        } else {
            format!("Host: {}\r\n", self.address)
        };
        let length = body.len();
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\n{host}Connection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
        )
        .expect("the desk listens");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the desk answers");
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
        Answer { status, head: head.to_lowercase(), body: body.to_string() }
    }

    fn get(&self, path: &str) -> Answer {
        self.ask("GET", path, "", "")
    }

    fn json(&self, path: &str) -> serde_json::Value {
        let answer = self.ask("GET", path, "Accept: application/json\r\n", "");
        assert_eq!(answer.status, 200, "{path}: {}", answer.body);
        serde_json::from_str(&answer.body).expect("JSON")
    }

    /// Adds a report through the form; the address of its page.
    fn add(&self) -> String {
        let text = "OSLO, May 2 - Norway on Thursday expelled two Chadian diplomats. Chad's foreign minister said that \
                    Norway had violated the <b>Vienna Convention</b>. Norway denied breaching the convention.";
        let form =
            [("text", text), ("title", ""), ("published", "2024-05-03"), ("publisher", "Fjord Wire"), ("keep", "yes")];
        let form: Vec<String> = form.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let kind = "Content-Type: application/x-www-form-urlencoded\r\n";
        let answer = self.ask("POST", "/add", kind, &form.join("&"));
        assert_eq!(answer.status, 303, "{}", answer.body);
        let location = answer.head.lines().find_map(|line| line.strip_prefix("location: ")).expect("a location");
        location.to_string()
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        let _ = self.server.kill();
        let _ = self.server.wait();
        for ending in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{ending}", self.archive.display()));
        }
    }
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

#[test]
fn an_empty_archive_has_pages_too() {
    let desk = Desk::open("empty");
    for page in [
        "/",
        "/events",
        "/claims",
        "/actors",
        "/instruments",
        "/map",
        "/network",
        "/search",
        "/add",
        "/reports",
        "/corrections",
        "/alerts",
    ] {
        let answer = desk.get(page);
        assert_eq!(answer.status, 200, "{page}: {}", answer.body);
        assert!(answer.head.contains("content-security-policy: default-src 'none'"), "{page}");
        assert!(
            !answer.body.contains(" style=") && !answer.body.contains("<style"),
            "{page} has style that the policy forbids"
        );
    }
    assert_eq!(desk.get("/events/1").status, 404);
    assert_eq!(desk.get("/nowhere").status, 404);
    assert_eq!(desk.get("/healthz").body, "well\n");
}

#[test]
fn a_report_is_added_looked_at_corrected_and_exported() {
    let desk = Desk::open("report");
    let page = desk.add();
    let html = desk.get(&page).body;
    assert!(html.contains("EXPEL") || html.contains("REJECT") || html.contains("COERCE"), "{html}");
    assert!(html.contains("&lt;b&gt;Vienna"), "what strangers write stays text");
    let events = desk.json("/events?actor=NOR&recipient=TCD&type=SANCTION");
    let event = &events["events"][0];
    assert_eq!(event["day"], "2024-05-02", "{events}");

    let form = format!("what=type&value=CONSULT&author={}&note=", encoded("A. Reader"));
    let answer = desk.ask("POST", &format!("/events/{}/correct", event["event"]), "", &form);
    assert_eq!(answer.status, 303, "{}", answer.body);
    assert!(desk.get(&page).body.contains("A. Reader"));
    assert_eq!(desk.json("/corrections")["corrections"][0]["value"], "CONSULT");
    let bad =
        desk.ask("POST", &format!("/events/{}/correct", event["event"]), "", "what=factuality&value=sure&author=B");
    assert_eq!(bad.status, 400);

    let table = desk.get("/events?as=csv");
    assert!(table.head.contains("text/csv") && table.body.contains("event,day,type"), "{}", table.body);
    assert!(!table.head.contains("etag"), "a whole list comes as it is found");
    let lines = desk.get("/events?as=jsonl").body;
    let first = lines.split('\n').find(|line| line.starts_with('{')).expect("a line");
    let first: serde_json::Value = serde_json::from_str(first).expect("JSON");
    assert!(first["event"].is_i64() && first["quad"].as_str().is_some_and(|quad| !quad.is_empty()), "{first}");
    assert_eq!(desk.get("/events?as=jsonl&text=%28%28").status, 400, "what is wrong is told before anything is sent");
    assert_eq!(desk.get("/network?as=jsonl").status, 400);
    let table = desk.get("/events?as=csv&page=1");
    assert!(table.body.starts_with("event,day,type"), "{}", table.body);
    let tag = table.head.lines().find_map(|line| line.strip_prefix("etag: ")).expect("a tag").to_string();
    assert_eq!(desk.ask("GET", "/events?as=csv&page=1", &format!("If-None-Match: {tag}\r\n"), "").status, 304);
}

#[test]
fn corrections_are_taken_back_and_exported_as_gold_cases() {
    let desk = Desk::open("gold");
    let page = desk.add();
    let event = desk.json("/events?actor=NOR&recipient=TCD&type=SANCTION")["events"][0]["event"].clone();
    let json = "Content-Type: application/json\r\nAccept: application/json\r\n";
    let correct = |body: &str| desk.ask("POST", &format!("/api/v1/events/{event}/correct"), json, body);
    let made = correct(r#"{"what": "factuality", "value": "PS+", "author": "A. Reader", "note": "only planned"}"#);
    assert_eq!(made.status, 201, "{}", made.body);
    assert_eq!(correct(r#"{"what": "type", "value": "NONSENSE", "author": "A. Reader"}"#).status, 400);
    assert_eq!(correct(r#"{"what": "actor", "value": "Norway", "author": "A. Reader"}"#).status, 400);
    let list = desk.json("/events?actor=NOR&recipient=TCD&type=SANCTION");
    assert_eq!(list["events"][0]["corrections"][0]["author"], "A. Reader", "beside the coding: {list}");
    let happening = desk.get(&format!("/events/{event}")).body;
    assert!(happening.contains("certainty is PS+, not CT+") && happening.contains("only planned"));

    let case = desk.json(&format!("{page}/gold"));
    let must: Vec<_> = case["events"].as_array().expect("a list").iter().filter(|e| e["need"] == "must").collect();
    assert_eq!((must.len(), must[0]["factuality"].as_str()), (1, Some("PS+")), "{case}");
    assert_eq!(desk.json("/corrections/gold").as_array().map(Vec::len), Some(1));
    let id: serde_json::Value = serde_json::from_str(&made.body).expect("JSON");
    let undo = desk.ask("POST", &format!("/corrections/{}/undo", id["correction"]), "", "author=B.+Reader&back=report");
    assert_eq!(undo.status, 303, "{}", undo.body);
    assert!(desk.get(&page).body.contains("taken back by B. Reader"));
    assert_eq!(desk.json("/corrections/gold").as_array().map(Vec::len), Some(0));
}

#[test]
fn happenings_are_joined_parted_and_put_back() {
    let desk = Desk::open("regroup");
    desk.add();
    let list = desk.json("/events");
    let events: Vec<i64> =
        list["events"].as_array().expect("a list").iter().filter_map(|e| e["event"].as_i64()).collect();
    let happening = |event: i64| desk.json(&format!("/events/{event}"))["happening"].as_i64().expect("a number");
    let (one, other) =
        (happening(events[0]), events.iter().map(|e| happening(*e)).find(|h| *h != happening(events[0])));
    let other = other.expect("there are two");
    let form = format!("with={other}&author=A.+Reader&note=the+same");
    let merged = desk.ask("POST", &format!("/happenings/{one}/merge"), "", &form);
    assert_eq!(merged.status, 303, "{}", merged.body);
    let now = happening(events[0]);
    let page = desk.json(&format!("/happenings/{now}"));
    assert_eq!(page["regroupings"][0]["author"], "A. Reader");
    assert_eq!(happening(other), now, "an old number leads to where its event is now");
    let refused = desk.ask("POST", &format!("/happenings/{now}/split"), "", "author=A.+Reader");
    assert_eq!(refused.status, 400, "nothing was chosen");
    let undo = format!("/regroupings/{}/undo", page["regroupings"][0]["regrouping"]);
    assert_eq!(desk.ask("POST", &undo, "", "author=B.+Reader").status, 303);
    assert_ne!(happening(one), happening(other));
    assert!(desk.get("/corrections").body.contains("B. Reader"));
    let json = "Content-Type: application/json\r\n";
    assert_eq!(
        desk.ask("POST", &format!("/api/v1/happenings/{one}/merge"), json, r#"{"with": [999], "author": "A"}"#).status,
        400
    );
}

#[test]
fn alerts_of_a_watch_stand_on_the_first_page_and_in_a_feed() {
    let desk = Desk::open("alerts");
    assert!(desk.get("/").body.contains("Nothing kept yet"));
    let report = desk.archive.with_extension("txt");
    std::fs::write(
        &report,
        "Published: 2024-05-03\nPublisher: Fjord & Sons\n\nNorway on Thursday expelled two Chadian diplomats.\n",
    )
    .expect("it is written");
    let watch = |_: i32| {
        let output = Command::new(PROGRAM)
            .args(["watch", "--once", "-q", "--alert", "SANCTION by NOR", "--archive"])
            .args([&desk.archive, &report])
            .output()
            .expect("the program starts");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    watch(1);
    watch(2);
    let alerts = desk.json("/alerts");
    assert_eq!(alerts["alerts"].as_array().map(Vec::len), Some(1), "told once: {alerts}");
    assert_eq!(alerts["alerts"][0]["rule"], "SANCTION by NOR");
    assert!(alerts["alerts"][0]["event"].is_i64(), "{alerts}");
    let feed = desk.get("/alerts?as=atom");
    assert!(feed.head.contains("application/atom+xml") && feed.body.contains("Fjord &amp; Sons"), "{}", feed.body);
    assert!(desk.get("/").body.contains("SANCTION by NOR"));
    assert!(desk.get("/alerts?as=csv").body.contains("alert,made,rule"));
    let _ = std::fs::remove_file(report);
}

/// A site of one page, on loopback.
fn site() -> String {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("an address").to_string();
    let page = "<!doctype html><html lang=en><head><title>Oslo expels envoys</title>\
        <meta property=\"article:published_time\" content=\"2024-05-03T08:00:00Z\">\
        <meta property=\"og:site_name\" content=\"Fjord Wire\"></head><body><nav>Home</nav><article><h1>Oslo expels envoys</h1>\
        <p>Norway on Thursday expelled two Chadian diplomats after a long dispute over fishing in the far north.</p>\
        <p>Chad's foreign minister said that Norway had violated the Vienna Convention on Diplomatic Relations.</p></article>";
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut stream = stream;
            let mut line = String::new();
            let _ = BufReader::new(&stream).read_line(&mut line);
            let (status, body) = match line.split(' ').nth(1) {
                Some("/report") => ("200 OK", page),
                _ => ("404 Not Found", ""),
            };
            let length = body.len();
            let head = format!("HTTP/1.1 {status}\r\nContent-Type: text/html\r\nContent-Length: {length}\r\n");
            let _ = write!(stream, "{head}Connection: close\r\n\r\n{body}");
        }
    });
    address
}

#[test]
fn a_report_is_fetched_by_its_address_and_private_networks_are_not_reached() {
    let site = site();
    let closed = Desk::open("closed");
    let form =
        |desk: &Desk, address: &str| desk.ask("POST", "/add", "", &format!("keep=look&address={}", encoded(address)));
    let refused = form(&closed, &format!("http://{site}/report"));
    assert!(refused.status == 200 && refused.body.contains("not public"), "{}", refused.body);
    for address in ["http://169.254.169.254/latest", "http://[::1]/", "file:///etc/passwd", "ftp://example.org/", "x"] {
        let answer = form(&closed, address);
        assert!(answer.status == 200 && answer.body.contains("role=\"alert\""), "{address}: {}", answer.body);
    }
    let desk = Desk::allowing("fetch", &[("DEMARCHE_WRITE_TOKEN", "secret")], Some(&site));
    let bearer = "Authorization: Bearer secret\r\n";
    let body = format!("keep=look&address={}", encoded(&format!("http://{site}/report")));
    assert_eq!(desk.ask("POST", "/add", "", &body).status, 403);
    let shown = desk.ask("POST", "/add", bearer, &body).body;
    for piece in ["expelled two Chadian diplomats", "value=\"2024-05-03\"", "Fjord Wire", "Oslo expels envoys"] {
        assert!(shown.contains(piece), "no {piece} in {shown}");
    }
    assert_eq!(desk.json("/reports")["reports"].as_array().map(Vec::len), Some(0), "nothing is kept yet");
    let json = format!("{{\"address\": \"http://{site}/report\"}}");
    assert_eq!(desk.ask("POST", "/api/v1/read", "", &json).status, 403, "fetching asks for the token");
    let read = desk.ask("POST", "/api/v1/read", bearer, &json);
    assert!(read.status == 200 && read.body.contains("\"type\":\"SANCTION\""), "{}", read.body);
    let kept = desk.ask("POST", "/api/v1/reports", bearer, &json);
    assert_eq!(kept.status, 201, "{}", kept.body);
    assert_eq!(desk.ask("POST", "/api/v1/reports", bearer, &json).status, 200, "the same twice is one");
    assert_eq!(desk.json("/reports")["reports"][0]["publisher"], "Fjord Wire");
}

#[test]
fn the_same_report_twice_is_one() {
    let desk = Desk::open("twice");
    assert_eq!(desk.add(), desk.add());
}

#[test]
fn a_text_is_read_without_being_kept() {
    let desk = Desk::open("read");
    let report = r#"{"text": "Chad expelled two Sudanese envoys.", "published": "2024-05-03"}"#;
    let answer = desk.ask("POST", "/api/v1/read", "Content-Type: application/json\r\n", report);
    assert_eq!(answer.status, 200);
    let record: serde_json::Value = serde_json::from_str(&answer.body).expect("JSON");
    assert_eq!(record["schema"], "demarche/1");
    assert_eq!(desk.json("/reports")["reports"].as_array().map(Vec::len), Some(0));
    assert_eq!(desk.ask("POST", "/api/v1/read", "", "no report").status, 400);
}

#[test]
fn foreign_pages_and_names_are_refused_and_tokens_asked_for() {
    let desk = Desk::with("guard", &[("DEMARCHE_WRITE_TOKEN", "secret")]);
    assert_eq!(desk.ask("GET", "/", "Host: evil.example\r\n", "").status, 403);
    assert_eq!(desk.get("/events").status, 200);
    assert_eq!(desk.ask("POST", "/add", "", "text=x&keep=yes").status, 403);
    let bearer = "Authorization: Bearer secret\r\n";
    assert_eq!(
        desk.ask("POST", "/add", &format!("{bearer}Origin: http://evil.example\r\n"), "text=x&keep=yes").status,
        403
    );
    assert_eq!(desk.ask("POST", "/add", bearer, "text=x&keep=yes").status, 303);
}

/// Every path of the description, with values that nobody thought of: an answer, and never a failure of the server.
#[test]
fn the_description_holds_and_odd_values_do_no_harm() {
    let desk = Desk::open("fuzz");
    desk.add();
    let description = desk.json("/api/v1/openapi.json");
    let odd = [
        "",
        "0",
        "-1",
        "99999999999999999999",
        "RUS",
        "RUS.GOV",
        "*",
        "'",
        "\"",
        "a\" OR \"b",
        "%",
        "é",
        "\u{0}",
        "../..",
        "AND",
        "((",
    ];
    let mut asked = 0;
    for (path, operations) in description["paths"].as_object().expect("paths") {
        let Some(get) = operations.get("get") else { continue };
        let parameters = get["parameters"].as_array().expect("parameters");
        for value in odd {
            let mut address = path.clone();
            let mut query = Vec::new();
            for parameter in parameters {
                let name = parameter["name"].as_str().expect("a name");
                match parameter["in"].as_str() {
                    Some("path") => address = address.replace(&format!("{{{name}}}"), &encoded(value)),
                    _ => query.push(format!("{name}={}", encoded(value))),
                }
            }
            // All at once, and each alone.
            let all = std::iter::once(query.join("&")).chain(query.clone());
            for query in all {
                let answer = desk.get(&format!("{address}?{query}"));
                assert!(answer.status < 500, "{address}?{query}: {} {}", answer.status, answer.body);
                asked += 1;
            }
        }
    }
    assert!(asked > 500, "only {asked} addresses were asked");
}
