//! Whole lists, row by row as the archive finds them: CSV and JSON Lines of any length in little memory.

use super::answers::{Fault, Form, harmless};
use super::desk::Desk;
use super::gather::{fault, value};
use super::pages::rows::quad;
use super::pages::{Context, Listed};
use super::request::Request;
use axum::body::{Body, Bytes};
use axum::http::{HeaderValue, Response, header};
use demarche::Guide;
use demarche_archive::{Answers, Cell, Column, Error};
use futures_core::Stream;
use serde_json::Value;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context as Waker, Poll};
use std::time::Duration;
use tokio::runtime::Handle;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// How much is gathered before it is sent, in bytes.
const PIECE: usize = 32 << 10;

/// How long somebody who reads may take for a piece, before the archive is let go.
const PATIENCE: Duration = Duration::from_secs(30);

type Piece = Result<Bytes, Fault>;

/// Answers with a whole list; what is wrong with the question is told before anything is sent.
///
/// # Errors
/// Those of the question and the archive, and where enough others are read already.
pub async fn whole(desk: Arc<Desk>, request: Request, form: Form, list: Listed) -> Result<Response<Body>, Fault> {
    let busy = || Fault::Busy("Enough whole lists are being read; try again in a moment.".to_string());
    let turn = desk.streams.clone().try_acquire_owned().map_err(|_| busy())?;
    let (to, mut pieces) = channel(4);
    let handle = Handle::current();
    tokio::task::spawn_blocking(move || {
        let _turn = turn;
        if let Err(Ended::Fault(fault)) = written(&desk, &request, form, list, &to, handle.clone()) {
            let _ = handle.block_on(to.send(Err(fault)));
        }
    });
    let first = match pieces.recv().await {
        Some(Ok(first)) => Some(first),
        Some(Err(fault)) => return Err(fault),
        None => None,
    };
    let mut response = Response::new(Body::from_stream(Pieces { first, rest: pieces }));
    let (kind, name) = match form {
        Form::Jsonl => ("application/x-ndjson", "attachment; filename=\"demarche.jsonl\""),
        _ => ("text/csv; charset=utf-8", "attachment; filename=\"demarche.csv\""),
    };
    let kept = response.headers_mut();
    kept.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
    kept.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static(name));
    kept.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

fn written(
    desk: &Desk,
    request: &Request,
    form: Form,
    list: Listed,
    to: &Sender<Piece>,
    handle: Handle,
) -> Result<(), Ended> {
    let done = desk.reading(|archive| {
        let context = Context { guide: &desk.guide, own: &desk.own, archive, request };
        let question = (list.question)(&context).map_err(Ended::Fault)?;
        let mut rows = Rows {
            form,
            shown: list.columns,
            at: Vec::new(),
            kind: None,
            guide: &desk.guide,
            piece: Vec::new(),
            to,
            handle,
        };
        archive.answer(&question, &mut rows)?;
        rows.send()
    });
    done.map_err(Ended::from)?
}

/// Why a list ended before its end.
enum Ended {
    Fault(Fault),
    /// Nobody takes it any more.
    Gone,
}

impl From<Error> for Ended {
    fn from(error: Error) -> Ended {
        Ended::Fault(fault(error))
    }
}

/// Rows on their way out: the columns of the list, among them the kind of act that the code book knows.
struct Rows<'a> {
    form: Form,
    shown: &'static [&'static str],
    /// Where each column stands in the archive's rows; nowhere for the kind of act.
    at: Vec<Option<usize>>,
    /// Where the type of an event stands.
    kind: Option<usize>,
    guide: &'a Guide,
    piece: Vec<u8>,
    to: &'a Sender<Piece>,
    handle: Handle,
}

impl Rows<'_> {
    fn send(&mut self) -> Result<(), Ended> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = Bytes::from(std::mem::take(&mut self.piece));
        let sent = self.handle.block_on(async { tokio::time::timeout(PATIENCE, self.to.send(Ok(piece))).await });
        if matches!(sent, Ok(Ok(()))) { Ok(()) } else { Err(Ended::Gone) }
    }

    fn cell<'c>(&self, cells: &[Cell<'c>], column: usize) -> Option<Cell<'c>> {
        self.at.get(column).copied().flatten().and_then(|at| cells.get(at)).copied()
    }

    fn quad(&self, cells: &[Cell]) -> String {
        match self.kind.and_then(|at| cells.get(at)) {
            Some(Cell::Text(kind)) => quad(kind, self.guide).to_string(),
            _ => String::new(),
        }
    }

    fn write(&mut self, fields: &[String]) -> Result<(), Ended> {
        let mut out = csv::Writer::from_writer(&mut self.piece);
        let wrong = |error: csv::Error| Ended::Fault(Fault::Failed(error.into()));
        out.write_record(fields).map_err(wrong)?;
        out.flush().map_err(|error| Ended::Fault(Fault::Failed(error.into())))
    }
}

impl Answers for Rows<'_> {
    type Error = Ended;

    fn columns(&mut self, columns: &[Column]) -> Result<(), Ended> {
        let find = |name: &str| columns.iter().position(|column| column.name == name);
        self.at = self.shown.iter().map(|name| find(name)).collect();
        self.kind = find("type");
        if self.form == Form::Csv {
            let names: Vec<String> = self.shown.iter().map(ToString::to_string).collect();
            self.write(&names)?;
        }
        Ok(())
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), Ended> {
        let columns = self.shown.iter().enumerate();
        if self.form == Form::Csv {
            let text = |(at, name): (usize, &&str)| match self.cell(cells, at) {
                Some(cell) => harmless(&cell.to_string()),
                None if *name == "quad" => self.quad(cells),
                None => String::new(),
            };
            let fields: Vec<String> = columns.map(text).collect();
            self.write(&fields)?;
        } else {
            let field = |(at, name): (usize, &&str)| {
                let found = self.cell(cells, at).map(|cell| value(&cell));
                let quad = || if *name == "quad" { Value::from(self.quad(cells)) } else { Value::Null };
                (name.to_string(), found.unwrap_or_else(quad))
            };
            let object: serde_json::Map<String, Value> = columns.map(field).collect();
            let line = serde_json::to_vec(&object).map_err(|error| Ended::Fault(error.into()))?;
            self.piece.extend(line);
            self.piece.push(b'\n');
        }
        if self.piece.len() < PIECE { Ok(()) } else { self.send() }
    }
}

/// The pieces as a body. A fault on the way breaks it off, so that nobody takes a part for the whole.
struct Pieces {
    first: Option<Bytes>,
    rest: Receiver<Piece>,
}

impl Stream for Pieces {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, waker: &mut Waker<'_>) -> Poll<Option<Self::Item>> {
        if let Some(first) = self.first.take() {
            return Poll::Ready(Some(Ok(first)));
        }
        let broken = |fault: Fault| io::Error::other(fault.told().1);
        self.rest.poll_recv(waker).map(|piece| piece.map(|piece| piece.map_err(broken)))
    }
}
