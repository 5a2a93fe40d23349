//! The closed sets of labels: parts of speech, treebank tags, relations, kinds of name.

/// An enumeration with the label that each value has in the treebanks.
macro_rules! labels {
    ($(#[$doc:meta])* $name:ident { $($value:ident $label:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[allow(missing_docs)]
        #[repr(u8)]
        pub enum $name { $($value),* }

        impl $name {
            /// Every value, in the order of their numbers.
            pub const ALL: &'static [$name] = &[$($name::$value),*];

            /// The label.
            pub fn as_str(self) -> &'static str {
                match self { $($name::$value => $label),* }
            }

            /// The value with this label.
            pub fn from_label(label: &str) -> Option<Self> {
                match label { $($label => Some($name::$value),)* _ => None }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
    };
}

labels! {
    /// Universal parts of speech (Universal Dependencies, version 2).
    Upos {
        Adj "ADJ", Adp "ADP", Adv "ADV", Aux "AUX", Cconj "CCONJ", Det "DET", Intj "INTJ", Noun "NOUN", Num "NUM",
        Part "PART", Pron "PRON", Propn "PROPN", Punct "PUNCT", Sconj "SCONJ", Sym "SYM", Verb "VERB", X "X",
    }
}

labels! {
    /// Tags of the Penn Treebank, as the English Web Treebank uses them.
    Xpos {
        Dollar "$", QuoteClose "''", Comma ",", BracketOpen "-LRB-", BracketClose "-RRB-", Stop ".", Colon ":",
        ADD "ADD", AFX "AFX", CC "CC", CD "CD", DT "DT", EX "EX", FW "FW", GW "GW", HYPH "HYPH", IN "IN", JJ "JJ",
        JJR "JJR", JJS "JJS", LS "LS", MD "MD", NFP "NFP", NN "NN", NNP "NNP", NNPS "NNPS", NNS "NNS", PDT "PDT",
        POS "POS", PRP "PRP", PRPS "PRP$", RB "RB", RBR "RBR", RBS "RBS", RP "RP", SYM "SYM", TO "TO", UH "UH",
        VB "VB", VBD "VBD", VBG "VBG", VBN "VBN", VBP "VBP", VBZ "VBZ", WDT "WDT", WP "WP", WPS "WP$", WRB "WRB",
        XX "XX", QuoteOpen "``",
    }
}

labels! {
    /// Relations of Universal Dependencies with the subtypes of the English treebanks.
    Relation {
        Acl "acl", AclRelcl "acl:relcl", Advcl "advcl", AdvclRelcl "advcl:relcl", Advmod "advmod", Amod "amod",
        Appos "appos", Aux "aux", AuxPass "aux:pass", Case "case", Cc "cc", CcPreconj "cc:preconj", Ccomp "ccomp",
        Compound "compound", CompoundPrt "compound:prt", Conj "conj", Cop "cop", Csubj "csubj",
        CsubjOuter "csubj:outer", CsubjPass "csubj:pass", Dep "dep", Det "det", DetPredet "det:predet",
        Discourse "discourse", Dislocated "dislocated", Expl "expl", Fixed "fixed", Flat "flat", Goeswith "goeswith",
        Iobj "iobj", List "list", Mark "mark", Nmod "nmod", NmodDesc "nmod:desc", NmodPoss "nmod:poss",
        NmodUnmarked "nmod:unmarked", Nsubj "nsubj", NsubjOuter "nsubj:outer", NsubjPass "nsubj:pass",
        Nummod "nummod", Obj "obj", Obl "obl", OblAgent "obl:agent", OblUnmarked "obl:unmarked", Orphan "orphan",
        Parataxis "parataxis", Punct "punct", Reparandum "reparandum", Root "root", Vocative "vocative", Xcomp "xcomp",
    }
}

labels! {
    /// What a name names.
    NameKind { Person "PER", Organization "ORG", Location "LOC" }
}

impl Relation {
    /// Whether it is that of a subject that is no clause.
    pub fn is_subject(self) -> bool {
        matches!(self, Relation::Nsubj | Relation::NsubjPass | Relation::NsubjOuter)
    }
}
