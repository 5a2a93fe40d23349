//! `demarche watch`: feeds read again and again, and what fits the rules told.

mod alert;
mod atom;
mod state;

use super::add::{Items, plan};
use crate::arguments::watch::{Form, Watch};
use crate::progress::Progress;
use alert::{Alert, Rules};
use anyhow::Result;
pub use atom::escaped;
use demarche::{Guide, Report};
use demarche_archive::import::{self, Tally};
use demarche_archive::{Archive, store};
use demarche_sources::web::{self, Manners, Web};
use demarche_sources::{Options, open};
use jiff::Timestamp;
use state::Remembered;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::{Arc, Mutex, PoisonError};

/// Reads the feeds and tells what fits, once or for good.
pub fn run(options: &Watch, quiet: bool) -> Result<ExitCode> {
    let guide = super::guide(&options.own)?.0;
    let rules = Rules::read(&options.alerts, options.rules.as_deref(), &guide)?;
    let remembered = Arc::new(Remembered::open(options.state.as_deref())?);
    let manners = Manners { delay: options.pause, allowed: options.allow.clone(), ..Manners::default() };
    let sources = Options { web: Web::new(manners, remembered.clone()), ..Options::default() };
    let watcher = Watcher { options, guide: &guide, rules, remembered: &remembered, sources };
    loop {
        let code = watcher.read_all(quiet)?;
        if options.once {
            return Ok(code);
        }
        std::thread::sleep(options.every);
    }
}

struct Watcher<'a> {
    options: &'a Watch,
    guide: &'a Guide,
    rules: Rules,
    remembered: &'a Remembered,
    sources: Options,
}

impl Watcher<'_> {
    /// One reading of all feeds. What fails is named, and the rest goes on.
    fn read_all(&self, quiet: bool) -> Result<ExitCode> {
        let mut progress = Progress::new(None, quiet);
        match &self.options.archive {
            Some(path) => self.read_into(path, &mut progress)?,
            None => self.read_only(&mut progress)?,
        }
        self.remembered.save(self.options.state.as_deref())?;
        Ok(progress.finish())
    }

    fn read_only(&self, progress: &mut Progress) -> Result<()> {
        for item in open(&self.options.feeds, &self.sources) {
            match item {
                Ok(report) => {
                    let record = demarche::read(&report, self.guide);
                    self.tell_all(self.rules.alerts(&report, &record), progress)?;
                }
                Err(reject) => progress.fault(&reject.to_string()),
            }
            progress.step();
        }
        Ok(())
    }

    /// Reads into an archive. What it holds already is not read again, and so not told.
    fn read_into(&self, path: &Path, progress: &mut Progress) -> Result<()> {
        let mut archive = Archive::open(path)?;
        let found = Mutex::new(Vec::new());
        let read = |report: &Report| {
            let record = demarche::read(report, self.guide);
            let alerts = self.rules.alerts(report, &record);
            found.lock().unwrap_or_else(PoisonError::into_inner).extend(alerts);
            record
        };
        let items = Items { reports: open(&self.options.feeds, &self.sources), published: None };
        let plan = plan(self.guide, &self.options.feeds, None);
        let watch = &mut |reject: Option<&store::Reject>, _: &Tally| {
            if let Some(store::Reject { place, reason, .. }) = reject {
                progress.fault(&format!("{place}: {reason}"));
            }
            progress.step();
        };
        import::import(&mut archive, items, read, &plan, watch)?;
        let alerts = found.into_inner().unwrap_or_else(PoisonError::into_inner);
        keep(&mut archive, &alerts)?;
        self.tell_all(alerts, progress)
    }

    /// A report that is read again tells nothing new, and neither do others of what a rule wants told once.
    fn tell_all(&self, alerts: Vec<Alert>, progress: &mut Progress) -> Result<()> {
        alerts.iter().filter(|alert| self.remembered.tell(&alert.told)).try_for_each(|alert| self.tell(alert, progress))
    }

    fn tell(&self, alert: &Alert, progress: &mut Progress) -> Result<()> {
        let pretty = io::stdout().is_terminal();
        let form = self.options.to.unwrap_or(if pretty { Form::Pretty } else { Form::Jsonl });
        let line = match form {
            Form::Pretty => crate::pretty::for_stdout(&alert.page()),
            Form::Jsonl => format!("{}\n", alert.json()),
        };
        progress.beside(|| {
            let mut out = io::stdout().lock();
            out.write_all(line.as_bytes())?;
            out.flush()
        })?;
        if let Some(address) = &self.options.webhook
            && let Err(fault) = web::post(address, &alert.json())
        {
            progress.fault(&format!("{address}: the alert was not taken: {fault}"));
        }
        self.options.feed.as_deref().map_or(Ok(()), |path: &Path| atom::add(path, alert))
    }
}

/// Keeps alerts in the archive, where the desk shows them.
fn keep(archive: &mut Archive, alerts: &[Alert]) -> Result<()> {
    if alerts.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = alerts.iter().map(|alert| crate::pretty::plain(&alert.line)).collect();
    let now = Timestamp::now().round(jiff::Unit::Second)?.to_string();
    archive.keep_alerts(alerts.iter().zip(&lines).map(|(alert, line)| alert.kept(line)), &now)?;
    Ok(())
}
