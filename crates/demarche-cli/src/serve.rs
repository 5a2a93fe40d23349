//! The desk: the archive in a browser, and for programs, from the same binary.
//!
//! ```text
//! request -> guard -> page -> view -> HTML, JSON or CSV
//! ```
//!
//! - [`pages`]: from what was asked and the archive to what is shown; a table of routes, one file a page;
//! - [`answers`]: a view in each form, with entity tags;
//! - [`streaming`]: whole lists, row by row; [`cache`]: answers made a moment ago;
//! - [`fetching`]: reports by address;
//! - [`guard`]: tokens, origins, hosts, and what browsers may load;
//! - [`writing`]: adding reports, correcting events, reading without keeping;
//! - [`server`]: the HTTP around it: limits on size, time and rate, logs, health, shutdown.
//!
//! Pages ask the archive on threads of their own, each with a connection that only reads.

mod answers;
mod cache;
mod description;
mod desk;
mod fetching;
mod gather;
mod guard;
mod metrics;
mod pages;
mod rate;
mod request;
mod server;
mod streaming;
mod writing;

pub use desk::Desk;
pub use fetching::Fetching;
pub use guard::Guard;
pub use rate::Rate;
pub use server::serve;
