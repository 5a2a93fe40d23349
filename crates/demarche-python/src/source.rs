//! Where reports come from: Arrow tables and columns, or any iterable of texts and mappings.

use crate::reading::Row;
use crate::value_error;
use arrow_array::cast::AsArray;
use arrow_array::{Array, ArrayRef, StringArray};
use arrow_cast::cast;
use arrow_schema::{ArrowError, DataType};
use demarche_sources::Fields;
use pyo3::prelude::*;
use pyo3::types::{PyBool, PyFloat, PyInt, PyIterator, PyMapping, PyString};
use pyo3_arrow::ffi::ArrayReader;
use pyo3_arrow::input::AnyArray;
use serde_json::{Map, Value};

/// The parts of a report in the order that `demarche_sources` names them; the text is the first.
const PARTS: usize = 7;

/// Reports, as they are asked for.
pub struct Source {
    of: Of,
    fields: Fields,
}

enum Of {
    Arrow { reader: Box<dyn ArrayReader + Send>, current: Option<ArrayRef>, at: usize },
    Python(Py<PyIterator>),
}

impl Source {
    /// Takes anything that speaks Arrow's PyCapsule protocol, or an iterable.
    pub fn new(reports: &Bound<PyAny>, fields: Fields) -> PyResult<Self> {
        let arrow = reports.hasattr("__arrow_c_stream__")? || reports.hasattr("__arrow_c_array__")?;
        let of = match arrow {
            true => {
                let reader = reports.extract::<AnyArray>()?.into_reader()?;
                check(&reader, &fields)?;
                Of::Arrow { reader, current: None, at: 0 }
            }
            false => Of::Python(reports.try_iter()?.unbind()),
        };
        Ok(Source { of, fields })
    }

    /// At most so many rows, or fewer once their texts have `bytes` together; none at the end.
    pub fn rows(&mut self, most: usize, bytes: usize) -> PyResult<Vec<Row>> {
        let mut rows = Vec::new();
        let mut length = 0;
        while rows.len() < most && length < bytes {
            let from = rows.len();
            match &mut self.of {
                Of::Arrow { reader, current, at } => {
                    if !of_arrow(reader, current, at, most - from, &self.fields, &mut rows).map_err(value_error)? {
                        break;
                    }
                }
                Of::Python(iterator) => {
                    let next = Python::attach(|py| {
                        let item = iterator.bind(py).clone().next().transpose()?;
                        PyResult::Ok(item.map(|item| of_python(&item, &self.fields)))
                    })?;
                    let Some(row) = next else { break };
                    rows.push(row);
                }
            }
            length += rows[from..].iter().map(|row| row.report.text.len()).sum::<usize>();
        }
        Ok(rows)
    }
}

/// Refuses a table without a column of texts before anything is read.
fn check(reader: &dyn ArrayReader, fields: &Fields) -> PyResult<()> {
    let field = reader.field();
    let DataType::Struct(columns) = field.data_type() else { return Ok(()) };
    let names: Vec<String> = columns.iter().map(|column| column.name().clone()).collect();
    match fields.columns(&names)[0] {
        Some(_) => Ok(()),
        None => Err(value_error(format!(
            "no column is the text; there are {}; say which with fields={{\"text\": \"…\"}}",
            names.join(", ")
        ))),
    }
}

/// Takes some rows of the current array or of the next; false at the end.
fn of_arrow(
    reader: &mut Box<dyn ArrayReader + Send>,
    current: &mut Option<ArrayRef>,
    at: &mut usize,
    most: usize,
    fields: &Fields,
    rows: &mut Vec<Row>,
) -> Result<bool, ArrowError> {
    let Some(array) = current else {
        *current = reader.next().transpose()?;
        *at = 0;
        return Ok(current.is_some());
    };
    // Few at a time, so that the caller can stop when it has enough text.
    let count = most.min(16).min(array.len() - *at);
    let piece = array.slice(*at, count);
    *at += count;
    if *at >= array.len() {
        *current = None;
    }
    read_piece(&piece, fields, rows)?;
    Ok(true)
}

fn read_piece(piece: &ArrayRef, fields: &Fields, rows: &mut Vec<Row>) -> Result<(), ArrowError> {
    let Some(table) = piece.as_struct_opt() else {
        let texts = words(piece)?;
        rows.extend(texts.iter().map(|text| match text {
            Some(text) => Row { report: demarche_sources::from_text(text.to_string()), fault: None },
            None => Row::bad(NO_TEXT),
        }));
        return Ok(());
    };
    let names: Vec<String> = table.column_names().iter().map(ToString::to_string).collect();
    let mut columns: [Option<StringArray>; PARTS] = Default::default();
    for (part, place) in fields.columns(&names).into_iter().enumerate() {
        columns[part] = place.map(|place| words(table.column(place))).transpose()?;
    }
    let errors = table.column_by_name(ERROR).map(words).transpose()?;
    for at in 0..table.len() {
        let value = |column: &StringArray| column.is_valid(at).then(|| column.value(at).to_string());
        let parts = columns.each_ref().map(|column| column.as_ref().and_then(value));
        rows.push(of_parts(parts, errors.as_ref().and_then(value)));
    }
    Ok(())
}

const NO_TEXT: &str = "no text (null)";

/// The column or key that may say why there is no text.
const ERROR: &str = "error";

/// The row of a report's parts; without a text, what else is known of it is kept.
fn of_parts(mut parts: [Option<String>; PARTS], error: Option<String>) -> Row {
    let fault = parts[0].is_none().then(|| error.unwrap_or_else(|| NO_TEXT.to_string()));
    parts[0].get_or_insert_default();
    Row { report: demarche_sources::report(parts).unwrap_or_default(), fault }
}

/// A column as text: days and times become ISO 8601, numbers their digits.
fn words(column: &ArrayRef) -> Result<StringArray, ArrowError> {
    Ok(cast(column, &DataType::Utf8)?.as_string::<i32>().clone())
}

/// The row of a text, of a mapping, or of nothing.
fn of_python(item: &Bound<PyAny>, fields: &Fields) -> Row {
    if item.is_none() {
        return Row::bad(NO_TEXT);
    }
    if let Ok(text) = item.cast::<PyString>() {
        return match text.to_str() {
            Ok(text) => Row { report: demarche_sources::from_text(text.to_string()), fault: None },
            Err(error) => Row::bad(format!("no text: {error}")),
        };
    }
    let Ok(mapping) = item.cast::<PyMapping>() else {
        let kind = item.get_type().name().map_or_else(|_| "?".to_string(), |name| name.to_string());
        return Row::bad(format!("no report: a text or a mapping is expected, not {kind}"));
    };
    let report = object(mapping).and_then(|object| {
        let names: Vec<String> = object.keys().cloned().collect();
        let text = fields.columns(&names)[0].map(|place| &object[&names[place]]);
        match (text, object.get(ERROR)) {
            (Some(Value::Null), Some(Value::String(error))) => Err(error.clone()),
            (Some(Value::Null), _) => Err(NO_TEXT.to_string()),
            _ => fields.report(&object),
        }
    });
    report.map_or_else(|fault| Row { report: known(mapping), fault: Some(fault) }, |report| Row { report, fault: None })
}

/// What can be told of a mapping that is no report.
fn known(mapping: &Bound<PyMapping>) -> demarche::Report {
    let text = |key: &str| mapping.get_item(key).ok()?.extract::<String>().ok();
    demarche::Report {
        id: text("id"),
        title: text("title"),
        published: text("published"),
        publisher: text("publisher"),
        url: text("url"),
        language: text("language"),
        ..demarche::Report::default()
    }
}

fn object(mapping: &Bound<PyMapping>) -> Result<Map<String, Value>, String> {
    let mut object = Map::new();
    let items = mapping.items().map_err(|error| error.to_string())?;
    for item in items {
        let (key, value) = item.extract::<(String, Bound<PyAny>)>().map_err(|error| format!("no report: {error}"))?;
        object.insert(key.clone(), json(&key, &value)?);
    }
    Ok(object)
}

/// A value as JSON would have it; days and times are text.
fn json(key: &str, value: &Bound<PyAny>) -> Result<Value, String> {
    let fault = |error: PyErr| format!("`{key}`: {error}");
    if value.is_none() {
        return Ok(Value::Null);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Value::String(text.to_str().map_err(fault)?.to_string()));
    }
    if value.is_instance_of::<PyBool>() {
        return Ok(Value::Bool(value.is_truthy().map_err(fault)?));
    }
    if value.is_instance_of::<PyInt>() || value.is_instance_of::<PyFloat>() {
        let written = value.to_string();
        // What is not a number (NaN) is how pandas writes nothing.
        return Ok(serde_json::from_str(&written).unwrap_or(Value::Null));
    }
    if let Ok(day) = value.call_method0("isoformat") {
        return Ok(Value::String(day.to_string()));
    }
    // Other values matter only where a part of a report stands in them, which then says what it wanted.
    Ok(Value::Array(Vec::new()))
}
