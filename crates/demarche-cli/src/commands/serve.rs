//! `demarche serve`: the archive in a browser.

use crate::arguments::Serve;
use crate::serve::{self, Desk, Fetching, Guard, Rate};
use anyhow::{Context, Result, bail};
use demarche_archive::Archive;
use std::net::SocketAddr;
use std::process::ExitCode;
use tokio::net::TcpListener;

/// The names of loopback.
const LOOPBACK: [&str; 3] = ["localhost", "127.0.0.1", "[::1]"];

/// Serves until interrupted.
pub fn run(options: &Serve, quiet: bool) -> Result<ExitCode> {
    let is_local = options.bind.is_loopback();
    let writing = token("DEMARCHE_WRITE_TOKEN");
    let reading = token("DEMARCHE_READ_TOKEN");
    if !is_local && writing.is_none() {
        bail!(
            "beyond this machine anybody could change the archive: set a token first, as in \
             DEMARCHE_WRITE_TOKEN=$(openssl rand -hex 32)"
        );
    }
    log(quiet);
    // Made or brought up to date before anybody asks.
    drop(Archive::open(&options.archive)?);
    let knowledge = super::guide(&options.own)?;
    let guard = Guard::new(reading.as_deref(), writing.as_deref(), hosts(options, is_local));
    let desk = Desk::new(
        knowledge,
        options.archive.clone(),
        guard,
        Rate::new(options.rate),
        Fetching::new(options.allow.clone()),
    );
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let address = SocketAddr::new(options.bind, options.port);
        let listener = TcpListener::bind(address).await;
        let listener = listener.with_context(|| format!("{address} cannot be used; another port: --port 7879"))?;
        if !quiet {
            let port = listener.local_addr()?.port();
            let name = if is_local { "localhost".to_string() } else { options.bind.to_string() };
            anstream::eprintln!("The desk is open at http://{name}:{port}/ (Ctrl-C closes it)");
        }
        serve::serve(desk, listener, interrupted()).await?;
        Ok(ExitCode::SUCCESS)
    })
}

fn token(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|token| !token.is_empty())
}

/// The names the desk answers to: on this machine its own, elsewhere any unless some are given.
fn hosts(options: &Serve, is_local: bool) -> Vec<String> {
    let own = LOOPBACK.iter().map(ToString::to_string).filter(|_| is_local);
    own.chain(options.host.iter().cloned()).collect()
}

/// Structured logs to the error stream: what was answered and what failed. `RUST_LOG`-like levels are not needed.
fn log(quiet: bool) {
    let level = if quiet { tracing::Level::ERROR } else { tracing::Level::WARN };
    let level = if std::env::var_os("DEMARCHE_LOG").is_some() { tracing::Level::INFO } else { level };
    // A second start in one process keeps the first log.
    let _ = tracing_subscriber::fmt().with_max_level(level).with_writer(std::io::stderr).json().try_init();
}

/// Ends with Ctrl-C, or where the machine asks programs to end.
async fn interrupted() {
    let interrupt = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        let Ok(mut terminate) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) else {
            let _ = interrupt.await;
            return;
        };
        tokio::select! {
            _ = interrupt => {}
            _ = terminate.recv() => {}
        }
    }
    #[cfg(not(unix))]
    {
        let _ = interrupt.await;
    }
}
