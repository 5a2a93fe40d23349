//! The network: who acts on whom.

use super::actors::country_name;
use super::charts::inside_page;
use super::filters::{self, Asked};
use super::macros::view;
use super::rows::{Kinds, class};
use super::{Context, Frame};
use crate::serve::answers::{Fault, View};
use crate::serve::gather;
use askama::Template;
use demarche_archive::questions::{self, By, Per};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How many pairs the picture shows: the busiest. More than this is a ball of wool.
const SHOWN: usize = 60;

#[derive(Template)]
#[template(path = "network.html")]
struct Network {
    frame: Frame,
    asked: Asked,
    links: Vec<Edge>,
    json: String,
}

view!(Network, [links], rows links as Edge);

/// Who acts on whom, how often, and mostly how.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Edge {
    pub source: String,
    pub source_name: String,
    pub target: String,
    pub target_name: String,
    pub count: i64,
    pub quad: String,
    pub address: String,
}

impl Edge {
    const COLUMNS: &[&str] = &["source", "target", "count", "quad"];

    /// The kind of act as a name of style.
    pub fn quad_class(&self) -> String {
        class(&self.quad)
    }
}

#[derive(Deserialize)]
struct Count {
    actor: String,
    recipient: String,
    #[serde(rename = "type")]
    kind: String,
    events: i64,
}

/// Who acts on whom among the events that a filter means.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let filter = filters::filter(context.request, context.guide)?;
    let counts: Vec<Count> = gather::rows(context.archive, &questions::timeline(&filter, By::Year, Per::Dyad))?;
    let links = summed(counts, context);
    let json = inside_page(&picture(&links));
    let frame = Frame::list("Network", "Network", context.request);
    Ok(Box::new(Network { frame, asked: Asked::of(context.request, context.guide), links, json }))
}

/// An edge a pair, with its commonest kind of act; the busiest first. Acts within a country are left out.
fn summed(counts: Vec<Count>, context: &Context) -> Vec<Edge> {
    let mut pairs: BTreeMap<(String, String), Kinds> = BTreeMap::new();
    for count in counts.into_iter().filter(|count| count.actor != count.recipient) {
        let kinds = pairs.entry((count.actor, count.recipient)).or_default();
        kinds.add(&count.kind, count.events, context.guide);
    }
    let edge = |((source, target), kinds): ((String, String), Kinds)| {
        let address = format!("/events?actor={source}&recipient={target}");
        let (source_name, target_name) = (country_name(context, &source), country_name(context, &target));
        let (count, quad) = (kinds.total(), kinds.commonest());
        Edge { source, source_name, target, target_name, count, quad, address }
    };
    let mut edges: Vec<Edge> = pairs.into_iter().map(edge).collect();
    edges.sort_by_key(|edge| std::cmp::Reverse(edge.count));
    edges.truncate(SHOWN);
    edges
}

/// Nodes and links as the script reads them.
fn picture(edges: &[Edge]) -> serde_json::Value {
    let mut nodes: BTreeMap<&str, (&str, i64)> = BTreeMap::new();
    for edge in edges {
        nodes.entry(&edge.source).or_insert((&edge.source_name, 0)).1 += edge.count;
        nodes.entry(&edge.target).or_insert((&edge.target_name, 0)).1 += edge.count;
    }
    let node = |(id, (name, count)): (&&str, &(&str, i64))| serde_json::json!({ "id": id, "name": name, "count": count, "address": format!("/actors/{id}") });
    serde_json::json!({ "nodes": nodes.iter().map(node).collect::<Vec<_>>(), "links": edges })
}
