//! How likely an event is right.

use super::frames::Frame;
use super::matching::Coding;

/// The frame's own likelihood, less where the sentence does not name the parties or the frame asks for little.
pub(super) fn of(frame: &Frame, coding: &Coding, named: bool) -> f32 {
    let parties = match (named, coding.parties.recipient.is_empty() && !frame.mutual) {
        (true, false) => 1.0,
        (true, true) => 0.9,
        (false, false) => 0.8,
        (false, true) => 0.65,
    };
    let narrow = if coding.narrowness > 0 { 1.0 } else { 0.95 };
    (frame.confidence * parties * narrow).clamp(0.05, 0.99)
}
