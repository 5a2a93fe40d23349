//! HTML being written. Our own markup goes in as static text, everything else escaped.

/// The page so far.
#[derive(Default)]
pub struct Markup {
    page: String,
    number: usize,
}

impl Markup {
    /// An empty piece for the report with this number; 0 where a page has only one.
    pub fn new(number: usize) -> Self {
        Markup { page: String::new(), number }
    }

    /// Markup of ours: static, so that nothing read can come in this way.
    pub fn ours(&mut self, markup: &'static str) -> &mut Self {
        self.page.push_str(markup);
        self
    }

    /// Text or an attribute's value from anywhere, escaped.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.page.push_str("&amp;"),
                '<' => self.page.push_str("&lt;"),
                '>' => self.page.push_str("&gt;"),
                '"' => self.page.push_str("&quot;"),
                '\'' => self.page.push_str("&#39;"),
                // What turns the direction of the text around it, and control characters, would deceive or break the page.
                '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => self.page.push('\u{fffd}'),
                c if c.is_control() && !matches!(c, '\n' | '\t') => self.page.push('\u{fffd}'),
                c => self.page.push(c),
            }
        }
        self
    }

    /// An `id` for the thing of this report with this name.
    pub fn id(&mut self, name: &str) -> &mut Self {
        self.ours(" id=\"").name(name).ours("\"")
    }

    /// A link's address to the thing of this report with this name.
    pub fn to(&mut self, name: &str) -> &mut Self {
        self.ours(" href=\"#").name(name).ours("\"")
    }

    fn name(&mut self, name: &str) -> &mut Self {
        if self.number > 0 {
            let number = self.number.to_string();
            self.ours("r").text(&number).ours(if name.is_empty() { "" } else { "-" });
        }
        self.text(name)
    }

    /// The page.
    pub fn finish(self) -> String {
        self.page
    }
}
