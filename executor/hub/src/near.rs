//! Addresses of the hub's own machine and network. A hub that connects wherever it is told would be a
//! way into what stands beside it, so these take an admin's yes.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::time::Duration;

use crate::problem::{Kind, Problem};

/// How long a name server may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Whether a connection to this would stay on this machine, or reach what only it can reach: loopback,
/// link-local addresses (where clouds keep their metadata), unspecified ones, Unix sockets.
fn is_near(ip: IpAddr) -> bool {
    let v4 = |ip: Ipv4Addr| {
        ip.is_loopback() || ip.is_link_local() || ip.is_unspecified() || ip.is_broadcast()
    };
    match ip {
        IpAddr::V4(ip) => v4(ip),
        IpAddr::V6(ip) => {
            let local = Ipv6Addr::is_unicast_link_local(&ip);
            let mapped = ip.to_ipv4_mapped().is_some_and(v4);
            ip.is_loopback() || ip.is_unspecified() || local || mapped || is_metadata(ip)
        }
    }
}

/// Where a large cloud keeps its metadata in IPv6.
fn is_metadata(ip: Ipv6Addr) -> bool {
    ip == Ipv6Addr::new(0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x254)
}

/// Refuses a host that is near, also where only its name says something else. A host that cannot be
/// found is left for the connection to say so.
///
/// # Errors
/// [`Kind::NearAddress`].
pub(crate) async fn refuse(host: &str, port: u16, allowed: bool) -> Result<(), Problem> {
    if allowed {
        return Ok(());
    }
    let refused = |what: &str| {
        Problem::new(
            Kind::NearAddress,
            format!(
                "{host} leads to {what}, where the hub does not connect without an admin's yes"
            ),
        )
        .remedy("have an admin add the resource with “allow addresses of the hub's machine”")
    };
    if host.starts_with('/') {
        return Err(refused("a socket of the hub's own machine"));
    }
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    let ips: Vec<IpAddr> = match bare.parse() {
        Ok(ip) => vec![ip],
        Err(_) => {
            let found = tokio::time::timeout(PATIENCE, tokio::net::lookup_host((bare, port))).await;
            found.ok().and_then(Result::ok).map_or(Vec::new(), |found| {
                found.map(|address| address.ip()).collect()
            })
        }
    };
    match ips.into_iter().find(|ip| is_near(*ip)) {
        Some(ip) => Err(refused(&ip.to_string())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_stands_beside_the_hub_takes_an_admins_yes() {
        for near in [
            "127.0.0.1",
            "127.8.9.1",
            "0.0.0.0",
            "169.254.169.254",
            "::1",
            "[::1]",
            "fe80::1",
            "::ffff:127.0.0.1",
            "::ffff:169.254.169.254",
            "fd00:ec2::254",
            "localhost",
            "/var/run/postgresql",
        ] {
            assert!(refuse(near, 5432, false).await.is_err(), "{near}");
            assert!(refuse(near, 5432, true).await.is_ok(), "{near}");
        }
        for far in ["10.0.0.7", "192.168.18.54", "203.0.113.9", "2001:db8::1"] {
            assert!(refuse(far, 5432, false).await.is_ok(), "{far}");
        }
    }
}
