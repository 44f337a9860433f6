//! Runs one case: planned, compared, and updated where that was asked for.

use std::fs;
use std::path::Path;
use std::time::Instant;

use planner::case::{self, Expected};

use super::difference::difference;
use super::files::{self, Texts};
use super::find::Case;
use super::{CaseResult, Failure, OfflineError, Options, Verdict};
use crate::error::remedy;

pub fn run(case: &Case, options: &Options) -> Result<CaseResult, OfflineError> {
    let start = Instant::now();
    let mut outcomes = 0;
    let verdict = match files::read(&case.path) {
        Err(why) => Verdict::Failed(vec![Failure::File(why)]),
        Ok(texts) => test(&case.path, &texts, options, &mut outcomes)?,
    };
    Ok(CaseResult {
        name: case.name.clone(),
        verdict,
        outcomes,
        took: start.elapsed(),
    })
}

fn test(
    dir: &Path,
    texts: &Texts,
    options: &Options,
    outcomes: &mut usize,
) -> Result<Verdict, OfflineError> {
    let files = case::Files {
        plan: &texts.plan,
        catalog: texts.catalog.as_deref(),
        catalogs: texts
            .catalogs
            .iter()
            .map(|(resource, text)| (resource.clone(), text.as_str()))
            .collect(),
        outcomes: texts.outcomes.as_deref(),
    };
    let result = match case::run(&files, &options.prefix) {
        Ok(result) => result,
        Err(error) => {
            let sentence = with(error.to_string(), remedy::case(&error));
            return Ok(Verdict::Failed(vec![Failure::File(sentence)]));
        }
    };
    *outcomes = result.outcomes;
    let mut failures = Vec::new();
    let mut updated = false;
    if let Some(failure) = compare(texts.expected.as_deref(), &result.actual) {
        if options.update {
            update(dir, &result.actual)?;
            updated = true;
        } else {
            failures.push(failure);
        }
    }
    failures.extend(result.problems.into_iter().map(Failure::Broken));
    Ok(match (failures.is_empty(), updated) {
        (false, _) => Verdict::Failed(failures),
        (true, true) => Verdict::Updated,
        (true, false) => Verdict::Passed,
    })
}

fn with(sentence: String, remedy: Option<String>) -> String {
    match remedy {
        Some(remedy) => format!("{sentence}; {remedy}"),
        None => sentence,
    }
}

/// Compares what the documents say, not how the file is laid out.
fn compare(expected: Option<&str>, actual: &Expected) -> Option<Failure> {
    let Some(text) = expected else {
        return Some(Failure::File(
            "expected.yaml is missing; run with --update to write it, then read what it says"
                .to_owned(),
        ));
    };
    let expected = match Expected::from_yaml(text) {
        Ok(expected) => expected,
        Err(error) => {
            let remedy = Some("run with --update to write it again".to_owned());
            return Some(Failure::File(with(error.to_string(), remedy)));
        }
    };
    (expected != *actual).then(|| Failure::Differs(difference(&expected, actual)))
}

fn update(dir: &Path, actual: &Expected) -> Result<(), OfflineError> {
    let path = dir.join("expected.yaml");
    let failed = |source| OfflineError::Write {
        path: path.clone(),
        source,
    };
    let text = actual
        .to_yaml()
        .map_err(|e| failed(std::io::Error::other(e)))?;
    fs::write(&path, text).map_err(failed)
}
