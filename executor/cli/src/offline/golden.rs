//! The files of a case that an update writes: compared, as a unified diff where they differ, written.

use std::fs;
use std::path::Path;

use similar::TextDiff;

use super::{Failure, OfflineError};

/// One such file.
pub struct Golden<'a> {
    pub name: &'static str,
    /// As it is in the folder; `None` where it is missing.
    pub expected: Option<&'a str>,
    /// As it has to be.
    pub actual: String,
}

impl Golden<'_> {
    /// Byte for byte, but for what a checkout on Windows does to line breaks.
    pub fn compare(&self) -> Option<Failure> {
        let Self { name, actual, .. } = self;
        let Some(expected) = self.expected else {
            return Some(Failure::File(format!(
                "{name} is missing; run with --update to write it, then read what it says"
            )));
        };
        let expected = expected.replace("\r\n", "\n");
        if expected == *actual {
            return None;
        }
        let format = |text: &str| {
            let (_, format) = text.lines().next()?.split_once("format: ")?;
            Some(format.to_owned())
        };
        Some(match (format(&expected), format(actual)) {
            (Some(found), Some(read)) if found != read => Failure::File(format!(
                "{name} says format `{found}`, this program reads `{read}`; run with --update to write it again"
            )),
            _ => Failure::Differs(difference(name, &expected, actual)),
        })
    }

    pub fn write(&self, dir: &Path) -> Result<(), OfflineError> {
        let path = dir.join(self.name);
        fs::write(&path, &self.actual).map_err(|source| OfflineError::Write { path, source })
    }
}

/// The diff, `-` what was expected and `+` what planning gives, with the role each hunk is about.
fn difference(name: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    let mut out = format!("--- {name}\n+++ as planned now\n");
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let first = hunk.ops().first().map_or(0, |op| op.new_range().start);
        let heading = |line| str::strip_prefix(line, "# ");
        let role = new
            .lines()
            .take(first + 1)
            .skip(1)
            .filter_map(heading)
            .last();
        let header = hunk.header().to_string();
        out.push_str(header.trim_end());
        if let Some(role) = role {
            out.push(' ');
            out.push_str(role);
        }
        out.push('\n');
        for change in hunk.iter_changes() {
            out.push_str(&format!("{}{}", change.tag(), change.value()));
        }
    }
    out
}
