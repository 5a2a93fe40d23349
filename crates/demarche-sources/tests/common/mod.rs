//! What the tests of this crate share: files made in a folder of their own, and what comes out of them.
#![allow(dead_code)]

use demarche::Report;
use demarche_sources::{Options, Reject, open};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

/// A folder of its own for a test, empty at the start.
pub fn folder(name: &str) -> PathBuf {
    let program = std::env::current_exe().expect("a test is a program");
    let program = program.file_stem().expect("it has a name").to_owned();
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(program).join(name);
    fs::remove_dir_all(&folder).ok();
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// A file of a folder.
pub fn file(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder can be made");
    fs::write(&path, content).expect("a file can be written");
    path
}

/// Bytes, packed.
pub fn gzip(content: impl AsRef<[u8]>) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(content.as_ref()).expect("memory can be written");
    packed.finish().expect("memory can be written")
}

/// What a path gives.
pub fn read(path: &Path) -> (Vec<Report>, Vec<Reject>) {
    read_with([path], &Options::default())
}

/// What paths give.
pub fn read_with<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>, options: &Options) -> (Vec<Report>, Vec<Reject>) {
    let (mut reports, mut rejects) = (Vec::new(), Vec::new());
    for item in open(paths, options) {
        match item {
            Ok(report) => reports.push(report),
            Err(reject) => rejects.push(reject),
        }
    }
    (reports, rejects)
}

/// The texts of reports.
pub fn texts(reports: &[Report]) -> Vec<&str> {
    reports.iter().map(|r| r.text.as_str()).collect()
}

/// The single reject of a path, whose message holds `says`.
pub fn refused(path: &Path, says: &str) -> Reject {
    let (_, rejects) = read(path);
    assert_eq!(rejects.len(), 1, "{rejects:?}");
    let message = rejects[0].to_string();
    assert!(message.contains(says), "{message} does not say {says:?}");
    assert!(message.starts_with(&path.display().to_string()), "{message}");
    rejects.into_iter().next().expect("there is one")
}
