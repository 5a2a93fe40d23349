//! What a page says about itself: day, publisher, address, language, encoding.

use crate::published;
use dom_query::{Document, NodeRef};
use serde_json::Value;

/// Names of `meta` elements that hold the day of publication, the surest first.
const DAYS: [&str; 16] = [
    "article:published_time",
    "datepublished",
    "og:article:published_time",
    "parsely-pub-date",
    "publish-date",
    "pubdate",
    "publication_date",
    "publishdate",
    "sailthru.date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dcterms.date",
    "citation_publication_date",
    "date",
];

/// Names of `meta` elements that hold the publisher.
const PUBLISHERS: [&str; 5] = ["og:site_name", "application-name", "publisher", "dc.publisher", "dcterms.publisher"];

/// Elements that hold the day of publication: those marked so, else the first time of the article.
const TIMES: [&str; 5] = [
    "[itemprop=datePublished]",
    "time[pubdate]",
    "time.published, time.entry-date, .published time",
    "time[datetime], time",
    "[class*=pubdate], [class*=publish], [class*=dateline], [class*=date], [class*=timestamp]",
];

/// What holds the article.
const ARTICLE: &str = "article, main, [role=main], [itemprop=articleBody]";

/// Names of elements, and of classes, in which days are not the article's: menus, clocks, other stories.
const BESIDE: [&str; 4] = ["nav", "aside", "footer", "form"];
const BESIDE_BY_CLASS: [&str; 8] =
    ["related", "recommend", "sidebar", "clock", "comment", "most-read", "latest", "widget"];

/// A line this long is prose, and a day in it one of the story's.
const LINE: usize = 80;

/// How many lines of the text are searched for a day.
const LINES: usize = 60;

/// What was found.
pub(crate) struct About {
    pub published: Option<String>,
    pub publisher: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

/// What a page says about itself. `title` is the article's, `url` where the page was found.
pub(crate) fn find(page: &Document, title: Option<&str>, url: Option<&str>) -> About {
    let metas = metas(page);
    let meta = |names: &[&str]| {
        names.iter().find_map(|name| metas.iter().find(|(known, _)| known == name)).map(|(_, v)| v.clone())
    };
    let linked = linked_data(page);
    let own =
        page.select("link[rel=canonical]").attr("href").map(|href| href.to_string()).or_else(|| meta(&["og:url"]));
    let address = url.map(str::to_string).or_else(|| own.clone());
    let day = |text: String| Some(published::normal(&text)).filter(|d| published::is_iso(d));
    let published = (linked.published.and_then(day))
        .or_else(|| DAYS.iter().find_map(|name| meta(&[name]).and_then(day)))
        .or_else(|| timed(page))
        .or_else(|| address.as_deref().and_then(day_of_address))
        .or_else(|| own.as_deref().and_then(day_of_address))
        .or_else(|| day_of_text(page));
    let publisher = linked.publisher.or_else(|| meta(&PUBLISHERS)).or_else(|| publisher_of_title(page, title?));
    let language =
        page.select("html").attr("lang").map(|l| l.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase());
    About {
        published,
        publisher,
        url: own.filter(|u| u.starts_with("http")),
        language: language.filter(|l| l.len() == 2),
    }
}

/// The encoding that the page names in its first bytes.
pub(crate) fn charset(bytes: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]).to_ascii_lowercase();
    let after = ["charset=", "encoding="].iter().find_map(|mark| head.split_once(mark)).map(|(_, after)| after)?;
    let label: String = after
        .trim_start_matches(['"', '\'', ' '])
        .chars()
        .take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c))
        .collect();
    Some(label).filter(|l| !l.is_empty())
}

fn metas(page: &Document) -> Vec<(String, String)> {
    let pair = |node: &NodeRef| {
        let name = node.attr("property").or_else(|| node.attr("name")).or_else(|| node.attr("itemprop"))?;
        let content = node.attr("content")?.trim().to_string();
        (!content.is_empty()).then(|| (name.trim().to_ascii_lowercase(), content))
    };
    page.select("meta").nodes().iter().filter_map(pair).collect()
}

#[derive(Default)]
struct Linked {
    published: Option<String>,
    publisher: Option<String>,
}

/// The day and publisher in blocks of JSON-LD.
fn linked_data(page: &Document) -> Linked {
    let mut found = Linked::default();
    for node in page.select("script[type=\"application/ld+json\"]").nodes() {
        let text = node.text();
        match serde_json::from_str::<Value>(&mended(&text)) {
            Ok(value) => search(&value, &mut found, 0),
            // What cannot be mended may still name its day.
            Err(_) => found.published = found.published.take().or_else(|| quoted(&text, "\"datePublished\"")),
        }
    }
    found
}

/// A block of JSON-LD as JSON: out of comments and CDATA, without raw line ends and commas before a closing bracket.
fn mended(block: &str) -> String {
    let marks = ["<!--", "-->", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA[", "//]]>", "/*]]>*/", "]]>"];
    let bare = marks.iter().fold(block.to_string(), |text, mark| text.replace(mark, " "));
    let mut out = String::with_capacity(bare.len());
    for c in bare.trim().trim_end_matches(';').chars() {
        if matches!(c, '}' | ']') {
            let kept = out.trim_end();
            out.truncate(kept.strip_suffix(',').unwrap_or(kept).len());
        }
        out.push(if c.is_control() { ' ' } else { c });
    }
    out
}

/// The words in quotation marks after a key.
fn quoted(text: &str, key: &str) -> Option<String> {
    let (_, after) = text.split_once(key)?;
    after
        .trim_start()
        .strip_prefix(':')?
        .trim_start()
        .strip_prefix('"')?
        .split_once('"')
        .map(|(value, _)| value.to_string())
}

fn search(value: &Value, found: &mut Linked, depth: usize) {
    if depth > 6 {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|v| search(v, found, depth + 1)),
        Value::Object(object) => {
            let text = |key: &str| object.get(key).and_then(Value::as_str).map(str::to_string);
            let name = |value: &Value| value.get("name").and_then(Value::as_str).map(str::to_string);
            found.published = found.published.take().or_else(|| text("datePublished"));
            found.publisher = found.publisher.take().or_else(|| object.get("publisher").and_then(name));
            ["@graph", "mainEntity", "mainEntityOfPage"]
                .iter()
                .filter_map(|key| object.get(*key))
                .for_each(|v| search(v, found, depth + 1));
        }
        _ => {}
    }
}

/// The day of the first element that is marked as one.
fn timed(page: &Document) -> Option<String> {
    let day = |node: &NodeRef| {
        let written = node.attr("datetime").or_else(|| node.attr("content")).unwrap_or_else(|| node.text());
        Some(published::normal(&written)).filter(|day| published::is_iso(day))
    };
    let first = |found: dom_query::Selection, inside: bool| {
        let own = |node: &&NodeRef| !is_beside(node, inside) && node.text().len() <= LINE;
        found.nodes().iter().filter(own).find_map(day)
    };
    let article = page.select(ARTICLE).first();
    let own = || TIMES.iter().find_map(|times| first(article.select(times), true));
    own().or_else(|| TIMES.iter().find_map(|times| first(page.select(times), false)))
}

/// Whether an element stands in what surrounds articles; in one the `header` is its own.
fn is_beside(node: &NodeRef, inside: bool) -> bool {
    let is_around = |a: &NodeRef| {
        let name = a.node_name().map(|name| name.to_string()).unwrap_or_default();
        let class = a.attr("class").map(|class| class.to_ascii_lowercase()).unwrap_or_default();
        let by_class = BESIDE_BY_CLASS.iter().any(|word| class.contains(word));
        BESIDE.contains(&name.as_str()) || name == "header" && !inside || by_class && name != "body" && name != "html"
    };
    is_around(node) || node.ancestors(None).iter().any(is_around)
}

/// `/2024/03/15/`, `/2024-03-15-`, `/20240315`.
fn day_of_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest).split(['?', '#']).next()?;
    let parts: Vec<&str> = path.split('/').collect();
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let three = parts.windows(3).find(|w| digits(w[0], 4) && w[1].len() <= 2 && w[2].len() <= 2);
    let joined = three.map(|w| format!("{}-{:0>2}-{:0>2}", w[0], w[1], w[2])).filter(|day| published::is_iso(day));
    joined
        .or_else(|| parts.iter().find_map(|part| part.get(..10).filter(|d| published::is_iso(d)).map(str::to_string)))
        .or_else(|| {
            let eight = parts.iter().find_map(|part| part.get(..8).filter(|d| digits(d, 8)))?;
            Some(published::normal(eight)).filter(|day| published::is_iso(day))
        })
}

/// A day that stands in a short line near the beginning.
fn day_of_text(page: &Document) -> Option<String> {
    let text = page.select("body").formatted_text();
    let lines = text.lines().map(str::trim).filter(|l| !l.is_empty()).take(LINES);
    lines.filter_map(|line| if line.len() > LINE { dateline(line) } else { Some(line) }).find_map(day_of_line)
}

/// What stands before the dash with which a report begins: `The Post, March 15, 2024 - …`.
fn dateline(line: &str) -> Option<&str> {
    let cut = [" - ", " – ", " — ", ": "].iter().filter_map(|dash| line.find(dash)).min()?;
    line.get(..cut).filter(|head| head.len() <= LINE)
}

fn day_of_line(line: &str) -> Option<String> {
    let words: Vec<&str> =
        line.split(|c: char| c.is_whitespace() || "()|·".contains(c)).filter(|w| !w.is_empty()).collect();
    let day = |words: &[&str]| Some(published::normal(&words.join(" "))).filter(|d| published::is_iso(d));
    words.windows(3).find_map(day).or_else(|| words.iter().filter(|w| w.len() >= 10).find_map(|w| day(&[w])))
}

/// What stands beside the article's title in the page's: `Title | The Post`.
fn publisher_of_title(page: &Document, title: &str) -> Option<String> {
    let whole = page.select("title").text().trim().to_string();
    let rest = whole.strip_prefix(title.trim()).or_else(|| whole.strip_suffix(title.trim()))?;
    let name = rest.trim_matches(|c: char| c.is_whitespace() || "|-–—:·»«".contains(c));
    (!name.is_empty() && name.len() < 60).then(|| name.to_string())
}
