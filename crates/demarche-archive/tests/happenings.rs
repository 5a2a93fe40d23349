//! Runs `src/happenings/cases.md`: pairs of reports that tell the same event, and pairs that nearly do.
//!
//! Every pair is read by the whole pipeline and joined; then all reports are joined in one go, and any happening that
//! holds reports of two pairs is a fault too. Of every two cases the first was used for tuning, the second is held out;
//! a last part was written after tuning.

use demarche::{Guide, Report};
use demarche_archive::happenings::copies::Sketch;
use demarche_archive::happenings::joining::{self, Group, Member};
use demarche_archive::happenings::{self, Tables, mentions, questions};
use demarche_archive::questions::{Cut, Only};
use demarche_archive::{Added, Archive, Filter};
use std::collections::{BTreeMap, BTreeSet};

/// The kept figures: the least precision and recall over all pairs.
const PRECISION: f64 = 0.95;
const RECALL: f64 = 0.80;

#[derive(Clone)]
struct Case {
    heading: String,
    /// Whether it was written after tuning.
    fresh: bool,
    /// Whether both reports tell one happening.
    same: bool,
    kind: String,
    reports: Vec<Report>,
}

#[derive(Default)]
struct Count {
    right: usize,
    wrong: usize,
    missed: usize,
    kept_apart: usize,
}

impl Count {
    fn add(&mut self, same: bool, joined: bool) {
        match (same, joined) {
            (true, true) => self.right += 1,
            (false, true) => self.wrong += 1,
            (true, false) => self.missed += 1,
            (false, false) => self.kept_apart += 1,
        }
    }

    fn precision(&self) -> f64 {
        self.right as f64 / (self.right + self.wrong).max(1) as f64
    }

    fn recall(&self) -> f64 {
        self.right as f64 / (self.right + self.missed).max(1) as f64
    }

    fn line(&self, name: &str) -> String {
        let (precision, recall) = (self.precision(), self.recall());
        let Count { right, wrong, missed, kept_apart } = self;
        format!(
            "{name}: precision {precision:.3}, recall {recall:.3} \
             ({right} joined rightly, {wrong} wrongly, {missed} missed, {kept_apart} kept apart)"
        )
    }
}

#[test]
fn pairs_of_reports_are_joined_or_kept_apart() {
    let (guide, tables) = (Guide::shipped().expect("knowledge loads"), Tables::shipped().expect("tables load"));
    let cases = cases();
    let (mut tuning, mut held_out, mut fresh) = (Count::default(), Count::default(), Count::default());
    let (mut total, mut faults) = (Count::default(), Vec::new());
    let mut all: Vec<Member> = Vec::new();
    let mut nearest: Vec<(f32, bool, usize)> = Vec::new();
    for (at, case) in cases.iter().enumerate() {
        let members = members(&case.reports, 100 * at as i64, &guide, &tables);
        let joined = joined(&joining::gather(&members, &tables), case, &tables);
        let part = match (case.fresh, at % 2) {
            (true, _) => &mut fresh,
            (false, 0) => &mut tuning,
            (false, _) => &mut held_out,
        };
        part.add(case.same, joined);
        total.add(case.same, joined);
        nearest.push((best(&members, &tables), case.same, at));
        if case.same != joined {
            faults.push(fault(case, at, &members, &tables));
        }
        all.extend(members);
    }
    let strays = strays(&joining::gather(&all, &tables), &cases);
    for (name, part) in [("tuning", &tuning), ("held out", &held_out), ("fresh", &fresh), ("all", &total)] {
        println!("{}", part.line(name));
    }
    nearest.sort_by(|a, b| a.0.total_cmp(&b.0));
    for (points, same, at) in &nearest {
        println!("  {points:.2} {} {} {}", if *same { "same" } else { "apart" }, at + 1, cases[*at].heading);
    }
    println!("{} pairs joined with another pair: {strays:#?}\n{}", strays.len(), faults.join("\n"));
    assert!(total.precision() >= PRECISION && total.recall() >= RECALL, "{}", total.line("all"));
    assert!(strays.is_empty(), "reports of two cases are one happening: {strays:#?}");
}

/// What the archive's index finds is what comparing everything with everything finds.
#[test]
fn an_archive_of_all_pairs_joins_as_many() {
    let guide = Guide::shipped().expect("knowledge loads");
    let path = std::env::temp_dir().join(format!("demarche-pairs-{}.archive", std::process::id()));
    let _ = std::fs::remove_file(&path);
    let mut archive = Archive::open(&path).expect("it is made");
    let (cases, batch) = (cases(), archive.batch().expect("nobody else writes"));
    let mut origin = BTreeMap::new();
    for (at, report) in cases.iter().enumerate().flat_map(|(at, c)| c.reports.iter().map(move |r| (at, r))) {
        let added = batch.add(report, &demarche::read(report, &guide), "case", None).expect("it is added");
        let (Added::New(id) | Added::Known(id)) = added;
        origin.insert(id, at);
    }
    batch.commit().expect("it is kept");
    let only = Only { reports: 1, ..Only::default() };
    let all = happenings::list(&archive, &Filter::default(), &Cut::default(), only).expect("they can be listed");
    let mut count = Count::default();
    let mut joined = vec![false; cases.len()];
    for happening in all.iter().filter(|h| h.reports > 1) {
        let mentions = questions::mentions(&archive, happening.happening).expect("they are there");
        let pairs: BTreeSet<usize> = mentions.iter().map(|m| origin[&m.report]).collect();
        assert_eq!(pairs.len(), 1, "reports of two cases are one happening: {mentions:#?}");
        pairs.into_iter().for_each(|at| joined[at] = true);
    }
    cases.iter().zip(joined).for_each(|(case, joined)| count.add(case.same, joined));
    println!("{}", count.line("in an archive"));
    assert!(count.precision() >= PRECISION && count.recall() >= RECALL, "{}", count.line("in an archive"));
    let _ = std::fs::remove_file(&path);
}

/// The mentions of a case's reports; ids begin at `first`.
fn members(reports: &[Report], first: i64, guide: &Guide, tables: &Tables) -> Vec<Member> {
    let sketches: Vec<Option<Sketch>> = reports.iter().map(|r| Sketch::of(&r.text, tables)).collect();
    let copy = matches!(&sketches[..], [Some(a), Some(b)] if a.copies(b));
    let mut members = Vec::new();
    for (at, report) in reports.iter().enumerate() {
        let record = demarche::read(report, guide);
        let number = first + at as i64;
        let original = if copy { first } else { number };
        for mention in mentions::of(&record, &report.text, tables) {
            members.push(Member { event: first + members.len() as i64, report: number, original, mention });
        }
    }
    members
}

/// Whether some happening of the case's type (of any, for those to keep apart) holds both of its reports.
fn joined(groups: &[Group], case: &Case, tables: &Tables) -> bool {
    groups.iter().any(|group| {
        let both = group.members.iter().any(|m| m.report != group.members[0].report);
        let kind = |m: &Member| tables.kinship(&m.mention.kind, &case.kind).is_some();
        both && (!case.same || group.members.iter().any(kind))
    })
}

fn strays(groups: &[Group], cases: &[Case]) -> Vec<String> {
    let case = |m: &Member| (m.report / 100) as usize;
    let mixed = groups.iter().filter(|g| g.members.iter().any(|m| case(m) != case(&g.members[0])));
    mixed
        .map(|g| {
            let mut told: Vec<String> =
                g.members.iter().map(|m| format!("{}: {}", cases[case(m)].heading, m.mention.trigger)).collect();
            told.dedup();
            told.join(" + ")
        })
        .collect()
}

/// The most points of a pair of mentions that nothing bars, one of each report.
fn best(members: &[Member], tables: &Tables) -> f32 {
    let pairs = members.iter().flat_map(|a| members.iter().map(move |b| (a, b))).filter(|(a, b)| a.report < b.report);
    let scores = pairs.map(|(a, b)| a.score(b, tables)).filter(|s| !s.barred);
    scores.map(|s| s.points).fold(f32::MIN, f32::max)
}

/// What there is to see of a case that does not hold: the scores of all pairs of mentions.
fn fault(case: &Case, at: usize, members: &[Member], tables: &Tables) -> String {
    let mut lines = vec![format!("{} {}: {:?}", at + 1, if case.same { "missed" } else { "joined" }, case.heading)];
    for (n, one) in members.iter().enumerate() {
        for other in members[n + 1..].iter().filter(|o| o.report != one.report) {
            let score = one.score(other, tables);
            if score.reasons.len() > 1 {
                let reasons: Vec<String> = score.reasons.iter().map(|(f, p)| format!("{f} {p}")).collect();
                lines.push(format!(
                    "    {:.2}{} {} {} / {} {}: {}",
                    score.points,
                    if score.barred { " barred" } else { "" },
                    one.mention.kind,
                    one.mention.trigger,
                    other.mention.kind,
                    other.mention.trigger,
                    reasons.join(", ")
                ));
            }
        }
    }
    lines.join("\n")
}

fn cases() -> Vec<Case> {
    let text = include_str!("../src/happenings/cases.md");
    let parts = text.split_once("\n# Written after tuning\n").expect("help: the second part has this heading");
    let split = |part: &str, fresh| part.split("\n## ").skip(1).map(|t| case(t, fresh)).collect::<Vec<_>>();
    [split(parts.0, false), split(parts.1, true)].concat()
}

fn case(text: &str, fresh: bool) -> Case {
    let heading = text.lines().next().unwrap_or_default().to_string();
    let fences = |name: &str| {
        let mark = format!("```{name}\n");
        text.split(&mark[..]).skip(1).filter_map(|t| t.split("\n```").next()).map(str::to_string).collect::<Vec<_>>()
    };
    let found = fences("found").join("\n");
    let (what, kind) = found.trim().split_once(' ').expect("help: `same TYPE` or `apart TYPE`");
    assert!(matches!(what, "same" | "apart"), "{heading}: {what:?}; help: `same` or `apart`");
    let reports: Vec<Report> = fences("report").iter().map(|t| report(t)).collect();
    assert_eq!(reports.len(), 2, "{heading}: help: a case is a pair of reports");
    Case { heading, fresh, same: what == "same", kind: kind.to_string(), reports }
}

fn report(text: &str) -> Report {
    let (head, body) = text.split_once("\n\n").expect("help: `published:` and `publisher:`, a blank line, the text");
    let field = |name: &str| head.lines().find_map(|l| l.strip_prefix(name)).map(|v| v.trim().to_string());
    Report { published: field("published:"), publisher: field("publisher:"), ..Report::new(body) }
}
