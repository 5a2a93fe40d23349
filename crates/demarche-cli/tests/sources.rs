//! The program as a process, reading from everything but plain files, and watching.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Arc, Mutex};
use std::thread;

const STORY: &str = "Chad accused Sudan on Thursday of arming rebels near the border, and the Foreign Ministry in the capital said that it would recall its ambassador if the attacks went on.";

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("sources").join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_demarche")).args(arguments).output().expect("the program runs")
}

fn lines(output: &Output) -> Vec<serde_json::Value> {
    let text = String::from_utf8_lossy(&output.stdout);
    text.lines().map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{l}: {e}"))).collect()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// A server that answers by path and keeps what it was sent.
fn serve(answers: impl Fn(&str) -> (String, String) + Send + 'static) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let at = listener.local_addr().expect("it has an address");
    let sent = Arc::new(Mutex::new(Vec::new()));
    let kept = sent.clone();
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let mut reader = BufReader::new(&stream);
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|n| n > 2) {}
            let length =
                head.lines().find_map(|l| l.to_lowercase().strip_prefix("content-length: ")?.trim().parse().ok());
            let mut body = vec![0; length.unwrap_or(0)];
            reader.read_exact(&mut body).ok();
            let path = head.split(' ').nth(1).unwrap_or_default().to_string();
            kept.lock().expect("no test failed").push(format!("{path} {}", String::from_utf8_lossy(&body)));
            let (status, body) = answers(&path);
            let answer =
                format!("HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len());
            (&stream).write_all(answer.as_bytes()).ok();
        }
    });
    (at, sent)
}

fn feed(items: &[&str]) -> String {
    let items: String = items.iter().map(|id| format!("<item><title>Story {id}</title><guid>{id}</guid><pubDate>Fri, 15 Mar 2024 10:00:00 GMT</pubDate><description>{STORY}</description></item>")).collect();
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>The Post</title><link>http://x.example/</link><description>d</description>{items}</channel></rss>"
    )
}

#[test]
fn read_takes_folders_tables_and_pages() {
    let folder = folder("read");
    fs::write(folder.join("a.csv"), format!("story,day\n\"{STORY}\",2024-03-15\n")).expect("a file");
    fs::write(folder.join("b.html"), format!("<!doctype html><html><head><title>Chad</title><meta name=\"date\" content=\"2024-03-15\"></head><body><nav>Home</nav><p>{STORY}</p><p>{STORY}</p></body></html>")).expect("a file");
    let output = run(&["read", "--fields", "text=story,published=day", &folder.display().to_string()]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let days: Vec<serde_json::Value> = lines(&output).iter().map(|r| r["published"].clone()).collect();
    assert_eq!(days, ["2024-03-15", "2024-03-15"]);
    let output = run(&["read", "--fields", "body=story", "x"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("is no part of a report"), "{}", err(&output));
}

#[test]
fn read_refuses_local_addresses() {
    let (at, sent) = serve(|_| ("200 OK".to_string(), String::new()));
    let output = run(&["read", &format!("http://{at}/feed")]);
    assert_eq!(output.status.code(), Some(1));
    assert!(err(&output).contains("not public; refused"), "{}", err(&output));
    assert!(sent.lock().expect("no test failed").is_empty());
}

#[test]
fn a_watch_tells_once_what_fits_its_rules() {
    let folder = folder("watch");
    let (at, _) = serve(|path| match path {
        "/robots.txt" => ("404 Not Found".to_string(), String::new()),
        _ => ("200 OK\r\nContent-Type: application/rss+xml".to_string(), feed(&["1", "2"])),
    });
    let (hook, sent) = serve(|_| ("204 No Content".to_string(), String::new()));
    let (address, allow, hook) = (format!("http://{at}/feed"), at.to_string(), format!("http://{hook}/hook"));
    let (state, alerts) = (folder.join("state.json").display().to_string(), folder.join("alerts.xml"));
    let feed_of_alerts = alerts.display().to_string();
    fs::write(folder.join("rules.txt"), "# what we want\nany new event by TCD against SDN  # once\n").expect("a file");
    let rules = folder.join("rules.txt").display().to_string();
    let arguments = [
        "watch",
        &address,
        "--once",
        "--allow",
        &allow,
        "--pause",
        "0s",
        "--state",
        &state,
        "--rules",
        &rules,
        "--webhook",
        &hook,
        "--alerts",
        &feed_of_alerts,
    ];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let told = lines(&output);
    assert!(!told.is_empty(), "{}", err(&output));
    assert!(told.iter().all(|a| a["report"]["title"] == "Story 2"), "the second report tells nothing new: {told:?}");
    assert_eq!(told[0]["found"]["actor"][0]["country"], "TCD");
    assert_eq!(told[0]["rule"], "any new event by TCD against SDN");
    let posts: Vec<String> = sent.lock().expect("no test failed").clone();
    assert_eq!(posts.len(), told.len(), "{posts:?}");
    assert!(posts[0].starts_with("/hook {") && posts[0].contains("TCD"), "{}", posts[0]);
    let atom = fs::read_to_string(&alerts).expect("the feed of alerts is there");
    assert_eq!(atom.matches("<entry>").count(), told.len());
    assert!(atom.contains("Chad accused Sudan on Thursday"), "{atom}");
    let again = run(&arguments);
    assert_eq!((again.status.code(), lines(&again).len()), (Some(0), 0), "{}", err(&again));
    // What the watch writes, a watch can read.
    let output = run(&["read", "--from", "feed", &feed_of_alerts]);
    assert_eq!((output.status.code(), lines(&output).len()), (Some(0), told.len()), "{}", err(&output));
}

#[test]
fn a_rule_that_cannot_be_read_says_the_way_out() {
    let output = run(&["watch", "x", "--once", "--alert", "ACUSE by JPN"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("did you mean ACCUSE?"), "{}", err(&output));
    let folder = folder("rules");
    let rules = folder.join("rules.txt");
    fs::write(&rules, "ACCUSE by JPN\nACCUSE by Japn\n").expect("a file");
    let output = run(&["watch", "x", "--once", "--rules", &rules.display().to_string()]);
    assert!(err(&output).contains("rules.txt:2") && err(&output).contains("did you mean Japan?"), "{}", err(&output));
}

#[test]
fn a_watch_keeps_what_it_reads_in_an_archive() {
    let folder = folder("kept");
    let (at, _) = serve(|path| match path {
        "/robots.txt" => ("404 Not Found".to_string(), String::new()),
        _ => ("200 OK\r\nContent-Type: application/rss+xml".to_string(), feed(&["1"])),
    });
    let (address, allow) = (format!("http://{at}/feed"), at.to_string());
    let archive = folder.join("news.archive").display().to_string();
    let arguments = ["watch", &address, "--once", "--allow", &allow, "--pause", "0s", "--archive", &archive];
    let output = run(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    assert!(!lines(&output).is_empty());
    let events = run(&["events", "--archive", &archive, "--actor", "TCD", "--to", "jsonl"]);
    assert!(!lines(&events).is_empty(), "{}", err(&events));
    assert_eq!(lines(&run(&arguments)).len(), 0, "what the archive holds is not told again");
}
