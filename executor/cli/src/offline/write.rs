//! The report for people: a line for each case, what is wrong with it, and a closing count.

use std::io::{self, Write};

use console::Style;
use planner::quote::display;

use super::{CaseResult, CaseResults, Failure, Verdict};

struct Styles {
    good: Style,
    bad: Style,
    new: Style,
    dim: Style,
}

impl Styles {
    fn new(color: bool) -> Self {
        let style = || Style::new().force_styling(color);
        Self {
            good: style().green(),
            bad: style().red(),
            new: style().yellow(),
            dim: style().dim(),
        }
    }
}

/// Writes the report. Whatever files and catalogs say, no control character of theirs gets out.
///
/// # Errors
/// Where `out` cannot be written to.
pub fn write(report: &CaseResults, out: &mut impl Write, color: bool) -> io::Result<()> {
    let styles = Styles::new(color);
    for case in &report.cases {
        one(case, out, &styles)?;
    }
    let counts = format!("{} passed, {} failed", report.passed(), report.failed());
    let style = if report.is_success() {
        &styles.good
    } else {
        &styles.bad
    };
    write!(out, "{}", style.apply_to(counts))?;
    match report.updated() {
        0 => writeln!(out),
        updated => writeln!(out, " ({updated} updated)"),
    }
}

fn one(case: &CaseResult, out: &mut impl Write, styles: &Styles) -> io::Result<()> {
    let name = display(&case.name);
    let failures = match &case.verdict {
        Verdict::Passed => return writeln!(out, "{} {name}", styles.good.apply_to("ok     ")),
        Verdict::Updated => return writeln!(out, "{} {name}", styles.new.apply_to("updated")),
        Verdict::Failed(failures) => failures,
    };
    writeln!(out, "{} {name}", styles.bad.apply_to("FAILED "))?;
    for failure in failures {
        match failure {
            Failure::File(text) | Failure::Broken(text) => {
                for line in text.lines() {
                    writeln!(out, "    {}", display(line))?;
                }
            }
            Failure::Differs(diff) => {
                for line in diff.lines() {
                    let style = match line.as_bytes().first() {
                        Some(b'+') => &styles.good,
                        Some(b'-') => &styles.bad,
                        Some(b'@') => &styles.dim,
                        _ => &Style::new(),
                    };
                    match line.trim_end() {
                        "" => writeln!(out)?,
                        line => writeln!(out, "    {}", style.apply_to(display(line)))?,
                    }
                }
            }
        }
    }
    Ok(())
}
