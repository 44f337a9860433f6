//! The options that every command takes.

use std::path::PathBuf;
use std::time::Duration;

use clap::builder::FalseyValueParser;
use clap::{ArgAction, Args, Parser, ValueEnum};
use jiff::{Span, SpanRelativeTo};
use planner::desired::Prefix;

use super::commands::Command;
use super::home;
use cluster::connect::Limits;
use cluster::snapshot::DEFAULT_CONNECTIONS;

const HEADING: &str = "Global options";

/// Plans and applies PostgreSQL roles across clusters: plan, read the SQL, apply exactly that, keep
/// the record.
///
/// A first run:
///
///   rolewright resources import -f inventory.csv
///   rolewright credentials set analytics --user postgres
///   rolewright plan analytics --role ro --scopes analytics.public --privileges SELECT -o result.yaml
///   rolewright apply -f result.yaml
///
/// The product of a command goes to stdout, all else to stderr. Exit codes: 0 done or in sync,
/// 1 an error or any item failed, 2 changes pending (`plan --detailed-exitcode`), 3 a stale plan: the
/// cluster changed, 4 a plan that was edited or belongs elsewhere, 64 a command line that makes no
/// sense, 130 interrupted.
#[derive(Debug, Parser)]
#[command(
    name = "rolewright",
    version,
    verbatim_doc_comment,
    max_term_width = 110
)]
pub struct Cli {
    #[command(flatten)]
    pub global: GlobalArgs,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Clone, Debug, Args)]
#[command(next_help_heading = HEADING)]
pub struct GlobalArgs {
    /// Where the store and its key are [default: the platform's data directory]
    #[arg(
        long,
        global = true,
        env = home::VARIABLE,
        hide_env_values = true,
        value_name = "DIR"
    )]
    pub home: Option<PathBuf>,

    /// The store, where it is in PostgreSQL: `postgres://user@host/database`. Its password belongs in
    /// libpq's password file, or in the value of ROLEWRIGHT_STORE [default: a file in the home]
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        env = "ROLEWRIGHT_STORE",
        hide_env_values = true,
        value_name = "URL"
    )]
    pub store: Option<String>,

    /// Print JSON with a versioned `format`, errors too
    #[arg(long, global = true, env = "ROLEWRIGHT_JSON", hide_env_values = true,
        action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub json: bool,

    /// Say nothing on stderr but warnings and errors
    #[arg(short, long, global = true, env = "ROLEWRIGHT_QUIET", hide_env_values = true,
        action = ArgAction::SetTrue, value_parser = FalseyValueParser::new())]
    pub quiet: bool,

    /// Log to stderr what is done; twice for more. `ROLEWRIGHT_LOG` takes a filter such as
    /// `cluster=debug`. Nothing secret is ever logged
    #[arg(short, long, global = true, action = ArgAction::Count)]
    pub verbose: u8,

    /// Color the output; `auto` means on a terminal, unless NO_COLOR is set
    #[arg(long, global = true, env = "ROLEWRIGHT_COLOR", hide_env_values = true,
        value_name = "WHEN", value_enum, default_value_t = Color::Auto)]
    pub color: Color,

    /// What role names start with
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_ROLE_PREFIX", hide_env_values = true,
        value_name = "PREFIX", default_value = planner::desired::DEFAULT_PREFIX,
        value_parser = Prefix::new)]
    pub role_prefix: Prefix,

    /// Connections to one cluster at a time
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_CONNECTIONS", hide_env_values = true,
        value_name = "N", default_value_t = DEFAULT_CONNECTIONS as u64,
        value_parser = clap::value_parser!(u64).range(1..=1000))]
    pub connections: u64,

    /// How long connecting may take [default: PGCONNECT_TIMEOUT, else 10s]
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_CONNECT_TIMEOUT", hide_env_values = true,
        value_name = "TIME", value_parser = duration)]
    pub connect_timeout: Option<Duration>,

    /// How long a command may take that prints a password, or takes one
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_COMMAND_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "30s", value_parser = duration)]
    pub command_timeout: Duration,

    /// How long to wait for one lock
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_LOCK_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "10s", value_parser = duration)]
    pub lock_timeout: Duration,

    /// How long an apply waits for another one of the same role
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_ROLE_LOCK_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub role_lock_timeout: Duration,

    /// How long to wait for another process that writes to the store
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_STORE_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "5s", value_parser = duration)]
    pub store_timeout: Duration,

    /// How long one statement may take
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_STATEMENT_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "5m", value_parser = duration)]
    pub statement_timeout: Duration,

    /// How much longer than its own limits a silent server is waited for, before it is asked to
    /// cancel, and again before the connection is given up
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_GRACE_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "5s", value_parser = duration)]
    pub grace_timeout: Duration,

    /// How long an apply asks again for a server that went away meanwhile, to look what is there, or
    /// that has no connection free
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_RECONNECT_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "30s", value_parser = duration)]
    pub reconnect_timeout: Duration,

    /// How long a COMMIT may wait for a synchronous standby; then it is cancelled, which leaves it
    /// committed on the server itself, and the record says so
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_COMMIT_TIMEOUT", hide_env_values = true,
        value_name = "TIME", default_value = "60s", value_parser = duration)]
    pub commit_timeout: Duration,

    /// How long a plan may be applied
    #[arg(long, global = true, hide_short_help = true, env = "ROLEWRIGHT_PLAN_TTL", hide_env_values = true,
        value_name = "TIME", default_value = "24h", value_parser = duration)]
    pub plan_ttl: Duration,

    /// The database to start from [default: postgres, or template1 where that is missing]
    #[arg(
        long,
        global = true,
        hide_short_help = true,
        env = "ROLEWRIGHT_MAINTENANCE_DB",
        hide_env_values = true,
        value_name = "NAME"
    )]
    pub maintenance_db: Option<String>,
}

/// When to color.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl GlobalArgs {
    /// Timeouts, with the defaults for what was not given.
    pub fn limits(&self) -> Limits {
        let default = Limits::default();
        Limits {
            connect: self.connect_timeout.unwrap_or(default.connect),
            command: self.command_timeout,
            lock: self.lock_timeout,
            statement: self.statement_timeout,
            grace: self.grace_timeout,
            reconnect: self.reconnect_timeout,
            commit: self.commit_timeout,
            ..default
        }
    }
}

/// `10s`, `1m 30s`, `24h`, `7d`: more than nothing, at most ten years.
fn duration(text: &str) -> Result<Duration, String> {
    const LONGEST: Duration = Duration::from_secs(10 * 366 * 24 * 3600);
    let wrong = |_| "write a number and its unit, such as 500ms, 10s, 5m, 24h or 7d".to_owned();
    let span: Span = text.trim().parse().map_err(wrong)?;
    let signed = span
        .to_duration(SpanRelativeTo::days_are_24_hours())
        .map_err(wrong)?;
    let time =
        Duration::try_from(signed).map_err(|_| "it has to be more than nothing".to_owned())?;
    if time < Duration::from_millis(1) {
        return Err("it has to be at least 1ms".to_owned());
    }
    if time > LONGEST {
        return Err("it has to be at most ten years".to_owned());
    }
    Ok(time)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_have_units_and_ends() {
        for (text, milliseconds) in [
            ("500ms", 500),
            ("10s", 10_000),
            ("1m 30s", 90_000),
            ("24h", 86_400_000),
            ("7d", 604_800_000),
        ] {
            assert_eq!(duration(text).unwrap().as_millis(), milliseconds, "{text}");
        }
        for text in ["", "10", "0s", "-5s", "soon", "100 years"] {
            assert!(duration(text).is_err(), "{text}");
        }
    }
}
