//! Who says what of a happening: its mentions side by side.

use super::mentions::Stance;

/// One mention of a happening, with where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Telling {
    /// Who says it: the innermost source, or else the publisher.
    pub voice: String,
    /// What is said of the event: that it is so, or not.
    pub stance: Stance,
    /// The day of publication, ISO 8601.
    pub told: Option<String>,
    /// The report's id.
    pub report: i64,
}

/// What one voice says of a happening, and since when.
#[derive(Clone, Debug, PartialEq)]
pub struct Account {
    /// Who says it.
    pub voice: String,
    /// What is said.
    pub stance: Stance,
    /// The first day of publication, ISO 8601.
    pub since: Option<String>,
    /// The last.
    pub until: Option<String>,
    /// How many reports bring it.
    pub reports: usize,
}

/// How a happening stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Somebody says that it is so, nobody that it is not.
    Asserted,
    /// The other way round.
    Denied,
    /// Both.
    Disputed,
    /// It is only asked for, or spoken of.
    Open,
}

impl Standing {
    /// As a word for output.
    pub fn name(self) -> &'static str {
        match self {
            Standing::Asserted => "asserted",
            Standing::Denied => "denied",
            Standing::Disputed => "disputed",
            Standing::Open => "open",
        }
    }

    /// From whether anybody asserts and anybody denies.
    pub fn of(asserted: bool, denied: bool) -> Standing {
        match (asserted, denied) {
            (true, false) => Standing::Asserted,
            (false, true) => Standing::Denied,
            (true, true) => Standing::Disputed,
            (false, false) => Standing::Open,
        }
    }
}

/// The accounts of a happening: one for each voice and stance, those who assert first, then by their first day.
pub fn of(tellings: &[Telling]) -> Vec<Account> {
    let mut sorted: Vec<&Telling> = tellings.iter().collect();
    sorted.sort_by(|a, b| (&a.voice, a.stance, &a.told, a.report).cmp(&(&b.voice, b.stance, &b.told, b.report)));
    let alike = |a: &&Telling, b: &&Telling| (&a.voice, a.stance) == (&b.voice, b.stance);
    let mut accounts: Vec<Account> = sorted.chunk_by(alike).filter_map(account).collect();
    accounts.sort_by(|a, b| (b.stance, &a.since, &a.voice).cmp(&(a.stance, &b.since, &b.voice)));
    accounts
}

fn account(same: &[&Telling]) -> Option<Account> {
    let mut reports: Vec<i64> = same.iter().map(|t| t.report).collect();
    reports.sort_unstable();
    reports.dedup();
    let days = || same.iter().filter_map(|t| t.told.clone());
    let first = same.first()?;
    Some(Account {
        voice: first.voice.clone(),
        stance: first.stance,
        since: days().min(),
        until: days().max(),
        reports: reports.len(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_and_its_denial_stand_side_by_side() {
        let telling = |voice: &str, stance, told: &str, report| Telling {
            voice: voice.into(),
            stance,
            told: Some(told.into()),
            report,
        };
        let accounts = of(&[
            telling("Rwanda", Stance::Denied, "2024-02-15", 2),
            telling("Congo", Stance::Asserted, "2024-02-14", 1),
            telling("Congo", Stance::Asserted, "2024-02-15", 2),
        ]);
        assert_eq!(accounts.len(), 2);
        assert_eq!((accounts[0].voice.as_str(), accounts[0].reports), ("Congo", 2));
        assert_eq!((accounts[1].voice.as_str(), accounts[1].since.as_deref()), ("Rwanda", Some("2024-02-15")));
    }
}
