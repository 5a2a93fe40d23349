//! By the words of its description: the role that they give, whom it speaks or acts for, whose it is.

use super::By;
use super::evidence::Described;
use super::resolving::{Key, Resolver, Who};
use super::tables::{Tie, is_state};
use crate::countries::Country;
use crate::entities::{Form, Kind, Mention};
use crate::syntax::Upos;
use crate::ways::Way;

/// An entity with the role that one of its mentions gives it.
struct Holder<'a> {
    number: usize,
    mention: &'a Mention,
    described: Described<'a>,
    /// Whom it speaks or acts for.
    owner: Option<(Way, Who)>,
    /// The sector that the words before the role give.
    modifier: Option<&'a str>,
}

impl<'a> Resolver<'a> {
    /// By the words of its description, or as somebody unknown.
    pub(super) fn described(&self, number: usize) -> Who {
        self.described_by_role(number).unwrap_or_else(|| self.unknown(number))
    }

    fn unknown(&self, number: usize) -> Who {
        let people = self.entity(number).kind == Kind::Group && self.is_people(number);
        let found = self.unknown_home(number).unwrap_or(("", Country::NONE));
        let (country_by, country) = found;
        let suspect = self.entity(number).kind == Kind::Person && self.is_suspect(number);
        let (sector_by, sector) = match (people, suspect) {
            (true, _) => ("people", "CVL"),
            (_, true) => ("suspect", "CRM"),
            _ => ("", "UNK"),
        };
        Who {
            country,
            sectors: vec![sector.to_string()],
            office: None,
            wikidata: None,
            rule: "unknown".to_string(),
            by: By { country: country_by, sector: sector_by },
            name: None,
            key: Key::Entity(number),
        }
    }

    /// Whether a group is named by its country's people ("the Danes"), or only counted ("killed five").
    fn is_people(&self, number: usize) -> bool {
        let text = self.input().text;
        let counted = |m: &Mention| self.input().syntax.word(m.head).upos == Upos::Num;
        let named = |m: &Mention| counted(m) || !self.countries.senses(text.words(m.name.clone())).is_empty();
        self.tables().ways.is_on("people") && self.mentions(number).any(named)
    }

    /// Whether one of whom no more is told attacks somebody or is charged with a crime.
    fn is_suspect(&self, number: usize) -> bool {
        self.tables().ways.is_on("suspect") && self.mentions(number).any(|m| self.reader.is_suspect(m))
    }

    pub(super) fn described_by_role(&self, number: usize) -> Option<Who> {
        let holder = self.role_of(number)?;
        let role = holder.described.role;
        let rule = format!("actors/en/roles#{}", role.phrase);
        let (country_by, home) = self.home(&holder).unwrap_or(("", Country::NONE));
        let (sector_by, sector) = self.sector(&holder);
        let of_body = sector == "IGO" || sector == "NGO" && home == Country::NONE;
        let country = Country::from_code(&sector).filter(|_| of_body).unwrap_or(home);
        let by = By { country: if of_body { sector_by } else { country_by }, sector: sector_by };
        if role.state && sector == "GOV" && is_state(country) {
            return Some(self.state(country, rule, by));
        }
        let (mention, described) = (holder.mention, &holder.described);
        let office = role.office.then(|| self.reader.office(mention, described));
        // A body named alike in the same country is the same, wherever the report names it.
        let organ = self.entity(number).kind == Kind::Organization && !mention.name.is_empty();
        let name = self.input().text.words(mention.name.clone()).to_lowercase();
        let named = organ && country != Country::NONE;
        let key = if named { Key::Named(format!("{country} {name}")) } else { Key::Entity(number) };
        Some(Who { country, sectors: vec![sector], office, wikidata: None, rule, by, name: None, key })
    }

    /// The first role that a mention gives, and whom it is tied to.
    fn role_of(&self, number: usize) -> Option<Holder<'a>> {
        let kind = self.entity(number).kind;
        let mut mentions = self.mentions(number).filter(|m| !matches!(m.form, Form::Pronoun(_)));
        let (mention, described) = mentions.find_map(|m| Some((m, self.reader.role(m, kind)?)))?;
        let modifier = self.reader.modifier(mention, &described).map(|(sector, _)| sector);
        let modifier = modifier.filter(|_| self.tables().ways.is_on("modifier"));
        let owner = self.owner(mention, &described);
        Some(Holder { number, mention, described, owner, modifier })
    }

    /// Those whom a described entity speaks or acts for.
    fn owner(&self, mention: &Mention, described: &Described) -> Option<(Way, Who)> {
        let diplomat = described.role.unstated && described.role.office;
        let owners = self.reader.owners(mention).into_iter().filter(|(_, tie)| !(*tie == Tie::Seat && diplomat));
        let mut found = owners.filter_map(|(owner, tie)| match tie {
            Tie::Seat => Some(("seat", self.seat_of(owner)?)),
            Tie::Body => Some(("owner", self.owner_of(owner)?)),
        });
        found.find(|(way, _)| self.tables().ways.is_on(way))
    }

    /// Whose one described is, and by which way that is found.
    fn home(&self, holder: &Holder) -> Option<(Way, Country)> {
        let Holder { number, mention, described, owner, modifier } = holder;
        let role = described.role;
        let of_owner = |way: &Way| owner.as_ref().filter(|(by, _)| by == way).map(|(_, who)| who);
        let spoken_for = |way: Way| {
            let who = of_owner(&way).filter(|who| role.owner && self.fits(*number, who))?;
            Some(who.country).filter(|&c| c != Country::NONE)
        };
        let belongs_to = |way: Way| of_owner(&way).map(|who| who.country).filter(|&c| role.owner || c != Country::NONE);
        let somewhere = !self.reader.is_regional(mention, described) && !(role.unstated && modifier.is_none());
        let sentence = self.input().text.sentence_of(mention.head);
        let local = self.tables().is_in("locals", &role.sector);
        self.first(&[
            ("owner", &|| spoken_for("owner")),
            ("seat", &|| spoken_for("seat")),
            ("own-words", &|| self.own_country(*number)),
            ("owner", &|| belongs_to("owner")),
            ("seat", &|| belongs_to("seat")),
            ("sender", &|| self.doer(mention, &role.sector).filter(|_| somewhere)),
            ("place", &|| self.scene.ground(sentence).filter(|_| somewhere && local && !role.office)),
            ("report", &|| self.reported(local).filter(|_| somewhere)),
        ])
    }

    /// The country that the report is about; for the people there, that of forces alone does not count.
    fn reported(&self, local: bool) -> Option<Country> {
        if local { self.scene.peaceful } else { self.scene.main }
    }

    fn fits(&self, number: usize, owner: &Who) -> bool {
        let own = self.own_country(number);
        owner.sectors[0] != "UNK" && own.is_none_or(|c| c == owner.country || !is_state(owner.country))
    }

    /// The sector of one described, and by which way it is found.
    fn sector(&self, holder: &Holder) -> (Way, String) {
        let role = holder.described.role;
        let is_public = |sector: &str| self.tables().is_in("public", sector);
        let ways = &self.tables().ways;
        let modifier = holder.modifier;
        let owner = holder
            .owner
            .as_ref()
            .map(|(_, who)| who)
            .filter(|who| role.owner && self.fits(holder.number, who) && ways.is_on("as-owner"));
        let (way, sector) = match (owner, modifier.filter(|_| role.owner)) {
            // A state's forces are not its government.
            (Some(who), narrow) if who.sectors[0] == "GOV" && !is_public(&role.sector) => {
                narrow.filter(|n| !is_public(n)).map_or(("role", role.sector.as_str()), |n| ("modifier", n))
            }
            (Some(who), _) => ("as-owner", who.sectors[0].as_str()),
            (None, Some(modifier)) => ("modifier", modifier),
            (None, None) if self.tables().is_in("plain", &role.phrase) && self.is_suspect(holder.number) => {
                ("suspect", "CRM")
            }
            (None, None) => ("role", role.sector.as_str()),
        };
        if role.office && sector == "GOV" && self.reader.is_former(holder.mention) && ways.is_on("former") {
            return ("former", "ELI".to_string());
        }
        (way, sector.to_string())
    }

    /// The country that an entity's own words or its owners give, then the scene's.
    pub(super) fn country(&self, number: usize) -> Option<(Way, Country)> {
        let mention = self.mentions(number).next()?;
        let owners = || self.reader.owners(mention).into_iter();
        self.first(&[
            ("own-words", &|| self.own_country(number)),
            ("owner", &|| owners().find_map(|(m, _)| self.owner_of(m)).map(|who| who.country)),
            ("report", &|| self.scene.main),
        ])
    }

    /// The first way that is on and finds a country.
    fn first(&self, steps: &[(Way, &dyn Fn() -> Option<Country>)]) -> Option<(Way, Country)> {
        let mut allowed = steps.iter().filter(|(way, _)| self.tables().ways.is_on(way));
        allowed.find_map(|(way, find)| Some((*way, find()?)))
    }

    /// Whose somebody is of whom only a name is told: of their own words; else persons are of the country of the report.
    fn unknown_home(&self, number: usize) -> Option<(Way, Country)> {
        let person = matches!(self.entity(number).kind, Kind::Person | Kind::Group);
        self.first(&[
            ("own-words", &|| self.own_country(number)),
            ("report", &|| self.reported(true).filter(|_| person)),
        ])
    }

    pub(super) fn own_country(&self, number: usize) -> Option<Country> {
        self.mentions(number).find_map(|m| m.country)
    }

    /// The country of whoever does what is done with a mention that is of these sectors: "Kabul sent troops".
    fn doer(&self, mention: &Mention, sector: &str) -> Option<Country> {
        let entities = self.input().entities;
        let number = entities.headed_by(mention.head).filter(|_| self.tables().is_in("owned", sector))?;
        let doer = entities.doer(number)?;
        let country = entities.mentions[doer].country.or_else(|| self.owner_of(doer).map(|who| who.country));
        country.filter(|&country| is_state(country))
    }
}
