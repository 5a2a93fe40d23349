//! The pages: each takes what was asked and the archive, and gives a [`View`](super::answers::View).

pub mod actors;
pub mod add;
pub mod alerts;
pub mod charts;
pub mod claims;
pub mod corrections;
pub mod events;
pub mod filters;
pub mod geography;
pub mod happenings;
pub mod instruments;
pub mod macros;
pub mod network;
pub mod reports;
pub mod rows;
pub mod search;
pub mod today;

use super::answers::{Fault, View};
use super::request::Request;
use demarche::Guide;
use demarche::filter::Terms;
use demarche_archive::questions::{self, Cut, Order};
use demarche_archive::{Archive, Question};

/// What every page is given.
pub struct Context<'a> {
    /// All knowledge of the reader.
    pub guide: &'a Guide,
    /// The files of the user's that went into it: names and texts.
    pub own: &'a [(String, String)],
    /// The archive, open to read.
    pub archive: &'a Archive,
    /// What was asked.
    pub request: &'a Request,
}

impl<'a> Context<'a> {
    /// What terms of filters are read by. An archive may hold types of other code books.
    pub fn terms(&self) -> Terms<'a> {
        Terms::new(&self.guide.countries)
    }
}

/// A page: from what was asked to what is shown.
pub type Page = fn(&Context) -> Result<Box<dyn View>, Fault>;

/// A route: its path, what it shows, and the page. The API's description is written from these too.
pub struct Route {
    /// The path; parts in braces are named.
    pub path: &'static str,
    /// What is there, in a sentence.
    pub about: &'static str,
    /// The words it takes after the question mark.
    pub takes: &'static [&'static str],
    /// Who answers.
    pub page: Page,
}

/// Words that restrict lists of events.
const FILTERS: &[&str] = &[
    "actor",
    "recipient",
    "party",
    "type",
    "mode",
    "said-by",
    "certainty",
    "since",
    "until",
    "place",
    "text",
    "min-confidence",
    "publisher",
    "page",
];

/// All pages that answer to GET, in the order of the navigation.
pub const ROUTES: &[Route] = &[
    Route { path: "/", about: "What is new: the latest week of the archive", takes: &[], page: today::page },
    Route {
        path: "/reports",
        about: "Reports, newest first",
        takes: &["since", "until", "publisher", "text", "page"],
        page: reports::list,
    },
    Route {
        path: "/reports/{report}",
        about: "A report with its voices, events and instruments",
        takes: &[],
        page: reports::one,
    },
    Route {
        path: "/reports/{report}/gold",
        about: "A report as a gold case of the dispatch benchmark, with what people corrected",
        takes: &[],
        page: reports::gold,
    },
    Route {
        path: "/alerts",
        about: "What watches told, newest first; also as an Atom feed",
        takes: &["page"],
        page: alerts::list,
    },
    Route { path: "/events", about: "Events, newest first", takes: FILTERS, page: events::list },
    Route {
        path: "/events/{event}",
        about: "An event: the happening it tells of",
        takes: &[],
        page: happenings::of_event,
    },
    Route {
        path: "/happenings/{happening}",
        about: "One happening: every account of it, who asserts and who denies",
        takes: &[],
        page: happenings::one,
    },
    Route {
        path: "/actors",
        about: "Actors, those with most events first",
        takes: &["actor", "page"],
        page: actors::list,
    },
    Route {
        path: "/actors/{actor}",
        about: "An actor by code, Wikidata identifier or name",
        takes: &[],
        page: actors::one,
    },
    Route {
        path: "/dyads/{one}/{other}",
        about: "Two countries: what each does to and says of the other",
        takes: &[],
        page: actors::dyad,
    },
    Route {
        path: "/instruments",
        about: "Acts on treaties and resolutions, newest first",
        takes: &["instrument", "relation", "actor", "certainty", "since", "until", "page"],
        page: instruments::list,
    },
    Route {
        path: "/instruments/{instrument}",
        about: "One treaty or resolution: who is said to do what to it",
        takes: &["page"],
        page: instruments::one,
    },
    Route { path: "/map", about: "Where events happened", takes: FILTERS, page: geography::page },
    Route { path: "/network", about: "Who acts on whom", takes: FILTERS, page: network::page },
    Route {
        path: "/claims",
        about: "Who said what, newest first",
        takes: &["said-by", "since", "until", "text", "publisher", "page"],
        page: claims::list,
    },
    Route { path: "/corrections", about: "What people corrected", takes: &[], page: corrections::page },
    Route {
        path: "/corrections/gold",
        about: "All corrected reports as gold cases of the dispatch benchmark",
        takes: &[],
        page: reports::all_gold,
    },
    Route {
        path: "/search",
        about: "Events and claims, by words and filters in one line",
        takes: &["q", "page"],
        page: search::page,
    },
];

/// A whole list: what is asked of the archive, and the columns that are told.
#[derive(Clone, Copy)]
pub struct Listed {
    /// From what was asked to the question.
    pub question: fn(&Context) -> Result<Question, Fault>,
    /// The columns.
    pub columns: &'static [&'static str],
}

/// The lists that are also told whole, as CSV or JSON Lines: by their route.
pub fn listed(path: &str) -> Option<Listed> {
    const ALL: Cut = Cut { order: Order::Newest, limit: None };
    Some(match path {
        "/events" => Listed {
            question: |context| Ok(questions::events(&filters::filter(context.request, context.guide)?, &ALL)),
            columns: rows::Event::COLUMNS,
        },
        "/claims" => Listed {
            question: |context| Ok(questions::claims(&filters::filter(context.request, context.guide)?, &ALL)),
            columns: rows::Claim::COLUMNS,
        },
        "/instruments" => Listed {
            question: |context| Ok(questions::instruments(&filters::filter(context.request, context.guide)?, &ALL)),
            columns: rows::Link::COLUMNS,
        },
        "/actors" => Listed {
            question: |context| Ok(questions::actors(&filters::filter(context.request, context.guide)?, None)),
            columns: rows::Actor::COLUMNS,
        },
        "/reports" => Listed {
            question: |context| {
                Ok(questions::reports(&filters::filter(context.request, context.guide)?, i64::MAX as usize))
            },
            columns: rows::ReportRow::COLUMNS,
        },
        "/alerts" => {
            Listed { question: |_| Ok(demarche_archive::alerts::alerts(None, 0)), columns: alerts::Alert::COLUMNS }
        }
        _ => return None,
    })
}

/// What the layout of every page needs.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The page's title.
    pub title: String,
    /// The place in the navigation.
    pub nav: &'static str,
    /// What was searched for.
    pub asked: String,
    /// The address of this page as JSON.
    pub json: Option<String>,
    /// The address of this page as CSV, where it is a list.
    pub csv: Option<String>,
    /// The address of this page as a feed, where it is one.
    pub feed: Option<String>,
    /// The version of the program.
    pub version: &'static str,
}

impl Frame {
    /// A page's frame.
    pub fn of(title: &str, nav: &'static str, request: &Request) -> Frame {
        Frame {
            title: title.to_string(),
            nav,
            asked: request.value("q").unwrap_or_default().to_string(),
            json: Some(request.with("as", "json")),
            csv: None,
            feed: None,
            version: env!("CARGO_PKG_VERSION"),
        }
    }

    /// The same, with the list as CSV.
    pub fn list(title: &str, nav: &'static str, request: &Request) -> Frame {
        Frame { csv: Some(request.with("as", "csv")), ..Frame::of(title, nav, request) }
    }

    /// The places of the navigation.
    pub fn places(&self) -> [(&'static str, &'static str); 9] {
        [
            ("/", "Today"),
            ("/events", "Events"),
            ("/reports", "Reports"),
            ("/claims", "Claims"),
            ("/actors", "Actors"),
            ("/instruments", "Instruments"),
            ("/map", "Map"),
            ("/network", "Network"),
            ("/add", "Add"),
        ]
    }
}

/// How many rows a page of a list has.
pub const LENGTH: usize = 50;

/// Where a list stands.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Turn {
    /// The number of this page, from 1.
    pub number: usize,
    /// The page before.
    pub earlier: Option<String>,
    /// The next page.
    pub later: Option<String>,
}

impl Turn {
    /// The page asked for. The furthest is the 2,000th: beyond it a filter serves better.
    pub fn asked(request: &Request) -> usize {
        request.value("page").and_then(|page| page.parse().ok()).unwrap_or(1).clamp(1, 2_000)
    }

    /// How many rows must be fetched to show this page and know whether there is another.
    pub fn limit(number: usize) -> usize {
        number * LENGTH + 1
    }

    /// How many rows are on the pages before this one.
    pub fn before(number: usize) -> usize {
        (number - 1) * LENGTH
    }

    /// The rows of this page out of all those fetched, and where it stands.
    pub fn cut<T>(rows: Vec<T>, number: usize, request: &Request) -> (Vec<T>, Turn) {
        Turn::of_page(rows.into_iter().skip((number - 1) * LENGTH).collect(), number, request)
    }

    /// The rows of this page out of those fetched from its first on, and where it stands.
    pub fn of_page<T>(rows: Vec<T>, number: usize, request: &Request) -> (Vec<T>, Turn) {
        let more = rows.len() > LENGTH;
        let shown = rows.into_iter().take(LENGTH).collect();
        let earlier = (number > 1).then(|| request.with("page", &(number - 1).to_string()));
        let later = more.then(|| request.with("page", &(number + 1).to_string()));
        (shown, Turn { number, earlier, later })
    }
}
