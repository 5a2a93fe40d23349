//! The map: where events happened.

use super::charts::inside_page;
use super::filters::{self, Asked};
use super::macros::view;
use super::rows::{Kinds, class, escaped};
use super::{Context, Frame};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche_archive::questions;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many places a map shows: the busiest.
const SHOWN: usize = 400;

#[derive(Template)]
#[template(path = "map.html")]
struct Map {
    frame: Frame,
    asked: Asked,
    places: Vec<Place>,
    json: String,
}

view!(Map, [places], rows places as Place);

/// A place with the number of its events.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Place {
    pub name: String,
    pub country: String,
    pub latitude: f64,
    pub longitude: f64,
    pub count: i64,
    pub quad: String,
    pub address: String,
}

impl Place {
    const COLUMNS: &[&str] = &["name", "country", "latitude", "longitude", "count", "quad"];

    /// The kind of act as a name of style.
    pub fn quad_class(&self) -> String {
        class(&self.quad)
    }
}

#[derive(Deserialize)]
struct Count {
    place: String,
    place_country: Option<String>,
    latitude: f64,
    longitude: f64,
    #[serde(rename = "type")]
    kind: String,
    events: i64,
}

/// Where the events that a filter means happened.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    let counts: Vec<Count> = gather::rows(context.archive, &questions::places(&filter))?;
    let places = summed(counts, context);
    let json = inside_page(&serde_json::json!({ "places": places }));
    let frame = Frame::list("Map", "Map", context.request);
    Ok(Box::new(Map { frame, asked: Asked::of(context.request, context.guide), places, json }))
}

/// A row a place, with its commonest kind of act; the busiest first.
fn summed(counts: Vec<Count>, context: &Context) -> Vec<Place> {
    let mut kinds: BTreeMap<(String, String), Kinds> = BTreeMap::new();
    let mut points: BTreeMap<(String, String), (f64, f64)> = BTreeMap::new();
    for count in counts {
        let key = (count.place, count.place_country.unwrap_or_default());
        points.entry(key.clone()).or_insert((count.latitude, count.longitude));
        kinds.entry(key).or_default().add(&count.kind, count.events, context.guide);
    }
    let place = |(((name, country), kinds), (latitude, longitude)): (((String, String), Kinds), (f64, f64))| {
        let address = format!("/events?place={}", escaped(&name));
        Place { name, country, latitude, longitude, count: kinds.total(), quad: kinds.commonest(), address }
    };
    // Both have the same keys in the same order.
    let mut places: Vec<Place> = kinds.into_iter().zip(points.into_values()).map(place).collect();
    places.sort_by_key(|place| std::cmp::Reverse(place.count));
    places.truncate(SHOWN);
    places
}
