//! What was looked at, whether it is well, and what to do where it is not.

use std::time::Duration;

use cluster::connect::{Health, Pooling, Vouched};
use serde::Serialize;

use super::room::{connections, synchronous};
use super::waits::{locks, settings, triggers};

/// How it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Well.
    Ok,
    /// An apply works, and somebody should know this.
    Warning,
    /// An apply would be refused, or fail for certain.
    Refused,
}

/// One thing that was looked at.
#[derive(Debug, Serialize)]
pub struct Check {
    /// What was looked at.
    pub check: &'static str,
    /// How it is.
    pub state: State,
    /// In a sentence.
    pub says: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub todo: Option<String>,
}

/// What the caller wants to know it for.
pub struct Asked<'a> {
    /// What the names of our roles begin with.
    pub prefix: &'a str,
    /// Databases at once.
    pub budget: u64,
    /// How long a COMMIT may wait.
    pub commit: Duration,
}

impl Check {
    pub fn ok(check: &'static str, says: impl Into<String>) -> Self {
        Self {
            check,
            state: State::Ok,
            says: says.into(),
            todo: None,
        }
    }

    pub fn warning(check: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            state: State::Warning,
            todo: Some(todo.into()),
            ..Self::ok(check, says)
        }
    }

    pub fn refused(check: &'static str, says: impl Into<String>, todo: impl Into<String>) -> Self {
        Self {
            state: State::Refused,
            ..Self::warning(check, says, todo)
        }
    }
}

/// All of them.
pub fn checks(health: &Health, asked: Asked<'_>) -> Vec<Check> {
    let mut all = vec![
        version(health),
        tls(health),
        standby(health),
        rights(health),
        clock(health),
        pooler(health),
        connections(health, asked.budget),
        synchronous(health, asked.commit),
    ];
    all.extend(administered(health, asked.prefix));
    all.extend(settings(health));
    all.extend(triggers(health));
    all.extend(locks(health));
    all
}

fn version(health: &Health) -> Check {
    const NEWEST: u32 = 18;
    let says = format!("PostgreSQL {}", health.server_version);
    // An older one than we support lets nobody in here.
    match health.version_num / 10_000 > NEWEST {
        true => Check::warning(
            "version",
            format!("{says} is newer than what is tested, up to {NEWEST}"),
            "read the SQL of a plan with care, or use a newer rolewright",
        ),
        false => Check::ok("version", format!("{says} is supported")),
    }
}

fn tls(health: &Health) -> Check {
    const VERIFY: &str = "set PGSSLMODE=verify-full and PGSSLROOTCERT";
    if health.is_local {
        return Check::ok("tls", "a Unix socket takes no TLS, and needs none");
    }
    let Some(tls) = &health.tls else {
        return Check::warning(
            "tls",
            "TLS is off: who can listen on the way sees what is planned and applied, though no password",
            VERIFY,
        );
    };
    let version = tls.version.as_deref().unwrap_or("TLS");
    let cipher = tls.cipher.as_ref().map(|c| format!(" with {c}"));
    let on = format!("{version}{}", cipher.unwrap_or_default());
    match tls.certificate.as_ref().map(|c| &c.vouched) {
        Some(Vouched::ForName(root)) => Check::ok(
            "tls",
            format!("{on}, the certificate is for this host, vouched for by {root}"),
        ),
        Some(Vouched::ForChain(root)) => Check::warning(
            "tls",
            format!(
                "{on}, the certificate is vouched for by {root}, and the host's name was not compared"
            ),
            "set PGSSLMODE=verify-full",
        ),
        Some(Vouched::ByNobody) | None => Check::warning(
            "tls",
            format!("{on}, and the certificate was not verified: it may be anybody's"),
            VERIFY,
        ),
    }
}

/// Whether it can be changed at all.
pub fn standby(health: &Health) -> Check {
    match health.in_recovery {
        true => Check::refused(
            "standby",
            "this is a standby: plans work, an apply is refused",
            "point the resource at the primary",
        ),
        false => Check::ok("standby", "this is a primary"),
    }
}

/// Whether the account can make roles.
pub fn rights(health: &Health) -> Check {
    let account = &health.account;
    let user = &health.user;
    match (account.superuser, account.createrole) {
        (true, _) => Check::ok("rights", format!("{user} is a superuser")),
        (false, true) => Check::ok("rights", format!("{user} has CREATEROLE")),
        (false, false) => Check::warning(
            "rights",
            "the admin account is neither superuser nor CREATEROLE, so it cannot make roles, only grant what is its own",
            format!(
                "ALTER ROLE {} CREATEROLE, or store another account",
                planner::quote::ident(user.as_str())
            ),
        ),
    }
}

/// From 16 on CREATEROLE alone does not change others' roles.
fn administered(health: &Health, prefix: &str) -> Option<Check> {
    let ours = format!("{prefix}_");
    let all = health.account.not_administered.iter();
    let names: Vec<_> = all
        .filter(|role| role.as_str().starts_with(&ours))
        .map(ToString::to_string)
        .collect();
    let first = names.get(..3).unwrap_or(&names).join(", ");
    (!names.is_empty()).then(|| {
        Check::warning(
            "rights",
            format!(
                "{} lacks ADMIN OPTION on {} roles named {ours}…, and cannot change them: {first}{}",
                health.user,
                names.len(),
                if names.len() > 3 { ", …" } else { "" }
            ),
            format!(
                "a superuser can GRANT each of them TO {} WITH ADMIN OPTION",
                planner::quote::ident(health.user.as_str())
            ),
        )
    })
}

fn clock(health: &Health) -> Check {
    const MUCH_MS: f64 = 5000.0;
    let clock = &health.clock;
    let way = if clock.ahead_ms < 0.0 {
        "behind"
    } else {
        "ahead of"
    };
    let says = format!(
        "the server's clock is {:.0} ms {way} ours, give or take {:.0} ms",
        clock.ahead_ms.abs(),
        clock.give_or_take_ms
    );
    match clock.off_by_ms() > MUCH_MS {
        true => Check::warning(
            "clock",
            format!("{says}; a plan's expiry is judged by the server's"),
            "have both clocks set by NTP",
        ),
        false => Check::ok("clock", says),
    }
}

fn pooler(health: &Health) -> Check {
    match health.pooling {
        Pooling::None => Check::ok("pooler", "no pooler is in between"),
        Pooling::Transaction => Check::ok(
            "pooler",
            "a pooler in transaction mode is in between; it carries plans and applies",
        ),
        Pooling::Some | Pooling::Unknown => Check::warning(
            "pooler",
            "a pooler is in between, and whether it gives each transaction another session is not known",
            "where it has a pool that is small, connect to the server itself",
        ),
    }
}
