//! The host of a resource: a name, an address, or the directory of a Unix socket.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::ground::quote::brief;

/// The longest name DNS knows, in bytes.
const LONGEST_NAME: usize = 253;
/// A socket's path is at most 107 bytes, of which `/.s.PGSQL.65535` takes 15.
const LONGEST_DIRECTORY: usize = 92;

/// True where a user or a password may be in what is written as a host.
pub(super) fn names_an_account(host: &str) -> bool {
    let lower = host.to_ascii_lowercase();
    lower.starts_with("postgres://")
        || lower.starts_with("postgresql://")
        || (host.contains('@') && !host.contains("://"))
}

/// Checks a host: hostname, IPv4, IPv6 (with a zone), or an absolute path.
///
/// # Errors
/// What is wrong and what to do. A value that may carry a password (a URL, `user@host`,
/// `key=value`) is not repeated.
pub(super) fn check(host: &str) -> Result<(), String> {
    let lower = host.to_ascii_lowercase();
    if host.is_empty() {
        return Err(
            "host is empty; give a hostname, an IP address, or the directory of a Unix socket"
                .to_owned(),
        );
    }
    if lower.starts_with("postgres://") || lower.starts_with("postgresql://") {
        return Err("this is a connection URL; give only its host here, its port in the column `port`, and the user and password as its admin account".to_owned());
    }
    if host.contains("://") {
        return Err("this is a URL; give only its host".to_owned());
    }
    if host.contains('@') {
        return Err(
            "the host has an `@`; give only what follows it, and the user as its admin account"
                .to_owned(),
        );
    }
    if host.contains('=') {
        return Err("this is a connection string; give only its host".to_owned());
    }
    let shown = brief(host);
    if shown != host {
        return Err(format!("host `{shown}` has a control character; remove it"));
    }
    if host.contains(char::is_whitespace) {
        return Err(format!("host `{shown}` has a space in it; remove it"));
    }
    if host.contains(',') {
        return Err(format!(
            "host `{shown}` is a list; make each host a resource of its own"
        ));
    }
    if host.starts_with('/') {
        return check_directory(host);
    }
    if is_ipv6(host) {
        return Ok(());
    }
    check_port(host)?;
    if host.contains(':') {
        return Err(format!("host `{shown}` is no IPv6 address"));
    }
    check_name(host)
}

fn check_directory(path: &str) -> Result<(), String> {
    if path.len() > LONGEST_DIRECTORY {
        return Err(format!(
            "the socket directory is {} bytes long; the system takes {LONGEST_DIRECTORY}",
            path.len()
        ));
    }
    Ok(())
}

fn is_ipv6(host: &str) -> bool {
    let (address, zone) = match host.split_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (host, None),
    };
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_');
    address.parse::<Ipv6Addr>().is_ok()
        && zone.is_none_or(|zone| !zone.is_empty() && zone.chars().all(legal))
}

/// `host:port`, and an address in brackets.
fn check_port(host: &str) -> Result<(), String> {
    if let Some(rest) = host.strip_prefix('[') {
        let inner = rest.split(']').next().unwrap_or_default();
        return Err(format!(
            "host `{host}`: write an IPv6 address without brackets, `{inner}`, and a port in the column `port`"
        ));
    }
    match host.split_once(':') {
        Some((name, port)) if !port.is_empty() && port.chars().all(|c| c.is_ascii_digit()) => {
            Err(format!(
                "host `{host}` is `host:port`; write `{name}` here and {port} in the column `port`"
            ))
        }
        _ => Ok(()),
    }
}

fn check_name(host: &str) -> Result<(), String> {
    if !host.is_ascii() {
        return Err(format!(
            "host `{host}` is not ASCII; write its DNS form (xn--…)"
        ));
    }
    if host.len() > LONGEST_NAME {
        return Err(format!(
            "the hostname is {} bytes long; DNS takes {LONGEST_NAME}",
            host.len()
        ));
    }
    let name = host.strip_suffix('.').unwrap_or(host);
    let last = name.rsplit('.').next().unwrap_or_default();
    if !last.is_empty() && last.chars().all(|c| c.is_ascii_digit()) {
        return host.parse::<Ipv4Addr>().map(drop).map_err(|_| {
            format!("host `{host}` is no IPv4 address; write four numbers of 0 to 255, without leading zeros")
        });
    }
    let legal = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    for label in name.split('.') {
        let why = if label.is_empty() {
            "an empty part between dots".to_owned()
        } else if label.len() > 63 {
            format!("a part of {} bytes; DNS takes 63", label.len())
        } else if let Some(c) = label.chars().find(|c| !legal(*c)) {
            format!("a `{c}` in it")
        } else if label.starts_with('-') || label.ends_with('-') {
            "a part that begins or ends with `-`".to_owned()
        } else {
            continue;
        };
        return Err(format!(
            "host `{host}` has {why}; give a hostname, an IP address, or an absolute path"
        ));
    }
    Ok(())
}
