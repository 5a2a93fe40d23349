//! Lists of reports.

use super::Question;
use crate::Filter;
use crate::clauses::Clauses;

/// A report without a title is shown by its first words.
const ROW: &str = "SELECT v.report,
    coalesce(v.title, (SELECT substr(trim(text), 1, 120) FROM sentence WHERE report = v.report AND number = 0)) AS title,
    v.name, v.published, v.publisher, v.url, v.language,
    (SELECT count(*) FROM event WHERE report = v.report) AS events FROM reports v WHERE v.report = ?";

/// The reports that a filter means, by days of publication, publishers and words; newest first.
pub fn reports(filter: &Filter, limit: usize) -> Question {
    let mut clauses = Clauses::default();
    clauses.within("r.day", filter);
    clauses.publishers("r.id", filter);
    if filter.text.is_some() {
        clauses.words("s.id", filter);
        let (conditions, values) = clauses.finish();
        let sql = format!(
            "SELECT DISTINCT r.id, r.day FROM report r JOIN sentence s ON s.report = r.id {conditions}
             ORDER BY r.day DESC, r.id DESC LIMIT {limit}"
        );
        return listed(sql, values);
    }
    let (conditions, values) = clauses.finish();
    listed(format!("SELECT r.id FROM report r {conditions} ORDER BY r.day DESC, r.id DESC LIMIT {limit}"), values)
}

/// The reports that have much the same words as this one.
pub fn copies(report: i64) -> Question {
    let sql = "SELECT s.report FROM sketch s WHERE s.report <> ?1
               AND s.original = (SELECT original FROM sketch WHERE report = ?1) ORDER BY s.report LIMIT 20";
    listed(sql.to_string(), vec![report.into()])
}

fn listed(sql: String, values: Vec<rusqlite::types::Value>) -> Question {
    Question { ids: Some((sql, values)), rows: ROW.to_string(), values: Vec::new(), columns: Vec::new() }
}
