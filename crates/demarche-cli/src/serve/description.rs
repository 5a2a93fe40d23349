//! The API's description (OpenAPI 3.1), written from the same table that routes requests.

use super::pages::{ROUTES, Route, listed};
use super::writing::CHANGES;
use serde_json::{Map, Value, json};

/// The whole description.
pub fn whole() -> Value {
    let mut paths: Map<String, Value> = ROUTES.iter().map(described).collect();
    paths.insert("/api/v1/read".to_string(), reading());
    if let Some(reports) = paths.get_mut("/api/v1/reports").and_then(Value::as_object_mut) {
        reports.insert("post".to_string(), keeping());
    }
    paths.extend(CHANGES.iter().map(|(path, about, takes, _)| changing(path, about, takes)));
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "demarche",
            "version": env!("CARGO_PKG_VERSION"),
            "description": "The archive for programs: every page of the desk as JSON. Lists come in pages of 50; \
                            `turn.later` is the address of the next. Answers carry an ETag. With `as=jsonl` or \
                            `as=csv` and no `page` lists come whole, row by row.",
            "license": { "name": "MIT OR Apache-2.0" }
        },
        "paths": paths,
        "components": {
            "schemas": {
                "Fault": {
                    "type": "object",
                    "required": ["error"],
                    "properties": { "error": { "type": "string" } }
                },
                "Report": {
                    "type": "object",
                    "description": "The text, or the address where it is",
                    "anyOf": [{ "required": ["text"] }, { "required": ["address"] }],
                    "properties": {
                        "text": { "type": "string", "maxLength": 1_000_000 },
                        "address": { "type": "string", "format": "uri" },
                        "id": { "type": "string" }, "title": { "type": "string" },
                        "published": { "type": "string", "examples": ["2024-06-20"] },
                        "publisher": { "type": "string" }, "url": { "type": "string" }
                    }
                }
            },
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } }
        }
    })
}

fn in_path(path: &str) -> impl Iterator<Item = Value> {
    let parts = path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
    parts.map(|part| json!({ "name": part, "in": "path", "required": true, "schema": { "type": "string" } }))
}

fn changing(path: &str, about: &str, takes: &[&str]) -> (String, Value) {
    let fields: Map<String, Value> =
        takes.iter().map(|name| (name.to_string(), json!({ "type": ["string", "integer", "array"] }))).collect();
    let operation = json!({
        "post": {
            "summary": about,
            "parameters": in_path(path).collect::<Vec<_>>(),
            "security": [{ "token": [] }],
            "requestBody": {
                "required": true,
                "content": {
                    "application/json": { "schema": { "type": "object", "required": ["author"], "properties": fields } }
                }
            },
            "responses": {
                "201": { "description": "It is done", "content": { "application/json": { "schema": { "type": "object" } } } },
                "400": fault("A value that cannot be read, with the way out"),
                "403": fault("The token for writing is needed"),
                "404": fault("There is no such thing here"),
                "429": fault("Too many requests at once")
            }
        }
    });
    (format!("/api/v1{path}"), operation)
}

fn fault(what: &str) -> Value {
    json!({
        "description": what,
        "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Fault" } } }
    })
}

fn described(route: &Route) -> (String, Value) {
    let in_query = route
        .takes
        .iter()
        .map(|word| json!({ "name": word, "in": "query", "required": false, "schema": { "type": "string" } }));
    let forms = listed(route.path).map(
        |_| json!({ "name": "as", "in": "query", "required": false, "schema": { "enum": ["json", "csv", "jsonl"] } }),
    );
    let operation = json!({
        "get": {
            "summary": route.about,
            "parameters": in_path(route.path).chain(in_query).chain(forms).collect::<Vec<_>>(),
            "responses": answers("What the page shows, as JSON")
        }
    });
    (format!("/api/v1{}", route.path.trim_end_matches('/')), operation)
}

fn reading() -> Value {
    json!({
        "post": {
            "summary": "Reads a report without keeping it: report in, record out",
            "requestBody": {
                "required": true,
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Report" } } }
            },
            "responses": answers("The record")
        }
    })
}

fn keeping() -> Value {
    json!({
        "summary": "Reads a report and keeps it",
        "security": [{ "token": [] }],
        "requestBody": {
            "required": true,
            "content": { "application/json": { "schema": { "$ref": "#/components/schemas/Report" } } }
        },
        "responses": {
            "200": { "description": "It was kept before", "content": { "application/json": { "schema": { "type": "object" } } } },
            "201": { "description": "It is kept now", "content": { "application/json": { "schema": { "type": "object" } } } },
            "400": fault("No report, or an address that cannot be fetched"),
            "403": fault("The token for writing is needed"),
            "429": fault("Too many requests at once"),
            "503": fault("Too much to do at the moment")
        }
    })
}

fn answers(good: &str) -> Value {
    json!({
        "200": { "description": good, "content": { "application/json": { "schema": { "type": "object" } } } },
        "304": { "description": "As before: the ETag sent along still holds" },
        "400": fault("A value that cannot be read, with the way out"),
        "403": fault("A token is needed"),
        "404": fault("There is no such thing here"),
        "429": fault("Too many requests at once")
    })
}
