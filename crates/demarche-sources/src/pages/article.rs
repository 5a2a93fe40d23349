//! The article of a page: what readers would read, found by the density of prose.

use super::about;
use super::{Article, Extractor};
use dom_query::{Document, Selection};
use dom_smoothie::{Config, Readability, TextMode};

/// What is no text.
const CODE: &str = "script, style, template, svg, noscript, iframe";

/// What stands around articles, by its element. One that holds most of the page's prose stays.
const AROUND: &str = "nav, footer, aside, form, dialog, figure figcaption, [role=navigation], [role=dialog], [role=complementary], \
[class*=cookie], [class*=newsletter], [class*=comments], [id=comments], [class*=ad-slot], [class*=advert], [class*=subscribe]";

/// What stands around articles, by the name of its class. Publishers call the whole page so: only what holds no prose goes.
const CALLED: &str = "[class*=related], [class*=recommend], [class*=share], [class*=social], [class*=breadcrumb], [class*=crumbs], \
[class*=sidebar], [class*=promo]";

/// From this length on a sentence under a headline is a lead.
const LEAD: usize = 40;

/// From this length on a block of text is prose.
const PROSE: usize = 80;

/// Elements that are paragraphs.
const BLOCKS: &str = "p, li, h2, h3, blockquote, dd, pre";

/// The most elements of a page that is taken apart.
const ELEMENTS: usize = 200_000;

/// Takes the article out by the density of prose, as browsers' reading views do; what it leaves out of an element that is
/// marked as the article is put back.
#[derive(Clone, Copy, Debug, Default)]
pub struct Readable;

impl Extractor for Readable {
    fn article(&self, html: &str, url: Option<&str>) -> Option<Article> {
        let page = Document::from(html);
        let marked = marked(&page);
        let title = headline(&page);
        clear(&page);
        let found = about::find(&Document::from(html), title.as_deref(), url);
        let prose = prose(&page);
        let text = with_lead(&page, longer(prose, marked)?);
        let text = tidy(&text, title.as_deref());
        let About { published, publisher, url, language } = found;
        (!text.is_empty()).then_some(Article { text, title, published, publisher, url, language })
    }
}

use about::About;

/// A text with the lead that stands under the headline in the page's header, where it lacks it.
fn with_lead(page: &Document, text: String) -> String {
    let header = page.select("header:has(h1)");
    let leads = header
        .select("p")
        .iter()
        .map(|lead| line(&lead.text()))
        .filter(|lead| lead.len() >= LEAD && lead.ends_with(['.', '!', '?']));
    let missing: Vec<String> = leads.filter(|lead| !line(&text).contains(lead.as_str())).collect();
    if missing.is_empty() { text } else { format!("{}\n\n{text}", missing.join("\n\n")) }
}

fn config() -> Config {
    Config { text_mode: TextMode::Formatted, max_elements_to_parse: ELEMENTS, ..Config::default() }
}

/// The article's title, without the site's name: of the page's own heading, where its title holds that.
fn headline(page: &Document) -> Option<String> {
    let reader = Readability::with_document(page.clone(), None, Some(config())).ok()?;
    let linked = reader.parse_json_ld();
    let title = line(&reader.get_article_metadata(linked).title);
    let headings = page.select("h1");
    let heading =
        headings.nodes().iter().map(|node| line(&node.text())).find(|h| !h.is_empty() && title.contains(h.as_str()));
    heading.or(Some(title)).filter(|t| !t.is_empty())
}

/// The text where prose is densest.
fn prose(page: &Document) -> Option<String> {
    let mut reader = Readability::with_document(page.clone(), None, Some(config())).ok()?;
    reader.parse().ok().map(|article| article.text_content.to_string())
}

/// The blocks of the one element that is marked as the article.
fn marked(page: &Document) -> Option<String> {
    let page = page.clone();
    clear(&page);
    let bodies = page.select("[itemprop=articleBody]");
    let chosen = if bodies.length() == 1 { bodies } else { page.select("article") };
    if chosen.length() != 1 {
        return None;
    }
    let inner = |node: &dom_query::NodeRef| {
        node.ancestors(Some(3))
            .iter()
            .any(|a| a.node_name().is_some_and(|n| matches!(n.as_ref(), "li" | "blockquote" | "p")))
    };
    let blocks = chosen.select(BLOCKS);
    let texts = blocks.nodes().iter().filter(|node| !inner(node)).map(|node| line(&node.text()));
    Some(texts.filter(|t| !t.is_empty()).collect::<Vec<_>>().join("\n\n"))
}

/// Of both texts the one that was found by density, unless the marked one holds much more.
fn longer(prose: Option<String>, marked: Option<String>) -> Option<String> {
    let length = |text: &Option<String>| text.as_ref().map_or(0, String::len);
    match length(&marked) * 10 > length(&prose) * 12 {
        true => marked,
        false => prose,
    }
}

/// Takes away what stands around the article.
fn clear(page: &Document) {
    page.select(CODE).remove();
    let whole = prose_length(&page.select("body"));
    // A page without paragraphs is measured by its letters.
    let size = |element: &Selection| if whole > 0 { prose_length(element) } else { element.text().len() };
    let whole = size(&page.select("body"));
    for node in page.select(AROUND).iter() {
        if size(&node) * 2 <= whole {
            node.remove();
        }
    }
    for node in page.select(CALLED).iter() {
        if prose_length(&node) == 0 {
            node.remove();
        }
    }
}

/// How long the prose of an element is: its blocks of some length that are not links for the most part.
fn prose_length(element: &Selection) -> usize {
    let length = |block: Selection| {
        let text = line(&block.text()).len();
        let links: usize = block.select("a").iter().map(|link| line(&link.text()).len()).sum();
        if text >= PROSE && links * 2 < text { text } else { 0 }
    };
    element.select("p, blockquote, li, dd, pre, td").iter().map(length).sum()
}

fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Paragraphs with an empty line between them; menus before the first prose and the title itself go.
fn tidy(text: &str, title: Option<&str>) -> String {
    let lines: Vec<String> = text.lines().map(line).filter(|l| !l.is_empty()).collect();
    let is_prose = |l: &String| l.len() > 60 || l.ends_with(['.', '!', '?', '"', '”', ':']);
    let first = lines.iter().position(is_prose).unwrap_or(0);
    let kept = lines.iter().skip(first).filter(|l| Some(l.as_str()) != title);
    kept.cloned().collect::<Vec<_>>().join("\n\n")
}
