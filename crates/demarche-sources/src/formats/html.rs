//! Web pages: the article, its title, day and publisher, without what stands around it.

use crate::options::Options;
use crate::reject::Reason;
use crate::source::Said;
use demarche::Report;

/// The report of a page.
pub(crate) fn read(_bytes: Vec<u8>, _said: &Said, _options: &Options) -> Result<Report, Reason> {
    Err(Reason::lasting("web pages are not read yet"))
}
