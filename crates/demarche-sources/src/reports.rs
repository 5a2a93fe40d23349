//! The one entry: paths in, reports and rejects out, one at a time.

use crate::containers;
use crate::formats;
use crate::kind::{self, Kind};
use crate::metered::Meter;
use crate::options::Options;
use crate::reject::{Place, Reason, Reject};
use crate::source::{self, Block, Body, HELD, Said, Source, Stream};
use crate::web::addresses;
use demarche::Report;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How deep containers may be nested: a zip in a folder in a gzip is read, the tenth zip in a zip is no archive of reports.
const DEEPEST: usize = 5;

/// What reading a source gives: the places say where.
pub(crate) enum Found {
    /// A report, and where it stands.
    Report(Place, Box<Report>),
    /// What could not be read.
    Reject(Reject),
    /// More to read.
    Source(Box<Source>),
}

/// What a source gives, as it is asked for.
pub(crate) type Finds = Box<dyn Iterator<Item = Found> + Send>;

/// Reads `paths` one after the other: files of every [`Kind`], folders, zips and gzips of them, `-` for the standard
/// input. Each report and each [`Reject`] comes out when it is reached; nothing is read ahead.
pub fn open<P: AsRef<Path>>(paths: impl IntoIterator<Item = P>, options: &Options) -> Reports {
    let mut paths: Vec<PathBuf> = paths.into_iter().map(|p| p.as_ref().to_path_buf()).collect();
    paths.reverse();
    Reports { paths, open: Vec::new(), options: Arc::new(options.clone()), place: Place::default() }
}

/// Reports of paths, in order, with what could not be read among them.
pub struct Reports {
    /// Paths to come, the next one last.
    paths: Vec<PathBuf>,
    /// Sources that are being read, the innermost last.
    open: Vec<Finds>,
    options: Arc<Options>,
    place: Place,
}

impl Reports {
    /// Where the last item stands.
    pub fn place(&self) -> &Place {
        &self.place
    }

    fn start(&mut self, found: Result<Source, Reject>) {
        let finds = match found {
            Ok(source) => read(source, &self.options),
            Err(reject) => one(Found::Reject(reject)),
        };
        self.open.push(finds);
    }
}

impl Iterator for Reports {
    type Item = Result<Report, Reject>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(innermost) = self.open.last_mut() else {
                let path = self.paths.pop()?;
                match given(&path, &self.options) {
                    Ok(Some(source)) => self.start(Ok(source)),
                    Ok(None) => {}
                    Err(reason) => self.start(Err(reason.at(Place::new(path.display().to_string())))),
                }
                continue;
            };
            match innermost.next() {
                None => drop(self.open.pop()),
                Some(Found::Source(source)) => self.start(nested(*source)),
                Some(Found::Reject(reject)) => {
                    self.place = reject.place.clone();
                    return Some(Err(reject));
                }
                Some(Found::Report(place, report)) => {
                    self.place = place;
                    return Some(Ok(*report));
                }
            }
        }
    }

    /// Files of one text each say how many there will be at least.
    fn size_hint(&self) -> (usize, Option<usize>) {
        let texts = self.options.kind == Kind::Text && self.open.is_empty();
        (0, texts.then_some(self.paths.len()).filter(|_| self.paths.iter().all(|p| !p.is_dir())))
    }
}

/// The source of a path; none for an address whose server says that nothing changed.
fn given(path: &Path, options: &Options) -> Result<Option<Source>, Reason> {
    let place = Place::new(path.display().to_string());
    let meter = Meter::new();
    let mut source = Source {
        place,
        body: Body::Stream(Box::new(io::empty())),
        said: Said::default(),
        fetched: None,
        meter,
        depth: 0,
    };
    if addresses::is_address(path) {
        let Some(served) = options.web.fetch(&source.place.path)? else { return Ok(None) };
        source.meter.earn(served.bytes.len() as u64);
        source.body = Body::Stream(Box::new(io::Cursor::new(served.bytes)));
        source.said = served.said;
        source.fetched = Some(served.fetched);
    } else if path.as_os_str() == "-" {
        source.body = Body::Stream(Box::new(source.meter.raw(io::stdin())));
    } else {
        source.body = Body::Block(Block::File(path.to_path_buf()));
    }
    Ok(Some(source))
}

fn nested(source: Source) -> Result<Source, Reject> {
    match source.depth > DEEPEST {
        true => Err(Reason::lasting("packed too deep in other packages (a bomb?); unpack it first").at(source.place)),
        false => Ok(source),
    }
}

/// One find.
pub(crate) fn one(found: Found) -> Finds {
    Box::new(std::iter::once(found))
}

/// One reject.
pub(crate) fn refuse(place: Place, reason: impl Into<Reason>) -> Finds {
    one(Found::Reject(reason.into().at(place)))
}

/// Opens a source by its kind.
fn read(source: Source, options: &Arc<Options>) -> Finds {
    let place = source.place.clone();
    read_known(source, options).unwrap_or_else(|reason| refuse(place, reason))
}

fn read_known(mut source: Source, options: &Arc<Options>) -> Result<Finds, Reason> {
    if let Body::Block(Block::File(path)) = &source.body {
        let about = std::fs::metadata(path)?;
        if about.is_dir() {
            return containers::folder::read(path, &source);
        }
        if source.depth == 0 || source.place.member.is_none() {
            source.meter.earn(about.len());
        }
    }
    let stream: Stream = match source.body {
        Body::Block(ref block) => Box::new(block.reader()?),
        Body::Stream(stream) => {
            source.body = Body::Block(Block::Bytes(Arc::from([])));
            stream
        }
    };
    let (head, stream) = source::peek(stream, kind::HEAD)?;
    let packed = kind::find(&head, source.place.name(), source.said.kind.as_deref());
    // What was asked for is what lies inside of containers.
    let kind = match (options.kind, packed) {
        (Kind::Auto, found) | (_, found @ (Kind::Gzip | Kind::Zip)) => found,
        (asked, _) => asked,
    };
    dispatch(kind, head, stream, source, options)
}

fn dispatch(
    kind: Kind,
    head: Vec<u8>,
    stream: Stream,
    source: Source,
    options: &Arc<Options>,
) -> Result<Finds, Reason> {
    match kind {
        Kind::Gzip => Ok(containers::gzip::read(stream, &source)),
        Kind::Zip => containers::zip::read(block(stream, &source)?, source),
        Kind::Parquet => formats::parquet::read(block(stream, &source)?, source.place, options),
        Kind::JsonLines => Ok(formats::json_lines::read(head, stream, source.place, options)),
        Kind::Json => formats::json::read(head, stream, source.place, options),
        Kind::Csv => formats::table::read(head, stream, source.place, options),
        Kind::Warc => Ok(formats::warc::read(stream, source, options)),
        Kind::Feed => formats::feed::read(stream, source, options),
        Kind::Text | Kind::Auto | Kind::Markdown | Kind::Html => {
            let bytes = source::read_whole(stream, options.longest)?;
            let report = formats::read_one(kind, bytes, &source.said, options)?;
            Ok(one(Found::Report(source.place, Box::new(report))))
        }
    }
}

/// The bytes of a source to be read from anywhere: the file itself, else held in memory.
fn block(stream: Stream, source: &Source) -> Result<Block, Reason> {
    match &source.body {
        Body::Block(block @ Block::File(_)) => Ok(block.clone()),
        Body::Block(block @ Block::Bytes(bytes)) if !bytes.is_empty() => Ok(block.clone()),
        _ => match source::read_up_to(stream, HELD)? {
            Some(bytes) => Ok(Block::Bytes(bytes.into())),
            None => Err(Reason::lasting(format!("larger than {} MB inside of a package; unpack it first", HELD >> 20))),
        },
    }
}
