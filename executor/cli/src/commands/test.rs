//! `test`.

use std::path::PathBuf;

use serde::Serialize;

use crate::context::Context;
use crate::error::CommandError;
use crate::exit::Exit;
use crate::offline::{CaseResult, CaseResults, Failure, Options, Verdict, run as run_cases, write};

/// Plan the case folders below a directory without a database, and compare with what is expected
///
/// A case is a folder with a `plan.yaml` and a `catalog.json` (of `rolewright snapshot`). What is
/// planned has to be what its `expected.txt` says (and its `session.yaml`, if it has one: whole session
/// documents), and what its `outcomes.yaml` states has to hold.
///
///   rolewright test roles/cases
///   rolewright test roles/cases --filter billing --update
///   rolewright test roles/cases --junit report.xml
#[derive(Debug, clap::Args)]
#[command(verbatim_doc_comment)]
pub struct Args {
    /// The directory
    dir: PathBuf,

    /// Write each `expected.txt` that is missing or differs, and each `session.yaml` that differs
    #[arg(long)]
    update: bool,

    /// Write a JUnit report
    #[arg(long, value_name = "FILE")]
    junit: Option<PathBuf>,

    /// Only cases with this in their path
    #[arg(long, value_name = "TEXT")]
    filter: Option<String>,
}

#[derive(Serialize)]
struct Summary<'a> {
    passed: usize,
    failed: usize,
    updated: usize,
    cases: Vec<Case<'a>>,
}

#[derive(Serialize)]
struct Case<'a> {
    name: &'a str,
    status: &'static str,
    outcomes: usize,
    milliseconds: u128,
    failures: Vec<&'a str>,
}

pub fn run(args: Args, context: &Context<'_>) -> Result<Exit, CommandError> {
    let options = Options {
        update: args.update,
        junit: args.junit,
        filter: args.filter,
        prefix: context.prefix().clone(),
    };
    let report = run_cases(&args.dir, &options)?;
    let ui = context.ui;
    if ui.wants_json() {
        ui.product_json("test/1", &summary(&report))?;
    } else {
        let mut text = Vec::new();
        write(&report, &mut text, ui.colors_product())
            .map_err(|error| CommandError::caused("cannot write the report", &error))?;
        ui.product_styled(&String::from_utf8_lossy(&text))?;
    }
    Ok(if report.is_success() {
        Exit::Done
    } else {
        Exit::Failed
    })
}

fn summary(report: &CaseResults) -> Summary<'_> {
    Summary {
        passed: report.passed(),
        failed: report.failed(),
        updated: report.updated(),
        cases: report.cases.iter().map(case).collect(),
    }
}

fn case(case: &CaseResult) -> Case<'_> {
    let (status, failures) = match &case.verdict {
        Verdict::Passed => ("passed", [].as_slice()),
        Verdict::Updated => ("updated", [].as_slice()),
        Verdict::Failed(failures) => ("failed", failures.as_slice()),
    };
    Case {
        name: &case.name,
        status,
        outcomes: case.outcomes,
        milliseconds: case.took.as_millis(),
        failures: failures.iter().map(text_of).collect(),
    }
}

fn text_of(failure: &Failure) -> &str {
    match failure {
        Failure::File(text) | Failure::Differs(text) | Failure::Broken(text) => text,
    }
}
