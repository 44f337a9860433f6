//! Tasks of the repository that decide something; what runs before Rust exists is shell, beside it.

mod bench;
mod error;
mod matrix;
mod postgres;
mod run;

use std::process::ExitCode;

use error::Error;
use throwaway::SUPPORTED;

const USAGE: &str = "\
cargo run -p rolewright-tasks -- TASK [VERSION...|PART]

  postgres      bring PostgreSQL servers of these versions (all supported) into the cache folder,
                and print the folder of each one's programs
  test-matrix   run the tests that need PostgreSQL on each of these versions (all supported)
  bench [PART]  time planning and applying on a large catalog; figures as Markdown on stdout.
                PART is plan or apply; none is both
                  BENCH_PG=16        the server's major version   (the newest on this machine)
                  BENCH_PAIRS=9      measured pairs of plan; of apply there are at most five
                  BENCH_DATABASES=20 BENCH_SCHEMAS=25 BENCH_TABLES=40 BENCH_ROLES=20
                  BENCH_CONNECTIONS=20                             (rolewright's default)
                  BENCH_BINARY=FILE  another rolewright           (the release build, built first)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match task(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::from(match error {
                Error::Usage => 64,
                Error::Interrupted => 130,
                _ => 1,
            })
        }
    }
}

fn task(arguments: &[String]) -> Result<(), Error> {
    let (task, versions) = arguments.split_first().ok_or(Error::Usage)?;
    match task.as_str() {
        "postgres" => {
            for programs in postgres::bring(&majors(versions)?)? {
                println!("{}", programs.bindir.display());
            }
            Ok(())
        }
        "test-matrix" => matrix::run(&majors(versions)?),
        "bench" => match versions {
            [] => bench::run(&bench::Part::ALL),
            [part] => bench::run(&[bench::Part::named(part).ok_or(Error::Usage)?]),
            _ => Err(Error::Usage),
        },
        _ => Err(Error::Usage),
    }
}

/// None named is all of them.
fn majors(versions: &[String]) -> Result<Vec<u32>, Error> {
    if versions.is_empty() {
        return Ok(SUPPORTED.collect());
    }
    let known = |version: &String| {
        let major = version
            .parse()
            .ok()
            .filter(|major| SUPPORTED.contains(major));
        major.ok_or_else(|| Error::NoVersion(version.clone()))
    };
    versions.iter().map(known).collect()
}
