//! How often a wave that loses a race is tried, and how long is waited in between.

use std::time::Duration;

use rand::RngExt;

use super::error::ApplyError;

/// Tries of a wave, and the first pause; each later one is twice as long.
const TRIES: u32 = 6;
const PAUSE: Duration = Duration::from_millis(50);

/// The tries of one wave.
#[derive(Debug)]
pub struct Tries {
    begun: u32,
    pause: Duration,
}

impl Default for Tries {
    fn default() -> Self {
        Self {
            begun: 1,
            pause: PAUSE,
        }
    }
}

impl Tries {
    /// Waits, where another try of the whole transaction may succeed.
    ///
    /// # Errors
    /// The error itself, where another try would be no use, or there were enough.
    pub async fn again(&mut self, error: ApplyError) -> Result<(), ApplyError> {
        if !error.is_transient() || self.begun >= TRIES {
            return Err(error);
        }
        let attempt = self.begun;
        tracing::info!(attempt, %error, "trying the whole transaction again");
        // Not all at the same moment again.
        let jitter = rand::rng().random_range(0.5..1.5);
        tokio::time::sleep(self.pause.mul_f64(jitter)).await;
        self.begun += 1;
        self.pause *= 2;
        Ok(())
    }
}
