//! Room for connections, and the standbys that a COMMIT waits for.

use std::time::Duration;

use cluster::connect::Health;

use super::checks::Check;

/// An apply keeps its role's lock on one connection and works in the maintenance database on another.
const BESIDE: i64 = 2;

pub fn connections(health: &Health, budget: u64) -> Check {
    const NAME: &str = "connections";
    let room = &health.room;
    let left = room.left;
    let says = format!(
        "{left} connections are left for this account ({})",
        room.bound
    );
    let more = "close sessions that nobody needs, or raise the limit";
    if left <= BESIDE {
        return Check::refused(
            NAME,
            format!("{says}, and an apply needs {} at least", BESIDE + 1),
            more,
        );
    }
    let wanted = i64::try_from(budget)
        .unwrap_or(i64::MAX)
        .saturating_add(BESIDE);
    if left < wanted {
        return Check::warning(
            NAME,
            format!(
                "{says}, and up to {wanted} are used at once: an apply to many databases is done in more waves"
            ),
            format!("{more}, or use fewer (`--connections`)"),
        );
    }
    Check::ok(NAME, says)
}

pub fn synchronous(health: &Health, commit: Duration) -> Check {
    const NAME: &str = "synchronous";
    let synchronous = &health.synchronous;
    let setting = health.settings.get("synchronous_commit");
    let waits = setting.is_none_or(|s| !matches!(s.as_str(), "off" | "local"));
    if synchronous.wanted == 0 {
        return Check::ok(NAME, "a COMMIT waits for no standby");
    }
    let names = &synchronous.names;
    if !waits {
        return Check::ok(
            NAME,
            format!(
                "synchronous_standby_names is {names:?}, and this account does not wait for them"
            ),
        );
    }
    let (wanted, attached) = (synchronous.wanted, synchronous.attached);
    // Only with pg_read_all_stats is it seen which standbys are there.
    if !health.account.sees_activity {
        return Check::warning(
            NAME,
            format!(
                "a COMMIT waits for {wanted} of {names:?}, and this account may not see whether they are there"
            ),
            "GRANT pg_read_all_stats to it",
        );
    }
    match synchronous.is_missing() {
        true => Check::warning(
            NAME,
            format!(
                "a COMMIT waits for {wanted} of {names:?}, and {attached} are there: each would be cancelled after {} s, committed on this server alone",
                commit.as_secs()
            ),
            "have the standbys back first, or change synchronous_standby_names",
        ),
        false => Check::ok(
            NAME,
            format!("a COMMIT waits for {wanted} of {names:?}, which are there"),
        ),
    }
}
