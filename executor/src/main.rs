//! The `rolewright` binary. Everything is in the crates below.

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
