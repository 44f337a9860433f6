//! Reads the files of one case folder.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use planner::quote::display;

use super::old;

/// More than any snapshot needs (10,000 tables take about 1 MB); what is larger is no case file.
const MAX_BYTES: u64 = 64 * 1024 * 1024;

/// The texts of a folder.
#[derive(Debug, Default)]
pub struct Texts {
    pub plan: String,
    pub catalog: Option<String>,
    /// By resource.
    pub catalogs: BTreeMap<String, String>,
    pub outcomes: Option<String>,
    pub expected: Option<String>,
    pub session: Option<String>,
    /// There is an `expected.yaml` of a version before.
    pub old: bool,
}

/// Reads them. The error is the sentence to show: which file, and why.
pub fn read(dir: &Path) -> Result<Texts, String> {
    let mut texts = Texts {
        plan: text(dir, "plan.yaml")?.ok_or("plan.yaml: it is gone")?,
        catalog: text(dir, "catalog.json")?,
        outcomes: text(dir, "outcomes.yaml")?,
        expected: text(dir, "expected.txt")?,
        session: text(dir, "session.yaml")?,
        old: text(dir, old::NAME).is_ok_and(|text| text.as_deref().is_some_and(old::is_ours)),
        ..Texts::default()
    };
    let entries = fs::read_dir(dir).map_err(|e| format!("the folder cannot be listed: {e}"))?;
    for entry in entries {
        let entry = entry.map_err(|e| format!("the folder cannot be listed: {e}"))?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let resource = name
            .strip_prefix("catalog.")
            .and_then(|rest| rest.strip_suffix(".json"));
        if let Some(resource) = resource
            && let Some(catalog) = text(dir, &name)?
        {
            texts.catalogs.insert(resource.to_owned(), catalog);
        }
    }
    Ok(texts)
}

/// One file's text; `None` where it is not there.
fn text(dir: &Path, name: &str) -> Result<Option<String>, String> {
    let path = dir.join(name);
    let shown = display(name);
    let failed = |e: std::io::Error| format!("{shown}: cannot be read: {e}");
    let meta = match fs::metadata(&path) {
        Ok(meta) => meta,
        Err(e) if e.kind() == std::io::ErrorKind::NotFound && !path.is_symlink() => {
            return Ok(None);
        }
        Err(e) => return Err(failed(e)),
    };
    // Opening a pipe or a device could wait for ever.
    if !meta.is_file() {
        return Err(format!("{shown}: it is not a file"));
    }
    let too_large = || format!("{shown}: it is over {} MB large", MAX_BYTES / 1024 / 1024);
    if meta.len() > MAX_BYTES {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let file = fs::File::open(&path).map_err(failed)?;
    file.take(MAX_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(failed)?;
    if bytes.len() as u64 > MAX_BYTES {
        return Err(too_large());
    }
    String::from_utf8(bytes).map(Some).map_err(|e| {
        let valid = e.utf8_error().valid_up_to();
        let line = e
            .as_bytes()
            .iter()
            .take(valid)
            .filter(|b| **b == b'\n')
            .count()
            + 1;
        format!("{shown}: it is not UTF-8 (line {line}); save it as UTF-8")
    })
}
