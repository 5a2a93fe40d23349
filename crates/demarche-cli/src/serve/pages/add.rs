//! The form for adding a report.

use super::macros::view;
use super::{Context, Frame};
use crate::serve::answers::{Fault, View};
use askama::Template;

/// What was typed into the form, and what is wrong with it.
#[derive(Template, Default)]
#[template(path = "add.html")]
#[allow(missing_docs)]
pub struct Form {
    pub frame: Frame,
    pub message: Option<String>,
    /// Whether the message says what is wrong.
    pub is_fault: bool,
    pub address: String,
    pub text: String,
    pub title: String,
    pub published: String,
    pub publisher: String,
    pub url: String,
}

view!(Form, [message]);

/// The empty form.
pub fn page(context: &Context) -> Result<Box<dyn View>, Fault> {
    let mut frame = Frame::of("Add a report", "Add", context.request);
    frame.json = None;
    Ok(Box::new(Form { frame, ..Form::default() }))
}
