//! What the error stream shows while the work goes on: a bar on a terminal, and every fault.

use crate::pretty;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::process::ExitCode;

/// Counts what was done and what failed.
pub struct Progress {
    bar: ProgressBar,
    faults: usize,
    done: usize,
    quiet: bool,
}

impl Progress {
    /// A bar over `total` steps, or without an end where the number is unknown. A single step needs no bar.
    pub fn new(total: Option<usize>, quiet: bool) -> Self {
        let bar = match total {
            _ if quiet => ProgressBar::hidden(),
            Some(0 | 1) => ProgressBar::hidden(),
            Some(total) => {
                ProgressBar::new(total as u64).with_style(style("{bar:30} {pos}/{len} reports, {per_sec}, {eta} left"))
            }
            None => ProgressBar::no_length().with_style(style("{spinner} {pos} reports, {per_sec}")),
        };
        if !quiet && total != Some(1) {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        Progress { bar, faults: 0, done: 0, quiet }
    }

    /// One more is done, well or not.
    pub fn step(&mut self) {
        self.done += 1;
        self.bar.inc(1);
    }

    /// Names something that failed.
    pub fn fault(&mut self, fault: &str) {
        self.faults += 1;
        self.bar.suspend(|| anstream::eprintln!("{}error:{} {fault}", pretty::BAD, pretty::BAD.render_reset()));
    }

    /// Takes the bar away; the exit code that the work earned.
    pub fn finish(self) -> ExitCode {
        self.bar.finish_and_clear();
        if self.faults == 0 {
            return ExitCode::SUCCESS;
        }
        if !self.quiet && self.done > 1 {
            anstream::eprintln!("{} of {} failed; the rest was read", self.faults, self.done);
        }
        ExitCode::from(1)
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
