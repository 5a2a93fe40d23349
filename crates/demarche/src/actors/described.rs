//! By the words of its description: the role that they give, whom it speaks or acts for, whose it is.

use super::By;
use super::evidence::Described;
use super::resolving::{Key, Resolver, Who};
use super::tables::{Tie, is_state};
use crate::countries::Country;
use crate::entities::{Form, Kind, Mention};
use crate::syntax::Relation;
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
        let (country_by, country) = self.own(number).unwrap_or(("", Country::NONE));
        let (sector_by, sector) = if people { ("people", "CVL") } else { ("", "UNK") };
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

    /// Whether a group is named by its country's people ("the Danes").
    fn is_people(&self, number: usize) -> bool {
        let text = self.input().text;
        let named = |m: &Mention| !self.countries.senses(text.words(m.name.clone())).is_empty();
        self.tables().ways.is_on("people") && self.mentions(number).any(named)
    }

    pub(super) fn described_by_role(&self, number: usize) -> Option<Who> {
        let holder = self.role_of(number)?;
        let role = holder.described.role;
        let rule = format!("actors/en/roles#{}", role.phrase);
        let (country_by, home) = self.home(&holder).unwrap_or(("", Country::NONE));
        let (sector_by, sector) = self.sector(&holder, home);
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
        let owner = self.owner(number, mention, &described);
        Some(Holder { number, mention, described, owner, modifier })
    }

    /// Those whom a described entity speaks or acts for.
    fn owner(&self, number: usize, mention: &Mention, described: &Described) -> Option<(Way, Who)> {
        let role = described.role;
        let ways = &self.tables().ways;
        let tied = |tie: Tie| {
            let mut owners = self.reader.owners(mention).into_iter().filter(|(_, t)| *t == tie);
            owners.find_map(|(owner, _)| if tie == Tie::Seat { self.seat_of(owner) } else { self.owner_of(owner) })
        };
        let later = || self.mentions(number).filter(|m| m.head > mention.head).take(2);
        let steps: [(Way, &dyn Fn() -> Option<Who>); 5] = [
            ("owner", &|| tied(Tie::Body)),
            ("seat", &|| tied(Tie::Seat).filter(|_| !(role.unstated && role.office))),
            ("apposed", &|| later().find_map(|m| self.apposed_owner(mention, m))),
            ("called", &|| self.body_called(role.body.as_deref()?, mention)),
            ("short", &|| self.short(&role.phrase).filter(|_| role.owner || role.office)),
        ];
        let mut allowed = steps.into_iter().filter(|(way, _)| ways.is_on(way));
        allowed.find_map(|(way, find)| Some((way, find()?)))
    }

    /// Whose one described is, and by which way that is found.
    fn home(&self, holder: &Holder) -> Option<(Way, Country)> {
        let Holder { number, mention, described, owner, modifier } = holder;
        let (number, role) = (*number, described.role);
        let sentence = self.input().text.sentence_of(mention.head);
        let regional = self.reader.is_regional(mention, described);
        let vague = regional || role.unstated;
        let local = self.tables().is_in("locals", &role.sector) || self.reader.is_of_a_part(mention);
        let spoke = || self.reader.spoke_in(mention).filter(|&c| self.scene.is_about(c) && !role.unstated);
        let placed = self.reader.spoke_in(mention).filter(|&c| self.scene.is_about(c) && !role.unstated).is_none()
            && !regional
            && !(role.unstated && modifier.is_none());
        let not = self.counterpart(number);
        let turn = |c: Option<Country>| if c.is_some() && c == not { c.and_then(|c| self.scene.other(c)) } else { c };
        let scene = |step: &str| turn(self.scene.step(step, sentence, mention.head, role.office).filter(|_| placed));
        let of_owner = |who: &(Way, Who)| Some((who.0, who.1.country));
        let first = owner.as_ref().filter(|(_, who)| role.owner && self.fits(number, who) && who.country != Country::NONE);
        let first = first.and_then(of_owner).or_else(|| self.own(number));
        let first = first.or_else(|| owner.as_ref().and_then(of_owner).filter(|(_, c)| role.owner || *c != Country::NONE));
        let rest = || {
            self.first(&[
                ("typical", &|| role.typical.iter().copied().find(|&c| self.scene.names(c))),
                ("place", &|| self.scene.ground(sentence).filter(|_| local && !vague)),
                ("accused", &|| turn(self.accused(mention).filter(|_| placed && role.office))),
                ("sender", &|| turn(self.doer(mention, &role.sector).filter(|_| placed))),
                ("acting", &|| scene("acting")),
                ("clear", &|| scene("clear")),
                ("subject", &|| scene("subject")),
                ("sentence", &|| scene("sentence")),
                ("subject-before", &|| scene("subject-before")),
                ("report", &|| scene("report")),
                ("spoke-in", &spoke),
            ])
        };
        let found = first.or_else(rest);
        if role.other && mention.form == Form::Nominal && self.reader.adjectives(mention).is_empty() && self.tables().ways.is_on("other") {
            let single = !mention.tokens.is_empty() && !self.is_plural(mention);
            return found.filter(|_| single).and_then(|(_, c)| self.scene.other(c)).map(|c| ("other", c));
        }
        found
    }

    fn fits(&self, number: usize, owner: &Who) -> bool {
        let own = self.own_country(number);
        owner.sectors[0] != "UNK" && own.is_none_or(|c| c == owner.country || !is_state(owner.country))
    }

    /// The sector of one described whose country is known, and by which way it is found.
    fn sector(&self, holder: &Holder, country: Country) -> (Way, String) {
        let role = holder.described.role;
        let is_public = |sector: &str| self.tables().is_in("public", sector);
        let ways = &self.tables().ways;
        let modifier = holder.modifier;
        // "separatist authorities", "rebel alliance": those of nobody's state.
        let outside = modifier.filter(|sector| self.tables().is_in("outsiders", sector) && is_public(&role.sector));
        if let Some(outside) = outside.filter(|_| ways.is_on("outsider")) {
            return ("outsider", outside.to_string());
        }
        if (country == Country::INTERGOVERNMENTAL || country == Country::NONGOVERNMENTAL) && ways.is_on("as-body") {
            return ("as-body", country.to_string());
        }
        let owner = holder.owner.as_ref().map(|(_, who)| who).filter(|who| role.owner && self.fits(holder.number, who) && ways.is_on("as-owner"));
        let (way, sector) = match (owner, modifier.filter(|_| role.owner)) {
            // A state's forces are not its government.
            (Some(who), narrow) if who.sectors[0] == "GOV" && !is_public(&role.sector) => {
                narrow.filter(|n| !is_public(n)).map_or(("role", role.sector.as_str()), |n| ("modifier", n))
            }
            (Some(who), _) => ("as-owner", who.sectors[0].as_str()),
            (None, Some(modifier)) => ("modifier", modifier),
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
        let owner = || self.reader.owners(mention).into_iter().find_map(|(m, _)| self.owner_of(m)).map(|who| who.country);
        let sentence = self.input().text.sentence_of(mention.head);
        self.first(&[
            ("own-words", &|| self.own_country(number)),
            ("owner", &owner),
            ("acting", &|| self.scene.step("acting", sentence, mention.head, false)),
            ("clear", &|| self.scene.step("clear", sentence, mention.head, false)),
            ("subject", &|| self.scene.step("subject", sentence, mention.head, false)),
            ("sentence", &|| self.scene.step("sentence", sentence, mention.head, false)),
            ("report", &|| self.scene.step("report", sentence, mention.head, false)),
        ])
    }

    /// The first way that is on and finds a country.
    fn first(&self, steps: &[(Way, &dyn Fn() -> Option<Country>)]) -> Option<(Way, Country)> {
        let mut allowed = steps.iter().filter(|(way, _)| self.tables().ways.is_on(way));
        allowed.find_map(|(way, find)| Some((*way, find()?)))
    }

    fn own(&self, number: usize) -> Option<(Way, Country)> {
        self.first(&[("own-words", &|| self.own_country(number))])
    }

    pub(super) fn own_country(&self, number: usize) -> Option<Country> {
        self.mentions(number).find_map(|m| m.country)
    }

    /// The owner that a description set beside another gives: "the commission, the bloc's executive".
    fn apposed_owner(&self, first: &Mention, second: &Mention) -> Option<Who> {
        let comma = first.tokens.end + 1 == second.tokens.start && second.form == Form::Nominal;
        let owners = if comma { self.reader.owners(second) } else { Vec::new() };
        owners.into_iter().filter(|(_, tie)| *tie == Tie::Body).find_map(|(m, _)| self.owner_of(m))
    }

    /// The country of whoever does what is done with a mention that is of these sectors: "Kabul sent troops".
    fn doer(&self, mention: &Mention, sector: &str) -> Option<Country> {
        let entities = self.input().entities;
        let number = entities.headed_by(mention.head).filter(|_| self.tables().is_in("owned", sector))?;
        let doer = entities.doer(number)?;
        let country = entities.mentions[doer].country.or_else(|| self.owner_of(doer).map(|who| who.country));
        country.filter(|&country| is_state(country))
    }

    /// The country named between the one that acts and the object of its verb: "Peru recalled its envoy from Mexico and
    /// accused President Mora".
    fn accused(&self, mention: &Mention) -> Option<Country> {
        let input = self.input();
        let object = matches!(input.syntax.word(mention.head).relation, Relation::Obj | Relation::Iobj);
        let sentence = input.text.sentence_of(mention.head);
        let (from, acting) = self.scene.acting(sentence).filter(|(token, _)| object && *token < mention.head)?;
        let between =
            |m: &&Mention| (from..mention.tokens.start).contains(&m.head) && m.tokens.end <= mention.tokens.start;
        let named = |m: &Mention| m.country.filter(|&c| c != acting && is_state(c) && !m.name.is_empty());
        input.entities.mentions.iter().filter(between).filter_map(named).next_back()
    }

    /// The country of the counterpart that a person is said to have: "and her Chilean counterpart".
    fn counterpart(&self, number: usize) -> Option<Country> {
        let input = self.input();
        let owned = |m: &Mention| {
            let head = input.syntax.word(m.head).head?;
            let other = &input.entities.mentions[input.entities.headed_by(head)?];
            let role = self.reader.role(other, self.entity(other.entity).kind).filter(|found| found.role.other)?;
            self.reader.adjectives(other).first().copied().filter(|_| !role.tokens.is_empty())
        };
        self.mentions(number).filter(|m| self.tables().ways.is_on("not-counterpart") && matches!(m.form, Form::Pronoun(_))).find_map(owned)
    }
}
