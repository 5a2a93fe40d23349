//! Feeds, captures, pages and tables with random damage: whatever comes in, there are reports and rejects, and no panic.
//!
//! `DEMARCHE_MUTATIONS=1000000 cargo test --release -p demarche-sources --test mutations` tries as many; without it a few
//! thousand are tried.

mod common;

use common::{file, folder, read};
use std::time::{Duration, Instant};

/// How long one input may take, in a build that is not optimized.
const PATIENCE: Duration = Duration::from_secs(20);

const SAMPLES: [(&str, &str); 7] = [
    (
        "feed.xml",
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>N</title><item><title>A &amp; B</title><pubDate>Tue, 07 May 2024 \
         21:30:00 -0500</pubDate><description><![CDATA[<p>Chad expelled two envoys.</p>]]></description></item></channel></rss>",
    ),
    (
        "atom.xml",
        "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>N</title><entry><id>1</id><title>A</title><updated>2024-05-07T10:00:00Z\
         </updated><content type=\"html\">&lt;p&gt;Chad left.&lt;/p&gt;</content></entry></feed>",
    ),
    (
        "feed.json",
        "{\"version\":\"https://jsonfeed.org/version/1\",\"items\":[{\"id\":2,\"content_text\":\"Chad left.\"}]}",
    ),
    (
        "page.html",
        "<html><head><title>A</title><script type=\"application/ld+json\">{\"datePublished\":\"2024-05-07\"}</script></head><body>\
         <article><h1>A</h1><time datetime=\"2024-05-07\">7 May</time><p>Chad expelled the ambassador of France on Tuesday, and its \
         foreign minister accused Paris of meddling.</p></article><ul class=\"related\"><li><a href=\"/b\">B</a></li></ul></body></html>",
    ),
    (
        "page.warc",
        "WARC/1.0\r\nWARC-Type: resource\r\nWARC-Date: 2024-05-08T10:00:00Z\r\nContent-Type: text/html\r\nContent-Length: 44\r\n\r\n\
         <html><body><p>Chad left.</p></body></html>\r\n\r\n\r\nWARC/1.0\r\nWARC-Type: conversion\r\nContent-Type: text/plain\r\n\
         Content-Length: 10\r\n\r\nChad left.\r\n\r\n",
    ),
    ("table.csv", "text,date,title\n\"Chad, it said, left.\",5/8/24,A\n\"Mali \"\"left\"\".\",May 8 2024,B\n"),
    (
        "lines.jsonl",
        "{\"text\": \"Chad left.\", \"published\": \"2024-05-08\"}\n{\"articles\": [{\"body\": \"Mali left.\"}]}\n",
    ),
];

/// What is put into an input.
const PIECES: [&str; 14] = [
    "&",
    "<",
    ">",
    "\"",
    "&#55296;",
    "<![CDATA[",
    "]]>",
    "\u{0}",
    "\r\n\r\n",
    "</item>",
    "{",
    "[",
    "99999999999",
    "é\u{fe0f}",
];

/// Numbers that are the same in every run.
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }

    fn damaged(&mut self, sample: &str) -> Vec<u8> {
        let mut bytes = sample.as_bytes().to_vec();
        for _ in 0..1 + self.below(4) {
            let at = self.below(bytes.len());
            let end = (at + self.below(40)).min(bytes.len());
            match self.below(5) {
                0 if !bytes.is_empty() => bytes[at] = self.below(256) as u8,
                1 => drop(bytes.drain(at..end)),
                2 => bytes.truncate(at),
                3 => {
                    let again = bytes[at..end].to_vec();
                    bytes.splice(at..at, again);
                }
                _ => {
                    let piece = PIECES[self.below(PIECES.len())];
                    bytes.splice(at..at, piece.bytes());
                }
            }
        }
        bytes
    }
}

#[test]
fn damaged_inputs_give_reports_and_rejects_and_never_a_panic() {
    let tries = std::env::var("DEMARCHE_MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(3_000);
    let folder = folder("mutations");
    let mut chance = Chance(7);
    let (mut reports, mut rejects) = (0, 0);
    for number in 0..tries {
        let (name, sample) = SAMPLES[number % SAMPLES.len()];
        let path = file(&folder, name, chance.damaged(sample));
        let begun = Instant::now();
        let found = read(&path);
        assert!(begun.elapsed() < PATIENCE, "input {number} took {:?}; it is in {}", begun.elapsed(), path.display());
        reports += found.0.len();
        rejects += found.1.len();
    }
    assert!(reports > tries / 4 && rejects > 0, "{reports} reports and {rejects} rejects of {tries} inputs");
}
