//! What clap has to say itself: help and version, which are products, and usage errors.

use std::io::{IsTerminal, Write};
use std::process::ExitCode;

use clap::ColorChoice;
use clap::error::ErrorKind as ClapKind;

use planner::quote::display_lines;

use super::error::{CommandError, ErrorKind};
use super::exit::Exit;
use super::ui::error_json;

/// What is known of the command line before clap has understood it.
pub struct Early {
    json: bool,
    color: ColorChoice,
}

impl Early {
    /// Looks for `--json` and `--color` in argv, and `ROLEWRIGHT_JSON`: an error about the command
    /// line has to be written as the command line asks.
    pub fn look() -> Self {
        let mut args: Vec<String> = Vec::new();
        for arg in std::env::args_os().skip(1) {
            if arg == "--" {
                break;
            }
            args.push(arg.to_string_lossy().into_owned());
        }
        let by_variable = std::env::var("ROLEWRIGHT_JSON")
            .is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false" | "no" | "off"));
        let color = args.iter().enumerate().find_map(|(at, arg)| {
            arg.strip_prefix("--color=")
                .map(str::to_owned)
                .or_else(|| (arg == "--color").then(|| args.get(at + 1).cloned())?)
        });
        Self {
            json: by_variable || args.iter().any(|arg| arg == "--json"),
            color: match color.as_deref() {
                Some("always") => ColorChoice::Always,
                Some("never") => ColorChoice::Never,
                _ => ColorChoice::Auto,
            },
        }
    }

    /// For clap's own help and errors.
    pub fn clap_color(&self) -> ColorChoice {
        self.color
    }
}

/// Prints what clap found: help or version on stdout, an error on stderr (with `--json`, on stdout
/// as JSON).
pub fn report(error: &clap::Error, early: &Early) -> ExitCode {
    if !error.use_stderr() {
        // A closed pipe (`--help | head`) is no failure.
        let _ = error.print();
        return Exit::Done.into();
    }
    let no_command = error.kind() == ClapKind::DisplayHelpOnMissingArgumentOrSubcommand;
    if early.json && !(no_command && std::io::stdout().is_terminal()) {
        let mut tips = tips(error);
        tips.push("see `rolewright --help`".to_owned());
        let mut error = CommandError::new(ErrorKind::Usage, first_paragraph(error, no_command));
        error.hints = tips;
        let _ = writeln!(std::io::stdout(), "{}", error_json(&error));
    } else {
        print(error);
    }
    Exit::Usage.into()
}

/// In clap's colors, unless what it quotes would reach the terminal as more than text.
fn print(error: &clap::Error) {
    let text = error.render().to_string();
    let shown = display_lines(&text);
    let _ = match shown == text {
        true => error.print(),
        false => write!(std::io::stderr(), "{shown}"),
    };
}

/// What clap takes to have been meant.
fn tips(error: &clap::Error) -> Vec<String> {
    let text = error.render().to_string();
    let tips = text
        .lines()
        .filter_map(|line| line.trim().strip_prefix("tip: "));
    tips.map(str::to_owned).collect()
}

fn first_paragraph(error: &clap::Error, no_command: bool) -> String {
    if no_command {
        return "a command is missing".to_owned();
    }
    let text = error.render().to_string();
    let text = text.strip_prefix("error: ").unwrap_or(&text);
    let first: Vec<_> = text
        .lines()
        .take_while(|line| !line.trim().is_empty())
        .map(str::trim)
        .collect();
    first.join(" ")
}
