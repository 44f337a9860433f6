//! The `rolewright` binary. Everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    executor::cli::main()
}
