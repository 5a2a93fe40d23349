//! The command line of demarche: one file a command, no logic of its own.
//!
//! Exit codes: 0 all read, 1 some input failed (each named on the error stream), 2 wrong usage.

mod arguments;
mod commands;
mod input;
mod pretty;
mod progress;
mod serve;
mod tables;

use arguments::{Arguments, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let quiet = arguments.quiet;
    let outcome = match arguments.command {
        Command::Read(options) => commands::read::run(&options, quiet),
        Command::Parse(options) => commands::parse::run(&options, quiet),
        Command::Relate(options) => commands::relate::run(&options, quiet),
        Command::Explain(options) => commands::explain::run(&options),
        Command::Watch(options) => commands::watch::run(&options, quiet),
        Command::Codebook(options) => commands::codebook::run(&options),
        Command::Add(options) => commands::add::run(&options, quiet),
        Command::Rejects(options) => commands::add::rejects(&options, quiet),
        Command::Reread(options) => commands::reread::run(&options, quiet),
        Command::Events(options) => commands::ask::events(&options),
        Command::Claims(options) => commands::ask::claims(&options),
        Command::Actors(options) => commands::ask::actors(&options),
        Command::Instruments(options) => commands::ask::instruments(&options),
        Command::Timeline(options) => commands::ask::timeline(&options),
        Command::Dyad(options) => commands::ask::dyad(&options),
        Command::Happenings(options) => commands::happenings::run(&options),
        Command::Split(options) => commands::happenings::split(&options),
        Command::Merge(options) => commands::happenings::merge(&options),
        Command::Sql(options) => commands::ask::sql(&options),
        Command::Export(options) => commands::export::run(&options, quiet),
        Command::Serve(options) => commands::serve::run(&options, quiet),
        Command::Completions(options) => commands::completions::run(&options),
    };
    match outcome {
        Ok(code) => code,
        // The reader of a pipe may go away ("| head"): that is no failure of ours.
        Err(error) if is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{}error:{} {error:#}", pretty::BAD, pretty::BAD.render_reset());
            ExitCode::from(2)
        }
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    let kind = |e: &(dyn std::error::Error + 'static)| match e.downcast_ref::<std::io::Error>() {
        Some(io) => io.kind() == std::io::ErrorKind::BrokenPipe,
        None if let Some(demarche_archive::Error::Io(io)) = e.downcast_ref() => {
            io.kind() == std::io::ErrorKind::BrokenPipe
        }
        None => {
            e.downcast_ref::<serde_json::Error>().and_then(serde_json::Error::io_error_kind)
                == Some(std::io::ErrorKind::BrokenPipe)
        }
    };
    error.chain().any(kind)
}
