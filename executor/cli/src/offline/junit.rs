//! The report as JUnit XML, for CI systems: a suite for each folder of cases, a test for each case.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use quick_junit::{NonSuccessKind, TestCase, TestCaseStatus, TestSuite};

use super::{CaseResult, CaseResults, Failure, OfflineError, Verdict};

/// Writes the file.
pub fn write(report: &CaseResults, path: &Path) -> Result<(), OfflineError> {
    let failed = |source| OfflineError::Write {
        path: path.to_owned(),
        source,
    };
    let mut suites: BTreeMap<&str, TestSuite> = BTreeMap::new();
    for case in &report.cases {
        let topic = case.name.rsplit_once('/').map_or(".", |(topic, _)| topic);
        suites
            .entry(topic)
            .or_insert_with(|| TestSuite::new(topic))
            .add_test_case(test_case(topic, case));
    }
    let mut junit = quick_junit::Report::new("rolewright test");
    junit.add_test_suites(suites.into_values());
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    junit
        .serialize(&mut file)
        .map_err(|e| failed(std::io::Error::other(e)))?;
    file.flush().map_err(failed)
}

fn test_case(topic: &str, case: &CaseResult) -> TestCase {
    let status = match &case.verdict {
        Verdict::Passed | Verdict::Updated => TestCaseStatus::success(),
        Verdict::Failed(failures) => {
            let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
            let texts: Vec<_> = failures.iter().map(text).collect();
            status
                .set_message(failures.first().map(headline).unwrap_or_default())
                .set_description(texts.join("\n"));
            status
        }
    };
    let name = case.name.rsplit('/').next().unwrap_or(&case.name);
    let mut test = TestCase::new(name, status);
    test.set_classname(topic).set_time(case.took);
    test
}

fn headline(failure: &Failure) -> String {
    match failure {
        Failure::File(text) | Failure::Broken(text) => {
            text.lines().next().unwrap_or_default().to_owned()
        }
        Failure::Differs(_) => "the plan is not as expected".to_owned(),
    }
}

fn text(failure: &Failure) -> &str {
    match failure {
        Failure::File(text) | Failure::Differs(text) | Failure::Broken(text) => text,
    }
}
