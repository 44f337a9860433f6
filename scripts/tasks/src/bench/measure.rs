//! Timing of whole processes on the wall clock, and how figures are written.

use std::time::Instant;

use crate::error::Error;

/// Of some measurements, in seconds (or a ratio).
#[derive(Debug, PartialEq)]
pub struct Spread {
    pub min: f64,
    pub median: f64,
    pub max: f64,
}

impl Spread {
    pub fn of(values: &[f64]) -> Self {
        let mut sorted = values.to_vec();
        sorted.sort_by(f64::total_cmp);
        let middle = sorted.len() / 2;
        let at = |index: usize| sorted.get(index).copied().unwrap_or(f64::NAN);
        let median = match sorted.len() % 2 {
            0 => f64::midpoint(at(middle.wrapping_sub(1)), at(middle)),
            _ => at(middle),
        };
        Self {
            min: at(0),
            median,
            max: at(sorted.len().wrapping_sub(1)),
        }
    }
}

/// Seconds of one run.
pub async fn once(work: impl Future<Output = Result<(), Error>>) -> Result<f64, Error> {
    let begin = Instant::now();
    work.await?;
    Ok(begin.elapsed().as_secs_f64())
}

/// The median of some runs, in seconds.
pub async fn median<F>(runs: usize, mut work: impl FnMut() -> F) -> Result<f64, Error>
where
    F: Future<Output = Result<(), Error>>,
{
    let mut seconds = Vec::with_capacity(runs);
    for _ in 0..runs {
        seconds.push(once(work()).await?);
    }
    Ok(Spread::of(&seconds).median)
}

pub fn time(seconds: f64) -> String {
    match seconds < 1.0 {
        true => format!("{:.0} ms", seconds * 1e3),
        false => format!("{seconds:.1} s"),
    }
}

pub fn ratio(a: f64, b: f64) -> String {
    match a / b {
        small if small < 20.0 => format!("{small:.2}"),
        large => format!("{large:.0}"),
    }
}

#[test]
fn the_median_of_an_even_number_is_between_the_two_in_the_middle() {
    let spread = |min, median, max| Spread { min, median, max };
    assert_eq!(Spread::of(&[3.0, 1.0, 2.0]), spread(1.0, 2.0, 3.0));
    assert_eq!(Spread::of(&[4.0, 1.0, 2.0, 8.0]), spread(1.0, 3.0, 8.0));
}

#[test]
fn figures_have_the_digits_that_mean_something() {
    assert_eq!(time(0.4021), "402 ms");
    assert_eq!(time(44.12), "44.1 s");
    assert_eq!(ratio(4.0, 3.0), "1.33");
    assert_eq!(ratio(50.0, 2.0), "25");
}
