//! Who may ask what: tokens for writing and, if wanted, for reading; no foreign page may use the desk through a
//! reader's browser; no page may load anything from elsewhere.

use axum::http::{HeaderMap, HeaderValue, Method, header};
use sha2::{Digest, Sha256};

/// What a browser may do with a page of the desk: nothing but show it with the desk's own script, style and pictures.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The name of the cookie that carries a token.
pub const COOKIE: &str = "demarche_token";

/// The tokens asked for, as SHA-256 hashes. None is asked for where there is none.
#[derive(Clone, Debug, Default)]
pub struct Guard {
    reading: Option<[u8; 32]>,
    writing: Option<[u8; 32]>,
    /// The names under which the desk may be asked for; empty: any. On loopback only loopback's own names, so that no
    /// foreign name can be pointed at it (DNS rebinding).
    hosts: Vec<String>,
}

impl Guard {
    /// Asks for these tokens; `hosts` are the names the desk answers to, none for any.
    pub fn new(reading: Option<&str>, writing: Option<&str>, hosts: Vec<String>) -> Guard {
        Guard { reading: reading.map(hash), writing: writing.map(hash), hosts }
    }

    /// Whether this request may go on; what is `open` needs no token.
    ///
    /// # Errors
    /// Why not, in words for whoever asked.
    pub fn admit(&self, method: &Method, headers: &HeaderMap, open: bool) -> Result<(), String> {
        self.host(headers)?;
        if open {
            return Ok(());
        }
        let token = token(headers).map(|t| hash(&t));
        let writes = !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
        if writes {
            same_origin(headers)?;
            if self.writing.is_some() && token != self.writing {
                return Err("Changing the archive needs the token for writing: sign in at /enter, or send \
                            `Authorization: Bearer …`."
                    .to_string());
            }
            return Ok(());
        }
        if self.reading.is_some() && token != self.reading && (self.writing.is_none() || token != self.writing) {
            return Err("Reading needs a token: sign in at /enter, or send `Authorization: Bearer …`.".to_string());
        }
        Ok(())
    }

    fn host(&self, headers: &HeaderMap) -> Result<(), String> {
        let host = text(headers, header::HOST);
        let name = host.rsplit_once(':').filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()));
        let name = name.map_or(host, |(name, _)| name);
        if self.hosts.is_empty() || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            Ok(())
        } else {
            Err(format!("The desk does not answer to the name \"{name}\"; `--host NAME` adds one."))
        }
    }
}

/// Writing from a page of another site is refused, whatever cookies come along.
fn same_origin(headers: &HeaderMap) -> Result<(), String> {
    let origin = text(headers, header::ORIGIN);
    if origin.is_empty() {
        return Ok(());
    }
    let host = text(headers, header::HOST);
    match origin.split_once("://") {
        Some((_, from)) if from == host => Ok(()),
        _ => Err(format!("A page of {origin} may not change this archive.")),
    }
}

fn token(headers: &HeaderMap) -> Option<String> {
    let bearer = text(headers, header::AUTHORIZATION).strip_prefix("Bearer ").map(str::to_string);
    let cookie = || {
        let mut pairs = text(headers, header::COOKIE).split(';').filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(name, _)| *name == COOKIE).map(|(_, value)| value.to_string())
    };
    bearer.or_else(cookie)
}

fn text(headers: &HeaderMap, name: header::HeaderName) -> &str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

/// Hashes are compared, not tokens, so that the time it takes tells nothing about the token.
fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// The headers that every answer carries.
pub fn seal(headers: &mut HeaderMap) {
    for (name, value) in [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Without any referrer browsers send forms with the origin "null", which cannot be told from a stranger's.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.insert("cross-origin-opener-policy", HeaderValue::from_static("same-origin"));
    headers.insert("cross-origin-resource-policy", HeaderValue::from_static("same-origin"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(n, v)| (header::HeaderName::from_static(n), HeaderValue::from_static(v))).collect()
    }

    #[test]
    fn writing_needs_its_token_and_the_same_origin() {
        let guard = Guard::new(None, Some("secret"), vec![]);
        let with = |pairs: &[(&'static str, &'static str)]| guard.admit(&Method::POST, &headers(pairs), false).is_ok();
        assert!(!with(&[]));
        assert!(with(&[("authorization", "Bearer secret")]));
        assert!(with(&[("cookie", "a=b; demarche_token=secret")]));
        assert!(!with(&[("cookie", "demarche_token=other")]));
        assert!(with(&[("cookie", "demarche_token=secret"), ("host", "desk:1"), ("origin", "http://desk:1")]));
        assert!(!with(&[("cookie", "demarche_token=secret"), ("host", "desk:1"), ("origin", "http://else:1")]));
        assert!(guard.admit(&Method::GET, &HeaderMap::new(), false).is_ok());
    }

    #[test]
    fn reading_is_free_unless_a_token_is_asked_for() {
        let guard = Guard::new(Some("read"), Some("write"), vec![]);
        let with =
            |token: &'static str| guard.admit(&Method::GET, &headers(&[("authorization", token)]), false).is_ok();
        assert!(!with(""));
        assert!(with("Bearer read"));
        assert!(with("Bearer write"));
    }

    #[test]
    fn foreign_names_are_refused() {
        let guard = Guard::new(None, None, vec!["localhost".into(), "[::1]".into()]);
        let with = |host: &'static str| guard.admit(&Method::GET, &headers(&[("host", host)]), false).is_ok();
        assert!(with("localhost:7878"));
        assert!(with("[::1]:7878"));
        assert!(!with("evil.example:7878"));
    }
}
