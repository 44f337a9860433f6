//! How often a wave that loses a race is tried, and how long is waited in between. Such a race is
//! a conflict that the server reports, or a change by somebody else between our statements and the
//! proof: a table that was made then has not been granted on.

use std::time::Duration;

use rand::RngExt;

use super::error::ApplyError;

/// Tries of a wave, and the first pause; each later one is twice as long, up to the longest.
const TRIES: u32 = 12;
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST: Duration = Duration::from_secs(1);

/// So often in a row the same is left where that is no coincidence: a table of the same name that
/// comes and goes.
const THE_SAME: u32 = 4;

/// The tries of one wave.
#[derive(Debug)]
pub struct Tries {
    begun: u32,
    pause: Duration,
    /// What the last proof found left to do, and how often in a row.
    left: (Vec<String>, u32),
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            begun: 1,
            pause: PAUSE,
            left: (Vec::new(), 0),
        }
    }
}

impl Tries {
    /// Waits, where another try of the whole transaction may succeed.
    ///
    /// # Errors
    /// The error itself, where another try would be no use, or there were enough.
    pub async fn again(&mut self, error: ApplyError) -> Result<(), ApplyError> {
        if !self.may_pass(&error) {
            return Err(error);
        }
        if self.begun >= TRIES {
            return Err(error.after(TRIES));
        }
        let attempt = self.begun;
        tracing::info!(attempt, %error, "trying the whole transaction again");
        // Not all at the same moment again.
        let jitter = rand::rng().random_range(0.5..1.5);
        tokio::time::sleep(self.pause.mul_f64(jitter)).await;
        self.begun += 1;
        self.pause = (self.pause * 2).min(LONGEST);
        Ok(())
    }

    /// True where another try may succeed. Where the same is left again and again, the statements do
    /// not lead there.
    fn may_pass(&mut self, error: &ApplyError) -> bool {
        let ApplyError::NotProved { left } = error else {
            return error.is_transient();
        };
        let (before, times) = &mut self.left;
        *times = if before == left { *times + 1 } else { 1 };
        before.clone_from(left);
        *times < THE_SAME
    }
}
