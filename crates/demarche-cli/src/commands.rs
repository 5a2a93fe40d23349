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
pub mod serve;
pub mod watch;

use anyhow::{Context, Result, bail};
use demarche::Guide;
use std::path::Path;

/// The shipped knowledge, with the user's own code book and actors where there are any.
pub fn guide(codebook: Option<&Path>, actors: Option<&Path>) -> Result<Guide> {
    let mut guide = Guide::shipped()?;
    if let Some(folder) = codebook {
        let files = codebook_files(folder)?;
        let borrowed: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
        guide = guide.with_codebook(&borrowed)?;
    }
    if let Some(path) = actors {
        let (name, text) = table(path)?;
        guide = guide.with_actors(&name, &text)?;
    }
    Ok(guide)
}

/// A table: its name and text.
pub fn table(path: &Path) -> Result<(String, String)> {
    let name = path.display().to_string();
    let text = std::fs::read_to_string(path).with_context(|| format!("{name}: no table of actors that can be read"))?;
    Ok((name, text))
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
