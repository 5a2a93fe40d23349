//! How one actor of a text acts on another: always one type, the likeliest.

use crate::span::Span;

/// A question: in `text`, how does `actor` act on `recipient`?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question<'a> {
    /// The text.
    pub text: &'a str,
    /// The first actor, where the text names it.
    pub actor: Option<Span>,
    /// The second.
    pub recipient: Option<Span>,
}
