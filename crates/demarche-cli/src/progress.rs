//! What the error stream shows while the work goes on: a bar on a terminal, and every fault.

use crate::pretty;
use demarche_archive::import::Tally;
use demarche_archive::store::Reject;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::process::ExitCode;
use std::time::Instant;

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

    /// Does something with the terminal while the bar is out of the way.
    pub fn beside<T>(&self, work: impl FnOnce() -> T) -> T {
        self.bar.suspend(work)
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

/// Counts an import: reports, events, and how fast it goes.
pub struct Import {
    bar: ProgressBar,
    begun: Instant,
    quiet: bool,
}

impl Import {
    /// A line that moves along; what comes has no known end.
    pub fn new(quiet: bool) -> Self {
        let bar = if quiet { ProgressBar::hidden() } else { ProgressBar::no_length() };
        if !quiet {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(5));
        }
        Import { bar: bar.with_style(style("{spinner} {msg}")), begun: Instant::now(), quiet }
    }

    /// After an item, and what was wrong with it.
    pub fn step(&mut self, reject: Option<&Reject>, tally: &Tally) {
        if let Some(reject) = reject {
            let Reject { place, reason, .. } = reject;
            self.bar.suspend(|| {
                anstream::eprintln!("{}error:{} {place}: {reason}", pretty::BAD, pretty::BAD.render_reset())
            });
        }
        self.bar.tick();
        if !self.bar.is_hidden() {
            self.bar.set_message(self.sum(tally));
        }
    }

    /// Takes the line away and says what came of it; the exit code.
    pub fn finish(self, tally: &Tally) -> ExitCode {
        self.bar.finish_and_clear();
        if !self.quiet {
            anstream::eprintln!("{}", self.sum(tally));
            if tally.rejected > 0 {
                anstream::eprintln!("`demarche rejects` lists what could not be read; with --retry it tries again");
            }
        }
        ExitCode::from(u8::from(tally.rejected > 0))
    }

    fn sum(&self, tally: &Tally) -> String {
        let Tally { added, known, rejected, events, bytes } = tally;
        let seconds = self.begun.elapsed().as_secs_f64().max(1e-3);
        let (reports, kilobytes) = (*added as f64 / seconds, *bytes as f64 / 1000.0 / seconds);
        let mut sum = format!("{added} reports added with {events} events");
        if *known > 0 {
            sum.push_str(&format!(", {known} known"));
        }
        if *rejected > 0 {
            sum.push_str(&format!(", {rejected} not read"));
        }
        format!("{sum}; {reports:.0} reports and {kilobytes:.0} KB of text a second")
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar())
}
