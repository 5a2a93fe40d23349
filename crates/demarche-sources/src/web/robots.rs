//! What sites ask of programs: robots.txt, and time between requests.

use super::client::{Answer, Client};
use super::{HOPS, Manners, addresses};
use crate::reject::Reason;
use std::collections::HashMap;
use std::thread;
use std::time::{Duration, Instant};
use texting_robots::Robot;
use url::Url;

/// How long a robots.txt holds (RFC 9309, section 2.4).
const HOLDS: Duration = Duration::from_secs(24 * 3600);

/// How soon one that could not be had is asked for again.
const AGAIN: Duration = Duration::from_secs(600);

/// How much of it is read (RFC 9309, section 2.5).
const LONGEST: usize = 500 << 10;

/// The longest delay that a site may ask for.
const PATIENCE: f32 = 60.0;

/// What is known of sites, by scheme, host and port.
#[derive(Default)]
pub(crate) struct Sites {
    sites: HashMap<String, Site>,
}

struct Site {
    rules: Rules,
    until: Instant,
    next: Instant,
}

enum Rules {
    /// It has none.
    Free,
    /// It has these.
    Robot(Box<Robot>),
    /// It could not say; until it can nothing is fetched.
    Silent(String),
}

impl std::fmt::Debug for Sites {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} sites", self.sites.len())
    }
}

impl Sites {
    /// Waits for the turn of a site; refuses what it forbids.
    pub fn ask(&mut self, url: &Url, client: &Client, manners: &Manners) -> Result<(), Reason> {
        let key = url.origin().ascii_serialization();
        let now = Instant::now();
        if self.sites.get(&key).is_none_or(|site| site.until <= now) {
            let rules = rules(url, client, manners)?;
            let holds = if matches!(rules, Rules::Silent(_)) { AGAIN } else { HOLDS };
            self.sites.insert(key.clone(), Site { rules, until: now + holds, next: Instant::now() });
        }
        let Some(site) = self.sites.get_mut(&key) else { return Ok(()) };
        let delay = match &site.rules {
            Rules::Silent(why) => return Err(Reason::passing(format!("its robots.txt could not be read ({why})"))),
            Rules::Robot(robot) if !robot.allowed(url.as_str()) => {
                return Err(Reason::lasting("its robots.txt forbids programs to fetch it"));
            }
            Rules::Robot(robot) => {
                robot.delay.map_or(Duration::ZERO, |s| Duration::from_secs_f32(s.clamp(0.0, PATIENCE)))
            }
            Rules::Free => Duration::ZERO,
        };
        thread::sleep(site.next.saturating_duration_since(Instant::now()));
        site.next = Instant::now() + delay.max(manners.delay);
        Ok(())
    }
}

/// The rules of a site. One that has no robots.txt forbids nothing; one that cannot be reached may forbid everything.
fn rules(url: &Url, client: &Client, manners: &Manners) -> Result<Rules, Reason> {
    let mut at = addresses::join(url, "/robots.txt")?;
    for _ in 0..=HOPS {
        // A refusal is one of the page's too.
        addresses::check(&at, &manners.allowed)?;
        match client.get(&at, None) {
            Ok(Answer::Body { mut bytes, .. }) => {
                bytes.truncate(LONGEST);
                return Ok(
                    Robot::new(&manners.agent, &bytes).map_or(Rules::Free, |robot| Rules::Robot(Box::new(robot)))
                );
            }
            Ok(Answer::Moved(to)) => at = addresses::join(&at, &to)?,
            Ok(Answer::Unchanged) => return Ok(Rules::Free),
            Err(reason) if reason.retryable => return Ok(Rules::Silent(reason.text)),
            Err(reason) if reason.text.ends_with("refused") => return Err(reason),
            Err(_) => return Ok(Rules::Free),
        }
    }
    Ok(Rules::Free)
}
