//! Events in the columns of POLECAT (Harvard Dataverse, doi:10.7910/DVN/AJGVIT): one row an event.
//!
//! What demarche does not know stays empty: intensity, codes of the Correlates of War, city, district and province. The
//! columns for Wikipedia's names hold Wikidata identifiers.

use super::Tsv;
use super::coded::{Books, Coded, Details, Each, details, question};
use crate::{Archive, Error, Filter};
use std::io::Write;

/// The columns, in order.
const COLUMNS: &[&str] = &[
    "Event ID",
    "Event Date",
    "Event Type",
    "Event Mode",
    "Intensity",
    "Quad Code",
    "Contexts",
    "Actor Name",
    "Actor Country",
    "Actor COW",
    "Primary Actor Sector",
    "Actor Sectors",
    "Actor Title",
    "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name",
    "Recipient Country",
    "Recipient COW",
    "Primary Recipient Sector",
    "Recipient Sectors",
    "Recipient Title",
    "Recipient Name Raw",
    "Wikipedia Recipient ID",
    "Placename",
    "City",
    "District",
    "Province",
    "Country",
    "Latitude",
    "Longitude",
    "GeoNames ID",
    "Raw Placename",
    "Feature Type",
    "Source",
    "Publication Date",
    "Story People",
    "Story Organizations",
    "Story Locations",
    "Language",
    "Version",
];

/// Writes the events of a filter; their number.
pub fn write(archive: &Archive, filter: &Filter, out: impl Write) -> Result<usize, Error> {
    let (books, mut out, mut rows) = (Books::shipped()?, Tsv::new(out), 0);
    out.write(COLUMNS)?;
    let each = |event: &Coded| {
        rows += 1;
        out.write(row(archive, event, &books)?)
    };
    archive.answer(&question(filter, false), &mut Each(Coded::default(), each))?;
    Ok(rows)
}

fn row(archive: &Archive, event: &Coded, books: &Books) -> Result<Vec<String>, Error> {
    let text = |name: &str| event.get(name).to_string();
    let nothing = String::new;
    let published = event.get("published");
    let story = story(archive, event.get("event"))?;
    let mut row = vec![
        format!("{}-e{}", event.get("report"), event.get("number")),
        text("day"),
        text("type"),
        text("mode"),
        nothing(),
        books.quad(event.get("type")),
        text("contexts"),
    ];
    for (number, role) in ["actor", "recipient"].into_iter().enumerate() {
        row.extend(party(event, role, &details(archive, event.get("event"), number as i64)?));
    }
    row.extend([text("place"), nothing(), nothing(), nothing()]);
    row.extend(["place_country", "latitude", "longitude", "geonames", "place"].map(text));
    row.extend([nothing(), text("publisher"), published.get(..10).unwrap_or(published).to_string()]);
    row.extend(story);
    row.extend([text("language"), format!("demarche {}", event.get("version"))]);
    Ok(row)
}

/// Name, country, COW, primary sector, sectors, title, name as written, identifier: several parties joined.
fn party(event: &Coded, role: &str, details: &Details) -> [String; 8] {
    let parties = event.parties(role);
    let joined = |part: fn(&(&str, &str, &str)) -> String| parties.iter().map(part).collect::<Vec<_>>().join(";");
    let names = joined(|(_, _, name)| (*name).to_string());
    [
        names.clone(),
        joined(|(country, _, _)| (*country).to_string()),
        String::new(),
        joined(|(_, sector, _)| (*sector).to_string()),
        details.sectors.join(";"),
        details.offices.join(";"),
        names,
        details.identifiers.join(";"),
    ]
}

/// Who and what the report names: persons, organizations, places.
fn story(archive: &Archive, event: &str) -> Result<[String; 3], Error> {
    let sql =
        "SELECT a.kind, a.name FROM event e JOIN appearance p ON p.report = e.report JOIN actor a ON a.id = p.actor
               WHERE e.id = ?1 AND p.mentions > 0 ORDER BY p.number";
    let mut find = archive.connection().prepare_cached(sql)?;
    let mut rows = find.query([event])?;
    let mut story: [Vec<String>; 3] = Default::default();
    while let Some(row) = rows.next()? {
        let place = match row.get_ref(0)?.as_str().unwrap_or_default() {
            "person" => 0,
            "country" | "place" => 2,
            _ => 1,
        };
        story[place].push(row.get(1)?);
    }
    Ok(story.map(|names| names.join(";")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_are_forty_columns() {
        assert_eq!(COLUMNS.len(), 40);
    }
}
