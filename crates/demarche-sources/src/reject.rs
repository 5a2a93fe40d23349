//! What could not be read: where, why, and whether another try may help.

use std::fmt;
use std::io;

/// Where something stands: a path, what it is inside of the path, a line or a record of that.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Place {
    /// The path or address as it was given, or the file found in a folder that was.
    pub path: String,
    /// The member of a container, the address of a captured page; of nested ones, joined by ` > `.
    pub member: Option<String>,
    /// The line or the record.
    pub at: Option<At>,
}

/// A position inside a file, from 1.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum At {
    /// The line on which it begins.
    Line(u64),
    /// The record, row or entry.
    Record(u64),
}

/// Something that gave no report. The others go on.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Reject {
    /// Where it stands.
    pub place: Place,
    /// What is wrong, and the way out.
    pub reason: String,
    /// Whether the same input may pass another time: a network that failed, a file that was not there.
    pub retryable: bool,
}

/// A reason before its place is known.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(crate) struct Reason {
    pub text: String,
    pub retryable: bool,
}

impl Place {
    /// A whole path.
    pub fn new(path: impl Into<String>) -> Self {
        Place { path: path.into(), ..Place::default() }
    }

    /// Something inside of this place.
    pub(crate) fn within(&self, name: &str) -> Self {
        let member = self.member.as_ref().map_or_else(|| name.to_string(), |outer| format!("{outer} > {name}"));
        Place { path: self.path.clone(), member: Some(member), at: None }
    }

    /// A line of this place.
    pub(crate) fn line(&self, line: u64) -> Self {
        Place { at: Some(At::Line(line)), ..self.clone() }
    }

    /// A record of this place.
    pub(crate) fn record(&self, record: u64) -> Self {
        Place { at: Some(At::Record(record)), ..self.clone() }
    }

    /// The last part of the name, by whose ending the format may be known; of a packed file, what is packed.
    pub(crate) fn name(&self) -> &str {
        let whole = self.member.as_deref().unwrap_or(&self.path);
        let name = whole.rsplit(['/', '\\']).next().unwrap_or(whole);
        name.strip_suffix(".gz").unwrap_or(name)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.path == "-" { "standard input" } else { &self.path })?;
        if let Some(member) = &self.member {
            write!(f, " > {member}")?;
        }
        match self.at {
            Some(At::Line(line)) => write!(f, ":{line}"),
            Some(At::Record(record)) => write!(f, ", record {record}"),
            None => Ok(()),
        }
    }
}

impl fmt::Display for Reject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

impl std::error::Error for Reject {}

impl Reason {
    /// What is wrong with the input itself: it stays wrong until somebody changes it.
    pub fn lasting(text: impl Into<String>) -> Self {
        Reason { text: text.into(), retryable: false }
    }

    /// What may pass another time.
    pub fn passing(text: impl Into<String>) -> Self {
        Reason { text: text.into(), retryable: true }
    }

    /// The reject at a place.
    pub fn at(self, place: Place) -> Reject {
        Reject { place, reason: self.text, retryable: self.retryable }
    }
}

impl From<io::Error> for Reason {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Reason::passing("no such file"),
            io::ErrorKind::PermissionDenied => Reason::passing("may not be read (permission denied)"),
            io::ErrorKind::UnexpectedEof => {
                Reason::lasting("it ends in the middle, as after a broken download; get the file again")
            }
            io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                Reason::lasting(format!("its packing is damaged ({error}); get the file again"))
            }
            io::ErrorKind::FileTooLarge => Reason::lasting(error.to_string()),
            _ => Reason::passing(error.to_string()),
        }
    }
}

/// The reason for a report that is longer than any.
pub(crate) fn too_long(longest: usize) -> Reason {
    let size = if longest >> 20 > 0 { format!("{} MB", longest >> 20) } else { format!("{longest} bytes") };
    Reason::lasting(format!("longer than {size}: no single report; cut it into reports, one a file or one a JSON line"))
}
