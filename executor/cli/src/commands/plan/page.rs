//! The plans as a page: the browser's plan view, with its data inside.

use std::path::{Path, PathBuf};

use jiff::Timestamp;
use planner::note::{Code, Note};
use planner::review::{PlanFailure, Report, Review};

use crate::error::{CommandError, ErrorKind};
use crate::files;
use crate::ui::Ui;
use ops::PlanEntry;

/// Stands in the page where the data belongs, once.
const MARKER: &str = "__ROLEWRIGHT_REPORT__";

#[cfg(report_page)]
const PAGE: Option<&str> = Some(include_str!(concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../page/report.html"
)));
#[cfg(not(report_page))]
const PAGE: Option<&str> = None;

/// A page that was asked for.
pub struct Page {
    path: PathBuf,
    open: bool,
    before: &'static str,
    after: &'static str,
}

impl Page {
    /// What the options ask for; says before any work where that cannot be done.
    ///
    /// # Errors
    /// A binary without the page, or a path that cannot be written.
    pub fn wanted(report: Option<&Path>, open: bool) -> Result<Option<Self>, CommandError> {
        if report.is_none() && !open {
            return Ok(None);
        }
        let Some((before, after)) = PAGE.and_then(|page| page.split_once(MARKER)) else {
            return Err(CommandError::new(
                ErrorKind::Error,
                "this binary was built without the report's page",
            )
            .hint(
                "build it with `make web build`; -o result.yaml holds the same plans for review",
            ));
        };
        let path = match report {
            Some(path) if path == Path::new("-") => {
                return Err(CommandError::usage(
                    "--report takes a file, not standard output",
                ));
            }
            Some(path) => path.to_owned(),
            None => folder_of_ours()?.join("plan.html"),
        };
        files::check_output(&path)?;
        Ok(Some(Self {
            path,
            open,
            before,
            after,
        }))
    }

    /// Writes the page, and opens it where that was asked for.
    ///
    /// # Errors
    /// It cannot be written. That no browser opens is only said.
    pub fn write(&self, entries: &[PlanEntry], ui: &Ui) -> Result<(), CommandError> {
        let now = Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let report = Report::new(now, entries.iter().map(review).collect());
        let data = serde_json::to_string(&report)
            .map_err(|error| CommandError::new(ErrorKind::Error, error.to_string()))?;
        let page = [self.before, &inside_html(&data), self.after].concat();
        files::write(&self.path, page.as_bytes())?;
        let shown = self.path.display();
        ui.status(format_args!("wrote {shown}"));
        if self.open && open::that_detached(&self.path).is_err() {
            ui.hint(format_args!(
                "no browser could be started; open {shown} in one"
            ));
        }
        Ok(())
    }
}

/// A new folder for temporary files that nobody else can look into: the page names what there is.
fn folder_of_ours() -> Result<PathBuf, CommandError> {
    let name = format!("rolewright-{}", uuid::Uuid::new_v4().simple());
    let folder = std::env::temp_dir().join(name);
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(&folder).map_err(|error| {
        let shown = folder.display();
        CommandError::new(ErrorKind::Error, format!("{shown} cannot be made: {error}"))
            .hint("name a file with --report")
    })?;
    Ok(folder)
}

/// JSON that no HTML parser can take for an end of the element it stands in.
fn inside_html(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn review(entry: &PlanEntry) -> Review {
    if let Some(review) = &entry.review {
        return review.as_ref().clone();
    }
    // The cluster could not be read: there is no plan to have reasons against.
    Review {
        failure: Some(PlanFailure {
            role: planner::quote::display(&format!("{}/{}", entry.resource, entry.role)),
            role_name: entry.role_name.as_str().into(),
            notes: vec![Note::new(
                Code::NotPlanned,
                entry.resource.clone(),
                entry.message.clone(),
                "",
            )],
        }),
        ..Review::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_data_cannot_end_its_element() {
        let text = inside_html(r#"{"a":"</script><!--\u{2028}"}"#);
        assert!(!text.contains('<') && text.contains(r"\u003c/script>"));
    }
}
