//! Which addresses are asked: those of the public web. A feed must not lead the program into the network it runs in.

use crate::reject::Reason;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::path::Path;
use url::{Host, Url};

/// Whether a path is an address of the web.
pub fn is_address(path: &Path) -> bool {
    let begins = |scheme: &str| {
        path.to_str().is_some_and(|p| p.get(..scheme.len()).is_some_and(|s| s.eq_ignore_ascii_case(scheme)))
    };
    begins("http://") || begins("https://")
}

/// An address as it is written. The parser knows the odd spellings of numbers: 2130706433 and 0x7f.1 become 127.0.0.1.
pub(crate) fn parse(address: &str) -> Result<Url, Reason> {
    Url::parse(address.trim()).map_err(|e| Reason::lasting(format!("no address ({e})")))
}

/// Where a redirect leads.
pub(crate) fn join(from: &Url, to: &str) -> Result<Url, Reason> {
    from.join(to).map_err(|e| Reason::lasting(format!("redirected to what is no address ({e})")))
}

/// Refuses what is not of the public web, as far as the address itself tells; its name is checked when it is resolved.
pub(crate) fn check(url: &Url, allowed: &[SocketAddr]) -> Result<(), Reason> {
    if !matches!(url.scheme(), "http" | "https") {
        return Err(Reason::lasting(format!("{url}: only http and https are fetched; refused")));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Reason::lasting("an address with a user or password; refused"));
    }
    let address = match url.host() {
        Some(Host::Ipv4(address)) => IpAddr::V4(address),
        Some(Host::Ipv6(address)) => IpAddr::V6(address),
        Some(Host::Domain(_)) => return Ok(()),
        None => return Err(Reason::lasting("an address without a host")),
    };
    let socket = SocketAddr::new(address, url.port_or_known_default().unwrap_or_default());
    match may_be_asked(&socket, allowed) {
        true => Ok(()),
        false => Err(Reason::lasting(refusal(url.as_ref()))),
    }
}

/// Why an address is refused.
pub(crate) fn refusal(what: &str) -> String {
    format!("{what} leads to an address that is not public; refused")
}

/// Whether a machine may be asked.
pub(crate) fn may_be_asked(socket: &SocketAddr, allowed: &[SocketAddr]) -> bool {
    allowed.contains(socket) || is_public(socket.ip())
}

/// Whether an address is of the public internet, by the registries of special-purpose addresses (RFC 6890 and its updates).
fn is_public(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(address) => is_public_v4(address),
        IpAddr::V6(address) => is_public_v6(address),
    }
}

fn is_public_v4(address: Ipv4Addr) -> bool {
    let [a, b, c, _] = address.octets();
    let special = address.is_loopback()
        || address.is_private()
        || address.is_link_local()
        || address.is_documentation()
        || a == 0
        || a >= 224
        || (a, b, c) == (192, 0, 0)
        || (a, b, c) == (192, 88, 99)
        || (a == 100 && (64..128).contains(&b))
        || (a == 198 && (b == 18 || b == 19));
    !special
}

fn is_public_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let last = Ipv4Addr::from(((u32::from(parts[6])) << 16) | u32::from(parts[7]));
    match parts {
        // IPv4 in another dress: mapped, compatible, translated, 6to4.
        [0, 0, 0, 0, 0, 0xffff, ..] | [0x64, 0xff9b, 0, 0, 0, 0, ..] => is_public_v4(last),
        [0x2002, high, low, ..] => is_public_v4(Ipv4Addr::from((u32::from(high) << 16) | u32::from(low))),
        // Tunnels, tests and documentation.
        [0x2001, second, ..] if second < 0x200 || second == 0xdb8 => false,
        [0x3fff, second, ..] if second < 0x1000 => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_of_a_local_address_is_refused() {
        for address in [
            "http://127.0.0.1/",
            "http://2130706433/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://127.1/",
            "http://0/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[64:ff9b::7f00:1]/",
            "http://[2002:7f00:1::]/",
            "http://[fd00::1]/",
            "http://[fe80::1]/",
            "http://10.1.2.3/",
            "http://172.16.0.1/",
            "http://192.168.1.1:8080/feed",
            "http://169.254.169.254/latest/meta-data",
            "http://100.64.0.1/",
            "http://0.0.0.0/",
            "http://255.255.255.255/",
            "http://%31%32%37.0.0.1/",
            "http://①②⑦.0.0.1/",
            "ftp://example.org/",
            "file:///etc/passwd",
            "http://user:word@example.org/",
        ] {
            let refused = parse(address).and_then(|url| check(&url, &[]));
            assert!(refused.is_err(), "{address} passed");
        }
        for address in ["http://1.1.1.1/", "https://example.org/feed", "http://[2606:4700::1111]/"] {
            assert!(parse(address).and_then(|url| check(&url, &[])).is_ok(), "{address} was refused");
        }
        let own = "127.0.0.1:8080".parse().expect("an address");
        assert!(parse("http://127.0.0.1:8080/x").and_then(|url| check(&url, &[own])).is_ok());
        assert!(parse("http://127.0.0.1:8081/x").and_then(|url| check(&url, &[own])).is_err());
    }
}
