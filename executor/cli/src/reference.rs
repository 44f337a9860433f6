//! docs/cli-reference.md, made from what clap knows, so that it cannot lag behind.

use std::fmt::Write as _;

use clap::{Arg, ArgAction, Command};

const INTRODUCTION: &str = "<!-- Made by `rolewright`'s own argument parser. Do not edit: \
`ROLEWRIGHT_UPDATE=1 cargo test -p rolewright --test cli reference` writes it anew. -->\n\n";

/// The whole reference.
pub fn markdown(mut command: Command) -> String {
    command = command.disable_help_subcommand(true);
    command.build();
    let mut out = String::from(INTRODUCTION);
    out.push_str("# rolewright: command-line reference\n");
    describe(&mut out, &command);
    out.push_str("\n## Commands\n\n");
    index(&mut out, &command, 0);
    out.push_str("\n## Global options\n\nEvery command takes these.\n\n");
    for arg in command.get_arguments().filter(|arg| arg.is_global_set()) {
        option(&mut out, arg);
    }
    for sub in command.get_subcommands() {
        section(&mut out, sub, &command);
    }
    out
}

fn index(out: &mut String, command: &Command, depth: usize) {
    for sub in command.get_subcommands() {
        let name = full_name(sub);
        let anchor = name.replace(' ', "-");
        let about = sub.get_about().map(ToString::to_string).unwrap_or_default();
        let indent = "  ".repeat(depth);
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "{indent}- [`{name}`](#{anchor}): {}", one_line(&about));
        index(out, sub, depth + 1);
    }
}

fn section(out: &mut String, command: &Command, root: &Command) {
    let name = full_name(command);
    let _ = write!(out, "\n## {name}\n");
    if name.starts_with("rolewright resources ")
        && let Some(same) = root.find_subcommand(command.get_name())
    {
        let same = full_name(same);
        let _ = writeln!(
            out,
            "\nThe same as [`{same}`](#{}).",
            same.replace(' ', "-")
        );
        return;
    }
    describe(out, command);
    let usage = command.clone().render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let _ = write!(out, "\n```text\n{usage}\n```\n");
    let own: Vec<_> = command
        .get_arguments()
        .filter(|arg| !arg.is_global_set() && !arg.is_hide_set() && arg.get_id() != "help")
        .collect();
    if !own.is_empty() {
        out.push('\n');
    }
    for arg in own {
        option(out, arg);
    }
    for sub in command.get_subcommands() {
        section(out, sub, root);
    }
}

/// The long help; lines indented by two or more become code.
fn describe(out: &mut String, command: &Command) {
    let text = command.get_long_about().or_else(|| command.get_about());
    let text = text.map(ToString::to_string).unwrap_or_default();
    let mut code = false;
    out.push('\n');
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let indented = line.starts_with("  ");
        // A blank line between two code lines belongs to the code.
        let blank_inside = code
            && line.trim().is_empty()
            && lines.peek().is_some_and(|next| next.starts_with("  "));
        if indented && !code {
            out.push_str("```text\n");
        } else if code && !indented && !blank_inside {
            out.push_str("```\n");
        }
        code = indented || blank_inside;
        out.push_str(if code {
            line.strip_prefix("  ").unwrap_or(line)
        } else {
            line
        });
        out.push('\n');
    }
    if code {
        out.push_str("```\n");
    }
}

fn option(out: &mut String, arg: &Arg) {
    if arg.get_id() == "help" || arg.get_id() == "version" || arg.is_hide_set() {
        return;
    }
    let value = value_of(arg);
    let mut names = Vec::new();
    names.extend(arg.get_short().map(|short| format!("`-{short}`")));
    names.extend(arg.get_long().map(|long| format!("`--{long}{value}`")));
    if arg.is_positional() {
        names.push(format!("`{}`", value.trim()));
    }
    let help = arg.get_long_help().or_else(|| arg.get_help());
    let help = help.map(ToString::to_string).unwrap_or_default();
    let _ = write!(out, "- {}: {}", names.join(", "), one_line(&help));
    let choices: Vec<_> = arg
        .get_possible_values()
        .iter()
        .filter(|value| takes_value(arg) && !value.is_hide_set())
        .map(|value| format!("`{}`", value.get_name()))
        .collect();
    if !choices.is_empty() {
        let _ = write!(out, "; one of {}", choices.join(", "));
    }
    let defaults: Vec<_> = arg
        .get_default_values()
        .iter()
        .map(|v| v.to_string_lossy())
        .collect();
    if takes_value(arg) && !defaults.is_empty() {
        let _ = write!(out, "; default `{}`", defaults.join(","));
    }
    if let Some(variable) = arg.get_env() {
        let _ = write!(out, "; environment `{}`", variable.to_string_lossy());
    }
    out.push('\n');
}

fn takes_value(arg: &Arg) -> bool {
    matches!(arg.get_action(), ArgAction::Set | ArgAction::Append)
}

fn value_of(arg: &Arg) -> String {
    if !takes_value(arg) {
        return String::new();
    }
    let names = arg.get_value_names().unwrap_or_default();
    let shown: Vec<_> = names.iter().map(|name| format!("<{name}>")).collect();
    format!(" {}", shown.join(" "))
}

fn full_name(command: &Command) -> String {
    command
        .get_bin_name()
        .unwrap_or_else(|| command.get_name())
        .to_owned()
}

fn one_line(text: &str) -> String {
    text.lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
