//! The command line of demarche.

use std::io::{self, BufRead, Write};

fn main() -> anyhow::Result<()> {
    let guide = demarche::Guide::shipped()?;
    let mut out = io::stdout().lock();
    for line in io::stdin().lock().lines() {
        let report: demarche::Report = serde_json::from_str(&line?)?;
        serde_json::to_writer(&mut out, &demarche::read(&report, &guide))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}
