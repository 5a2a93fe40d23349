//! One file a command.

pub mod add;
pub mod ask;
pub mod codebook;
pub mod completions;
pub mod explain;
pub mod export;
pub mod happenings;
pub mod parse;
pub mod read;
pub mod relate;
pub mod reread;
pub mod serve;
pub mod watch;

use crate::arguments::{self, Coding, Model, Own};
use anyhow::{Context, Result, bail};
use demarche::Guide;
use demarche::ontologies::{Ontologies, Ontology};
use std::path::Path;

/// The shipped knowledge with the user's own, and the files of the user's that went into it: names and texts.
pub fn guide(own: &Own) -> Result<(Guide, Vec<(String, String)>)> {
    let mut guide = Guide::shipped()?;
    let mut files = Vec::new();
    if let Some(folder) = &own.codebook {
        files = codebook_files(folder)?;
        let borrowed: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        guide = guide.with_codebook(&borrowed)?;
    }
    if let Some(path) = &own.actors {
        let (name, text) = table(path, "actors")?;
        guide = guide.with_actors(&name, &text)?;
        files.push((name, text));
    }
    if let Some(path) = &own.instruments {
        let (name, text) = table(path, "instruments")?;
        guide = guide.with_instruments(&name, &text)?;
        files.push((name, text));
    }
    if own.model == Model::Rules {
        guide = guide.by_rules();
    }
    Ok((guide, files))
}

/// A table of the user's: its name and text.
fn table(path: &Path, of: &str) -> Result<(String, String)> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("{name}: no table of {of} that can be read"))?;
    Ok((name, text))
}

/// The ontologies asked for, with the tables that lead there.
pub fn ontologies(coding: &Coding) -> Result<(Ontologies, Vec<Ontology>)> {
    let chosen = coding.ontology.iter().map(|ontology| match ontology {
        arguments::Ontology::Cameo => Ontology::Cameo,
        arguments::Ontology::Plover15 => Ontology::Plover15,
    });
    Ok((Ontologies::shipped()?, chosen.collect()))
}

/// The TOML files of a folder: names and texts, in order.
pub fn codebook_files(folder: &Path) -> Result<Vec<(String, String)>> {
    let entries = std::fs::read_dir(folder).with_context(|| format!("{}: no such code book", folder.display()))?;
    let mut paths: Vec<_> = entries.filter_map(|e| Some(e.ok()?.path())).collect();
    paths.retain(|p| p.extension().is_some_and(|e| e == "toml"));
    paths.sort();
    if paths.is_empty() {
        bail!("{}: no .toml file; a code book has one a type", folder.display());
    }
    let read = |path: std::path::PathBuf| {
        let text = std::fs::read_to_string(&path).with_context(|| path.display().to_string())?;
        Ok((path.display().to_string(), text))
    };
    paths.into_iter().map(read).collect()
}
