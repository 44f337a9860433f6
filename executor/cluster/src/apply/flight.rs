//! Many statements on one connection in one round trip.

use std::task::Poll;
use std::time::Instant;

use futures_util::poll;

/// Polls each once, in order, before any is waited for: the driver sends at the first poll, so what
/// is sent keeps this order and nothing waits for an answer. With when each answer was there.
pub(super) async fn in_order<F: Future>(
    futures: impl IntoIterator<Item = F>,
) -> Vec<(F::Output, Instant)> {
    let mut sent = Vec::new();
    for future in futures {
        let mut future = Box::pin(future);
        let first = poll!(&mut future);
        sent.push((future, first));
    }
    let mut answers = Vec::with_capacity(sent.len());
    for (future, first) in sent {
        let answer = match first {
            Poll::Ready(answer) => answer,
            Poll::Pending => future.await,
        };
        answers.push((answer, Instant::now()));
    }
    answers
}
