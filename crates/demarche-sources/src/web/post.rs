//! Messages to an address of the user's own: a webhook. It may be a machine of her network, so it is not held to public
//! addresses; nothing that was read can choose it, and no redirect is followed.

use std::time::Duration;
use ureq::Agent;
use ureq::config::Config;

/// How long one try may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// The pauses before each further try.
const PAUSES: [Duration; 2] = [Duration::from_secs(1), Duration::from_secs(5)];

/// Sends JSON to an address, and again where it may pass another time.
///
/// # Errors
/// What went wrong at last.
pub fn post(address: &str, json: &str) -> Result<(), String> {
    let config = Config::builder()
        .user_agent(concat!("demarche/", env!("CARGO_PKG_VERSION")))
        .proxy(None)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(PATIENCE))
        .build();
    let agent = Agent::new_with_config(config);
    let mut pauses = PAUSES.iter();
    loop {
        let (fault, again) = match agent.post(address).content_type("application/json").send(json) {
            Ok(answer) if answer.status().is_success() => return Ok(()),
            Ok(answer) => (format!("it answered {}", answer.status().as_u16()), answer.status().is_server_error()),
            Err(error) => (error.to_string(), true),
        };
        match pauses.next().filter(|_| again) {
            Some(pause) => std::thread::sleep(*pause),
            None => return Err(fault),
        }
    }
}
