//! What `health` prints: as JSON for programs, and in groups for people.

use std::collections::BTreeMap;

use cluster::connect::{Blocker, Health, Pooling, Vouched};
use serde::Serialize;

use super::checks::{Check, State};
use crate::error::CommandError;

/// `rolewright/health/2`. Words of checks may change, their names and states do not.
#[derive(Serialize)]
pub struct Report<'a> {
    status: &'static str,
    resource: String,
    checks: &'a [Check],
    facts: Facts<'a>,
}

#[derive(Serialize)]
struct Facts<'a> {
    server_version: &'a str,
    version_num: u32,
    database: &'a str,
    user: &'a str,
    /// `stored`, `command`, `pgpass`, `none`, `libpq`.
    password: &'static str,
    superuser: bool,
    createrole: bool,
    createrole_self_grant: Option<&'a str>,
    signals_others: bool,
    sees_others: bool,
    reads_verifiers: bool,
    standby: bool,
    pooler: &'static str,
    tls: Option<Tls<'a>>,
    clock_ahead_ms: f64,
    clock_give_or_take_ms: f64,
    connections: Connections<'a>,
    synchronous_standby_names: &'a str,
    synchronous_standbys: i64,
    settings: &'a BTreeMap<String, String>,
    event_triggers: Vec<&'a str>,
    locks: Vec<Lock<'a>>,
    connect_ms: f64,
    latency_ms: f64,
    /// Not known where a pooler is in between, which takes a second login to look at.
    round_trips_after_login: Option<u32>,
}

#[derive(Serialize)]
struct Tls<'a> {
    version: Option<&'a str>,
    cipher: Option<&'a str>,
    certificate: Option<&'a str>,
    valid_until: Option<&'a str>,
    /// `no`, `chain`, `chain and name`.
    verified: &'static str,
    root: Option<&'a str>,
}

#[derive(Serialize)]
struct Connections<'a> {
    max: i64,
    reserved: i64,
    used: i64,
    left: i64,
    bound: &'a str,
}

#[derive(Serialize)]
struct Lock<'a> {
    pid: Option<i32>,
    database: Option<&'a str>,
    user: Option<&'a str>,
    application: &'a str,
    since: Option<&'a str>,
    query: &'a str,
    waits: bool,
    apply: bool,
    locks: &'a [String],
}

/// For people: what is not well first.
#[derive(Serialize)]
struct Text<'a> {
    status: &'static str,
    resource: &'a str,
    #[serde(rename = "cannot apply", skip_serializing_if = "Vec::is_empty")]
    refused: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    ok: Vec<String>,
    facts: &'a Facts<'a>,
}

impl<'a> Report<'a> {
    pub fn new(resource: String, health: &'a Health, checks: &'a [Check]) -> Self {
        let refused = checks.iter().any(|c| c.state == State::Refused);
        Self {
            status: if refused { "cannot apply" } else { "ok" },
            resource,
            checks,
            facts: Facts::of(health),
        }
    }

    /// YAML, in groups.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn text(&self, checks: &[Check]) -> Result<String, CommandError> {
        let of = |state: State| {
            let these = checks.iter().filter(move |c| c.state == state);
            let lines = these.map(|check| match &check.todo {
                Some(todo) => format!("{}: {}; {todo}", check.check, check.says),
                None => format!("{}: {}", check.check, check.says),
            });
            lines.collect()
        };
        Ok(serde_yaml::to_string(&Text {
            status: self.status,
            resource: &self.resource,
            refused: of(State::Refused),
            warnings: of(State::Warning),
            ok: of(State::Ok),
            facts: &self.facts,
        })?)
    }
}

impl<'a> Facts<'a> {
    fn of(health: &'a Health) -> Self {
        // Whole microseconds are plenty.
        let round = |ms: f64| (ms * 1e3).round() / 1e3;
        let account = &health.account;
        let room = &health.room;
        Self {
            server_version: &health.server_version,
            version_num: health.version_num,
            database: health.database.as_str(),
            user: health.user.as_str(),
            password: health.password_from,
            superuser: account.superuser,
            createrole: account.createrole,
            createrole_self_grant: account.self_grant.as_deref(),
            signals_others: account.signals,
            sees_others: account.sees_activity,
            reads_verifiers: account.reads_verifiers,
            standby: health.in_recovery,
            pooler: match health.pooling {
                Pooling::None => "none",
                Pooling::Transaction => "transaction mode",
                Pooling::Some | Pooling::Unknown => "in between",
            },
            tls: health.tls.as_ref().map(Tls::of),
            clock_ahead_ms: round(health.clock.ahead_ms),
            clock_give_or_take_ms: round(health.clock.give_or_take_ms),
            connections: Connections {
                max: room.most,
                reserved: room.reserved,
                used: room.used,
                left: room.left,
                bound: room.bound,
            },
            synchronous_standby_names: &health.synchronous.names,
            synchronous_standbys: health.synchronous.attached,
            settings: &health.settings,
            event_triggers: health.event_triggers.iter().map(|t| t.0.as_str()).collect(),
            locks: health.blockers.iter().map(Lock::of).collect(),
            connect_ms: round(health.connect_time.as_secs_f64() * 1e3),
            latency_ms: round(health.latency.as_secs_f64() * 1e3),
            round_trips_after_login: (health.pooling == Pooling::None).then_some(1),
        }
    }
}

impl<'a> Tls<'a> {
    fn of(tls: &'a cluster::connect::Tls) -> Self {
        let certificate = tls.certificate.as_ref();
        let (verified, root) = match certificate.map(|c| &c.vouched) {
            Some(Vouched::ForName(root)) => ("chain and name", Some(root.as_str())),
            Some(Vouched::ForChain(root)) => ("chain", Some(root.as_str())),
            Some(Vouched::ByNobody) | None => ("no", None),
        };
        Self {
            version: tls.version.as_deref(),
            cipher: tls.cipher.as_deref(),
            certificate: certificate.map(|c| c.subject.as_str()),
            valid_until: certificate.map(|c| c.valid_until.as_str()),
            verified,
            root,
        }
    }
}

impl<'a> Lock<'a> {
    fn of(blocker: &'a Blocker) -> Self {
        Self {
            pid: blocker.pid,
            database: blocker.database.as_deref(),
            user: blocker.user.as_deref(),
            application: &blocker.application,
            since: blocker.since.as_deref(),
            query: &blocker.query,
            waits: blocker.waits,
            apply: blocker.is_apply,
            locks: &blocker.held,
        }
    }
}
