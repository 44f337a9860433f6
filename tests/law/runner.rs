//! How the laws are run: the same cases every time, and others on demand.

use std::path::Path;

use proptest::strategy::Strategy;
use proptest::test_runner::{
    Config, FileFailurePersistence, RngAlgorithm, RngSeed, TestCaseError, TestError, TestRunner,
};

/// Checks a law. `ROLEWRIGHT_LAW_SEED` (a number, default 1) picks other cases, `ROLEWRIGHT_LAW_CASES`
/// how many; failures are kept in `tests/proptest-regressions/<law>.txt` and tried first ever after.
pub fn check<S: Strategy>(
    law: &str,
    cases: u32,
    strategy: &S,
    test: impl Fn(S::Value) -> Result<(), TestCaseError>,
) where
    S::Value: std::fmt::Debug,
{
    let number = |name: &str| std::env::var(name).ok().map(|v| v.parse().expect(name));
    let seed: u64 = number("ROLEWRIGHT_LAW_SEED").unwrap_or(1);
    let kept = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/proptest-regressions")
        .join(format!("{law}.txt"));
    let kept: &'static str = Box::leak(kept.display().to_string().into_boxed_str());
    let config = Config {
        cases: number("ROLEWRIGHT_LAW_CASES").map_or(cases, |n| u32::try_from(n).expect("cases")),
        rng_algorithm: RngAlgorithm::ChaCha,
        rng_seed: RngSeed::Fixed(seed),
        failure_persistence: Some(Box::new(FileFailurePersistence::Direct(kept))),
        max_shrink_iters: 20_000,
        ..Config::default()
    };
    match TestRunner::new(config).run(strategy, test) {
        Ok(()) => {}
        Err(TestError::Abort(why)) => panic!("{law}: gave up: {why}"),
        Err(TestError::Fail(why, case)) => {
            panic!("{law} (seed {seed}): {why}\n\nsmallest case found:\n{case:?}")
        }
    }
}
