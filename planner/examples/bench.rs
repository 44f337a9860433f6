//! The native side of `make bench-web`: does one piece of work for each line that it reads, and
//! answers with the microseconds it took.
//!
//! ```sh
//! cargo run --release -q -p rolewright-planner --example bench -- catalog.json plan.yaml
//! ```
//!
//! The words are `parse` (the snapshot), `read` (plan.yaml) and `plan` (its first item: as much as
//! every key needs, which is its steps, what the list shows of them, and its SQL); web/bench/work.mjs does the same in WebAssembly.
#![allow(
    clippy::disallowed_methods,
    clippy::disallowed_macros,
    reason = "a benchmark: the library stays pure"
)]

use std::error::Error;
use std::fs;
use std::hint::black_box;
use std::io::stdin;
use std::time::Instant;

use planner::Catalog;
use planner::desired::{Prefix, parse_plan_file};
use planner::review::{PlanSummary, read_yaml};

fn main() -> Result<(), Box<dyn Error>> {
    let file = |n| std::env::args().nth(n).ok_or("usage: bench CATALOG PLAN");
    let snapshot = fs::read(file(1)?)?;
    let text = fs::read_to_string(file(2)?)?;
    let mut catalog = Catalog::from_bytes(&snapshot)?;
    let configs = parse_plan_file(&text, &Prefix::default())?;
    let config = configs.first().ok_or("plan.yaml has no item")?;
    for line in stdin().lines() {
        let begin = Instant::now();
        let end = match line?.as_str() {
            "parse" => {
                let read = Catalog::from_bytes(black_box(&snapshot))?;
                let end = begin.elapsed();
                catalog = read;
                end
            }
            "read" => {
                black_box(read_yaml(black_box(&text), &Prefix::default()));
                begin.elapsed()
            }
            "plan" => {
                let draft = planner::draft(black_box(config), &catalog)?;
                let summary = PlanSummary::new(&draft.config, &draft.steps, &draft.sql_checksum);
                black_box((summary, draft.sql.clone()));
                begin.elapsed()
            }
            other => return Err(format!("no work is called {other}").into()),
        };
        println!("{}", end.as_micros());
    }
    Ok(())
}
