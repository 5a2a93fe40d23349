//! What happened so far, in numbers, in the text form of Prometheus (exposition format 0.0.4).

use std::fmt::Write;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// The upper ends of the classes of answering time, in milliseconds.
const CLASSES: [u64; 8] = [5, 10, 25, 50, 100, 300, 1_000, 10_000];

/// Counts since the start.
#[derive(Default)]
pub struct Metrics {
    by_status: [AtomicU64; 6],
    times: [AtomicU64; CLASSES.len()],
    microseconds: AtomicU64,
    answered: AtomicU64,
}

impl Metrics {
    /// Counts an answer.
    pub fn answered(&self, status: u16, took: Duration) {
        let one = |counter: &AtomicU64| counter.fetch_add(1, Ordering::Relaxed);
        one(&self.by_status[usize::from(status / 100).min(5)]);
        let milliseconds = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        for (class, counter) in CLASSES.iter().zip(&self.times) {
            if milliseconds <= *class {
                one(counter);
            }
        }
        self.microseconds.fetch_add(u64::try_from(took.as_micros()).unwrap_or(0), Ordering::Relaxed);
        one(&self.answered);
    }

    /// The counts as text.
    pub fn text(&self) -> String {
        let value = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        let mut out = String::from("# TYPE demarche_answers_total counter\n");
        for (hundreds, counter) in self.by_status.iter().enumerate().skip(1) {
            let _ = writeln!(out, "demarche_answers_total{{status=\"{hundreds}xx\"}} {}", value(counter));
        }
        out.push_str("# TYPE demarche_answer_seconds histogram\n");
        for (class, counter) in CLASSES.iter().zip(&self.times) {
            let _ =
                writeln!(out, "demarche_answer_seconds_bucket{{le=\"{}\"}} {}", *class as f64 / 1e3, value(counter));
        }
        let _ = writeln!(out, "demarche_answer_seconds_bucket{{le=\"+Inf\"}} {}", value(&self.answered));
        let _ = writeln!(out, "demarche_answer_seconds_sum {}", value(&self.microseconds) as f64 / 1e6);
        let _ = writeln!(out, "demarche_answer_seconds_count {}", value(&self.answered));
        out
    }
}
