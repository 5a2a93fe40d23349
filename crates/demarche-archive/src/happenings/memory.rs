//! What joining was shown of late, kept unpacked: the same mentions are compared again and again.
//!
//! All of it is in the database too, and is asked of it anew when another program wrote, when a batch was given up, and
//! when there is too much of it here.

use super::candidates::{key_day, keys};
use super::joining::{Group, Member};
use super::mentions::Mention;
use crate::Error;
use rusqlite::{Connection, Row};
use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

/// No more mentions of a happening are compared: so many of the first, so many of the last.
const SAMPLE: usize = 4;
/// No more mentions of one name, type and week are looked through, the newest.
const POSTS_A_WEEK: usize = 1024;
/// So many happenings are kept, with about 2 kB each.
const MOST_GROUPS: usize = 50_000;
/// So many posts and weeks are kept, with some 30 bytes each.
const MOST_POSTS: usize = 3_000_000;

/// A mention in the index.
#[derive(Clone, Copy, Debug)]
pub struct Post {
    /// The happening that it belongs to.
    pub happening: i64,
    /// The day by which it is found.
    pub day: i64,
    /// Whether its report names this day as the one on which it happened.
    pub named: bool,
}

/// See the module.
#[derive(Debug, Default)]
pub struct Memory {
    groups: HashMap<i64, Arc<Group>>,
    posts: Posts,
    /// Happenings that became part of another since their posts were read.
    moved: HashMap<i64, i64>,
    /// What the database says changes when another program writes.
    version: i64,
}

impl Memory {
    /// To be asked when a batch begins: forgets what may have changed meanwhile.
    ///
    /// # Errors
    /// Those of the database.
    pub fn wake(&mut self, connection: &Connection) -> Result<(), Error> {
        let version = connection.pragma_query_value(None, "data_version", |row| row.get(0))?;
        if version != self.version || self.posts.count > MOST_POSTS {
            self.forget_all();
        }
        self.version = version;
        Ok(())
    }

    /// Forgets everything.
    pub fn forget_all(&mut self) {
        *self = Memory { version: self.version, ..Memory::default() };
    }

    /// A happening with its first and last mentions.
    ///
    /// # Errors
    /// Those of the database.
    pub fn group(&mut self, connection: &Connection, happening: i64) -> Result<Arc<Group>, Error> {
        if let Some(group) = self.groups.get(&happening) {
            return Ok(group.clone());
        }
        if self.groups.len() >= MOST_GROUPS {
            self.groups.clear();
        }
        let group = Arc::new(group(connection, happening)?);
        self.groups.insert(happening, group.clone());
        Ok(group)
    }

    /// Shows `look` every mention under a name, a type and the days from `first` to `last`.
    ///
    /// # Errors
    /// Those of the database.
    pub fn find(
        &mut self,
        connection: &Connection,
        (name, kind): (&str, &str),
        (first, last): (i64, i64),
        mut look: impl FnMut(Post),
    ) -> Result<(), Error> {
        for week in week(first)..=week(last) {
            let posts = self.posts.week(connection, name, kind, week)?;
            for post in posts.iter().filter(|post| (first..=last).contains(&post.day)) {
                look(Post { happening: settled(&self.moved, post.happening), ..*post });
            }
        }
        Ok(())
    }

    /// Takes in a mention that was just written into a happening.
    pub fn add(&mut self, newcomer: &Member, happening: i64) {
        if let Some(group) = self.groups.get_mut(&happening) {
            let members = &mut Arc::make_mut(group).members;
            members.push(newcomer.clone());
            if members.len() > 2 * SAMPLE {
                members.remove(SAMPLE);
            }
        }
        self.posts.add(&newcomer.mention, happening);
    }

    /// Takes in that a happening became part of another.
    pub fn merge(&mut self, from: i64, into: i64) {
        self.groups.remove(&from);
        self.groups.remove(&into);
        self.moved.insert(from, into);
    }
}

fn settled(moved: &HashMap<i64, i64>, happening: i64) -> i64 {
    moved.get(&happening).map_or(happening, |into| settled(moved, *into))
}

fn week(day: i64) -> i64 {
    day.div_euclid(7)
}

/// Posts by name, type and week; those of a week are in the order of their events.
#[derive(Debug, Default)]
struct Posts {
    by_name: HashMap<String, HashMap<String, HashMap<i64, VecDeque<Post>>>>,
    count: usize,
}

impl Posts {
    fn known(&mut self, name: &str, kind: &str, week: i64) -> Option<&mut VecDeque<Post>> {
        self.by_name.get_mut(name)?.get_mut(kind)?.get_mut(&week)
    }

    fn week(&mut self, connection: &Connection, name: &str, kind: &str, week: i64) -> Result<&VecDeque<Post>, Error> {
        if self.known(name, kind, week).is_none() {
            let posts = posts(connection, name, kind, week)?;
            self.count += posts.len() + 1;
            self.by_name.entry(name.into()).or_default().entry(kind.into()).or_default().insert(week, posts);
        }
        Ok(&self.by_name[name][kind][&week])
    }

    /// Weeks that nobody asked for yet are left to the database.
    fn add(&mut self, mention: &Mention, happening: i64) {
        let day = key_day(&mention.days);
        let post = Post { happening, day, named: mention.days.names_one() };
        for name in keys(mention) {
            let Some(posts) = self.known(name, &mention.kind, week(day)) else { continue };
            posts.push_back(post);
            if posts.len() > POSTS_A_WEEK {
                posts.pop_front();
            }
            self.count += 1;
        }
    }
}

fn posts(connection: &Connection, name: &str, kind: &str, week: i64) -> Result<VecDeque<Post>, Error> {
    let sql = format!(
        "SELECT m.happening, k.day, m.named AND m.first = m.last FROM mention_key k JOIN mention m ON m.event = k.event
         WHERE k.name = ?1 AND k.type = ?2 AND k.day BETWEEN ?3 AND ?4 ORDER BY k.event DESC LIMIT {POSTS_A_WEEK}"
    );
    let mut find = connection.prepare_cached(&sql)?;
    let mut rows = find.query((name, kind, 7 * week, 7 * week + 6))?;
    let mut posts = VecDeque::new();
    while let Some(row) = rows.next()? {
        let named = row.get::<_, Option<bool>>(2)?.unwrap_or(false);
        posts.push_front(Post { happening: row.get(0)?, day: row.get(1)?, named });
    }
    Ok(posts)
}

fn group(connection: &Connection, happening: i64) -> Result<Group, Error> {
    let sample = |order| {
        format!(
            "SELECT event FROM (SELECT event FROM mention WHERE happening = ?1 ORDER BY event {order} LIMIT {SAMPLE})"
        )
    };
    let sql = format!(
        "SELECT m.event, m.report, coalesce(s.original, m.report), m.features
         FROM mention m LEFT JOIN sketch s ON s.report = m.report
         WHERE m.event IN ({} UNION {}) ORDER BY m.event",
        sample("ASC"),
        sample("DESC")
    );
    let mut find = connection.prepare_cached(&sql)?;
    let mut rows = find.query([happening])?;
    let mut members = Vec::new();
    while let Some(row) = rows.next()? {
        members.push(member(row)?);
    }
    Ok(Group { happening, members })
}

fn member(row: &Row) -> Result<Member, Error> {
    let features: String = row.get(3)?;
    let mention = serde_json::from_str(&features)?;
    Ok(Member { event: row.get(0)?, report: row.get(1)?, original: row.get(2)?, mention })
}
