//! Writes the reports of any paths as JSON Lines, and what could not be read on the error stream; for looking at what comes
//! out of a source, and for timing it: `cargo run --release -p demarche-sources --example reports -- PATHS…`.

use demarche_sources::{Options, open};
use std::io::{BufWriter, Write};
use std::time::Instant;

fn main() -> std::io::Result<()> {
    let begun = Instant::now();
    let mut out = BufWriter::new(std::io::stdout().lock());
    let (mut reports, mut rejects) = (0, 0);
    for item in open(std::env::args().skip(1), &Options::default()) {
        match item {
            Ok(report) => {
                serde_json::to_writer(&mut out, &report)?;
                out.write_all(b"\n")?;
                reports += 1;
            }
            Err(reject) => {
                eprintln!("{reject}");
                rejects += 1;
            }
        }
    }
    out.flush()?;
    eprintln!("{reports} reports and {rejects} rejects in {:.3} s", begun.elapsed().as_secs_f64());
    Ok(())
}
