//! How often somebody may ask.

use std::net::IpAddr;
use std::num::NonZeroU32;

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::problem::{Kind, Problem};

/// More keys than this are forgotten as far as they are at rest.
const MANY: usize = 10_000;

/// How often somebody may ask.
pub(crate) struct Throttle {
    /// By user, or by address where nobody is logged in.
    requests: DefaultKeyedRateLimiter<String>,
    /// Logins, by address.
    from: DefaultKeyedRateLimiter<IpAddr>,
    /// Logins, by name: from however many addresses.
    names: DefaultKeyedRateLimiter<String>,
}

const fn some(number: u32) -> NonZeroU32 {
    match NonZeroU32::new(number) {
        Some(number) => number,
        None => NonZeroU32::MIN,
    }
}

impl Throttle {
    pub fn new() -> Self {
        let requests = Quota::per_second(some(100)).allow_burst(some(400));
        let logins = Quota::per_minute(some(10)).allow_burst(some(20));
        Self {
            requests: RateLimiter::keyed(requests),
            from: RateLimiter::keyed(logins),
            names: RateLimiter::keyed(Quota::per_minute(some(6)).allow_burst(some(10))),
        }
    }

    /// # Errors
    /// [`Kind::TooMany`].
    pub fn request(&self, who: &str) -> Result<(), Problem> {
        if self.requests.len() > MANY {
            self.requests.retain_recent();
        }
        let asked = self.requests.check_key(&who.to_owned());
        asked.map_err(|_| too_many("requests"))
    }

    /// # Errors
    /// [`Kind::TooMany`].
    pub fn login(&self, from: IpAddr, name: &str) -> Result<(), Problem> {
        if self.from.len() > MANY || self.names.len() > MANY {
            self.from.retain_recent();
            self.names.retain_recent();
        }
        let from = self.from.check_key(&from).is_ok();
        let name = self.names.check_key(&name.to_lowercase()).is_ok();
        match from && name {
            true => Ok(()),
            false => Err(too_many("logins")),
        }
    }
}

fn too_many(what: &str) -> Problem {
    Problem::new(Kind::TooMany, format!("too many {what} in a short time")).remedy("wait a moment")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn logins_are_bounded_by_name_and_by_address() {
        let throttle = Throttle::new();
        let address = |last| IpAddr::from([192, 0, 2, last]);
        let mut tried = 0;
        while throttle.login(address(tried), "Ana").is_ok() {
            tried += 1;
        }
        assert_eq!(tried, 10);
        assert!(throttle.login(address(200), "ana").is_err());
        assert!(throttle.login(address(201), "bo").is_ok());
        let mut tried = 0;
        while throttle.login(address(202), &format!("u{tried}")).is_ok() {
            tried += 1;
        }
        assert_eq!(tried, 20);
    }
}
