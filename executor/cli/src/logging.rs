//! Logs on stderr, for `-v` and `ROLEWRIGHT_LOG`.
//!
//! Only what this program logs itself is ever written, whatever the filter says: the drivers
//! beneath would log statements, and one of those holds a password verifier.

use std::io::{self, Write};

use planner::quote::display_lines;
use tracing_subscriber::filter::{EnvFilter, FilterExt, filter_fn};
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::{Layer, fmt, registry};

use super::error::{CommandError, ErrorKind};

/// The environment variable that holds a filter and wins over `-v`.
const VARIABLE: &str = "ROLEWRIGHT_LOG";

/// `json` here has each event written as a line of JSON.
const FORM: &str = "ROLEWRIGHT_LOG_FORMAT";

/// The crates whose logs are written.
const OURS: [&str; 7] = [
    "cli",
    "cluster",
    "hub",
    "ops",
    "planner",
    "rolewright",
    "store",
];

/// Standard error, where of what servers and files say nothing is left that a terminal would obey.
/// Each event is one call.
struct Plain;

impl Write for Plain {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = display_lines(&String::from_utf8_lossy(bytes));
        io::stderr().write_all(text.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stderr().flush()
    }
}

/// Starts logging where it is asked for.
///
/// # Errors
/// `ROLEWRIGHT_LOG` is no filter.
pub fn start(verbose: u8) -> Result<(), CommandError> {
    let given = std::env::var(VARIABLE)
        .ok()
        .filter(|text| !text.trim().is_empty());
    let filter = match (given, verbose) {
        (Some(text), _) => text,
        (None, 0) => return Ok(()),
        (None, 1) => "info".to_owned(),
        (None, 2) => "debug".to_owned(),
        (None, _) => "trace".to_owned(),
    };
    let filter = EnvFilter::try_new(&filter).map_err(|error| {
        CommandError::new(ErrorKind::Usage, format!("{VARIABLE} is no log filter"))
            .cause(error)
            .hint("write a level such as `debug`, or `cluster=trace`")
    })?;
    let ours = filter_fn(|metadata| {
        let root = metadata.target().split("::").next().unwrap_or_default();
        OURS.contains(&root)
    });
    let lines = fmt::layer().with_writer(|| Plain).with_ansi(false);
    let json = std::env::var(FORM).is_ok_and(|form| form == "json");
    let lines = match json {
        true => lines
            .json()
            .flatten_event(true)
            .with_filter(filter.and(ours))
            .boxed(),
        false => lines.with_filter(filter.and(ours)).boxed(),
    };
    // Not `init`: that would also take what the drivers say through the `log` crate.
    let _ = tracing::subscriber::set_global_default(registry().with(lines));
    Ok(())
}
