//! Runs one case: planned, compared, and updated where that was asked for.

use std::path::Path;
use std::time::Instant;

use planner::case;

use super::files::{self, Texts};
use super::find::Case;
use super::golden::Golden;
use super::old;
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
    for golden in goldens(texts, &result.planned) {
        match golden.compare() {
            None => {}
            Some(_) if options.update => {
                golden.write(dir)?;
                updated = true;
            }
            // What is to be said about it says the old file.
            Some(_) if golden.expected.is_none() && texts.old => {}
            Some(failure) => failures.push(failure),
        }
    }
    if texts.old {
        if options.update {
            old::remove(dir)?;
            updated = true;
        } else {
            failures.push(old::failure());
        }
    }
    failures.extend(result.problems.into_iter().map(Failure::Broken));
    Ok(match (failures.is_empty(), updated) {
        (false, _) => Verdict::Failed(failures),
        (true, true) => Verdict::Updated,
        (true, false) => Verdict::Passed,
    })
}

/// The readable file, which every case has, and the whole documents, where somebody wants them.
fn goldens<'a>(texts: &'a Texts, planned: &case::Planned) -> Vec<Golden<'a>> {
    let mut goldens = vec![Golden {
        name: "expected.txt",
        expected: texts.expected.as_deref(),
        actual: case::readable(planned),
    }];
    if let Some(session) = &texts.session {
        goldens.push(Golden {
            name: "session.yaml",
            expected: Some(session),
            actual: case::session_yaml(planned)
                .unwrap_or_else(|e| format!("it cannot be written: {e}\n")),
        });
    }
    goldens
}

fn with(sentence: String, remedy: Option<String>) -> String {
    match remedy {
        Some(remedy) => format!("{sentence}; {remedy}"),
        None => sentence,
    }
}
