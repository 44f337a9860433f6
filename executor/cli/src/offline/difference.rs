//! What differs, as a unified diff of both documents in one layout.

use planner::case::Expected;
use similar::TextDiff;

/// The diff, `-` what was expected and `+` what planning gives, with the role each hunk is about.
pub fn difference(expected: &Expected, actual: &Expected) -> String {
    let (old, new) = (text(expected), text(actual));
    let diff = TextDiff::from_lines(&old, &new);
    let mut out = String::from("--- expected.yaml\n+++ as planned now\n");
    for hunk in diff.unified_diff().context_radius(3).iter_hunks() {
        let first = hunk.ops().first().map_or(0, |op| op.new_range().start);
        let role = new
            .lines()
            .take(first + 1)
            .filter_map(|line| line.strip_prefix("- role: "))
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

fn text(expected: &Expected) -> String {
    expected
        .to_yaml()
        .unwrap_or_else(|e| format!("it cannot be written: {e}\n"))
}
