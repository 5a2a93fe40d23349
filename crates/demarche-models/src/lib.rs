//! The weights and tables that demarche ships, and nothing else. `MANIFEST.toml` says where each file comes from, under
//! what license, which command makes it, and what it scores.

/// The manifest of all files.
pub const MANIFEST: &str = include_str!("../MANIFEST.toml");

/// The rules of lemmas, as `demarche::syntax::lemmas` reads them.
pub const LEMMAS: &str = include_str!("../lemmas.tsv");

/// Places of 1,000 people and more by name, as `demarche::places` reads them.
pub const GAZETTEER: &[u8] = include_bytes!("../gazetteer.bin");

/// How much each sign of an event says about its being right, as `demarche::events` reads them.
pub const CONFIDENCE: &str = include_str!("../confidence.tsv");

/// The weights of the syntax stage's network.
pub const SYNTAX_NETWORK: &[u8] = include_bytes!("../syntax-network.weights");

/// How far a reader takes a predicate for having happened, as `demarche::attribution::happened` reads it.
pub const HAPPENED: &[u8] = include_bytes!("../happened.weights");

/// The learned reader: an encoder and its heads, as `demarche::learned` reads them.
pub const READER: &[u8] = include_bytes!("../reader.weights");

/// How much each sign says about events, parties and certainty, as `demarche::events` reads them.
pub const JUDGE: &str = include_str!("../judge.tsv");
