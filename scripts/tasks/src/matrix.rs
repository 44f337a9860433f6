//! The tests that need PostgreSQL, on each version.

use std::time::Instant;

use crate::error::Error;
use crate::postgres;
use crate::run::cargo;

/// All of one binary, and of the laws those on a server.
const TESTS: [&[&str]; 2] = [&["--test", "server"], &["--test", "laws", "on_a_server"]];

pub fn run(majors: &[u32]) -> Result<(), Error> {
    let began = Instant::now();
    let section = |text: String| {
        let seconds = began.elapsed().as_secs();
        eprintln!("\n==> {text}  [{}m{:02}s]", seconds / 60, seconds % 60);
    };
    section(format!("PostgreSQL {}: programs", list(majors)));
    for programs in postgres::bring(majors)? {
        eprintln!("{}", programs.bindir.display());
    }
    let mut failed = Vec::new();
    for &major in majors {
        section(format!("tests on PostgreSQL {major}"));
        let mut passed = true;
        // All of them, so that one run tells everything.
        for tests in TESTS {
            let arguments = [&["test", "-p", "rolewright", "--no-fail-fast"], tests].concat();
            passed &= cargo(&arguments, &[("ROLEWRIGHT_TEST_PG", &major.to_string())])?;
        }
        if !passed {
            failed.push(major);
        }
    }
    section(String::from("matrix done"));
    match failed.is_empty() {
        true => Ok(()),
        false => Err(Error::Tests(list(&failed))),
    }
}

fn list(majors: &[u32]) -> String {
    let majors: Vec<String> = majors.iter().map(ToString::to_string).collect();
    majors.join(" ")
}
