//! The article of a page: what readers would read, found by the density of prose.

use super::about;
use super::{Article, Extractor};
use dom_query::Document;
use dom_smoothie::{Config, Readability, TextMode};

/// What stands around articles. An element that holds most of the page's text stays, whatever it is called.
const AROUND: &str = "nav, footer, aside, form, dialog, noscript, iframe, script, style, template, svg, figure figcaption, \
[role=navigation], [role=dialog], [role=complementary], [class*=cookie], [class*=newsletter], [class*=related], \
[class*=recommend], [class*=share], [class*=social], [class*=breadcrumb], [class*=crumbs], [class*=comments], [id=comments], \
[class*=sidebar], [class*=ad-slot], [class*=advert], [class*=promo], [class*=subscribe]";

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
        let text = longer(prose, marked)?;
        let text = tidy(&text, title.as_deref());
        let About { published, publisher, url, language } = found;
        (!text.is_empty()).then_some(Article { text, title, published, publisher, url, language })
    }
}

use about::About;

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
    let whole = page.select("body").text().len();
    for node in page.select(AROUND).nodes() {
        if node.text().len() * 2 < whole || node.node_name().is_some_and(|n| matches!(n.as_ref(), "script" | "style")) {
            node.remove_from_parent();
        }
    }
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
