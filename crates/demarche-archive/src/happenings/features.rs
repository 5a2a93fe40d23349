//! The features by which two mentions are compared. What each is worth stands in `en/points.tsv`, with what it means.

use serde::{Serialize, Serializer};
use std::fmt;

macro_rules! features {
    ($($feature:ident = $name:literal,)*) => {
        /// A feature of a pair of mentions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        #[allow(missing_docs)]
        pub enum Feature {
            $($feature,)*
        }

        impl Feature {
            /// All of them.
            pub const ALL: &[Feature] = &[$(Feature::$feature,)*];

            /// Its name in the tables and in explanations.
            pub fn name(self) -> &'static str {
                match self {
                    $(Feature::$feature => $name,)*
                }
            }
        }
    };
}

features! {
    ActorsNear = "actors.near",
    ActorsOther = "actors.other",
    ActorsPart = "actors.part",
    ActorsSame = "actors.same",
    Copies = "copies",
    CountriesOther = "countries.other",
    CountriesSame = "countries.same",
    DayApart = "day.apart",
    DayFar = "day.far",
    DayMonth = "day.month",
    DayNear = "day.near",
    DayNext = "day.next",
    DayOverlap = "day.overlap",
    DaySame = "day.same",
    DayWeek = "day.week",
    DayWindow = "day.window",
    Definite = "definite",
    DirectionOpposite = "direction.opposite",
    InstrumentOther = "instrument.other",
    InstrumentSame = "instrument.same",
    ModeOther = "mode.other",
    ModeSame = "mode.same",
    NamesAround = "names.around",
    NamesOther = "names.other",
    NamesShared = "names.shared",
    NumbersShared = "numbers.shared",
    OpenOther = "open.other",
    PartiesHome = "parties.home",
    PartiesNear = "parties.near",
    PartiesOther = "parties.other",
    PartiesPart = "parties.part",
    PartiesSame = "parties.same",
    PersonOther = "person.other",
    PersonSame = "person.same",
    PlaceApart = "place.apart",
    PlaceClose = "place.close",
    PlaceCountry = "place.country",
    PlaceSame = "place.same",
    RecipientsNear = "recipients.near",
    RecipientsOther = "recipients.other",
    RecipientsPart = "recipients.part",
    RecipientsSame = "recipients.same",
    RoleOther = "role.other",
    SceneApart = "scene.apart",
    SpecificNone = "specific.none",
    ToldFar = "told.far",
    ToldMonth = "told.month",
    ToldNear = "told.near",
    ToldWeek = "told.week",
    ToldWindow = "told.window",
    WordsOther = "words.other",
    WordsShared = "words.shared",
    // Bounds that points must reach.
    Join = "join",
    Slack = "slack",
    Specific = "specific",
    // What has its points from elsewhere: kin types, a person's decision.
    Type = "type",
    Decision = "decision",
}

impl fmt::Display for Feature {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.pad(self.name())
    }
}

impl Serialize for Feature {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}
