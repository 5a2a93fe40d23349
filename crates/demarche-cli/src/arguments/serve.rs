//! What can be said about the desk.

use super::Own;
use clap::{Args, ValueHint};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

#[derive(Args)]
#[command(after_help = "Examples:
  demarche serve                             demarche.archive, at http://localhost:7878/
  demarche serve --archive news.archive --port 8080
  DEMARCHE_WRITE_TOKEN=$(openssl rand -hex 32) demarche serve --bind 0.0.0.0 --host desk.example.org

Every page is JSON too (`?as=json`, or the same path below /api/v1), every list CSV and JSON Lines (`?as=csv`, `?as=jsonl`). On this machine alone
nobody needs a token; beyond it changes ask for DEMARCHE_WRITE_TOKEN, and reading for DEMARCHE_READ_TOKEN where that is
set. DEMARCHE_LOG=1 logs every answer as JSON on the error stream.")]
pub struct Serve {
    /// The archive's file; made where there is none.
    #[arg(long, value_name = "FILE", env = "DEMARCHE_ARCHIVE", default_value = "demarche.archive",
          value_hint = ValueHint::FilePath)]
    pub archive: PathBuf,
    /// The port.
    #[arg(long, default_value_t = 7878)]
    pub port: u16,
    /// The address to bind to; loopback unless told otherwise.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    pub bind: IpAddr,
    /// A name that the desk answers to, beside loopback's own.
    #[arg(long, value_name = "NAME")]
    pub host: Vec<String>,
    /// Requests a second for each address; 0 for no limit.
    #[arg(long, value_name = "N", default_value_t = 50)]
    pub rate: u32,
    /// A machine from which reports may be fetched though its address is not public, as 10.0.0.5:8080.
    #[arg(long, value_name = "ADDRESS:PORT")]
    pub allow: Vec<SocketAddr>,
    #[command(flatten)]
    pub own: Own,
}
