//! One file a command.

pub mod add;
pub mod ask;
pub mod codebook;
pub mod completions;
pub mod explain;
pub mod export;
pub mod parse;
pub mod read;
pub mod relate;

use anyhow::{Context, Result, bail};
use demarche::Guide;
use std::path::Path;

/// The shipped knowledge, with the user's own code book where there is one.
pub fn guide(codebook: Option<&Path>) -> Result<Guide> {
    let guide = Guide::shipped()?;
    match codebook {
        None => Ok(guide),
        Some(folder) => {
            let files = codebook_files(folder)?;
            let borrowed: Vec<(&str, &str)> = files.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
            Ok(guide.with_codebook(&borrowed)?)
        }
    }
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
